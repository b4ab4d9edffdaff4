"""Working days of civil servants: which days count, and what the n-th one is.

Pure: a calendar is built from rows (the ``CalendarDay`` table, or the seed file) and
then asked. Terms are counted as the procedures law counts them, from the next working
day after complete receipt.
"""

from __future__ import annotations

import datetime as dt
import json
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Self

from django.utils.translation import gettext_lazy as _

SEED_FILE = Path(__file__).parent / "data" / "calendar_2023_2027.json"

MONDAY_TO_FRIDAY = frozenset({1, 2, 3, 4, 5})
"""ISO weekdays of the civil servants' week, Monday = 1."""

STATUTORY_HOLIDAYS = 11
"""Paid days off a year, Labour Code 2019 art. 112. Fewer rows: the year is half entered."""

ONE_DAY = dt.timedelta(days=1)


class DayKind(StrEnum):
    """Why a date departs from the weekly pattern."""

    HOLIDAY = "holiday"
    """Off by law, compensatory days included."""
    SWAP_OFF = "swap_off"
    """A working day given off and made up on another date."""
    MAKE_UP_WORK = "make_up_work"
    """A day of the weekend that is worked in exchange for a ``SWAP_OFF`` day."""


class CalendarRow(NamedTuple):
    """One date of the seed file. ``reference`` is the law or letter that decides it."""

    on: dt.date
    kind: DayKind
    name_vi: str
    name_en: str
    reference: str
    is_verified: bool


class UncoveredDateError(ValueError):
    """A date, or the answer, falls outside the years whose holidays were entered.

    Guessing would give a wrong due date without anybody noticing.
    """

    def __init__(self, year: int, first_year: int, last_year: int) -> None:
        self.year = year
        super().__init__(
            _(
                "Lịch làm việc chưa có đủ năm %(year)d (hiện có từ %(first)d đến %(last)d). Hãy "
                "nhập ngày nghỉ và ngày làm bù của năm đó ở mục Lịch làm việc rồi tính lại."
            )
            % {"year": year, "first": first_year, "last": last_year}
        )


