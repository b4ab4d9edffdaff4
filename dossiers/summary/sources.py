"""Forms beside what the list of dossiers counts, for many agencies and periods at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from agencies.models import Agency
from agencies.querysets import AgencyQuerySet
from dossiers import ledger
from dossiers.columns import Columns, add_up
from dossiers.models import Dossier, Return, ReturnFollowUp
from dossiers.sources import RULE, Told
from dossiers.summary.reported import sent, steps_of
from reporting.models import Acceptance, Period

Span = tuple[dt.date, dt.date]
Slot = tuple[int, int, int | None]
#: A form that counts, and the day on which it was sent.
Sent = tuple[Return, dt.date]


def forms(agencies: AgencyQuerySet, on: dt.date, *, period: Period | None = None) -> list[Sent]:
    """The forms by resolving agency in force that had been sent by day ``on``, newest period first.

    Two queries, whatever their number.
    """
    rows = (
        Return.objects.in_force()
        .of_agencies(agencies.order_by())
        .filter(agency_role=Return.AgencyRole.RESOLVING)
        .exclude(status=Return.Status.DRAFT)
        .select_related("agency", "period", "sector")
    )
    if period is not None:
        rows = rows.of_period(period)
    order = ("-period__date_to", "period", "agency__sort_key", "agency__code", "sector__name", "pk")
    found = list(rows.order_by(*order))
    steps = steps_of(row.pk for row in found) if found else {}
    days = ((row, sent(row, steps.get(row.pk, []), on)) for row in found)
    return [(row, day) for row, day in days if day is not None]


def counted(rows: Collection[Return]) -> dict[int, Columns]:
    """The list's numbers for each form (by id), over the whole of its period.

    One query of the ledger for all forms over all sectors; one of the rows per period that has
    forms by sector; one of the tree where a form takes in the agencies below.
    """
    below = _branches(rows)
    whole = [row for row in rows if row.sector_id is None]
    spans = {_span(row) for row in whole}
    ids = {pk for row in whole for pk in below[row.pk]}
    told = ledger.agency_spans(ids, sorted(spans)) if ids else {}
    found = {
        row.pk: add_up(told.get((pk, _span(row)), Columns()) for pk in below[row.pk])
        for row in whole
    }
    return found | _by_sector([row for row in rows if row.sector_id is not None], below)


def _span(row: Return) -> Span:
    return row.period.date_from, row.period.date_to


def _by_sector(rows: Sequence[Return], below: dict[int, list[int]]) -> dict[int, Columns]:
    groups: dict[Span, list[Return]] = defaultdict(list)
    for row in rows:
        groups[_span(row)].append(row)
    found = {}
    for span, members in groups.items():
        ids = {pk for row in members for pk in below[row.pk]}
        dossiers = Dossier.objects.of_agencies(ids).filter(
            procedure__sector__in={row.sector_id for row in members}
        )
        told = dossiers.columns_by(*span, "resolving_agency", "procedure__sector")
        for row in members:
            parts = [told.get((pk, row.sector_id), Columns()) for pk in below[row.pk]]
            found[row.pk] = add_up(parts)
    return found


def _branches(rows: Iterable[Return]) -> dict[int, list[int]]:
    """The agencies (ids) whose dossiers a form (id) counts: its own, or its branch."""
    every = list(rows)
    below: dict[int | None, list[int]] = defaultdict(list)
    if any(row.is_aggregate for row in every):
        placed: Any = Agency.objects.with_last_parent().order_by().only("pk")
        for agency in placed:
            below[agency.parent_id_last].append(agency.pk)

    def branch(pk: int) -> list[int]:
        return [pk, *(each for child in below[pk] for each in branch(child))]

    return {row.pk: branch(row.agency_id) if row.is_aggregate else [row.agency_id] for row in every}


def told_of(found: Sequence[Sent], *, known: dict[int, Columns] | None = None) -> list[Told]:
    """Forms with everything that is known of their differences. ``known``: numbers of the list
    by form, where they are at hand. Two queries besides those of ``counted``."""
    if not found:
        return []
    rows = [row for row, _day in found]
    columns = counted(rows) if known is None else known
    follow_ups = _follow_ups(rows)
    accepted = _accepted(rows)
    return [
        Told(row, columns[row.pk], day, follow_ups.get(_slot(row)), accepted.get(row.pk))
        for row, day in found
    ]


def _slot(row: Return) -> Slot:
    """What versions of one form share."""
    return row.period_id, row.agency_id, row.sector_id


def _follow_ups(rows: Sequence[Return]) -> dict[Slot, ReturnFollowUp]:
    """The newest follow-up of each form: a correction goes on with that of its old version."""
    found = ReturnFollowUp.objects.filter(
        report__period__in={row.period_id for row in rows},
        report__agency__in={row.agency_id for row in rows},
        report__agency_role=Return.AgencyRole.RESOLVING,
    )
    newest_last = found.select_related("report", "owner").order_by("report__version", "pk")
    return {_slot(one.report): one for one in newest_last}


def _accepted(rows: Sequence[Return]) -> dict[int, dict[str, Acceptance]]:
    """Acceptances of differences by form and column, the latest of each."""
    found: dict[int, dict[str, Acceptance]] = defaultdict(dict)
    ids = [row.pk for row in rows]
    kept: Any = Acceptance.objects.of(Return, ids).filter(rules=[RULE])
    for one in kept:
        found[one.object_id][one.group] = one
    return found
