"""By whose organisation dossiers are counted: that of each day, or that of one day.

A dossier keeps the agency that its row names. Who *held* it on a day follows from there: the
successions of that agency (``agencies.lineage``), or, for a dossier that was handed over by name,
its holdings. As was: what happens on a day counts for whoever held the dossier on that day. As now:
everything counts for whoever holds it on one day, mostly today.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Exists

from agencies.lineage import FIELDS, Lineage, Row, Stretch, at, clipped
from agencies.models import AgencySuccession
from dossiers.models import DossierHolding

#: Values of ``?structure=``.
THEN, NOW = "then", "now"
ONE_DAY = dt.timedelta(days=1)


class Part(NamedTuple):
    """The days of a span on which ``agency`` held some dossiers, both included.

    ``is_start``: the span begins with it, so that what was pending before is carried over, not
    taken over. ``is_end``: the span ends with it, so that what is left is pending, not handed over.
    """

    agency: int
    first: dt.date
    last: dt.date
    is_start: bool
    is_end: bool


@dataclass(frozen=True)
class Structure:
    """``now`` None: as was. ``has_handovers``: whether any dossier was handed over by name."""

    lineage: Lineage = field(default_factory=Lineage)
    has_handovers: bool = False
    now: dt.date | None = None

    @property
    def is_plain(self) -> bool:
        """Whether every dossier is held by the agency of its row, on every day."""
        return not self.lineage.steps and not self.has_handovers

    def path(
        self, agency: int, since: dt.date | None = None, until: dt.date | None = None
    ) -> list[Stretch]:
        """For whom count the dossiers that ``agency`` held from ``since`` to ``until``."""
        path = self.lineage.path(agency)
        if self.now is None:
            return list(clipped(path, since, until))
        held_now = list(clipped([Stretch(agency)], since, until))
        if not held_now or not _holds(held_now[0], self.now):
            return []
        return [Stretch(at(path, self.now))]

    def parts(self, path: Iterable[Stretch], first: dt.date, last: dt.date) -> list[Part]:
        """``path`` within a span."""
        return [
            Part(agency, begin, end, begin == first, end == last)
            for agency, begin, end in clipped(path, first, last)
            if begin is not None and end is not None
        ]

    def sources(self, agencies: Iterable[int]) -> list[int]:
        """The agencies whose dossiers ``agencies`` hold on some day, in the order of their ids."""
        wanted = set(agencies)
        if self.now is None:
            return sorted(self.lineage.sources(wanted))
        return sorted(
            source
            for source in self.lineage.sources(wanted)
            if self.lineage.holder(source, self.now) in wanted
        )


def load(now: dt.date | None = None) -> Structure:
    """The structure of all agencies; as of day ``now``, or as was. One query.

    A handover cannot be without the succession that it follows from: where there is none, no
    dossier was handed over.
    """
    rows = (
        AgencySuccession.objects.order_by("on", "pk")
        .annotate(any_handed=Exists(DossierHolding.objects.all()))
        .values_list(*FIELDS, "any_handed")
    )
    found = list(rows)
    lineage = Lineage.of(Row(*row[:-1]) for row in found)
    return Structure(lineage, any(row[-1] for row in found[:1]), now)


def _holds(stretch: Stretch, on: dt.date) -> bool:
    begun = stretch.first is None or stretch.first <= on
    return begun and (stretch.last is None or on <= stretch.last)
