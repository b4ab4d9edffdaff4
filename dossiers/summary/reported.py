"""Who has reported: how each agency stands with its forms, and the figures of it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.utils import timezone

from agencies.models import Agency, AgencySuccession
from agencies.querysets import AgencyQuerySet
from dossiers.figures import REPORTS
from dossiers.links import reported_url
from dossiers.models import Return
from dossiers.models.returns import ReturnStep
from dossiers.reported.duties import SENT, Report, counts, first_sent_on, owes, sent_on
from reporting.figures import Figure, Link, computed
from reporting.models import Period
from reporting.selection import Selection

Key = tuple[int, int]


class _Form(NamedTuple):
    """A form of an agency for a period: when it was sent, None while it was not; ``first_on`` tells
    it also while the form is given back.

    ``place``: 0 over all sectors, 1 of one sector, 2 with the agencies below. The lowest counts.
    """

    place: int
    sent_on: dt.date | None
    first_on: dt.date | None
    version: int
    pk: int


def reports(
    agencies: AgencyQuerySet, periods: Sequence[Period], on: dt.date
) -> dict[int, list[Report]]:
    """Every report that ``agencies`` owe, by period id, in the order of ``agencies``.

    Counted is the form by resolving agency; forms by sector count where none over all sectors was
    sent, one that takes in the agencies below where nothing else was. Of several versions the
    first one sent decides whether it was in time: a correction is not late. Four queries for any
    number of agencies and periods, five where some ended.
    """
    rows = list(agencies)
    forms = _forms(agencies, periods, on)
    after = _successors(rows, periods)
    return {
        period.pk: [
            _report(agency, period, on, forms.get((period.pk, agency.pk), []), after)
            for agency in rows
            if owes(agency, period)
        ]
        for period in periods
    }


def _report(
    agency: Agency, period: Period, on: dt.date, forms: list[_Form], after: dict[int, str]
) -> Report:
    known = [form for form in forms if form.sent_on is not None] or forms
    best = min((form.place for form in known), default=0)
    counting = [form for form in known if form.place == best]
    shown = max(counting, key=lambda form: (form.version, -form.pk), default=None)
    ends = agency.valid_to is not None and agency.valid_to < period.date_to
    return Report(
        agency=agency,
        period=period,
        on=on,
        due_on=period.due_for(agency.level),
        sent_on=min((form.sent_on for form in counting if form.sent_on), default=None),
        form=shown.pk if shown else None,
        first_on=min((form.first_on for form in counting if form.first_on), default=None),
        successor=after.get(agency.pk, "") if ends else "",
    )


def _forms(
    agencies: AgencyQuerySet, periods: Sequence[Period], on: dt.date
) -> dict[Key, list[_Form]]:
    rows = Return.objects.of_agencies(agencies.order_by()).filter(
        period__in=[period.pk for period in periods], agency_role=Return.AgencyRole.RESOLVING
    )
    steps = steps_of(row.pk for row in rows)
    found: dict[Key, list[_Form]] = defaultdict(list)
    for row in rows:
        place = 2 if row.is_aggregate else int(row.sector_id is not None)
        first_on = first_sent_on(steps[row.pk], on)
        form = _Form(place, sent(row, steps[row.pk], on), first_on, row.version, row.pk)
        found[row.period_id, row.agency_id].append(form)
    return found


def steps_of(forms: Iterable[int]) -> defaultdict[int, list[tuple[str, dt.date]]]:
    """The steps of forms (ids) in the order in which they were taken. One query."""
    found: defaultdict[int, list[tuple[str, dt.date]]] = defaultdict(list)
    rows = ReturnStep.objects.filter(report__in=list(forms)).order_by("entered_at", "pk")
    for pk, status, day in rows.values_list("report", "status", "on"):
        found[pk].append((status, day))
    return found


def sent(row: Return, steps: Sequence[tuple[str, dt.date]], on: dt.date) -> dt.date | None:
    """The day on which ``row`` was sent; that of its entry where no step of it was kept."""
    if steps:
        return sent_on(steps, on)
    day = timezone.localdate(row.entered_at)
    is_sent = row.status in SENT or row.status == Return.Status.SUPERSEDED
    return day if is_sent and day <= on else None


def status_on(row: Return, steps: Sequence[tuple[str, dt.date]], on: dt.date) -> str:
    """The status that ``row`` had at the end of day ``on``: that of now after its last step."""
    until = [status for status, day in steps if day <= on]
    return until[-1] if until and len(until) < len(steps) else row.status


def is_published(row: Return, steps: Sequence[tuple[str, dt.date]], on: dt.date) -> bool:
    """Whether ``row`` had been published by day ``on``, replaced since or not."""
    return status_on(row, steps, on) in (Return.Status.PUBLISHED, Return.Status.SUPERSEDED)


def _successors(agencies: Sequence[Agency], periods: Sequence[Period]) -> dict[int, str]:
    """Names of the agencies that followed those which ended in one of the periods."""
    ended = [
        agency.pk
        for agency in agencies
        if agency.valid_to is not None
        and any(period.date_from <= agency.valid_to < period.date_to for period in periods)
    ]
    if not ended:
        return {}
    found: dict[int, list[str]] = defaultdict(list)
    rows = AgencySuccession.objects.filter(predecessor__in=ended, successor__isnull=False)
    names = rows.order_by("predecessor", "on", "pk").values_list("predecessor", "successor__name")
    for ended_one, name in names:
        found[ended_one].append(str(name))
    return {pk: ", ".join(after) for pk, after in found.items()}


def report_figures(
    owed: Iterable[Report], selection: Selection, /, **filters: str | None
) -> dict[str, Figure]:
    """The figures of some reports by code; ``filters`` name the same reports in the address."""
    counted = counts(owed)

    def link(key: str) -> Link:
        state = key.removeprefix("returns_")
        return Link(reported_url(selection, **filters, state=state), counted[key])

    return {meant.code: computed(meant, counted, selection, link) for meant in REPORTS}


def history(period: Period, length: int) -> list[Period]:
    """The period and those of its kind before it, newest first, with their deadlines."""
    rows = Period.objects.filter(kind=period.kind, date_to__lte=period.date_to)
    return list(rows.newest_first().prefetch_related("deadlines")[:length])
