"""A later deadline: asked for by the lead, decided by the secretariat, told with all that was."""

from __future__ import annotations

import datetime as dt

import pghistory
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agencies.roles import Role
from tasks import extending
from tasks.decisions import Decision, ExtensionRefused
from tasks.history import history_of
from tasks.models import Extension, ExtensionRequest, Task
from tests.clients import client_of, reader
from tests.factories import (
    AgencyFactory,
    ExtensionFactory,
    ExtensionRequestFactory,
    TaskFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

TODAY = dt.date(2024, 4, 28)
MAY, JUNE, JULY = dt.date(2024, 5, 31), dt.date(2024, 6, 30), dt.date(2024, 7, 31)
Kind, Status = Extension.Kind, ExtensionRequest.Status


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(dt.datetime(2024, 4, 28, 2, 0, tzinfo=dt.UTC))


@pytest.fixture
def secretariat():
    return UserFactory(role=Role.SECRETARIAT, full_name="Trần Thị Thư")


@pytest.fixture
def task(construction):
    """Due on 30/04/2024."""
    return TaskFactory(lead=construction)


@pytest.fixture
def asked(task):
    return ExtensionRequestFactory(task=task, proposed_due_on=MAY)


def ask(task, user, **changes):
    given = {"today": TODAY, "proposed_due_on": MAY, "reason": "Chờ hướng dẫn"}
    return extending.ask(task, user, **given | changes)


def grant(request, user, **changes):
    return extending.grant(request, user, **{"today": TODAY, "decided_on": TODAY} | changes)


def refused(call, *args, **kwargs):
    with pytest.raises(ExtensionRefused) as error:
        call(*args, **kwargs)
    return (error.value.field, error.value.message)


def in_force(task):
    task.refresh_from_db()
    return (task.effective_due_on, task.extension_count)


# Asking -------------------------------------------------------------------------------------------


def test_clerk_asks_and_secretariat_grants(task, clerk, secretariat):
    request = ask(task, clerk, document_number="5/SXD-VP")
    assert in_force(task) == (dt.date(2024, 4, 30), 0)

    made = grant(request, secretariat, document_number="31/QĐ-UBND")

    request.refresh_from_db()
    assert in_force(task) == (MAY, 1)
    assert (made.request, made.reason, made.entered_by) == (request, "Chờ hướng dẫn", secretariat)
    assert (request.status, request.answered_on, request.answer_number, request.answered_by) == (
        Status.GRANTED,
        TODAY,
        "31/QĐ-UBND",
        secretariat,
    )


def test_secretariat_grants_another_date(task, asked, secretariat):
    grant(asked, secretariat, due_on=dt.date(2024, 5, 15))

    assert in_force(task) == (dt.date(2024, 5, 15), 1)


@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        (
            {"proposed_due_on": dt.date(2024, 4, 30)},
            ("proposed_due_on", "Hạn đề nghị phải sau hạn đang có hiệu lực (30/04/2024)."),
        ),
        ({"reason": " "}, ("reason", "Hãy ghi lý do.")),
        (
            {"requested_on": dt.date(2024, 4, 29)},
            ("requested_on", "Ngày này chưa đến; hãy nhập ngày việc đã diễn ra."),
        ),
    ],
)
def test_requests_that_cannot_be(task, clerk, changes, answer):
    assert refused(ask, task, clerk, **changes) == answer
    assert not ExtensionRequest.objects.exists()


def test_tasks_that_cannot_be_extended(clerk, construction):
    done, regular = (
        TaskFactory(lead=construction, done=True),
        TaskFactory(lead=construction, regular=True),
    )

    assert [refused(ask, each, clerk)[0] for each in (done, regular)] == ["", ""]


def test_one_request_at_a_time(asked, task, clerk):
    assert refused(ask, task, clerk) == (
        "",
        "Nhiệm vụ này đang có một đề nghị gia hạn chờ quyết định.",
    )


