"""One conclusion becomes tasks: one for each lead, with the same words and the same deadline."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import Agency, Official, User
from agencies.querysets import may_everywhere
from tasks.deadlines import Deadline, DeadlineProblem, parse_deadline
from tasks.models import Conclusion, Programme, Task
from tasks.recurrence import settle
from tasks.refusals import Refused

RIGHT = "tasks.add_task"


@dataclass(frozen=True)
class Order:
    """What a conclusion asks for. ``deadline`` as it was written."""

    title: str
    leads: Sequence[Agency]
    programme: Programme
    field: int
    deadline: str
    assigned_on: dt.date
    coordinating: Sequence[Agency] = ()
    product: str = ""
    responsible: Official | None = None
    is_restricted: bool = False


def may_raise(user: User) -> bool:
    return may_everywhere(user, RIGHT)


def read_deadline(text: str, programme: Programme, conclusion: Conclusion) -> Deadline:
    """The deadline as written; a year that it does not name is that of the programme."""
    try:
        return parse_deadline(text, year=programme.year or conclusion.meeting.held_on.year)
    except DeadlineProblem as problem:
        raise Refused(str(problem), "deadline") from None


@transaction.atomic
def raise_tasks(conclusion: Conclusion, user: User, order: Order) -> list[Task]:
    """Writes one task for each lead that has not got this very task yet. Raises ``Refused``.

    Sent twice it is a repeat: the same words, programme and deadline for the same lead.
    """
    if not may_raise(user):
        raise PermissionDenied
    locked = Conclusion.objects.select_for_update(of=("self",)).select_related("meeting__notice")
    source = locked.get(pk=conclusion.pk)
    deadline = read_deadline(order.deadline, order.programme, source)
    _check(source, order, deadline)
    there = set(
        Task.objects.filter(
            conclusion=source,
            title=order.title,
            programme=order.programme,
            deadline_label=deadline.label,
        ).values_list("lead", flat=True)
    )
    leads = [one for one in order.leads if one.pk not in there]
    if not leads:
        raise Refused(_("Các nhiệm vụ này đã được tạo từ kết luận."), is_repeat=True)
    codes = _codes(source, len(leads))
    return [
        _write(source, order, deadline, lead, code) for lead, code in zip(leads, codes, strict=True)
    ]


def _check(source: Conclusion, order: Order, deadline: Deadline) -> None:
    if source.closed_on is not None:
        raise Refused(_("Kết luận này đã kết thúc."))
    if order.assigned_on < source.meeting.held_on:
        raise Refused(_("Ngày giao không được trước ngày họp."), "assigned_on")
    if deadline.due_on is not None and deadline.due_on < order.assigned_on:
        raise Refused(_("Thời hạn không được trước ngày giao."), "deadline")


def _write(source: Conclusion, order: Order, deadline: Deadline, lead: Agency, code: str) -> Task:
    meeting = source.meeting
    task = Task.objects.create(
        code=code,
        title=order.title,
        programme=order.programme,
        field=order.field,
        product=order.product,
        lead=lead,
        document=meeting.notice,
        document_clause=_("mục %(number)s") % {"number": source.number} if meeting.notice else "",
        conclusion=source,
        responsible=order.responsible,
        is_restricted=order.is_restricted,
        assigned_by=meeting.chair_words[:150],
        assigned_on=order.assigned_on,
        deadline_kind=deadline.kind,
        deadline_label=deadline.label,
        original_due_on=deadline.due_on,
    )
    task.coordinating.set([one for one in order.coordinating if one.pk != lead.pk])
    settle(task)
    return task


def _codes(source: Conclusion, count: int) -> list[str]:
    """The next free codes: ``KL240614-2.1-03`` is the third task of conclusion 2.1 of that day."""
    number = re.sub(r"[^0-9A-Za-z.]+", "-", source.number).strip("-.") or str(source.pk)
    stem = f"KL{source.meeting.held_on:%y%m%d}-{number}-"
    taken = set(Task.objects.filter(code__startswith=stem).values_list("code", flat=True))
    found: list[str] = []
    place = 0
    while len(found) < count:
        place += 1
        code = f"{stem}{place:02d}"
        if code not in taken:
            found.append(code)
    return found
