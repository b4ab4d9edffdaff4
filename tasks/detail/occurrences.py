"""The reports of a recurring task on its page: state of each, and entering its result."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from reporting.numbers import date
from reporting.selection import Selection
from tasks import recurrence
from tasks.detail.actions import Action
from tasks.forms.occurrences import ReportForm
from tasks.models import Occurrence
from tasks.states import DeadlineKind
from tasks.steps import CLOSED

Row = dict[str, Any]

#: State on a day → value of ``_components/pill.html``.
_PILLS = {
    "missing": "overdue",
    "open": "not_due",
    "late": "completed_late",
    "on_time": "completed_on_time",
}


def occurrences_of(
    task: Any, rights: Collection[str], selection: Selection, *, today: dt.date
) -> list[Row]:
    """Every report, the first due one first; the rights of the reader decide about the forms.

    No query for a task that is not recurring, one for the others.
    """
    if task.deadline_kind != DeadlineKind.RECURRING:
        return []
    rows = Occurrence.objects.filter(task=task).standing(selection.as_of).order_by("due_on", "pk")
    may_report = recurrence.REPORT in rights and task.progress not in CLOSED
    return [_row(one, may_report, selection, today) for one in rows]


def _row(one: Any, may_report: bool, selection: Selection, today: dt.date) -> Row:
    day, is_given_up = selection.as_of, one.cancelled_on is not None
    is_told = one.completed_on is not None and one.completed_on <= day
    offered = may_report and not is_given_up and one.covers_from <= today
    return {
        "label": one.label,
        "due": date(one.due_on),
        "iso": one.due_on.isoformat(),
        "pill": "cancelled" if is_given_up and one.cancelled_on <= day else _PILLS[one.state],
        "done": date(one.completed_on) if is_told else "",
        "result": "; ".join(part for part in (one.result_number, one.result) if part and is_told),
        "action": _action(one, selection, today) if offered else None,
    }


def _action(one: Occurrence, selection: Selection, today: dt.date) -> Action:
    url = selection.url(reverse("tasks:occurrence-report", args=[one.pk]))
    label = _("Sửa kết quả") if one.completed_on else _("Nhập kết quả")
    return Action(label, url, ReportForm(occurrence=one, today=today))
