"""The rules over tasks, counted, each with the list of exactly the tasks that break it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from reporting.figures import Definition, Figure, Link, computed
from reporting.selection import Selection
from tasks.checks import CHECKS, FIGURES
from tasks.links import list_url
from tasks.querysets import TaskQuerySet
from tasks.summary.scope import Filters

_CODES = frozenset(one.code for one in CHECKS)


def check_figures(
    rows: TaskQuerySet,
    selection: Selection,
    broken: Iterable[Mapping[str, int]],
    filters: Filters | None = None,
) -> dict[str, Figure]:
    """``T6`` to ``T8``, completed with and without evidence, and ``P1m``, by code.

    ``rows`` are tasks as of the day, ``broken`` the groups of their ``broken_by``; ``filters`` name
    the same tasks in the URL. Three queries.
    """
    counts: dict[str, int | None] = dict.fromkeys(_CODES, 0)
    counts |= sum(map(Counter, broken), Counter())
    counts |= {
        "completed_with_evidence": rows.completed_with_evidence().count(),
        "completed_without_evidence": rows.completed_without_evidence().count(),
        "assigned": rows.count(),
    }
    return {meant.code: _figure(meant, counts, selection, filters or {}) for meant in FIGURES}


def check_url(selection: Selection, code: str, filters: Filters) -> str:
    return list_url(selection, **filters | {"check": code})


def _figure(
    meant: Definition, counts: dict[str, int | None], selection: Selection, filters: Filters
) -> Figure:
    def link(key: str) -> Link:
        if key in _CODES:
            return Link(check_url(selection, key, filters), counts[key])
        return Link(list_url(selection, **filters | {"figure": key}), counts[key])

    return computed(meant, counts, selection, link)
