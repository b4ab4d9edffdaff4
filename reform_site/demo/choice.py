"""Picks as many listed tasks of each state as the targets want, and bends others to fit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from reform_site.demo.targets import TaskTotals

Entry = Mapping[str, Any]

#: What belongs to the state of a task rather than to its contents.
STATE_KEYS = {"done", "late", "extensions", "updates", "submitted", "postponed", "conclusion"}


def choose(listed: Sequence[Entry], wanted: TaskTotals, day: dt.date) -> list[Entry]:
    """Entries of ``listed`` in the wanted numbers; ``day`` is the as-of day of the list.

    Entries that stand in a wanted state come first, in the order of the list. What is
    missing then is made of the others, and of the list once more, with numbered titles.
    """
    by_state: dict[str, list[Entry]] = {"done": [], "late": [], "open": []}
    for entry in listed:
        by_state[_state(entry, splits_late=wanted.late is not None)].append(entry)
    needs = {"done": wanted.done, "late": wanted.late or 0, "open": wanted.open}
    chosen = [entry for state, need in needs.items() for entry in by_state[state][:need]]
    spare = [entry for state, need in needs.items() for entry in by_state[state][need:]]
    for state, need in needs.items():
        for _ in range(need - len(by_state[state])):
            if not spare:
                spare = _again(listed, chosen)
            chosen.append(_bent(spare.pop(0), state, day))
    return chosen


def _state(entry: Entry, *, splits_late: bool) -> str:
    if "done" not in entry:
        return "open"
    return "late" if splits_late and "late" in entry else "done"


def _again(listed: Sequence[Entry], chosen: Sequence[Entry]) -> list[Entry]:
    """The list once more; its titles say which time it is."""
    round_ = len(chosen) // len(listed) + 1
    return [{**entry, "title": f"{entry['title']} (đợt {round_})"} for entry in listed]


def _bent(entry: Entry, state: str, day: dt.date) -> Entry:
    plain = {key: value for key, value in entry.items() if key not in STATE_KEYS}
    plain |= {"kind": "date", "label": ""}
    if state == "open":
        return plain | {"due": day + dt.timedelta(days=60)}
    done = day - dt.timedelta(days=20)
    if state == "late":
        return plain | {
            "due": done - dt.timedelta(days=7),
            "done": done,
            "late": "Chờ ý kiến của các cơ quan liên quan.",
        }
    return plain | {"due": done + dt.timedelta(days=3), "done": done}
