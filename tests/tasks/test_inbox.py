"""What waits for a reader: the counts are those of the lists, and nobody sees another's work."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from agencies.roles import Role
from reporting.loading import load_calendar
from tasks.states import Progress
from tests.clients import reader
from tests.factories import (
    AgencyFactory,
    ExtensionRequestFactory,
    TaskFactory,
    TaskUpdateFactory,
)

pytestmark = pytest.mark.django_db

URL = reverse("tasks:inbox")


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(dt.datetime(2024, 6, 14, 2, 0, tzinfo=dt.UTC))


def shown(client, **query):
    context = client.get(URL, query).context
    counts = {tab["label"]: tab["count"] for tab in context["tabs"]}
    return counts, [row["code"] for row in context["rows"]], context


def test_secretariat_confirms_the_longest_waiting_first():
    load_calendar()
    TaskFactory(code="B", submitted=True, result_on=dt.date(2024, 5, 2), result_number="9/BC")
    TaskFactory(code="A", progress=Progress.SUBMITTED, submitted_on=dt.date(2024, 4, 26))
    TaskFactory(code="C")

    counts, codes, context = shown(reader(Role.SECRETARIAT))

    assert counts == {"Chờ xác nhận": "2", "Đề nghị gia hạn": "0"}
    assert codes == ["B", "A"]
    first = context["rows"][0]
    assert [(cell["text"], cell["more"]) for cell in first["cells"]] == [
        ("9/BC · 02/05/2024", ""),
        ("18/04/2024", "39\N{NO-BREAK SPACE}ngày\N{NO-BREAK SPACE}làm\N{NO-BREAK SPACE}việc"),
    ]
    assert first["late"] == "chậm 2\N{NO-BREAK SPACE}ngày"
    assert context["title"].startswith("2\N{NO-BREAK SPACE}nhiệm vụ chờ xác nhận")


def test_waiting_is_left_out_where_no_calendar_covers_it():
    TaskFactory(submitted=True)

    cells = shown(reader(Role.SECRETARIAT))[2]["rows"][0]["cells"]

    assert cells[1] == {"text": "18/04/2024", "more": ""}


def test_secretariat_decides_on_requests():
    ExtensionRequestFactory(task__code="A", requested_on=dt.date(2024, 5, 1))
    ExtensionRequestFactory(task__code="B")
    answered = {"status": "refused", "answered_on": dt.date(2024, 5, 1)}
    ExtensionRequestFactory(task__code="C", **answered)

    counts, codes, _context = shown(reader(Role.SECRETARIAT), list="extensions")

    assert (counts["Đề nghị gia hạn"], codes) == ("2", ["B", "A"])


def test_head_hands_in_what_is_done_or_returned(construction):
    done, working = TaskFactory(code="A", lead=construction), TaskFactory(lead=construction)
    TaskUpdateFactory(task=done, percent=40)
    TaskUpdateFactory(task=done, percent=100, reported_on=dt.date(2024, 5, 1))
    TaskUpdateFactory(task=working, percent=100)
    TaskUpdateFactory(task=working, percent=80, reported_on=dt.date(2024, 5, 1))
    TaskFactory(
        code="B",
        lead=construction,
        progress=Progress.RETURNED,
        returned_on=dt.date(2024, 5, 2),
        original_due_on=dt.date(2024, 5, 31),
    )
    TaskFactory(lead=construction, submitted=True)
    theirs = TaskFactory()
    TaskUpdateFactory(task=theirs, percent=100)

    counts, codes, context = shown(reader(Role.HEAD, construction))

    assert (counts, codes) == ({"Chờ trình xác nhận": "2"}, ["A", "B"])
    assert [row["cells"][0]["text"] for row in context["rows"]] == [
        "Báo cáo đạt 100\N{NO-BREAK SPACE}%",
        "Trả lại ngày 02/05/2024",
    ]


def test_first_queue_with_work_is_opened():
    ExtensionRequestFactory(task__code="A")

    assert shown(reader(Role.SECRETARIAT))[1] == ["A"]


@pytest.mark.parametrize("role", [Role.CLERK, Role.MEMBER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_has_no_queue_gets_no_page(role):
    assert reader(role).get(URL).status_code == 403


def test_list_of_tasks_links_here_where_something_waits(period, construction):
    def link(client):
        return client.get(reverse("tasks:list")).context["inbox"]

    secretariat, head = reader(Role.SECRETARIAT), reader(Role.HEAD, construction)
    assert link(secretariat) is None
    TaskFactory(submitted=True)

    assert link(secretariat) == {"url": URL, "count": "1"}
    assert (link(head), link(reader(Role.MEMBER))) == (None, None)


@pytest.mark.parametrize("query", [{"list": "x"}, {"page": "x"}, {"page": "99999"}, {"list": "\0"}])
def test_strange_addresses(query):
    assert reader(Role.SECRETARIAT).get(URL, query).status_code == 200


INBOX_QUERIES = (
    3  # session, user, memberships
    + 2  # how many wait in each queue
    + 1  # the rows with their leads
    + 1  # the working calendar
)


@pytest.mark.parametrize("rows", [1, 20])
def test_the_page_asks_the_same_queries_for_any_number_of_rows(rows, django_assert_num_queries):
    load_calendar()
    for _ in range(rows):
        TaskFactory(submitted=True, lead=AgencyFactory())
    client = reader(Role.SECRETARIAT)
    client.get(URL)

    with django_assert_num_queries(INBOX_QUERIES):
        client.get(URL)
