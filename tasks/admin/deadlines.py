"""Deadlines on the form of a task: the label alone will do, and it must say what the row says."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from tasks.admin.progress import ProgressForm
from tasks.deadlines import DeadlineProblem, contradiction, parse_deadline
from tasks.states import DeadlineKind


class DeadlineForm(ProgressForm):
    """Fills in kind and day from the label as written, and tells where they contradict it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "deadline_kind" in self.fields:
            self.fields["deadline_kind"].required = False

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if "deadline_kind" in self.fields and "deadline_kind" in cleaned:
            self._complete(cleaned)
        return cleaned

    def _complete(self, cleaned: dict[str, Any]) -> None:
        label, kind = cleaned.get("deadline_label", ""), cleaned.get("deadline_kind", "")
        due_on, year = cleaned.get("original_due_on"), self._year(cleaned)
        if not label and not kind:
            text = _("Hãy ghi thời hạn, ví dụ Quý II/%(year)s, hoặc chọn loại thời hạn.")
            self.add_error("deadline_label", text % {"year": year})
            return
        if not label:
            return
        try:
            read = parse_deadline(label, year=due_on.year if due_on else year)
        except DeadlineProblem as problem:
            if not kind:
                self.add_error("deadline_label", str(problem))
            return
        cleaned["deadline_kind"] = kind = kind or read.kind
        needs_day = kind not in DeadlineKind.without_date()
        if due_on is None and needs_day and kind == read.kind:
            cleaned["original_due_on"] = due_on = read.due_on
        if due_on is not None or not needs_day:
            told = contradiction(label, kind, due_on, year=year)
            if told:
                self.add_error("deadline_label", told)

    def _year(self, cleaned: dict[str, Any]) -> int:
        """Of the programme, else of the assignment: what a label without a year means."""
        programme = cleaned.get("programme") or getattr(self.instance, "programme", None)
        assigned = cleaned.get("assigned_on") or timezone.localdate()
        return int((programme and programme.year) or assigned.year)
