import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from reporting.numbers import NBSP, Ratio, date, number, percent, signed, span, svg_share


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        (418039, "418.039", "418,039"),
        (0, "0", "0"),
        (-336643, "−336.643", "−336,643"),
        (None, "–", "–"),
        (999, "999", "999"),
    ],
)
def test_number_groups_thousands_in_the_language_of_the_page(value, vi, en):
    with translation.override("vi"):
        assert number(value) == vi
    with translation.override("en"):
        assert number(value) == en


def test_percent_has_two_decimals_and_an_unbreakable_sign():
    assert percent(Ratio(30, 51)) == f"58,82{NBSP}%"
    assert percent(Ratio(1, 0)) == "–"
    with translation.override("en"):
        assert percent(Ratio(30, 51)) == "58.82%"


def test_signed_numbers_show_their_direction():
    assert [signed(5), signed(-5), signed(0)] == ["+5", "−5", "0"]
    assert signed(Decimal("0.125"), 2) in {"+0,13", "+0,12"}


def test_dates_are_day_month_year_in_both_languages():
    day = dt.date(2024, 2, 11)

    for language in ("vi", "en"):
        with translation.override(language):
            assert date(day) == "11/02/2024"
            assert span(day, dt.date(2024, 6, 14)) == "11/02/2024–14/06/2024"


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_percent_is_rounded_half_up_from_the_exact_ratio(numerator, denominator):
    shown = Ratio(numerator, denominator).percent()

    # 2·|shown·d − 100·n|·100 ≤ d, in whole numbers: no float decides
    assert shown is not None
    hundredths = int(shown * 100)
    assert 0 <= hundredths * denominator * 2 - 20000 * numerator + denominator <= 2 * denominator


def test_shares_of_nothing_are_zero():
    assert svg_share(0, 0) == "0%"
    assert svg_share(30, 51) == "58.82%"
