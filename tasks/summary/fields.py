"""Tasks by reform content: done, in time, overdue."""

from __future__ import annotations

from dataclasses import dataclass

from reporting.numbers import number, svg_share
from reporting.selection import Selection
from tasks.links import list_url
from tasks.models import Programme
from tasks.querysets import TaskQuerySet
from tasks.states import Field
from tasks.summary.scope import Filters, narrowed
from tasks.tally import Tally


@dataclass(frozen=True)
class FieldRow:
    """One reform content for ``_components/fields_table.html``; numbers as text, counts beside.

    ``in_time`` takes in stopped tasks: with ``done`` and ``late`` it adds up to the total.
    """

    label: str
    segments: list[dict[str, str]]
    done: str
    done_url: str
    total: str
    total_url: str
    open: str
    open_url: str
    late: str
    late_url: str
    late_count: int
    total_count: int


def by_field(
    tasks: TaskQuerySet, selection: Selection, programme: Programme | None
) -> list[FieldRow]:
    """The seven fields, each with what is done, in time and overdue, in one query."""
    tasks, filters = narrowed(tasks, programme)
    tallies = tasks.as_of(selection.as_of).tallies("field")
    scale = max((tally.total for tally in tallies.values()), default=0)
    return [
        _field_row(field, tallies.get(field.value, Tally()), scale, selection, filters)
        for field in Field
    ]


def _field_row(
    field: Field, tally: Tally, scale: int, selection: Selection, filters: Filters
) -> FieldRow:
    done, late = tally.count("completed"), tally.count("open_overdue")
    waiting = tally.count("open_not_overdue")

    def url(count: int, key: str) -> str:
        if not count:
            return ""
        return list_url(selection, **filters | {"field": field.value, "figure": key})

    return FieldRow(
        label=str(field.label),
        segments=_segments([(done, "m-done"), (waiting, "m-track"), (late, "m-late")], scale),
        done=number(done),
        done_url=url(done, "completed"),
        total=number(tally.total),
        total_url=url(tally.total, "assigned"),
        open=number(waiting),
        open_url=url(waiting, "open_not_overdue"),
        late=number(late),
        late_url=url(late, "open_overdue"),
        late_count=late,
        total_count=tally.total,
    )


def _segments(parts: list[tuple[int, str]], scale: int) -> list[dict[str, str]]:
    """Parts laid end to end for ``_components/sum_bar.html``."""
    found, start = [], 0
    for count, css in parts:
        if count:
            found.append(
                {"cls": css, "x": svg_share(start, scale), "width": svg_share(count, scale)}
            )
        start += count
    return found
