"""What stands over the task list: the finding, what it counts, tabs of states, ages."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from reporting.numbers import date, number
from tasks import wording
from tasks.checks import check_of
from tasks.filters import IN_TIME, STATE_FILTERS, STATES, TaskFilter
from tasks.links import definition_url, figure_definition, figure_label, list_url
from tasks.standing import COUNTED, DONE_ON_TIME
from tasks.states import AGE_BANDS, Timeliness
from tasks.summary import age_bands
from tasks.tally import Tally

#: The tabs, in the order of urgency; the last ones only where there are such tasks.
TABS = (
    Timeliness.OVERDUE,
    Timeliness.DUE_SOON,
    Timeliness.NOT_DUE,
    Timeliness.NO_DEADLINE,
    Timeliness.STOPPED,
    Timeliness.COMPLETED_LATE,
    IN_TIME,
)
_ICONS = {IN_TIME: "completed_on_time"}


class Heading:
    """The h1 and the lines under it. ``count`` is how many rows the list has."""

    def __init__(self, filter: TaskFilter, tallies: dict[Any, Tally], count: int) -> None:
        self.filter = filter
        self.tallies = tallies
        self.count = count

    @cached_property
    def text(self) -> str:
        figure, age, state = (self.filter.value(name) for name in ("figure", "age", "state"))
        if check := self.filter.value("check"):
            return wording.counted(self.count, str(check_of(check).finding))
        if figure:
            return wording.counted(self.count, str(figure_label(figure)))
        if age:
            band = next(band for band in AGE_BANDS if band.code == age)
            return wording.counted(
                self.count, _("Nhiệm vụ quá hạn %(band)s") % {"band": band.label}
            )
        if state:
            word = str(dict(STATES)[state])
            label = _("Nhiệm vụ %(state)s") % {"state": word[:1].lower() + word[1:]}
            return wording.counted(self.count, label)
        whole = Tally.sum(self.tallies.values())
        return wording.overall(self.count, whole.count("open_overdue"), whole.longest)

    @cached_property
    def definition(self) -> dict[str, Any] | None:
        """The panel of the figure that the list was opened by."""
        key = self.filter.value("figure") or self.filter.value("check")
        if not key:
            return None
        meant = figure_definition(key)
        rows = [
            (_("Công thức"), meant.formula),
            (_("Nguồn"), meant.source),
            (_("Phụ trách"), meant.owner),
            (_("Tính đến"), date(self.filter.selection.as_of)),
        ]
        return {
            "title": str(meant.short or meant.label),
            "rows": [{"term": term, "text": text} for term, text in rows if text],
            "url": definition_url(key),
        }

    @cached_property
    def parts(self) -> list[dict[str, str]]:
        """How many of the rows belong to which programme; they add up to the count."""
        fields = self.filter.form.fields["programme"].queryset
        counts = {pk: self._count_in(tally) for pk, tally in self.tallies.items()}
        return [
            {
                "count": number(counts[one.pk]),
                "label": wording.full_programme_name(one),
                "url": address(self.filter, keep_state=True, programme=one.code),
            }
            for one in fields
            if counts.get(one.pk)
        ]

    def _count_in(self, tally: Tally) -> int:
        """Rows of a tally that the state filters let through; 0 where it cannot tell."""
        named = {name: self.filter.value(name) for name in STATE_FILTERS}
        asked = {name: value for name, value in named.items() if value}
        if not asked:
            return tally.total
        if len(asked) > 1 or "check" in asked:
            return 0
        if figure := asked.get("figure"):
            return tally.count(figure) if figure in COUNTED else 0
        if age := asked.get("age"):
            return tally.ages()[age]
        return tally.with_timeliness(*_timeliness(asked["state"]))

    @property
    def as_of(self) -> str:
        return date(self.filter.selection.as_of)

    @property
    def note(self) -> str:
        """What the programme chosen says beside its numbers."""
        programme = self.filter.value("programme")
        return str(programme.note) if programme else ""


def _timeliness(state: str) -> tuple[str, ...]:
    return DONE_ON_TIME if state == IN_TIME else (state,)


def states(filter: TaskFilter, whole: Tally) -> list[dict[str, Any]]:
    """The tabs: all, then each state, with the count that its list has."""
    current = filter.value("state")
    narrowed = any(filter.value(name) for name in STATE_FILTERS)
    labels = dict(STATES)
    tabs = [
        {
            "url": address(filter),
            "label": _("Tất cả"),
            "count": number(whole.total),
            "state": "",
            "current": not narrowed,
        }
    ]
    for state in TABS:
        count = whole.with_timeliness(*_timeliness(state))
        if not count and state == Timeliness.STOPPED:
            continue
        tabs.append(
            {
                "url": address(filter, state=state),
                "label": str(labels[state]),
                "count": number(count),
                "state": _ICONS.get(state, state),
                "current": current == state,
            }
        )
    return tabs


def ages(filter: TaskFilter, whole: Tally) -> list[dict[str, Any]]:
    """The ageing bands, where overdue tasks are in sight; else nothing."""
    asked = {name: filter.value(name) for name in STATE_FILTERS}
    in_sight = (
        not any(asked.values())
        or asked["age"]
        or asked["state"] == Timeliness.OVERDUE
        or asked["figure"] == "open_overdue"
    )
    if not in_sight or not whole.count("open_overdue"):
        return []
    return age_bands(whole, filter.selection, {**_kept(filter)}, current=asked["age"] or "")


def address(filter: TaskFilter, *, keep_state: bool = False, **changes: str) -> str:
    """This list, from its first page, with ``changes``.

    Filters that pick out a state are taken off unless kept: tabs and ages set their own.
    """
    return list_url(filter.selection, **_kept(filter, keep_state) | changes)


def _kept(filter: TaskFilter, keep_state: bool = False) -> dict[str, str]:
    moving = {"page", "export", "period", "as_of"} | (set() if keep_state else {*STATE_FILTERS})
    return {name: value for name, value in filter.data.items() if name not in moving and value}


def order(sort: str) -> str:
    """The order of the rows in words."""
    names = {
        "lead": _("cơ quan chủ trì"),
        "due": _("thời hạn"),
        "percent": _("tiến độ"),
    }
    name = names.get(sort.removeprefix("-"))
    if name is None:
        return _("khẩn trước")
    return _("%(column)s, giảm dần") % {"column": name} if sort.startswith("-") else name
