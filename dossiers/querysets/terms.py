"""What the decisions about a procedure make of a day: its time limit (the catalogue keeps the last
one, the decisions that changed it the ones before), and whether it is abolished."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection, models
from django.db.models import Case, Exists, F, OuterRef, Subquery, When
from django.db.models.functions import Coalesce

from dossiers.books.sql import render

#: (procedure, first day or None, last day, working days or None), as ``sql/former_terms.sql``.
FormerTerm = tuple[int, dt.date | None, dt.date, int | None]
#: (procedure, first day, last day or None), as ``sql/abolitions.sql``.
Abolition = tuple[int, dt.date, dt.date | None]

#: Of a decision about a procedure: the day on which it is in force.
FIRST_DAY = Coalesce("effective_on", "decided_on")


def allowed_on(day: dt.date | str, procedure: str = "procedure") -> Case:
    """The working days allowed on ``day``, None where no limit is laid down.

    ``day`` may name a field of the rows; ``procedure`` is the path from the rows to their
    procedure, ``pk`` from a procedure itself.
    """
    from dossiers.models import ProcedureChange  # noqa: PLC0415 -- models import querysets

    changes = ProcedureChange.objects.filter(procedure=OuterRef(procedure), changes_term=True)
    then = OuterRef(day) if isinstance(day, str) else day
    later = changes.annotate(since=FIRST_DAY).filter(since__gt=then)
    before = later.order_by("since", "decided_on", "pk").values("working_days_before")
    last = "working_days" if procedure == "pk" else f"{procedure}__working_days"
    return Case(
        When(Exists(later), then=Subquery(before[:1])),
        default=F(last),
        output_field=models.IntegerField(),
    )


def former_terms() -> list[FormerTerm]:
    """All limits that were changed, with the days on which they were in force. One query."""
    return _rows("former_terms")


def abolitions() -> list[Abolition]:
    """All spans of days on which procedures may not be used any more. One query."""
    return _rows("abolitions")


def _rows(name: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(render(name))
        rows: list[Any] = cursor.fetchall()
    return rows
