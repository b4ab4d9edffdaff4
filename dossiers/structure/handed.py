"""Sums of the dossiers that were handed over by name, which the ledgers book under their rows."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from functools import cache
from typing import NamedTuple, TypeVar

from django.db import connection
from django.db.models import Min

from dossiers.books.counters import COUNTERS
from dossiers.books.readings import Sums, counters_of
from dossiers.books.sql import changed, render
from dossiers.models import Dossier, DossierHolding

One = TypeVar("One", bound=Hashable)


class Claim(NamedTuple):
    """Dossiers that ``agency`` held from ``since`` to ``until``; None is without a limit."""

    agency: int
    since: dt.date | None
    until: dt.date | None


class Key(NamedTuple):
    """What dossiers are counted under in ledger B, but for the level."""

    sector: int
    online_kind: str


#: Sums at the end of days.
ByDay = dict[dt.date, Sums]


class Handed(NamedTuple):
    """``rows`` by the agency that the row names, to be taken off the ledgers; ``claims`` by who
    held them, to be put in their place. Both by key of ledger B, and by day."""

    rows: dict[tuple[int, Key], ByDay]
    claims: dict[tuple[Claim, Key], ByDay]


def claims() -> dict[int, Claim]:
    """Every claim there is, by its number in ``handed.sql``. One query."""
    grouped = DossierHolding.objects.order_by().values_list("agency_id", "since", "until")
    return {number: Claim(*claim) for *claim, number in grouped.annotate(claim=Min("pk"))}


def handed(
    claims: Mapping[int, Claim], days: Iterable[dt.date], channels: Collection[int]
) -> Handed:
    """Sums of all handed-over dossiers with a part in the days from the first to the last.

    One query, whose cost grows with the number of such dossiers.
    """
    asked = sorted(set(days))
    found = Handed(defaultdict(dict), defaultdict(dict))
    with connection.cursor() as cursor:
        cursor.execute(
            _query(tuple(sorted(channels))),
            {"days": asked, "first": asked[0], "last": asked[-1]},
        )
        for number, _level, sector, kind, day, *sums in cursor.fetchall():
            key = Key(sector, kind)
            if number < 0:
                found.claims[claims[-number], key][day] = Sums(*sums)
            else:
                found.rows[number, key][day] = Sums(*sums)
    return found


def over_keys(found: Mapping[tuple[One, Key], ByDay]) -> dict[One, ByDay]:
    """The same without the keys of ledger B."""
    total: dict[One, ByDay] = defaultdict(dict)
    for (one, _key), by_day in found.items():
        for day, sums in by_day.items():
            total[one][day] = total[one].get(day, Sums()).plus(sums)
    return dict(total)


@cache
def _query(channels: tuple[int, ...]) -> str:
    fields = [f for f in Dossier._meta.concrete_fields if f.name != "resolving_agency"]
    rows = render("handed_rows", columns=", ".join(f"d.{field.column}" for field in fields))
    seven = []
    for name, some in counters_of(channels):
        numbers = ", ".join(str(COUNTERS.index(counter) + 1) for counter in some) or "NULL"
        seven.append(
            f"coalesce(sum(delta) FILTER (WHERE counter IN ({numbers})), 0)::bigint AS {name}"
        )
    return render("handed", events=render("events", rows=changed(rows, 1)), seven=", ".join(seven))
