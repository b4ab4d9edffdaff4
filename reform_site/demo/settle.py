"""What becomes of the dossiers of one office: which are open, late, in time, and when.

Every quota is met exactly. Where the days drawn leave too few dossiers for one, those at hand are
bent: the applicant was asked for a supplement (the due date moves), or it came in earlier.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from random import Random

from dossiers.codes import Status
from reform_site.demo.days import DayTable
from reform_site.demo.quotas import Quota

#: Longest delay of a result that is drawn, in working days.
LONGEST_DELAY = 40
#: Longest delay of what is still open, in days.
LONGEST_OVERDUE = 70

NEVER = -1


@dataclass(slots=True)
class Row:
    """One dossier in day numbers. ``due`` and ``resolved`` may be ``NEVER``."""

    received: int
    place: int
    channel: int
    due: int
    finish: int
    is_old: bool = False
    resolved: int = NEVER
    status: int = Status.RETURNED_RESULT


@dataclass(frozen=True)
class Settlement:
    """The period in day numbers, and the shares that are drawn. ``last`` is the as-of day."""

    days: DayTable
    first: int
    last: int
    without_result_share: float

    def run(self, rows: list[Row], quota: Quota, rng: Random) -> None:
        """Settles all ``rows`` of an office by its quota."""
        rest = self._keep_open(rows, quota.pending_in_time)
        rest = self._keep_overdue(rest, quota.pending_overdue, rng)
        rest = self._settle_late(rest, quota.late, rng)
        for row in rest:
            self._settle_in_time(row, rng)

    def _keep_open(self, rows: list[Row], wanted: int) -> list[Row]:
        """Open and in time: those that would be finished last of those not yet due."""
        order = sorted(rows, key=lambda row: (row.due >= self.last, row.finish), reverse=True)
        for row in order[:wanted]:
            row.status = Status.PROCESSING
            if row.due < self.last:
                row.due = self._after(self.last, 5)
                row.status = Status.SUPPLEMENT_ASKED
            elif row.received >= self.last - 1:
                row.status = Status.ACCEPTED
            elif row.finish <= self.last:
                row.status = Status.SUPPLEMENT_ASKED
        return order[wanted:]

    def _keep_overdue(self, rows: list[Row], wanted: int, rng: Random) -> list[Row]:
        """Open past their due date: most for some days, some for weeks."""
        if not wanted:
            return rows
        order = sorted(rows, key=lambda row: min(row.due, self.last))
        fitting = [row.due for row in order if row.due < self.last]
        for _ in range(wanted):
            due = self.last - 1 - int(LONGEST_OVERDUE * rng.random() ** 2)
            place = min(bisect_left(fitting, due), len(fitting) - 1) if fitting else -1
            row = order.pop(place)
            if fitting:
                fitting.pop(place)
            self._fall_due(row)
            row.status = Status.PROCESSING
        return order

    def _settle_late(self, rows: list[Row], wanted: int, rng: Random) -> list[Row]:
        if not wanted:
            return rows
        places = list(range(len(rows)))
        rng.shuffle(places)
        places.sort(key=lambda place: rows[place].due >= self.last)
        for place in places[:wanted]:
            row = rows[place]
            self._fall_due(row)
            delay = 1 + int(LONGEST_DELAY * rng.random() ** 3)
            earliest = max(row.due + 1, self.first)
            row.resolved = min(max(self._after(row.due, delay), earliest), self.last)
        chosen = set(places[:wanted])
        return [row for place, row in enumerate(rows) if place not in chosen]

    def _settle_in_time(self, row: Row, rng: Random) -> None:
        start = max(row.received, self.first) if row.is_old else row.received
        row.resolved = max(row.finish, start)
        if row.resolved > self.last:
            row.resolved = self._some_day(start, rng)
        row.due = max(row.due, row.resolved)
        draw = rng.random()
        if draw < self.without_result_share:
            is_withdrawn = 2 * draw < self.without_result_share
            row.status = Status.WITHDRAWN if is_withdrawn else Status.STOPPED
        elif draw > 0.98 or (row.resolved > self.last - 4 and draw > 0.5):
            row.status = Status.PROCESSED

    def _fall_due(self, row: Row) -> None:
        """Makes the row due before the as-of day, and received by then."""
        if row.due >= self.last:
            row.due = self.last - 1
            if row.received > row.due:
                row.received = row.due

    def _some_day(self, first: int, rng: Random) -> int:
        """A working day from ``first`` to the as-of day, or the as-of day itself."""
        base = self.days.base
        place = base[first] + int(rng.random() * (base[self.last] - base[first] + 1))
        return min(self.days.worked[place], self.last)

    def _after(self, day: int, count: int) -> int:
        """The ``count``-th working day after ``day``."""
        return self.days.worked[self.days.base[day + 1] + count - 1]
