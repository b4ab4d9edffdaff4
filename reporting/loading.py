"""Seeds what every installation starts with: the working calendar and the reporting periods.

Rows that exist are left alone; people edit them, and the row is the truth.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from reporting.models import CalendarDay, Period
from reporting.periods import PeriodSpan, Rule, presets
from reporting.workdays import SEED_FILE, WorkingCalendar, read_calendar_file


def load_calendar(path: Path = SEED_FILE) -> int:
    """Adds the days of a calendar file that are missing; returns how many.

    Raises ``ValueError`` naming the date when a row is malformed.
    """
    known = set(CalendarDay.objects.values_list("date", flat=True))
    rows = [
        CalendarDay(
            date=row.on,
            kind=row.kind.value,
            name=row.name_vi,
            name_en=row.name_en,
            reference=row.reference,
            is_verified=row.is_verified,
        )
        for row in read_calendar_file(path)
        if row.on not in known
    ]
    CalendarDay.objects.bulk_create(rows)
    return len(rows)


def working_calendar() -> WorkingCalendar:
    """The calendar as its rows stand today. One query.

    Raises ``ValueError`` when no year is complete.
    """
    return WorkingCalendar.from_rows(CalendarDay.objects.values_list("date", "kind"))


def load_periods(
    years: Iterable[int], *, on: dt.date, rule: Rule | None = Rule.REFORM_REPORT
) -> int:
    """Adds the presets of ``years`` that are missing; returns how many.

    A period whose last day is ``on`` or earlier is closed; one that begins later is running
    too, because nothing may be entered for a period that has no row.
    """
    return add_periods((span for year in years for span in presets(year, rule)), on=on)


def add_periods(spans: Iterable[PeriodSpan], *, on: dt.date) -> int:
    """Adds the periods of ``spans`` that are missing, as ``load_periods`` does."""
    known = set(Period.objects.values_list("code", flat=True))
    missing = {span.code: span for span in spans if span.code not in known}
    rows = [_period(span, on) for span in missing.values()]
    Period.objects.bulk_create(rows)
    return len(rows)


def _period(span: PeriodSpan, on: dt.date) -> Period:
    return Period(
        code=span.code,
        name=span.name_vi,
        name_en=span.name_en,
        kind=span.kind.value,
        year=span.year,
        index=span.index,
        date_from=span.date_from,
        date_to=span.date_to,
        due_on=span.due_on,
        status=Period.Status.CLOSED if span.date_to <= on else Period.Status.RUNNING,
    )
