"""How tasks stand, in one line of numbers: for a leader, an agency, a programme."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.selection import Selection
from reporting.sums import Cell, count_cell
from tasks.links import list_url
from tasks.querysets import TaskQuerySet
from tasks.summary.scope import Filters
from tasks.tally import Tally

#: Counted keys, their columns, and the tone of a number that is not zero.
COLUMNS = (
    ("assigned", gettext_lazy("Được giao"), ""),
    ("completed_on_time", gettext_lazy("Hoàn thành trước, đúng hạn"), ""),
    ("completed_late", gettext_lazy("Hoàn thành quá hạn"), ""),
    ("open_in_time", gettext_lazy("Trong hạn"), ""),
    ("postponed", gettext_lazy("Tạm dừng"), ""),
    ("open_overdue", gettext_lazy("Quá hạn"), "late"),
)


@dataclass(frozen=True)
class Stand:
    """Counts of some tasks on a day: the tally, and how many of them are at risk."""

    tally: Tally
    at_risk: int

    def cells(self, selection: Selection, filters: Filters) -> list[Cell]:
        """Cells under ``head()``, each opening its rows; ``filters`` name the tasks in the URL."""
        counted = count_cells(self.tally, COLUMNS, selection, filters)
        risky = list_url(selection, **filters | {"figure": "at_risk"})
        return [*counted, count_cell(self.at_risk, risky, "soon")]


def count_cells(
    tally: Tally, columns: Iterable[tuple[str, Any, str]], selection: Selection, filters: Filters
) -> list[Cell]:
    """A cell for each of ``columns``, shaped as ``COLUMNS``, that opens its rows."""
    return [
        count_cell(tally.count(key), list_url(selection, **filters | {"figure": key}), tone)
        for key, _label, tone in columns
    ]


def head() -> list[str]:
    return [*(str(label) for _key, label, _tone in COLUMNS), _("Nguy cơ chậm")]


def stands(tasks: TaskQuerySet, selection: Selection, by: str) -> dict[Any, Stand]:
    """How ``tasks`` (not yet narrowed to a day) stand for each value of ``by``. Two queries."""
    rows = tasks.as_of(selection.as_of)
    at_risk = rows.risk_counts(by)
    return {key: Stand(tally, at_risk.get(key, 0)) for key, tally in rows.tallies(by).items()}


def total(found: dict[Any, Stand]) -> Stand:
    return Stand(
        Tally.sum(one.tally for one in found.values()), sum(one.at_risk for one in found.values())
    )
