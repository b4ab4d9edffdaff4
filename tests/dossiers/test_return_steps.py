"""The life of a return: steps, rights, versions, two at once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from agencies.roles import Role
from dossiers.models import Return, ReturnStep
from dossiers.returns import steps as return_steps
from dossiers.returns.steps import Step, StepRefused
from reporting.models import Period
from tests.admin_forms import save
from tests.factories import MembershipFactory, PeriodFactory, ReturnFactory, UserFactory

DAY = dt.date(2024, 6, 16)
WHY = "Sót hồ sơ trực tuyến"
SOURCED = {"document_number": "15/BC-SXD", "as_of": dt.date(2024, 6, 14)}


@pytest.fixture
def head(construction):
    return MembershipFactory(agency=construction, role=Role.HEAD, user__role=None).user


@pytest.fixture
def office(db):
    return UserFactory(role=Role.PROCEDURE_OFFICE)


@pytest.fixture
def row(period, construction):
    return ReturnFactory(period=period, agency=construction, **SOURCED)


def published(row, clerk, head, office):
    return_steps.send(row, clerk, on=DAY)
    return_steps.confirm(row, head, on=DAY)
    return_steps.publish(row, office, on=DAY)
    return row


def path(row):
    return list(row.steps.values_list("status", "user__username", "note"))


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


# The order of the steps ---------------------------------------------------------------------------


def test_clerk_sends_head_confirms_office_publishes(row, clerk, head, office):
    published(row, clerk, head, office)

    row.refresh_from_db()
    assert row.status == "published"
    assert path(row) == [
        ("submitted", clerk.username, ""),
        ("confirmed", head.username, ""),
        ("published", office.username, ""),
    ]


@pytest.mark.parametrize(
    ("status", "step"),
    [
        ("draft", Step.CONFIRM),
        ("draft", Step.PUBLISH),
        ("draft", Step.GIVE_BACK),
        ("submitted", Step.SEND),
        ("submitted", Step.PUBLISH),
        ("confirmed", Step.CONFIRM),
        ("published", Step.PUBLISH),
        ("published", Step.GIVE_BACK),
        ("superseded", Step.SEND),
    ],
)
def test_no_step_is_taken_out_of_order(row, office, status, step):
    Return.objects.filter(pk=row.pk).update(status=status)

    with pytest.raises(StepRefused):
        return_steps.take(row, step, office, on=DAY, note="Sửa")

    row.refresh_from_db()
    assert (row.status, path(row)) == (status, [])


@pytest.mark.parametrize(
    ("status", "step", "who"),
    [
        ("submitted", Step.CONFIRM, "clerk"),
        ("submitted", Step.GIVE_BACK, "clerk"),
        ("confirmed", Step.PUBLISH, "clerk"),
        ("confirmed", Step.PUBLISH, "head"),
        ("confirmed", Step.GIVE_BACK, "head"),
    ],
)
def test_steps_of_others_are_denied(row, clerk, head, status, step, who):
    Return.objects.filter(pk=row.pk).update(status=status)

    with pytest.raises(PermissionDenied):
        return_steps.take(row, step, {"clerk": clerk, "head": head}[who], on=DAY, note="Sửa")

    assert path(row) == []


def test_another_agency_s_return_is_nobody_s_to_send(period, health, clerk):
    theirs = ReturnFactory(period=period, agency=health)

    with pytest.raises(PermissionDenied):
        return_steps.send(theirs, clerk, on=DAY)


def test_a_return_is_given_back_with_what_to_mend(row, clerk, head, office):
    return_steps.send(row, clerk, on=DAY)

    with pytest.raises(StepRefused, match="Hãy ghi nội dung cần sửa"):
        return_steps.give_back(row, head, "  ", on=DAY)
    return_steps.give_back(row, head, "Cột 6 chưa đúng", on=DAY)

    assert row.status == "draft"
    assert path(row)[-1] == ("draft", head.username, "Cột 6 chưa đúng")
    return_steps.send(row, clerk, on=DAY)
    return_steps.confirm(row, head, on=DAY)
    return_steps.give_back(row, office, "Thiếu phụ lục", on=DAY)
    assert row.status == "draft"


def test_a_locked_period_is_closed_to_all(row, office, period):
    Period.objects.filter(pk=period.pk).update(status=Period.Status.LOCKED)

    with pytest.raises(StepRefused, match="đã khóa"):
        return_steps.send(row, office, on=DAY)
    row.period.refresh_from_db()
    assert return_steps.offered(row, office) == []


@pytest.mark.parametrize(
    ("status", "clerk_may", "head_may", "office_may"),
    [
        ("draft", [Step.SEND], [Step.SEND], [Step.SEND]),
        ("submitted", [], [Step.CONFIRM, Step.GIVE_BACK], [Step.CONFIRM, Step.GIVE_BACK]),
        ("confirmed", [], [], [Step.PUBLISH, Step.GIVE_BACK]),
        ("published", [Step.CORRECT], [Step.CORRECT], [Step.CORRECT]),
        ("superseded", [], [], []),
    ],
)
def test_what_is_offered_to_whom(row, clerk, head, office, status, clerk_may, head_may, office_may):
    row.status = status

    found = [return_steps.offered(row, who) for who in (clerk, head, office)]

    assert found == [clerk_may, head_may, office_may]


# What is published --------------------------------------------------------------------------------


def test_what_does_not_add_up_is_not_published(period, construction, office):
    row = ReturnFactory(period=period, agency=construction, carried_over=60, **SOURCED)
    Return.objects.filter(pk=row.pk).update(status="confirmed")

    with pytest.raises(StepRefused) as refused:
        return_steps.publish(row, office, on=DAY)

    assert refused.value.message == (
        "Chưa công bố được: Cột 6 trùng cột 4, cùng bằng 60. "
        "Cột 3 (100) ≠ cột 4 + 5 + 6 (150); chênh −50. (D9, D1)"
    )


def test_without_a_source_nothing_is_published(period, construction, office):
    row = ReturnFactory(period=period, agency=construction, status="confirmed")

    with pytest.raises(StepRefused) as refused:
        return_steps.publish(row, office, on=DAY)

    assert refused.value.message == (
        "Chưa công bố được: Biểu chưa ghi số, ký hiệu văn bản và ngày mà số liệu tính đến. (G1)"
    )


def test_a_warning_does_not_stop_the_publication(period, construction, office):
    row = ReturnFactory(
        period=period, agency=construction, apologies=1, status="confirmed", **SOURCED
    )

    return_steps.publish(row, office, on=DAY)

    assert row.status == "published"


# Versions -----------------------------------------------------------------------------------------


def test_a_correction_counts_from_its_publication(row, clerk, head, office):
    published(row, clerk, head, office)

    version = return_steps.correct(row, clerk, WHY, on=DAY)

    assert (version.version, version.replaces_id, version.status) == (2, row.pk, "draft")
    assert version.stated() == row.stated()
    assert list(Return.objects.in_force()) == [row]
    Return.objects.filter(pk=version.pk).update(online=61, direct_postal=29)
    return_steps.send(version, clerk, on=DAY)
    return_steps.confirm(version, head, on=DAY)
    assert list(Return.objects.in_force()) == [row]
    return_steps.publish(version, office, on=DAY)
    assert list(Return.objects.in_force()) == [version]
    row.refresh_from_db()
    assert (row.status, row.online) == ("superseded", 60)
    assert path(row)[-1] == ("superseded", office.username, "")


def test_a_correction_is_begun_once(row, clerk, head, office):
    published(row, clerk, head, office)

    first = return_steps.correct(row, clerk, WHY, on=DAY)
    second = return_steps.correct(row, head, WHY, on=DAY)

    assert first.pk == second.pk
    assert Return.objects.count() == 2
    assert return_steps.offered(row, clerk) == []


@pytest.mark.parametrize("status", ["draft", "submitted", "confirmed"])
def test_what_is_not_published_is_not_corrected(row, clerk, status):
    Return.objects.filter(pk=row.pk).update(status=status)

    with pytest.raises(StepRefused):
        return_steps.correct(row, clerk, WHY, on=DAY)

    assert Return.objects.count() == 1


@pytest.mark.parametrize(
    "second",
    [
        {"version": 2, "status": "submitted"},
        {"version": 1, "status": "published"},
        {"version": 2, "status": "published"},
    ],
)
def test_the_database_keeps_versions_apart(row, second):
    """One is open, each version is written once, and a later one replaces another."""
    with pytest.raises(IntegrityError), transaction.atomic():
        ReturnFactory(period=row.period, agency=row.agency, **second)


def test_an_aggregate_stands_beside_the_own_return(row):
    whole = ReturnFactory(period=row.period, agency=row.agency, is_aggregate=True)

    assert set(Return.objects.in_force()) == {row, whole}


def test_a_step_is_never_changed(row, clerk):
    return_steps.send(row, clerk, on=DAY)

    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        ReturnStep.objects.update(note="khác")


# Two at once --------------------------------------------------------------------------------------


def test_a_step_locks_the_return(row, clerk):
    locks = Locks()

    with connection.execute_wrapper(locks):
        return_steps.send(row, clerk, on=DAY)

    assert locks.seen == ['FOR NO KEY UPDATE OF "dossiers_return"']


class Locks:
    """The row locks that were asked for."""

    def __init__(self):
        self.seen = []

    def __call__(self, execute, sql, params, many, context):
        if "FOR NO KEY UPDATE" in sql:
            self.seen.append(sql[sql.index("FOR NO KEY UPDATE") :])
        return execute(sql, params, many, context)


# The page -----------------------------------------------------------------------------------------


def step_url(row):
    return reverse("dossiers:return-step", args=[row.pk])


def test_the_page_takes_a_step_once(clerk_client, row, clerk):
    first = clerk_client.post(step_url(row), {"step": "send"})
    second = clerk_client.post(step_url(row), {"step": "send"})

    assert (first.status_code, first.url) == (302, row.get_absolute_url())
    assert said(second)[-1] == "Việc này đã được ghi nhận; không ghi thêm lần nữa."
    assert path(row) == [("submitted", clerk.username, "")]


def test_the_page_tells_who_was_there_before(as_user, row, clerk, head):
    return_steps.send(row, clerk, on=DAY)

    response = as_user(head).post(step_url(row), {"step": "send"})

    (text,) = said(response)
    assert text.startswith("Biểu hiện ở trạng thái “Đã gửi” nên không thực hiện được bước này.")
    assert f"Bước gần nhất: {clerk}, “Đã gửi”" in text


def test_the_page_denies_what_the_reader_may_not(clerk_client, member_client, row, health, period):
    theirs = ReturnFactory(period=period, agency=health)

    assert clerk_client.post(step_url(row), {"step": "publish"}).status_code == 403
    assert member_client.post(step_url(row), {"step": "send"}).status_code == 403
    assert clerk_client.post(step_url(theirs), {"step": "send"}).status_code == 404
    assert clerk_client.post(step_url(row), {"step": "burn"}).status_code == 404
    assert clerk_client.get(step_url(row)).status_code == 405
    assert clerk_client.post(step_url(row), {}).status_code == 404


def test_a_correction_leads_to_its_entry_screen(clerk_client, row, clerk, head, office):
    published(row, clerk, head, office)

    refused = clerk_client.post(step_url(row), {"step": "correct", "note": " "})
    assert said(refused) == ["Hãy ghi lý do đính chính."]
    assert not Return.objects.filter(version=2).exists()

    response = clerk_client.post(step_url(row), {"step": "correct", "note": WHY})

    version = Return.objects.get(version=2)
    assert response.url == reverse("admin:dossiers_return_change", args=[version.pk])
    save(clerk_client, response.url, online="61", direct_postal="29")
    context = clerk_client.get(version.get_absolute_url()).context
    lines = {line["label"]: line["cells"] for line in context["versions"]["lines"]}
    assert [cell["text"] for cell in lines["(4) Số hồ sơ tiếp nhận: Trực tuyến"]] == [
        "60",
        "60 → 61",
    ]
    assert [head["text"] for head in context["versions"]["heads"]] == [
        "Bản đầu",
        "Bản đính chính lần 1",
    ]
    (begun,) = context["path"]
    assert (begun["text"], begun["note"]) == ("Lập bản đính chính", WHY)
    assert "60 → 61" in clerk_client.get(row.get_absolute_url()).content.decode()


def test_a_correction_stays_with_its_period_and_agency(clerk_client, row, clerk, head, office):
    published(row, clerk, head, office)
    version = return_steps.correct(row, clerk, WHY, on=DAY)
    url = reverse("admin:dossiers_return_change", args=[version.pk])

    save(clerk_client, url, period=str(PeriodFactory().pk), agency_role="receiving", online="61")

    version.refresh_from_db()
    assert (version.period, version.agency_role, version.online) == (row.period, "resolving", 61)


def test_the_page_shows_the_path(as_user, row, clerk, head):
    return_steps.send(row, clerk, on=DAY)
    return_steps.give_back(row, head, "Cột 6 chưa đúng", on=DAY)

    context = as_user(head).get(row.get_absolute_url()).context

    assert [(one["day"], one["text"], one["note"]) for one in context["path"]] == [
        ("16/06/2024", "Trả lại để sửa", "Cột 6 chưa đúng"),
        ("16/06/2024", "Đã gửi", ""),
    ]
    assert [one["step"] for one in context["actions"]] == ["send"]
    assert context["firmness"] == "provisional"


def test_what_is_to_be_mended_stands_on_top_of_a_return_given_back(as_user, row, clerk, head):
    return_steps.send(row, clerk, on=DAY)
    response = as_user(head).post(step_url(row), {"step": "give_back", "note": "Cột 6 chưa đúng"})
    assert said(response)[0].startswith("Đã trả lại biểu để sửa, ngày ")

    page = as_user(clerk).get(row.get_absolute_url())
    assert page.context["given_back"]["note"] == "Cột 6 chưa đúng"
    text = page.content.decode()
    assert text.index("Cột 6 chưa đúng") < text.index('<table class="f206">')
    assert "Bản nháp, được trả lại để sửa" in text

    return_steps.send(row, clerk, on=DAY)
    assert as_user(clerk).get(row.get_absolute_url()).context["given_back"] is None


def test_a_status_is_not_said_twice(as_user, row, clerk, head):
    return_steps.send(row, clerk, on=DAY)
    assert as_user(head).get(row.get_absolute_url()).context["status"] == "Đã gửi"
    return_steps.confirm(row, head, on=DAY)

    assert as_user(head).get(row.get_absolute_url()).context["status"] == ""


def test_who_confirms_is_told_what_does_not_add_up(as_user, row, clerk, head):
    Return.objects.filter(pk=row.pk).update(received_total=101)
    return_steps.send(row, clerk, on=DAY)

    page = as_user(head).get(row.get_absolute_url())

    confirm, back = page.context["actions"]
    assert confirm["warning"].startswith("Cột 3 (101) ≠ cột 4 + 5 + 6 (100); chênh 1.")
    assert confirm["warning"].endswith("thì biểu chưa công bố được.")
    assert (back["step"], back["warning"]) == ("give_back", "")


# The entry screen ---------------------------------------------------------------------------------


def test_entry_writes_the_first_step(clerk_client, clerk, period, construction):
    save(
        clerk_client,
        f"{reverse('admin:dossiers_return_add')}?period={period.pk}&agency={construction.pk}",
        received_total="5",
        status="submitted",
    )

    row = Return.objects.get()
    assert row.status == "submitted"
    assert path(row) == [("draft", clerk.username, ""), ("submitted", clerk.username, "")]


def test_entry_does_not_publish_what_is_not_fit(as_user, office, period, construction):
    row = ReturnFactory(period=period, agency=construction)

    response = save(
        as_user(office), reverse("admin:dossiers_return_change", args=[row.pk]), status="published"
    )

    row.refresh_from_db()
    assert (row.status, path(row)) == ("draft", [])
    assert any("(G1)" in text for text in said(response))


def test_what_is_confirmed_is_not_entered_by_the_office_either(as_user, office, row):
    Return.objects.filter(pk=row.pk).update(status="confirmed")

    url = reverse("admin:dossiers_return_change", args=[row.pk])

    assert as_user(office).post(url, {"online": "1"}).status_code == 403


# Deadlines ----------------------------------------------------------------------------------------


def test_the_deadline_of_the_level_comes_first(db):
    period = PeriodFactory(due_on=dt.date(2024, 6, 20), internal_due_on=dt.date(2024, 6, 18))
    period.deadlines.create(level="commune", due_on=dt.date(2024, 6, 15))

    assert period.due_for("commune") == dt.date(2024, 6, 15)
    assert period.due_for("province") == dt.date(2024, 6, 18)
    period.internal_due_on = None
    assert period.due_for("province") == dt.date(2024, 6, 20)
    period.due_on = None
    assert period.due_for("province") is None
