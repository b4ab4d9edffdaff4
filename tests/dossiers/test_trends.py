"""Months of any span by any filter: page, chart and rows tell the same numbers."""

from __future__ import annotations

import datetime as dt
from random import Random

import pytest
from django.urls import reverse

from agencies.models import Agency
from agencies.roles import Role
from dossiers.codes import Channel, OnlineKind
from dossiers.models import Dossier, Sector
from dossiers.trends.page import rates
from dossiers.trends.scope import Scope
from reporting.periods import Span, report_months
from tests.clients import client_of
from tests.dossiers.pages_world import FIRST, LAST, question_of
from tests.factories import UserFactory

PAGE = reverse("dossiers:charts")
FLOWS, STOCK, OVERDUE = (
    reverse(f"dossiers:{name}-chart") for name in ("flows", "stock", "overdue")
)


def rows_of(asked):
    """The dossiers that the address speaks of, without any of the code under test."""
    rows = Dossier.objects.all()
    if agency := asked.get("agency"):
        rows = rows.of_agencies(Agency.objects.branch([Agency.objects.get(code=agency).pk]))
    paths = {
        "level": "resolving_agency__level",
        "channel": "channel",
        "sector": "procedure__sector__code",
        "online_kind": "procedure__online_kind",
    }
    return rows.filter(**{path: asked[name] for name, path in paths.items() if name in asked})


def some_filters(count):
    """Random combinations of filters, the same in every run."""
    chance = Random(7)
    choices = {
        "agency": ["SXD", "H0", "X11", "TINH"],
        "level": list(Agency.Level.values),
        "channel": [str(value) for value in Channel.values],
        "sector": ["lv-0", "lv-1"],
        "online_kind": list(OnlineKind.values),
    }
    found = []
    for _turn in range(count):
        names = [name for name in choices if chance.random() < 0.45]
        found.append({name: chance.choice(choices[name]) for name in names})
    return found


@pytest.mark.parametrize("asked", some_filters(24), ids=str)
def test_page_chart_and_rows_agree_for_any_filter(province, member_client, asked):
    months = report_months(dt.date(2023, 10, 15), LAST)
    asked = asked | {"first_month": "2023-11"}
    rows = rows_of(asked)

    def counted(column):
        return [rows.in_column(column, m.date_from, m.date_to).count() for m in months]

    flows = member_client.get(FLOWS, asked).json()["data"]
    stock = member_client.get(STOCK, asked).json()["data"]
    overdue = member_client.get(OVERDUE, asked).json()["data"]
    page = member_client.get(PAGE, asked).context

    expected = {name: counted(name) for name in ("new_received", "resolved_total")}
    assert flows["labels"] == [month.label for month in months]
    assert [flows["datasets"][0]["data"], flows["datasets"][1]["data"]] == list(expected.values())
    assert stock["datasets"][0]["data"] == counted("pending_total")
    assert overdue["datasets"][0]["data"] == counted("pending_overdue")
    assert [len(stock["datasets"]), len(overdue["datasets"])] == [1, 1]
    table = page["months"][0]["table"]["rows"]
    assert [[int(row[1]["text"]), int(row[2]["text"])] for row in table] == [
        list(pair) for pair in zip(*expected.values(), strict=True)
    ]


def test_a_branch_counts_its_rows_by_sector(province, period):
    user = UserFactory(role=Role.CLERK, role__agency=Agency.objects.get(code="H0"))
    asked = {"sector": "lv-1", "first_month": "2023-12", "last_month": "2024-03"}

    found = client_of(user).get(FLOWS, asked).json()["data"]["datasets"][0]["data"]

    rows = rows_of({"agency": "H0", "sector": "lv-1"})
    months = report_months(dt.date(2023, 11, 15), dt.date(2024, 3, 14))
    assert found == [
        rows.in_column("new_received", one.date_from, one.date_to).count() for one in months
    ]
    assert sum(found) > 0


def test_the_same_months_of_the_year_before_stand_beside(province, member_client):
    Dossier.objects.update(received_on=dt.date(2023, 3, 1), due_on=None)

    table = member_client.get(PAGE).context["months"][0]["table"]

    received = Dossier.objects.in_column("new_received", FIRST, LAST).count()
    before = Dossier.objects.in_column("new_received", dt.date(2022, 12, 15), dt.date(2023, 6, 14))
    assert received == 0
    assert [row[4]["text"] for row in table["rows"]][2] == str(before.count())
    assert table["foot"][4] == str(before.count())


@pytest.mark.parametrize("inside", [True, False])
def test_every_rate_opens_its_two_lists(province, member, selection, settings, inside):
    settings.DOSSIERS_RETURNED_INSIDE_ON_TIME = inside
    scope = Scope(
        Agency.objects.all(),
        selection,
        {"sector": "lv-0"},
        is_province=True,
        asked=Span(dt.date(2023, 11, 15), dt.date(2024, 5, 14)),
    )

    found = rates(scope)

    links = [row[name] for row in found for name in ("rows", "base", "before_rows", "before_base")]
    assert len(links) == 36
    for link in links:
        assert question_of(link.url, member).rows().count() == link.count, link.url


def test_backlog_is_told_in_days(province, selection):
    rows = Dossier.objects.all()
    pending = rows.in_column("pending_total", FIRST, LAST).count()
    resolved = rows.in_column("resolved_total", FIRST, LAST).count()

    found = rates(Scope(Agency.objects.all(), selection))

    backlog = next(row for row in found if row["label"].startswith("Tồn đọng"))
    days = (LAST - FIRST).days + 1
    assert backlog["value"] == f"{pending * days / resolved:.1f} ngày".replace(".", ",")


def test_rates_without_data_say_so(province, member_client):
    page = member_client.get(PAGE).content.decode()

    assert "Hồ sơ trực tuyến theo Quyết định 766 (O3)" in page
    assert "chưa có dữ liệu" in page


def test_months_in_the_wrong_order_are_told(province, member_client):
    answer = member_client.get(PAGE, {"first_month": "2024-05", "last_month": "2024-02"})

    assert "Tháng đầu phải trước tháng cuối" in answer.content.decode()
    assert len(answer.context["months"][0]["table"]["rows"]) == 6


@pytest.mark.parametrize("value", ["2019-13", "x", "2024-07", "\0"])
def test_months_that_are_not_offered_filter_nothing(province, member_client, value):
    answer = member_client.get(PAGE, {"first_month": value})

    assert answer.status_code == 200
    assert len(answer.context["months"][0]["table"]["rows"]) == 6


@pytest.mark.parametrize("asked", [{}, {"sector": "lv-0"}, {"first_month": "2023-10"}])
def test_the_page_asks_the_same_queries_for_any_number_of_months(
    province, member_client, django_assert_max_num_queries, asked
):
    with django_assert_max_num_queries(24):
        member_client.get(PAGE, asked)
    assert Sector.objects.count() == 2
