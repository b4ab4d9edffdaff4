"""Reads cumulated sums from the ledgers: what ``dossiers.ledger`` makes its figures of."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection

from agencies.querysets import AgencyQuerySet
from dossiers.books.counters import columns_of
from dossiers.books.sql import BY_AGENCY, BY_LEVEL, Book, render
from dossiers.columns import Columns


class Sums(NamedTuple):
    """Events from the beginning up to and including one day."""

    in_person: int = 0
    online: int = 0
    post: int = 0
    early: int = 0
    on_time: int = 0
    late: int = 0
    became: int = 0

    @property
    def pending(self) -> int:
        return self.in_person + self.online + self.post - self.early - self.on_time - self.late

    @property
    def overdue(self) -> int:
        return self.became - self.late

    def plus(self, other: Sums) -> Sums:
        return Sums(*(one + more for one, more in zip(self, other, strict=True)))

    def less(self, other: Sums) -> Sums:
        return Sums(*(one - off for one, off in zip(self, other, strict=True)))


Group = tuple[Any, ...]
Readings = dict[Group, dict[dt.date, Sums]]


class Keys(NamedTuple):
    """A query of keys of one ledger, and its parameters."""

    book: Book
    sql: str
    params: Sequence[Any]


def keys_of_agencies(agencies: AgencyQuerySet | Iterable[int]) -> Keys | None:
    """None where the queryset is known to be empty."""
    if not isinstance(agencies, AgencyQuerySet):
        return Keys(
            BY_AGENCY, "SELECT DISTINCT unnest(%s::bigint[]) AS agency_id", [list(agencies)]
        )
    try:
        sql, params = agencies.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return None
    found = f"SELECT DISTINCT agency_id FROM ({sql}) AS agency(agency_id)"  # noqa: S608 -- compiled by Django, parameters bound
    return Keys(BY_AGENCY, found, params)


def keys_of_levels(
    levels: Collection[str], online_kinds: Collection[str], sectors: Collection[int] | None
) -> Keys:
    """``sectors`` None: all."""
    sql = (
        "SELECT sector.id AS sector_id, level, online_kind FROM dossiers_sector AS sector"
        " CROSS JOIN unnest(%s::text[]) AS level CROSS JOIN unnest(%s::text[]) AS online_kind"
    )
    params: list[Any] = [list(levels), list(online_kinds)]
    if sectors is None:
        return Keys(BY_LEVEL, sql, params)
    return Keys(BY_LEVEL, f"{sql} WHERE sector.id = ANY(%s)", [*params, list(sectors)])


def read(
    keys: Keys | None, days: Iterable[dt.date], group: Sequence[str], channels: Collection[int]
) -> Readings:
    """The sums at the end of each of ``days``, per group of the key columns ``group``."""
    if keys is None:
        return {}
    query = _query(keys, group, channels)
    found: Readings = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(query, [*keys.params, sorted(set(days))])
        for row in cursor.fetchall():
            found[row[: len(group)]][row[len(group)]] = Sums(*row[len(group) + 1 :])
    return dict(found)


def between(before: Sums, end: Sums) -> Columns:
    """Form II.06 for the days after those of ``before`` up to and including those of ``end``."""
    return Columns(
        online=end.online - before.online,
        direct=end.in_person - before.in_person,
        postal=end.post - before.post,
        carried_over=before.pending,
        resolved_early=end.early - before.early,
        resolved_on_time=end.on_time - before.on_time,
        resolved_overdue=end.late - before.late,
        pending_in_time=end.pending - end.overdue,
        pending_overdue=end.overdue,
    )


def _query(keys: Keys, group: Sequence[str], channels: Collection[int]) -> str:
    book = keys.book
    counters = counters_of(channels)
    columns = ", ".join(f"p.{column}" for column in [*group, "day"])
    is_one_key = set(group) == set(book.key)  # to group again would take a fifth of the time
    seven = "p.{0} + d.{0}" if is_one_key else "sum(p.{0} + d.{0})::bigint"
    return render(
        "read",
        keys=keys.sql,
        k_key=book.columns("k"),
        same_key_b=book.same_key("b", "k"),
        same_key_d=book.same_key("d", "p"),
        balances=book.balances,
        days=book.days,
        columns=columns,
        group_by="" if is_one_key else f"GROUP BY {columns}",
        of_balance=", ".join(f"coalesce({_of('b', some)}, 0) AS {name}" for name, some in counters),
        of_days=", ".join(
            f"coalesce(sum({_of('d', some)}), 0) AS {name}" for name, some in counters
        ),
        seven=", ".join(seven.format(name) for name, _ in counters),
    )


def counters_of(channels: Collection[int]) -> list[tuple[str, list[str]]]:
    """The seven sums and the counters that each one adds up, over some channels."""
    received = [
        (name, columns_of("received", {code} & set(channels)))
        for code, name in enumerate(("in_person", "online", "post"), start=1)
    ]
    events = ("early", "on_time", "late", "became")
    return received + [(event, columns_of(event, channels)) for event in events]


def _of(relation: str, columns: Sequence[str]) -> str:
    return " + ".join(f"{relation}.{column}" for column in columns) or "0"
