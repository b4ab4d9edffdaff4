"""A list on its way in: into the database line by line, there compared set by set."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection

from dossiers.imports import days, rules
from dossiers.imports.columns import FILLED_BY
from dossiers.imports.meanings import Meanings
from dossiers.ledger_sql import render
from dossiers.models import ImportLine, ImportRow
from dossiers.models.imports import FACTS
from reporting.imports.layout import Layout
from reporting.imports.limits import LARGE
from reporting.imports.stream import Stream

#: Different words of one column that are looked up; a file with more holds something else there.
_MOST_WORDS = 200_000
_DAYS = ("received", "due", "resolved", "returned")

#: For the sets of half a million rows; the session's own settings come back by themselves.
_ROOM = "SET LOCAL work_mem = '64MB'; SET LOCAL jit = off; SET LOCAL statement_timeout = 0"


def clear(run: int) -> None:
    """Empties what is staged of a run."""
    ImportRow.objects.filter(run_id=run).delete()
    ImportLine.objects.filter(run_id=run).delete()


def copy(run: int, path: Path, layout: Layout, *, watch: Callable[[int], bool]) -> Stream:
    """Brings the lines of the file into ``ImportLine``, in place of what is there of this run.

    Returns the stream, read to its end, or ``is_stopped`` where ``watch`` said so: nothing is
    kept then. Raises ``Refused``.
    """
    stream = Stream(path, layout, columns_of(layout), LARGE, watch=watch)
    clear(run)
    statement = f"COPY dossiers_importline (row, {', '.join(FILLED_BY)}) FROM STDIN"
    with connection.cursor() as cursor:
        cursor.execute(_ROOM)
        cursor.execute("SELECT set_config('reform.import_run', %s, true)", [str(run)])
        with cursor.copy(statement) as lines:
            for chunk in stream:
                lines.write(chunk)
    if stream.is_stopped:
        clear(run)
    return stream


def columns_of(layout: Layout) -> list[str]:
    """The key of the heading that fills each column of ``ImportLine``; those absent stay empty."""
    return [next((key for key in keys if layout.has(key)), keys[0]) for keys in FILLED_BY.values()]


def title_of(layout: Layout, column: str) -> str:
    """How the file heads what fills a column of ``ImportLine``; empty where nothing does."""
    return next((layout.title(key) for key in FILLED_BY[column] if layout.has(key)), "")


def compare(run: int, meanings: Meanings, layout: Layout, *, today: dt.date) -> None:
    """Fills ``ImportRow`` anew from the lines and the dossiers as they stand. In a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_ROOM)
        cursor.execute("DELETE FROM dossiers_importrow WHERE run_id = %s", [run])
        cursor.execute("ANALYZE dossiers_importline")
        _load_maps(cursor, run, meanings)
        cursor.execute(
            _resolve(),
            {
                "run": run,
                "today": today,
                "writable": None if meanings.writable is None else list(meanings.writable),
                "has_channel": layout.has("channel"),
            },
        )
        cursor.execute("ANALYZE dossiers_importrow")
        cursor.execute(_repeated(), {"run": run})


def facts(relation: str, prefix: str = "") -> str:
    """SQL: what an import sets of a dossier, as one text."""
    return render("imports/facts", r=relation, prefix=prefix)


def code_text(cell: str) -> str:
    """SQL: a dossier's code in one spelling."""
    return render("imports/code", text=cell)


@cache
def _resolve() -> str:
    row = ", ".join(
        f"r.{column}"
        for column in (*FACTS[:3], "channel_id", "received_on", "due_on", "done_on", "status_id")
    )
    old = ", ".join(f"r.old_{column}" for column in FACTS)
    return render(
        "imports/resolve",
        code=code_text("l.code"),
        **{column: _day_text(column) for column in _DAYS},
        problems=rules.mask(rules.PROBLEMS),
        warnings=rules.mask(rules.WARNINGS),
        before=facts("r", "old_"),
        same=f"({row}) IS NOT DISTINCT FROM ({old})",
    )


@cache
def _repeated() -> str:
    return render(
        "imports/repeated",
        facts=facts("r"),
        twice=rules.bit("code_twice"),
        repeated=rules.bit("repeated"),
    )


def _day_text(column: str) -> str:
    return render("imports/day_text", text=f"l.{column}")


# What words mean, as temporary tables ------------------------------------------------------------


def _load_maps(cursor: Any, run: int, meanings: Meanings) -> None:
    cursor.execute(render("imports/maps"))
    maps: Mapping[str, Iterable[tuple[Any, ...]]] = {
        "import_day": _days(_words(cursor, run, *(_day_text(column) for column in _DAYS))),
        "import_number": _numbers(
            meanings,
            _words(cursor, run, "l.status"),
            _words(cursor, run, "l.channel"),
        ),
        "import_procedure": (
            (text, *term)
            for text in _words(cursor, run, "l.procedure")
            if (term := meanings.procedure(text))
        ),
        "import_agency": _agencies(
            meanings, _words(cursor, run, "l.resolving"), _words(cursor, run, "l.receiving")
        ),
        "import_first": _first_days(meanings),
        "import_worked": enumerate(_worked(meanings)),
    }
    for table, rows in maps.items():
        with cursor.copy(f"COPY {table} FROM STDIN") as lines:
            for row in rows:
                lines.write_row(row)
        cursor.execute(f"ANALYZE {table}")


def _words(cursor: Any, run: int, *texts: str) -> list[str]:
    values = ", ".join(f"({text})" for text in texts)
    cursor.execute(render("imports/words", texts=values), {"run": run, "limit": _MOST_WORDS})
    return [text for (text,) in cursor.fetchall()]


def _days(words: list[str]) -> Iterator[tuple[Any, ...]]:
    for text in words:
        if day := days.read(text).day:
            yield text, day, f"{day:%y%m%d}"


def _numbers(
    meanings: Meanings, statuses: list[str], channels: list[str]
) -> Iterator[tuple[Any, ...]]:
    for text in statuses:
        if number := meanings.status(text):
            yield "status", text, number
    for text in channels:
        if number := meanings.channel(text):
            yield "channel", text, number


def _agencies(
    meanings: Meanings, resolving: list[str], receiving: list[str]
) -> Iterator[tuple[Any, ...]]:
    for field, words in {"resolving": resolving, "receiving": receiving}.items():
        for text in words:
            for tenure in meanings.tenures(text, is_resolving=field == "resolving"):
                yield field, text, *tenure


def _worked(meanings: Meanings) -> list[dt.date]:
    calendar = meanings.calendar
    return calendar.working_days(calendar.first_day, calendar.last_day) if calendar else []


def _first_days(meanings: Meanings) -> Iterator[tuple[dt.date, int]]:
    """Each day of the calendar with the number of the working day on or after it."""
    day = meanings.calendar.first_day if meanings.calendar else None
    for number, worked in enumerate(_worked(meanings)):
        while day is not None and day <= worked:
            yield day, number
            day += dt.timedelta(days=1)


# Counting -----------------------------------------------------------------------------------------


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
            for rule in rules.of(wrong, rules.PROBLEMS):
                problems[rule.code] += count
            for rule in rules.of(odd, rules.WARNINGS):
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
