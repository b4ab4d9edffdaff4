"""Writes what a preview showed: every row of it or none, in the transaction of the caller."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Max

from dossiers.books.sql import render
from dossiers.imports.staging import facts
from dossiers.late.due_days import moving_due_days
from dossiers.models.imports import ALONG, FACTS
from reporting.models import ImportProgress

#: Rows after which the database looks anew at how its tables are filled; it would choose slow
#: plans for what comes next.
_MANY = 1000
_TABLES = (
    "dossiers_dossier",
    "dossiers_dossierchange",
    "dossiers_agencyday",
    "dossiers_agencybalance",
    "dossiers_levelday",
    "dossiers_levelbalance",
)
_LOCK = "hashtextextended('dossiers import write', 0)"


class Moved(Exception):  # noqa: N818 -- the preview is made anew
    """The dossiers are no longer what the preview saw."""


def one_at_a_time() -> None:
    """Whoever writes or undoes an import does so alone, until the transaction ends: so each run
    has its place in an order that no clock can turn around."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(f"SELECT pg_advisory_xact_lock({_LOCK})")


def write(run: int) -> None:
    """Inserts the new dossiers and updates the changed ones. Raises ``Moved``.

    ``one_at_a_time`` comes first. A new dossier whose code somebody else has taken meanwhile
    raises ``IntegrityError``.
    """
    with connection.cursor() as cursor, moving_due_days():
        cursor.execute("SET LOCAL work_mem = '64MB'")
        cursor.execute(_moved(), {"run": run})
        if cursor.fetchone()[0]:
            raise Moved
        for statement in _statements():
            cursor.execute(statement, {"run": run})
        # Foreign keys are checked now: the row of the progress, written next, is then not locked
        # for longer than a moment, and the work still gives signs of life.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    last = ImportProgress.objects.aggregate(last=Max("order"))["last"] or 0
    ImportProgress.objects.filter(run=run).update(order=last + 1)


def analyze(written: int) -> None:
    """After the transaction, where it wrote much."""
    if written >= _MANY:
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(_TABLES)}")


def columns(relation: str = "", names: Iterable[str] = FACTS) -> str:
    """``names``, what an import sets of a dossier besides its code, as columns of ``relation``."""
    prefix = f"{relation}." if relation else ""
    return ", ".join(f"{prefix}{column}" for column in names)


@cache
def _moved() -> str:
    return render("imports/moved", facts=facts("d"))


@cache
def _statements() -> tuple[Any, ...]:
    return (
        render(
            "imports/note",
            columns=columns(),
            d_columns=columns("d"),
            along=columns(names=ALONG),
            d_along=columns("d", ALONG),
            facts=facts("r"),
        ),
        render(
            "imports/update",
            columns=columns(),
            d_columns=columns("d"),
            s_columns=columns("s"),
        ),
        render("imports/insert", columns=columns(), facts=facts("w")),
    )
