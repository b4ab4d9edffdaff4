"""Returns on form II.06 and their steps."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db.models import Q

from agencies.querysets import ScopedQuerySet

_OPEN = ("draft", "submitted", "confirmed")


class ReturnQuerySet(ScopedQuerySet):
    agency_path = "agency"

    def in_force(self) -> Self:
        """The one return that counts for each period, agency, role and sector, and the one
        aggregate beside it.

        The published one; where none is, the one that is being written, sent or confirmed.
        A correction counts from its publication.
        """
        return self.exclude(status="superseded").exclude(
            Q(status__in=_OPEN, replaces__status="published")
        )

    def versions_of(self, row: Any) -> Self:
        """All versions of a return, the first one first."""
        return self.filter(
            period=row.period_id,
            agency=row.agency_id,
            agency_role=row.agency_role,
            sector=row.sector_id,
            is_aggregate=row.is_aggregate,
        ).order_by("version")

    def of_period(self, period: Any) -> Self:
        return self.filter(period=period)

    def just_before(self, first: dt.date) -> Self:
        """Returns in force for periods that end on the day before ``first``."""
        return self.in_force().filter(period__date_to=first - dt.timedelta(days=1))


class ReturnStepQuerySet(ScopedQuerySet):
    agency_path = "report__agency"
