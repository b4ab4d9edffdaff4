"""Published ranks: empty where nothing was published, compared only where that is fair."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from agencies.models import Agency
from agencies.roles import Role
from indices.models import IndexResult
from tests.clients import reader
from tests.factories import AgencyFactory, IndexResultFactory, IndexSeriesFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def series():
    return IndexSeriesFactory(code="par-index", name="PAR INDEX")


@pytest.fixture
def province():
    return AgencyFactory(kind=Agency.Kind.LEADERSHIP)


def page(series, role=Role.MEMBER, agency=None):
    return reader(role, agency).get(series.get_absolute_url())


def result(series, agency, year, rank, out_of=63, **fields):
    return IndexResultFactory(
        series=series, agency=agency, year=year, rank=rank, out_of=out_of, **fields
    )


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        ((2022, 47, 63), (2023, 22, 63), "Năm 2023 xếp hạng 22/63, tăng 25 bậc so với năm 2022"),
        ((2022, 20, 63), (2023, 22, 63), "Năm 2023 xếp hạng 22/63, giảm 2 bậc so với năm 2022"),
        (
            (2022, 22, 63),
            (2023, 22, 63),
            "Năm 2023 xếp hạng 22/63, giữ nguyên thứ hạng so với năm 2022",
        ),
        ((2019, 33, 63), (2023, 22, 63), "Năm 2023 xếp hạng 22/63"),
        ((2024, 22, 63), (2025, 15, 34), "Năm 2025 xếp hạng 15/34"),
    ],
)
def test_change_of_rank_is_told_only_between_comparable_years(series, province, before, now, words):
    for year, rank, out_of in (before, now):
        result(series, province, year, rank, out_of)

    assert page(series).context["headline"] == words


def test_score_that_was_not_published_is_a_dash(series, province):
    result(series, province, 2023, 22, score=None)
    result(series, province, 2022, 47, score=Decimal("84.86"))

    assert [row["score"] for row in page(series).context["rows"]] == ["–", "84,86"]


def test_everyone_sees_the_province_and_only_the_own_branch_besides(series, province):
    mine, other = AgencyFactory(), AgencyFactory()
    for agency in (province, mine, other):
        result(series, agency, 2023, 2)

    rows = page(series, Role.CLERK, mine).context["rows"]

    assert {row["agency"] for row in rows} == {province, mine}


def test_a_result_is_known_from_the_day_it_was_published(series, province):
    result(series, province, 2023, 22, published_on=dt.date(2024, 4, 17))
    result(series, province, 2022, 47, published_on=None)

    def known(day):
        return set(IndexResult.objects.known_on(day).values_list("year", flat=True))

    assert known(dt.date(2024, 4, 16)) == {2022}
    assert known(dt.date(2024, 4, 17)) == {2022, 2023}
    assert known(dt.date(2022, 12, 31)) == set()
