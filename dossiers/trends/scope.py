"""Whose dossiers the charts of a page count, over which months and by which filters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from agencies.querysets import AgencyQuerySet
from dossiers import ledger
from dossiers.codes import Channel
from dossiers.columns import Columns
from dossiers.models import Dossier, Sector
from dossiers.structure import Structure, load
from dossiers.structure.held_rows import behind_of, rows_of
from reporting.periods import Span, report_months
from reporting.selection import Selection

#: Filters that only ledger B and the rows know.
FINER = ("sector", "online_kind")


def channels_of(filters: Mapping[str, str]) -> list[int]:
    """The channels that a page counts, by its ``channel`` parameter."""
    channel = filters.get("channel")
    return [int(channel)] if channel else list(Channel.values)


def months_in_address(span: Span) -> dict[str, str]:
    """The first and last report month of ``span`` as the address names them: ``2024-06``."""
    months = report_months(span.date_from, span.date_to)
    first, last = months[0], months[-1]
    return {
        "first_month": f"{first.year}-{first.number:02}",
        "last_month": f"{last.year}-{last.number:02}",
    }


@dataclass(frozen=True)
class Scope:
    """``agencies`` are those that count for the reader, already narrowed by ``filters``, which
    are named as in the address: agency, level, channel, sector, online_kind.

    ``is_province``: they are every agency of their levels, so that ledger B can tell. ``asked``
    are days chosen instead of those of the period, never beyond the as-of day.
    """

    agencies: AgencyQuerySet
    selection: Selection
    filters: Mapping[str, str] = field(default_factory=dict)
    is_province: bool = False
    asked: Span | None = None
    #: Count for whoever holds a dossier on this day; None: as was.
    now: dt.date | None = None
    #: What was counted already: the charts of a page share their months.
    counted: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def span(self) -> Span:
        return self.asked or Span(self.selection.first, self.selection.until)

    @property
    def query(self) -> str:
        """The query string of a page or chart of this scope."""
        months = {} if self.asked is None else months_in_address(self.asked)
        return self.selection.url("", **self.filters, **months)

    @property
    def is_finer(self) -> bool:
        return any(name in self.filters for name in FINER)

    @property
    def structure(self) -> Structure:
        if "structure" not in self.counted:
            self.counted["structure"] = load(now=self.now)
        found: Structure = self.counted["structure"]
        return found

    def without(self, *names: str) -> Scope:
        """The same without some of the filters that do not narrow the agencies."""
        kept = {name: value for name, value in self.filters.items() if name not in names}
        return replace(self, filters=kept)

    def columns(
        self, spans: Sequence[Span], channels: Collection[int] | None = None
    ) -> list[Columns]:
        """Form II.06 of each of ``spans``: one query from a ledger; within a branch, for what no
        ledger knows, one for each span. ``channels`` replaces the filter of that name."""
        wanted = channels_of(self.filters) if channels is None else list(channels)
        days = [(one.date_from, one.date_to) for one in spans]
        finer = [self.filters.get(name) for name in FINER]
        key = (*days, *wanted, *finer)
        if key not in self.counted:
            self.counted[key] = self._count(days, wanted)
        found: list[Columns] = self.counted[key]
        return found

    def _count(self, days: list[tuple[dt.date, dt.date]], wanted: list[int]) -> list[Columns]:
        if not self.is_finer:
            return ledger.monthly(days, self.agencies, channels=wanted, structure=self.structure)
        sectors = self._sectors()
        kinds = [self.filters["online_kind"]] if "online_kind" in self.filters else None
        if self.is_province:
            levels = [self.filters["level"]] if "level" in self.filters else None
            return ledger.level_monthly(
                days,
                levels=levels,
                sectors=sectors,
                online_kinds=kinds,
                channels=wanted,
                structure=self.structure,
            )
        ids = list(self.agencies.order_by().values_list("pk", flat=True))
        structure = self.structure
        rows = rows_of(Dossier.objects.of_channels(wanted), structure, ids)
        if sectors is not None:
            rows = rows.filter(procedure__sector__in=sectors)
        if kinds is not None:
            rows = rows.filter(procedure__online_kind__in=kinds)
        held = behind_of(structure, ids)
        return [
            rows.columns_by(first, last, behind=held).get((), Columns()) for first, last in days
        ]

    def _sectors(self) -> list[int] | None:
        if "sector" not in self.filters:
            return None
        found = Sector.objects.filter(code=self.filters["sector"])
        return list(found.values_list("pk", flat=True))
