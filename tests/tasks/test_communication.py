"""Communication activities: filter of the list, summary by kind, each count with its rows."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tasks.states import Communication, Field
from tests.factories import ProgrammeFactory, TaskFactory

PAGE, LIST = reverse("tasks:communication"), reverse("tasks:list")


@pytest.fixture
def activities(member_client: Any) -> None:
    programme = ProgrammeFactory(code="KH2024")
    of: dict[str, Any] = {"field": Field.STEERING, "programme": programme}
    TaskFactory(code="A", communication=Communication.PRESS, **of)
    TaskFactory(code="B", communication=Communication.PRESS, done=True, **of)
    TaskFactory(code="C", communication=Communication.TRAINING, late=True, **of)
    TaskFactory(code="D", **of)


def codes(client: Any, **query: str) -> list[str]:
    return sorted(row.record.code for row in client.get(LIST, query).context["table"].rows)


def test_the_list_filters_by_kind_and_by_any_kind(member_client, activities):
    assert codes(member_client, communication="press") == ["A", "B"]
    assert codes(member_client, communication="any") == ["A", "B", "C"]
    assert codes(member_client) == ["A", "B", "C", "D"]


def test_an_unknown_kind_is_told_and_filters_nothing(member_client, activities):
    response = member_client.get(LIST, {"communication": "radio\0"})

    assert response.context["count"] == 4
    assert "không có giá trị" in response.content.decode()


def test_counts_by_kind_add_up_and_open_their_rows(member_client, activities):
    context = member_client.get(PAGE).context
    table = context["table"]

    shown = {row["label"]: [cell["text"] for cell in row["cells"]] for row in table["rows"]}
    assert shown["Báo chí, phát thanh, truyền hình"] == ["2", "1", "0", "0", "1"]
    assert shown["Tập huấn, bồi dưỡng"] == ["1", "1", "0", "0", "0"]
    assert [cell["text"] for cell in table["foot"]["cells"]] == ["3", "2", "0", "0", "1"]
    assert context["headline"] == "3 hoạt động tuyên truyền, hoàn thành 2, quá hạn 1"
    for row in [*table["rows"], table["foot"]]:
        for cell in row["cells"]:
            if cell["href"]:
                assert str(member_client.get(cell["href"]).context["count"]) == cell["text"]


def test_a_programme_narrows_the_page_and_its_links(member_client, activities):
    TaskFactory(communication=Communication.PRINT, field=Field.STEERING)

    foot = member_client.get(PAGE, {"programme": "KH2024"}).context["table"]["foot"]["cells"][0]

    assert foot["text"] == "3"
    assert member_client.get(foot["href"]).context["count"] == 3


def test_the_task_says_its_kind(member_client, activities):
    page = member_client.get(reverse("tasks:detail", args=["C"])).content.decode()

    assert "Tập huấn, bồi dưỡng" in page
    assert "communication=training" in page


def test_without_activities_the_page_says_so(member_client):
    headline = member_client.get(PAGE).context["headline"]

    assert headline == "Chưa có hoạt động tuyên truyền đến ngày tính"


COMMUNICATION_QUERIES = (
    3  # session, user, memberships
    + 1  # the period
    + 1  # counts by kind
    + 2  # choices: programmes, agencies
    + 1  # periods of the bar
)


@pytest.mark.parametrize("rows", [1, 20])
def test_the_page_asks_the_same_queries_for_any_number_of_tasks(
    member_client, rows, django_assert_num_queries
):
    TaskFactory.create_batch(rows, field=Field.STEERING, communication=Communication.ONLINE)
    member_client.get(PAGE)

    with django_assert_num_queries(COMMUNICATION_QUERIES):
        member_client.get(PAGE)
