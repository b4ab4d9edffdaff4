"""From the clerk's entry to the secretariat's confirmation: who may take which step, and when."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from agencies.roles import Role
from tasks.models import Evidence, Task, TaskStep
from tasks.routes import route
from tasks.states import Progress
from tasks.steps import StepRefused
from tests.clients import reader
from tests.factories import (
    AgencyFactory,
    EvidenceFactory,
    TaskFactory,
    TaskStepFactory,
    UserFactory,
)
from tests.tasks.taking import TODAY, take

pytestmark = pytest.mark.django_db

RESULT_ON = dt.date(2024, 4, 15)
Kind = TaskStep.Kind


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(dt.datetime(2024, 6, 14, 2, 0, tzinfo=dt.UTC))


@pytest.fixture
def head(construction):
    return UserFactory(role=Role.HEAD, role__agency=construction)


@pytest.fixture
def secretariat():
    return UserFactory(role=Role.SECRETARIAT)


@pytest.fixture
def task(construction):
    return TaskFactory(lead=construction, product="Báo cáo")


@pytest.fixture
def submitted(construction):
    task = TaskFactory(
        lead=construction,
        submitted=True,
        result_number="12/BC-SXD",
        result_on=dt.date(2024, 4, 15),
    )
    EvidenceFactory(task=task)
    return task


def submit(task, user, **changes):
    given = {"result_number": "12/BC-SXD", "result_on": RESULT_ON}
    return take(task, Kind.SUBMITTED, user, **given | changes)


def confirm(task, user, *, on=RESULT_ON, **changes):
    return take(task, Kind.CONFIRMED, user, on=on, **changes)


def kinds(task):
    return list(task.steps.values_list("kind", flat=True))


def refused(call, *args, **kwargs):
    with pytest.raises(StepRefused) as error:
        call(*args, **kwargs)
    return (error.value.field, error.value.message)


# The straight way ---------------------------------------------------------------------------------


def test_from_start_to_confirmation(construction, clerk, head, secretariat):
    task = TaskFactory(lead=construction, product="Báo cáo", progress=Progress.NOT_STARTED)
    EvidenceFactory(task=task)

    take(task, Kind.STARTED, clerk, on=dt.date(2024, 2, 1))
    submit(task, head)
    confirm(task, secretariat)

    task.refresh_from_db()
    assert (task.progress, task.started_on, task.submitted_on, task.completed_on) == (
        Progress.COMPLETED,
        dt.date(2024, 2, 1),
        TODAY,
        dt.date(2024, 4, 15),
    )
    assert [(step.kind, step.on, step.user) for step in task.steps.all()] == [
        (Kind.STARTED, dt.date(2024, 2, 1), clerk),
        (Kind.SUBMITTED, TODAY, head),
        (Kind.CONFIRMED, dt.date(2024, 4, 15), secretariat),
    ]


def test_late_entry_makes_no_task_late(task, head, secretariat):
    """Due on 30/04, the document of 15/04 typed on 14/06: completed early."""
    EvidenceFactory(task=task)
    submit(task, head)
    step = confirm(task, secretariat)

    found = Task.objects.standing(TODAY).get()
    assert (found.timeliness, found.days_late) == ("completed_early", None)
    assert step.entered_at.date() == TODAY


def test_secretariat_corrects_the_date_and_both_are_kept(submitted, secretariat):
    confirm(submitted, secretariat, on=dt.date(2024, 4, 17))

    submitted.refresh_from_db()
    assert (submitted.result_on, submitted.completed_on) == (
        dt.date(2024, 4, 15),
        dt.date(2024, 4, 17),
    )


def test_returned_task_is_handed_in_again(submitted, head, secretariat):
    returned_on = dt.date(2024, 5, 2)
    take(submitted, Kind.RETURNED, secretariat, on=returned_on, reason="Thiếu phụ lục")
    assert submitted.progress == Progress.RETURNED

    submit(submitted, head, product="Báo cáo")

    assert (submitted.progress, kinds(submitted)) == (Progress.SUBMITTED, ["returned", "submitted"])


def test_recalled_task_is_back_at_work(submitted, head):
    take(submitted, Kind.RECALLED, head)

    submitted.refresh_from_db()
    assert (submitted.progress, submitted.submitted_on) == (Progress.IN_PROGRESS, None)


def test_pause_and_resumption(task, secretariat):
    paused, resumed = dt.date(2024, 3, 1), dt.date(2024, 3, 20)
    take(task, Kind.POSTPONED, secretariat, on=paused, reason="Chờ hướng dẫn")
    assert task.progress == Progress.POSTPONED

    assert refused(take, task, Kind.RESUMED, secretariat, on=dt.date(2024, 2, 28)) == (
        "on",
        "Ngày thực hiện tiếp không được trước ngày tạm dừng (01/03/2024).",
    )
    take(task, Kind.RESUMED, secretariat, on=resumed)

    assert (task.progress, task.postponed_on, task.resumed_on) == (
        Progress.IN_PROGRESS,
        paused,
        resumed,
    )


def test_task_given_up_and_opened_again(task, secretariat):
    take(task, Kind.CANCELLED, secretariat, reason="Thu hồi")
    assert (task.progress, task.cancelled_on) == (Progress.CANCELLED, TODAY)

    take(task, Kind.REOPENED, secretariat, reason="Giao lại")

    assert (task.progress, task.cancelled_on) == (Progress.IN_PROGRESS, None)


def test_task_given_up_while_stopped_is_no_longer_stopped_when_opened_again(task, secretariat):
    """It would count as stopped, and so never as overdue, with no step that ends the stop."""
    paused = dt.date(2024, 3, 1)
    take(task, Kind.POSTPONED, secretariat, on=paused, reason="Chờ hướng dẫn")
    take(task, Kind.CANCELLED, secretariat, on=dt.date(2024, 5, 2), reason="Thu hồi")

    take(task, Kind.REOPENED, secretariat, on=dt.date(2024, 6, 3), reason="Giao lại")

    found = Task.objects.standing(TODAY).get()
    assert (found.progress, found.postponed_on, found.resumed_on, found.timeliness) == (
        Progress.IN_PROGRESS,
        paused,
        dt.date(2024, 6, 3),
        "overdue",
    )


def test_resumption_of_a_task_opened_again_stays_as_it_was(task, secretariat):
    paused, resumed = dt.date(2024, 3, 1), dt.date(2024, 3, 20)
    take(task, Kind.POSTPONED, secretariat, on=paused, reason="Chờ hướng dẫn")
    take(task, Kind.RESUMED, secretariat, on=resumed)
    take(task, Kind.CANCELLED, secretariat, reason="Thu hồi")
    take(task, Kind.REOPENED, secretariat, reason="Giao lại")

    assert (task.postponed_on, task.resumed_on) == (paused, resumed)


def test_confirmed_task_opened_again_has_no_completion(submitted, secretariat):
    confirm(submitted, secretariat)
    take(submitted, Kind.REOPENED, secretariat, reason="Chưa đạt")

    submitted.refresh_from_db()
    assert (submitted.progress, submitted.completed_on, submitted.submitted_on) == (
        Progress.IN_PROGRESS,
        None,
        None,
    )


# Refusals -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        ({"result_number": " "}, ("result_number", "Hãy nhập số, ký hiệu văn bản kết quả.")),
        ({"result_on": None}, ("result_on", "Hãy nhập ngày của văn bản kết quả.")),
        (
            {"result_on": dt.date(2024, 6, 15)},
            ("result_on", "Ngày này chưa đến; hãy nhập ngày việc đã diễn ra."),
        ),
    ],
)
def test_submission_names_its_document(task, head, changes, answer):
    assert refused(submit, task, head, **changes) == answer
    assert kinds(task) == []


def test_submission_names_the_deliverable(task, head):
    Task.objects.update(product="")

    assert refused(submit, task, head) == ("product", "Hãy ghi sản phẩm đã hoàn thành.")
    submit(task, head, product="Đề án")
    task.refresh_from_db()
    assert task.product == "Đề án"


@pytest.mark.parametrize(
    ("day", "message"),
    [
        (dt.date(2024, 6, 15), "Ngày này chưa đến; hãy nhập ngày việc đã diễn ra."),
        (
            dt.date(2024, 1, 14),
            "Ngày 14/01/2024 trước ngày giao nhiệm vụ (15/01/2024); hãy nhập lại.",
        ),
    ],
)
def test_completion_lies_between_assignment_and_today(submitted, secretariat, day, message):
    """Rule T7."""
    answer = refused(confirm, submitted, secretariat, on=day)

    assert answer == ("on", message)


def test_result_is_not_older_than_the_work_on_it(task, submitted, head, secretariat):
    """Rule T7."""
    Task.objects.update(started_on=dt.date(2024, 4, 20))

    assert refused(submit, task, head) == (
        "result_on",
        "Ngày văn bản kết quả không được trước ngày bắt đầu (20/04/2024).",
    )
    assert refused(confirm, submitted, secretariat, on=dt.date(2024, 4, 19)) == (
        "on",
        "Ngày hoàn thành không được trước ngày bắt đầu.",
    )
    confirm(submitted, secretariat, on=dt.date(2024, 4, 20))

    assert not Task.objects.as_of(TODAY).breaking("T7", TODAY).exists()


def test_missing_evidence_must_be_accepted(submitted, secretariat):
    """Rule T6. What is only described in words is no evidence."""
    Evidence.objects.all().delete()
    Task.objects.update(evidence="Có văn bản kèm theo")

    field, _message = refused(confirm, submitted, secretariat)
    assert field == "is_accepted"
    step = confirm(submitted, secretariat, is_accepted=True)

    assert step.reason == "Xác nhận khi chưa có minh chứng."


@pytest.mark.parametrize("kind", [Kind.RETURNED, Kind.CANCELLED])
def test_reason_is_required(submitted, secretariat, kind):
    answer = refused(take, submitted, kind, secretariat, reason="  ")

    assert answer == ("reason", "Hãy ghi lý do.")


def test_second_confirmation_says_who_was_first(submitted, secretariat):
    other = UserFactory(role=Role.SECRETARIAT, full_name="Nguyễn Văn Bình")
    confirm(submitted, other)

    with pytest.raises(StepRefused) as error:
        confirm(submitted, secretariat)

    assert (error.value.message, error.value.is_repeat) == (
        "Không thể “Xác nhận hoàn thành”: nhiệm vụ hiện ở tiến độ “Hoàn thành”. Bước gần nhất: "
        "Nguyễn Văn Bình, “Xác nhận hoàn thành”, nhập lúc 14/06/2024 09:00.",
        False,
    )
    assert kinds(submitted) == ["confirmed"]


def test_who_may_not_take_a_step(task, submitted, clerk, head, secretariat, health):
    stranger = UserFactory(role=Role.HEAD, role__agency=health)

    for user in (clerk, stranger):
        with pytest.raises(PermissionDenied):
            submit(task, user)
    for user in (clerk, head, stranger):
        with pytest.raises(PermissionDenied):
            confirm(submitted, user)
    assert TaskStep.objects.count() == 0


def test_steps_are_never_changed(task):
    step = TaskStepFactory(task=task)

    step.reason = "Khác"
    with pytest.raises(Exception, match="Cannot update rows"):
        step.save()


@pytest.mark.parametrize(
    ("old", "new", "way"),
    [
        ("in_progress", "in_progress", ()),
        ("not_started", "completed", ("confirmed",)),
        ("postponed", "submitted", ("resumed", "submitted")),
        ("completed", "returned", None),
        ("completed", "in_progress", ("reopened",)),
        ("submitted", "not_started", ("recalled", "reset")),
        ("postponed", "cancelled", ("cancelled",)),
        ("returned", "in_progress", None),
    ],
)
def test_route_from_one_progress_to_another(old, new, way):
    assert route(old, new) == way


# Two at once --------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_people_confirming_at_once_make_one_step():
    task = TaskFactory(submitted=True, result_on=dt.date(2024, 4, 15))
    EvidenceFactory(task=task)
    people = [UserFactory(role=Role.SECRETARIAT), UserFactory(role=Role.SECRETARIAT)]
    barrier, told = threading.Barrier(2), []

    def confirm_at_once(user):
        barrier.wait()
        try:
            confirm(task, user)
        except StepRefused:
            told.append(user)
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm_at_once, args=[user]) for user in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(told), kinds(task)) == (1, ["confirmed"])


# The page -----------------------------------------------------------------------------------------


def step_url(task, kind):
    return reverse("tasks:step", args=[task.pk, kind])


def page(client, task):
    response = client.get(task.get_absolute_url())
    return response.context, response.content.decode()


def test_who_is_offered_what(period, construction, task, submitted):
    offered = {
        role: [
            [action.label for action in page(reader(role, construction), one)[0]["actions"]]
            for one in (task, submitted)
        ]
        for role in (Role.CLERK, Role.HEAD, Role.SECRETARIAT, Role.MEMBER)
    }

    assert offered == {
        Role.CLERK: [[], []],
        Role.HEAD: [["Trình xác nhận"], ["Rút lại, chưa trình"]],
        Role.SECRETARIAT: [
            ["Trình xác nhận", "Tạm dừng", "Thôi thực hiện"],
            ["Xác nhận hoàn thành", "Trả lại để làm lại", "Rút lại, chưa trình", "Thôi thực hiện"],
        ],
        Role.MEMBER: [[], []],
    }


def test_head_hands_in_from_the_page(period, construction, task):
    client = reader(Role.HEAD, construction)
    url = step_url(task, "submitted") + "?period=2024-H1&as_of=2024-05-01"

    response = client.post(url, {"result_number": "12/BC-SXD", "result_on": "15/04/2024"})

    task.refresh_from_db()
    today = timezone.localdate()  # the page then shows the step
    assert response.url == f"{task.get_absolute_url()}?period=2024-H1&as_of={today}"
    assert (task.progress, task.result_on) == (Progress.SUBMITTED, dt.date(2024, 4, 15))
    assert "Trình xác nhận" in page(client, task)[1]


def test_errors_keep_what_was_typed(construction, task):
    client = reader(Role.HEAD, construction)

    response = client.post(
        step_url(task, "submitted"), {"result_number": "12/BC-SXD", "result_on": "31/02/2024"}
    )

    text = response.content.decode()
    assert list(response.context["action"].form.errors) == ["result_on"]
    assert ('value="12/BC-SXD"' in text, "31/02/2024" in text) == (True, True)
    assert kinds(task) == []


def test_second_click_changes_nothing_and_says_so(submitted):
    client = reader(Role.SECRETARIAT)
    data = {"on": "15/04/2024"}

    answers = [client.post(step_url(submitted, "confirmed"), data) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert kinds(submitted) == ["confirmed"]
    assert answers[0]["Location"] == answers[1]["Location"]


def test_confirmation_without_evidence_asks_for_a_tick(submitted):
    Evidence.objects.all().delete()
    client, data = reader(Role.SECRETARIAT), {"on": "15/04/2024"}

    asked = client.post(step_url(submitted, "confirmed"), data)
    assert list(asked.context["action"].form.errors) == ["is_accepted"]
    client.post(step_url(submitted, "confirmed"), data | {"is_accepted": "on"})

    assert kinds(submitted) == ["confirmed"]


@pytest.mark.parametrize(
    ("role", "kind", "status"),
    [
        (Role.CLERK, "submitted", 403),
        (Role.CLERK, "confirmed", 403),
        (Role.HEAD, "confirmed", 403),
        (Role.HEAD, "returned", 403),
        (Role.HEAD, "cancelled", 403),
        (Role.MEMBER, "started", 403),
        (Role.AUDITOR, "reopened", 403),
        (Role.SECRETARIAT, "reset", 404),
        (Role.SECRETARIAT, "nonsense", 404),
    ],
)
def test_forbidden_steps_leave_no_row(construction, task, role, kind, status):
    client = reader(role, construction)

    answers = [getattr(client, method)(step_url(task, kind)) for method in ("get", "post")]

    assert [answer.status_code for answer in answers] == [status, status]
    assert kinds(task) == []


def test_task_of_another_agency_is_not_found(task):
    client = reader(Role.HEAD, AgencyFactory())

    assert client.post(step_url(task, "submitted"), {}).status_code == 404


@pytest.mark.parametrize("garbage", ["\0", "x" * 5000])
def test_garbage_is_refused_at_its_field(submitted, garbage):
    response = reader(Role.SECRETARIAT).post(
        step_url(submitted, "returned"), {"on": garbage, "reason": garbage}
    )

    assert set(response.context["action"].form.errors) == {"on", "reason"}
    assert kinds(submitted) == []


def test_path_tells_who_when_and_why(period, construction, task, secretariat):
    paused = dt.date(2024, 3, 1)
    take(task, Kind.POSTPONED, secretariat, on=paused, reason="Chờ hướng dẫn")

    path = page(reader(Role.MEMBER), task)[0]["path"]

    assert [(row["day"], row["text"], row["entered"], row["reason"]) for row in path] == [
        (
            "01/03/2024",
            "Tạm dừng",
            f"{secretariat.full_name}, nhập lúc 14/06/2024 09:00",
            "Chờ hướng dẫn",
        )
    ]