def test_withdrawn_request_makes_room_for_another(task, clerk):
    extending.withdraw(ask(task, clerk), clerk, today=TODAY)

    again = ask(task, clerk, proposed_due_on=JUNE)

    assert list(ExtensionRequest.objects.order_by("pk").values_list("status", flat=True)) == [
        Status.WITHDRAWN,
        again.status,
    ]


# Deciding -----------------------------------------------------------------------------------------


def test_refusal_needs_a_reason_and_moves_nothing(task, asked, secretariat):
    given = {"today": TODAY, "decided_on": TODAY}
    assert refused(extending.refuse, asked, secretariat, answer="", **given)[0] == "reason"

    extending.refuse(asked, secretariat, answer="Không đủ căn cứ", **given)

    asked.refresh_from_db()
    assert (asked.status, asked.answer) == (Status.REFUSED, "Không đủ căn cứ")
    assert in_force(task) == (dt.date(2024, 4, 30), 0)


def test_second_decision_is_told_of_the_first(asked, secretariat):
    grant(asked, secretariat)
    other = UserFactory(role=Role.SECRETARIAT)

    assert refused(grant, asked, other) == (
        "",
        "Đề nghị này đã có kết quả: Đồng ý, ngày 28/04/2024 (Trần Thị Thư).",
    )
    assert Extension.objects.count() == 1


def test_decision_does_not_come_before_its_request_or_the_last_decision(task, asked, secretariat):
    assert refused(grant, asked, secretariat, decided_on=dt.date(2024, 4, 19))[0] == "decided_on"
    ExtensionFactory(task=task, due_on=dt.date(2024, 5, 10), decided_on=dt.date(2024, 4, 26))
    assert refused(grant, asked, secretariat, decided_on=dt.date(2024, 4, 25)) == (
        "decided_on",
        "Đã có quyết định ngày 26/04/2024 về thời hạn của nhiệm vụ này; quyết định sau không "
        "được có ngày trước ngày đó.",
    )


def test_decision_typed_late_counts_for_a_task_that_is_done(asked, task, secretariat):
    """Completed on 27/04 under a decision of 25/04 that is typed only now."""
    Task.objects.update(progress="completed", completed_on=dt.date(2024, 4, 27))

    assert refused(grant, asked, secretariat)[0] == "decided_on"
    grant(asked, secretariat, decided_on=dt.date(2024, 4, 25))

    assert in_force(task) == (MAY, 1)


def revise(extension, user, kind, due_on=None, **changes):
    given = {"decided_on": TODAY, "reason": "Ghi nhầm"} | changes
    return extending.revise(extension, user, Decision(kind, due_on=due_on, **given), today=TODAY)


def test_correction_replaces_the_granted_date(task, asked, secretariat):
    first = grant(asked, secretariat)

    revise(first, secretariat, Kind.CORRECTED, JUNE)

    assert in_force(task) == (JUNE, 1)
    assert list(task.extensions.values_list("kind", "due_on")) == [
        (Kind.GRANTED, MAY),
        (Kind.CORRECTED, JUNE),
    ]


def test_cancellation_restores_the_deadline_before_the_grant(task, secretariat):
    first = ExtensionFactory(task=task, due_on=MAY)
    second = ExtensionFactory(task=task, due_on=JUNE, decided_on=dt.date(2024, 4, 26))

    third = revise(second, secretariat, Kind.CORRECTED, JULY)
    revise(third, secretariat, Kind.CANCELLED)
    assert in_force(task) == (MAY, 1)

    revise(first, secretariat, Kind.CANCELLED)
    assert in_force(task) == (dt.date(2024, 4, 30), 0)


def test_only_the_last_grant_that_stands_is_revised(task, secretariat):
    first = ExtensionFactory(task=task, due_on=MAY)
    ExtensionFactory(task=task, due_on=JUNE, decided_on=dt.date(2024, 4, 26))

    field, message = refused(revise, first, secretariat, Kind.CANCELLED)

    assert (field, message.startswith("Chỉ đính chính hoặc hủy được")) == ("", True)


