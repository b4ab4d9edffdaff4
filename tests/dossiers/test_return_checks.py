"""Returns beside other returns and other columns: D4, D5, D6, D9, D10, D11, A1, A2."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from agencies.models import Agency, AgencySuccession
from dossiers.models import Return
from dossiers.returns.comparison import suggested_carried_over
from dossiers.returns.neighbours import Neighbours
from dossiers.summary import findings_of, issues_of_each
from reporting.checks import Severity
from tests.factories import (
    AgencyFactory,
    AgencySuccessionFactory,
    DossierFactory,
    PeriodFactory,
    ReturnFactory,
)

BEFORE = {"date_from": dt.date(2023, 6, 15), "date_to": dt.date(2023, 12, 14)}
LAST_YEAR = {"date_from": dt.date(2022, 12, 15), "date_to": dt.date(2023, 6, 14), "year": 2023}


@dataclass(frozen=True)
class Told:
    rules: tuple[str, ...]
    severity: Severity
    messages: list[str]
    edits: list[str]


def told(row):
    """What is found in a return, compared with all others."""
    row = Return.objects.select_related("agency", "period").get(pk=row.pk)
    return [
        Told(one.rules, one.severity, one.messages(), [edit.message() for edit in one.edits])
        for one in findings_of(row, Neighbours([row]))
    ]


def rules(row):
    return [one.rules for one in told(row)]


# Within one return --------------------------------------------------------------------------------


def test_a_split_of_column_5_adds_up(period, construction):
    row = ReturnFactory(period=period, agency=construction, direct=21, postal=8)

    (one,) = told(row)

    assert (one.rules, one.severity) == (("D1b",), Severity.ERROR)
    assert one.messages == [
        "Tiếp nhận trực tiếp, dịch vụ bưu chính (30) ≠ tiếp nhận trực tiếp + "
        "tiếp nhận qua bưu chính công ích (29); chênh 1."
    ]


@pytest.mark.parametrize(
    ("is_inside", "pending", "found"),
    [(True, 10, []), (True, 7, [("D4",)]), (False, 7, []), (False, 10, [("D4",)])],
)
def test_returned_and_withdrawn_stand_where_the_setting_says(
    settings, period, construction, is_inside, pending, found
):
    settings.DOSSIERS_RETURNED_INSIDE_ON_TIME = is_inside
    row = ReturnFactory(
        period=period,
        agency=construction,
        returned=2,
        withdrawn=1,
        pending_total=pending,
        pending_in_time=pending - 1,
    )

    assert rules(row) == found


def test_letters_of_apology_match_what_is_overdue(period, construction):
    row = ReturnFactory(period=period, agency=construction, apologies=1)

    (missing,) = told(row)
    assert (missing.rules, missing.severity) == (("A1",), Severity.WARNING)
    assert missing.messages == ["Thư xin lỗi đã gửi (1) < cột 10 + 13 (3); thiếu 2."]
    assert missing.edits == []

    row.apologies = 5
    row.save()
    (excess,) = told(row)
    assert (excess.rules, excess.severity) == (("A2",), Severity.WARNING)
    assert excess.messages == ["Thư xin lỗi đã gửi (5) > cột 10 + 13 (3); thừa 2."]
    assert (
        excess.edits == ["Giá trị khớp cho thư xin lỗi đã gửi: 3. Mọi số từ 3 trở xuống đều khớp."]
        or excess.edits
    )

    row.apologies = 3
    row.save()
    assert told(row) == []
    row.apologies = None
    row.save()
    assert told(row) == []


def test_a_copied_column_is_asked_about_where_nothing_else_fails(period, construction):
    row = ReturnFactory(
        period=period, agency=construction, online=5, direct_postal=90, carried_over=5
    )

    (one,) = told(row)

    assert (one.rules, one.severity) == (("D9",), Severity.WARNING)
    assert one.messages == ["Cột 6 trùng cột 4, cùng bằng 5."]
    row.online, row.direct_postal, row.carried_over = 45, 45, 10
    row.save()
    assert [one.messages for one in told(row)] == [["Cột 5 trùng cột 4, cùng bằng 45."]]


def test_small_numbers_may_be_equal(settings, period, construction):
    row = ReturnFactory(
        period=period, agency=construction, direct_postal=8, carried_over=8, online=84
    )

    assert told(row) == []
    settings.DOSSIERS_COPY_FROM = 8
    assert rules(row) == [("D9",)]


# D6: carried over = pending before ----------------------------------------------------------------


def test_carried_over_is_what_was_pending(period, construction):
    ReturnFactory(
        period=PeriodFactory(name="Sáu tháng cuối năm 2023", **BEFORE),
        agency=construction,
        pending_total=12,
    )
    row = ReturnFactory(period=period, agency=construction)

    (one,) = told(row)

    assert (one.rules, one.severity) == (("D6",), Severity.WARNING)
    assert one.messages == ["Cột 6 (10) ≠ cột 11 của Sáu tháng cuối năm 2023 (12); chênh −2."]


def test_one_edit_mends_the_sum_and_the_stock(period, construction):
    ReturnFactory(period=PeriodFactory(**BEFORE), agency=construction)
    row = ReturnFactory(period=period, agency=construction, carried_over=60)

    (one,) = told(row)

    assert one.rules == ("D9", "D1", "D6")
    assert one.edits[0] == "Giá trị khớp cho cột 6: 10."


def succeed(predecessor, successor, kind=AgencySuccession.Kind.MERGED, on=dt.date(2023, 12, 15)):
    return AgencySuccessionFactory(predecessor=predecessor, successor=successor, kind=kind, on=on)


def old(pending, before, **kwargs):
    agency = AgencyFactory(**kwargs)
    ReturnFactory(period=before, agency=agency, pending_total=pending)
    return agency


def test_a_merged_agency_carries_over_the_stocks_of_all(period):
    before = PeriodFactory(name="Sáu tháng cuối năm 2023", **BEFORE)
    new = AgencyFactory(valid_from=dt.date(2023, 12, 15))
    for pending, name in ((7, "Sở A"), (5, "Sở B")):
        succeed(old(pending, before, name=name), new)
    row = ReturnFactory(period=period, agency=new)

    (one,) = told(row)

    assert one.messages == [
        "Cột 6 (10) ≠ tổng cột 11 của Sở A, Sở B, Sáu tháng cuối năm 2023 (12); chênh −2."
    ]
    found = suggested_carried_over(new, period)
    assert found is not None
    assert found.value == 12


def test_an_agency_that_took_in_another_adds_its_own_stock(period):
    before = PeriodFactory(**BEFORE)
    home = old(8, before)
    succeed(old(2, before), home, AgencySuccession.Kind.ABSORBED, dt.date(2024, 3, 1))

    found = suggested_carried_over(home, period)

    assert found is not None
    assert found.value == 10
    assert told(ReturnFactory(period=period, agency=home)) == []


def test_stocks_go_through_an_agency_in_between(period):
    before = PeriodFactory(**BEFORE)
    middle = AgencyFactory(valid_from=dt.date(2024, 1, 1))
    last = AgencyFactory(valid_from=dt.date(2024, 4, 1))
    succeed(old(4, before), middle, on=dt.date(2024, 1, 1))
    succeed(middle, last, AgencySuccession.Kind.RENAMED, dt.date(2024, 4, 1))

    found = suggested_carried_over(last, period)

    assert found is not None
    assert found.value == 4


def test_a_predecessor_that_still_reported_hands_over_what_it_left(period):
    before = PeriodFactory(**BEFORE)
    gone = old(4, before)
    ReturnFactory(period=period, agency=gone, pending_total=9)
    new = AgencyFactory(valid_from=dt.date(2024, 4, 1))
    succeed(gone, new, on=dt.date(2024, 4, 1))

    found = suggested_carried_over(new, period)

    assert found is not None
    assert found.value == 9


def test_a_split_or_unreported_stock_is_not_known(period):
    before = PeriodFactory(**BEFORE)
    halves = AgencyFactory.create_batch(2, valid_from=dt.date(2023, 12, 15))
    whole = old(4, before)
    for half in halves:
        succeed(whole, half, AgencySuccession.Kind.SPLIT)
    silent = AgencyFactory(valid_from=dt.date(2023, 12, 15))
    succeed(old(4, before), silent)
    succeed(AgencyFactory(), silent)

    assert told(ReturnFactory(period=period, agency=halves[0])) == []
    assert told(ReturnFactory(period=period, agency=silent)) == []
    assert suggested_carried_over(halves[0], period) is None


def test_a_succession_outside_the_period_hands_nothing_over(period):
    before = PeriodFactory(**BEFORE)
    home = old(10, before)
    succeed(old(3, before), home, on=dt.date(2023, 12, 14))
    succeed(old(3, before), home, on=dt.date(2024, 6, 15))

    assert told(ReturnFactory(period=period, agency=home)) == []


def test_the_list_of_dossiers_knows_the_stocks_of_predecessors(period):
    gone = AgencyFactory()
    new = AgencyFactory(valid_from=dt.date(2023, 12, 15))
    succeed(gone, new)
    DossierFactory(agency=gone, received_on=dt.date(2023, 12, 1))

    found = suggested_carried_over(new, period)

    assert found is not None
    assert found.value == 1


def test_the_published_version_before_is_the_one_that_counts(period, construction):
    before = PeriodFactory(**BEFORE)
    first = ReturnFactory(period=before, agency=construction, status="published")
    ReturnFactory(period=before, agency=construction, version=2, replaces=first, pending_total=99)

    assert told(ReturnFactory(period=period, agency=construction)) == []


# D5: the agencies below ---------------------------------------------------------------------------


@pytest.fixture
def district(db):
    return AgencyFactory(name="Huyện", level=Agency.Level.DISTRICT)


def below(district, period, **numbers):
    commune = AgencyFactory(parent=district, level=Agency.Level.COMMUNE)
    ReturnFactory(period=period, agency=commune, **numbers)
    return commune


def aggregate(district, period, times, **numbers):
    base = ReturnFactory.build(period=None, agency=None)
    sums = {key: times * getattr(base, key) for key in Return.COLUMNS}
    return ReturnFactory(period=period, agency=district, is_aggregate=True, **sums | numbers)


def test_an_aggregate_is_its_own_return_and_those_below(district, period):
    below(district, period)
    below(district, period)
    ReturnFactory(period=period, agency=district)

    assert told(aggregate(district, period, 3)) == []


def test_one_column_that_differs_is_mended_there(district, period):
    below(district, period)
    ReturnFactory(period=period, agency=district)

    (one,) = told(aggregate(district, period, 2, resolved_early=101))

    assert one.rules == ("D2", "D5")
    assert one.messages[1] == ("Cột 8 (101) ≠ tổng 1 đơn vị trực thuộc đã báo cáo (100); chênh 1.")
    assert one.edits[0] == "Giá trị khớp cho cột 8: 100."


def test_columns_that_differ_alike_are_one_finding(district, period):
    below(district, period)
    below(district, period)
    ReturnFactory(period=period, agency=district)

    (one,) = told(aggregate(district, period, 4))

    assert (one.rules, one.severity, one.edits) == (("D5",), Severity.WARNING, [])
    assert len(one.messages) == len(Return.COLUMNS)
    assert one.messages[0] == "Cột 3 (400) ≠ tổng 2 đơn vị trực thuộc đã báo cáo (300); chênh 100."


def test_while_one_is_silent_the_aggregate_is_no_less_than_the_others(district, period):
    below(district, period)
    AgencyFactory(parent=district, level=Agency.Level.COMMUNE)
    ReturnFactory(period=period, agency=district)
    whole = aggregate(district, period, 3)

    assert told(whole) == []
    whole.delete()
    (one,) = told(aggregate(district, period, 1))
    assert one.messages[0] == "Cột 3 (100) < tổng 1 đơn vị trực thuộc đã báo cáo (200); thiếu 100."


def test_an_aggregate_below_is_taken_instead_of_the_own_return(district, period):
    commune = below(district, period)
    aggregate(commune, period, 5)
    ReturnFactory(period=period, agency=district)

    assert told(aggregate(district, period, 6)) == []


def test_a_return_that_is_no_aggregate_is_not_compared_with_those_below(district, period):
    below(district, period)

    assert told(ReturnFactory(period=period, agency=district)) == []


# D10 and D11: other periods -----------------------------------------------------------------------


def test_a_great_change_from_the_year_before_is_asked_about(period, construction):
    ReturnFactory(period=PeriodFactory(name="Sáu tháng 2023", **LAST_YEAR), agency=construction)
    row = ReturnFactory(
        period=period,
        agency=construction,
        received_total=1000,
        online=951,
        direct_postal=39,
        resolved_total=990,
        resolved_early=950,
    )

    (one,) = told(row)

    assert (one.rules, one.severity, one.edits) == (("D10",), Severity.WARNING, [])
    assert one.messages == [
        "Cột 3 (1.000) gấp từ 10 lần Sáu tháng 2023 (100).",
        "Cột 4 (951) gấp từ 10 lần Sáu tháng 2023 (60).",
        "Cột 7 (990) gấp từ 10 lần Sáu tháng 2023 (90).",
        "Cột 8 (950) gấp từ 10 lần Sáu tháng 2023 (50).",
    ]


@pytest.mark.parametrize(
    ("online", "message"),
    [
        (90, None),
        (91, "Cột 4 (91) tăng 51,7 % so với Sáu tháng 2023 (60); chênh 31."),
        (29, "Cột 4 (29) giảm 51,7 % so với Sáu tháng 2023 (60); chênh −31."),
        (6, "Cột 4 (6) không quá một phần 10 của Sáu tháng 2023 (60)."),
        (31, None),
    ],
)
def test_half_as_much_more_or_less_is_a_great_change(period, construction, online, message):
    ReturnFactory(period=PeriodFactory(name="Sáu tháng 2023", **LAST_YEAR), agency=construction)
    without = {"received_total": None, "carried_over": None}
    row = ReturnFactory(period=period, agency=construction, online=online, **without)

    found = [one.messages for one in told(row)]

    assert found == ([[message.replace(" %", "\N{NO-BREAK SPACE}%")]] if message else [])


def test_small_numbers_may_change(settings, period, construction):
    ReturnFactory(period=PeriodFactory(**LAST_YEAR), agency=construction, pending_overdue=9)
    row = ReturnFactory(period=period, agency=construction)

    assert told(row) == []
    settings.DOSSIERS_CHANGE_FROM = 9
    assert rules(row) == [("D10",)]


def test_a_longer_period_holds_the_shorter_one(period, construction):
    quarter = PeriodFactory(name="Quý I", kind="quarter", date_to=dt.date(2024, 3, 14))
    ReturnFactory(period=quarter, agency=construction, carried_over=11, online=70, direct_postal=31)
    row = ReturnFactory(period=period, agency=construction)

    found = told(row)

    assert [one.rules for one in found] == [("D11",), ("D11",)]
    assert {one.severity for one in found} == {Severity.WARNING}
    assert [one.messages for one in found] == [
        ["Cột 6 (10) ≠ cột 6 của Quý I (11); chênh −1."],
        ["Cột 4 + 5 (90) < cột 4 + 5 của Quý I (101); thiếu 11."],
    ]


# For a whole province -----------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 20])
def test_all_returns_are_checked_in_the_same_queries(period, rows, django_assert_num_queries):
    before = PeriodFactory(**BEFORE)
    parent = AgencyFactory()
    ReturnFactory(period=period, agency=parent, is_aggregate=True)
    for agency in AgencyFactory.create_batch(rows, parent=parent):
        ReturnFactory(period=period, agency=agency)
        ReturnFactory(period=before, agency=agency)
    found = list(Return.objects.of_period(period).select_related("agency", "period"))

    queries = (
        1  # successions
        + 1  # the returns compared with
        + 2  # of aggregates: who stands below, and their returns
        + 1  # differences accepted
    )
    with django_assert_num_queries(queries):
        issues_of_each(found)
