"""Returned and withdrawn dossiers by who held them, where they are kept out of column 9."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from django.db.models import Count, F

from agencies.lineage import at
from dossiers.codes import Status
from dossiers.columns import Columns
from dossiers.models import Dossier, DossierHolding
from dossiers.querysets import Apart, DossierQuerySet
from dossiers.structure import Structure

_FIELDS = {Status.STOPPED: "returned", Status.WITHDRAWN: "withdrawn"}


def apart_by_holder(
    structure: Structure,
    sources: Collection[int],
    span: tuple[dt.date, dt.date],
    channels: Collection[int],
) -> dict[int, Apart]:
    """Closed without a result within ``span``, by who held the dossier on that day.

    ``sources`` are the agencies that the rows name; dossiers handed over by name come besides.
    """
    rows: DossierQuerySet = Dossier.objects.of_channels(channels).filter(
        status__in=Status.without_result(), resolved_on__range=span
    )
    found: dict[int, Apart] = defaultdict(Apart)
    named = rows.filter(resolving_agency__in=sources)
    if structure.has_handovers:
        handed = DossierHolding.objects.order_by().values("dossier")
        named = named.exclude(pk__in=handed)
        held = rows.annotate(
            holder=F("holdings__agency"),
            since=F("holdings__since"),
            until=F("holdings__until"),
        ).exclude(holder=None)
        _add(found, structure, held, "holder", "since", "until")
    _add(found, structure, named, "resolving_agency")
    return dict(found)


def apart_moved(
    structure: Structure, span: tuple[dt.date, dt.date], channels: Collection[int]
) -> Iterator[tuple[int, int, str, Apart]]:
    """What handovers by name move between keys of ledger B: taken off the agency of the row,
    put to the holder. Rows of agency, sector, online kind and a difference. Two queries."""
    rows = (
        Dossier.objects.of_channels(channels)
        .filter(status__in=Status.without_result(), resolved_on__range=span)
        .exclude(holdings=None)
        .order_by()
    )
    key = ("procedure__sector", "procedure__online_kind", "status")
    named = rows.values_list("resolving_agency", *key)
    for agency, sector, kind, status, count in named.annotate(count=Count("pk", distinct=True)):
        yield agency, sector, kind, Apart(**{_FIELDS[Status(status)]: -count})
    claim = ("holdings__agency", "holdings__since", "holdings__until")
    held = rows.values_list(*claim, "resolved_on", *key).annotate(count=Count("pk"))
    for agency, since, until, day, sector, kind, status, count in held:
        try:
            holder = at(structure.path(agency, since, until), day)
        except LookupError:
            continue
        yield holder, sector, kind, Apart(**{_FIELDS[Status(status)]: count})


def without(columns: Columns, apart: Apart) -> Columns:
    """``columns`` with what is kept apart taken out of column 9."""
    return replace(
        columns,
        resolved_on_time=columns.resolved_on_time - sum(apart),
        returned=apart.returned,
        withdrawn=apart.withdrawn,
    )


def _add(found: dict[int, Apart], structure: Structure, rows: Any, *claim: str) -> None:
    grouped = rows.order_by().values_list(*claim, "resolved_on", "status")
    for *held, day, status, count in grouped.annotate(count=Count("pk")):
        try:
            holder = at(structure.path(*held), day)
        except LookupError:
            continue
        name = _FIELDS[Status(status)]
        found[holder] = found[holder]._replace(**{name: getattr(found[holder], name) + count})
