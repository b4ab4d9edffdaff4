"""One document and all that it started; the list of documents."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from agencies.roles import Role
from reporting.numbers import NBSP
from tests.clients import client_of, reader
from tests.factories import (
    ConclusionFactory,
    DocumentFactory,
    MeetingFactory,
    ProgrammeFactory,
    TaskFactory,
    UserFactory,
)

LIST = reverse("tasks:documents")


def plain(text: str) -> str:
    return text.replace(NBSP, " ")


@pytest.fixture
def directive(db: None) -> Any:
    return DocumentFactory(
        kind="CT", number="03/CT-UBND", excerpt="Nâng cao hiệu quả công tác cải cách hành chính"
    )


@pytest.fixture
def started(directive, construction, health) -> None:
    """By itself, through a notice, through a conclusion about it; one task counts once."""
    meeting = MeetingFactory(held_on=dt.date(2024, 2, 1), notice=directive)
    announced = ConclusionFactory(meeting=meeting, number="1")
    earlier = MeetingFactory(held_on=dt.date(2023, 12, 1))
    about = ConclusionFactory(meeting=earlier, number="1", basis=directive)
    TaskFactory(code="A", document=directive, conclusion=announced, lead=construction)
    TaskFactory(code="B", document=directive, done=True, lead=construction)
    TaskFactory(code="C", conclusion=announced, lead=health)
    TaskFactory(code="D", conclusion=about, lead=health, original_due_on=dt.date(2024, 9, 30))
    TaskFactory(code="E")


def test_the_page_counts_every_task_that_the_document_started(member_client, directive, started):
    found = member_client.get(directive.get_absolute_url()).context["page"]

    assert plain(found.headline) == ("Chỉ thị 03/CT-UBND giao 4 nhiệm vụ: hoàn thành 1, quá hạn 2")
    assert [row.code for row in found.open] == ["A", "C", "D"]
    assert [row["label"] for row in found.agencies["rows"]] == ["Sở Xây dựng", "Sở Y tế"]
    assert len(found.meetings) == 1
    assert [row.conclusion.number for row in found.conclusions] == ["1", "1"]


def test_what_is_concluded_later_is_not_listed(member_client, directive, started):
    before = {"period": "2024-H1", "as_of": "2024-01-31"}

    found = member_client.get(directive.get_absolute_url(), before).context["page"].conclusions

    assert [row.conclusion.basis for row in found] == [directive]


def test_every_number_opens_exactly_its_rows(member_client, directive, started):
    found = member_client.get(directive.get_absolute_url()).context["page"]

    tables = (found.states, found.agencies)
    cells = [cell for table in tables for row in table["rows"] for cell in row["cells"]]
    opened = [cell for cell in cells if cell["href"]]
    assert len(opened) == 12
    for cell in opened:
        assert str(member_client.get(cell["href"]).context["count"]) == cell["text"]


def test_the_list_says_the_same_as_the_page(member_client, directive, started):
    rows = member_client.get(LIST).context["rows"]

    row = next(row for row in rows if row["name"] == "Chỉ thị 03/CT-UBND")
    assert [(one.text, one.word) for one in row["counts"]] == [
        ("4", "nhiệm vụ"),
        ("1", "hoàn thành"),
        ("1", "trong hạn"),
        ("2", "quá hạn"),
    ]
    for one in row["counts"]:
        assert str(member_client.get(one.href).context["count"]) == one.text


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"q": "nang cao hieu qua"}, ["Chỉ thị 03/CT-UBND"]),
        ({"q": "03/CT"}, ["Chỉ thị 03/CT-UBND"]),
        ({"kind": "KH"}, ["Kế hoạch 9/KH-UBND"]),
        ({"q": "không có"}, []),
    ],
)
def test_documents_are_found_without_accents(member_client, directive, query, names):
    DocumentFactory(number="9/KH-UBND")

    context = member_client.get(LIST, query).context

    assert [row["name"] for row in context["rows"]] == names


def test_programmes_of_the_document_open_their_lists(member_client, directive):
    ProgrammeFactory(code="KH2024", name="Kế hoạch năm 2024", document=directive)

    found = member_client.get(directive.get_absolute_url()).context["page"]

    assert [one["text"] for one in found.programmes] == ["Kế hoạch năm 2024"]
    assert "programme=KH2024" in found.programmes[0]["url"]
    assert found.headline == "Chỉ thị 03/CT-UBND chưa giao nhiệm vụ nào"


def test_a_clerk_counts_the_own_branch(clerk_client, directive, started):
    found = clerk_client.get(directive.get_absolute_url()).context["page"]

    assert found.whole.tally.total == 2
    assert [row["label"] for row in found.agencies["rows"]] == ["Sở Xây dựng"]


def test_a_restricted_task_is_counted_and_not_named(directive, period):
    TaskFactory(document=directive, title="Việc mật", is_restricted=True)
    outsider = client_of(UserFactory(role=Role.PROCEDURE_OFFICE))

    answer = outsider.get(directive.get_absolute_url())

    assert answer.context["page"].whole.tally.total == 1
    assert "Việc mật" not in answer.content.decode()


def test_without_the_right_there_is_no_page(directive, period):
    client = reader(Role.ADMINISTRATOR)

    assert client.get(LIST).status_code == 403
    assert client.get(directive.get_absolute_url()).status_code == 403


@pytest.mark.parametrize("value", ["x", "0", "9" * 30, "-1", "\0"])
def test_an_unknown_document_in_the_address_of_the_list_is_told(member_client, started, value):
    answer = member_client.get(reverse("tasks:list"), {"document": value})

    assert answer.status_code == 200
    assert answer.context["count"] == 5


@pytest.mark.parametrize("rows", [1, 20])
def test_the_list_asks_the_same_for_one_and_for_twenty_documents(
    member_client, rows, django_assert_num_queries
):
    for _n in range(rows):
        TaskFactory(document=DocumentFactory())

    member_client.get(LIST)
    # reader 3, period 2, count and page 2, tallies 3
    with django_assert_num_queries(10):
        assert member_client.get(LIST).status_code == 200
