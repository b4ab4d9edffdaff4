"""Evidence: what is taken in, who reads and removes it, how much there may be, used twice."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from agencies.roles import Role
from tasks import evidence
from tasks.evidence import EvidenceRefused
from tasks.models import Evidence
from tasks.states import Progress
from tests.admin_forms import posted, save
from tests.clients import client_of, reader
from tests.factories import (
    AgencyFactory,
    DocumentFactory,
    EvidenceFactory,
    TaskFactory,
    UserFactory,
)
from tests.papers import BAD, PDF, PNG, docx, sent

pytestmark = pytest.mark.django_db

TODAY = dt.date(2024, 6, 14)
MEGABYTE = 1024 * 1024


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(dt.datetime(2024, 6, 14, 2, 0, tzinfo=dt.UTC))


@pytest.fixture
def task(construction):
    return TaskFactory(code="NV1", lead=construction, original_due_on=dt.date(2024, 7, 30))


@pytest.fixture
def other(health):
    return TaskFactory(code="NV2", lead=health)


@pytest.fixture
def secretariat():
    return UserFactory(role=Role.SECRETARIAT)


def add(task, user, file=None, **words):
    given = {"kind": "report", "number": "12/BC-SXD"} | words
    return evidence.add(task, user, evidence.proof(file, **given), today=TODAY)


def refused(call, *args, **kwargs):
    with pytest.raises(EvidenceRefused) as error:
        call(*args, **kwargs)
    return error.value.field


def address(task):
    return reverse("tasks:evidence-add", args=[task.pk])


def send(client, task, file=None, **changes):
    data = {
        "kind": "report",
        "number": "12/BC-SXD",
        "issued_on": "10/06/2024",
        "issuer": "Sở Xây dựng",
        "title": "Báo cáo kết quả",
    }
    files = {"file": file} if file else {}
    return client.post(address(task), data | changes | files)


def errors(response):
    return dict(response.context["action"].form.errors)


# Adding -------------------------------------------------------------------------------------------


def test_clerk_adds_a_document_with_its_file(clerk_client, clerk, task):
    response = send(clerk_client, task, sent("Báo cáo tháng 6.pdf", PDF))

    made = Evidence.objects.get()
    assert response.headers["Location"] == f"{task.get_absolute_url()}?as_of=2024-06-14"
    assert (made.task, made.kind, made.number, made.issued_on, made.issuer, made.title) == (
        task,
        "report",
        "12/BC-SXD",
        dt.date(2024, 6, 10),
        "Sở Xây dựng",
        "Báo cáo kết quả",
    )
    assert (made.entered_by, made.size, made.sha256) == (
        clerk,
        len(PDF),
        hashlib.sha256(PDF).hexdigest(),
    )
    folder, name = made.file.name.split("/")
    assert (folder, len(name), name[-4:]) == ("evidence", 36, ".pdf")


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_document_is_not_stored(clerk_client, task, name, settings):
    response = send(clerk_client, task, sent(name, BAD[name][0]))

    assert response.status_code == 200
    assert "file" in errors(response)
    assert response.context["action"].form["title"].value() == "Báo cáo kết quả"
    assert not Evidence.objects.exists()
    assert not (settings.MEDIA_ROOT / "evidence").exists()


@pytest.mark.parametrize(
    "name", ["x.exe", "x.html", "x.svg", "x.pdf.js", "x.docm", "x.xls", "x", ".pdf.exe"]
)
def test_other_endings_are_refused(clerk_client, task, name):
    assert list(errors(send(clerk_client, task, sent(name, PDF)))) == ["file"]


@pytest.mark.parametrize(
    "name",
    ["../../settings.pdf", "a\0b.pdf", "C:\\work\\a.pdf", "a/../../b.pdf", "x" * 300 + ".pdf"],
)
def test_nothing_of_a_name_reaches_the_disk(clerk_client, task, name, settings):
    send(clerk_client, task, sent(name, PDF))

    found = [path.relative_to(settings.MEDIA_ROOT) for path in settings.MEDIA_ROOT.rglob("*.*")]
    assert [str(path.parent) for path in found] == ["evidence"]
    assert len(found[0].stem) == 32


def test_a_document_has_a_number_or_a_file(clerk_client, task):
    assert list(errors(send(clerk_client, task, number=""))) == ["number"]
    assert send(clerk_client, task, sent("a.png", PNG), number="").status_code == 302


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"issued_on": "15/06/2024"}, "issued_on"),
        ({"issued_on": "31/02/2024"}, "issued_on"),
        ({"kind": ""}, "kind"),
        ({"kind": "x"}, "kind"),
        ({"number": "1\0"}, "number"),
        ({"title": "x" * 251}, "title"),
    ],
)
def test_what_was_typed_wrongly_is_told_and_kept(clerk_client, task, changes, field):
    response = send(clerk_client, task, **changes)

    assert list(errors(response)) == [field]
    assert response.context["action"].form["issuer"].value() == "Sở Xây dựng"


def test_file_must_be_chosen_again_after_an_error(clerk_client, task):
    response = send(clerk_client, task, sent("a.pdf", PDF), kind="")

    assert errors(response)["file"] == ["Tệp chưa được lưu; hãy chọn lại rồi gửi."]


def test_second_click_adds_nothing(clerk_client, task):
    for _ in range(2):
        response = send(clerk_client, task, sent("a.pdf", PDF))

    assert response.status_code == 302
    assert Evidence.objects.count() == 1


def test_the_same_file_is_no_second_document_of_a_task(task, clerk):
    add(task, clerk, sent("a.pdf", PDF))

    assert refused(add, task, clerk, sent("b.pdf", PDF), number="13/BC-SXD") == "file"


def test_a_completed_task_takes_what_is_missing_a_cancelled_one_nothing(clerk, construction):
    done = TaskFactory(lead=construction, done=True)
    gone = TaskFactory(
        lead=construction, progress=Progress.CANCELLED, cancelled_on=dt.date(2024, 3, 1)
    )

    add(done, clerk)

    assert refused(add, gone, clerk) == ""
    assert Evidence.objects.get().task == done


def test_who_may_add(as_user, task, other, health, member, secretariat):
    outsider = UserFactory(role=Role.CLERK, role__agency=health)
    task.coordinating.add(health)
    unseen = UserFactory(role=Role.CLERK, role__agency=AgencyFactory())

    answers = [
        send(as_user(user), task, number=f"{n}").status_code
        for n, user in enumerate((outsider, unseen, member, secretariat))
    ]

    assert answers == [403, 404, 403, 302]
    with pytest.raises(PermissionDenied):
        add(task, outsider)


# Reading ------------------------------------------------------------------------------------------


@pytest.fixture
def proof(task, clerk):
    return add(task, clerk, sent("a.pdf", PDF))


def test_file_is_handed_out_as_a_download_and_never_shown(clerk_client, proof):
    response = clerk_client.get(proof.file_url())

    assert b"".join(response.streaming_content) == PDF
    wanted = {
        "Content-Type": "application/pdf",
        "Content-Disposition": 'attachment; filename="12bc-sxd.pdf"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-store",
    }
    assert {name: response.headers[name] for name in wanted} == wanted


def opened(client, url):
    response = client.get(url)
    if response.status_code == 200:
        assert b"".join(response.streaming_content) == PDF
    return response.status_code


def test_who_may_read_the_file(as_user, task, proof, health, member):
    helper = UserFactory(role=Role.CLERK, role__agency=health)
    stranger = UserFactory(role=Role.CLERK, role__agency=AgencyFactory())
    task.coordinating.add(health)
    url = proof.file_url()

    assert [opened(as_user(user), url) for user in (helper, member, stranger)] == [200, 200, 404]
    assert reader(Role.ADMINISTRATOR).get(url).status_code == 403


def test_file_of_a_restricted_task_needs_the_right(as_user, task, proof, clerk, member):
    task.is_restricted = True
    task.save()

    url = proof.file_url()
    assert [opened(as_user(user), url) for user in (clerk, member)] == [404, 200]


def test_document_without_a_file_has_none_to_give(clerk_client, task, clerk):
    proof = add(task, clerk)

    assert proof.file_url() == ""
    url = reverse("tasks:evidence-file", args=[proof.pk])
    assert clerk_client.get(url).status_code == 404


# Used twice ---------------------------------------------------------------------------------------


@pytest.fixture
def twice(proof, other):
    """The same file proves a task of another agency."""
    return add(other, UserFactory(role=Role.CLERK, role__agency=other.lead), sent("b.pdf", PDF))


def shown(client, task):
    rows = client.get(task.get_absolute_url()).context["evidence"].rows
    return [other["code"] for row in rows for other in row["others"]]


def test_both_pages_point_out_a_file_used_twice(member_client, task, other, twice):
    assert (shown(member_client, task), shown(member_client, other)) == (["NV2"], ["NV1"])


def test_tasks_out_of_sight_are_not_named(clerk_client, task, twice):
    assert shown(clerk_client, task) == []


def test_restricted_tasks_are_not_named(as_user, period, task, other, twice):
    other.is_restricted = True
    other.save()
    both = UserFactory(role=Role.CLERK, role__agency=task.lead)
    other.coordinating.add(task.lead)

    assert shown(as_user(both), task) == []


def test_upload_points_it_out(as_user, proof, construction):
    second = TaskFactory(code="NV3", lead=construction)
    client = as_user(UserFactory(role=Role.CLERK, role__agency=construction))

    response = client.post(
        address(second), {"kind": "plan", "file": sent("c.pdf", PDF)}, follow=True
    )

    assert [str(message) for message in response.context["messages"]] == [
        "Tệp này cũng là minh chứng của nhiệm vụ NV1. Nếu không phải một văn bản chung cho các "
        "nhiệm vụ, hãy thay bằng đúng tệp.",
        "Đã ghi minh chứng: Kế hoạch.",
    ]


# Removing -----------------------------------------------------------------------------------------


def remove_url(proof):
    return reverse("tasks:evidence-remove", args=[proof.pk])


def test_clerk_removes_document_and_file(clerk_client, proof, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = clerk_client.post(remove_url(proof))

    assert response.status_code == 302
    assert not Evidence.objects.exists()
    assert not proof.file.storage.exists(proof.file.name)


def test_from_a_confirmed_task_only_the_secretariat_removes(
    clerk_client, clerk, as_user, task, proof, secretariat
):
    task.progress, task.completed_on = Progress.COMPLETED, dt.date(2024, 6, 10)
    task.save()

    assert refused(evidence.remove, proof, clerk) == ""
    clerk_client.post(remove_url(proof))
    assert Evidence.objects.count() == 1
    assert clerk_client.get(task.get_absolute_url()).context["evidence"].rows[0]["remove_url"] == ""

    as_user(secretariat).post(remove_url(proof))
    assert not Evidence.objects.exists()


def test_others_remove_nothing(as_user, proof, health, member):
    stranger = UserFactory(role=Role.CLERK, role__agency=health)

    assert [as_user(user).post(remove_url(proof)).status_code for user in (member, stranger)] == [
        403,
        404,
    ]
    assert as_user(member).get(remove_url(proof)).status_code == 405
    assert Evidence.objects.count() == 1


def test_many_rows_deleted_at_once_take_their_files(proof, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        Evidence.objects.filter(pk=proof.pk).delete()

    assert not proof.file.storage.exists(proof.file.name)


# Room ---------------------------------------------------------------------------------------------


def filled(task, count, size, user=None, at=dt.datetime(2024, 6, 14, 1, 0, tzinfo=dt.UTC)):
    rows = [EvidenceFactory.build(task=task, entered_by=user, entered_at=at) for _ in range(count)]
    for row in rows:
        row.size, row.file = size, "evidence/x.pdf"
    Evidence.objects.bulk_create(rows)


def test_a_task_holds_so_much(task, clerk):
    filled(task, 20, 10 * MEGABYTE)

    assert refused(add, task, clerk, sent("a.pdf", PDF)) == "file"


def test_quota_of_a_task_is_set_by_the_office(task, clerk, settings):
    settings.TASKS_EVIDENCE_QUOTA_MB = 201
    filled(task, 20, 10 * MEGABYTE)

    assert add(task, clerk, sent("a.pdf", PDF)).size == len(PDF)


def test_the_21st_file_over_200_mb_of_one_user_is_refused(clerk, task, construction):
    for _ in range(2):
        filled(TaskFactory(lead=construction), 10, 10 * MEGABYTE, clerk)

    assert refused(add, task, clerk, sent("a.pdf", PDF)) == "file"
    add(task, clerk)  # without a file there is nothing to refuse


def test_what_was_sent_the_day_before_does_not_count(clerk, task, construction):
    before = dt.datetime(2024, 6, 13, 1, 59, tzinfo=dt.UTC)
    filled(TaskFactory(lead=construction), 20, 10 * MEGABYTE, clerk, before)

    assert add(task, clerk, sent("a.pdf", PDF))


def test_so_many_files_of_one_user_a_day(clerk, task, construction, settings):
    settings.TASKS_UPLOAD_DAY_FILES = 3
    filled(TaskFactory(lead=construction), 3, 1, clerk)

    assert refused(add, task, clerk, sent("a.pdf", PDF)) == "file"


# Entry screens ------------------------------------------------------------------------------------


def form_of(task):
    return reverse("admin:tasks_task_change", args=[task.pk])


def inline(number, file=None, **more):
    found = {
        "proofs-TOTAL_FORMS": "1",
        "proofs-0-task": "",
        "proofs-0-kind": "report",
        "proofs-0-number": number,
        **more,
    }
    return found | ({"proofs-0-file": file} if file else {})


def test_document_is_entered_on_the_form_of_the_task(clerk_client, clerk, task):
    save(clerk_client, form_of(task), **inline("7/BC-SXD", sent("a.docx", docx())))

    made = Evidence.objects.get()
    assert (made.task, made.number, made.entered_by, made.size) == (
        task,
        "7/BC-SXD",
        clerk,
        len(docx()),
    )


@pytest.mark.parametrize(("number", "name", "content"), [("7", "a.pdf", b"<html>"), ("", "", b"")])
def test_the_form_refuses_what_the_page_refuses(clerk_client, task, number, name, content):
    file = sent(name, content) if name else None

    response = save(clerk_client, form_of(task), **inline(number, file))

    assert response.status_code == 200
    assert not Evidence.objects.exists()


def test_the_form_keeps_to_the_quota(clerk_client, task):
    filled(task, 20, 10 * MEGABYTE)
    data = posted(clerk_client.get(form_of(task)))
    place = int(data["proofs-TOTAL_FORMS"])
    data |= {
        "proofs-TOTAL_FORMS": str(place + 1),
        f"proofs-{place}-kind": "plan",
        f"proofs-{place}-file": sent("a.pdf", PDF),
    }

    response = clerk_client.post(form_of(task), data)

    assert "không quá 200 MB" in response.content.decode()
    assert Evidence.objects.count() == 20


def test_list_of_evidence_and_its_form(as_user, secretariat, task, proof, twice):
    client = as_user(secretariat)

    listed = client.get(reverse("admin:tasks_evidence_changelist")).content.decode()
    form = client.get(reverse("admin:tasks_evidence_change", args=[proof.pk])).content.decode()

    assert proof.file_url() in listed
    assert "NV2" in form


def test_clerk_leaves_evidence_of_a_confirmed_task_as_it_is(clerk_client, construction):
    proof = EvidenceFactory(task=TaskFactory(lead=construction, done=True))
    url = reverse("admin:tasks_evidence_change", args=[proof.pk])

    assert b'name="number"' not in clerk_client.get(url).content
    assert clerk_client.post(url, {"number": "x"}).status_code == 403


def test_documents_are_held_to_the_same(as_user, secretariat):
    document = DocumentFactory()
    url = reverse("admin:tasks_document_change", args=[document.pk])

    response = save(as_user(secretariat), url, file=sent("a.pdf", b"MZ\x90"))

    assert response.status_code == 200
    document.refresh_from_db()
    assert not document.file


def test_requests_are_held_to_the_same(clerk_client, task):
    url = reverse("tasks:extension-ask", args=[task.pk])
    data = {
        "proposed_due_on": "30/08/2024",
        "reason": "Chờ hướng dẫn",
        "requested_on": "14/06/2024",
        "file": sent("a.pdf", b"<html>"),
    }

    assert list(errors(clerk_client.post(url, data))) == ["file"]


def test_second_evidence_of_a_page_asks_no_more(
    member_client, task, clerk, django_assert_max_num_queries
):
    counts = []
    for n in range(2):
        add(task, clerk, sent("a.pdf", PDF + bytes([n])), number=str(n))
        member_client.get(task.get_absolute_url())
        with django_assert_max_num_queries(200) as found:
            member_client.get(f"{task.get_absolute_url()}?as_of=2024-06-1{n}")
        counts.append(len(found))

    assert counts[0] == counts[1]


def test_outsiders_form_is_not_offered(as_user, task, health):
    helper = client_of(UserFactory(role=Role.CLERK, role__agency=health))
    task.coordinating.add(health)

    assert helper.get(address(task)).status_code == 403
