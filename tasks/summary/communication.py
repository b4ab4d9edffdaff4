"""Communication activities (tasks of field 0 with a kind) by kind, each count with its list."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reporting.numbers import number
from reporting.selection import Selection
from reporting.sums import Cell, Line, sums_table
from tasks.querysets import TaskQuerySet
from tasks.states import ANY_COMMUNICATION, Communication
from tasks.summary.scope import Filters
from tasks.summary.stand import count_cells
from tasks.tally import Tally

#: Counted keys and their columns.
COLUMNS = (
    ("assigned", gettext_lazy("Được giao"), ""),
    ("completed", gettext_lazy("Hoàn thành"), ""),
    ("open_in_time", gettext_lazy("Trong hạn"), ""),
    ("postponed", gettext_lazy("Tạm dừng"), ""),
    ("open_overdue", gettext_lazy("Quá hạn"), "late"),
)


def tallies(tasks: TaskQuerySet, selection: Selection) -> dict[str, Tally]:
    """Counts by kind of the activities among ``tasks`` (not yet narrowed to a day). One query."""
    rows = tasks.exclude(communication="").as_of(selection.as_of)
    found: dict[str, Tally] = rows.tallies("communication")
    return found


def by_kind(found: dict[str, Tally], selection: Selection, filters: Filters) -> dict[str, Any]:
    """Every kind with its counts, for ``_components/sums_table.html``; the foot adds them up."""
    lines = [
        Line(str(kind.label), "", _cells(found.get(kind, Tally()), selection, filters, kind))
        for kind in Communication
    ]
    whole = Tally.sum(found.values())
    return sums_table(
        _("Hoạt động tuyên truyền theo loại"),
        _("Loại hoạt động"),
        [str(label) for _key, label, _tone in COLUMNS],
        lines,
        Line(_("Tổng cộng"), "", _cells(whole, selection, filters, ANY_COMMUNICATION)),
    )


def _cells(tally: Tally, selection: Selection, filters: Filters, kind: str) -> list[Cell]:
    return count_cells(tally, COLUMNS, selection, filters | {"communication": kind})


def headline(found: dict[str, Tally]) -> str:
    """``12 hoạt động tuyên truyền, hoàn thành 5, quá hạn 1``."""
    whole = Tally.sum(found.values())
    if not whole.total:
        return _("Chưa có hoạt động tuyên truyền đến ngày tính")
    words = {
        "n": number(whole.total),
        "done": number(whole.count("completed")),
        "late": number(whole.count("open_overdue")),
    }
    text = ngettext(
        "%(n)s hoạt động tuyên truyền, hoàn thành %(done)s, quá hạn %(late)s",
        "%(n)s hoạt động tuyên truyền, hoàn thành %(done)s, quá hạn %(late)s",
        whole.total,
    )
    return text % words
