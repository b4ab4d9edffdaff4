"""Presets: the periods that the two texts define, their codes, and the year before."""

from __future__ import annotations

import datetime as dt
import re
from typing import overload

from django.utils.translation import gettext_lazy as _

from reporting.periods.spans import (
    Kind,
    PeriodError,
    PeriodSpan,
    Rule,
    Span,
    check_year,
    preset_name,
)

FIRST_DAY, LAST_DAY, SENDING_DAY = 15, 14, 20
ONE_DAY = dt.timedelta(days=1)

_Key = tuple[Kind, int]

_MONTHS: dict[_Key, tuple[int, int]] = {
    **{(Kind.MONTH, n): (n, n) for n in range(1, 13)},
    **{(Kind.QUARTER, n): (3 * n - 2, 3 * n) for n in range(1, 5)},
    (Kind.HALF, 1): (1, 6),
    (Kind.HALF, 2): (7, 12),
    (Kind.NINE_MONTHS, 1): (1, 9),
    (Kind.YEAR, 1): (1, 12),
}
"""First and last report month of each preset."""

_SENT = {(Kind.QUARTER, 1), (Kind.HALF, 1), (Kind.QUARTER, 3), (Kind.YEAR, 1)}
_NINE_MONTHS = (Kind.NINE_MONTHS, 1)
_LISTED: dict[Rule, set[_Key]] = {
    Rule.REFORM_REPORT: _SENT | {_NINE_MONTHS},
    Rule.DECREE_09: set(_MONTHS) - {_NINE_MONTHS},
}

_CODE = re.compile(
    r"(?P<year>\d{4})(?:-(?:M(?P<M>\d\d)|Q(?P<Q>\d)|H(?P<H>\d)|(?P<N>9M)))?"
    r"|(?P<first>\d{8})-(?P<last>\d{8})",
    re.ASCII,
)
_LETTERS = {"M": Kind.MONTH, "Q": Kind.QUARTER, "H": Kind.HALF}


def preset(kind: Kind, year: int, index: int = 1, *, rule: Rule | None = None) -> PeriodSpan:
    """The period as the rule defines it; without a rule, the first one that lists it.

    Raises ``PeriodError`` for a year outside 2000–2100, an index that does not exist, and a
    period the rule does not know (no second quarter in the reform reports).
    """
    check_year(year)
    name = preset_name(kind, index, year)
    for candidate in Rule if rule is None else (rule,):
        if (kind, index) in _LISTED[candidate]:
            return _preset((kind, index), year, candidate)
    raise PeriodError(
        _("%(name)s không có trong quy định đã chọn. Hãy chọn quy định khác hoặc nhập hai ngày.")
        % {"name": name}
    )


def presets(year: int, rule: Rule | None = None) -> list[PeriodSpan]:
    """All periods of a year in order of their last day, longer ones last.

    Without a rule both together, each code once: the reform report's where both list it.
    """
    keys = _MONTHS if rule is None else _LISTED[rule]
    found = [preset(kind, year, index, rule=rule) for kind, index in keys]
    return sorted(found, key=lambda period: (period.date_to, period.days))


def custom(
    date_from: dt.date, date_to: dt.date, *, year: int | None = None, due_on: dt.date | None = None
) -> PeriodSpan:
    """Any two days, counted to the year of the last one unless told otherwise."""
    return PeriodSpan(date_from, date_to, Kind.CUSTOM, year or date_to.year, due_on=due_on)


def parse(code: str) -> PeriodSpan:
    """The period of a ``code``. Raises ``PeriodError`` for anything else."""
    match = _CODE.fullmatch(code)
    if match is None:
        raise _unreadable(code)
    if match["first"]:
        try:
            first, last = (
                dt.date.fromisoformat(match["first"]),
                dt.date.fromisoformat(match["last"]),
            )
        except ValueError:
            raise _unreadable(code) from None
        return custom(first, last)
    year = int(match["year"])
    for letter, kind in _LETTERS.items():
        if match[letter]:
            return preset(kind, year, int(match[letter]))
    return preset(Kind.NINE_MONTHS if match["N"] else Kind.YEAR, year)


@overload
def previous_year(span: PeriodSpan) -> PeriodSpan: ...
@overload
def previous_year(span: Span) -> Span: ...
def previous_year(span: Span) -> Span:
    """The same period one year earlier, for comparisons.

    A preset stays the same preset. Otherwise both days move back a year; a span that ends on
    the last day of February still does.
    """
    if isinstance(span, PeriodSpan) and span.kind is not Kind.CUSTOM:
        return preset(span.kind, span.year - 1, span.index, rule=span.rule)
    first, last = _year_before(span.date_from), _year_before(span.date_to)
    if (span.date_to + ONE_DAY).day == 1:
        last = (last.replace(day=28) + 4 * ONE_DAY).replace(day=1) - ONE_DAY
    if isinstance(span, PeriodSpan):
        return custom(first, last, year=span.year - 1)
    return Span(first, last)


def month_bounds(year: int, first: int, last: int) -> tuple[dt.date, dt.date]:
    """First and last day of the report months ``first`` … ``last`` (1–12) of a year."""
    before = dt.date(year, first, 1) - ONE_DAY
    return before.replace(day=FIRST_DAY), dt.date(year, last, LAST_DAY)


def _preset(key: _Key, year: int, rule: Rule) -> PeriodSpan:
    kind, index = key
    first, last = _MONTHS[key]
    is_sent = rule is Rule.REFORM_REPORT and key in _SENT
    date_from, date_to = month_bounds(year, first, last)
    return PeriodSpan(
        date_from=date_from,
        date_to=date_to,
        kind=kind,
        year=year,
        index=index,
        due_on=dt.date(year, last, SENDING_DAY) if is_sent else None,
        rule=rule,
        is_verified=key != _NINE_MONTHS,
    )


def _unreadable(code: str) -> PeriodError:
    return PeriodError(
        _(
            "Không đọc được kỳ báo cáo “%(code)s”. Dạng đúng: 2024, 2024-H1, 2024-Q3, 2024-M06, "
            "2024-9M hoặc 20231215-20240614."
        )
        % {"code": code}
    )


def _year_before(day: dt.date) -> dt.date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)
