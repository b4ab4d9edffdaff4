"""Pace: how many tasks a month a programme still needs, against how many it completes.

A month is a twelfth of a year of 365 days, so that any two days can be compared. Only tasks with
a deadline count on both sides: the others have no day by which they must be done.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from reporting.numbers import Ratio
from tasks.deadlines import month_end

#: Months over which the recent pace is measured.
RECENT_MONTHS = 3


@dataclass(frozen=True)
class Window:
    """The days of a plan seen from ``on``. ``starts_on``, ``ends_on`` and ``on`` are included;
    ``recent_from`` is the first day of the recent pace, not before the plan began."""

    starts_on: dt.date
    ends_on: dt.date
    on: dt.date
    recent_from: dt.date

    @property
    def days_left(self) -> int:
        """Days after ``on`` until the end; 0 when the plan is over."""
        return max((self.ends_on - self.on).days, 0)

    @property
    def days_gone(self) -> int:
        """Days of the plan until ``on``, which may lie after its end; 0 before its start."""
        return max((self.on - self.starts_on).days + 1, 0)

    @property
    def days_recent(self) -> int:
        return max((self.on - self.recent_from).days + 1, 0)


def window(starts_on: dt.date, ends_on: dt.date, on: dt.date) -> Window:
    """The window of a plan. The recent days are those after the same day three months before."""
    recent = months_before(on, RECENT_MONTHS) + dt.timedelta(days=1)
    return Window(starts_on, ends_on, on, max(starts_on, recent))


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day of an earlier month, or its last day where it has no such day."""
    place = day.year * 12 + day.month - 1 - months
    year, month = divmod(place, 12)
    last = month_end(year, month + 1)
    return last.replace(day=min(day.day, last.day))


@dataclass(frozen=True)
class Pace:
    """Counts of tasks with a deadline on the day of ``window``.

    ``total`` = ``done`` + ``open``; ``started`` are those done since the plan's start, ``recent``
    those done since ``window.recent_from``; ``blocking`` are open ones that hold the plan up.
    """

    window: Window
    total: int = 0
    done: int = 0
    started: int = 0
    recent: int = 0
    blocking: int = 0

    @property
    def open(self) -> int:
        return self.total - self.done

    @property
    def counts(self) -> dict[str, int | None]:
        """What the definitions of pace are computed from. Days are unknown where no pace can be
        told: nothing is left to do, or no task has a deadline."""
        is_told = self.total > 0
        return {
            "open_dated": self.open,
            "days_left": self.window.days_left if self.open else 0,
            "completed_since_start": self.started,
            "days_gone": self.window.days_gone if is_told else 0,
            "completed_recently": self.recent,
            "days_recent": self.window.days_recent if is_told else 0,
        }

    @property
    def required(self) -> Ratio:
        """Tasks per day still needed; a denominator of 0 says that there is none to tell."""
        return Ratio(self.open, self.window.days_left if self.open else 0)

    @property
    def is_enough(self) -> bool | None:
        """Whether the recent pace reaches the end in time; None where either is not told."""
        needed = self.required
        if not needed.denominator or not self.window.days_recent:
            return None
        return self.recent * needed.denominator >= needed.numerator * self.window.days_recent
