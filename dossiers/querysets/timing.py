"""How many working days dossiers took, and what half and nine in ten of them took at most.

The calendar goes into the query as the sorted list of its working days; the place of a day in it
is one binary search (``width_bucket``), so that a difference of two places is a number of working
days. Percentiles are discrete: each is the time of some dossier, never a mean of two.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import Case, F, Func, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, Greatest

from dossiers.books.sql import render
from dossiers.querysets.dossiers import DossierQuerySet
from dossiers.querysets.terms import allowed_on
from reporting.numbers import Ratio
from reporting.workdays import WorkingCalendar

#: Of a group of rows: how many, timed, median, 90th percentile, with a limit, within it, and the
#: least and most of these limits. Former limits are few: they are joined, not looked up by row.
_SUMMARY = """
    SELECT "key", count(*), count(used),
           percentile_disc(0.5) WITHIN GROUP (ORDER BY used),
           percentile_disc(0.9) WITHIN GROUP (ORDER BY used),
           count(*) FILTER (WHERE used IS NOT NULL AND allowed IS NOT NULL),
           count(*) FILTER (WHERE used <= allowed),
           min(allowed) FILTER (WHERE used IS NOT NULL),
           max(allowed) FILTER (WHERE used IS NOT NULL)
    FROM (
        SELECT "key", used::int AS used,
               CASE WHEN f.procedure_id IS NULL THEN r.allowed ELSE f.working_days END AS allowed
        FROM ({rows}) AS r ("key", used, allowed, procedure_id, received_on)
        LEFT JOIN ({former}) AS f ON f.procedure_id = r.procedure_id
            AND r.received_on BETWEEN coalesce(f.first_day, '-infinity') AND f.last_day
    ) AS timed
    GROUP BY "key"
"""


@dataclass(frozen=True)
class Times:
    """``count`` dossiers, of which ``timed`` lie in the years of the calendar.

    ``median`` and ``p90`` are working days, None without a timed dossier. ``limited`` of the timed
    ones had a time limit on the day of their reception, ``within`` of these did not take longer;
    ``least`` and ``most`` are the smallest and largest of these limits, None without one.
    """

    count: int = 0
    timed: int = 0
    median: int | None = None
    p90: int | None = None
    limited: int = 0
    within: int = 0
    least: int | None = None
    most: int | None = None

    @property
    def share(self) -> Ratio:
        return Ratio(self.within, self.limited)

    @property
    def beyond(self) -> int:
        return self.limited - self.within


class _Place(Func):
    """How many of the sorted days in the second argument are not after the day in the first."""

    function = "width_bucket"
    output_field = models.IntegerField()


class _DayBefore(Func):
    template = "(%(expressions)s - 1)"
    output_field = models.DateField()


def place_among(days: Sequence[dt.date], expression: Any) -> Func:
    """``bisect_right(days, expression)``; ``days`` are sorted."""
    return _Place(expression, Value(list(days), output_field=ArrayField(models.DateField())))


def with_days_used(rows: DossierQuerySet, calendar: WorkingCalendar | None) -> DossierQuerySet:
    """Annotates ``days_used``: working days from reception to resolution, as ``days_used`` of the
    calendar counts them, without those for which a supplement stopped the clock. None while
    pending, and outside the years of the calendar."""
    if calendar is None:
        return rows.annotate(days_used=Value(None, output_field=models.IntegerField()))
    worked = calendar.working_days(calendar.first_day, calendar.last_day)
    used = (
        place_among(worked, F("resolved_on"))
        - place_among(worked, _DayBefore(F("received_on")))
        - Value(1)
        - Coalesce(Subquery(_waited()), 0)
    )
    is_covered = Q(received_on__gte=calendar.first_day, resolved_on__lte=calendar.last_day)
    return rows.annotate(
        days_used=Case(
            When(is_covered, then=Greatest(used, Value(0))), output_field=models.IntegerField()
        )
    )


def _waited() -> models.QuerySet[Any]:
    """Of a dossier: the working days for which its clock stood still."""
    from dossiers.models import Supplement  # noqa: PLC0415 -- models import querysets

    rows = Supplement.objects.filter(dossier=OuterRef("pk")).order_by().values("dossier")
    return rows.annotate(days=Sum("days_waited")).values("days")


def within_limit(rows: DossierQuerySet, *, is_within: bool) -> DossierQuerySet:
    """Of rows ``with_days_used`` those that kept to the limit of their procedure on the day of
    reception, or did not."""
    rows, limit = with_allowed(rows), F("allowed")
    return rows.filter(days_used__lte=limit) if is_within else rows.filter(days_used__gt=limit)


def with_allowed(rows: DossierQuerySet) -> DossierQuerySet:
    """Annotates ``allowed``: the working days that the procedure allowed when it was received."""
    return rows.annotate(allowed=allowed_on("received_on"))


def times_by(
    rows: DossierQuerySet, calendar: WorkingCalendar | None, key: str | Func | Value
) -> dict[Any, Times]:
    """The times of resolved ``rows`` by a column or an expression; one query.

    Groups without a row are absent.
    """
    timed = (
        with_days_used(rows.order_by(), calendar)
        .annotate(
            group_key=F(key) if isinstance(key, str) else key,
            last_allowed=F("procedure__working_days"),
        )
        .values_list("group_key", "days_used", "last_allowed", "procedure_id", "received_on")
    )
    try:
        sql, parameters = timed.query.sql_with_params()
    except EmptyResultSet:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_SUMMARY.format(rows=sql, former=render("former_terms")), parameters)
        return {row[0]: Times(*row[1:]) for row in cursor.fetchall()}