def test_who_may_not(task, asked, clerk, secretariat, health):
    stranger = UserFactory(role=Role.HEAD, role__agency=health)
    given = ExtensionFactory(task=task)
    member = UserFactory(role=Role.MEMBER)
    attempts = [
        lambda: ask(task, stranger),
        lambda: ask(task, member),
        lambda: extending.withdraw(asked, stranger, today=TODAY),
        lambda: grant(asked, clerk),
        lambda: extending.refuse(asked, clerk, today=TODAY, decided_on=TODAY, answer="x"),
        lambda: revise(given, clerk, Kind.CANCELLED),
    ]

    for attempt in attempts:
        with pytest.raises(PermissionDenied):
            attempt()


def test_history_tells_what_was_asked_and_answered(task, clerk, secretariat):
    with pghistory.context(user=clerk.pk):
        request = ask(task, clerk, document_number="5/SXD")
    with pghistory.context(user=secretariat.pk):
        extending.refuse(request, secretariat, today=TODAY, decided_on=TODAY, answer="Chưa đủ")

    told = [(row["text"], row["more"]) for row in history_of(task)["rows"]]
    assert told == [
        (
            "Trần Thị Thư cập nhật đề nghị gia hạn",
            "Trạng thái: Chờ quyết định → Không đồng ý; Ngày trả lời: – → 28/04/2024; "
            "Nội dung trả lời: – → Chưa đủ",
        ),
        (
            f"{clerk.full_name} đề nghị gia hạn",
            "Hạn đề nghị: 31/05/2024; Lý do: Chờ hướng dẫn; Số, ký hiệu văn bản đề nghị: 5/SXD; "
            "Ngày đề nghị: 28/04/2024; Trạng thái: Chờ quyết định",
        ),
        ("Hệ thống nhập nhiệm vụ", ""),
    ]


# The page -----------------------------------------------------------------------------------------


def url(name, pk):
    return reverse(f"tasks:{name}", args=[pk])


def rows(client, task):
    section = client.get(task.get_absolute_url(), {"as_of": "2024-04-28"}).context["extensions"]
    return section, [(row["day"], row["text"], row["number"]) for row in section.rows]


def test_asked_decided_and_told_on_the_page(period, construction, task, secretariat):
    lead, decider = reader(Role.CLERK, construction), client_of(secretariat)

    lead.post(
        url("extension-ask", task.pk),
        {
            "proposed_due_on": "31/05/2024",
            "reason": "Chờ hướng dẫn",
            "document_number": "5/SXD",
            "requested_on": "20/04/2024",
        },
    )
    request = ExtensionRequest.objects.get()
    decider.post(
        url("request-answer", request.pk),
        {
            "answer_kind": "grant",
            "due_on": "20/05/2024",
            "decided_on": "25/04/2024",
            "document_number": "31/QĐ",
        },
    )

    section, told = rows(reader(Role.MEMBER), task)
    assert told == [
        ("20/04/2024", "Đề nghị gia hạn đến 31/05/2024", "5/SXD"),
        ("25/04/2024", "Gia hạn đến 20/05/2024", "31/QĐ"),
    ]
    assert section.ask is None
    assert in_force(task) == (dt.date(2024, 5, 20), 1)


def test_second_click_asks_once(construction, task):
    client = reader(Role.CLERK, construction)
    data = {"proposed_due_on": "31/05/2024", "reason": "Chờ", "requested_on": "28/04/2024"}

    answers = [client.post(url("extension-ask", task.pk), data).status_code for _ in range(2)]

    assert (answers, ExtensionRequest.objects.count()) == ([302, 302], 1)


def test_refusal_is_told_and_error_keeps_what_was_typed(period, task, asked, secretariat):
    client = client_of(secretariat)
    data = {"answer_kind": "refuse", "decided_on": "27/04/2024", "document_number": "7/UBND"}

    page = client.post(url("request-answer", asked.pk), data)
    assert list(page.context["action"].form.errors) == ["reason"]
    assert 'value="7/UBND"' in page.content.decode()
    client.post(url("request-answer", asked.pk), data | {"reason": "Không đủ căn cứ"})

    assert rows(reader(Role.MEMBER), task)[1] == [
        ("20/04/2024", "Đề nghị gia hạn đến 31/05/2024", ""),
        ("27/04/2024", "Không đồng ý: 31/05/2024", "7/UBND"),
    ]


