"""One document moves many deadlines; each task is checked alone, none is passed over unsaid."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from agencies.models import User
from agencies.roles import Role
from tasks.bulk_deadlines import Order, lines_of, movable, move
from tasks.models import Extension, Task
from tests.clients import client_of
from tests.factories import (
    ExtensionFactory,
    ExtensionRequestFactory,
    ProgrammeFactory,
    TaskFactory,
    UserFactory,
)

TODAY = dt.date(2024, 6, 14)
NEW = dt.date(2024, 7, 31)
PAGE = reverse("tasks:bulk-deadlines")


def read(response: Any) -> str:
    """The page, its bound words as plain ones."""
    return str(response.content.decode()).replace("\u00a0", " ")


def order(**changes: object) -> Order:
    asked = {
        "new_due": lambda present: NEW,
        "decided_on": dt.date(2024, 6, 10),
        "document_number": "9/TB",
        "reason": "Chờ hướng dẫn",
    }
    return Order(**(asked | changes))  # type: ignore[arg-type]


@pytest.fixture
def secretary(db) -> User:
    return UserFactory(role=Role.SECRETARIAT)


@pytest.fixture
def client(secretary, period):
    with time_machine.travel(dt.datetime(2024, 6, 14, 9, tzinfo=dt.UTC), tick=False):
        yield client_of(secretary)


def seen(*tasks: Task) -> dict[int, dt.date | None]:
    for task in tasks:
        task.refresh_from_db()
    return {task.pk: task.effective_due_on for task in tasks}


def test_each_task_gets_an_extension_of_the_one_document(secretary):
    first, second = TaskFactory(), TaskFactory(original_due_on=dt.date(2024, 5, 31))

    outcome = move(order(), seen(first, second), secretary, today=TODAY)

    assert len(outcome.moved) == 2
    assert outcome.left == {}
    assert set(
        Extension.objects.values_list("task", "kind", "due_on", "document_number", "entered_by")
    ) == {(task.pk, "granted", NEW, "9/TB", secretary.pk) for task in (first, second)}
    assert seen(first) == {first.pk: NEW}


def test_days_are_added_to_each_deadline(secretary):
    first, second = TaskFactory(), TaskFactory(original_due_on=dt.date(2024, 5, 31))

    move(
        order(new_due=lambda present: present + dt.timedelta(days=30)),
        seen(first, second),
        secretary,
        today=TODAY,
    )

    assert seen(first, second) == {
        first.pk: dt.date(2024, 5, 30),
        second.pk: dt.date(2024, 6, 30),
    }


def test_what_cannot_be_moved_is_left_and_told(secretary):
    regular = TaskFactory(regular=True)
    later = TaskFactory(original_due_on=dt.date(2024, 12, 31))
    same = TaskFactory(original_due_on=NEW)
    asked = ExtensionRequestFactory().task
    done = TaskFactory(done=True)
    fine = TaskFactory()
    tasks = (regular, later, same, asked, done, fine)

    outcome = move(order(), seen(*tasks), secretary, today=TODAY)

    assert [line.task.pk for line in outcome.moved] == [fine.pk]
    assert set(outcome.left) == {task.code for task in tasks[:-1]}
    assert outcome.left[later.code] == ("Hạn mới sớm hơn hạn đang có hiệu lực (31/12/2024)")


def test_an_earlier_deadline_is_a_correction_of_a_grant_and_only_when_stated(secretary):
    task = ExtensionFactory(due_on=dt.date(2024, 12, 31)).task
    task.refresh_from_db()

    (line,) = lines_of([task], order(), today=TODAY)
    (stated,) = lines_of([task], order(may_be_earlier=True), today=TODAY)

    assert line.problem.startswith("Hạn mới sớm hơn")
    assert (stated.problem, stated.kind, stated.new) == ("", "corrected", NEW)


def test_a_second_click_moves_nothing(secretary):
    task = TaskFactory()
    shown = seen(task)
    move(order(), shown, secretary, today=TODAY)

    again = move(order(), shown, secretary, today=TODAY)

    assert (again.moved, again.left) == ([], {task.code: "hạn đã đổi sau khi xem trước"})
    assert Extension.objects.count() == 1


def test_only_own_rows_with_the_right_are_moved(construction):
    task = TaskFactory(lead=construction)
    clerk = UserFactory(role=Role.CLERK, role__agency=construction)

    assert list(movable(clerk)) == []
    assert move(order(), seen(task), clerk, today=TODAY).moved == []


ASKED = {
    "way": "same",
    "due_on": "31/07/2024",
    "decided_on": "10/06/2024",
    "document_number": "9/TB",
    "reason": "Chờ hướng dẫn",
}


def test_the_page_previews_the_filtered_tasks_and_moves_the_selected(client):
    programme = ProgrammeFactory(code="KH2024")
    moved, kept = (TaskFactory(programme=programme) for _ in range(2))
    TaskFactory(programme=programme, done=True)
    TaskFactory()

    listed = read(client.get(PAGE, {"programme": "KH2024"}))
    assert "Đổi thời hạn của 2 nhiệm vụ bằng một văn bản" in listed
    page = read(client.get(PAGE, {"programme": "KH2024"} | ASKED))
    assert "2 nhiệm vụ được đổi thời hạn" in page
    values = re.findall(r'name="task" value="([\d:-]+)"', page)
    assert sorted(values) == sorted(f"{task.pk}:2024-04-30" for task in (moved, kept))

    response = client.post(
        f"{PAGE}?programme=KH2024", ASKED | {"task": f"{moved.pk}:2024-04-30"}, follow=True
    )

    assert "Đã đổi thời hạn của 1 nhiệm vụ theo 9/TB." in read(response)
    assert [row.task_id for row in Extension.objects.all()] == [moved.pk]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"due_on": ""}, "due_on"),
        ({"due_on": "31/02/2024"}, "due_on"),
        ({"way": "later", "days": "-1"}, "days"),
        ({"way": "later", "days": ""}, "days"),
        ({"way": "x"}, "way"),
        ({"decided_on": "15/06/2024"}, "decided_on"),
        ({"document_number": ""}, "document_number"),
        ({"document_number": "x" * 61}, "document_number"),
        ({"reason": "a\0b"}, "reason"),
    ],
)
def test_a_wrong_form_previews_and_moves_nothing(client, change, field):
    task = TaskFactory()

    page = client.get(PAGE, ASKED | change)
    sent = client.post(PAGE, ASKED | change | {"task": f"{task.pk}:2024-04-30"})

    for response in (page, sent):
        assert response.status_code == 200
        assert list(response.context["form"].errors) == [field]
    assert Extension.objects.count() == 0


def test_days_beyond_the_calendar_are_a_problem_of_the_task(client):
    TaskFactory(original_due_on=dt.date(9999, 12, 1))

    page = client.get(PAGE, ASKED | {"way": "later", "days": "3660"}).content.decode()

    assert "Hạn mới vượt quá lịch." in page


def test_only_the_secretariat_moves_deadlines(member_client, clerk_client):
    for other in (member_client, clerk_client):
        assert other.get(PAGE).status_code == 403
        assert other.post(PAGE, ASKED).status_code == 403


def test_the_page_asks_the_same_queries_for_any_number_of_tasks(client, django_assert_num_queries):
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    def asked(count: int) -> int:
        for _ in range(count):
            ExtensionFactory(task=TaskFactory(), due_on=dt.date(2024, 6, 30))
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE, ASKED)
        return len(queries)

    asked(1)
    assert asked(1) == asked(20)
