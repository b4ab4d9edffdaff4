"""The figures of ``tasks.figures``, each with the list that it opens to."""

from __future__ import annotations

from agencies.models import Agency
from reporting.figures import Figure, Link, computed
from reporting.selection import Selection
from tasks.figures import COUNTS, RATES
from tasks.links import list_url
from tasks.models import Programme
from tasks.querysets import TaskQuerySet
from tasks.summary.scope import Filters, narrowed
from tasks.tally import Tally


def figures_of(
    tasks: TaskQuerySet,
    selection: Selection,
    *,
    programme: Programme | None,
    agency: Agency | None = None,
    filters: Filters | None = None,
) -> dict[str, Figure]:
    """Every figure of ``tasks.figures`` by code, in one query.

    With ``agency`` only tasks led by it or by an agency below it are counted. ``filters`` name
    what ``tasks`` was narrowed to before.
    """
    tasks, own = narrowed(tasks, programme, agency)
    filters = (filters or {}) | own
    return _figures(tasks.as_of(selection.as_of).tally(), selection, filters, programme)


def figures_by_programme(
    tasks: TaskQuerySet, selection: Selection, programmes: list[Programme]
) -> dict[int, dict[str, Figure]]:
    """``figures_of`` for several programmes (by id), in one query."""
    tallies = tasks.as_of(selection.as_of).tallies("programme")
    return {
        one.pk: _figures(tallies.get(one.pk, Tally()), selection, {"programme": one.code}, one)
        for one in programmes
    }


def _figures(
    tally: Tally,
    selection: Selection,
    filters: Filters,
    programme: Programme | None,
) -> dict[str, Figure]:
    counts = tally.counts()
    note = programme.note if programme else ""

    def link(key: str) -> Link:
        return Link(list_url(selection, figure=key, **filters), counts[key])

    return {
        meant.code: computed(meant, counts, selection, link, note=note)
        for meant in (*COUNTS, *RATES)
    }
