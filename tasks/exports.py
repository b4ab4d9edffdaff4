"""The task list as a file: every field of a task, as the page filters and orders it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any

from django.db.models import Field as ModelField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.exports import Column, Export
from reporting.numbers import date, moment
from reporting.pages import period_label
from reporting.provenance import demo_label
from tasks import wording
from tasks.filters import STATES, TaskFilter
from tasks.models import Task
from tasks.states import DeadlineKind, Field, Progress

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
    yes, no = _("Có"), _("Không")
    return {
        "programme": lambda task: wording.programme_name(task.programme),
        "field": lambda task: fields[task.field],
        "lead": lambda task: task.lead.name,
        "coordinating": lambda task: "; ".join(one.name for one in task.coordinating.all()),
        "document": _document,
        "conclusion": _conclusion,
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
    written, states = _written(), _words(STATES)
    stored = [_stored(name, written) for name in field_names()]
    return [
        *stored,
        Column(gettext_lazy("Hạn có hiệu lực vào ngày tính"), lambda task: task.due_on),
        Column(gettext_lazy("Số lần gia hạn đến ngày tính"), lambda task: task.extensions_then),
        Column(gettext_lazy("Trạng thái vào ngày tính"), lambda task: states[task.timeliness], 24),
        Column(gettext_lazy("Số ngày chậm"), lambda task: task.days_late),
        Column(gettext_lazy("Tiến độ báo cáo (%)"), lambda task: task.percent),
        Column(gettext_lazy("Kết quả báo cáo gần nhất"), lambda task: task.last_result, 40),
        Column(gettext_lazy("Lý do chậm"), lambda task: task.last_delay_reason, 40),
        Column(gettext_lazy("Giải pháp"), lambda task: task.last_remedy, 40),
    ]


def _stored(name: str, written: dict[str, Callable[[Any], object]]) -> Column:
    field = Task._meta.get_field(name)
    heading = str(field.verbose_name) if isinstance(field, ModelField) else name
    return Column(
        heading[:1].upper() + heading[1:],
        written.get(name) or attrgetter(name),
        _WIDE.get(name, 18),
    )


def lines(filter: TaskFilter, *, now: dt.datetime, reader: str) -> list[str]:
    """What stands over the table: whose numbers these are, of when, and how they were picked."""
    selection = filter.selection
    chips = [f"{chip.label}: {chip.value}" for chip in filter.chips()]
    found = [
        _("Danh sách nhiệm vụ"),
        _("Kỳ báo cáo: %(period)s. Tính đến ngày %(day)s.")
        % {"period": period_label(selection.period), "day": date(selection.as_of)},
        _("Điều kiện lọc: %(filters)s.") % {"filters": "; ".join(chips) or _("không")},
        _("Xuất lúc %(time)s, người xuất: %(reader)s.") % {"time": moment(now), "reader": reader},
    ]
    if label := demo_label():
        found.append(_("Dữ liệu minh họa: %(label)s") % {"label": label})
    return found


def export(filter: TaskFilter, *, now: dt.datetime, reader: str) -> Export:
    """The rows of ``filter`` in the order of the list. Memory does not grow with their number."""
    rows: Iterable[Any] = filter.rows.for_export().urgent_first().iterator(chunk_size=_CHUNK)
    day = filter.selection.as_of.isoformat()
    return Export(
        name=_("nhiem-vu-%(day)s") % {"day": day},
        lines=lines(filter, now=now, reader=reader),
        columns=columns(),
        rows=rows,
    )
