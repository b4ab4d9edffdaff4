"""Who may type what on the form of a task."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agencies.roles import Role
from tasks.models import Document, Extension, ExtensionRequest, Task, TaskUpdate
from tasks.states import Progress
from tests.admin_forms import posted, save
from tests.factories import (
    AgencyFactory,
    DocumentFactory,
    EvidenceFactory,
    ExtensionFactory,
    ExtensionRequestFactory,
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


def steps_of(task):
    return list(task.steps.values_list("kind", "on", "user__username"))


def test_clerk_reports_and_head_hands_in_for_confirmation(client, clerk, home):
    head = UserFactory(role=Role.HEAD, role__agency=home)
    task = TaskFactory(lead=home, progress=Progress.NOT_STARTED, product="Báo cáo")

    client.force_login(clerk)
    save(client, change_url(task), progress="in_progress", started_on="02/02/2024")
    client.force_login(head)
    save(
        client,
        change_url(task),
        progress="submitted",
        result_number="12/BC-SXD",
        result_on="12/06/2024",
        evidence="Báo cáo đính kèm",
    )

    task.refresh_from_db()
    assert (task.progress, task.submitted_on, task.result_number, task.result_on) == (
        Progress.SUBMITTED,
        dt.date(2024, 6, 14),
        "12/BC-SXD",
        dt.date(2024, 6, 12),
    )
    assert steps_of(task) == [
        ("started", dt.date(2024, 2, 2), clerk.username),
        ("submitted", dt.date(2024, 6, 14), head.username),
    ]


def test_clerk_cannot_hand_in(clerk_client, home):
    task = TaskFactory(lead=home)

    response = save(clerk_client, change_url(task), progress="submitted")

    assert response.context["adminform"].form.errors == {
        "progress": [
            "Việc trình xác nhận do lãnh đạo cơ quan thực hiện; việc xác nhận hoàn thành, trả "
            "lại, tạm dừng hoặc thôi thực hiện do cơ quan thường trực quyết định."
        ]
    }
    assert steps_of(task) == []


@pytest.mark.parametrize("progress", ["completed", "postponed", "cancelled", "returned"])
def test_lead_cannot_confirm_close_or_stop(client, home, progress):
    client.force_login(UserFactory(role=Role.HEAD, role__agency=home))
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


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        (Role.CLERK, ["not_started", "in_progress"]),
        (Role.HEAD, ["not_started", "in_progress", "submitted"]),
        (
            Role.SECRETARIAT,
            ["not_started", "in_progress", "submitted", "completed", "postponed", "cancelled"],
        ),
    ],
)
def test_progress_that_a_task_at_work_may_take(client, home, role, offered):
    client.force_login(UserFactory(role=role, role__agency=home))

    page = client.get(change_url(TaskFactory(lead=home)))

    choices = page.context["adminform"].form.fields["progress"].choices
    assert [value for value, _label in choices] == offered


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
    task = TaskFactory(lead=home, original_due_on=dt.date(2024, 6, 30))

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
    clerk_client.post(change_url(task), {"progress": "in_progress", "note": "x"})

    assert (page.status_code, page.context["has_change_permission"]) == (200, False)
    task.refresh_from_db()
    assert (task.progress, task.note) == (Progress.COMPLETED, "")


def test_task_confirmed_meanwhile_loses_nothing_that_was_typed(clerk_client, home):
    task = TaskFactory(lead=home, submitted=True)
    opened = clerk_client.get(change_url(task))
    Task.objects.update(progress=Progress.COMPLETED, completed_on=dt.date(2024, 4, 20))

    response = clerk_client.post(
        change_url(task),
        posted(
            opened,
            note="Ghi chú dài của công chức",
            **{"updates-0-percent": "75", "updates-0-result": "Đã xong dự thảo"},
        ),
    )

    text = response.content.decode()
    assert response.context["adminform"].form.non_field_errors() == [
        "Nhiệm vụ đã kết thúc (Hoàn thành) nên không nhận thêm thay đổi; nội dung bạn nhập chưa "
        "được lưu và vẫn còn dưới đây. Nếu cần bổ sung, hãy đề nghị cơ quan thường trực mở lại "
        "nhiệm vụ."
    ]
    assert ("Ghi chú dài của công chức" in text, "Đã xong dự thảo" in text) == (True, True)
    assert not TaskUpdate.objects.exists()


def test_coordinating_agency_reads_and_does_not_write(clerk_client, home):
    task = TaskFactory()
    task.coordinating.add(home)

    page = clerk_client.get(change_url(task))

    assert (page.status_code, page.context["has_change_permission"]) == (200, False)
    assert clerk_client.post(change_url(task), {"note": "x"}).status_code == 403


def test_secretariat_confirms_with_the_day_of_the_result(secretariat_client):
    task = EvidenceFactory(task__submitted=True, task__result_on=dt.date(2024, 4, 20)).task

    save(secretariat_client, change_url(task), progress="completed")

    task.refresh_from_db()
    assert (task.progress, task.completed_on) == (Progress.COMPLETED, dt.date(2024, 4, 20))
    assert [step[:2] for step in steps_of(task)] == [("confirmed", dt.date(2024, 4, 20))]


def test_confirming_without_evidence_needs_the_tick(secretariat_client):
    task = TaskFactory(submitted=True)
    changes = {"progress": "completed", "completed_on": "20/04/2024"}

    asked = save(secretariat_client, change_url(task), **changes)
    assert list(asked.context["adminform"].form.errors) == ["is_accepted"]
    save(secretariat_client, change_url(task), is_accepted="on", **changes)

    assert task.steps.get().reason == "Xác nhận khi chưa có minh chứng."


def test_returning_needs_a_reason_and_takes_today(secretariat_client):
    task = TaskFactory(submitted=True, returned_on=dt.date(2024, 4, 1))

    asked = save(secretariat_client, change_url(task), progress="returned")
    assert asked.context["adminform"].form.errors == {"step_reason": ["Hãy ghi lý do."]}
    save(secretariat_client, change_url(task), progress="returned", step_reason="Thiếu phụ lục")

    task.refresh_from_db()
    assert (task.progress, task.returned_on) == (Progress.RETURNED, dt.date(2024, 6, 14))


@pytest.mark.parametrize("asked", ["in_progress", "completed"])
def test_stopped_task_goes_on_with_a_day(secretariat_client, asked):
    task = TaskFactory(
        progress=Progress.POSTPONED,
        postponed_on=dt.date(2024, 3, 1),
        result_on=dt.date(2024, 4, 20),
    )
    EvidenceFactory(task=task)

    refused = save(secretariat_client, change_url(task), progress=asked)
    assert refused.context["adminform"].form.errors == {
        "resumed_on": ["Hãy nhập ngày nhiệm vụ được thực hiện tiếp."]
    }
    save(secretariat_client, change_url(task), progress=asked, resumed_on="20/03/2024")

    task.refresh_from_db()
    assert (task.progress, task.resumed_on) == (asked, dt.date(2024, 3, 20))
    assert task.steps.first().kind == "resumed"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"postponed_on": "01/03/2024"}, "resumed_on"),
        ({"cancelled_on": "01/03/2024"}, "cancelled_on"),
    ],
)
def test_days_say_the_same_as_the_progress(secretariat_client, changes, field):
    response = save(secretariat_client, change_url(TaskFactory()), **changes)

    assert list(response.context["adminform"].form.errors) == [field]


def test_new_task_begins_with_the_steps_it_has_behind_it(secretariat_client, home):
    response = save(
        secretariat_client,
        reverse("admin:tasks_task_add"),
        code="NV-MOI",
        title="Nhiệm vụ mới",
        programme=ProgrammeFactory().pk,
        field="2",
        lead=home.pk,
        assigned_on="15/01/2024",
        deadline_kind="date",
        original_due_on="30/06/2024",
        progress="in_progress",
        started_on="01/02/2024",
    )

    assert response.status_code == 302
    task = Task.objects.get(code="NV-MOI")
    assert [step[:2] for step in steps_of(task)] == [("started", dt.date(2024, 2, 1))]


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        (
            {"progress": "completed"},
            {"completed_on": ["Hãy nhập ngày của văn bản kết quả."]},
        ),
        (
            {"progress": "completed", "completed_on": "15/06/2024"},
            {"completed_on": ["Ngày này chưa đến; hãy nhập ngày việc đã diễn ra."]},
        ),
        (
            {
                "progress": "completed",
                "completed_on": "01/03/2024",
                "started_on": "02/03/2024",
                "is_accepted": "on",
            },
            {"completed_on": ["Ngày hoàn thành không được trước ngày bắt đầu."]},
        ),
        ({"code": "NV-CU"}, {"code": ["Mã này đã được dùng; hãy nhập giá trị khác."]}),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(secretariat_client, changes, errors):
    TaskFactory(code="NV-CU")

    response = save(secretariat_client, change_url(TaskFactory()), **changes)

    assert response.context["adminform"].form.errors == errors


def test_start_may_be_corrected_together_with_the_completion(secretariat_client):
    task = TaskFactory(started_on=dt.date(2024, 3, 1))
    EvidenceFactory(task=task)

    save(
        secretariat_client,
        change_url(task),
        progress="completed",
        completed_on="01/02/2024",
        started_on="20/01/2024",
    )

    task.refresh_from_db()
    assert (task.progress, task.completed_on) == (Progress.COMPLETED, dt.date(2024, 2, 1))


def test_task_given_up_while_stopped_is_opened_again_on_the_form(secretariat_client):
    task = TaskFactory(
        progress=Progress.CANCELLED,
        postponed_on=dt.date(2024, 3, 1),
        cancelled_on=dt.date(2024, 5, 2),
    )

    save(secretariat_client, change_url(task), progress="in_progress", step_reason="Giao lại")

    task.refresh_from_db()
    assert (task.progress, task.resumed_on) == (Progress.IN_PROGRESS, dt.date(2024, 6, 14))


def test_extension_moves_the_deadline_that_the_form_shows(secretariat_client):
    task = TaskFactory()

    save(
        secretariat_client,
        change_url(task),
        **{
            "extensions-TOTAL_FORMS": 1,
            "extensions-0-kind": "granted",
            "extensions-0-due_on": "30/06/2024",
            "extensions-0-decided_on": "25/04/2024",
        },
    )

    task.refresh_from_db()
    assert (task.effective_due_on, task.extension_count) == (dt.date(2024, 6, 30), 1)


def test_decisions_typed_together_follow_one_another(secretariat_client):
    task = TaskFactory()
    first = ExtensionFactory(task=task)

    save(
        secretariat_client,
        change_url(task),
        **{
            "extensions-TOTAL_FORMS": 3,
            "extensions-0-due_on": "01/01/2025",
            "extensions-1-kind": "corrected",
            "extensions-1-due_on": "30/06/2024",
            "extensions-1-decided_on": "25/04/2024",
            "extensions-1-reason": "Ghi nhầm",
            "extensions-2-kind": "cancelled",
            "extensions-2-decided_on": "26/04/2024",
            "extensions-2-reason": "Hủy",
        },
    )

    task.refresh_from_db()
    first.refresh_from_db()
    assert (first.due_on, task.effective_due_on, task.extension_count) == (
        dt.date(2024, 5, 31),
        dt.date(2024, 4, 30),
        0,
    )


def test_decision_that_cannot_be_is_refused_at_its_field(secretariat_client):
    response = save(
        secretariat_client,
        change_url(TaskFactory()),
        **{
            "extensions-TOTAL_FORMS": 1,
            "extensions-0-kind": "granted",
            "extensions-0-due_on": "30/04/2024",
            "extensions-0-decided_on": "25/04/2024",
        },
    )

    formsets = [each.formset for each in response.context["inline_admin_formsets"]]
    inline = next(formset for formset in formsets if formset.model is Extension)
    assert inline.forms[0].errors == {
        "due_on": ["Hạn mới phải sau hạn đang có hiệu lực (30/04/2024)."]
    }


def test_clerk_asks_for_an_extension_on_the_entry_form(clerk_client, clerk, home):
    task = TaskFactory(lead=home, original_due_on=dt.date(2024, 6, 30))
    add = reverse("admin:tasks_extensionrequest_add")

    refused = save(clerk_client, add, task=task.pk, proposed_due_on="30/06/2024", reason="Chờ")
    assert list(refused.context["adminform"].form.errors) == ["proposed_due_on"]
    save(clerk_client, add, task=task.pk, proposed_due_on="31/07/2024", reason="Chờ")

    request = ExtensionRequest.objects.get()
    assert (request.status, request.requested_on, request.requested_by) == (
        "pending",
        dt.date(2024, 6, 14),
        clerk,
    )


def test_answered_request_is_closed(clerk_client, home):
    request = ExtensionRequestFactory(
        task__lead=home, status="refused", answered_on=dt.date(2024, 5, 1)
    )

    url = reverse("admin:tasks_extensionrequest_change", args=[request.pk])

    assert clerk_client.get(url).context["has_change_permission"] is False
    assert clerk_client.post(url, {"reason": "Khác"}).status_code == 403


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
