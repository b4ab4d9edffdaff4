"""Figures of dossiers, the ranking of agencies, and findings as sentences."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from agencies.models import Agency
from dossiers import headlines
from dossiers.columns import Columns
from dossiers.figures import COUNTS, RATES
from dossiers.models import Dossier
from dossiers.summary import figures_by_agency, figures_of, on_time_by_agency, rank
from reporting.figures import Firmness
from reporting.models import Period
from reporting.numbers import Ratio
from reporting.selection import Selection
from tests.dossiers.pages_world import question_of
from tests.factories import AgencyFactory

NBSP = "\N{NO-BREAK SPACE}"


def check_links(figures, user):
    """Each figure's lists have the numbers that it is made of."""
    for figure in figures.values():
        value = figure.value
        top = value.numerator if isinstance(value, Ratio) else value
        if figure.code == "B1":  # dossiers times days
            days = (figure.as_of - figure.period.date_from).days + 1
            assert top % days == 0
            top //= days
        assert figure.rows.count == top, figure.code
        assert question_of(figure.rows.url, user).rows().count() == top, figure.code
        if figure.base is not None:
            assert figure.base.count == value.denominator, figure.code
            assert question_of(figure.base.url, user).rows().count() == figure.base.count


def test_figures_of_the_whole_province(province, member, selection, django_assert_num_queries):
    with django_assert_num_queries(2):  # with the structure
        figures = figures_of(Agency.objects.all(), selection)

    assert list(figures) == [meant.code for meant in (*COUNTS, *RATES)]
    check_links(figures, member)


def test_figures_of_a_branch(province, member, selection):
    district = Agency.objects.get(code="H1")

    figures = figures_of(Agency.objects.all(), selection, agency=district)

    rows = Dossier.objects.of_agencies(Agency.objects.branch([district.pk]))
    first, last = selection.first, selection.until
    assert figures["received_total"].value == rows.in_column("received_total", first, last).count()
    check_links(figures, member)


def test_figures_by_agency_are_its_own(province, member, selection, django_assert_num_queries):
    with django_assert_num_queries(3):
        found = figures_by_agency(Agency.objects.all(), selection)

    assert set(found) == {agency.pk for agency in province.agencies}
    check_links(found[Agency.objects.get(code="H0").pk], member)


def test_an_as_of_day_within_the_period_ends_its_flows(province, member, period):
    selection = Selection(period, dt.date(2024, 3, 31))

    figures = figures_of(Agency.objects.all(), selection)

    assert figures["R1"].as_of == dt.date(2024, 3, 31)
    check_links(figures, member)


@pytest.mark.parametrize(
    ("status", "firmness"),
    [("running", "provisional"), ("closed", "provisional"), ("locked", "confirmed")],
)
def test_a_locked_period_confirms_its_figures(province, period, selection, status, firmness):
    Period.objects.filter(pk=period.pk).update(status=status)
    period.refresh_from_db()

    figures = figures_of(Agency.objects.all(), selection)

    assert {figure.firmness for figure in figures.values()} == {Firmness(firmness)}


def test_kept_apart_dossiers_leave_the_figures(province, member, selection, settings):
    before = figures_of(Agency.objects.all(), selection)
    settings.DOSSIERS_RETURNED_INSIDE_ON_TIME = False
    after = figures_of(Agency.objects.all(), selection)

    first, last = selection.first, selection.until
    apart = sum(
        Dossier.objects.in_column(key, first, last).count() for key in ("returned", "withdrawn")
    )
    assert apart > 0
    assert after["resolved_on_time"].value == before["resolved_on_time"].value - apart
    check_links(after, member)


# Who is late -------------------------------------------------------------------------------------


def agency(name, late, on_time, level=Agency.Level.PROVINCE):
    made = AgencyFactory(name=name, level=level)
    return made, Columns(resolved_overdue=late, resolved_on_time=on_time)


def ranking(selection, *rows):
    return rank(
        [made for made, _columns in rows], {made.pk: columns for made, columns in rows}, selection
    )


