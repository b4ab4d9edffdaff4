"""Returns on form II.06: list, page, entry screen."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from agencies.models import Agency
from agencies.roles import Role
from dossiers.models import Return
from dossiers.returns.comparison import suggested_carried_over
from dossiers.summary import return_issues
from tests.admin_forms import posted, save
from tests.dossiers.pages_world import heading_of, question_of
from tests.factories import (
    AgencyFactory,
    DossierFactory,
    PeriodFactory,
    ReturnFactory,
    SectorFactory,
    UserFactory,
)

RETURNS = reverse("dossiers:returns")
ADD = reverse("admin:dossiers_return_add")
CARRIED_OVER = reverse("admin:dossiers_return_carried_over")


def page(row):
    return reverse("dossiers:return", args=[row.pk])


def change(row):
    return reverse("admin:dossiers_return_change", args=[row.pk])


# The list ----------------------------------------------------------------------------------------


def test_the_list_tells_who_has_not_reported(member_client, period, construction, health):
    ReturnFactory(period=period, agency=construction, status=Return.Status.SUBMITTED)
    ReturnFactory(agency=health)  # of another period
    asked = {"as_of": timezone.localdate().isoformat()}

    response = member_client.get(RETURNS, asked)

    assert [row.record.row.agency for row in response.context["table"].rows] == [construction]
    names = [name for group in response.context["missing"] for name in group["names"]]
    assert "Sở Y tế" in names
    assert "Sở Xây dựng" not in names
    assert heading_of(response) == (
        f"1 cơ quan đã gửi Biểu II.06; {len(names)} cơ quan chưa báo cáo"
    )


def test_the_list_counts_as_the_page_of_who_has_reported(
    member_client, period, construction, health
):
    """A draft is silent on both, and so is what was sent after the day of the page."""
    draft = ReturnFactory(period=period, agency=construction, status=Return.Status.DRAFT)
    later = ReturnFactory(period=period, agency=health, status=Return.Status.SUBMITTED)
    asked = {"as_of": "2024-06-14"}

    response = member_client.get(RETURNS, asked)

    states = member_client.get(reverse("dossiers:reported"), asked).context["states"]
    (silent,) = [one["count"] for one in states if "silent" in one["url"]]
    assert heading_of(response).endswith(f"; {silent} cơ quan chưa báo cáo")
    names = [name for group in response.context["missing"] for name in group["names"]]
    assert {draft.agency.name, later.agency.name} <= set(names)
    assert (response.context["drafts"], response.context["later"]) == ("1", 1)
    (status,) = [
        row.get_cell("status")
        for row in response.context["table"].rows
        if row.record.row.agency == health
    ]
    assert status == "Đã gửi sau ngày tính"


def test_a_draft_is_not_a_report(member_client, period, construction):
    ReturnFactory(period=period, agency=construction, status=Return.Status.DRAFT)

    response = member_client.get(RETURNS)

    assert heading_of(response).startswith("Chưa có cơ quan gửi Biểu II.06")
    assert response.context["drafts"] == "1"


def test_superseded_returns_are_not_listed(member_client, period, construction):
    ReturnFactory(period=period, agency=construction, status=Return.Status.SUPERSEDED)

    assert member_client.get(RETURNS).context["is_empty"] is True


def test_the_list_counts_what_does_not_add_up(member_client, period, construction, health):
    ReturnFactory(period=period, agency=construction, received_total=101, pending_total=11)
    ReturnFactory(period=period, agency=health)

    response = member_client.get(RETURNS)

    assert response.context["doubtful"] == 1
    assert [row.record.verdict.differs for row in response.context["table"].rows] == [2, 0]


@pytest.mark.parametrize("rows", [1, 20])
def test_the_list_asks_the_same_queries_for_any_number_of_rows(
    member_client, period, rows, django_assert_num_queries
):
    for agency in AgencyFactory.create_batch(rows):
        ReturnFactory(period=period, agency=agency)

    queries = (
        9  # session, user, memberships, period, periods, demonstration; session kept (3)
        + 2  # returns with agency, period and sector; their steps
        + 5  # the period, its deadlines; agencies that should report, their forms and steps
        + 3  # successions, the returns compared with, differences accepted
    )
    with django_assert_num_queries(queries):
        member_client.get(RETURNS)


def test_a_clerk_sees_the_own_returns(clerk_client, period, construction, health):
    mine = ReturnFactory(period=period, agency=construction)
    theirs = ReturnFactory(period=period, agency=health)

    listed = clerk_client.get(RETURNS)

    assert [row.record.row for row in listed.context["table"].rows] == [mine]
    assert clerk_client.get(page(mine)).status_code == 200
    assert clerk_client.get(page(theirs)).status_code == 404


# One return --------------------------------------------------------------------------------------


def test_the_page_puts_typed_summed_and_counted_side_by_side(
    member, member_client, period, construction
):
    DossierFactory(agency=construction, on_time=True)
    DossierFactory(agency=construction)
    row = ReturnFactory(
        period=period,
        agency=construction,
        received_total=2,
        online=2,
        direct_postal=0,
        carried_over=1,
        resolved_total=1,
        resolved_early=0,
        resolved_on_time=1,
        resolved_overdue=0,
        pending_total=1,
        pending_in_time=0,
        pending_overdue=None,
    )

    response = member_client.get(page(row))

    lines = response.context["comparison"].lines
    texts = [[cell["text"] for cell in line["cells"]] for line in lines]
    assert texts == [
        ["2", "2", "0", "1", "1", "0", "1", "0", "1", "0", ""],
        ["3", "", "", "", "1", "", "", "", "–", "", ""],
        ["2", "2", "0", "0", "1", "0", "1", "0", "1", "0", "1"],
        ["0", "0", "0", "+1", "0", "0", "0", "0", "0", "0", "–"],
    ]
    for cell in lines[2]["cells"]:
        assert question_of(cell["href"], member).rows().count() == int(cell["text"])
    assert heading_of(response) == (
        "Biểu II.06 của Sở Xây dựng có 1 chỗ không khớp; 1 cột khác danh sách hồ sơ"
    )


def test_the_page_tells_the_rule_and_what_would_close_it(member_client, period, construction):
    row = ReturnFactory(period=period, agency=construction, carried_over=60)

    (issue,) = member_client.get(page(row)).context["issues"]
    note = issue["note"]

    assert note["code"] == "D9, D1"
    assert note["title"] == "Cột 6 trùng cột 4, cùng bằng 60"
    assert note["lines"][:2] == [
        "Cột 3 (100) ≠ cột 4 + 5 + 6 (150); chênh −50.",
        "Giá trị khớp cho cột 6: 10.",
    ]


def test_a_return_that_agrees_says_so(member_client, period, construction):
    row = ReturnFactory(period=period, agency=construction, **dict.fromkeys(Return.COLUMNS, 0))

    response = member_client.get(page(row))

    assert heading_of(response) == (
        "Biểu II.06 của Sở Xây dựng có các cột cộng khớp; trùng với danh sách hồ sơ"
    )
    assert response.context["issues"] == []


def test_a_return_of_one_sector_is_compared_with_that_sector(
    member, member_client, period, construction
):
    sector = SectorFactory()
    DossierFactory(agency=construction, procedure__sector=sector)
    DossierFactory(agency=construction)
    row = ReturnFactory(period=period, agency=construction, sector=sector)

    cells = member_client.get(page(row)).context["comparison"].lines[2]["cells"]

    assert cells[0]["text"] == "1"
    assert question_of(cells[0]["href"], member).rows().count() == 1


def test_a_return_by_the_receiving_side_is_not_compared(member_client, period, construction):
    row = ReturnFactory(period=period, agency=construction, agency_role="receiving")

    response = member_client.get(page(row))

    assert len(response.context["comparison"].lines) == 2
    assert "không đối chiếu được" in response.content.decode()


def test_issues_of_returns_name_the_agency(period, construction, health):
    ReturnFactory(period=period, agency=construction, pending_total=11)
    old = ReturnFactory(
        period=period, agency=health, pending_total=11, status=Return.Status.SUPERSEDED
    )
    ReturnFactory(period=period, agency=health, version=2, replaces=old)

    (issue,) = return_issues(Return.objects.all())

    assert issue.subject == "Sở Xây dựng"
    assert issue.finding.rules == ("D3", "D4")


# What column 6 should be --------------------------------------------------------------------------


def earlier(**kwargs):
    defaults = {"date_from": dt.date(2023, 6, 15), "date_to": dt.date(2023, 12, 14)}
    return PeriodFactory(**defaults | kwargs)


def test_column_6_is_column_11_of_the_period_before(period, construction):
    year = earlier(kind="year", date_from=dt.date(2022, 12, 15))
    half = earlier(name="6 tháng cuối năm 2023")
    ReturnFactory(period=year, agency=construction, pending_total=99)
    ReturnFactory(period=half, agency=construction, pending_total=12)

    found = suggested_carried_over(construction, period)

    assert found is not None
    assert (found.value, found.source) == (12, "cột 11 của 6 tháng cuối năm 2023")


def test_without_a_return_column_6_is_what_the_dossiers_had_pending(period, construction):
    DossierFactory(agency=construction, received_on=dt.date(2023, 12, 1))
    DossierFactory(agency=construction, received_on=dt.date(2023, 12, 15))

    found = suggested_carried_over(construction, period)

    assert found is not None
    assert found.value == 1
    assert found.source == "danh sách hồ sơ, số đang giải quyết cuối ngày 14/12/2023"


def test_column_6_of_a_sector_is_known_from_returns_only(period, construction):
    assert suggested_carried_over(construction, period, sector=SectorFactory()) is None
    assert suggested_carried_over(construction, period, role="receiving") is None


# The entry screen --------------------------------------------------------------------------------


def warnings(response):
    return [str(m) for m in get_messages(response.wsgi_request) if m.level_tag == "warning"]


def test_a_clerk_enters_the_form_with_grouped_digits(clerk_client, period, construction):
    response = save(
        clerk_client,
        f"{ADD}?period={period.pk}&agency={construction.pk}",
        received_total="1.000",
        online="600",
        direct_postal="300",
        carried_over="100",
    )

    row = Return.objects.get()
    assert response.status_code == 302
    assert (row.agency, row.period) == (construction, period)
    assert (row.received_total, row.online) == (1000, 600)
    assert row.resolved_total is None
    assert row.entered_by is not None
    assert warnings(response) == []


def test_a_form_that_does_not_add_up_is_saved_and_told(clerk_client, period, construction):
    row = ReturnFactory(period=period, agency=construction)

    response = save(clerk_client, change(row), carried_over="60", pending_overdue="3")

    row.refresh_from_db()
    assert (row.carried_over, row.pending_overdue) == (60, 3)
    assert warnings(response) == [
        "Cột 6 trùng cột 4, cùng bằng 60. Cột 3 (100) ≠ cột 4 + 5 + 6 (150); chênh −50. "
        "Giá trị khớp cho cột 6: 10.",
        "Cột 11 (10) ≠ cột 12 + 13 (12); chênh −2. Giá trị khớp cho cột 12: 7.",
    ]


def test_the_screen_carries_the_rules_in_the_words_of_the_checks(
    clerk_client, period, construction
):
    row = ReturnFactory(period=period, agency=construction)

    context = clerk_client.get(change(row)).context

    assert json.loads(context["form206_rules"]) == [
        {
            "total": "received_total",
            "parts": ["online", "direct_postal", "carried_over"],
            "left": "Cột 3",
            "right": "cột 4 + 5 + 6",
        },
        {
            "total": "resolved_total",
            "parts": ["resolved_early", "resolved_on_time", "resolved_overdue"],
            "left": "Cột 7",
            "right": "cột 8 + 9 + 10",
        },
        {
            "total": "pending_total",
            "parts": ["pending_in_time", "pending_overdue"],
            "left": "Cột 11",
            "right": "cột 12 + 13",
        },
        {
            "total": "received_total",
            "parts": ["resolved_total", "pending_total"],
            "left": "Cột 3",
            "right": "cột 7 + 11",
        },
    ]
    assert context["form206_message"] == (
        "{left} ({left_value}) ≠ {right} ({right_value}); chênh {difference}."
    )


def test_the_screen_has_no_inline_script_or_style(clerk_client, period, construction):
    row = ReturnFactory(period=period, agency=construction)

    html = clerk_client.get(change(row)).content.decode()

    scripts = re.findall(r"<script[^>]*>", html)
    assert "style=" not in html
    assert len(scripts) > 5
    assert all(" src=" in re.sub(r"\s+", " ", tag) for tag in scripts)


def test_negative_and_broken_numbers_are_refused_by_column(clerk_client, period, construction):
    row = ReturnFactory(period=period, agency=construction)

    response = save(clerk_client, change(row), online="-5", carried_over="12,5")

    assert set(response.context["adminform"].form.errors) == {"online", "carried_over"}
    row.refresh_from_db()
    assert row.online == 60


def test_the_screen_suggests_column_6(clerk_client, period, construction):
    ReturnFactory(period=earlier(name="Năm 2023"), agency=construction, pending_total=1234)

    response = clerk_client.get(ADD, {"period": period.pk})
    answer = clerk_client.get(
        CARRIED_OVER, {"period": period.pk, "agency": construction.pk, "agency_role": "resolving"}
    ).json()

    expected = {"value": "1.234", "text": "Gợi ý cột 6: 1.234, theo cột 11 của Năm 2023."}
    assert response.context["carried_over"] == expected
    assert answer == expected


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"agency": "", "period": ""},
        {"agency": "x", "period": "1"},
        {"agency": "9" * 30, "period": "1"},
        {"agency": "1", "period": "1", "agency_role": "no"},
    ],
)
def test_nothing_is_suggested_for_what_cannot_be_read(clerk_client, query):
    assert clerk_client.get(CARRIED_OVER, query).json() == {}


def test_another_agency_s_column_6_is_not_suggested(clerk_client, period, health):
    ReturnFactory(period=earlier(), agency=health, pending_total=77)

    answer = clerk_client.get(CARRIED_OVER, {"period": period.pk, "agency": health.pk})

    assert answer.json() == {}


def test_another_agency_s_return_cannot_be_opened_or_entered(clerk_client, period, health):
    theirs = ReturnFactory(period=period, agency=health)

    opened = clerk_client.get(change(theirs))
    posted_there = save(clerk_client, f"{ADD}?period={period.pk}", agency=str(health.pk))

    assert opened.status_code in (302, 404)
    assert posted_there.context["adminform"].form.errors["agency"]
    assert Return.objects.count() == 1


def test_a_reader_sees_the_columns_without_fields(as_user, period, construction):
    row = ReturnFactory(period=period, agency=construction)
    auditor = as_user(UserFactory(role=Role.AUDITOR))

    response = auditor.get(change(row))

    assert response.status_code == 200
    assert "form206" not in response.context
    assert "Cột 3: Tiếp nhận, tổng số" in response.content.decode()
    assert "received_total" not in posted(response)


def test_agencies_that_settle_nothing_are_not_asked(member_client, period):
    AgencyFactory(name="UBND tỉnh", kind=Agency.Kind.LEADERSHIP)
    AgencyFactory(name="Đơn vị sự nghiệp", kind=Agency.Kind.PUBLIC_SERVICE)

    missing = member_client.get(RETURNS).context["missing"]

    names = {name for group in missing for name in group["names"]}
    assert names.isdisjoint({"UBND tỉnh", "Đơn vị sự nghiệp"})


def test_what_a_return_is_about_is_not_edited_beside_it(as_user, period):
    office = UserFactory(role=Role.PROCEDURE_OFFICE)

    page = as_user(office).get(ADD).content.decode()

    assert "related-widget-wrapper-link" not in page
