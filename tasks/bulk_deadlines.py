"""One document moves the deadlines of many tasks: an extension for each, all in one transaction.

Each task is checked as if it were extended alone (``tasks.decisions``); what cannot be moved is
left and told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from reporting.numbers import date
from tasks.decisions import Decision, ExtensionRefused, check_dated, check_open, checked
from tasks.models import Extension, ExtensionRequest, Task
from tasks.querysets import TaskQuerySet
from tasks.steps import CLOSED

RIGHT = "tasks.decide_extensionrequest"
#: Tasks that one order may move.
MOST = 500


@dataclass(frozen=True)
class Order:
    """``new_due`` gives the deadline asked for a task from the one that it has."""

    new_due: Callable[[dt.date], dt.date]
    decided_on: dt.date
    document_number: str
    reason: str
    may_be_earlier: bool = False


@dataclass(frozen=True)
class Line:
    """``problem`` says why the task is left; then ``new`` is None."""

    task: Task
    present: dt.date | None
    new: dt.date | None
    kind: str = Extension.Kind.GRANTED
    problem: str = ""


@dataclass
class Outcome:
    moved: list[Line] = field(default_factory=list)
    left: dict[str, str] = field(default_factory=dict)


def movable(user: User) -> TaskQuerySet:
    """Tasks on whose deadline ``user`` may decide: neither completed nor cancelled."""
    rows: TaskQuerySet = Task.objects.writable_by(user, RIGHT)
    return rows.exclude(progress__in=CLOSED)


def lines_of(tasks: Iterable[Task], order: Order, *, today: dt.date) -> list[Line]:
    """What ``order`` would do to each task; ``tasks`` come with their extensions prefetched."""
    rows = list(tasks)
    pending = set(
        ExtensionRequest.objects.filter(
            task__in=rows, status=ExtensionRequest.Status.PENDING
        ).values_list("task_id", flat=True)
    )
    return [_line(task, order, task.pk in pending, today) for task in rows]


def _line(task: Task, order: Order, is_asked: bool, today: dt.date) -> Line:
    present = task.effective_due_on
    try:
        check_open(task)
        check_dated(task)
        if present is None:
            raise ExtensionRefused(_("Nhiệm vụ không có hạn."))
        if is_asked:
            raise ExtensionRefused(
                _("Đang có đề nghị gia hạn chờ quyết định; hãy trả lời đề nghị đó.")
            )
        new = _new_due(order, present)
        kind = _kind(present, new, order)
        decision = Decision(kind, order.decided_on, new, order.document_number, order.reason)
        checked(task, task.extensions.all(), decision, today=today)
    except ExtensionRefused as refused:
        return Line(task, present, None, problem=refused.message)
    return Line(task, present, new, kind)


def _new_due(order: Order, present: dt.date) -> dt.date:
    try:
        return order.new_due(present)
    except OverflowError as error:
        raise ExtensionRefused(_("Hạn mới vượt quá lịch.")) from error


def _kind(present: dt.date, new: dt.date, order: Order) -> Extension.Kind:
    if new == present:
        raise ExtensionRefused(_("Hạn mới trùng hạn đang có hiệu lực."))
    if new > present:
        return Extension.Kind.GRANTED
    if not order.may_be_earlier:
        text = _("Hạn mới sớm hơn hạn đang có hiệu lực (%(day)s).")
        raise ExtensionRefused(text % {"day": date(present)})
    return Extension.Kind.CORRECTED


def move(
    order: Order, seen: Mapping[int, dt.date | None], user: User, *, today: dt.date
) -> Outcome:
    """Moves the tasks ``seen`` (id → deadline that the preview showed).

    A task whose deadline is another one by now is left and told, so a second click moves nothing.
    """
    outcome = Outcome()
    with transaction.atomic():
        rows = movable(user).filter(pk__in=list(seen)[:MOST]).order_by("pk")
        locked = rows.select_for_update(of=("self",), no_key=True).prefetch_related("extensions")
        for line in lines_of(locked, order, today=today):
            if line.present != seen[line.task.pk]:
                outcome.left[line.task.code] = _("hạn đã đổi sau khi xem trước")
            elif line.problem:
                outcome.left[line.task.code] = line.problem.rstrip(".")
            else:
                outcome.moved.append(line)
        found = {line.task.code for line in outcome.moved} | set(outcome.left)
        gone = Task.objects.writable_by(user, RIGHT).filter(pk__in=list(seen)[:MOST])
        for code in gone.exclude(code__in=found).values_list("code", flat=True):
            outcome.left[code] = _("đã kết thúc")
        Extension.objects.bulk_create(
            Extension(
                task=line.task,
                kind=line.kind,
                due_on=line.new,
                decided_on=order.decided_on,
                document_number=order.document_number.strip(),
                reason=order.reason.strip(),
                entered_by=user,
            )
            for line in outcome.moved
            if line.new is not None
        )
    return outcome
