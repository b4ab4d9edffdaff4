"""Counting working days."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from reporting.workdays import (
    UncoveredDateError,
    WorkingCalendar,
    incomplete_years,
    read_calendar_file,
)

D = dt.date.fromisoformat
ROWS = read_calendar_file()
CALENDAR = WorkingCalendar.from_seed()
COVERED = st.dates(dt.date(2023, 1, 1), dt.date(2027, 12, 31))


def test_five_working_days_from_friday_26_april_2024_end_on_7_may():
    """29/04 is swapped with Saturday 04/05, 30/04 and 01/05 are holidays."""
    received = D("2024-04-26")
    steps = [CALENDAR.add_working_days(received, n) for n in range(1, 6)]

    assert steps == [
        D("2024-05-02"),
        D("2024-05-03"),
        D("2024-05-04"),
        D("2024-05-06"),
        D("2024-05-07"),
    ]


@given(st.dates(dt.date(2023, 1, 1), dt.date(2026, 9, 30)), st.integers(0, 300))
def test_counting_takes_back_what_adding_gave(start, count):
    end = CALENDAR.add_working_days(start, count)

    assert CALENDAR.count_working_days(start, end) == count
    assert count == 0 or CALENDAR.is_working_day(end)


@given(COVERED, COVERED)
def test_adding_the_count_reaches_the_last_working_day(one, other):
    first, last = sorted([one, other])
    count = CALENDAR.count_working_days(first, last)

    assert CALENDAR.add_working_days(first, count) <= last
    if first < last and CALENDAR.is_working_day(last):
        assert CALENDAR.add_working_days(first, count) == last


@given(COVERED, COVERED, COVERED)
def test_counts_of_adjacent_stretches_add_up(one, two, three):
    a, b, c = sorted([one, two, three])

    assert CALENDAR.count_working_days(a, c) == (
        CALENDAR.count_working_days(a, b) + CALENDAR.count_working_days(b, c)
    )


@given(COVERED, st.integers(0, 60))
def test_adding_walks_day_by_day(start, count):
    day, left = start, count
    while left and day < dt.date(2027, 12, 31):
        day += dt.timedelta(days=1)
        left -= CALENDAR.is_working_day(day)
    if left:
        with pytest.raises(UncoveredDateError):
            CALENDAR.add_working_days(start, count)
    else:
        assert CALENDAR.add_working_days(start, count) == day


def test_receipt_on_a_day_off_counts_from_the_next_working_day():
    received = CALENDAR.working_day_on_or_after(D("2024-04-27"))

    assert received == D("2024-05-02")
    assert CALENDAR.add_working_days(received, 1) == D("2024-05-03")
    assert CALENDAR.working_day_on_or_after(D("2024-05-04")) == D("2024-05-04")


def test_years_without_holidays_raise_and_say_what_to_do():
    with override("vi"):
        with pytest.raises(UncoveredDateError, match=r"chưa có đủ năm 2028.+Hãy nhập"):
            CALENDAR.add_working_days(D("2027-12-30"), 5)
        with pytest.raises(UncoveredDateError, match=r"chưa có đủ năm 2022"):
            CALENDAR.is_working_day(D("2022-12-30"))
        with pytest.raises(UncoveredDateError, match=r"chưa có đủ năm 2028"):
            CALENDAR.count_working_days(D("2027-12-30"), D("2028-01-03"))


def test_impossible_requests_raise():
    with pytest.raises(ValueError, match="-1"):
        CALENDAR.add_working_days(D("2024-06-14"), -1)
    with pytest.raises(ValueError, match="13/06/2024 is before 14/06/2024"):
        CALENDAR.count_working_days(D("2024-06-14"), D("2024-06-13"))


def test_year_half_entered_is_not_covered():
    rows = [(row.on, row.kind) for row in ROWS]
    rows += [(D("2028-01-01"), "holiday"), (D("2028-01-08"), "make_up_work")]
    calendar = WorkingCalendar.from_rows(rows)

    assert incomplete_years(dict(rows)) == [2028]
    assert (calendar.first_year, calendar.last_year) == (2023, 2027)
    assert not calendar.covers(D("2028-01-03"))


def test_empty_calendar_says_what_to_do():
    with override("vi"), pytest.raises(ValueError, match=r"đủ 11 ngày.+Hãy nạp lịch mẫu"):
        WorkingCalendar.from_rows([])


def test_years_can_be_given_and_the_weekly_pattern_too():
    calendar = WorkingCalendar.from_rows(
        [(D("2024-09-02"), "holiday")], years=(2024, 2024), weekly=frozenset({1, 2, 3, 4, 5, 6})
    )

    assert calendar.add_working_days(D("2024-08-30"), 2) == D("2024-09-03")


@pytest.mark.parametrize("weekly", [frozenset(), frozenset({0, 1}), frozenset({5, 8})])
def test_weekly_pattern_is_iso_weekdays(weekly):
    with pytest.raises(ValueError, match="weekly pattern"):
        WorkingCalendar.from_rows([], years=(2024, 2024), weekly=weekly)


def test_years_in_the_wrong_order_are_refused():
    with pytest.raises(ValueError, match="first year 2025 is after last year 2024"):
        WorkingCalendar.from_rows([], years=(2025, 2024))


def test_two_rows_of_one_date_and_unknown_kinds_are_refused():
    with pytest.raises(ValueError, match="two rows for 02/09/2024"):
        WorkingCalendar.from_rows([(D("2024-09-02"), "holiday"), (D("2024-09-02"), "swap_off")])
    with pytest.raises(ValueError, match="party"):
        WorkingCalendar.from_rows([(D("2024-09-02"), "party")])
