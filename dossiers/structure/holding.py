"""Form II.06 by who held the dossiers, where successions or handovers move them.

The ledgers know days and the agency of the row, so a span is cut on the days on which the holder
changes: what one held until the day before is handed over, and taken over by the next.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from agencies.lineage import Stretch
from agencies.models import Agency
from dossiers.books.readings import Sums, between, keys_of_agencies, read
from dossiers.columns import Columns, add_up, returned_inside
from dossiers.querysets import Apart
from dossiers.structure import ONE_DAY, Part, Structure
from dossiers.structure.apart import apart_by_holder, apart_moved, without
from dossiers.structure.handed import ByDay, claims, handed, over_keys

Span = tuple[dt.date, dt.date]
NOTHING = Sums()
#: Days of the whole span are needed, whatever the paths.
WHOLE = (Stretch(0),)


def held_columns(
    structure: Structure,
    agencies: Collection[int],
    spans: Sequence[Span],
    channels: Collection[int],
) -> list[dict[int, Columns]]:
    """Form II.06 by agency for each span, of the dossiers that the agency held.

    Every agency has an entry. Queries: one of the ledger, and two more where dossiers were handed
    over by name.
    """
    named = {pk: structure.path(pk) for pk in structure.sources(agencies)}
    by_name = claims() if structure.has_handovers else {}
    paths = [*named.values(), *(structure.path(*claim) for claim in by_name.values())]
    days = _days(structure, [*paths, WHOLE], spans)
    sums = _named(list(named), days, channels)
    entries = [(path, sums.get(pk, {})) for pk, path in named.items()]
    if by_name:
        found = handed(by_name, days, channels)
        off = over_keys(found.rows)
        entries = [(path, _less(sums.get(pk, {}), off.get(pk, {}))) for pk, path in named.items()]
        entries += [
            (structure.path(*claim), by_day) for claim, by_day in over_keys(found.claims).items()
        ]
    columns = [_columns(structure, entries, set(agencies), span) for span in spans]
    if returned_inside():
        return columns
    return [
        _set_apart(found, apart_by_holder(structure, list(named), span, channels))
        for found, span in zip(columns, spans, strict=True)
    ]


def moved_columns(
    structure: Structure, span: Span, channels: Collection[int]
) -> dict[tuple[int, str, str], Columns]:
    """What handovers by name move between keys of ledger B (sector, level, online kind), which
    books every dossier under the level of the agency that its row names. Differences, to be
    added. Three queries, five where returned dossiers are kept apart; none without handovers.
    """
    if not structure.has_handovers:
        return {}
    levels = dict(Agency.objects.values_list("pk", "level"))
    by_name = claims()
    paths = {claim: structure.path(*claim) for claim in by_name.values()}
    found = handed(by_name, _days(structure, [*paths.values(), WHOLE], [span]), channels)
    moved: dict[tuple[int, str, str], list[Columns]] = defaultdict(list)
    whole = Part(0, *span, is_start=True, is_end=True)
    for (agency, key), sums in found.rows.items():
        moved[key.sector, levels[agency], key.online_kind].append(-columns_of(whole, sums))
    for (claim, key), sums in found.claims.items():
        for part in structure.parts(paths[claim], *span):
            group = (key.sector, levels[part.agency], key.online_kind)
            moved[group].append(columns_of(part, sums))
    if not returned_inside():
        for agency, sector, kind, apart in apart_moved(structure, span, channels):
            moved[sector, levels[agency], kind].append(without(Columns(), apart))
    return {group: add_up(some) for group, some in moved.items()}


def columns_of(part: Part, sums: Mapping[dt.date, Sums]) -> Columns:
    """The form for one holder of dossiers with these sums, as long as it held them."""
    before, end = sums.get(part.first - ONE_DAY, NOTHING), sums.get(part.last, NOTHING)
    found = between(before, end)
    if not part.is_start:
        found = replace(found, carried_over=0, taken_over=before.pending)
    if not part.is_end:
        found = replace(found, pending_in_time=0, pending_overdue=0, handed_over=end.pending)
    return found


def _days(
    structure: Structure, paths: Iterable[Sequence[Stretch]], spans: Sequence[Span]
) -> set[dt.date]:
    """The days at whose end sums are needed."""
    parts = (
        part
        for path in paths
        for first, last in spans
        for part in structure.parts(path, first, last)
    )
    return {day for part in parts for day in (part.first - ONE_DAY, part.last)}


def _named(
    agencies: list[int], days: Collection[dt.date], channels: Collection[int]
) -> dict[int, ByDay]:
    """Sums by the agency that the rows name."""
    found = read(keys_of_agencies(agencies), days, ["agency_id"], channels)
    return {agency: by_day for (agency,), by_day in found.items()}


def _less(sums: ByDay, off: ByDay) -> ByDay:
    return {day: one.less(off.get(day, NOTHING)) for day, one in sums.items()}


def _columns(
    structure: Structure,
    entries: Iterable[tuple[Sequence[Stretch], Mapping[dt.date, Sums]]],
    wanted: Collection[int],
    span: Span,
) -> dict[int, Columns]:
    parts: dict[int, list[Columns]] = {agency: [] for agency in wanted}
    for path, sums in entries:
        for part in structure.parts(path, *span):
            if part.agency in parts:
                parts[part.agency].append(columns_of(part, sums))
    return {agency: add_up(some) for agency, some in parts.items()}


def _set_apart(columns: dict[int, Columns], apart: Mapping[int, Apart]) -> dict[int, Columns]:
    return {agency: without(found, apart.get(agency, Apart())) for agency, found in columns.items()}
