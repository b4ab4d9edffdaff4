"""What a return is compared with beside itself: D5, D6, D10 and D11, for many returns at once.

The cost is a fixed number of queries for any number of returns: successions, the other returns,
and, where one is an aggregate, who stands below it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from dossiers.models import Return
from dossiers.returns.branches import Branches
from dossiers.returns.stocks import Series, Stocks, successions_of, wanted_for_stocks
from reporting.checks import ChangeRule, CompareRule, Relation, Rule, Severity
from reporting.models import Period

_NEW = ("online", "direct_postal")


class Neighbours:
    """The rules that the returns ``rows`` owe to others; agency and period must be at hand."""

    def __init__(self, rows: Collection[Return]) -> None:
        self._others: dict[tuple[int, Series], list[Return]] = defaultdict(list)
        self._stocks: Stocks | None = None
        self._branches: Branches | None = None
        if not rows:
            return
        periods = list({row.period_id: row.period for row in rows}.values())
        successions = successions_of(periods)
        agencies = {row.agency_id for row in rows}
        others = list(_others(agencies | successions.predecessors(agencies), periods))
        for row in others:
            self._others[row.agency_id, Series.of(row)].append(row)
        self._stocks = Stocks(successions, others)
        if aggregates := [row for row in rows if row.is_aggregate]:
            self._branches = Branches(aggregates)

    def rules(self, row: Return) -> tuple[Rule, ...]:
        """D5, D6 and D11 as far as there is something to compare with."""
        return (*self._stock(row), *self._cumulative(row), *self._children(row))

    def apart(self, row: Return) -> tuple[Rule, ...]:
        """D10, where the same period of the year before was reported."""
        period = row.period
        for other in self._same_series(row):
            before = other.period
            same = (before.kind, before.index, before.year)
            if same == (period.kind, period.index, period.year - 1):
                return (_change(other),)
        return ()

    def _stock(self, row: Return) -> Iterator[Rule]:
        if self._stocks is None:
            return
        found = self._stocks.before(row.agency, row.period, Series.of(row))
        if found is not None:
            yield _equals("D6", ("carried_over",), found.value, found.source)

    def _cumulative(self, row: Return) -> Iterator[Rule]:
        """A period that began on the same day and ended earlier is part of this one."""
        period = row.period
        parts = [
            other
            for other in self._same_series(row)
            if other.period.date_from == period.date_from and other.period.date_to < period.date_to
        ]
        if not parts:
            return
        part = max(parts, key=lambda other: (other.period.date_to, other.pk))
        words = {"period": part.period}
        if part.carried_over is not None:
            source = _("cột 6 của %(period)s") % words
            yield _equals("D11", ("carried_over",), part.carried_over, source)
        if part.online is not None and part.direct_postal is not None:
            yield CompareRule(
                "D11",
                Severity.WARNING,
                _NEW,
                Relation.AT_LEAST,
                other=part.online + part.direct_postal,
                words=_("cột 4 + 5 của %(period)s") % words,
            )

    def _children(self, row: Return) -> Iterator[Rule]:
        below = self._branches.below(row) if self._branches and row.is_aggregate else None
        if below is None:
            return
        for key in Return.COLUMNS:
            if (total := below.total(key)) is not None:
                yield CompareRule(
                    "D5", Severity.WARNING, (key,), below.relation, other=total, words=below.words
                )

    def _same_series(self, row: Return) -> Sequence[Return]:
        return self._others.get((row.agency_id, Series.of(row)), [])


def _others(agencies: Collection[int], periods: Sequence[Period]) -> Iterable[Return]:
    wanted = wanted_for_stocks(periods)
    wanted |= Q(period__date_from__in={period.date_from for period in periods})
    for kind, year, index in {(period.kind, period.year, period.index) for period in periods}:
        wanted |= Q(period__kind=kind, period__year=year - 1, period__index=index)
    rows = Return.objects.in_force().filter(wanted, agency__in=agencies)
    return rows.select_related("agency", "period").order_by("pk")


def _equals(id_: str, keys: tuple[str, ...], value: int, words: str) -> Rule:
    return CompareRule(id_, Severity.WARNING, keys, Relation.EQUAL, other=value, words=words)


def _change(before: Return) -> Rule:
    stated = before.stated()
    return ChangeRule(
        "D10",
        Severity.WARNING,
        tuple((key, stated[key]) for key in Return.COLUMNS if key in stated),
        str(before.period),
        settings.DOSSIERS_CHANGE_PERCENT,
        settings.DOSSIERS_CHANGE_TIMES,
        settings.DOSSIERS_CHANGE_FROM,
    )
