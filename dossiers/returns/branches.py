"""Aggregate returns beside those of the agencies below (rule D5).

An aggregate holds the own return of its agency and, of each agency placed directly below on the
last day of the period, the aggregate or else the own return. Aggregates are compared with that
sum and never added to it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import ngettext

from agencies.models import Agency, AgencyPlacement
from agencies.querysets import is_valid_on
from dossiers.models import Return
from dossiers.returns.settled import not_asked
from reporting.checks import Relation
from reporting.numbers import number


@dataclass(frozen=True)
class Below:
    """The returns that an aggregate holds. ``is_whole``: nobody who owes one is silent."""

    own: Return | None
    children: Sequence[Return]
    is_whole: bool

    @property
    def relation(self) -> Relation:
        """While one is missing the aggregate is only known to be no less than the others."""
        return Relation.EQUAL if self.is_whole else Relation.AT_LEAST

    @property
    def words(self) -> str:
        count = len(self.children)
        text = ngettext(
            "tổng %(n)s đơn vị trực thuộc đã báo cáo",
            "tổng %(n)s đơn vị trực thuộc đã báo cáo",
            count,
        )
        return text % {"n": number(count)}

    def total(self, key: str) -> int | None:
        """Of one column; None where a return neither tells it nor the parts of it."""
        rows = [*self.children, *([self.own] if self.own else [])]
        values = [row.completed()[key] for row in rows]
        known = [value for value in values if value is not None]
        return sum(known) if rows and len(known) == len(rows) else None


class Branches:
    """What stands below each of ``aggregates``. Two queries."""

    def __init__(self, aggregates: Collection[Return]) -> None:
        parents = {row.agency_id for row in aggregates}
        placed = AgencyPlacement.objects.filter(parent__in=parents)
        self._placed = list(placed.select_related("agency"))
        agencies = parents | {placement.agency_id for placement in self._placed}
        periods = {row.period_id for row in aggregates}
        rows = Return.objects.in_force().filter(period__in=periods, agency__in=agencies)
        self._returns = {_key(row): row for row in rows}

    def below(self, row: Return) -> Below | None:
        """None where no agency below has reported."""
        agencies = self._children(row)
        found = {agency.pk: self._of(agency.pk, row) for agency in agencies}
        children = [child for child in found.values() if child is not None]
        if not children:
            return None
        own = self._returns.get(
            (row.period_id, row.agency_id, row.agency_role, row.sector_id, False)
        )
        silent = [
            agency
            for agency in agencies
            if found[agency.pk] is None and agency.kind not in not_asked()
        ]
        is_own_known = own is not None or row.agency.kind in not_asked()
        return Below(own, children, is_whole=is_own_known and not silent)

    def _children(self, row: Return) -> list[Agency]:
        on = row.period.date_to
        return [
            placement.agency
            for placement in self._placed
            if placement.parent_id == row.agency_id
            and is_valid_on(placement, on)
            and is_valid_on(placement.agency, on)
        ]

    def _of(self, agency: int, row: Return) -> Return | None:
        place = (row.period_id, agency, row.agency_role, row.sector_id)
        return self._returns.get((*place, True)) or self._returns.get((*place, False))


def _key(row: Return) -> tuple[int, int, str, int | None, bool]:
    return (row.period_id, row.agency_id, row.agency_role, row.sector_id, row.is_aggregate)
