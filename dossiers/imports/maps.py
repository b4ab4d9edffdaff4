"""What the words of one run mean, as temporary tables that the lines are joined to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dossiers.books.sql import render
from dossiers.imports import days
from dossiers.imports.meanings import Meanings

#: Different words of one column that are looked up; a file with more holds something else there.
_MOST_WORDS = 200_000
#: Columns of ``ImportLine`` that hold days.
DAYS = ("received", "due", "resolved", "returned")


def day_text(column: str) -> str:
    """SQL: the part of a cell that tells the day."""
    return render("imports/day_text", text=f"l.{column}")


def load_maps(cursor: Any, run: int, meanings: Meanings) -> None:
    """Makes and fills the tables of ``sql/imports/maps.sql``, for this transaction."""
    cursor.execute(render("imports/maps"))
    maps: Mapping[str, Iterable[tuple[Any, ...]]] = {
        "import_day": _days(_words(cursor, run, *(day_text(column) for column in DAYS))),
        "import_number": _numbers(
            meanings,
            _words(cursor, run, "l.status"),
            _words(cursor, run, "l.channel"),
        ),
        "import_procedure": _procedures(
            meanings, _words(cursor, run, "l.procedure", "l.procedure_name")
        ),
        "import_term": meanings.former_terms,
        "import_abolition": meanings.abolitions,
        "import_agency": _agencies(meanings, _words(cursor, run, "l.resolving", "l.receiving")),
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


def _procedures(meanings: Meanings, words: list[str]) -> Iterator[tuple[Any, ...]]:
    for text in words:
        if term := meanings.procedure(text):
            yield text, *term, False
        elif meanings.procedures(text):
            yield text, None, None, True


def _agencies(meanings: Meanings, words: list[str]) -> Iterator[tuple[Any, ...]]:
    """Either column may stand in for the other, and only of one of them reach is asked."""
    for field in ("resolving", "receiving"):
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
