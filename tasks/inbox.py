"""Queues of work: which there are for a reader, and how their rows read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agencies.models import User
from agencies.querysets import Reader, reach_for
from reporting.loading import working_calendar
from reporting.numbers import NBSP, date, number, per_cent
from reporting.workdays import UncoveredDateError, WorkingCalendar
from tasks import steps, wording
from tasks.extending import ANSWER
from tasks.models import ExtensionRequest, Task
from tasks.states import Progress

Row = dict[str, Any]


class Waiting:
    """Working days since something was handed in, as text; empty where no calendar covers it."""

    def __init__(self, today: dt.date) -> None:
        self.today = today

    @cached_property
    def _calendar(self) -> WorkingCalendar | None:
        try:
            return working_calendar()
        except ValueError:
            return None

    def since(self, day: dt.date | None) -> str:
        if day is None or self._calendar is None or day > self.today:
            return ""
        try:
            count = self._calendar.count_working_days(day, self.today)
        except UncoveredDateError:
            return ""
        text = ngettext("%(n)s ngày làm việc", "%(n)s ngày làm việc", count)
        return (text % {"n": number(count)}).replace(" ", NBSP)


@dataclass(frozen=True)
class Queue:
    """``key`` is the value of ``?list=``; ``head`` the columns between agency and deadline."""

    key: str
    label: str | Promise
    head: tuple[str | Promise, ...]
    rows: QuerySet[Any]
    row: Callable[[Any, Waiting], Row]

    @cached_property
    def count(self) -> int:
        return self.rows.order_by().count()


def queues_of(user: User) -> list[Queue]:
    """The queues that ``user`` works off. No query: the rights are known."""
    found = []
    if user.has_perm(steps.CONFIRM):
        found.append(_to_confirm(user))
    if user.has_perm(ANSWER):
        found.append(_requests(user))
    # Who confirms for the whole province does not hand in for it.
    if user.has_perm(steps.SUBMIT) and not reach_for(user, steps.CONFIRM).is_everything:
        found.append(_to_submit(user))
    return found


def has_queues(user: User) -> bool:
    return any(user.has_perm(right) for right in (steps.CONFIRM, steps.SUBMIT, ANSWER))


def link(user: Reader) -> Row | None:
    """To the inbox, with how much waits there; None where nothing does. A query per queue."""
    if not isinstance(user, User):
        return None
    count = sum(queue.count for queue in queues_of(user))
    return {"url": reverse("tasks:inbox"), "count": number(count)} if count else None


def _writable(user: User, right: str) -> Any:
    return Task.objects.writable_by(user, right).select_related("lead")


def _to_confirm(user: User) -> Queue:
    return Queue(
        "confirm",
        gettext_lazy("Chờ xác nhận"),
        (gettext_lazy("Văn bản kết quả"), gettext_lazy("Trình từ ngày")),
        _writable(user, steps.CONFIRM).awaiting_confirmation(),
        _handed_in,
    )


def _to_submit(user: User) -> Queue:
    return Queue(
        "submit",
        gettext_lazy("Chờ trình xác nhận"),
        (gettext_lazy("Tình hình"),),
        _writable(user, steps.SUBMIT).to_submit(),
        _ready,
    )


def _requests(user: User) -> Queue:
    rows = ExtensionRequest.objects.writable_by(user, ANSWER).select_related("task__lead")
    return Queue(
        "extensions",
        gettext_lazy("Đề nghị gia hạn"),
        (gettext_lazy("Hạn đề nghị, lý do"), gettext_lazy("Đề nghị từ ngày")),
        rows.filter(status=ExtensionRequest.Status.PENDING).order_by("requested_on", "pk"),
        _asked,
    )


def _task_cells(task: Task, waiting: Waiting) -> Row:
    due, today = task.effective_due_on, waiting.today
    is_late = due is not None and due < today
    return {
        "code": task.code,
        "title": task.title,
        "url": f"{task.get_absolute_url()}?as_of={today.isoformat()}#act",
        "agency": task.lead.name,
        "due": date(due) if due else str(task.get_deadline_kind_display()),
        "late": wording.late((today - due).days) if due is not None and is_late else "",
    }


def _handed_in(task: Task, waiting: Waiting) -> Row:
    """A result whose document is in time is not called late for waiting."""
    found = _task_cells(task, waiting)
    due, declared = task.effective_due_on, task.result_on
    if due is not None and declared is not None:
        found["late"] = wording.late((declared - due).days) if declared > due else ""
    result = [task.result_number, date(declared) if declared else ""]
    submitted = task.submitted_on
    return found | {
        "cells": [
            _cell(" · ".join(part for part in result if part)),
            _cell(date(submitted), waiting.since(submitted)),
        ]
    }


def _ready(task: Any, waiting: Waiting) -> Row:
    if task.progress == Progress.RETURNED:
        text = _("Trả lại ngày %(day)s") % {"day": date(task.returned_on)}
    else:
        text = _("Báo cáo đạt %(percent)s") % {"percent": per_cent(number(task.last_percent))}
    return _task_cells(task, waiting) | {"cells": [_cell(text)]}


def _asked(request: ExtensionRequest, waiting: Waiting) -> Row:
    found = _task_cells(request.task, waiting)
    since = request.requested_on
    return found | {
        "cells": [
            _cell(date(request.proposed_due_on), request.reason),
            _cell(date(since), waiting.since(since)),
        ]
    }


def _cell(text: str, more: str = "") -> dict[str, str]:
    return {"text": text, "more": more}