@dataclass(frozen=True, eq=False)
class WorkingCalendar:
    """Which days of ``first_year`` … ``last_year`` are worked.

    ``days`` holds only the departures from ``weekly`` (ISO weekdays, Monday = 1). The object
    is immutable: after an edit of the calendar build a new one. Counting costs two binary
    searches, so a bulk load can ask it once per dossier.
    """

    days: Mapping[dt.date, DayKind]
    first_year: int
    last_year: int
    weekly: frozenset[int] = MONDAY_TO_FRIDAY

    def __post_init__(self) -> None:
        if self.first_year > self.last_year:
            raise ValueError(f"first year {self.first_year} is after last year {self.last_year}")
        if not self.weekly or not self.weekly <= frozenset(range(1, 8)):
            raise ValueError(f"weekly pattern {sorted(self.weekly)} is not a set of 1..7")
        for day in self.days:
            self._require(day)

    @classmethod
    def from_rows(
        cls,
        rows: Iterable[tuple[dt.date, str]],
        *,
        years: tuple[int, int] | None = None,
        weekly: frozenset[int] = MONDAY_TO_FRIDAY,
    ) -> Self:
        """Build from ``(date, kind)`` pairs.

        ``years`` is the first and last year covered; by default those that hold all the
        holidays of the law, so that a year half entered raises instead of misleading. Rows
        outside it are left out. Raises ``ValueError`` when no year is complete, for an unknown
        kind, and for two rows of one date.
        """
        days: dict[dt.date, DayKind] = {}
        for day, kind in rows:
            if day in days:
                raise ValueError(f"two rows for {day:%d/%m/%Y}")
            days[day] = DayKind(kind)
        first, last = years or _complete_years(days)
        return cls({d: k for d, k in days.items() if first <= d.year <= last}, first, last, weekly)

    @classmethod
    def from_seed(cls) -> Self:
        """The calendar that a new installation starts with, 2023 to 2027."""
        return cls.from_rows((row.on, row.kind) for row in read_calendar_file())

    def covers(self, day: dt.date) -> bool:
        return self.first_year <= day.year <= self.last_year

    def is_working_day(self, day: dt.date) -> bool:
        """A make-up Saturday is one, a holiday or a swapped day is none.

        Raises ``UncoveredDateError`` outside the covered years.
        """
        self._require(day)
        return self._is_worked(day)

    def add_working_days(self, start: dt.date, count: int) -> dt.date:
        """The ``count``-th working day after ``start``; ``start`` itself is not counted.

        ``count`` = 0 gives ``start`` back, even on a day off. What arrives on a day off counts
        as received on the next working day: pass ``working_day_on_or_after(start)`` then.
        Raises ``ValueError`` for a negative count, ``UncoveredDateError`` when the start or the
        answer is outside the covered years.
        """
        if count < 0:
            raise ValueError(f"cannot add {count} working days")
        self._require(start)
        if count == 0:
            return start
        index = bisect_right(self._worked, start) + count - 1
        if index >= len(self._worked):
            raise UncoveredDateError(self.last_year + 1, self.first_year, self.last_year)
        return self._worked[index]

    def count_working_days(self, after: dt.date, until: dt.date) -> int:
        """Working days in ``(after, until]``: what ``add_working_days`` adds.

        Hence also "late by n working days" with a due date and the day of the result.
        Raises ``ValueError`` when ``until`` is before ``after``, ``UncoveredDateError`` outside
        the covered years.
        """
        if until < after:
            raise ValueError(f"{until:%d/%m/%Y} is before {after:%d/%m/%Y}")
        self._require(after)
        self._require(until)
        return bisect_right(self._worked, until) - bisect_right(self._worked, after)

    def days_used(self, received: dt.date, finished: dt.date) -> int:
        """Working days that something received on one day had used by the end of another.

        Counted from the day after reception; what arrives on a day off counts as received on the
        next working day. 0 where it was finished by then. Errors as ``count_working_days``.
        """
        if finished < received:
            raise ValueError(f"{finished:%d/%m/%Y} is before {received:%d/%m/%Y}")
        self._require(received)
        self._require(finished)
        used = bisect_right(self._worked, finished) - bisect_left(self._worked, received) - 1
        return max(used, 0)

    def working_days(self, first: dt.date, last: dt.date) -> list[dt.date]:
        """The days from ``first`` to ``last``, both included, that are worked, in their order;
        none outside the covered years."""
        start, end = bisect_left(self._worked, first), bisect_right(self._worked, last)
        return self._worked[start:end]

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.first_year, 1, 1)

    @property
    def last_day(self) -> dt.date:
        return dt.date(self.last_year, 12, 31)

    def working_day_on_or_after(self, day: dt.date) -> dt.date:
        """``day`` if it is worked, else the next day that is. Errors as ``add_working_days``."""
        return day if self.is_working_day(day) else self.add_working_days(day, 1)

    def _require(self, day: dt.date) -> None:
        if not self.covers(day):
            raise UncoveredDateError(day.year, self.first_year, self.last_year)

    def _is_worked(self, day: dt.date) -> bool:
        kind = self.days.get(day)
        if kind is None:
            return day.isoweekday() in self.weekly
        return kind == DayKind.MAKE_UP_WORK

    @cached_property
    def _worked(self) -> list[dt.date]:
        first, last = dt.date(self.first_year, 1, 1), dt.date(self.last_year, 12, 31)
        dates = (first + ONE_DAY * offset for offset in range((last - first).days + 1))
        return [day for day in dates if self._is_worked(day)]


def incomplete_years(days: Mapping[dt.date, str]) -> list[int]:
    """Years that occur in ``days`` with fewer holidays than the law gives, oldest first."""
    holidays = Counter(day.year for day, kind in days.items() if kind == DayKind.HOLIDAY)
    return sorted(y for y in {day.year for day in days} if holidays[y] < STATUTORY_HOLIDAYS)


def _complete_years(days: Mapping[dt.date, str]) -> tuple[int, int]:
    complete = {day.year for day in days} - set(incomplete_years(days))
    if not complete:
        raise ValueError(
            _(
                "Lịch làm việc chưa có năm nào đủ %(count)d ngày nghỉ lễ, tết. Hãy nạp lịch mẫu "
                "hoặc nhập ngày nghỉ ở mục Lịch làm việc."
            )
            % {"count": STATUTORY_HOLIDAYS}
        )
    return min(complete), max(complete)


def read_calendar_file(path: Path = SEED_FILE) -> list[CalendarRow]:
    """Rows of a calendar file in date order; days marked as not enabled are left out.

    Raises ``ValueError`` naming the date when a row is malformed.
    """
    rows = []
    for row in json.loads(path.read_text(encoding="utf-8"))["days"]:
        try:
            rows.append(
                CalendarRow(
                    on=dt.date.fromisoformat(row["date"]),
                    kind=DayKind(row["kind"]),
                    name_vi=row["name_vi"],
                    name_en=row["name_en"],
                    reference=row["reference"],
                    is_verified=row["verified"],
                )
            )
        except (KeyError, ValueError) as error:
            raise ValueError(f"{path.name}, {row.get('date', '?')}: {error}") from error
    return sorted(rows)
