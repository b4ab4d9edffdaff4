"""Open tasks of an agency that has ended go to those that came after it.

A hand-over is a row (``LeadChange``): before its day the task counts for the old lead, from that
day for the new one. What is completed or cancelled stays where it was done.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from agencies.models import Agency, AgencySuccession, User
from agencies.querysets import AgencyQuerySet
from reporting.numbers import date
from tasks.models import LeadChange, Task
from tasks.querysets import TaskQuerySet
from tasks.refusals import Refused
from tasks.states import Progress
from tasks.steps import CLOSED

RIGHT = "tasks.reassign_task"


class HandOverRefused(Refused):
    """``field`` is one of ``HandOver``."""


@dataclass(frozen=True)
class HandOver:
    """``leads``: task id → id of its new lead. ``helpers``: ids of the agencies that take the old
    one's place among the coordinating of open tasks; empty leaves those as they are."""

    agency: Agency
    on: dt.date
    leads: Mapping[int, int]
    helpers: tuple[int, ...] = ()
    document_number: str = ""
    reason: str = ""


@dataclass
class Outcome:
    moved: list[Task] = field(default_factory=list)
    helped: int = 0
    #: Tasks that were no longer open or no longer the old agency's: code → why.
    left: dict[str, str] = field(default_factory=dict)


def open_tasks(user: User) -> TaskQuerySet:
    """The tasks that ``user`` may hand over: neither completed nor cancelled."""
    rows: TaskQuerySet = Task.objects.writable_by(user, RIGHT)
    return rows.exclude(progress__in=CLOSED)


def ended_agencies(user: User, today: dt.date) -> AgencyQuerySet:
    """Agencies that have ended and still lead or help with open tasks.

    Annotated with ``open_count`` (led) and ``helped_count``.
    """
    tasks = open_tasks(user)
    found = Agency.objects.visible_to(user).filter(valid_to__lt=today)
    return found.annotate(
        open_count=_count_by(tasks, "lead"), helped_count=_count_by(tasks, "coordinating")
    ).filter(Q(open_count__gt=0) | Q(helped_count__gt=0))


def _count_by(tasks: TaskQuerySet, name: str) -> Coalesce:
    """How many ``tasks`` have the outer agency as ``name``. Joined, led and helped tasks would
    multiply."""
    mine = tasks.filter(**{name: OuterRef("pk")}).order_by().values(name)
    return Coalesce(Subquery(mine.annotate(n=Count("pk")).values("n")), 0)


def of_ended(user: User, today: dt.date) -> TaskQuerySet:
    """Open tasks whose lead no longer exists on ``today``: the led ones of ``ended_agencies``."""
    return open_tasks(user).filter(lead__valid_to__lt=today)


def successors(agency: Agency, on: dt.date) -> list[Agency]:
    """Who came after ``agency`` and exists on ``on``; through several changes where need be.

    The order is that of the successions: the first is proposed.
    """
    rows = AgencySuccession.objects.filter(on__lte=on, successor__isnull=False)
    next_of: dict[int, list[Agency]] = defaultdict(list)
    for row in rows.select_related("successor").order_by("on", "pk"):
        if row.successor is not None:
            next_of[row.predecessor_id].append(row.successor)
    found: dict[int, Agency] = {}
    seen, waiting = {agency.pk}, [agency.pk]
    while waiting:
        for one in next_of[waiting.pop(0)]:
            if one.pk in seen:
                continue
            seen.add(one.pk)
            if one.exists_on(on):
                found[one.pk] = one
            else:
                waiting.append(one.pk)
    return list(found.values())