def test_small_samples_are_ranked_but_not_counted_in_the_title(selection):
    found = ranking(
        selection,
        agency("Sở Khoa học", 1, 41),
        agency("Sở Xây dựng", 11, 1430),
        agency("Sở Y tế", 0, 3665),
        agency("Sở Tài chính", 1, 199),
    )

    assert [row.agency.name for row in found.rows] == [
        "Sở Khoa học",
        "Sở Xây dựng",
        "Sở Tài chính",
        "Sở Y tế",
    ]
    assert [row.is_small for row in found.rows] == [True, False, False, False]
    # 1/200 is the limit itself, not beyond it
    assert found.title == (f"1 cơ quan vượt mức quá hạn 0,50{NBSP}%, chiếm 11/13 hồ sơ quá hạn")


def test_communes_are_left_out_of_the_ranking_but_not_of_the_sum(selection):
    commune = Agency.Level.COMMUNE
    found = ranking(
        selection,
        agency("Sở A", 5, 500),
        agency("Sở B", 0, 500),
        agency("Xã C", 7, 100, commune),
    )

    assert [row.agency.name for row in found.rows] == ["Sở A", "Sở B"]
    assert found.title.endswith("chiếm 5/12 hồ sơ quá hạn")
    assert found.subtitle(10).endswith(
        "2 cơ quan cao nhất trong 2 cơ quan cấp tỉnh, cấp huyện có hồ sơ đã giải quyết; "
        "không gồm cấp xã"
    )


def test_a_reader_of_one_district_compares_its_communes(selection):
    found = ranking(
        selection,
        agency("UBND huyện", 1, 500, Agency.Level.DISTRICT),
        agency("Xã A", 2, 100, Agency.Level.COMMUNE),
    )

    assert [row.agency.name for row in found.rows] == ["Xã A", "UBND huyện"]


def test_without_anybody_beyond_the_limit_the_title_says_so(selection):
    assert ranking(selection, agency("Sở A", 0, 500)).title == (
        f"Không có cơ quan vượt mức quá hạn 0,50{NBSP}%"
    )
    assert ranking(selection).title == "Kỳ này chưa có hồ sơ được giải quyết"


def test_the_table_puts_bars_and_limit_on_one_scale(selection):
    table = ranking(selection, agency("Sở A", 1, 99), agency("Sở B", 1, 399)).table(10)

    assert table["limit"] == "50.00%"
    assert [row["width"] for row in table["rows"]] == ["100.00%", "25.00%"]
    assert [mark["text"] for mark in table["axis"]] == ["0", "mức 0,5", f"1{NBSP}%"]
    assert [row["rate"] for row in table["rows"]] == [f"99,00{NBSP}%", f"99,75{NBSP}%"]


def test_on_time_by_agency_names_the_worst(province, member, selection, django_assert_num_queries):
    with django_assert_num_queries(3):
        block = on_time_by_agency(Agency.objects.all(), selection, limit=3)

    assert len(block["rows"]) == 3
    for row in block["rows"]:
        for number, url in (("late", "late_url"), ("resolved", "resolved_url")):
            count = question_of(row[url], member).rows().count()
            assert str(count) == row[number]


# Sentences ---------------------------------------------------------------------------------------


def points(*shares):
    return [
        (f"T{n}", Ratio(share, 1000 if share is not None else 0))
        for n, share in enumerate((s if s is not None else 0 for s in shares), start=1)
    ]


@pytest.mark.parametrize(
    ("shares", "text"),
    [
        ((836, 850, 891), "tăng ba tháng liền, từ 83,60 % lên 89,10 %"),
        ((891, 850, 836), "giảm ba tháng liền, từ 89,10 % xuống 83,60 %"),
        ((850, 850), "giữ ở mức 85,00 %"),
        ((850, 900, 880), "từ 85,00 % (T1) đến 88,00 % (T3), không theo một chiều"),
        ((850,), "đạt 85,00 %"),
        ((), ""),
    ],
)
def test_a_trend_is_told_as_printed(shares, text):
    assert headlines.trend(points(*shares)).replace(NBSP, " ") == text


def test_months_without_a_share_are_left_out_of_a_trend():
    months = [("T1", Ratio(1, 4)), ("T2", Ratio(0, 0)), ("T3", Ratio(1, 2))]

    assert headlines.trend(months).replace(NBSP, " ") == (
        "tăng hai tháng liền, từ 25,00 % lên 50,00 %"
    )


def test_all_on_time_is_said_in_words():
    assert headlines.on_time(Columns(resolved_on_time=1234)) == (
        "Toàn bộ 1.234 hồ sơ giải quyết trước hạn, đúng hạn"
    )
    with translation.override("en"):
        assert "1,234" in headlines.on_time(Columns(resolved_on_time=1234))
