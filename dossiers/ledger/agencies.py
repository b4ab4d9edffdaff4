"""Form II.06 of agencies, from ledger A."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

from agencies.querysets import AgencyQuerySet
from dossiers.books.readings import between, keys_of_agencies, read
from dossiers.columns import Columns, Stock, add_up, returned_inside
from dossiers.ledger.spans import ALL_CHANNELS, NOTHING, Span, ends_of, set_apart
from dossiers.models import Dossier
from dossiers.querysets import DossierQuerySet
from dossiers.structure import Structure, load
from dossiers.structure.apart import without
from dossiers.structure.holding import held_columns

Agencies = AgencyQuerySet | Iterable[int]


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
    before, end = ends_of((date_from, date_to))
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
        columns = set_apart(columns, rows.kept_apart_by(date_from, date_to, "resolving_agency"))
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
    ends = {span: ends_of(span) for span in spans}
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
            each = set_apart(each, rows.kept_apart_by(*span, "resolving_agency"))
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
    ends = [ends_of(span) for span in spans]
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


def _reusable(agencies: Agencies) -> AgencyQuerySet | list[int]:
    return agencies if isinstance(agencies, AgencyQuerySet) else list(agencies)


def _ids(agencies: Agencies) -> list[int]:
    if isinstance(agencies, AgencyQuerySet):
        return list(agencies.order_by().values_list("pk", flat=True))
    return list(agencies)


def _rows(agencies: AgencyQuerySet | list[int], channels: Collection[int]) -> DossierQuerySet:
    return Dossier.objects.of_agencies(agencies).of_channels(channels)
