"""What agencies had pending when a period began: column 11 before, which is column 6 now.

An agency that gave way within reach of the period hands its stock on: what its successor carries
over is the sum of what the predecessors (and it itself, if it was there) had pending. A stock that
was split among several successors tells nothing of one of them, and a stock that nobody reported
is not 0: in both cases nothing is known.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

from django.db.models import Q
from django.utils.translation import gettext as _

from agencies.models import Agency, AgencySuccession
from dossiers.models import Return
from reporting.models import Period

ONE_DAY = dt.timedelta(days=1)

#: The successor is a new body, whose own earlier stock nobody has to know.
_NEW = frozenset(
    {
        AgencySuccession.Kind.RENAMED,
        AgencySuccession.Kind.MERGED,
        AgencySuccession.Kind.SPLIT,
    }
)


class Series(NamedTuple):
    """What returns that follow each other have in common, the agency apart."""

    role: str
    sector: int | None
    is_aggregate: bool

    @classmethod
    def of(cls, row: Return) -> Self:
        return cls(row.agency_role, row.sector_id, row.is_aggregate)


@dataclass(frozen=True)
class Stock:
    """A number of pending dossiers, and where it is known from."""

    value: int
    source: str


class Successions:
    """Who gave way to whom between two days, the first left out. One query."""

    def __init__(self, after: dt.date, until: dt.date) -> None:
        rows = AgencySuccession.objects.filter(on__gt=after, on__lte=until)
        self._origins: dict[int, list[AgencySuccession]] = defaultdict(list)
        self._heirs: dict[tuple[int, dt.date], set[int]] = defaultdict(set)
        for row in rows.select_related("predecessor").order_by("on", "predecessor__sort_key", "pk"):
            if row.successor_id is not None:
                self._origins[row.successor_id].append(row)
                self._heirs[row.predecessor_id, row.on].add(row.successor_id)

    def origins(self, agency: int, period: Period) -> list[AgencySuccession]:
        """Those through which ``agency`` took over from the last day before ``period`` on."""
        return [
            row
            for row in self._origins[agency]
            if period.date_from - ONE_DAY < row.on <= period.date_to
        ]

    def is_split(self, row: AgencySuccession) -> bool:
        return len(self._heirs[row.predecessor_id, row.on]) > 1

    def predecessors(self, agencies: Iterable[int]) -> set[int]:
        """All from whom these took over, directly or through others."""
        found: set[int] = set()
        left = set(agencies)
        while left:
            left = {row.predecessor_id for agency in left for row in self._origins[agency]} - found
            found |= left
        return found

    def whose_stock(self, agency: int, period: Period) -> set[int] | None:
        """``agency`` and all whose stock it took over; None where one of them was split."""
        found: set[int] = set()
        left = {agency}
        while left:
            origins = [row for each in left for row in self.origins(each, period)]
            if any(self.is_split(row) for row in origins):
                return None
            found |= left
            left = {row.predecessor_id for row in origins} - found
        return found


def successions_of(periods: Sequence[Period]) -> Successions:
    """Those within reach of any of ``periods``, which are not empty."""
    first = min(period.date_from for period in periods) - ONE_DAY
    return Successions(first, max(period.date_to for period in periods))


class Stocks:
    """Pending numbers from returns in force, for many agencies and periods at once."""

    def __init__(self, successions: Successions, returns: Iterable[Return]) -> None:
        self._successions = successions
        self._returns: dict[tuple[int, Series], list[Return]] = defaultdict(list)
        for row in returns:
            if row.completed()["pending_total"] is not None:
                self._returns[row.agency_id, Series.of(row)].append(row)

    def before(self, agency: Agency, period: Period, series: Series) -> Stock | None:
        """What column 6 of ``period`` should be; None where that is not known."""
        found = self._parts(agency, period, series, frozenset())
        if not found:
            return None
        value = sum(row.completed()["pending_total"] or 0 for row in found)
        return Stock(value, _named(found, agency))

    def _parts(
        self, agency: Agency, period: Period, series: Series, seen: frozenset[int]
    ) -> list[Return] | None:
        origins = self._successions.origins(agency.pk, period)
        own = self._just_before(agency.pk, period, series)
        if own is None and _is_owed(agency, period, origins):
            return None
        parts = [own] if own else []
        for origin in origins:
            more = self._handed_over(origin, period, series, seen | {agency.pk})
            if more is None:
                return None
            parts += more
        return parts

    def _handed_over(
        self, origin: AgencySuccession, period: Period, series: Series, seen: frozenset[int]
    ) -> list[Return] | None:
        predecessor = origin.predecessor
        if self._successions.is_split(origin) or predecessor.pk in seen:
            return None
        # A predecessor that still reported for this period handed over what it left then.
        rows = self._returns[predecessor.pk, series]
        last = [row for row in rows if row.period_id == period.pk]
        return last or self._parts(predecessor, period, series, seen)

    def _just_before(self, agency: int, period: Period, series: Series) -> Return | None:
        """Of periods that end on the day before, that of the same kind, or else the longest."""
        day = period.date_from - ONE_DAY
        found = [row for row in self._returns[agency, series] if row.period.date_to == day]
        same = [row for row in found if row.period.kind == period.kind]
        return min(same or found, key=lambda row: (row.period.date_from, row.pk), default=None)


def wanted_for_stocks(periods: Iterable[Period]) -> Q:
    """The returns that ``Stocks`` asks for: of these periods, and of those just before."""
    days = {period.date_from - ONE_DAY for period in periods}
    return Q(period__in=[period.pk for period in periods]) | Q(period__date_to__in=days)


def _is_owed(agency: Agency, period: Period, origins: Sequence[AgencySuccession]) -> bool:
    """Whether the agency had a stock of its own when the period began."""
    if any(row.kind in _NEW for row in origins):
        return False
    return agency.valid_from is None or agency.valid_from < period.date_from


def _named(rows: Sequence[Return], agency: Agency) -> str:
    if len(rows) == 1 and rows[0].agency_id == agency.pk:
        return _("cột 11 của %(period)s") % {"period": rows[0].period}
    return _("tổng cột 11 của %(agencies)s, %(period)s") % {
        "agencies": ", ".join(row.agency.label for row in rows),
        "period": rows[0].period,
    }
