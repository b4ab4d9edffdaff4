"""Entry discipline: how soon after the fact things are typed, in working days.

Late typing makes no task late; it is told apart, by agency, for the days of the period up to the
as-of day. See ``tasks.querysets.entries`` for what counts and ``discipline_figures`` for what the
numbers mean.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from agencies.models import Agency
from agencies.querysets import Reader
from reporting.figures import Figure, Link, computed
from reporting.loading import working_calendar
from reporting.selection import Selection
from reporting.workdays import UncoveredDateError, WorkingCalendar
from tasks.discipline_figures import COUNTS, ENTRIES, FIGURES, SHARE
from tasks.models import Programme, TaskStep, TaskUpdate
from tasks.querysets.entries import Band, EntryQuerySet, Kind
from tasks.summary.scope import Filters

#: What a lead types; the default.
BY_LEAD = (Kind.REPORT, Kind.SUBMISSION)
#: Values of ``?band=`` beside those of ``Band``: all entries, and those whose days can be told.
ALL, KNOWN = "all", "known"
BANDS: Mapping[str, tuple[str, ...]] = {
    ALL: tuple(Band),
    KNOWN: (Band.SAME, Band.ONE, Band.TWO, Band.MORE),
    **{band.value: (band.value,) for band in Band},
}


@dataclass(frozen=True)
class Discipline:
    """Entries by band. ``figures`` open to their rows."""

    counts: Mapping[str, int]
    selection: Selection
    filters: Filters

    @classmethod
    def sum(cls, parts: Iterable[Discipline], selection: Selection, filters: Filters) -> Discipline:
        counts: Counter[str] = sum((Counter(one.counts) for one in parts), Counter())
        return cls(counts, selection, filters)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def count(self, band: str) -> int:
        return sum(self.counts.get(one, 0) for one in BANDS[band])

    def url(self, band: str) -> str:
        return discipline_url(self.selection, **self.filters | {"band": band})

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """Every figure of ``discipline_figures``, by code."""
        keys: dict[str, int | None] = {f"entries_{band.value}": self.count(band) for band in Band}

        def link(band: str) -> Link:
            return Link(self.url(band), self.count(band))

        return {meant.code: computed(meant, keys, self.selection, link) for meant in FIGURES}

    @property
    def share(self) -> Figure:
        """Typed on the same day, of all."""
        return self.figures[SHARE.code]

    @property
    def bands(self) -> list[Figure]:
        """Same day, 1, 2, more; what cannot be told only where there is some."""
        found = [self.figures[meant.code] for meant in COUNTS]
        return [one for one in found if one.code != "entries_unknown" or one.value]

    @property
    def all(self) -> Figure:
        return self.figures[ENTRIES.code]


def discipline_url(selection: Selection, **filters: str | int | None) -> str:
    """The page with ``programme``, ``agency`` (a branch), ``lead``, ``kind``; with ``band`` (a
    key of ``BANDS``) the list of entries."""
    return selection.url(reverse("tasks:discipline"), **filters)


def discipline_of(
    user: Reader, selection: Selection, agency: Agency | None = None, *, own: bool = False
) -> Discipline:
    """What the leads typed in the period up to the as-of day, as ``user`` may count it.

    With ``agency`` that of its branch, with ``own`` of itself alone. Two queries and the calendar.
    """
    filters: Filters = {}
    if agency is not None:
        filters = {"lead" if own else "agency": agency.code}
    branch = None if agency is None or own else Agency.objects.branch([agency.pk])
    entries = Entries(user, selection, branch=branch, lead=agency if own else None)
    return entries.whole(filters)


@dataclass(frozen=True)
class Entries:
    """The entries that a reader asks for. ``kinds`` of ``Kind``."""

    user: Reader
    selection: Selection
    kinds: tuple[str, ...] = BY_LEAD
    programme: Programme | None = None
    branch: Any = None
    lead: Agency | None = None

    @cached_property
    def calendar(self) -> WorkingCalendar | None:
        """None where no year is entered: then no lateness can be told."""
        try:
            return working_calendar()
        except ValueError:
            return None

    @cached_property
    def _sources(self) -> list[EntryQuerySet]:
        found: list[EntryQuerySet] = []
        if Kind.REPORT in self.kinds:
            found.append(self._narrowed(TaskUpdate.objects.all()))
        if steps := [kind for kind in self.kinds if kind != Kind.REPORT]:
            found.append(self._narrowed(TaskStep.objects.all()).filter(what__in=steps))
        return found

    def _narrowed(self, rows: Any) -> Any:
        first, until = self.selection.first, self.selection.until
        rows = rows.entries(self.user, first, until, self.calendar)
        if self.programme is not None:
            rows = rows.filter(task__programme=self.programme)
        if self.branch is not None:
            rows = rows.filter(lead__in=self.branch.order_by().values("pk"))
        return rows if self.lead is None else rows.filter(lead=self.lead.pk)

    def whole(self, filters: Filters) -> Discipline:
        return Discipline(_summed(self._groups()), self.selection, filters)

    def by_lead(self, filters: Filters) -> dict[int, Discipline]:
        """By id of the lead of the day. Two queries."""
        groups: dict[int, list[tuple[str, int]]] = defaultdict(list)
        for lead, band, n in self._groups("lead"):
            groups[lead].append((band, n))
        codes = dict(Agency.objects.filter(pk__in=groups).values_list("pk", "code"))
        mine = {name: value for name, value in filters.items() if name != "agency"}
        return {
            lead: Discipline(_summed(rows), self.selection, mine | {"lead": codes[lead]})
            for lead, rows in groups.items()
        }

    def rows(self, band: str) -> QuerySet[Any]:
        """The entries of ``band`` (a key of ``BANDS``) as dicts of ``ROW``, last typed first."""
        first, *others = [rows.filter(band__in=BANDS[band]).listed() for rows in self._sources]
        return first.union(*others, all=True).order_by("-entered_at", "what", "key")

    def lag(self, day: dt.date, entered: dt.date) -> int | None:
        """Working days from ``day`` to ``entered``, as the bands count them; None where the
        calendar does not tell."""
        calendar = self.calendar
        try:
            if calendar is None:
                return None
            start = calendar.working_day_on_or_after(day)
            return calendar.count_working_days(start, entered) if entered > start else 0
        except UncoveredDateError:
            return None

    def _groups(self, *by: str) -> list[tuple[Any, ...]]:
        return [row for rows in self._sources for row in rows.by_band(*by)]


def _summed(groups: Iterable[tuple[Any, ...]]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for band, n in groups:
        found[band] += n
    return dict(found)