def hand_over(order: HandOver, user: User, *, today: dt.date) -> Outcome:
    """Gives the tasks of ``order`` to their new leads; all in one transaction.

    Raises ``HandOverRefused`` with a sentence where the order itself cannot be. A task that
    somebody has completed or moved meanwhile is left and told, so a second click moves nothing.
    """
    _check(order, today)
    outcome = Outcome()
    with transaction.atomic():
        agencies = _new_leads(order, user)
        rows = open_tasks(user).filter(pk__in=order.leads).order_by("pk")
        tasks = {task.pk: task for task in rows.select_for_update(of=("self",), no_key=True)}
        _tell_left(order, user, tasks, outcome)
        changes = []
        for task in tasks.values():
            reason = why_left(task, order)
            if reason:
                outcome.left[task.code] = reason
                continue
            changes.append(lead_change(task, agencies[order.leads[task.pk]], order, user))
            outcome.moved.append(task)
        for task, change in zip(outcome.moved, changes, strict=True):
            task.lead = change.to_agency
            task.save(update_fields=["lead"])
            task.coordinating.remove(change.to_agency)  # who leads does not help as well
        LeadChange.objects.bulk_create(changes)
        outcome.helped = _replace_helper(order, user, agencies)
    return outcome


def _check(order: HandOver, today: dt.date) -> None:
    if order.on > today:
        raise HandOverRefused(_("Ngày này chưa đến; hãy nhập ngày giao lại đã có."), "on")
    ended = order.agency.valid_to
    if ended and order.on <= ended:
        text = _("Ngày giao lại phải sau ngày cơ quan cũ kết thúc hoạt động (%(day)s).")
        raise HandOverRefused(text % {"day": date(ended)}, "on")
    if order.agency.pk in {*order.leads.values(), *order.helpers}:
        raise HandOverRefused(_("Cơ quan nhận phải khác cơ quan giao lại."), "agency")
    if not order.leads and not order.helpers:
        raise HandOverRefused(_("Chưa chọn nhiệm vụ nào để giao lại."), "leads")


def _new_leads(order: HandOver, user: User) -> dict[int, Agency]:
    wanted = {*order.leads.values(), *order.helpers}
    allowed = Agency.objects.writable_by(user, RIGHT).valid_on(order.on)
    found = {one.pk: one for one in allowed.filter(pk__in=wanted)}
    if wanted - set(found):
        text = _("Cơ quan nhận không tồn tại vào ngày %(day)s; hãy chọn cơ quan khác.")
        raise HandOverRefused(text % {"day": date(order.on)}, "leads")
    return found


def _tell_left(order: HandOver, user: User, tasks: Mapping[int, Task], outcome: Outcome) -> None:
    missing = set(order.leads) - set(tasks)
    rows = Task.objects.writable_by(user, RIGHT).filter(pk__in=missing)
    for code, progress in rows.values_list("code", "progress"):
        outcome.left[code] = str(Progress(progress).label)


def why_left(task: Task, order: HandOver) -> str:
    """Why ``task`` cannot be handed over by ``order``; empty where it can."""
    if task.lead_id != order.agency.pk:
        return _("đã đổi cơ quan chủ trì")
    last = max((one.on for one in task.lead_changes.all()), default=order.on)
    if last > order.on:
        return _("đã giao lại ngày %(day)s, sau ngày này") % {"day": date(last)}
    return ""


def lead_change(task: Task, agency: Agency, order: HandOver, user: User) -> LeadChange:
    return LeadChange(
        task=task,
        from_agency=order.agency,
        to_agency=agency,
        on=order.on,
        document_number=order.document_number.strip(),
        reason=order.reason.strip(),
        entered_by=user,
    )


def _replace_helper(order: HandOver, user: User, agencies: Mapping[int, Agency]) -> int:
    """Puts ``order.helpers`` in the place of the old agency; returns in how many tasks."""
    if not order.helpers:
        return 0
    helped = open_tasks(user).filter(coordinating=order.agency)
    tasks = list(helped.order_by("pk").select_for_update(of=("self",), no_key=True))
    through = Task.coordinating.through
    through.objects.filter(task__in=tasks, agency=order.agency).delete()
    through.objects.bulk_create(
        [
            through(task=task, agency=agencies[pk])
            for task in tasks
            for pk in order.helpers
            if pk != task.lead_id
        ],
        ignore_conflicts=True,
    )
    return len(tasks)


def former_leads(tasks: Iterable[int]) -> dict[int, list[LeadChange]]:
    """Hand-overs by task, the oldest first. One query."""
    found: dict[int, list[LeadChange]] = defaultdict(list)
    rows = LeadChange.objects.filter(task__in=list(tasks)).order_by(F("on"), "pk")
    for row in rows.select_related("from_agency", "to_agency"):
        found[row.task_id].append(row)
    return found
