"""Which dossiers stand behind a column of form II.06 of some agencies, by who held them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import reduce
from operator import or_

from django.db.models import (
    BigIntegerField,
    Case,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Least

from agencies.lineage import Stretch
from dossiers.conditions import behind, is_pending
from dossiers.models import DossierHolding
from dossiers.querysets import DossierQuerySet
from dossiers.structure import ONE_DAY, Part, Structure
from dossiers.structure.handed import Claim, claims

#: Columns that count a dossier for one of two reasons, each of its own day.
UNIONS = {
    "received_total": ("new_received", "carried_over"),
    "in_time_or_settled": ("resolved_early_on_time", "pending_in_time"),
    "late_or_overdue": ("resolved_overdue", "pending_overdue"),
    "due_total": ("resolved_total", "pending_overdue"),
}
NONE = Q(pk__in=[])


def held(
    structure: Structure, key: str, first: dt.date, last: dt.date, agencies: Collection[int]
) -> Q:
    """Exactly the dossiers that column ``key`` counts for ``agencies`` within a span.

    ``key`` is one of ``columns.KEYS`` or ``columns.MOVED``. Raises KeyError for any other. One
    query where dossiers were handed over by name.
    """

    def condition(path: Sequence[Stretch]) -> Q | None:
        parts = [p for p in structure.parts(path, first, last) if p.agency in agencies]
        return _any(_behind(key, part) for part in parts) if parts else None

    return _by_path(structure, agencies, condition)


def held_on(structure: Structure, day: dt.date, agencies: Collection[int]) -> Q:
    """The dossiers that ``agencies`` hold on ``day``, whatever has become of them."""

    def condition(path: Sequence[Stretch]) -> Q | None:
        return Q() if any(p.agency in agencies for p in structure.parts(path, day, day)) else None

    return _by_path(structure, agencies, condition)


def ever_held(structure: Structure, agencies: Collection[int]) -> Q:
    """The dossiers that ``agencies`` hold on some day."""

    def condition(path: Sequence[Stretch]) -> Q | None:
        return Q() if any(stretch.agency in agencies for stretch in path) else None

    return _by_path(structure, agencies, condition)


def behind_of(
    structure: Structure, agencies: Collection[int]
) -> Callable[[str, dt.date, dt.date], Q] | None:
    """``held`` for ``DossierQuerySet.columns_by``; None where the agency of the row tells all."""
    if structure.is_plain:
        return None
    chosen = frozenset(agencies)
    return lambda key, first, last: held(structure, key, first, last, chosen)


def rows_of(
    rows: DossierQuerySet, structure: Structure, agencies: Collection[int]
) -> DossierQuerySet:
    """Those of ``rows`` that ``agencies`` hold on some day."""
    # A list of ids, unlike a subquery, lets the index by agency be used.
    if structure.is_plain:
        return rows.of_agencies(list(agencies))
    return rows.filter(ever_held(structure, agencies))


def with_holder(rows: DossierQuerySet, structure: Structure, until: dt.date) -> DossierQuerySet:
    """Annotates ``holder``, the id of the agency that held the dossier on the day on which it was
    resolved, or on ``until`` where it was not by then."""
    if structure.is_plain:
        return rows.annotate(holder=F("resolving_agency"))
    rows = rows.annotate(counted_on=Coalesce(Least("resolved_on", Value(until)), Value(until)))
    named: Combinable = F("resolving_agency")
    if structure.has_handovers:
        holdings = DossierHolding.objects.order_by().filter(
            Q(since=None) | Q(since__lte=OuterRef("counted_on")),
            Q(until=None) | Q(until__gte=OuterRef("counted_on")),
            dossier=OuterRef("pk"),
        )
        named = Coalesce(
            Subquery(holdings.values("agency")[:1]),
            F("resolving_agency"),
            output_field=BigIntegerField(),
        )
    rows = rows.annotate(named_holder=named)
    steps = structure.lineage.steps
    return rows.annotate(
        holder=Case(
            *(
                When(Q(named_holder=source) & _within(stretch), then=Value(stretch.agency))
                for source in steps
                for stretch in structure.lineage.path(source)
            ),
            default=F("named_holder"),
            output_field=BigIntegerField(),
        )
    )


def _within(stretch: Stretch) -> Q:
    found = Q()
    if stretch.first is not None:
        found &= Q(counted_on__gte=stretch.first)
    if stretch.last is not None:
        found &= Q(counted_on__lte=stretch.last)
    return found


def _behind(key: str, part: Part) -> Q:
    if key in UNIONS:
        return _any(_behind(one, part) for one in UNIONS[key])
    if key == "handed_over":
        return NONE if part.is_end else is_pending(part.last)
    if key == "taken_over":
        return NONE if part.is_start else is_pending(part.first - ONE_DAY)
    if key == "carried_over" and not part.is_start:
        return NONE
    if key.startswith("pending") and not part.is_end:
        return NONE
    return behind(key, part.first, part.last)


def _any(conditions: Iterable[Q]) -> Q:
    return reduce(or_, (one for one in conditions if one != NONE), NONE)


def _by_path(
    structure: Structure,
    agencies: Collection[int],
    condition: Callable[[Sequence[Stretch]], Q | None],
) -> Q:
    """The dossiers whose path fulfils ``condition``; None is never.

    Agencies with the same condition go together, so that the query grows with the number of days
    on which holders change, not with that of agencies.
    """
    named: dict[str, tuple[Q, list[int]]] = {}
    for source in structure.sources(agencies):
        found = condition(structure.path(source))
        if found is not None:
            named.setdefault(repr(found), (found, []))[1].append(source)
    rows = _any(Q(resolving_agency__in=ids) & found for found, ids in named.values())
    if not structure.has_handovers:
        return rows
    handed = DossierHolding.objects.order_by().values("dossier")
    return (rows & ~Q(pk__in=handed)) | _any(_claimed(structure, condition))


def _claimed(
    structure: Structure, condition: Callable[[Sequence[Stretch]], Q | None]
) -> Iterator[Q]:
    groups: dict[str, tuple[Q, list[Claim]]] = {}
    for claim in claims().values():
        found = condition(structure.path(*claim))
        if found is not None:
            groups.setdefault(repr(found), (found, []))[1].append(claim)
    for found, some in groups.values():
        whose = _any(Q(agency=c.agency, since=c.since, until=c.until) for c in some)
        yield Q(pk__in=DossierHolding.objects.order_by().filter(whose).values("dossier")) & found
