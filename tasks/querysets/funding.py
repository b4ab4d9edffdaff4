"""Tasks by their money: planned, allocated, spent, and which have gone beyond."""

from __future__ import annotations

from typing import Any, Self

from django.db.models import BigIntegerField, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from agencies.querysets import ScopedQuerySet
from tasks.money import KINDS


class BudgetQuerySet(ScopedQuerySet):
    """The methods of ``TaskQuerySet`` about money, in đồng. They build on ``standing``."""

    def with_budget(self) -> Self:
        """Annotates ``planned_dong``, ``allocated_dong`` and ``spent_dong``: sums of the amounts
        dated until the day, 0 without any."""
        return self.annotate(**_sums())

    def over_budget(self) -> Self:
        """Tasks with more spent than allocated, or more allocated than planned, by the day."""
        beyond = Q(spent_dong__gt=F("allocated_dong")) | Q(allocated_dong__gt=F("planned_dong"))
        return self.filter(pk__in=_funded().values("task")).alias(**_sums()).filter(beyond)


def _funded() -> QuerySet[Any]:
    from tasks.models import Funding  # noqa: PLC0415 -- models import querysets

    return Funding.objects.order_by()


def _sums() -> dict[str, Coalesce]:
    return {f"{kind}_dong": Coalesce(Subquery(_sum(kind)), 0) for kind in KINDS}


def _sum(kind: str) -> QuerySet[Any]:
    rows = _funded().filter(task=OuterRef("pk"), kind=kind, on__lte=OuterRef("as_of_day"))
    return (
        rows.values("task")
        .annotate(total=Sum("amount", output_field=BigIntegerField()))
        .values("total")
    )
