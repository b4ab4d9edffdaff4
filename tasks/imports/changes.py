"""What a row changes of its task, field by field, from what to what."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Agency
from reporting.imports.plans import Change
from reporting.imports.text import clean
from reporting.numbers import date, number, per_cent
from tasks.deadlines import Deadline
from tasks.imports import progress
from tasks.imports.deadlines import in_words
from tasks.imports.lines import Line, Options
from tasks.models import Task
from tasks.reassigning import HandOver, why_left
from tasks.states import Communication, DeadlineKind, Field, Progress

#: Fields of a task that a row may set as they are.
PLAIN = (
    "title",
    "field",
    "product",
    "lead",
    "document",
    "document_clause",
    "responsible",
    "communication",
    "is_restricted",
    "external_number",
    "assigned_by",
    "assigned_on",
    "result_number",
    "evidence",
    "note",
)
REPORT = ("percent", "result", "delay_reason", "remedy")


def changes_of(line: Line, options: Options) -> None:
    """Fills ``line.changes``; adds a problem where the row asks for what no import may do."""
    if line.task is None:
        _new(line, options)
        return
    for name in PLAIN:
        _compare(line, line.task, name)
    _check_lead(line, line.task, options)
    _compare_coordinating(line, line.task)
    _compare_deadline(line, line.task)
    progress.compare(line, line.task, options)
    _compare_report(line, line.task)


def _add(line: Line, name: str, old: str, new: str, value: Any) -> None:
    line.changes.append(Change(name, line.draft.label(name), old, new, value))


def _new(line: Line, options: Options) -> None:
    said = line.draft.said
    if said.get("field") is None:
        line.draft.refuse(
            "field",
            _("Chưa rõ lĩnh vực của nhiệm vụ."),
            _("Hãy thêm cột “Lĩnh vực” (0–6) hoặc dòng mục mang tên lĩnh vực phía trên."),
        )
    if line.draft.deadline is None:
        line.draft.refuse(
            "deadline",
            _("Chưa rõ thời hạn."),
            _("Hãy ghi thời hạn; nhiệm vụ không có hạn thì ghi “Thường xuyên”."),
        )
    said["assigned_on"] = said.get("assigned_on") or options.assigned_on
    progress.begin(line, options)
    if said.get("communication") and said.get("field") != Field.STEERING:
        line.draft.refuse(
            "communication",
            _("Hoạt động tuyên truyền thuộc lĩnh vực “Chỉ đạo, điều hành”."),
            _("Hãy ghi lĩnh vực 0 hoặc để trống loại hoạt động."),
        )


_EXTENDED = (
    gettext_lazy("Nhiệm vụ đã được gia hạn nên hạn gốc không đổi bằng tệp."),
    gettext_lazy("Hãy dùng trang “Đổi thời hạn hàng loạt” hoặc để ô này như hạn gốc."),
)


def _same(old: Any, new: Any) -> bool:
    if isinstance(old, str) and isinstance(new, str):
        return clean(old) == new
    return bool(old == new)


def _compare(line: Line, task: Task, name: str) -> None:
    said = line.draft.said
    if name not in said:
        return
    new, old = said[name], getattr(task, name)
    if name == "assigned_on" and new is None:
        return  # an empty cell says nothing of a day that every task has
    if name == "lead" and _was_handed_over(task, new):
        return  # the sheet is older than the hand-over
    if not _same(old, new):
        _add(line, name, words(name, old), words(name, new), new)


def _was_handed_over(task: Task, agency: Any) -> bool:
    if task.lead_id == agency.pk:
        return True
    return agency.pk in {one.from_agency_id for one in task.lead_changes.all()}


def _check_lead(line: Line, task: Task, options: Options) -> None:
    """What refuses a hand-over on its page refuses it here, too."""
    lead = _new_lead(line)
    if lead is None:
        return
    why = why_left(task, HandOver(task.lead, options.on, {task.pk: lead.pk}))
    if why:
        mend = _("Hãy kiểm tra lại ngày, hoặc chọn lại ngày số liệu khi tải tệp.")
        line.draft.refuse("lead", f"{why[:1].upper()}{why[1:]}.", mend)
    elif not lead.exists_on(options.on):
        text = _("Cơ quan nhận không tồn tại vào ngày %(day)s; hãy chọn cơ quan khác.")
        line.draft.refuse("lead", text % {"day": date(options.on)}, "")


def _new_lead(line: Line) -> Agency | None:
    return next((one.value for one in line.changes if one.name == "lead"), None)


def _compare_coordinating(line: Line, task: Task) -> None:
    old, lead = list(task.coordinating.all()), _new_lead(line)
    new = line.draft.said.get("coordinating")
    if new is None:
        new = [one for one in old if one != lead]  # who leads does not help as well
    if {one.pk for one in old} != {one.pk for one in new}:
        _add(line, "coordinating", _names(old), _names(new), new)


def _names(agencies: Any) -> str:
    return "; ".join(sorted(one.name for one in agencies))


def _compare_deadline(line: Line, task: Task) -> None:
    new = line.draft.deadline
    if new is None:
        return
    old = Deadline(
        DeadlineKind(task.deadline_kind), task.original_due_on, clean(task.deadline_label)
    )
    if (old.kind, old.due_on) == (new.kind, new.due_on):
        label = new.label if line.draft.table.has("deadline_kind") or old.label else old.label
        if old.label in ("", new.label) and label == old.label:
            return
        if fold_label(old.label) == fold_label(new.label):
            return
    elif task.extension_count and new.due_on == task.effective_due_on:
        return  # the sheet states the deadline in force
    elif task.extension_count:
        line.draft.refuse("deadline", *_EXTENDED)
        return
    line.changes.append(Change("deadline", _("Thời hạn"), in_words(old), in_words(new), new))


def fold_label(text: str) -> str:
    return " ".join(text.casefold().split())


def _compare_report(line: Line, task: Task) -> None:
    """Against the newest report. An empty cell reports nothing; a new report is added."""
    said = line.draft.said
    reports = list(task.updates.all())
    newest = reports[0] if reports else None
    percent = next((one.percent for one in reports if one.percent is not None), None)
    old: dict[str, Any] = {name: getattr(newest, name, "") for name in REPORT[1:]}
    old["percent"] = 100 if task.progress == Progress.COMPLETED else percent
    for name in REPORT:
        if said.get(name) in (None, "") or _same(old[name], said[name]):
            continue
        _add(line, name, words(name, old[name]), words(name, said[name]), said[name])


def words(name: str, value: Any) -> str:
    """A value as the preview shows it; empty for nothing."""
    if value is None or value == "":
        return ""
    if name == "field":
        return f"{int(value)}. {Field(value).label}"
    if name == "communication":
        return str(Communication(value).label)
    if name == "is_restricted":
        return _("Có") if value else _("Không")
    if name == "assigned_on":
        return date(value)
    if name == "percent":
        return per_cent(number(value))
    return str(value)
