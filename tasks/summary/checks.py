"""The rules over tasks, counted, each with the list of exactly the tasks that break it."""

from __future__ import annotations

import datetime as dt

from reporting.figures import Definition, Figure, Firmness, Link
from reporting.models import Period
from reporting.selection import Selection
from tasks.checks import CHECKS, FIGURES, PROVEN
from tasks.links import list_url
from tasks.querysets import TaskQuerySet
from tasks.summary.scope import Filters

_CODES = frozenset(one.code for one in CHECKS)


def check_figures(
    tasks: TaskQuerySet,
    selection: Selection,
    *,
    today: dt.date,
    filters: Filters | None = None,
) -> dict[str, Figure]:
    """``T6`` to ``T8``, completed with and without evidence, and ``P1m``, by code.

    ``tasks`` are not yet narrowed to a day; ``filters`` name the same tasks in the URL. Four
    queries.
    """
    rows = tasks.as_of(selection.as_of)
    counts: dict[str, int | None] = dict.fromkeys(_CODES, 0)
    counts |= rows.broken(today)
    counts |= {
        "completed_with_evidence": rows.with_evidence().count(),
        "completed_without_evidence": rows.without_evidence().count(),
        "assigned": rows.count(),
    }
    return {meant.code: _figure(meant, counts, selection, filters or {}) for meant in FIGURES}


def check_url(selection: Selection, code: str, filters: Filters) -> str:
    return list_url(selection, **filters | {"check": code})


def _figure(
    meant: Definition, counts: dict[str, int | None], selection: Selection, filters: Filters
) -> Figure:
    key = meant.rows_key
    url = (
        check_url(selection, key, filters)
        if key in _CODES
        else list_url(selection, **filters | {"figure": key})
    )
    base = None
    if meant is PROVEN:
        whole = list_url(selection, **filters | {"figure": meant.base_key})
        base = Link(whole, counts[meant.base_key])
    locked = selection.period.status == Period.Status.LOCKED
    return Figure(
        definition=meant,
        value=meant.value(counts),
        as_of=selection.as_of,
        period=selection.period,
        firmness=Firmness.CONFIRMED if locked else Firmness.PROVISIONAL,
        rows=Link(url, counts[key]),
        base=base,
    )
