"""Late dossiers: how late, why, and what was said to the applicant.

Counts are asked of rows that are few already: narrowed to a column of lateness, which partial
indexes hold, or to the next days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import NamedTuple, Self

from django.db import models
from django.db.models import Case, Count, Exists, OuterRef, Q, Value, When

from agencies.querysets import ScopedQuerySet
from dossiers.conditions import RUNS
from dossiers.late.ageing import Band

#: Instead of the code of a cause: none was named.
NO_CAUSE = "none"


class Aged(NamedTuple):
    """Late dossiers of one agency in one band (its place among the bands)."""

    agency: int
    band: int
    dossiers: int


class OfProcedure(NamedTuple):
    """Late dossiers of one procedure."""

    code: str
    name: str
    sector: str
    sector_name: str
    dossiers: int


class LatenessQuerySet(ScopedQuerySet):
    """``days_late`` is that of ``DossierQuerySet.with_timeliness``."""

    def in_band(self, band: Band) -> Self:
        found = self.filter(days_late__gte=band.first)
        return found if band.last is None else found.filter(days_late__lte=band.last)

    def caused_by(self, code: str) -> Self:
        """By the code of a cause, or those for which ``NO_CAUSE`` was named."""
        return (
            self.filter(delay_cause=None)
            if code == NO_CAUSE
            else self.filter(delay_cause__code=code)
        )

    def apologised(self, on: dt.date) -> Self:
        """With a letter of apology issued by day ``on``."""
        return self.filter(apology__issued_on__lte=on)

    def not_apologised(self, on: dt.date) -> Self:
        return self.filter(Q(apology=None) | Q(apology__issued_on__gt=on))

    def falling_due(self, first: dt.date, last: dt.date) -> Self:
        """Whose due day is one of these, both included, and whose clock runs."""
        return self.filter(RUNS, due_on__range=(first, last)).filter(
            Q(resolved_on=None, due_on__lte=last) | Q(resolved_on__gt=first)
        )

    def asked_again(self, first: dt.date, last: dt.date) -> Self:
        """For which a supplement was asked a second time, or more often, in these days."""
        requests = self.model._meta.get_field("supplements").related_model._default_manager
        earlier = requests.filter(dossier=OuterRef("dossier")).filter(
            Q(asked_on__lt=OuterRef("asked_on"))
            | Q(asked_on=OuterRef("asked_on"), pk__lt=OuterRef("pk"))
        )
        again = requests.filter(Exists(earlier), asked_on__range=(first, last))
        return self.filter(pk__in=again.order_by().values("dossier"))

    def promised_for(self, days: Collection[dt.date]) -> Self:
        """Open, and promised by others than this site for one of ``days`` (days off)."""
        return self.filter(resolved_on=None, is_due_computed=False, due_on__in=days)

    # Counts ---------------------------------------------------------------------------------------

    def by_agency_and_band(self, bands: Sequence[Band]) -> list[Aged]:
        """How many rows (with their ``holder``) each agency has in each band; those without one
        are absent."""
        rows = self.order_by().annotate(band=_place(bands))
        grouped = rows.values_list("holder", "band").annotate(count=Count("pk"))
        return [Aged(*row) for row in grouped]

    def by_procedure(self) -> list[OfProcedure]:
        procedure = ("procedure__code", "procedure__name")
        sector = ("procedure__sector__code", "procedure__sector__name")
        grouped = self.order_by().values_list(*procedure, *sector).annotate(count=Count("pk"))
        return [OfProcedure(*row) for row in grouped]

    def by_cause(self) -> dict[int | None, int]:
        """By the id of the cause; None: none was named."""
        grouped = self.order_by().values_list("delay_cause").annotate(count=Count("pk"))
        return dict(grouped)

    def by_agency(self) -> dict[int, int]:
        """How many rows each ``holder`` has."""
        return dict(self.order_by().values_list("holder").annotate(count=Count("pk")))


def _place(bands: Sequence[Band]) -> Case:
    """The place of a dossier's band, by its days late."""
    ends = [band.last for band in bands if band.last is not None]
    whens = [When(days_late__lte=end, then=Value(place)) for place, end in enumerate(ends)]
    return Case(*whens, default=Value(len(ends)), output_field=models.SmallIntegerField())
