"""What a comparison has found, in counts."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from django.db import connection

from dossiers.books.sql import render
from dossiers.imports import rules
from dossiers.imports.rule import of as rules_of
from dossiers.models import ImportRow


def counted(run: int) -> dict[str, int]:
    """How many rows of each kind, and how many with a warning."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, count(*), count(*) FILTER (WHERE warnings <> 0)"
            " FROM dossiers_importrow WHERE run_id = %s GROUP BY kind",
            [run],
        )
        rows = cursor.fetchall()
    found = {str(kind): 0 for kind in ImportRow.Kind.values} | {row[0]: row[1] for row in rows}
    return found | {"warnings": sum(row[2] for row in rows if row[0] != ImportRow.Kind.REFUSED)}


def counted_by_rule(run: int) -> tuple[Counter[str], Counter[str]]:
    """Code of a rule → rows, of the problems and of the warnings of rows that are not refused."""
    problems: Counter[str] = Counter()
    warnings: Counter[str] = Counter()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT problems, CASE WHEN problems = 0 THEN warnings ELSE 0 END, count(*)"
            " FROM dossiers_importrow WHERE run_id = %s AND (problems <> 0 OR warnings <> 0)"
            " GROUP BY 1, 2",
            [run],
        )
        for wrong, odd, count in cursor.fetchall():
            for rule in rules_of(wrong, rules.PROBLEMS):
                problems[rule.code] += count
            for rule in rules_of(odd, rules.WARNINGS):
                warnings[rule.code] += count
    return problems, warnings


def extent(run: int) -> tuple[list[tuple[int, int]], dt.date | None, dt.date | None]:
    """((resolving agency, rows) most first, first and last day received) of the good rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT resolving_agency_id, count(*), min(received_on), max(received_on)"
            " FROM dossiers_importrow WHERE run_id = %s AND problems = 0"
            " GROUP BY 1 ORDER BY 2 DESC, 1",
            [run],
        )
        rows = cursor.fetchall()
    days_of = [(row[2], row[3]) for row in rows]
    first, last = (
        min((a for a, _b in days_of), default=None),
        max((b for _a, b in days_of), default=None),
    )
    return [(row[0], row[1]) for row in rows], first, last


def missing(
    run: int, agencies: list[int], first: dt.date, last: dt.date, *, most: int
) -> tuple[int, list[int]]:
    """Dossiers of these agencies and days that the file lacks: how many, ids of the newest."""
    parameters: dict[str, Any] = {
        "run": run,
        "agencies": agencies,
        "first": first,
        "last": last,
        "most": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(render("imports/missing", columns="count(*)", tail=""), parameters)
        count = cursor.fetchone()[0]
        if not count:
            return 0, []
        tail = "ORDER BY d.received_on DESC, d.id DESC LIMIT %(most)s"
        cursor.execute(render("imports/missing", columns="d.id", tail=tail), parameters)
        return count, [pk for (pk,) in cursor.fetchall()]
