"""Form II.06 recounted in plain Python from every dossier, to hold the ledgers against.

Written from the wording of the form, not from the SQL of the ledgers: a dossier is looked at on
each day that matters and put where the form says.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from dossiers.models import Dossier


@dataclass(frozen=True)
class Row:
    """One dossier and what it is counted under."""

    agency: int
    level: str
    sector: int
    online_kind: str
    channel: int
    received_on: dt.date
    due_on: dt.date | None
    resolved_on: dt.date | None
    status: int
    waiting_since: dt.date | None

    def is_in_office(self, day: dt.date) -> bool:
        """At the end of ``day`` it had been received and not been resolved."""
        if self.status in (1, 3) or self.received_on > day:
            return False
        return self.resolved_on is None or self.resolved_on > day

    def is_past_due(self, day: dt.date) -> bool:
        if self.due_on is None or self.due_on >= day:
            return False
        return self.clock_stopped_on() is None or self.clock_stopped_on() > self.due_on

    def clock_stopped_on(self) -> dt.date | None:
        """The day since when it waits for a supplement; that of reception where nobody wrote it."""
        if self.status != 5:
            return None
        return self.received_on if self.waiting_since is None else self.waiting_since


def all_rows() -> list[Row]:
    fields = (
        "resolving_agency_id",
        "resolving_agency__level",
        "procedure__sector_id",
        "procedure__online_kind",
        "channel",
        "received_on",
        "due_on",
        "resolved_on",
        "status",
        "waiting_since",
    )
    return [Row(*values) for values in Dossier.objects.order_by("pk").values_list(*fields)]


def count(
    rows: Iterable[Row], first: dt.date, last: dt.date, *, returned_inside: bool
) -> dict[str, int]:
    """Every figure of the form from ``first`` to ``last``; those that are zero are absent."""
    found: Counter[str] = Counter()
    for row in rows:
        for name in _received(row, first, last):
            found[name] += 1
        for name in _resolved(row, first, last, returned_inside):
            found[name] += 1
        if row.is_in_office(last):
            found["pending_total"] += 1
            found["pending_overdue" if row.is_past_due(last) else "pending_in_time"] += 1
    found["in_time_or_settled"] = found["resolved_early_on_time"] + found["pending_in_time"]
    found["late_or_overdue"] = found["resolved_overdue"] + found["pending_overdue"]
    found["due_total"] = found["resolved_total"] + found["pending_overdue"]
    return +found


def _received(row: Row, first: dt.date, last: dt.date) -> list[str]:
    if row.is_in_office(first - dt.timedelta(days=1)):
        return ["received_total", "carried_over"]
    if row.status in (1, 3) or not first <= row.received_on <= last:
        return []
    names = {1: ["direct", "direct_postal"], 2: ["online"], 3: ["postal", "direct_postal"]}
    return ["received_total", "new_received", *names[row.channel]]


def _resolved(row: Row, first: dt.date, last: dt.date, returned_inside: bool) -> list[str]:
    if row.resolved_on is None or not first <= row.resolved_on <= last:
        return []
    on_time = ["resolved_total", "resolved_early_on_time", "resolved_on_time"]
    if row.status in (7, 8):
        apart = "withdrawn" if row.status == 7 else "returned"
        return [apart, *(on_time if returned_inside else [])]
    if row.due_on is None or row.resolved_on == row.due_on:
        return on_time
    if row.resolved_on > row.due_on:
        return ["resolved_total", "resolved_overdue"]
    return ["resolved_total", "resolved_early_on_time", "resolved_early"]


def of(rows: Iterable[Row], wanted: Callable[[Row], bool]) -> list[Row]:
    return [row for row in rows if wanted(row)]
