"""Who is overdue, for how long, and what falls due next."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from agencies.models import Agency
from reporting.numbers import date, number, svg_share
from reporting.selection import Selection
from reporting.tables import PagedRows
from tasks import wording
from tasks.links import detail_url, list_url
from tasks.models import Programme
from tasks.querysets import TaskQuerySet
from tasks.states import AGE_BANDS, due_soon_days
from tasks.summary.scope import Filters, narrowed
from tasks.tally import Tally

#: The bar of days late ends here unless somebody is later.
_SCALE_DAYS = 120


@dataclass(frozen=True)
class OverdueRow:
    """A task of ``_components/overdue_table.html``; ``band`` 1 to 5, ``width`` on one scale."""

    text: str
    url: str
    due: str
    band: int
    width: str
    days: str


@dataclass(frozen=True)
class OverdueGroup:
    """An agency and overdue tasks it leads: ``count`` is all of them, ``rows`` may be fewer."""

    label: str
    url: str
    count: str
    rows: list[OverdueRow]


@dataclass(frozen=True)
class Overdue:
    """Who is overdue. ``first`` is the agency that is latest, by ``longest`` days."""

    total: int
    agencies: int
    first: str
    longest: int
    groups: list[OverdueGroup]
    ages: list[dict[str, Any]]


def overdue(
    tasks: TaskQuerySet,
    selection: Selection,
    limit: int,
    *,
    programme: Programme | None = None,
    agency: Agency | None = None,
) -> Overdue:
    """Overdue tasks by lead, the latest first; at most ``limit`` are listed. Three queries."""
    tasks, filters = narrowed(tasks, programme, agency)
    late = tasks.as_of(selection.as_of).in_figure("open_overdue")
    tallies = late.tallies("lead")
    whole = Tally.sum(tallies.values())
    listed = PagedRows(late.select_related("lead").order_by("-days_late", "code"))[:limit]
    scale = max(_SCALE_DAYS, whole.longest)
    first_seen = {task.lead_then: place for place, task in reversed(list(enumerate(listed)))}
    listed.sort(key=lambda task: first_seen[task.lead_then])
    return Overdue(
        total=whole.total,
        agencies=len(tallies),
        first=listed[0].lead_on_day.name if listed else "",
        longest=whole.longest,
        groups=[
            _overdue_group(list(group), tallies[lead], selection, scale, filters)
            for lead, group in groupby(listed, key=lambda task: task.lead_then)
        ],
        ages=age_bands(whole, selection, filters),
    )


def overdue_groups(tasks: TaskQuerySet, selection: Selection, limit: int) -> list[OverdueGroup]:
    """The groups of ``overdue``."""
    return overdue(tasks, selection, limit).groups


def _overdue_group(
    tasks: list[Any],
    tally: Tally,
    selection: Selection,
    scale: int,
    filters: Filters,
) -> OverdueGroup:
    lead = tasks[0].lead_on_day
    return OverdueGroup(
        label=lead.name,
        url=list_url(selection, **filters | {"figure": "open_overdue", "lead": lead.code}),
        count=wording.tasks(tally.total),
        rows=[
            OverdueRow(
                text=task.title,
                url=detail_url(selection, task.code),
                due=date(task.due_on),
                band=band_of(task.days_late),
                width=svg_share(task.days_late, scale),
                days=wording.days(task.days_late),
            )
            for task in tasks
        ],
    )


def band_of(days_late: int) -> int:
    """The place of the ageing band of ``days_late`` (≥ 1), from 1."""
    return sum(band.first <= days_late for band in AGE_BANDS)


def age_bands(
    tally: Tally, selection: Selection, filters: Filters, *, current: str = ""
) -> list[dict[str, Any]]:
    """Overdue tasks in five bands of days, for ``_components/ages_bar.html``."""
    ages = tally.ages()
    return [
        {
            "url": list_url(selection, **filters | {"age": band.code}),
            "label": str(band.label),
            "count": number(ages[band.code]),
            "current": band.code == current,
        }
        for band in AGE_BANDS
    ]


@dataclass(frozen=True)
class DueRow:
    """A task of ``_components/due_table.html``."""

    day: str
    left: str
    text: str
    url: str
    agency: str


def due_next(
    tasks: TaskQuerySet,
    selection: Selection,
    days: int | None = None,
    *,
    limit: int | None = None,
    programme: Programme | None = None,
    agency: Agency | None = None,
) -> list[DueRow]:
    """Open tasks that fall due from the as-of day to ``days`` later, the nearest first.

    Without ``days`` these are the rows of the figure ``due_soon``.
    """
    tasks, _filters = narrowed(tasks, programme, agency)
    on = selection.as_of
    until = due_soon_days() if days is None else days
    coming = tasks.as_of(on).falling_due(on, until).select_related("lead")
    return [
        DueRow(
            day=wording.weekday(task.due_on),
            left=wording.left((task.due_on - on).days),
            text=task.title,
            url=detail_url(selection, task.code),
            agency=task.lead_on_day.name,
        )
        for task in coming.order_by("due_on", "code")[:limit]
    ]
