"""Which deadlines a digest tells of: so many working days before, and the day after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from reporting.workdays import UncoveredDateError, WorkingCalendar

ONE_DAY = dt.timedelta(days=1)


def windows(
    on: dt.date, days_before: Iterable[int], calendar: WorkingCalendar | None
) -> list[tuple[int, dt.date, dt.date]]:
    """(n, first, last): deadlines from first to last are n working days after ``on``.

    A deadline on a day off belongs to the working day after it, so that each one is told once
    for every n. Where no calendar covers the days, calendar days count.
    """
    found = []
    for days in sorted(set(days_before)):
        try:
            before, last = _nth(on, days - 1, calendar), _nth(on, days, calendar)
        except UncoveredDateError:
            before, last = (on + dt.timedelta(days=n) for n in (days - 1, days))
        found.append((days, before + ONE_DAY, last))
    return found


def _nth(on: dt.date, count: int, calendar: WorkingCalendar | None) -> dt.date:
    return calendar.add_working_days(on, count) if calendar else on + dt.timedelta(days=count)


def just_over(on: dt.date, calendar: WorkingCalendar | None) -> tuple[dt.date, dt.date]:
    """(first, last): deadlines that are over since the working day before ``on``.

    On a working day each deadline is told once, those of days off with the next working day.
    """
    last = on - ONE_DAY
    first = last
    while calendar is not None and not _is_worked(first, calendar):
        first -= ONE_DAY
    return first, last


def _is_worked(day: dt.date, calendar: WorkingCalendar) -> bool:
    """A day that no calendar covers counts as worked."""
    try:
        return calendar.is_working_day(day)
    except UncoveredDateError:
        return True
