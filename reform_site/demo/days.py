"""Days as small integers: adding working days is one look-up in a list."""

from __future__ import annotations

import datetime as dt

from reporting.workdays import MONDAY_TO_FRIDAY, WorkingCalendar

ONE_DAY = dt.timedelta(days=1)


class DayTable:
    """Days ``first`` … ``last`` by number, 0 for ``first``.

    ``iso`` and ``stamp`` are the spellings in COPY and in dossier codes (YYMMDD). ``worked`` holds
    the numbers of the working days; ``base[d]`` is the place in it of ``d``, or of the next
    working day when ``d`` is a day off, so that the n-th working day after reception is
    ``worked[base[d] + n]``.
    """

    def __init__(self, first: dt.date, last: dt.date, calendar: WorkingCalendar) -> None:
        self.first = first
        days = [first + ONE_DAY * offset for offset in range((last - first).days + 1)]
        self.iso = [day.isoformat() for day in days]
        self.stamp = [f"{day:%y%m%d}" for day in days]
        self.is_worked = [_is_worked(day, calendar) for day in days]
        self.worked: list[int] = []
        self.base: list[int] = []
        for number, is_worked in enumerate(self.is_worked):
            self.base.append(len(self.worked))
            if is_worked:
                self.worked.append(number)

    def number(self, day: dt.date) -> int:
        return (day - self.first).days

    def weights(self, first: int, last: int, day_off: float) -> list[float]:
        """How much comes in on each of the days: 1 on a working day, ``day_off`` otherwise."""
        worked = self.is_worked[first : last + 1]
        return [1.0 if is_worked else day_off for is_worked in worked]


def _is_worked(day: dt.date, calendar: WorkingCalendar) -> bool:
    """Outside the years of the calendar the weekly pattern alone must do."""
    if calendar.covers(day):
        return calendar.is_working_day(day)
    return day.isoweekday() in MONDAY_TO_FRIDAY
