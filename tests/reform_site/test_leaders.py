"""Leaders and what they answer for: the list, a page per leader, scope, budget."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from agencies.models import CommitteeSeat
from agencies.roles import Role
from reporting.numbers import NBSP
from tests.clients import reader
from tests.factories import (
    AgencyFactory,
    CommitteeFactory,
    CommitteeSeatFactory,
    OfficialFactory,
    TaskFactory,
    TaskUpdateFactory,
    UserFactory,
)

LIST, TASKS = reverse("leader-list"), reverse("tasks:list")


def page(leader: Any) -> str:
    return reverse("leader-detail", args=[leader.pk])


@pytest.fixture
def member(db: None) -> Any:
    """Here without the demonstration province, which takes up the usual codes."""
    return UserFactory(role=Role.MEMBER)


@pytest.fixture
def clerk(construction: Any) -> Any:
    """Of Sở Xây dựng."""
    return UserFactory(role=Role.CLERK, role__agency=construction)


@pytest.fixture
def leader(construction: Any) -> Any:
    """Answers for one task done, one overdue and one at risk."""
    found = OfficialFactory(full_name="Nguyễn Văn An", title="Giám đốc Sở", agency=construction)
    of = {"responsible": found, "lead": construction}
    TaskFactory(code="A", done=True, **of)
    TaskFactory(code="B", **of)
    task = TaskFactory(code="C", original_due_on=dt.date(2024, 7, 15), **of)
    TaskUpdateFactory(task=task, percent=30)
    return found


def plain(text: str) -> str:
    return text.replace(NBSP, " ")


def test_the_list_counts_what_each_leader_answers_for(member_client, leader):
    other = OfficialFactory(full_name="Trần Thị Bình")
    TaskFactory(responsible=other, done=True)
    TaskFactory(code="N")

    context = member_client.get(LIST).context

    rows = [
        (row["label"], [cell["text"] for cell in row["cells"]]) for row in context["table"]["rows"]
    ]
    assert rows == [
        ("Nguyễn Văn An", ["3", "1", "0", "1", "0", "1", "1"]),
        ("Trần Thị Bình", ["1", "1", "0", "0", "0", "0", "0"]),
    ]
    assert context["nobody"] == 1
    listed = member_client.get(context["nobody_url"]).context
    assert [row.record.code for row in listed["table"].rows] == ["N"]


def test_the_heading_of_the_list_counts_what_the_list_shows(member_client, leader):
    TaskFactory(code="N")

    headline = member_client.get(LIST).context["headline"]

    assert plain(headline) == "1 lãnh đạo chịu trách nhiệm, 1 nhiệm vụ quá hạn"


def test_every_number_opens_exactly_its_tasks(member_client, leader):
    context = member_client.get(page(leader)).context
    cells = [
        cell
        for table in (context["states"], context["agencies"])
        for row in table["rows"]
        for cell in row["cells"]
        if cell["href"]
    ]

    assert len(cells) == 10
    for cell in cells:
        assert str(member_client.get(cell["href"]).context["count"]) == cell["text"]
    for section in context["sections"]:
        assert str(member_client.get(section["url"]).context["count"]) == section["count"]


def test_the_heading_says_who_owes_what(member_client, leader):
    context = member_client.get(page(leader)).context

    assert plain(context["headline"]) == (
        "Nguyễn Văn An chịu trách nhiệm 3 nhiệm vụ, 1 quá hạn, chậm nhất 45 ngày"
    )
    named = {one["key"]: [row.code for row in one["rows"]] for one in context["sections"]}
    assert named == {"open_overdue": ["B"], "at_risk": ["C"]}


def test_the_page_shows_offices_and_seats_with_their_days(member_client, leader):
    CommitteeSeatFactory(
        committee=CommitteeFactory(short_name="BCĐ CCHC"),
        official=leader,
        position=CommitteeSeat.Position.DEPUTY,
        valid_from=dt.date(2023, 8, 31),
    )
    OfficialFactory(
        full_name="Nguyễn Văn An",
        title="Phó Giám đốc Sở",
        agency=leader.agency,
        valid_from=dt.date(2020, 1, 1),
        valid_to=dt.date(2022, 12, 31),
    )

    response = member_client.get(page(leader))

    assert [(seat["text"], seat["days"]) for seat in response.context["seats"]] == [
        ("Phó Trưởng ban, BCĐ CCHC", "từ 31/08/2023")
    ]
    assert [(one["text"], one["days"]) for one in response.context["offices"]] == [
        ("Phó Giám đốc Sở, Sở Xây dựng", "01/01/2020–31/12/2022")
    ]


def test_the_task_names_its_leader_with_a_link(member_client, leader):
    response = member_client.get(reverse("tasks:detail", args=["B"]))

    assert page(leader) in response.content.decode()
    assert "Nguyễn Văn An, Giám đốc Sở" in response.content.decode()


def test_a_clerk_sees_the_leaders_of_the_own_tasks_only(clerk_client, leader, health):
    hers = OfficialFactory(agency=health, full_name="Người khác")
    TaskFactory(responsible=hers, lead=health)
    TaskFactory(responsible=leader, lead=health, code="H")

    rows = clerk_client.get(LIST).context["table"]["rows"]

    assert [row["label"] for row in rows] == ["Nguyễn Văn An"]
    assert rows[0]["cells"][0]["text"] == "3"
    assert clerk_client.get(page(hers)).status_code == 404
    listed = clerk_client.get(TASKS, {"responsible": hers.pk})
    assert "Người khác" not in listed.content.decode()
    assert "không có giá trị" in listed.content.decode()


def test_a_leader_of_another_agency_is_seen_where_a_task_names_him(clerk_client, construction):
    chair = OfficialFactory(full_name="Chủ tịch")
    TaskFactory(responsible=chair, lead=construction)

    assert clerk_client.get(page(chair)).status_code == 200


@pytest.mark.parametrize("key", ["0", "99999999999999999999", "\0", "x"])
def test_a_wrong_leader_in_the_address_is_told(member_client, key):
    TaskFactory()

    response = member_client.get(TASKS, {"responsible": key})

    assert response.context["count"] == 1
    assert "không có giá trị" in response.content.decode()


def test_without_leaders_the_list_says_what_to_do(member_client):
    context = member_client.get(LIST)

    assert "được chọn ở từng nhiệm vụ" in context.content.decode()


def test_who_sees_no_tasks_sees_no_leaders(leader, period):
    client = reader(Role.ADMINISTRATOR, AgencyFactory())

    assert [client.get(url).status_code for url in (LIST, page(leader))] == [403, 403]


LIST_QUERIES = (
    3  # session, user, memberships
    + 1  # the period
    + 2  # counts, tasks at risk
    + 1  # leaders with their agencies
    + 1  # periods of the bar
)
DETAIL_QUERIES = (
    3  # session, user, memberships
    + 1  # the period
    + 1  # the leader
    + 2  # counts, tasks at risk
    + 1  # agencies
    + 1  # overdue
    + 1  # other offices
    + 1  # seats
    + 1  # periods of the bar
)


@pytest.mark.parametrize("rows", [1, 20])
def test_pages_ask_the_same_queries_for_any_number_of_tasks(
    member_client, rows, django_assert_num_queries
):
    one = OfficialFactory()
    for _ in range(rows):
        TaskFactory(responsible=one)
        TaskFactory(responsible=OfficialFactory())
    member_client.get(LIST)

    with django_assert_num_queries(LIST_QUERIES):
        member_client.get(LIST)
    with django_assert_num_queries(DETAIL_QUERIES):
        member_client.get(page(one))
