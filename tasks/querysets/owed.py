"""What a lead still owes besides results: deadlines asked for or moved, conclusions not met."""

from __future__ import annotations

from typing import Any, Self

from django.db.models import Exists, OuterRef, Q, QuerySet

from agencies.querysets import ScopedQuerySet
from tasks import standing


class OwedQuerySet(ScopedQuerySet):
    """Methods of ``TaskQuerySet``. All build on ``standing``."""

    def extension_pending(self) -> Self:
        """Tasks whose lead has asked for a later deadline and had no answer by the day."""
        return self.filter(Exists(_requests()))

    def extended(self) -> Self:
        """Tasks whose deadline was moved at least once by the day."""
        with_times: Self = self.with_extensions()  # type: ignore[attr-defined]
        return with_times.filter(extensions_then__gt=0)

    def concluded_open(self) -> Self:
        """Tasks that a meeting's conclusion started and that are not completed."""
        return self.filter(conclusion__isnull=False).exclude(standing.IS_DONE)


def _requests() -> QuerySet[Any]:
    from tasks.models import ExtensionRequest  # noqa: PLC0415 -- models import querysets

    unanswered = Q(answered_on=None) | Q(answered_on__gt=OuterRef("as_of_day"))
    return ExtensionRequest.objects.filter(
        unanswered, task=OuterRef("pk"), requested_on__lte=OuterRef("as_of_day")
    )
