"""The task list as a file: every field of a task, as the page filters and orders it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any

from django.db.models import Field as ModelField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.exports import Column, Export, head
from reporting.numbers import in_language
from tasks import risk, wording
from tasks.filters import STATES, TaskFilter
from tasks.models import DelayCause, Task
from tasks.querysets import TaskQuerySet
from tasks.states import Communication, DeadlineKind, Field, Progress

#: Rows held in memory at a time.
_CHUNK = 2000

_WIDE = {"title": 60, "lead": 30, "coordinating": 30, "document": 40, "conclusion": 40}


def _document(task: Any) -> str:
    if task.document is None:
        return ""
    return ", ".join(part for part in (task.document.number, task.document.excerpt) if part)


def _conclusion(task: Any) -> str:
    if task.conclusion is None:
        return ""
    return f"{task.conclusion.meeting}: {task.conclusion.number}. {task.conclusion.text}"


def _written() -> dict[str, Callable[[Any], object]]:
    """How a field is written where its value alone would not do. Words are looked up once, not
    once per row."""
    kinds, steps = _words(DeadlineKind.choices), _words(Progress.choices)
    fields = {value: f"{value}. {word}" for value, word in _words(Field.choices).items()}
    activities = _words(Communication.choices)
    yes, no = _("Có"), _("Không")
    return {
        "programme": lambda task: wording.programme_name(task.programme),
        "field": lambda task: fields[task.field],
        "lead": lambda task: task.lead_on_day.name,
        "coordinating": lambda task: "; ".join(one.name for one in task.coordinating.all()),
        "document": _document,
        "conclusion": _conclusion,
        "responsible": lambda task: str(task.responsible or ""),
        "communication": lambda task: activities.get(task.communication, ""),
        "is_restricted": lambda task: yes if task.is_restricted else no,
        "deadline_kind": lambda task: kinds[task.deadline_kind],
        "progress": lambda task: steps[task.progress],
        "is_generated": lambda task: yes if task.is_generated else no,
    }


def _words(choices: Iterable[tuple[Any, Any]]) -> dict[Any, str]:
    return {value: str(label) for value, label in choices}


def field_names() -> list[str]:
    """Every field of a task, in the order of the model; the many-to-many ones after their lead."""
    names = [field.name for field in Task._meta.fields if not field.primary_key]
    names.insert(names.index("lead") + 1, "coordinating")
    return names


def columns() -> list[Column]:
    written = _written()
    return [*(_stored(name, written) for name in field_names()), *_of_the_day(), *_money()]


def _of_the_day() -> list[Column]:
    """What is worked out for the as-of day, and what was reported by it."""
    states, groups = _words(STATES), _words(DelayCause.Group.choices)
    return [
        Column(gettext_lazy("Hạn có hiệu lực vào ngày tính"), lambda task: task.due_on),
        Column(gettext_lazy("Số lần gia hạn đến ngày tính"), lambda task: task.extensions_then),
        Column(gettext_lazy("Trạng thái vào ngày tính"), lambda task: states[task.timeliness], 24),
        Column(gettext_lazy("Số ngày chậm so với hạn có hiệu lực"), lambda task: task.days_late),
        Column(gettext_lazy("Số ngày chậm so với hạn gốc"), lambda task: task.days_past_original),
        Column(gettext_lazy("Tiến độ báo cáo (%)"), lambda task: task.percent),
        Column(gettext_lazy("Kết quả báo cáo gần nhất"), lambda task: task.last_result, 40),
        Column(gettext_lazy("Lý do chậm"), lambda task: task.last_delay_reason, 40),
        Column(gettext_lazy("Giải pháp"), lambda task: task.last_remedy, 40),
        Column(gettext_lazy("Nguyên nhân chậm (danh mục)"), lambda task: _cause(task, groups), 40),
        Column(gettext_lazy("Căn cứ đánh giá nguy cơ chậm"), _risk, 40),
        Column(gettext_lazy("Số minh chứng"), lambda task: task.proof_count),
    ]


def _money() -> list[Column]:
    return [
        Column(gettext_lazy("Kinh phí dự kiến (đồng)"), lambda task: task.planned_dong or None, 20),
        Column(
            gettext_lazy("Kinh phí đã cấp (đồng)"), lambda task: task.allocated_dong or None, 20
        ),
        Column(gettext_lazy("Kinh phí đã chi (đồng)"), lambda task: task.spent_dong or None, 20),
    ]


def _cause(task: Any, groups: dict[Any, str]) -> str:
    if not task.last_cause:
        return ""
    return f"{groups[task.last_cause_group]}: {in_language(task.last_cause, task.last_cause_en)}"


def _risk(task: Any) -> str:
    """The sentence that says why a task is likely to be late; empty where it is not."""
    return "" if task.is_hidden else risk.of_task(task, task.as_of_day)


def _stored(name: str, written: dict[str, Callable[[Any], object]]) -> Column:
    field = Task._meta.get_field(name)
    heading = str(field.verbose_name) if isinstance(field, ModelField) else name
    return Column(
        heading[:1].upper() + heading[1:],
        written.get(name) or attrgetter(name),
        _WIDE.get(name, 18),
    )


def _everything(filter: TaskFilter) -> TaskQuerySet:
    found = filter.rows.for_export().with_risk().with_budget()
    return found.with_proofs().with_last_cause().with_days_past_original()


def export(filter: TaskFilter, reader: object) -> Export:
    """The rows of ``filter`` in the order of the list. Memory does not grow with their number."""
    rows: Iterable[Any] = _everything(filter).urgent_first().iterator(chunk_size=_CHUNK)
    day = filter.selection.as_of.isoformat()
    return Export(
        name=_("nhiem-vu-%(day)s") % {"day": day},
        lines=head(_("Danh sách nhiệm vụ"), reader, filter.selection, filter.chips()),
        columns=columns(),
        rows=rows,
    )
