"""Form II.06 of the whole province by level, sector and online kind, from ledger B."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from agencies.models import Agency
from dossiers.books.readings import between, keys_of_levels, read
from dossiers.books.sql import BY_LEVEL
from dossiers.codes import OnlineKind
from dossiers.columns import Columns, add_up, returned_inside
from dossiers.ledger.spans import ALL_CHANNELS, NOTHING, Span, ends_of, set_apart
from dossiers.models import Dossier
from dossiers.querysets import DossierQuerySet
from dossiers.structure import Structure, load
from dossiers.structure.apart import without
from dossiers.structure.holding import moved_columns

#: What ``level_columns`` groups by: the column of ledger B and the path from a dossier.
GROUPINGS = {
    "level": ("level", "resolving_agency__level"),
    "sector": ("sector_id", "procedure__sector"),
    "online_kind": ("online_kind", "procedure__online_kind"),
}


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
    before, end = ends_of((date_from, date_to))
    chosen = _chosen(levels, online_kinds, sectors)
    keys = keys_of_levels(*chosen)
    readings = read(keys, [before, end], [GROUPINGS[name][0] for name in by], channels)
    columns = {
        group: between(sums.get(before, NOTHING), sums.get(end, NOTHING))
        for group, sums in readings.items()
    }
    if not returned_inside():
        rows = chosen.rows(channels)
        paths = [GROUPINGS[name][1] for name in by]
        columns = set_apart(columns, rows.kept_apart_by(date_from, date_to, *paths))
    span = (date_from, date_to)
    for key, moved in moved_columns(structure or load(), span, channels).items():
        named = dict(zip(BY_LEVEL.key, key, strict=True))
        if chosen.lets_through(key):
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
    ends = [ends_of(span) for span in spans]
    chosen = _chosen(levels, online_kinds, sectors)
    days = [day for pair in ends for day in pair]
    sums = read(keys_of_levels(*chosen), days, [], channels).get((), {})
    columns = [between(sums.get(before, NOTHING), sums.get(end, NOTHING)) for before, end in ends]
    if not returned_inside():
        rows = chosen.rows(channels)
        columns = [
            without(found, rows.kept_apart(*span))
            for found, span in zip(columns, spans, strict=True)
        ]
    known = structure or load()
    return [
        add_up([found, *_moved(chosen, moved_columns(known, span, channels))])
        for found, span in zip(columns, spans, strict=True)
    ]


class _Chosen(NamedTuple):
    """Which keys of ledger B are counted. ``sectors`` None: all."""

    levels: list[str]
    kinds: list[str]
    sectors: Collection[int] | None

    def lets_through(self, key: tuple[Any, ...]) -> bool:
        sector, level, kind = key
        is_sector = self.sectors is None or sector in self.sectors
        return is_sector and level in self.levels and kind in self.kinds

    def rows(self, channels: Collection[int]) -> DossierQuerySet:
        rows: DossierQuerySet = Dossier.objects.of_channels(channels).filter(
            resolving_agency__level__in=self.levels, procedure__online_kind__in=self.kinds
        )
        return rows if self.sectors is None else rows.filter(procedure__sector__in=self.sectors)


def _chosen(
    levels: Collection[str] | None,
    online_kinds: Collection[str] | None,
    sectors: Collection[int] | None,
) -> _Chosen:
    return _Chosen(
        list(Agency.Level.values if levels is None else levels),
        list(OnlineKind.values if online_kinds is None else online_kinds),
        sectors,
    )


def _moved(chosen: _Chosen, moved: Mapping[tuple[Any, ...], Columns]) -> Iterator[Columns]:
    return (columns for key, columns in moved.items() if chosen.lets_through(key))


def _first(row: tuple[tuple[Any, ...], Columns]) -> tuple[Any, ...]:
    return row[0]
