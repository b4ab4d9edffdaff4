"""The agenda of a meeting, proposed from what is open.

Building again adds what is new, takes out what is no longer open and nobody has written about,
and leaves alone all that the secretariat has typed or moved.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from agencies.models import Agency, User
from reporting.findings import of_statement
from reporting.models import Statement
from tasks.meetings.numbers import by_meeting
from tasks.models import AgendaItem, Conclusion, Meeting, Task
from tasks.querysets import TaskQuerySet
from tasks.refusals import Refused

Kind = AgendaItem.Kind

#: Between the places of two points, so that one can be put between them by hand.
STEP = 10
#: Days after the meeting that count as before the next one, where none is planned.
USUAL_INTERVAL = dt.timedelta(days=90)


@dataclass(frozen=True)
class Proposal:
    """A point that the agenda should have; ``key`` names what it is about within the meeting."""

    kind: AgendaItem.Kind
    key: str
    title: str
    agency: Agency | None = None
    conclusion: Conclusion | None = None
    statement: Statement | None = None


@dataclass(frozen=True)
class Built:
    """How many points were added, and how many taken out."""

    added: int
    removed: int


def looks_until(meeting: Meeting) -> dt.date:
    """Until when tasks that fall due are looked at: as written, else to the meeting that is
    planned next, else a usual interval ahead."""
    if meeting.looks_to is not None:
        return meeting.looks_to
    later = Meeting.objects.filter(held_on__gt=meeting.held_on).order_by("held_on").first()
    return later.held_on if later else meeting.held_on + USUAL_INTERVAL


@transaction.atomic
def build_agenda(
    meeting: Meeting, user: User, *, on: dt.date, looks_to: dt.date | None = None
) -> Built:
    """Proposes the points that are open on ``on``, as far as ``user`` sees; may run again.

    ``looks_to``: looks ahead until then from now on. Raises ``Refused`` for a closed meeting.
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if meeting.closed_on is not None:
        raise Refused(_("Hồ sơ phiên họp đã kết thúc; không lập lại chương trình."))
    if looks_to is not None:
        meeting.looks_to = looks_to
        meeting.save(update_fields=["looks_to"])
    with override("vi"):  # titles are rows, as those that people type
        proposals = propose(meeting, user, on=on)
    there = set(meeting.agenda_items.exclude(key="").values_list("key", flat=True))
    added = _add(meeting, [one for one in proposals if one.key not in there])
    wanted = {one.key for one in proposals}
    gone = meeting.agenda_items.exclude(key="").exclude(key__in=wanted)
    removed, _by_model = gone.filter(note="", outcome="").delete()
    return Built(added, removed)


def propose(meeting: Meeting, user: User, *, on: dt.date) -> list[Proposal]:
    """Open conclusions first, then overdue by agency, due, extensions asked for, failed checks."""
    tasks = Task.objects.counted_for(user).as_of(on)
    return [
        *_conclusions(meeting, on),
        *_overdue(tasks),
        *_due(meeting, tasks),
        *_extensions(tasks),
        *_checks(user, on),
    ]


def due_before_next(tasks: TaskQuerySet, until: dt.date) -> TaskQuerySet:
    """Of tasks on a day: those still in time that fall due by ``until`` (``looks_until``)."""
    return tasks.due_between(None, until).in_figure("open_in_time")


def worst_by_lead(tasks: TaskQuerySet) -> Iterable[Any]:
    """Of tasks on a day: for each lead (``lead_then``) the one that is overdue longest."""
    late = tasks.in_figure("open_overdue").order_by("lead_then", "-days_late", "code")
    return late.distinct("lead_then")


def _add(meeting: Meeting, proposals: list[Proposal]) -> int:
    last = meeting.agenda_items.aggregate(last=Max("position"))["last"] or 0
    AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=meeting,
            kind=one.kind,
            key=one.key,
            position=last + STEP * place,
            title=one.title,
            agency=one.agency,
            conclusion=one.conclusion,
            statement=one.statement,
        )
        for place, one in enumerate(proposals, start=1)
    )
    return len(proposals)


def _conclusions(meeting: Meeting, on: dt.date) -> Iterator[Proposal]:
    """Those of earlier meetings, the oldest meeting first, that nobody has closed."""
    rows = Conclusion.objects.open_on(on).filter(meeting__held_on__lt=meeting.held_on)
    for one in by_meeting(rows.select_related("meeting")):
        words = {"number": one.number, "meeting": one.meeting}
        title = _("Kết luận %(number)s, %(meeting)s") % words
        yield Proposal(Kind.CONCLUSION, f"conclusion:{one.pk}", title, conclusion=one)


def _overdue(tasks: TaskQuerySet) -> Iterator[Proposal]:
    """One point for each agency with overdue tasks, the longest delay first."""
    worst = sorted(worst_by_lead(tasks), key=lambda task: (-task.days_late, task.code))
    agencies = Agency.objects.in_bulk([task.lead_then for task in worst])
    for task in worst:
        agency = agencies[task.lead_then]
        key = f"overdue:{agency.pk}"
        yield Proposal(Kind.OVERDUE, key, agency.name, agency=agency)


def _due(meeting: Meeting, tasks: TaskQuerySet) -> Iterator[Proposal]:
    """One point for all agencies: the page breaks it down."""
    if due_before_next(tasks, looks_until(meeting)).exists():
        yield Proposal(Kind.DUE, "due", str(Kind.DUE.label))


def _extensions(tasks: TaskQuerySet) -> Iterator[Proposal]:
    if tasks.in_figure("extension_pending").exists():
        yield Proposal(Kind.EXTENSION, "extension", str(Kind.EXTENSION.label))


def _checks(user: User, on: dt.date) -> Iterator[Proposal]:
    """Published figures, of the year before ``on``, that do not add up."""
    since = on - dt.timedelta(days=366)
    rows = Statement.objects.visible_to(user).filter(Q(stated_on__lte=on), Q(stated_on__gte=since))
    for one in rows.with_figures():
        if of_statement(one):
            yield Proposal(Kind.CHECK, f"statement:{one.pk}", one.title[:300], statement=one)
