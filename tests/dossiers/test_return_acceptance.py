"""Differences of returns and statements that a named person takes as they stand."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.contrib.messages import get_messages
from django.db import connection, transaction
from django.urls import reverse

from agencies.roles import Role
from dossiers.models import Return
from dossiers.returns import steps as return_steps
from dossiers.returns.accepted import stays
from dossiers.returns.steps import StepRefused
from dossiers.summary import issues_of_each, return_issues
from reporting.models import Acceptance, AcceptanceWithdrawal, Period
from tests.clients import reader
from tests.factories import (
    AgencyFactory,
    PeriodFactory,
    ReturnFactory,
    StatedFigureFactory,
    StatementFactory,
    UserFactory,
)

DAY = dt.date(2024, 6, 16)
SOURCED = {"document_number": "15/BC-SXD", "as_of": dt.date(2024, 6, 14)}
REASON = "Số trong văn bản đã ký; sẽ đính chính ở kỳ sau"


@pytest.fixture
def row(period, construction):
    """One column too many: column 3 is one more than its parts, and than 7 + 11."""
    return ReturnFactory(
        period=period, agency=construction, received_total=101, status="confirmed", **SOURCED
    )


@pytest.fixture
def head(construction):
    return UserFactory(role=Role.HEAD, role__agency=construction)


def accept_url(row):
    return reverse("dossiers:return-accept", args=[row.pk])


def issues(row):
    row = Return.objects.select_related("agency", "period").get(pk=row.pk)
    return issues_of_each([row])[0]


def accept(client, row, place=0, **more):
    sent = {"fingerprint": issues(row)[place].fingerprint, "reason": REASON}
    return client.post(accept_url(row), sent | more)


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_the_head_accepts_a_difference_of_the_own_return(as_user, row, head, construction):
    response = accept(as_user(head), row)

    found = Acceptance.objects.get()
    assert (response.status_code, response.url) == (302, row.get_absolute_url())
    assert (found.accepted_by, found.agency, found.reason) == (head, construction, REASON)
    assert found.rules == ["D1", "D4"]
    assert found.sentence == (
        "Cột 3 (101) ≠ cột 4 + 5 + 6 (100); chênh 1. Cột 3 (101) ≠ cột 7 + 11 (100); chênh 1."
    )
    (note,) = [one["note"] for one in as_user(head).get(row.get_absolute_url()).context["issues"]]
    assert note["level"] == "info"
    assert note["meta"].startswith(f"Chấp nhận chênh lệch: {head}, ")
    assert note["meta"].endswith(f"Lý do: {REASON}")


def test_an_accepted_difference_is_published_and_marked(as_user, row, head):
    office = UserFactory(role=Role.PROCEDURE_OFFICE)
    with pytest.raises(StepRefused):
        return_steps.publish(row, office, on=DAY)

    accept(as_user(head), row)
    return_steps.publish(row, office, on=DAY)

    context = as_user(office).get(row.get_absolute_url()).context
    assert row.status == "published"
    assert context["firmness"] == "accepted"
    assert context["headline"].startswith(
        "Biểu II.06 của Sở Xây dựng có 1 chênh lệch đã được chấp nhận"
    )
    assert return_issues(Return.objects.all()) == []


def test_an_acceptance_lapses_when_a_number_changes(as_user, row, head):
    accept(as_user(head), row)

    Return.objects.filter(pk=row.pk).update(pending_in_time=8, pending_overdue=2)
    assert [one.is_accepted for one in issues(row)] == [True]
    Return.objects.filter(pk=row.pk).update(received_total=102)
    assert [one.is_accepted for one in issues(row)] == [False]
    Return.objects.filter(pk=row.pk).update(received_total=101)
    assert [one.is_accepted for one in issues(row)] == [True]


BACK = {"do": "withdraw", "reason": "Đã tìm ra số đúng"}


def test_an_acceptance_is_taken_back_with_a_reason_and_given_again(as_user, row, head):
    client = as_user(head)
    accept(client, row)

    assert said(accept(client, row, do="withdraw", reason=" ")) == [
        "Đã chấp nhận chênh lệch.",
        "Hãy ghi lý do rút chấp nhận chênh lệch.",
    ]
    accept(client, row, **BACK)

    found = AcceptanceWithdrawal.objects.get()
    assert (found.withdrawn_by, found.reason) == (head, BACK["reason"])
    assert [one.is_accepted for one in issues(row)] == [False]
    assert said(accept(client, row, **BACK))[-1] == "Việc chấp nhận này đã được rút."
    accept(client, row)
    assert [one.is_accepted for one in issues(row)] == [True]
    assert Acceptance.objects.count() == 2


def test_acceptance_and_withdrawal_stand_in_the_course_of_the_return(as_user, row, head):
    client = as_user(head)
    accept(client, row)
    accept(client, row, **BACK)

    back, taken = client.get(row.get_absolute_url()).context["path"]

    assert taken["text"].startswith("Chấp nhận chênh lệch: Cột 3 (101) ≠ cột 4 + 5 + 6 (100)")
    assert back["text"].startswith("Rút chấp nhận chênh lệch: Cột 3 (101)")
    assert (taken["note"], back["note"]) == (REASON, BACK["reason"])
    assert back["entered"].startswith(str(head))


def form_of(client, row):
    (issue,) = client.get(row.get_absolute_url()).context["issues"]
    return issue["form"]


def test_the_head_does_not_take_back_what_the_office_accepted(as_user, row, head):
    office = UserFactory(role=Role.PROCEDURE_OFFICE)
    accept(as_user(office), row)

    response = accept(as_user(head), row, **BACK)

    assert said(response) == [
        f"{office} đã chấp nhận; chỉ người đó hoặc cơ quan công bố biểu rút được."
    ]
    assert form_of(as_user(head), row) is None
    assert not AcceptanceWithdrawal.objects.exists()


@pytest.mark.parametrize("role", [Role.HEAD, Role.PROCEDURE_OFFICE])
def test_others_of_the_same_standing_take_it_back(as_user, row, head, construction, role):
    accept(as_user(head), row)
    other = UserFactory(role=role, role__agency=construction)
    assert form_of(as_user(other), row)["is_accepted"]

    accept(as_user(other), row, **BACK)

    assert AcceptanceWithdrawal.objects.get().withdrawn_by == other


def test_rights_over_acceptances_are_asked_for_once_for_each_person(
    as_user, row, head, django_assert_num_queries
):
    accept(as_user(UserFactory(role=Role.PROCEDURE_OFFICE)), row)
    first, second = (Acceptance.objects.of(Return, [row.pk]).get() for _n in range(2))
    why = stays(row, head)
    refused = why(first)

    with django_assert_num_queries(0):
        assert why(second) == refused != ""


def test_what_a_published_return_rests_on_is_not_taken_back(as_user, row, head):
    office = UserFactory(role=Role.PROCEDURE_OFFICE)
    accept(as_user(office), row)
    return_steps.publish(row, office, on=DAY)

    assert said(accept(as_user(office), row, **BACK)) == [
        "Biểu đã công bố nên không rút chấp nhận; hãy lập bản đính chính.",
    ]
    assert form_of(as_user(office), row) is None
    assert not AcceptanceWithdrawal.objects.exists()


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ({"reason": "  "}, "Hãy ghi lý do chấp nhận chênh lệch."),
        ({"reason": "x" * 2001}, "Lý do dài quá 2.000 ký tự; hãy viết ngắn hơn."),
        (
            {"fingerprint": "0"},
            "Số liệu đã thay đổi nên chênh lệch này không còn như trước; hãy xem lại.",
        ),
    ],
)
def test_what_is_not_accepted(as_user, row, head, sent, text):
    response = accept(as_user(head), row, **sent)

    assert said(response) == [text]
    assert not Acceptance.objects.exists()


def test_what_must_be_mended_is_not_accepted(as_user, period, construction, head):
    row = ReturnFactory(period=period, agency=construction, direct=21, postal=8)
    client = as_user(head)

    assert said(accept(client, row)) == ["Lỗi này phải được sửa, không chấp nhận được."]
    (issue,) = client.get(row.get_absolute_url()).context["issues"]
    assert issue["form"] is None


def test_who_may_accept(as_user, row, clerk, member, period):
    office = UserFactory(role=Role.PROCEDURE_OFFICE)
    elsewhere = UserFactory(role=Role.HEAD, role__agency=AgencyFactory())

    assert accept(as_user(clerk), row).status_code == 403
    assert accept(as_user(member), row).status_code == 403
    assert accept(as_user(elsewhere), row).status_code == 404
    assert as_user(clerk).get(row.get_absolute_url()).context["issues"][0]["form"] is None
    assert not Acceptance.objects.exists()
    accept(as_user(office), row)
    assert Acceptance.objects.get().accepted_by == office


def test_nothing_is_accepted_in_a_locked_period(as_user, row, head, period):
    Period.objects.filter(pk=period.pk).update(status=Period.Status.LOCKED)

    response = accept(as_user(head), row)

    assert "đã khóa" in said(response)[0]
    assert not Acceptance.objects.exists()


def test_acceptances_are_never_changed(as_user, row, head):
    accept(as_user(head), row)

    with pytest.raises(Exception, match="Cannot update or delete"), transaction.atomic():
        Acceptance.objects.update(reason="khác")
    with pytest.raises(Exception, match="Cannot update or delete"), transaction.atomic():
        Acceptance.objects.all().delete()


# Statements ---------------------------------------------------------------------------------------


@pytest.fixture
def statement(period):
    found = StatementFactory(period=period)
    for key, value in (("received_total", 12), ("resolved_total", 7), ("pending_total", 4)):
        StatedFigureFactory(statement=found, subject="Toàn tỉnh", key=key, value=value)
    return found


def test_the_secretariat_accepts_what_was_printed(statement):
    client = reader(Role.SECRETARIAT)
    (issue,) = client.get(statement.get_absolute_url()).context["issues"]

    client.post(
        issue["form"]["url"], {"fingerprint": issue["form"]["fingerprint"], "reason": "Đã in"}
    )

    found = Acceptance.objects.get()
    assert (found.subject, found.group, found.reason) == (statement, "Toàn tỉnh", "Đã in")
    (issue,) = client.get(statement.get_absolute_url()).context["issues"]
    assert "Lý do: Đã in" in issue["note"]["meta"]
    (listed,) = client.get(reverse("reporting:statements")).context["rows"]
    assert listed["findings"] == 0


@pytest.mark.parametrize("role", [Role.MEMBER, Role.PROCEDURE_OFFICE, Role.AUDITOR])
def test_others_do_not_accept_what_was_printed(statement, role):
    client = reader(role)
    (issue,) = client.get(statement.get_absolute_url()).context["issues"]

    response = client.post(reverse("reporting:statement-accept", args=[statement.pk]), {})

    assert issue["form"] is None
    assert response.status_code == 403


# Two at once --------------------------------------------------------------------------------------


def at_once(*actions):
    """Does all in threads of their own; the errors that they raised."""
    barrier, raised = threading.Barrier(len(actions)), []

    def run(action):
        barrier.wait()
        try:
            action()
        except StepRefused as refused:
            raised.append(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[action]) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_make_one_step():
    row = ReturnFactory(period=PeriodFactory(), status="confirmed", **SOURCED)
    people = [UserFactory(role=Role.PROCEDURE_OFFICE) for _n in range(2)]

    def publishing(user):
        return lambda: return_steps.publish(Return.objects.get(pk=row.pk), user, on=DAY)

    refused = at_once(*(publishing(user) for user in people))

    assert len(refused) == 1
    assert list(row.steps.values_list("status", flat=True)) == ["published"]


@pytest.mark.django_db(transaction=True)
def test_two_who_correct_at_once_make_one_version():
    row = ReturnFactory(period=PeriodFactory(), status="published", **SOURCED)
    people = [UserFactory(role=Role.PROCEDURE_OFFICE) for _n in range(2)]

    def correcting(user):
        return lambda: return_steps.correct(Return.objects.get(pk=row.pk), user, "Sót", on=DAY)

    refused = at_once(*(correcting(user) for user in people))

    assert refused == []
    assert list(Return.objects.order_by("version").values_list("version", flat=True)) == [1, 2]
