"""Who may type what on the form of a task."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agencies.roles import Role
from tasks.models import Document, Extension, Task, TaskUpdate
from tasks.states import Progress
from tests.admin_forms import save
from tests.factories import (
    AgencyFactory,
    DocumentFactory,
    ExtensionFactory,
    ProgrammeFactory,
    TaskFactory,
    TaskUpdateFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return AgencyFactory(code="SXD", name="Sở Xây dựng")


@pytest.fixture
def clerk(home):
    return UserFactory(role=Role.CLERK, role__agency=home)


@pytest.fixture
def clerk_client(client, clerk):
    client.force_login(clerk)
    return client


@pytest.fixture
def secretariat_client(client):
    client.force_login(UserFactory(role=Role.SECRETARIAT))
    return client


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(dt.datetime(2024, 6, 14, 2, 0, tzinfo=dt.UTC))


def change_url(task):
    return reverse("admin:tasks_task_change", args=[task.pk])


def test_clerk_reports_progress_and_hands_in_for_confirmation(clerk_client, home):
    task = TaskFactory(lead=home)

    save(
        clerk_client,
        change_url(task),
        progress="submitted",
        result_number="12/BC-SXD",
        evidence="Báo cáo đính kèm",
    )

    task.refresh_from_db()
    assert (task.progress, task.submitted_on, task.result_number) == (
        Progress.SUBMITTED,
        dt.date(2024, 6, 14),
        "12/BC-SXD",
    )


@pytest.mark.parametrize("role", [Role.CLERK, Role.HEAD])
@pytest.mark.parametrize("progress", ["completed", "postponed", "cancelled", "returned"])
def test_lead_cannot_confirm_close_or_stop(client, home, role, progress):
    client.force_login(UserFactory(role=role, role__agency=home))
    task = TaskFactory(lead=home)
    days = dict.fromkeys(
        ("completed_on", "postponed_on", "cancelled_on", "returned_on"), "01/06/2024"
    )

    response = save(client, change_url(task), progress=progress, **days)

    assert response.context["adminform"].form.errors == {
        "progress": [
            "Việc xác nhận hoàn thành, trả lại, tạm dừng hoặc thôi thực hiện do cơ quan thường "
            "trực quyết định; khi đã có kết quả, hãy chọn “Chờ xác nhận”."
        ]
    }
    task.refresh_from_db()
    assert (task.progress, task.completed_on) == (Progress.IN_PROGRESS, None)


def test_posted_values_of_fields_that_are_not_the_clerks_change_nothing(clerk_client, home):
    task = TaskFactory(lead=home, code="NV1", title="Như đã giao")
    before = Task.objects.filter(pk=task.pk).values(
        "code", "title", "programme", "field", "lead", "original_due_on", "deadline_kind",
        "assigned_on", "conclusion", "completed_on", "cancelled_on",
    )  # fmt: skip
    kept = before.get()

    save(
        clerk_client,
        change_url(task),
        code="NV2",
        title="Tự sửa",
        programme=ProgrammeFactory().pk,
        field=6,
        lead=AgencyFactory().pk,
        original_due_on="31/12/2024",
        deadline_kind="regular",
        assigned_on="01/06/2024",
        completed_on="01/06/2024",
        cancelled_on="01/06/2024",
        note="Ghi chú của công chức",
    )

    task.refresh_from_db()
    assert (before.get(), task.note) == (kept, "Ghi chú của công chức")


def test_clerk_adds_an_update_under_the_own_name(clerk_client, clerk, home):
    task = TaskFactory(lead=home)

    save(
        clerk_client,
        change_url(task),
        **{"updates-0-percent": "75", "updates-0-result": "Đã xong dự thảo"},
    )

    update = TaskUpdate.objects.get()
    assert (update.task, update.percent, update.reported_on, update.entered_by) == (
        task,
        75,
        dt.date(2024, 6, 14),
        clerk,
    )


def test_clerk_cannot_grant_an_extension(clerk_client, home):
    task = TaskFactory(lead=home)
    given = ExtensionFactory(task=task)

    save(
        clerk_client,
        change_url(task),
        **{
            "extensions-TOTAL_FORMS": 2,
            "extensions-0-id": given.pk,
            "extensions-0-due_on": "31/12/2024",
            "extensions-0-DELETE": "on",
            "extensions-1-due_on": "31/12/2024",
            "extensions-1-decided_on": "01/06/2024",
        },
    )

    assert list(Extension.objects.values_list("pk", "due_on")) == [(given.pk, given.due_on)]


def test_update_of_another_agencys_task_cannot_be_reached_through_the_own_form(clerk_client, home):
    mine, theirs = TaskFactory(lead=home), TaskUpdateFactory(result="Của cơ quan khác")

    save(
        clerk_client,
        change_url(mine),
        **{
            "updates-TOTAL_FORMS": 1,
            "updates-INITIAL_FORMS": 1,
            "updates-0-id": theirs.pk,
            "updates-0-task": theirs.task_id,
            "updates-0-reported_on": "01/06/2024",
            "updates-0-result": "Bị sửa",
        },
    )

    theirs.refresh_from_db()
    assert theirs.result == "Của cơ quan khác"


def test_confirmed_task_is_closed_to_the_clerk(clerk_client, home):
    task = TaskFactory(lead=home, done=True)

    page = clerk_client.get(change_url(task))

    assert (page.status_code, page.context["has_change_permission"]) == (200, False)
    assert clerk_client.post(change_url(task), {"progress": "in_progress"}).status_code == 403


def test_coordinating_agency_reads_and_does_not_write(clerk_client, home):
    task = TaskFactory()
    task.coordinating.add(home)

    page = clerk_client.get(change_url(task))

    assert (page.status_code, page.context["has_change_permission"]) == (200, False)
    assert clerk_client.post(change_url(task), {"note": "x"}).status_code == 403


def test_secretariat_confirms_with_the_day_of_the_result(secretariat_client):
    task = TaskFactory(submitted=True)

    save(secretariat_client, change_url(task), progress="completed", completed_on="20/04/2024")

    task.refresh_from_db()
    assert (task.progress, task.completed_on) == (Progress.COMPLETED, dt.date(2024, 4, 20))


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        (
            {"progress": "completed"},
            {
                "__all__": [
                    "Nhiệm vụ hoàn thành phải có ngày hoàn thành; nhiệm vụ chưa hoàn thành thì để "
                    "trống ngày này."
                ]
            },
        ),
        (
            {"progress": "completed", "completed_on": "15/06/2024"},
            {"completed_on": ["Ngày này chưa đến; hãy nhập ngày việc đã diễn ra."]},
        ),
        (
            {"progress": "completed", "completed_on": "01/03/2024", "started_on": "02/03/2024"},
            {"completed_on": ["Ngày hoàn thành không được trước ngày bắt đầu."]},
        ),
        ({"code": "NV-CU"}, {"code": ["Mã này đã được dùng; hãy nhập giá trị khác."]}),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(secretariat_client, changes, errors):
    TaskFactory(code="NV-CU")

    response = save(secretariat_client, change_url(TaskFactory()), **changes)

    assert response.context["adminform"].form.errors == errors


def test_extension_moves_the_deadline_that_the_form_shows(secretariat_client):
    task = TaskFactory()

    save(
        secretariat_client,
        change_url(task),
        **{
            "extensions-TOTAL_FORMS": 1,
            "extensions-0-due_on": "30/06/2024",
            "extensions-0-decided_on": "25/04/2024",
        },
    )

    task.refresh_from_db()
    assert (task.effective_due_on, task.extension_count) == (dt.date(2024, 6, 30), 1)


@pytest.mark.parametrize(
    ("due", "codes"), [("overdue", ["A"]), ("due_soon", ["B"]), ("no_deadline", ["C"])]
)
def test_deadline_filter_speaks_of_today(secretariat_client, due, codes):
    TaskFactory(code="A", original_due_on=dt.date(2024, 6, 13))
    TaskFactory(code="B", original_due_on=dt.date(2024, 6, 14))
    TaskFactory(code="C", regular=True)

    page = secretariat_client.get(reverse("admin:tasks_task_changelist"), {"due": due})

    assert [task.code for task in page.context["cl"].result_list] == codes


LIST_QUERIES = (
    2  # session, user
    + 1  # memberships of today
    + 2  # agencies and programmes in the filters
    + 1  # how many tasks
    + 1  # one page of them, with lead and programme
    + 1  # whether the rows are a demonstration
    + 3  # session kept alive, in a savepoint
)


@pytest.mark.parametrize("rows", [1, 20])
def test_list_asks_the_same_queries_for_any_number_of_rows(
    secretariat_client, rows, django_assert_num_queries
):
    for _n in range(rows):
        TaskFactory()

    with django_assert_num_queries(LIST_QUERIES):
        secretariat_client.get(reverse("admin:tasks_task_changelist"))


def test_form_of_a_document_links_the_download(clerk_client):
    document = DocumentFactory(file=SimpleUploadedFile("chi thi.pdf", b"%PDF-1.7"))

    page = clerk_client.get(reverse("admin:tasks_document_change", args=[document.pk]))

    assert document.file_url() in page.content.decode()


def test_upload_of_another_kind_is_refused(secretariat_client):
    response = save(
        secretariat_client,
        reverse("admin:tasks_document_add"),
        kind="CT",
        issuer="UBND tỉnh",
        excerpt="Trích yếu",
        file=SimpleUploadedFile("a.html", b"<script>"),
    )

    assert list(response.context["adminform"].form.errors) == ["file"]
    assert not Document.objects.exists()
