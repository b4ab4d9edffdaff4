"""Figures of form II.06 from the ledgers: exact for any days, at a cost that does not grow.

Each function asks one query for the structure, unless it is handed in, and one for the sums;
further ones where dossiers were handed over by name, or with
``DOSSIERS_RETURNED_INSIDE_ON_TIME = False`` for those without a result. ``structure`` says for
whom dossiers count when an agency was succeeded by another; None is as was. Scope is the
caller's: pass ``Agency.objects.visible_to(user)``. Ledger B knows no agencies: ``level_columns``
counts the whole province; for a reader of one branch the rows are counted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from agencies.models import Agency
from agencies.querysets import AgencyQuerySet
from dossiers.apart import without
from dossiers.codes import Channel, OnlineKind
from dossiers.columns import Columns, Stock, add_up, returned_inside
from dossiers.holding import held_columns, moved_columns
from dossiers.ledger_sql import BY_LEVEL
from dossiers.models import Dossier
from dossiers.querysets import Apart, DossierQuerySet
from dossiers.readings import Sums, between, keys_of_agencies, keys_of_levels, read
from dossiers.structure import Structure, load

__all__ = [
    "Columns",
    "Stock",
    "agency_columns",
    "agency_spans",
    "level_columns",
    "level_monthly",
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
    structure: Structure | None = None,
) -> dict[int, Columns]:
    """The form per agency id, of the dossiers that this agency holds, without its branch.

    Every agency has an entry, also one without dossiers. Both days are included; raises
    ValueError if ``date_from`` is after ``date_to``.
    """
    before, end = _ends((date_from, date_to))
    structure = structure or load()
    if not structure.is_plain:
        return held_columns(structure, _ids(agencies), [(date_from, date_to)], channels)[0]
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


def agency_spans(
    agencies: Iterable[int], spans: Sequence[Span], *, structure: Structure | None = None
) -> dict[tuple[int, Span], Columns]:
    """The form of each agency (ids) for each span, as ``agency_columns`` has it.

    One query for the sums of any number of agencies and spans; one more per span while returned
    dossiers are kept apart. Raises ValueError for a span that ends before it begins.
    """
    chosen = list(agencies)
    structure = structure or load()
    if not structure.is_plain:
        columns = held_columns(structure, chosen, spans, ALL_CHANNELS)
        return {
            (agency, span): found
            for span, by_agency in zip(spans, columns, strict=True)
            for agency, found in by_agency.items()
        }
    ends = {span: _ends(span) for span in spans}
    days = {day for pair in ends.values() for day in pair}
    readings = read(keys_of_agencies(chosen), days, ["agency_id"], ALL_CHANNELS)
    found: dict[tuple[int, Span], Columns] = {}
    for span, (before, end) in ends.items():
        each = {
            group: between(sums.get(before, NOTHING), sums.get(end, NOTHING))
            for group, sums in readings.items()
        }
        if not returned_inside():
            rows = _rows(chosen, ALL_CHANNELS)
            each = _set_apart(each, rows.kept_apart_by(*span, "resolving_agency"))
        found |= {(agency, span): one for (agency,), one in each.items()}
    return found


def total(
    agencies: Agencies,
    date_from: dt.date,
    date_to: dt.date,
    *,
    channels: Collection[int] = ALL_CHANNELS,
    structure: Structure | None = None,
) -> Columns:
    """The form of all these agencies together. Raises ValueError as ``agency_columns`` does."""
    spans = [(date_from, date_to)]
    return monthly(spans, agencies, channels=channels, structure=structure)[0]


def monthly(
    spans: Sequence[Span],
    agencies: Agencies,
    *,
    channels: Collection[int] = ALL_CHANNELS,
    structure: Structure | None = None,
) -> list[Columns]:
    """The form of all these agencies together for each span, in the order of the spans.

    For a chart by months: neighbouring spans share what is read. Raises ValueError for a span
    that ends before it begins.
    """
    ends = [_ends(span) for span in spans]
    structure = structure or load()
    if not structure.is_plain:
        by_agency = held_columns(structure, _ids(agencies), spans, channels)
        return [add_up(columns.values()) for columns in by_agency]
    chosen = _reusable(agencies)
    days = [day for pair in ends for day in pair]
    sums = read(keys_of_agencies(chosen), days, [], channels).get((), {})
    columns = [between(sums.get(before, NOTHING), sums.get(end, NOTHING)) for before, end in ends]
    if returned_inside():
        return columns
    rows = _rows(chosen, channels)
    return [
        without(found, rows.kept_apart(*span)) for found, span in zip(columns, spans, strict=True)
    ]


def stock_on(
    on: dt.date,
    agencies: Agencies,
    *,
    channels: Collection[int] = ALL_CHANNELS,
    structure: Structure | None = None,
) -> Stock:
    """What these agencies have pending at the end of day ``on``."""
    structure = structure or load()
    if not structure.is_plain:
        found = add_up(held_columns(structure, _ids(agencies), [(on, on)], channels)[0].values())
        return Stock(found.pending_in_time, found.pending_overdue)
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
    structure: Structure | None = None,
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
        rows = _rows_of_levels(chosen_levels, kinds, sectors, channels)
        paths = [GROUPINGS[name][1] for name in by]
        columns = _set_apart(columns, rows.kept_apart_by(date_from, date_to, *paths))
    span = (date_from, date_to)
    is_asked = _asked(chosen_levels, kinds, sectors)
    for key, moved in moved_columns(structure or load(), span, channels).items():
        named = dict(zip(BY_LEVEL.key, key, strict=True))
        if is_asked(key):
            group = tuple(named[GROUPINGS[name][0]] for name in by)
            columns[group] = columns.get(group, Columns()) + moved
    return sorted(((group, found) for group, found in columns.items() if found), key=_first)


def level_monthly(
    spans: Sequence[Span],
    *,
    levels: Collection[str] | None = None,
    sectors: Collection[int] | None = None,
    online_kinds: Collection[str] | None = None,
    channels: Collection[int] = ALL_CHANNELS,
    structure: Structure | None = None,
) -> list[Columns]:
    """The form of the whole province for each span, in the order of the spans.

    Filters as ``level_columns`` has them; all spans share one query, where no agency gave way to
    another. Raises ValueError for a span that ends before it begins.
    """
    ends = [_ends(span) for span in spans]
    chosen = list(Agency.Level.values if levels is None else levels)
    kinds = list(OnlineKind.values if online_kinds is None else online_kinds)
    days = [day for pair in ends for day in pair]
    sums = read(keys_of_levels(chosen, kinds, sectors), days, [], channels).get((), {})
    columns = [between(sums.get(before, NOTHING), sums.get(end, NOTHING)) for before, end in ends]
    if not returned_inside():
        rows = _rows_of_levels(chosen, kinds, sectors, channels)
        columns = [
            without(found, rows.kept_apart(*span))
            for found, span in zip(columns, spans, strict=True)
        ]
    known = structure or load()
    is_asked = _asked(chosen, kinds, sectors)
    return [
        add_up(
            [
                found,
                *(
                    more
                    for key, more in moved_columns(known, span, channels).items()
                    if is_asked(key)
                ),
            ]
        )
        for found, span in zip(columns, spans, strict=True)
    ]


def _ends(span: Span) -> tuple[dt.date, dt.date]:
    """The last day before the span and its last day."""
    first, last = span
    if first > last:
        raise ValueError(f"{first} is after {last}")
    return first - ONE_DAY, last


def _reusable(agencies: Agencies) -> AgencyQuerySet | list[int]:
    return agencies if isinstance(agencies, AgencyQuerySet) else list(agencies)


def _ids(agencies: Agencies) -> list[int]:
    if isinstance(agencies, AgencyQuerySet):
        return list(agencies.order_by().values_list("pk", flat=True))
    return list(agencies)


def _rows(agencies: AgencyQuerySet | list[int], channels: Collection[int]) -> DossierQuerySet:
    return Dossier.objects.of_agencies(agencies).of_channels(channels)


def _asked(
    levels: Collection[str], kinds: Collection[str], sectors: Collection[int] | None
) -> Callable[[tuple[Any, ...]], bool]:
    """Whether a key of ledger B passes the filters."""

    def passes(key: tuple[Any, ...]) -> bool:
        sector, level, kind = key
        return level in levels and kind in kinds and (sectors is None or sector in sectors)

    return passes


def _rows_of_levels(
    levels: Collection[str],
    kinds: Collection[str],
    sectors: Collection[int] | None,
    channels: Collection[int],
) -> DossierQuerySet:
    rows = Dossier.objects.of_channels(channels).filter(
        resolving_agency__level__in=levels, procedure__online_kind__in=kinds
    )
    return rows if sectors is None else rows.filter(procedure__sector__in=sectors)


def _set_apart(
    columns: dict[tuple[Any, ...], Columns], apart: dict[tuple[Any, ...], Apart]
) -> dict[tuple[Any, ...], Columns]:
    return {group: without(found, apart.get(group, Apart())) for group, found in columns.items()}


def _first(row: tuple[tuple[Any, ...], Columns]) -> tuple[Any, ...]:
    return row[0]
