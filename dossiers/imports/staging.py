"""A list on its way in: into the database line by line, there compared set by set."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from django.db import connection

from dossiers.books.sql import render
from dossiers.imports import rules
from dossiers.imports.columns import COLUMNS, LABELS, STANDS_IN
from dossiers.imports.maps import DAYS, day_text, load_maps
from dossiers.imports.meanings import Meanings
from dossiers.imports.rule import mask
from dossiers.models import ImportLine, ImportRow
from dossiers.models.imports import FACTS
from reporting.imports import keeping
from reporting.imports.layout import Layout
from reporting.imports.limits import LARGE
from reporting.imports.stream import Stream

#: For the sets of half a million rows; the session's own settings come back by themselves.
_ROOM = "SET LOCAL work_mem = '64MB'; SET LOCAL jit = off; SET LOCAL statement_timeout = 0"


def clear(run: int) -> None:
    """Empties what is staged of a run."""
    ImportRow.objects.filter(run_id=run).delete()
    ImportLine.objects.filter(run_id=run).delete()


def sweep(now: dt.datetime) -> None:
    """Empties what is staged of runs that have ended; the refused rows of one that was done stay
    for as long as a file that waits."""
    with connection.cursor() as cursor:
        cursor.execute(
            render("imports/ended"), {"before": now - dt.timedelta(days=keeping.KEPT_DAYS)}
        )
        for (run,) in cursor.fetchall():
            clear(run)


def copy(run: int, path: Path, layout: Layout, *, watch: Callable[[int], bool]) -> Stream:
    """Brings the lines of the file into ``ImportLine``, in place of what is there of this run.

    Returns the stream, read to its end, or ``is_stopped`` where ``watch`` said so: nothing is
    kept then. Raises ``Refused``.
    """
    stream = Stream(path, layout, COLUMNS, LARGE, watch=watch)
    clear(run)
    statement = f"COPY dossiers_importline (row, {', '.join(COLUMNS)}) FROM STDIN"
    with connection.cursor() as cursor:
        cursor.execute(_ROOM)
        cursor.execute("SELECT set_config('reform.import_run', %s, true)", [str(run)])
        with cursor.copy(statement) as lines:
            for chunk in stream:
                lines.write(chunk)
    if stream.is_stopped:
        clear(run)
    return stream


def source_of_cell(layout: Layout, column: str, cells: Mapping[str, str | None]) -> str:
    """The column that a row was read from for ``column``: another stands in where that is empty."""
    other = STANDS_IN.get(column)
    if other is None or cells[column] is not None or not layout.has(other):
        return column
    return other if cells[other] is not None or not layout.has(column) else column


def title_of(layout: Layout, column: str) -> str:
    """How the file heads a column of ``ImportLine``, else what we call it."""
    return layout.title(column) or str(LABELS[column])


def compare(run: int, meanings: Meanings, layout: Layout, *, today: dt.date) -> None:
    """Fills ``ImportRow`` anew from the lines and the dossiers as they stand. In a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_ROOM)
        cursor.execute("DELETE FROM dossiers_importrow WHERE run_id = %s", [run])
        cursor.execute("ANALYZE dossiers_importline")
        load_maps(cursor, run, meanings)
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
        **{column: day_text(column) for column in DAYS},
        problems=mask(rules.PROBLEMS),
        warnings=mask(rules.WARNINGS),
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
