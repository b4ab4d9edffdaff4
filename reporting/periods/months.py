"""Report months inside an interval: the points of every monthly chart."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from reporting.periods.rules import FIRST_DAY, month_bounds
from reporting.periods.spans import Span


@dataclass(frozen=True)
class ReportMonth(Span):
    """The part of one report month (15th to 14th) that lies in an interval.

    Named after the month of its 14th. ``is_partial``: the interval cuts it, so its bar in a
    chart is not comparable with the others.
    """

    year: int
    number: int
    is_partial: bool
    shows_year: bool = False
    """Whether the interval is long enough for a month number to occur twice."""

    @property
    def label(self) -> str:
        """``T6`` on an axis, ``T6/2024`` where the number alone would be ambiguous."""
        label = _("T%(month)d") % {"month": self.number}
        return f"{label}/{self.year}" if self.shows_year else label


def report_months(date_from: dt.date, date_to: dt.date) -> list[ReportMonth]:
    """The months 15th–14th that cover ``date_from`` … ``date_to``, cut at both ends.

    Together they are exactly the interval, without overlap or gap; the first half of 2024
    gives six, T1 to T6. Raises ``PeriodError`` when the bounds are reversed.
    """
    whole = Span(date_from, date_to)
    first, last = _month_number(date_from), _month_number(date_to)
    return [_cut(number, whole, shows_year=last - first >= 12) for number in range(first, last + 1)]


def _month_number(day: dt.date) -> int:
    """Months since year 0 of the report month that ``day`` belongs to."""
    return day.year * 12 + day.month - 1 + (day.day >= FIRST_DAY)


def _cut(month_number: int, whole: Span, *, shows_year: bool) -> ReportMonth:
    year, month = month_number // 12, month_number % 12 + 1
    first, last = month_bounds(year, month, month)
    return ReportMonth(
        date_from=max(first, whole.date_from),
        date_to=min(last, whole.date_to),
        year=year,
        number=month,
        is_partial=first < whole.date_from or last > whole.date_to,
        shows_year=shows_year,
    )
