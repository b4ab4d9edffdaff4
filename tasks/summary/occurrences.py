"""Figures of recurring reports, each with the list that it opens to."""

from __future__ import annotations

from django.urls import reverse

from reporting.figures import Figure, Firmness, Link
from reporting.models import Period
from reporting.selection import Selection
from tasks.occurrence_figures import FIGURES
from tasks.querysets.occurrences import OccurrenceQuerySet
from tasks.summary.scope import Filters


def rows_url(selection: Selection, **filters: str | int | None) -> str:
    """The list of reports with ``filters``: ``state``, ``programme``, ``agency``, ``lead``."""
    return selection.url(reverse("tasks:occurrences"), **filters)


def occurrence_figures(
    occurrences: OccurrenceQuerySet, selection: Selection, filters: Filters
) -> dict[str, Figure]:
    """Every figure by code, over ``occurrences`` (those that ``counted_for`` gives). One query.

    ``filters`` name the same reports in the URL.
    """
    counts = occurrences.as_of(selection.as_of).counts(selection.as_of)
    locked = selection.period.status == Period.Status.LOCKED
    return {
        meant.code: Figure(
            definition=meant,
            value=meant.value(counts),
            as_of=selection.as_of,
            period=selection.period,
            firmness=Firmness.CONFIRMED if locked else Firmness.PROVISIONAL,
            rows=Link(
                rows_url(selection, **filters | {"state": meant.rows_key}), counts[meant.code]
            ),
        )
        for meant in FIGURES
    }
