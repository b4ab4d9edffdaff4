"""Tasks likely to be late on a day, in SQL: the rules of ``tasks.risk``."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db.models import (
    Case,
    Count,
    DateField,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from agencies.querysets import ScopedQuerySet
from tasks import risk, standing
from tasks.states import Progress


class RiskQuerySet(ScopedQuerySet):
    """The methods of ``TaskQuerySet`` about risk. All build on ``standing``."""

    def with_risk(self) -> Self:
        """Annotates ``last_reported_on``, as of the day, None where nobody reported: with
        ``with_progress`` and ``with_percent`` all that ``tasks.risk.of_task`` needs."""
        return self.annotate(last_reported_on=Subquery(_days()))

    def at_risk(self) -> Self:
        """The rows behind the figure ``at_risk``.

        The subqueries run only for open tasks far enough in their time.
        """
        limit = risk.limits()
        used, day = _time_used(), F("as_of_day")
        silence = ExpressionWrapper(
            day - Value(dt.timedelta(days=limit.silence)), output_field=DateField()
        )
        looked_at = (
            self.filter(due_on__gte=day)
            .exclude(deadline_kind__in=risk.NOT_TOLD)
            .exclude(standing.IS_DONE)
            .exclude(standing.IS_STOPPED)
            .alias(time_used=used, course_progress=standing.progress())
            .filter(time_used__gte=limit.time_share)
            .exclude(course_progress=Progress.SUBMITTED)
        )
        return looked_at.alias(
            work=Coalesce(Subquery(percents()), 0),
            heard=Coalesce(Subquery(_days()), "assigned_on"),
        ).filter(Q(work__lte=F("time_used") - limit.lag) | Q(heard__lte=silence))

    def risk_counts(self, by: str) -> dict[Any, int]:
        """How many of the rows are at risk for each value of ``by``, in one query."""
        rows = (
            self.at_risk().order_by().values_list(standing.of_the_day(by)).annotate(n=Count("pk"))
        )
        return dict(rows)


def _time_used() -> Case:
    """``tasks.risk.time_used`` in SQL: whole days, integer division."""
    gone = standing.days_between(F("as_of_day"), F("assigned_on"))
    given = standing.days_between(F("due_on"), F("assigned_on"))
    return Case(
        When(due_on__lte=F("assigned_on"), then=Value(100)),
        default=ExpressionWrapper(Value(100) * gone / given, output_field=IntegerField()),
        output_field=IntegerField(),
    )


def reports() -> QuerySet[Any]:
    """Reports on the outer task known on its day, the last first."""
    from tasks.models import TaskUpdate  # noqa: PLC0415 -- models import querysets

    return TaskUpdate.objects.filter(
        task=OuterRef("pk"), reported_on__lte=OuterRef("as_of_day")
    ).order_by("-reported_on", "-pk")


def percents() -> QuerySet[Any]:
    return reports().filter(percent__isnull=False).values("percent")[:1]


def _days() -> QuerySet[Any]:
    return reports().values("reported_on")[:1]
