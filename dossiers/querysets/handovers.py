"""Handovers of dossiers, and who held which."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from django.db.models import Q

from agencies.querysets import AgencyQuerySet, ScopedQuerySet


class HandoverQuerySet(ScopedQuerySet):
    """A handover is seen by both sides, and made by those who reach the ended agency."""

    agency_path = "predecessor"

    def of_agencies(self, agencies: AgencyQuerySet | Iterable[int]) -> Self:
        return self.filter(Q(predecessor__in=agencies) | Q(successor__in=agencies))


class HoldingQuerySet(ScopedQuerySet):
    agency_path = "agency"

    def current(self) -> Self:
        """The last holding of each dossier."""
        return self.filter(until=None)
