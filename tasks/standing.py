"""How a task stands on a day, as SQL expressions. The only place that knows these rules.

Every expression reads two annotations: ``as_of_day``, the day, and ``due_on``, the deadline in
force on it (``TaskQuerySet.standing`` sets both). None reads ``progress`` where a date decides.
A subquery is always behind a column of the task that tells whether there is anything to look for.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    CharField,
    DateField,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Least

from tasks.states import (
    AGE_BANDS,
    DeadlineKind,
    Progress,
    Timeliness,
    due_soon_days,
    due_urgent_days,
)

OPEN = (Timeliness.OVERDUE, Timeliness.DUE_SOON, Timeliness.NOT_DUE, Timeliness.NO_DEADLINE)
IN_TIME = (Timeliness.DUE_SOON, Timeliness.NOT_DUE, Timeliness.NO_DEADLINE)
DONE_ON_TIME = (Timeliness.COMPLETED_EARLY, Timeliness.COMPLETED_ON_TIME)
DONE = (*DONE_ON_TIME, Timeliness.COMPLETED_LATE)

IS_REGULAR = Q(deadline_kind=DeadlineKind.REGULAR)
IS_PLANNED = Q(original_due_on__lte=F("as_of_day"))
IS_DONE = Q(completed_on__lte=F("as_of_day"))
IS_STOPPED = Q(postponed_on__lte=F("as_of_day")) & (
    Q(resumed_on=None) | Q(resumed_on__gt=F("as_of_day")) | Q(resumed_on__lt=F("postponed_on"))
)

#: Late against the deadline as first set, whatever was extended since. A recurring task has no
#: deadline of its own before its end: each report has one, which no extension moves.
IS_PAST_ORIGINAL = Q(
    ~Q(deadline_kind=DeadlineKind.RECURRING),
    original_due_on__lt=Least(F("completed_on"), F("as_of_day")),
) | Q(deadline_kind=DeadlineKind.RECURRING, days_late__gt=0)
IS_URGENT = Q(urgent_until__gte=F("due_on"))


def told(condition: Q) -> Coalesce:
    """A condition as a column that is never NULL."""
    return Coalesce(ExpressionWrapper(condition, BooleanField()), Value(False))


@dataclass(frozen=True)
class Counted:
    """Which tasks known on a day a figure counts; None takes all."""

    timeliness: tuple[Timeliness, ...] | None = None
    is_regular: bool | None = None
    is_planned: bool | None = None
    is_past_original: bool | None = None
    is_urgent: bool | None = None
    #: Taken in whatever the marks say.
    also: tuple[Timeliness, ...] = ()

    @property
    def rows(self) -> Q:
        """The condition on rows that carry ``timeliness`` and ``as_of_day``."""
        found = Q()
        if self.timeliness is not None:
            found &= Q(timeliness__in=self.timeliness)
        if self.is_regular is not None:
            found &= IS_REGULAR if self.is_regular else ~IS_REGULAR
        if self.is_planned is not None:
            found &= IS_PLANNED if self.is_planned else ~IS_PLANNED
        if self.is_past_original is not None:
            found &= Q(is_past_original=self.is_past_original)
        if self.is_urgent is not None:
            found &= Q(is_urgent=self.is_urgent)
        return found | Q(timeliness__in=self.also) if self.also else found


#: What each counted figure takes in. Every one counts tasks ``known_on`` its day.
COUNTED: dict[str, Counted] = {
    "assigned": Counted(),
    "completed": Counted(DONE),
    "completed_on_time": Counted(DONE_ON_TIME),
    "completed_late": Counted((Timeliness.COMPLETED_LATE,)),
    "open": Counted((*OPEN, Timeliness.STOPPED)),
    "open_in_time": Counted(IN_TIME),
    "open_overdue": Counted((Timeliness.OVERDUE,)),
    "open_not_overdue": Counted((*IN_TIME, Timeliness.STOPPED)),
    "due_soon": Counted((Timeliness.DUE_SOON,)),
    "due_urgent": Counted((Timeliness.DUE_SOON,), is_urgent=True),
    "postponed": Counted((Timeliness.STOPPED,)),
    "regular": Counted(is_regular=True),
    "not_regular": Counted(is_regular=False),
    "completed_not_regular": Counted(DONE, is_regular=False),
    "planned": Counted(is_planned=True),
    "completed_or_overdue": Counted((*DONE, Timeliness.OVERDUE)),
    "completed_on_time_original": Counted(DONE, is_past_original=False),
    "completed_late_original": Counted(DONE, is_past_original=True),
    "open_overdue_original": Counted(OPEN, is_past_original=True),
    "completed_or_overdue_original": Counted(OPEN, is_past_original=True, also=DONE),
}


def of_the_day(name: str) -> str:
    """The column that holds ``name`` on the as-of day: tasks may have been handed over since."""
    return "lead_then" if name == "lead" else name


def days_between(later: Any, earlier: Any) -> Func:
    """``later - earlier`` in whole days, as an integer column."""
    return Func(
        later,
        earlier,
        template="(%(expressions)s)",
        arg_joiner=" - ",
        output_field=IntegerField(),
    )


def decided(extensions: QuerySet[Any], on: Any) -> QuerySet[Any]:
    """The extensions of the outer task that count on ``on``, the one in force first.

    An extension counts from the day it was decided. For a completed task only those decided by
    its completion count, so that a late completion stays late for ever.
    """
    return extensions.filter(
        task=OuterRef("pk"), decided_on__lte=Least(on, OuterRef("completed_on"))
    ).order_by("-decided_on", "-pk")


def due(extensions: QuerySet[Any], occurrences: QuerySet[Any], on: dt.date) -> Case:
    """The deadline in force on ``on``; None where the kind of deadline has no date.

    Of a recurring task that is not completed it is that of the first report not made by then.
    """
    newest = decided(extensions, Value(on, DateField())).values("due_on")[:1]
    waiting = not_made(occurrences, on).values("due_on")[:1]
    is_recurring = Q(deadline_kind=DeadlineKind.RECURRING)
    return Case(
        When(deadline_kind__in=DeadlineKind.without_date(), then=None),
        When(is_recurring & Q(completed_on__lte=on), then=F("original_due_on")),
        When(is_recurring, then=Coalesce(Subquery(waiting), F("original_due_on"))),
        When(decision_count=0, then=F("original_due_on")),
        default=Coalesce(Subquery(newest), F("original_due_on")),
        output_field=DateField(),
    )


def not_made(occurrences: QuerySet[Any], on: dt.date) -> QuerySet[Any]:
    """The reports of the outer task that were not made by ``on``, the first due one first."""
    return occurrences.filter(
        Q(completed_on=None) | Q(completed_on__gt=on),
        Q(cancelled_on=None) | Q(cancelled_on__gt=on),
        task=OuterRef("pk"),
    ).order_by("due_on")


def lead(changes: QuerySet[Any], on: dt.date | OuterRef, *, of: str = "") -> Case:
    """The id of the agency that leads on ``on``, a day or one of the row: before a handover it is
    the old lead. ``of``: the way from the row to its task, where the row is none."""
    path = f"{of}__" if of else ""
    before = changes.filter(task=OuterRef(of or "pk"), on__gt=on).order_by("on", "pk")
    return Case(
        When(**{f"{path}lead_change_count": 0}, then=F(f"{path}lead_id")),
        default=Coalesce(Subquery(before.values("from_agency")[:1]), F(f"{path}lead_id")),
        output_field=BigIntegerField(),
    )


def timeliness(on: dt.date) -> Case:
    soon = on + dt.timedelta(days=due_soon_days())
    return Case(
        When(IS_DONE & Q(completed_on__gt=F("due_on")), then=Value(Timeliness.COMPLETED_LATE)),
        When(IS_DONE & Q(completed_on__lt=F("due_on")), then=Value(Timeliness.COMPLETED_EARLY)),
        When(IS_DONE, then=Value(Timeliness.COMPLETED_ON_TIME)),
        When(IS_STOPPED, then=Value(Timeliness.STOPPED)),
        When(due_on=None, then=Value(Timeliness.NO_DEADLINE)),
        When(due_on__lt=on, then=Value(Timeliness.OVERDUE)),
        When(due_on__lte=soon, then=Value(Timeliness.DUE_SOON)),
        default=Value(Timeliness.NOT_DUE),
        output_field=CharField(),
    )


def urgent_until(on: dt.date) -> Value:
    """The last due day that is urgent on ``on``."""
    return Value(on + dt.timedelta(days=due_urgent_days()), DateField())


def days_late() -> Case:
    """Calendar days after the deadline, until completion or the day; None where not late."""
    until = Least(F("completed_on"), F("as_of_day"))
    return Case(
        When(~IS_DONE & IS_STOPPED, then=None),
        default=Func(
            Func(days_between(until, F("due_on")), Value(0), function="GREATEST"),
            Value(0),
            function="NULLIF",
        ),
        output_field=IntegerField(),
    )


def days_past_original() -> Case:
    """``days_late`` against the deadline as first set, by the rule of ``IS_PAST_ORIGINAL``."""
    until = Least(F("completed_on"), F("as_of_day"))
    return Case(
        When(~IS_DONE & IS_STOPPED, then=None),
        When(deadline_kind=DeadlineKind.RECURRING, then=F("days_late")),
        When(IS_PAST_ORIGINAL, then=days_between(until, F("original_due_on"))),
        output_field=IntegerField(),
    )


def age() -> Func:
    """The ageing band of ``days_late`` as its place in ``AGE_BANDS``, from 1; None if not late."""
    bounds = ",".join(str(band.first) for band in AGE_BANDS)
    return Func(
        F("days_late"),
        template=f"width_bucket(%(expressions)s, ARRAY[{bounds}])",
        output_field=IntegerField(),
    )


def urgency() -> Case:
    """Sort rank: overdue, with a deadline ahead, stopped, without one, completed.

    Told from the dates rather than from ``timeliness``, which SQL would work out once per rank.
    """
    return Case(
        When(IS_DONE, then=Value(4)),
        When(IS_STOPPED, then=Value(2)),
        When(due_on=None, then=Value(3)),
        When(due_on__lt=F("as_of_day"), then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )


def progress() -> Case:
    """Progress as of the day. The stored one is today's; dates tell what it was before."""
    returned = Q(returned_on__lte=F("as_of_day")) & (
        Q(submitted_on=None)
        | Q(submitted_on__lte=F("returned_on"))
        | Q(submitted_on__gt=F("as_of_day"))
    )
    return Case(
        When(IS_DONE, then=Value(Progress.COMPLETED)),
        When(IS_STOPPED, then=Value(Progress.POSTPONED)),
        When(started_on__gt=F("as_of_day"), then=Value(Progress.NOT_STARTED)),
        When(progress__in=(Progress.NOT_STARTED, Progress.IN_PROGRESS), then=F("progress")),
        When(
            progress=Progress.SUBMITTED,
            submitted_on__lte=F("as_of_day"),
            then=Value(Progress.SUBMITTED),
        ),
        When(returned, then=Value(Progress.RETURNED)),
        When(submitted_on__lte=F("as_of_day"), then=Value(Progress.SUBMITTED)),
        default=Value(Progress.IN_PROGRESS),
        output_field=CharField(),
    )
