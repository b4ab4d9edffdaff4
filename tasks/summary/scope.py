"""Which tasks a summary speaks of, and the URL filters that name the same tasks."""

from __future__ import annotations

from django.db.models import Case, F, QuerySet, When

from agencies.models import Agency
from reporting.selection import Selection
from tasks.models import Programme
from tasks.querysets import TaskQuerySet

Filters = dict[str, str | int | None]


def programmes() -> QuerySet[Programme]:
    """All programmes: the plan first, then as the kinds are declared, the newest first."""
    place = Case(*(When(kind=kind, then=at) for at, kind in enumerate(Programme.Kind)))
    return Programme.objects.order_by(place, F("year").desc(nulls_last=True), "code")


def default_programme(selection: Selection) -> Programme | None:
    """The plan of the period's year, else the newest plan; None where there is no plan."""
    plans = Programme.objects.filter(kind=Programme.Kind.PLAN)
    year = selection.period.year
    return plans.filter(year=year).first() or plans.order_by("-year", "code").first()


def narrowed(
    tasks: TaskQuerySet, programme: Programme | None, agency: Agency | None = None
) -> tuple[TaskQuerySet, Filters]:
    """Tasks of ``programme`` led by ``agency`` or below it, and the filters of their list."""
    filters: Filters = {}
    if programme is not None:
        tasks = tasks.filter(programme=programme)
        filters["programme"] = programme.code
    if agency is not None:
        tasks = tasks.led_by(Agency.objects.branch([agency.pk]))
        filters["agency"] = agency.code
    return tasks, filters
