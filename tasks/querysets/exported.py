"""What only a file tells of a task: proofs counted, the cause named in the last report."""

from __future__ import annotations

from typing import Any, Self

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from agencies.querysets import ScopedQuerySet
from tasks import standing
from tasks.querysets.checking import proofs


class ExportedQuerySet(ScopedQuerySet):
    """The methods of ``TaskQuerySet`` for exports. They build on ``standing``."""

    def with_proofs(self) -> Self:
        """Annotates ``proof_count``: documents of evidence issued by the day, as rule T6 counts."""
        counted = proofs().order_by().values("task").annotate(n=Count("pk")).values("n")
        return self.annotate(proof_count=Coalesce(Subquery(counted), 0))

    def with_days_past_original(self) -> Self:
        """Annotates ``days_past_original``: see ``standing``."""
        return self.annotate(days_past_original=standing.days_past_original())

    def with_last_cause(self) -> Self:
        """Annotates ``last_cause_group``, ``last_cause`` and ``last_cause_en``: the cause of
        delay in the newest report that names one by the day; None without."""
        causes = _causes()
        return self.annotate(
            last_cause_group=Subquery(causes.values("cause__group")[:1]),
            last_cause=Subquery(causes.values("cause__name")[:1]),
            last_cause_en=Subquery(causes.values("cause__name_en")[:1]),
        )


def _causes() -> QuerySet[Any]:
    from tasks.models import TaskUpdate  # noqa: PLC0415 -- models import querysets

    return TaskUpdate.objects.filter(
        task=OuterRef("pk"), cause__isnull=False, reported_on__lte=OuterRef("as_of_day")
    ).order_by("-reported_on", "-pk")
