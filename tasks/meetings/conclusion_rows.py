"""Conclusions as the pages show them: what became of each, and the tasks that it started."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from agencies.querysets import Reader, reach_for
from reporting.selection import Selection
from tasks import wording
from tasks.links import detail_url, list_url
from tasks.meetings import closing, raising, words
from tasks.models import Conclusion, Task
from tasks.tally import Tally

#: Tasks of one conclusion that a page names; the list has all of them.
SHOWN = 8


@dataclass(frozen=True)
class TaskRow:
    text: str
    url: str
    agency: str
    due: str
    standing: wording.Standing


@dataclass(frozen=True)
class ConclusionRow:
    """``more`` counts the tasks that are not named, restricted ones among them; ``note`` is what
    the chair said when closing it by the day."""

    conclusion: Conclusion
    state: words.ConclusionState
    since: str
    note: str
    meeting_url: str
    basis: str
    basis_url: str
    counts: list[words.Count]
    tasks: list[TaskRow]
    more: words.Count | None
    is_open: bool
    raise_url: str
    close_url: str
    reopen_url: str


def conclusion_rows(
    conclusions: Iterable[Conclusion],
    user: Any,
    selection: Selection,
    *,
    with_tasks: bool,
    tallies: dict[int, Tally] | None = None,
) -> list[ConclusionRow]:
    """``conclusions`` (with ``meeting``, ``basis``, ``closed_by`` at hand) on the day of the
    selection. One query for ``tallies`` where they are not at hand, one ``with_tasks``."""
    listed = list(conclusions)
    tallies = tallies_of(listed, user, selection) if tallies is None else tallies
    tasks = _tasks(listed, user, selection) if with_tasks else {}
    rights = (raising.may_raise(user), closing.may_close(user))
    is_whole = reach_for(user).is_everything
    return [
        _row(
            one,
            tallies.get(one.pk, Tally()),
            tasks.get(one.pk, []),
            selection,
            rights,
            is_whole=is_whole,
        )
        for one in listed
    ]


def tallies_of(
    conclusions: Iterable[Conclusion], user: Reader, selection: Selection
) -> dict[int, Tally]:
    """Counts of the tasks that each conclusion started, as far as ``user`` counts them."""
    counted = Task.objects.counted_for(user).from_conclusions(conclusions)
    return counted.as_of(selection.as_of).tallies_by_conclusion()


def _tasks(
    conclusions: list[Conclusion], user: Reader, selection: Selection
) -> dict[int, list[TaskRow]]:
    """Tasks that may be read, the most urgent first, by id of the conclusion."""
    rows = Task.objects.counted_for(user).readable().from_conclusions(conclusions)
    found: dict[int, list[TaskRow]] = defaultdict(list)
    for task in rows.as_of(selection.as_of).for_table().urgent_first():
        found[task.started_by].append(
            TaskRow(
                text=task.title,
                url=detail_url(selection, task.code),
                agency=task.lead_on_day.label,
                due=wording.due(task),
                standing=wording.standing(task, selection.as_of),
            )
        )
    return found


def _row(
    one: Conclusion,
    tally: Tally,
    tasks: list[TaskRow],
    selection: Selection,
    rights: tuple[bool, bool],
    *,
    is_whole: bool,
) -> ConclusionRow:
    on, total = selection.as_of, tally.count("assigned")
    left = total - min(len(tasks), SHOWN)
    is_open = one.closed_on is None
    may_raise, may_close = rights

    def address(name: str) -> str:
        return selection.url(reverse(name, args=[one.meeting.held_on, one.number]))

    return ConclusionRow(
        conclusion=one,
        state=words.conclusion_state(one, tally, on, is_whole=is_whole),
        since=words.since(one, on),
        note="" if one.is_open_on(on) else one.closing_note,
        meeting_url=f"{selection.url(one.meeting.get_absolute_url())}#{one.anchor}",
        basis=wording.document_name(one.basis) if one.basis else "",
        basis_url=selection.url(one.basis.get_absolute_url()) if one.basis else "",
        counts=words.counts(tally, selection, conclusion=one.pk),
        tasks=tasks[:SHOWN],
        more=words.count(left, list_url(selection, conclusion=one.pk), "") if left > 0 else None,
        is_open=is_open,
        raise_url=address("tasks:conclusion-tasks") if may_raise and is_open else "",
        close_url=address("tasks:conclusion-close") if may_close and is_open else "",
        reopen_url=address("tasks:conclusion-reopen") if may_close and not is_open else "",
    )