def test_grant_is_corrected_and_cancelled_on_the_page(task, secretariat):
    client, given = client_of(secretariat), ExtensionFactory(task=task)
    data = {"decided_on": "28/04/2024", "reason": "Ghi nhầm"}

    client.post(
        url("extension-revise", given.pk), data | {"kind": "corrected", "due_on": "30/06/2024"}
    )
    assert in_force(task) == (JUNE, 1)
    newest = Extension.objects.order_by("pk").last()
    client.post(url("extension-revise", newest.pk), data | {"kind": "cancelled"})

    assert in_force(task) == (dt.date(2024, 4, 30), 0)


def test_withdrawn_from_the_page_once(construction, task, asked):
    client = reader(Role.CLERK, construction)

    answers = [client.post(url("request-withdraw", asked.pk)).status_code for _ in range(2)]

    asked.refresh_from_db()
    assert (answers, asked.status) == ([302, 302], Status.WITHDRAWN)


@pytest.mark.parametrize(
    ("role", "statuses"),
    [
        (Role.CLERK, [302, 403, 403]),
        (Role.MEMBER, [403, 403, 403]),
        (Role.AUDITOR, [403, 403, 403]),
    ],
)
def test_who_may_do_what(construction, task, asked, role, statuses):
    client, given = reader(role, construction), ExtensionFactory(task=task)
    addresses = [
        url("request-withdraw", asked.pk),
        url("request-answer", asked.pk),
        url("extension-revise", given.pk),
    ]

    assert [client.post(address).status_code for address in addresses] == statuses


def test_request_of_another_agency_is_not_found(asked):
    client = reader(Role.HEAD, AgencyFactory())

    assert client.get(url("request-answer", asked.pk)).status_code == 404


def test_file_goes_to_who_sees_the_task(construction, task):
    client = reader(Role.CLERK, construction)
    client.post(
        url("extension-ask", task.pk),
        {
            "proposed_due_on": "31/05/2024",
            "reason": "Chờ",
            "requested_on": "28/04/2024",
            "document_number": "5/SXD",
            "file": SimpleUploadedFile("cong van.pdf", b"%PDF-1.7 x"),
        },
    )
    address = ExtensionRequest.objects.get().file_url()

    found = client.get(address)
    assert found.headers["Content-Disposition"] == 'attachment; filename="5sxd.pdf"'
    assert b"".join(found.streaming_content) == b"%PDF-1.7 x"
    assert reader(Role.HEAD, AgencyFactory()).get(address).status_code == 404


def test_file_must_be_chosen_again_after_a_refusal(construction, task):
    """A browser does not send it again by itself."""
    client, data = (
        reader(Role.CLERK, construction),
        {"proposed_due_on": "31/05/2024", "reason": "", "requested_on": "28/04/2024"},
    )

    with_file = data | {"file": SimpleUploadedFile("cong van.pdf", b"%PDF-1.7 x")}
    errors = client.post(url("extension-ask", task.pk), with_file).context["action"].form.errors

    assert errors["file"] == ["Tệp chưa được lưu; hãy chọn lại rồi gửi."]
    again = client.post(url("extension-ask", task.pk), data).context["action"].form.errors
    assert list(again) == ["reason"]


def test_file_of_another_kind_is_refused(construction, task):
    response = reader(Role.CLERK, construction).post(
        url("extension-ask", task.pk),
        {
            "proposed_due_on": "31/05/2024",
            "reason": "Chờ",
            "requested_on": "28/04/2024",
            "file": SimpleUploadedFile("a.html", b"<script>"),
        },
    )

    assert list(response.context["action"].form.errors) == ["file"]
    assert not ExtensionRequest.objects.exists()
