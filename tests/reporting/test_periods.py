"""Reporting periods: the tables of letter 581/BNV-CCHC and Decree 09/2019/NĐ-CP."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from reporting.periods import (
    Kind,
    PeriodError,
    Rule,
    Span,
    custom,
    parse,
    preset,
    presets,
    previous_year,
    report_months,
)

D = dt.date.fromisoformat
DATES = st.dates(dt.date(2001, 1, 1), dt.date(2099, 12, 31))


def test_reform_report_closes_on_the_14th_and_is_sent_by_the_20th():
    found = [(p.code, p.date_from, p.date_to, p.due_on) for p in presets(2024, Rule.REFORM_REPORT)]

    assert found == [
        ("2024-Q1", D("2023-12-15"), D("2024-03-14"), D("2024-03-20")),
        ("2024-H1", D("2023-12-15"), D("2024-06-14"), D("2024-06-20")),
        ("2024-Q3", D("2024-06-15"), D("2024-09-14"), D("2024-09-20")),
        ("2024-9M", D("2023-12-15"), D("2024-09-14"), None),
        ("2024", D("2023-12-15"), D("2024-12-14"), D("2024-12-20")),
    ]


def test_decree_09_adds_months_the_other_quarters_and_the_second_half():
    found = {p.code: (p.date_from, p.date_to) for p in presets(2024, Rule.DECREE_09)}

    assert len(found) == 12 + 4 + 2 + 1
    assert found["2024-M01"] == (D("2023-12-15"), D("2024-01-14"))
    assert found["2024-M06"] == (D("2024-05-15"), D("2024-06-14"))
    assert found["2024-Q2"] == (D("2024-03-15"), D("2024-06-14"))
    assert found["2024-Q4"] == (D("2024-09-15"), D("2024-12-14"))
    assert found["2024-H2"] == (D("2024-06-15"), D("2024-12-14"))


def test_decree_09_fixes_no_day_of_sending():
    assert {p.due_on for p in presets(2024, Rule.DECREE_09)} == {None}


def test_rules_agree_on_the_days_of_what_both_list():
    reform = {p.code: (p.date_from, p.date_to) for p in presets(2024, Rule.REFORM_REPORT)}
    decree = {p.code: (p.date_from, p.date_to) for p in presets(2024, Rule.DECREE_09)}
    shared = reform.keys() & decree.keys()

    assert shared == {"2024-Q1", "2024-H1", "2024-Q3", "2024"}
    assert {code: reform[code] for code in shared} == {code: decree[code] for code in shared}


def test_all_presets_of_a_year_hold_each_code_once_with_the_reform_reports_due_date():
    codes = {p.code: p.due_on for p in presets(2024)}

    assert len(codes) == len(presets(2024)) == 20
    assert codes["2024-H1"] == D("2024-06-20")
    assert codes["2024-H2"] is None


def test_third_quarter_is_not_cumulative_and_follows_the_first_half():
    assert preset(Kind.QUARTER, 2024, 3).date_from - preset(Kind.HALF, 2024, 1).date_to == (
        dt.timedelta(days=1)
    )


def test_nine_months_are_practice_not_text():
    assert [p.code for p in presets(2024) if not p.is_verified] == ["2024-9M"]


@pytest.mark.parametrize(
    ("code", "name_vi", "name_en"),
    [
        ("2024-H1", "6 tháng đầu năm 2024", "First half of 2024"),
        ("2024-H2", "6 tháng cuối năm 2024", "Second half of 2024"),
        ("2024-Q3", "Quý III năm 2024", "Quarter 3 of 2024"),
        ("2024-M06", "Tháng 6 năm 2024", "June 2024"),
        ("2024-9M", "9 tháng đầu năm 2024", "First nine months of 2024"),
        ("2024", "Năm 2024", "Year 2024"),
        (
            "20191201-20200229",
            "Từ 01/12/2019 đến 29/02/2020",
            "01/12/2019 to 29/02/2020",
        ),
    ],
)
def test_names_in_both_languages(code, name_vi, name_en):
    period = parse(code)

    assert (period.name_vi, period.name_en) == (name_vi, name_en)


@pytest.mark.parametrize("year", [2000, 2024, 2100])
def test_code_is_read_back_as_the_same_period(year):
    periods = presets(year)

    assert [parse(p.code) for p in periods] == periods


@given(DATES, DATES)
def test_code_of_a_custom_period_is_read_back(one, other):
    period = custom(*sorted([one, other]))

    assert parse(period.code) == period
    assert len(period.code) <= 20


@pytest.mark.parametrize(
    "code",
    [
        *("", "2024-H3", "2024-Q0", "2024-M13", "2024-M6", "2024-q1", "1999-H1", "2024-W24"),
        *("20240614", "20240614-20231215", "20240230-20240301", "2024-H1 "),
        "\uff12\uff10\uff12\uff14",  # full-width digits
    ],
)
def test_anything_else_is_refused(code):
    with pytest.raises(PeriodError):
        parse(code)


def test_messages_name_the_value_and_how_to_mend_it():
    with override("vi"):
        with pytest.raises(PeriodError, match=r"14/06/2024 sớm hơn ngày bắt đầu 15/06/2024.+sửa"):
            custom(D("2024-06-15"), D("2024-06-14"))
        with pytest.raises(PeriodError, match=r"Hạn gửi 13/06/2024 sớm hơn.+14/06/2024"):
            custom(D("2023-12-15"), D("2024-06-14"), due_on=D("2024-06-13"))
        with pytest.raises(PeriodError, match=r"Quý II năm 2024 không có trong quy định"):
            preset(Kind.QUARTER, 2024, 2, rule=Rule.REFORM_REPORT)
        with pytest.raises(PeriodError, match=r"Năm 224 nằm ngoài khoảng 2000–2100"):
            preset(Kind.YEAR, 224)
        with pytest.raises(PeriodError, match=r"“hôm nay”.+2024-H1"):
            parse("hôm nay")


def test_cut_off_day_is_in_the_period_and_still_running():
    half = parse("2024-H1")

    assert [half.is_running(D(day)) for day in ("2023-12-14", "2023-12-15", "2024-06-14")] == [
        False,
        True,
        True,
    ]
    assert not half.is_over(D("2024-06-14"))
    assert half.is_over(D("2024-06-15"))


def test_first_half_has_six_report_months():
    months = report_months(D("2023-12-15"), D("2024-06-14"))

    assert [(m.label, m.date_from, m.date_to) for m in months] == [
        ("T1", D("2023-12-15"), D("2024-01-14")),
        ("T2", D("2024-01-15"), D("2024-02-14")),
        ("T3", D("2024-02-15"), D("2024-03-14")),
        ("T4", D("2024-03-15"), D("2024-04-14")),
        ("T5", D("2024-04-15"), D("2024-05-14")),
        ("T6", D("2024-05-15"), D("2024-06-14")),
    ]
    assert not any(m.is_partial for m in months)


def test_months_cut_by_the_interval_are_marked():
    months = report_months(D("2024-01-01"), D("2024-02-20"))

    assert [(m.number, m.date_from, m.date_to, m.is_partial) for m in months] == [
        (1, D("2024-01-01"), D("2024-01-14"), True),
        (2, D("2024-01-15"), D("2024-02-14"), False),
        (3, D("2024-02-15"), D("2024-02-20"), True),
    ]


def test_labels_show_the_year_where_a_month_occurs_twice():
    year = report_months(D("2023-12-15"), D("2024-12-14"))
    longer = report_months(D("2023-12-15"), D("2025-01-14"))

    assert [year[0].label, year[-1].label] == ["T1", "T12"]
    assert [longer[0].label, longer[-1].label] == ["T1/2024", "T1/2025"]


@given(DATES, st.integers(0, 900))
def test_report_months_are_exactly_the_interval(first, length):
    last = first + dt.timedelta(days=length)
    months = report_months(first, last)

    assert months[0].date_from == first
    assert months[-1].date_to == last
    assert sum(m.days for m in months) == length + 1
    for before, after in itertools.pairwise(months):
        assert after.date_from - before.date_to == dt.timedelta(days=1)
        assert before.date_to.day == 14
    assert len({m.label for m in months}) == len(months)


@pytest.mark.parametrize("period", presets(2024))
def test_report_months_of_a_preset_are_the_months_it_is_named_after(period):
    months = report_months(period.date_from, period.date_to)

    assert {m.year for m in months} == {2024}
    assert not any(m.is_partial for m in months)
    assert len(months) in {1, 3, 6, 9, 12}


def test_year_before_a_preset_is_the_same_preset():
    assert previous_year(parse("2024-H1")) == parse("2023-H1")
    assert previous_year(preset(Kind.MONTH, 2024, 3, rule=Rule.DECREE_09)).date_from == (
        D("2023-02-15")
    )


@pytest.mark.parametrize(
    ("span", "before"),
    [
        (("2019-12-01", "2020-02-29"), ("2018-12-01", "2019-02-28")),
        (("2020-12-01", "2021-02-28"), ("2019-12-01", "2020-02-29")),
        (("2024-02-29", "2024-03-31"), ("2023-02-28", "2023-03-31")),
        (("2023-12-15", "2024-06-14"), ("2022-12-15", "2023-06-14")),
        (("2024-12-01", "2024-12-31"), ("2023-12-01", "2023-12-31")),
    ],
)
def test_year_before_any_two_days(span, before):
    first, last = map(D, span)

    assert previous_year(Span(first, last)) == Span(*map(D, before))
    assert previous_year(custom(first, last)) == custom(*map(D, before))
