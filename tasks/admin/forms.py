"""What may be typed on the form of a task, and by whom."""

from __future__ import annotations

from typing import Any

from django.forms import BaseInlineFormSet
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from agencies.admin.forms import ScopedForm
from tasks.admin.deadlines import DeadlineForm
from tasks.forms.reports import CauseField
from tasks.refusals import Refused
from tasks.reports import Report, check_report, percent_before
from tasks.steps import IN_THE_FUTURE

#: Days on which something has happened: never in the future.
PAST_DAYS = (
    *("started_on", "submitted_on", "completed_on", "returned_on", "result_on"),
    *("postponed_on", "resumed_on", "cancelled_on"),
)


class TaskForm(DeadlineForm):
    """Set up by ``TaskAdmin``, which also leaves out the fields that are not the lead's."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        today = timezone.localdate()
        for name in PAST_DAYS:
            day = cleaned.get(name)
            if day and day > today and name not in self.errors:
                self.add_error(name, IN_THE_FUTURE)
        assigned = cleaned.get("assigned_on", self.instance.assigned_on)
        started, completed = cleaned.get("started_on"), cleaned.get("completed_on")
        if started and completed and completed < started:
            self.add_error("completed_on", _("Ngày hoàn thành không được trước ngày bắt đầu."))
        if assigned and completed and completed < assigned:
            text = _t("Ngày hoàn thành không được trước ngày giao nhiệm vụ (quy tắc T7).")
            self.add_error("completed_on", text)
        return cleaned


class TaskUpdateForm(ScopedForm):
    cause = CauseField()

    @property
    def report(self) -> Report:
        given = self.cleaned_data
        names = ("reported_on", "percent", "result", "cause", "delay_reason", "remedy")
        return Report(**{name: given[name] for name in names})


class UpdateFormSet(BaseInlineFormSet[Any, Any, Any]):
    """What is typed on the form of a task follows the rules of a report made on its page."""

    def clean(self) -> None:
        super().clean()
        task, today = self.instance, timezone.localdate()
        for form in self.forms:
            if not form.has_changed() or form.errors or form in self.deleted_forms:
                continue
            given, besides = form.report, form.instance.pk
            before = percent_before(task, given.reported_on, besides) if task.pk else None
            try:
                check_report(task, given, today=today, before=before)
            except Refused as refused:
                form.add_error(refused.field, refused.message)
