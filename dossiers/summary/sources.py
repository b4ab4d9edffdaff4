"""Forms beside what the list of dossiers counts, for many agencies and periods at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from agencies.querysets import AgencyQuerySet
from dossiers import ledger
from dossiers.columns import Columns
from dossiers.models import Dossier, Return, ReturnFollowUp
from dossiers.sources.differences import NO_GAPS, RULE, Gaps, Told, counted_gaps, differing
from dossiers.structure import Structure, load
from dossiers.structure.held_rows import behind_of, rows_of
from dossiers.summary.reported import is_published, sent, status_on, steps_of
from reporting.models import Acceptance, Period
from reporting.selection import Selection

Span = tuple[dt.date, dt.date]
Slot = tuple[int, int, int | None]
#: A form that counts, and the day on which it was sent.
Sent = tuple[Return, dt.date]


def forms(agencies: AgencyQuerySet, on: dt.date, *, period: Period | None = None) -> list[Sent]:
    """The forms by resolving agency that stood on day ``on``, newest period first.

    Of several versions the one in force then: the latest published by that day, else the one sent
    by then. Each has the status of that day, and its numbers as they are now: for reading, never
    to be saved. Without those that take in the agencies below: a list of dossiers counts an
    agency's own.
    Two queries, whatever their number.
    """
    rows = (
        Return.objects.of_agencies(agencies.order_by())
        .filter(agency_role=Return.AgencyRole.RESOLVING, is_aggregate=False)
        .select_related("agency", "period", "sector")
    )
    if period is not None:
        rows = rows.of_period(period)
    order = (
        "-period__date_to",
        "period",
        "agency__sort_key",
        "agency__code",
        "sector__sort_key",
        "pk",
    )
    found = list(rows.order_by(*order))
    steps = steps_of(row.pk for row in found)
    standing: dict[Slot, tuple[bool, int, int]] = {}
    told: dict[int, Sent] = {}
    for row in found:
        taken = steps[row.pk]
        if (day := sent(row, taken, on)) is None:
            continue
        rank = (is_published(row, taken, on), row.version, row.pk)
        row.status = status_on(row, taken, on)
        told[row.pk] = (row, day)
        standing[_slot(row)] = max(standing.get(_slot(row), rank), rank)
    shown = {pk for _published, _version, pk in standing.values()}
    return [told[row.pk] for row in found if row.pk in shown]


def counted(rows: Collection[Return]) -> dict[int, Columns]:
    """The list's numbers for each form (by id), over the whole of its period.

    One query of the ledger for all forms over all sectors; one of the rows per period that has
    forms by sector, and where agencies gave way to others one per agency of these.
    """
    whole = [row for row in rows if row.sector_id is None]
    spans = {_span(row) for row in whole}
    ids = {row.agency_id for row in whole}
    told = ledger.agency_spans(ids, sorted(spans)) if ids else {}
    found = {row.pk: told.get((row.agency_id, _span(row)), Columns()) for row in whole}
    return found | _by_sector([row for row in rows if row.sector_id is not None])


def _span(row: Return) -> Span:
    return row.period.date_from, row.period.date_to


def _by_sector(rows: Sequence[Return]) -> dict[int, Columns]:
    if not rows:
        return {}
    structure = load()
    groups: dict[Span, list[Return]] = defaultdict(list)
    for row in rows:
        groups[_span(row)].append(row)
    found = {}
    for span, members in groups.items():
        told = _of_sectors(members, span, structure)
        for row in members:
            found[row.pk] = told.get((row.agency_id, row.sector_id), Columns())
    return found


def _of_sectors(
    members: Sequence[Return], span: Span, structure: Structure
) -> dict[tuple[Any, ...], Columns]:
    """By agency and sector, as each agency held the dossiers."""
    agencies = {row.agency_id for row in members}
    dossiers = Dossier.objects.filter(procedure__sector__in={row.sector_id for row in members})
    if structure.is_plain:
        rows = dossiers.of_agencies(agencies)
        return dict(rows.columns_by(*span, "resolving_agency", "procedure__sector"))
    return {
        (agency, sector): columns
        for agency in agencies
        for (sector,), columns in rows_of(dossiers, structure, [agency])
        .columns_by(*span, "procedure__sector", behind=behind_of(structure, [agency]))
        .items()
    }


def told_of(found: Sequence[Sent]) -> list[Told]:
    """Forms with everything that is known of their differences. Two queries besides those of
    ``counted``."""
    if not found:
        return []
    rows = [row for row, _day in found]
    columns = counted(rows)
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
        report__is_aggregate=False,
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


def differing_columns(rows: Sequence[Return], columns: Mapping[int, Columns]) -> dict[int, Gaps]:
    """How many cells differ, by agency id; ``columns`` are the list's numbers by form id.

    One query for what was accepted, none where nothing differs.
    """
    unequal = [(row, cells) for row in rows if (cells := differing(row, columns[row.pk]))]
    accepted = _accepted([row for row, _cells in unequal]) if unequal else {}
    found: dict[int, Gaps] = {}
    for row, cells in unequal:
        gaps = counted_gaps(cells, accepted.get(row.pk))
        found[row.agency_id] = found.get(row.agency_id, NO_GAPS) + gaps
    return found


def marks(
    agencies: AgencyQuerySet,
    selection: Selection,
    columns: Mapping[int, Columns],
    filters: Mapping[str, str],
) -> dict[int, Gaps]:
    """How many cells of each agency (id) differ from ``columns``, its numbers of the list.

    Nothing is marked where these are not of the whole period, or of some channels only. Forms by
    sector are left to the page of comparison. Three queries at most, one where no form was sent.
    """
    is_whole = selection.until == selection.period.date_to and "channel" not in filters
    if not is_whole:
        return {}
    found = forms(agencies, selection.as_of, period=selection.period)
    whole = [row for row, _day in found if row.sector_id is None]
    known = {row.pk: columns.get(row.agency_id, Columns()) for row in whole}
    return differing_columns(whole, known)
