"""Figures of recurring reports, each with the list that it opens to."""

from __future__ import annotations

from django.urls import reverse

from reporting.figures import Figure, Link, computed
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

    def link(key: str) -> Link:
        url = rows_url(selection, **filters | {"state": key})
        return Link(url, counts[f"occurrences_{key}"])

    return {meant.code: computed(meant, counts, selection, link) for meant in FIGURES}
