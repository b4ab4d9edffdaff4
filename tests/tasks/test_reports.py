"""Progress reported from the page of a task: what is asked for, what is refused, what is kept."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from agencies.roles import Role
from reporting.numbers import NBSP
from tasks.models import DelayCause, Evidence, TaskUpdate
from tasks.states import Progress
from tests.admin_forms import save
from tests.factories import (
    AgencyFactory,
    DelayCauseFactory,
    TaskFactory,
    TaskUpdateFactory,
    UserFactory,
)
from tests.papers import PDF, PNG, sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(dt.datetime(2024, 6, 14, 2, 0, tzinfo=dt.UTC))


@pytest.fixture
def task(construction):
    """Due on 30/07/2024."""
    return TaskFactory(lead=construction, original_due_on=dt.date(2024, 7, 30))


@pytest.fixture
def late(construction):
    """Due on 30/04/2024."""
    return TaskFactory(lead=construction)


@pytest.fixture
def cause():
    return DelayCauseFactory(name="Chờ ý kiến", name_en="Waiting", group="objective")


def address(task):
    return reverse("tasks:report", args=[task.pk])


def send(client, task, **changes):
    data = {"reported_on": "14/06/2024", "percent": "60", "result": "Đã trình dự thảo"}
    return client.post(address(task), data | changes)


def errors(response):
    return {name: list(told) for name, told in response.context["action"].form.errors.items()}


def test_clerk_reports_progress(clerk_client, clerk, task):
    response = send(clerk_client, task)

    made = TaskUpdate.objects.get()
    assert response.headers["Location"] == f"{task.get_absolute_url()}?as_of=2024-06-14"
    assert (made.task, made.reported_on, made.percent, made.result, made.entered_by) == (
        task,
        dt.date(2024, 6, 14),
        60,
        "Đã trình dự thảo",
        clerk,
    )


def test_report_carries_files(clerk_client, clerk, task):
    files = [sent("Dự thảo.pdf", PDF), sent("ảnh.png", PNG)]

    words = {"kind": "letter", "number": "5/SXD-VP", "issued_on": "12/06/2024"}
    send(clerk_client, task, attachments=files, **words)

    made = TaskUpdate.objects.get()
    assert [
        (one.task, one.kind, one.number, one.issued_on, one.title, one.entered_by)
        for one in made.proofs.order_by("pk")
    ] == [
        (task, "letter", "5/SXD-VP", dt.date(2024, 6, 12), title, clerk)
        for title in ("Dự thảo", "ảnh")
    ]


def test_files_need_their_kind(clerk_client, task):
    response = send(clerk_client, task, attachments=[sent("a.pdf", PDF)])

    assert errors(response) == {
        "kind": ["Hãy chọn loại tài liệu của tệp kèm theo."],
        "attachments": ["Tệp chưa được lưu; hãy chọn lại rồi gửi."],
    }


def test_one_bad_file_keeps_the_whole_report_out(clerk_client, task):
    files = [sent("a.pdf", PDF), sent("b.pdf", b"MZ")]

    response = send(clerk_client, task, attachments=files, kind="letter")

    assert list(errors(response)) == ["attachments"]
    assert (TaskUpdate.objects.count(), Evidence.objects.count()) == (0, 0)


def test_too_many_files(clerk_client, task):
    files = [sent(f"{n}.pdf", PDF + bytes([n])) for n in range(11)]

    assert errors(send(clerk_client, task, attachments=files, kind="letter")) == {
        "attachments": ["Mỗi lần gửi không quá 10 tệp."]
    }


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        (
            {"reported_on": "15/06/2024"},
            {"reported_on": ["Ngày này chưa đến; hãy nhập ngày việc đã diễn ra."]},
        ),
        (
            {"reported_on": "14/01/2024"},
            {
                "reported_on": [
                    "Ngày 14/01/2024 trước ngày giao nhiệm vụ (15/01/2024); hãy nhập lại."
                ]
            },
        ),
        ({"percent": "", "result": " "}, {"result": ["Hãy nhập tiến độ hoặc kết quả thực hiện."]}),
    ],
)
def test_what_cannot_be_reported(clerk_client, task, changes, wanted):
    assert errors(send(clerk_client, task, **changes)) == wanted


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"percent": "101"}, "percent"),
        ({"percent": "-1"}, "percent"),
        ({"percent": "9" * 400}, "percent"),
        ({"percent": "4,5"}, "percent"),
        ({"reported_on": "31/02/2024"}, "reported_on"),
        ({"reported_on": ""}, "reported_on"),
        ({"result": "a\0b"}, "result"),
        ({"remedy": "x" * 2001}, "remedy"),
        ({"cause": "987654321"}, "cause"),
        ({"cause": "x"}, "cause"),
    ],
)
def test_what_was_typed_wrongly_is_told_and_kept(clerk_client, task, changes, field):
    response = send(clerk_client, task, delay_reason="Chờ", **changes)

    assert list(errors(response)) == [field]
    assert response.context["action"].form["delay_reason"].value() == "Chờ"
    assert not TaskUpdate.objects.exists()


def test_percent_goes_down_only_with_a_text(clerk_client, task):
    TaskUpdateFactory(task=task, percent=80, reported_on=dt.date(2024, 5, 1))

    response = send(clerk_client, task, result="")

    assert errors(response) == {
        "result": [f"Tiến độ giảm từ 80{NBSP}% xuống 60{NBSP}%; hãy ghi rõ vì sao ở kết quả."]
    }
    assert send(clerk_client, task).status_code == 302


def test_a_report_of_an_earlier_day_is_held_against_the_one_before_it(clerk_client, task):
    TaskUpdateFactory(task=task, percent=80, reported_on=dt.date(2024, 6, 1))

    answer = send(clerk_client, task, result="", percent="40", reported_on="20/05/2024")

    assert answer.status_code == 302


def test_overdue_task_is_explained(clerk_client, late, cause):
    bare = send(clerk_client, late)
    half = send(clerk_client, late, cause=cause.pk)
    whole = send(clerk_client, late, cause=cause.pk, remedy="Làm thêm giờ")

    assert errors(bare) == {
        "cause": ["Nhiệm vụ đã quá hạn (30/04/2024); hãy chọn nguyên nhân chậm."]
    }
    assert errors(half) == {"remedy": ["Nhiệm vụ đã quá hạn (30/04/2024); hãy nêu giải pháp."]}
    made = TaskUpdate.objects.get()
    assert whole.status_code == 302
    assert (made.cause, made.remedy) == (cause, "Làm thêm giờ")


def test_report_of_a_day_in_time_needs_no_explanation(clerk_client, late):
    assert send(clerk_client, late, reported_on="30/04/2024").status_code == 302


def test_causes_stand_under_their_groups(clerk_client, task, cause):
    DelayCause.objects.exclude(pk=cause.pk).delete()
    own = DelayCauseFactory(name="Chậm", group="subjective")
    DelayCauseFactory(is_offered=False)

    choices = clerk_client.get(address(task)).context["action"].form.fields["cause"].choices

    assert [
        (key, [text for _, text in value] if isinstance(value, list) else value)
        for key, value in choices
    ] == [
        ("", "Không chậm"),
        ("Khách quan", ["Chờ ý kiến"]),
        ("Chủ quan", [own.name]),
    ]


@pytest.mark.parametrize(
    "trait",
    [
        {"done": True},
        {"progress": Progress.CANCELLED, "cancelled_on": dt.date(2024, 3, 1)},
    ],
)
def test_closed_tasks_take_no_report(clerk_client, construction, trait):
    task = TaskFactory(lead=construction, **trait)

    response = send(clerk_client, task)

    assert list(errors(response)) == ["__all__"]
    assert clerk_client.get(task.get_absolute_url()).context["reports"].action is None
    assert not TaskUpdate.objects.exists()


def test_second_click_reports_once(clerk_client, task):
    for _ in range(2):
        response = send(clerk_client, task, attachments=[sent("a.pdf", PDF)], kind="letter")

    assert response.status_code == 302
    assert (TaskUpdate.objects.count(), Evidence.objects.count()) == (1, 1)


def test_first_report_of_work_starts_the_task(clerk_client, construction):
    task = TaskFactory(
        lead=construction, progress=Progress.NOT_STARTED, original_due_on=dt.date(2024, 7, 30)
    )

    send(clerk_client, task, reported_on="12/06/2024")

    task.refresh_from_db()
    assert (task.progress, task.started_on) == (Progress.IN_PROGRESS, dt.date(2024, 6, 12))
    assert [step.kind for step in task.steps.all()] == ["started"]


def test_who_may_report(as_user, task, member, health):
    helper = UserFactory(role=Role.CLERK, role__agency=health)
    stranger = UserFactory(role=Role.HEAD, role__agency=AgencyFactory())
    head = UserFactory(role=Role.HEAD, role__agency=task.lead)
    task.coordinating.add(health)

    answers = [send(as_user(user), task).status_code for user in (member, helper, stranger, head)]

    assert answers == [403, 403, 404, 302]


def test_page_shows_report_cause_and_files(clerk_client, late, cause):
    send(
        clerk_client,
        late,
        cause=cause.pk,
        remedy="Làm thêm giờ",
        attachments=[sent("a.pdf", PDF)],
        kind="letter",
        number="5/SXD",
    )

    page = clerk_client.get(late.get_absolute_url())

    [row] = page.context["reports"].rows
    assert [(line["term"], line["text"]) for line in row["lines"]] == [
        ("Kết quả", "Đã trình dự thảo"),
        ("Nguyên nhân chậm", "Khách quan: Chờ ý kiến"),
        ("Giải pháp", "Làm thêm giờ"),
    ]
    proof = Evidence.objects.get()
    assert row["proofs"] == [{"text": "5/SXD a", "url": proof.file_url()}]


def test_page_offers_the_forms_to_whoever_may_use_them(clerk_client, member_client, task):
    urls = [reverse(f"tasks:{name}", args=[task.pk]) for name in ("report", "evidence-add")]

    for client, offered in ((clerk_client, True), (member_client, False)):
        text = client.get(task.get_absolute_url()).content.decode()
        assert [f'action="{url}' in text for url in urls] == [offered, offered]


# Entry screens ------------------------------------------------------------------------------------


def typed(client, task, **changes):
    data = {
        "updates-0-reported_on": "14/06/2024",
        "updates-0-percent": "60",
        "updates-0-result": "Xong một phần",
    }
    return save(client, reverse("admin:tasks_task_change", args=[task.pk]), **data | changes)


def test_the_form_of_the_task_follows_the_same_rules(clerk_client, late, cause):
    refused = typed(clerk_client, late)
    taken = typed(clerk_client, late, **{"updates-0-cause": cause.pk, "updates-0-remedy": "Gấp"})

    assert "hãy chọn nguyên nhân chậm" in refused.content.decode()
    assert taken.status_code == 302
    assert [one.cause for one in late.updates.all()] == [cause]


@pytest.mark.parametrize(
    ("percent", "progress", "kinds"),
    [("60", Progress.IN_PROGRESS, ["started"]), ("0", Progress.NOT_STARTED, [])],
)
def test_first_report_on_the_form_starts_the_task(clerk_client, task, percent, progress, kinds):
    task.progress = Progress.NOT_STARTED
    task.save()

    typed(
        clerk_client,
        task,
        **{"updates-0-reported_on": "03/06/2024", "updates-0-percent": percent},
    )

    task.refresh_from_db()
    assert (task.updates.count(), task.progress) == (1, progress)
    assert list(task.steps.values_list("kind", flat=True)) == kinds
    assert task.started_on == (dt.date(2024, 6, 3) if kinds else None)


def test_causes_are_kept_by_the_secretariat(as_user, clerk_client, cause):
    url = reverse("admin:tasks_delaycause_change", args=[cause.pk])
    client = as_user(UserFactory(role=Role.SECRETARIAT))

    save(client, url, name="Chờ trung ương")

    cause.refresh_from_db()
    assert cause.name == "Chờ trung ương"
    assert b'name="name"' not in clerk_client.get(url).content
