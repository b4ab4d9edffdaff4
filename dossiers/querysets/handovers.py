"""Handovers of dossiers, and who held which."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from django.db.models import Count, F, Q

from agencies.querysets import AgencyQuerySet, ScopedQuerySet
from dossiers.codes import Status


def pending_before(on: Any, path: str = "") -> Q:
    """Of dossiers handed over on day ``on`` those that form II.06 counts so: on the day before they
    were being settled. ``on`` may be an expression; ``path`` leads to the dossier."""
    told = ~Q(**{f"{path}status__in": Status.not_received()})
    return Q(**{f"{path}received_on__lt": on}) & told


class HandoverQuerySet(ScopedQuerySet):
    """A handover is seen by both sides, and made by those who reach the ended agency."""

    agency_path = "predecessor"

    def of_agencies(self, agencies: AgencyQuerySet | Iterable[int]) -> Self:
        return self.filter(Q(predecessor__in=agencies) | Q(successor__in=agencies))

    def with_pending(self) -> Self:
        """Annotates ``pending``: how many of its dossiers were ``pending_before``."""
        pending = pending_before(F("on"), "holdings__dossier__")
        taken = Q(holdings__since=F("on"))
        return self.annotate(pending=Count("holdings", filter=taken & pending))


class HoldingQuerySet(ScopedQuerySet):
    agency_path = "agency"

    def current(self) -> Self:
        """The last holding of each dossier."""
        return self.filter(until=None)
