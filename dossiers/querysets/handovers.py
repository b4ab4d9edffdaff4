"""Handovers of dossiers, and who held which."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from django.db.models import Count, F, Q

from agencies.querysets import AgencyQuerySet, ScopedQuerySet
from dossiers.codes import Status


class HandoverQuerySet(ScopedQuerySet):
    """A handover is seen by both sides, and made by those who reach the ended agency."""

    agency_path = "predecessor"

    def of_agencies(self, agencies: AgencyQuerySet | Iterable[int]) -> Self:
        return self.filter(Q(predecessor__in=agencies) | Q(successor__in=agencies))

    def with_pending(self) -> Self:
        """Annotates ``pending``: how many of its dossiers form II.06 counts as handed over, because
        they were being settled on the day before."""
        taken = Q(holdings__since=F("on"), holdings__dossier__received_on__lt=F("on"))
        told = ~Q(holdings__dossier__status__in=Status.not_received())
        return self.annotate(pending=Count("holdings", filter=taken & told))


class HoldingQuerySet(ScopedQuerySet):
    agency_path = "agency"

    def current(self) -> Self:
        """The last holding of each dossier."""
        return self.filter(until=None)
