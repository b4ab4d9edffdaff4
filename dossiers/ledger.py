"""Figures of form II.06 from the ledgers: exact for any days, at a cost that does not grow.

Each function asks one query; a second one, of the dossiers without a result, only with
``DOSSIERS_RETURNED_INSIDE_ON_TIME = False``. Scope is the caller's: pass
``Agency.objects.visible_to(user)``. Ledger B knows no agencies: ``level_columns`` counts the whole
province; for a reader of one branch ``DossierQuerySet.columns_by`` counts the rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from agencies.models import Agency
from agencies.querysets import AgencyQuerySet
from dossiers.codes import Channel, OnlineKind
from dossiers.columns import Columns, Stock, returned_inside
from dossiers.models import Dossier
from dossiers.querysets import Apart, DossierQuerySet
from dossiers.readings import Sums, between, keys_of_agencies, keys_of_levels, read

__all__ = [
    "Columns",
    "Stock",
    "agency_columns",
    "agency_spans",
    "level_columns",
    "monthly",
    "stock_on",
    "total",
]

Agencies = AgencyQuerySet | Iterable[int]
Span = tuple[dt.date, dt.date]

ALL_CHANNELS = tuple(Channel.values)
ONE_DAY = dt.timedelta(days=1)
NOTHING = Sums()

#: What ``level_columns`` groups by: the column of ledger B and the path from a dossier.
GROUPINGS = {
    "level": ("level", "resolving_agency__level"),
    "sector": ("sector_id", "procedure__sector"),
    "online_kind": ("online_kind", "procedure__online_kind"),
}


def agency_columns(
    agencies: Agencies,
    date_from: dt.date,
    date_to: dt.date,
    *,
    channels: Collection[int] = ALL_CHANNELS,
) -> dict[int, Columns]:
    """The form per agency id, of the dossiers that this agency resolves, without its branch.

    Every agency has an entry, also one without dossiers. Both days are included; raises
    ValueError if ``date_from`` is after ``date_to``.
    """
    before, end = _ends((date_from, date_to))
    chosen = _reusable(agencies)
    readings = read(keys_of_agencies(chosen), [before, end], ["agency_id"], channels)
    columns = {
        group: between(sums.get(before, NOTHING), sums.get(end, NOTHING))
        for group, sums in readings.items()
    }
    if not returned_inside():
        rows = _rows(chosen, channels)
        columns = _set_apart(columns, rows.kept_apart_by(date_from, date_to, "resolving_agency"))
    return {agency: found for (agency,), found in columns.items()}


def agency_spans(agencies: Iterable[int], spans: Sequence[Span]) -> dict[tuple[int, Span], Columns]:
    """The form of each agency (ids) for each span, as ``agency_columns`` has it.

    One query for any number of agencies and spans; one more per span while returned dossiers are
    kept apart. Raises ValueError for a span that ends before it begins.
    """
    chosen = list(agencies)
    ends = {span: _ends(span) for span in spans}
    days = {day for pair in ends.values() for day in pair}
    readings = read(keys_of_agencies(chosen), days, ["agency_id"], ALL_CHANNELS)
    found: dict[tuple[int, Span], Columns] = {}
    for span, (before, end) in ends.items():
        columns = {
            group: between(sums.get(before, NOTHING), sums.get(end, NOTHING))
            for group, sums in readings.items()
        }
        if not returned_inside():
            rows = _rows(chosen, ALL_CHANNELS)
            columns = _set_apart(columns, rows.kept_apart_by(*span, "resolving_agency"))
        found |= {(agency, span): each for (agency,), each in columns.items()}
    return found


def total(
    agencies: Agencies,
    date_from: dt.date,
    date_to: dt.date,
    *,
    channels: Collection[int] = ALL_CHANNELS,
) -> Columns:
    """The form of all these agencies together. Raises ValueError as ``agency_columns`` does."""
    return monthly([(date_from, date_to)], agencies, channels=channels)[0]


def monthly(
    spans: Sequence[Span], agencies: Agencies, *, channels: Collection[int] = ALL_CHANNELS
) -> list[Columns]:
    """The form of all these agencies together for each span, in the order of the spans.

    For a chart by months: neighbouring spans share what is read. Raises ValueError for a span
    that ends before it begins.
    """
    ends = [_ends(span) for span in spans]
    chosen = _reusable(agencies)
    days = [day for pair in ends for day in pair]
    sums = read(keys_of_agencies(chosen), days, [], channels).get((), {})
    columns = [between(sums.get(before, NOTHING), sums.get(end, NOTHING)) for before, end in ends]
    if returned_inside():
        return columns
    rows = _rows(chosen, channels)
    return [
        _without(found, rows.kept_apart(*span)) for found, span in zip(columns, spans, strict=True)
    ]


def stock_on(on: dt.date, agencies: Agencies, *, channels: Collection[int] = ALL_CHANNELS) -> Stock:
    """What these agencies have pending at the end of day ``on``."""
    sums = read(keys_of_agencies(agencies), [on], [], channels).get((), {}).get(on, NOTHING)
    return Stock(sums.pending - sums.overdue, sums.overdue)


def level_columns(
    date_from: dt.date,
    date_to: dt.date,
    *,
    levels: Collection[str] | None = None,
    sectors: Collection[int] | None = None,
    online_kinds: Collection[str] | None = None,
    channels: Collection[int] = ALL_CHANNELS,
    by: Sequence[str] = ("level", "sector"),
) -> list[tuple[tuple[Any, ...], Columns]]:
    """The form of the whole province by level of the resolving agency, sector, online kind.

    ``by`` names the parts of each key, any of ``GROUPINGS`` in any order; a sector is its id.
    A filter that is None lets everything through. Groups without dossiers are left out; the
    others are in the order of their keys. Raises ValueError if ``date_from`` is after ``date_to``.
    """
    before, end = _ends((date_from, date_to))
    chosen_levels = list(Agency.Level.values if levels is None else levels)
    kinds = list(OnlineKind.values if online_kinds is None else online_kinds)
    keys = keys_of_levels(chosen_levels, kinds, sectors)
    readings = read(keys, [before, end], [GROUPINGS[name][0] for name in by], channels)
    columns = {
        group: between(sums.get(before, NOTHING), sums.get(end, NOTHING))
        for group, sums in readings.items()
    }
    if not returned_inside():
        rows = Dossier.objects.of_channels(channels).filter(
            resolving_agency__level__in=chosen_levels, procedure__online_kind__in=kinds
        )
        if sectors is not None:
            rows = rows.filter(procedure__sector__in=sectors)
        paths = [GROUPINGS[name][1] for name in by]
        columns = _set_apart(columns, rows.kept_apart_by(date_from, date_to, *paths))
    return sorted(((group, found) for group, found in columns.items() if found), key=_first)


def _ends(span: Span) -> tuple[dt.date, dt.date]:
    """The last day before the span and its last day."""
    first, last = span
    if first > last:
        raise ValueError(f"{first} is after {last}")
    return first - ONE_DAY, last


def _reusable(agencies: Agencies) -> AgencyQuerySet | list[int]:
    return agencies if isinstance(agencies, AgencyQuerySet) else list(agencies)


def _rows(agencies: AgencyQuerySet | list[int], channels: Collection[int]) -> DossierQuerySet:
    return Dossier.objects.of_agencies(agencies).of_channels(channels)


def _set_apart(
    columns: dict[tuple[Any, ...], Columns], apart: dict[tuple[Any, ...], Apart]
) -> dict[tuple[Any, ...], Columns]:
    return {group: _without(found, apart.get(group, Apart())) for group, found in columns.items()}


def _without(columns: Columns, apart: Apart) -> Columns:
    """``columns`` with what is kept apart taken out of column 9."""
    return replace(
        columns,
        resolved_on_time=columns.resolved_on_time - sum(apart),
        returned=apart.returned,
        withdrawn=apart.withdrawn,
    )


def _first(row: tuple[tuple[Any, ...], Columns]) -> tuple[Any, ...]:
    return row[0]
