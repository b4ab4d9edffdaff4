"""The seeded working calendar against the days that were announced."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter

import pytest

from reporting.workdays import (
    SEED_FILE,
    STATUTORY_HOLIDAYS,
    DayKind,
    WorkingCalendar,
    read_calendar_file,
)

D = dt.date.fromisoformat
ROWS = read_calendar_file()
CALENDAR = WorkingCalendar.from_seed()
YEARS = range(2023, 2028)


def days_off(first: str, last: str) -> list[bool]:
    start, length = D(first), (D(last) - D(first)).days + 1
    return [not CALENDAR.is_working_day(start + dt.timedelta(days=n)) for n in range(length)]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2023-01-20", "2023-01-26"),  # Tết Quý Mão
        ("2023-04-29", "2023-05-03"),  # Giỗ Tổ, 30/4, 1/5 and two compensatory days
        ("2023-09-01", "2023-09-04"),
        ("2024-02-08", "2024-02-14"),  # Tết Giáp Thìn
        ("2024-04-27", "2024-05-01"),
        ("2024-08-31", "2024-09-03"),
        ("2025-01-25", "2025-02-02"),  # Tết Ất Tỵ, nine days
        ("2025-04-05", "2025-04-07"),
        ("2025-04-30", "2025-05-04"),
        ("2025-08-30", "2025-09-02"),
        ("2026-01-01", "2026-01-04"),
        ("2026-02-14", "2026-02-22"),  # Tết Bính Ngọ, nine days
        ("2026-08-29", "2026-09-02"),
    ],
)
def test_long_breaks_are_off_from_the_first_day_to_the_last_and_no_longer(first, last):
    before, after = D(first) - dt.timedelta(days=1), D(last) + dt.timedelta(days=1)

    assert all(days_off(first, last))
    assert CALENDAR.is_working_day(before)
    assert CALENDAR.is_working_day(after)


@pytest.mark.parametrize(
    ("off", "worked"),
    [
        ("2024-04-29", "2024-05-04"),
        ("2025-05-02", "2025-04-26"),
        ("2026-01-02", "2026-01-10"),
        ("2026-08-31", "2026-08-22"),
    ],
)
def test_swapped_days_come_in_pairs(off, worked):
    kinds = {row.on: row.kind for row in ROWS}

    assert (kinds[D(off)], kinds[D(worked)]) == (DayKind.SWAP_OFF, DayKind.MAKE_UP_WORK)
    assert D(off).isoweekday() <= 5
    assert D(worked).isoweekday() == 6


def test_there_are_no_other_swaps():
    kinds = Counter(row.kind for row in ROWS)

    assert (kinds[DayKind.SWAP_OFF], kinds[DayKind.MAKE_UP_WORK]) == (4, 4)


def test_rows_per_year():
    assert Counter(row.on.year for row in ROWS) == {
        2023: 17,
        2024: 15,
        2025: 13,
        2026: 16,
        2027: 14,
    }


@pytest.mark.parametrize("year", YEARS)
def test_each_year_has_the_eleven_days_of_the_law_and_one_for_each_lost_on_a_weekend(year):
    holidays = [row for row in ROWS if row.on.year == year and row.kind is DayKind.HOLIDAY]
    statutory = [row for row in holidays if not row.name_vi.startswith("Nghỉ bù")]
    compensatory = [row for row in holidays if row.name_vi.startswith("Nghỉ bù")]

    assert len(statutory) == STATUTORY_HOLIDAYS
    assert len(compensatory) == sum(row.on.isoweekday() > 5 for row in statutory)
    assert all(row.on.isoweekday() <= 5 for row in compensatory)


@pytest.mark.parametrize("year", YEARS)
def test_a_year_has_its_weekdays_less_eleven(year):
    before, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    weekdays = sum(
        (before + dt.timedelta(days=n)).isoweekday() <= 5 for n in range((last - before).days + 1)
    )
    # Nobody works on 1 January, so counting after it counts the whole year.
    assert CALENDAR.count_working_days(before, last) == weekdays - STATUTORY_HOLIDAYS


@pytest.mark.parametrize(
    ("year", "new_year", "hung_kings"),
    [
        (2023, "2023-01-22", "2023-04-29"),
        (2024, "2024-02-10", "2024-04-18"),
        (2025, "2025-01-29", "2025-04-07"),
        (2026, "2026-02-17", "2026-04-26"),
        (2027, "2027-02-06", "2027-04-16"),
    ],
)
def test_lunar_days(year, new_year, hung_kings):
    names = {row.on: row.name_vi for row in ROWS if row.on.year == year}

    assert names[D(new_year)] == "Tết Âm lịch (mùng 1 tháng Giêng)"
    assert names[D(hung_kings)] == "Giỗ Tổ Hùng Vương (10/3 âm lịch)"


def test_unverified_days_are_those_of_2027_that_await_a_decision():
    unverified = [row.on for row in ROWS if not row.is_verified]

    assert unverified == [dt.date(2027, 2, day) for day in range(4, 11)] + [dt.date(2027, 9, 3)]


def test_a_day_awaiting_its_legal_basis_is_listed_but_not_a_holiday():
    listed = [row["date"] for row in json.loads(SEED_FILE.read_text("utf-8"))["not_enabled"]]

    assert listed == ["2026-11-24", "2027-11-24"]
    assert CALENDAR.is_working_day(D("2026-11-24"))


def test_every_row_has_both_names_and_a_reference():
    assert [row for row in ROWS if not (row.name_vi and row.name_en and row.reference)] == []
    assert [row.on for row in ROWS] == sorted({row.on for row in ROWS})


def test_malformed_file_names_the_date(tmp_path):
    path = tmp_path / "calendar.json"
    path.write_text(json.dumps({"days": [{"date": "2024-13-01", "kind": "holiday"}]}), "utf-8")

    with pytest.raises(ValueError, match=r"calendar\.json, 2024-13-01"):
        read_calendar_file(path)


def test_seed_differs_from_the_holidays_package_only_where_known():
    """The package misses one swap, counts a sixth Tết day in 2025, and takes 24/11 as law."""
    holidays = pytest.importorskip("holidays")
    theirs = set(holidays.country_holidays("VN", years=YEARS))
    ours = {row.on for row in ROWS if row.kind != DayKind.MAKE_UP_WORK}

    assert ours - theirs == {D("2026-01-02")}
    assert theirs - ours <= {D("2025-02-01"), D("2026-11-24"), D("2027-11-24")}
