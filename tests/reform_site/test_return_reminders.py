"""Reminders of form II.06: whom, on which days, once; and the front page of who owes one."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from agencies.models import Agency, AgencySuccession, Membership, User
from agencies.roles import Role
from dossiers.models import Return
from reform_site import reminders
from reporting.loading import load_calendar
from reporting.models import Digest, MailPreference
from reporting.reminding import just_over
from tests.clients import client_of
from tests.dossiers.returns_world import day, deadline, sent, step
from tests.factories import AgencyFactory, ReturnFactory, TaskFactory, UserFactory

#: A Friday.
FRIDAY = dt.date(2024, 6, 14)
NOW = dt.datetime(2024, 6, 14, 1, 0, tzinfo=dt.UTC)
RETURN_LINE = "Biểu II.06, 6 tháng đầu năm 2024"


@pytest.fixture(autouse=True)
def _calendar(db, period, time_machine):
    load_calendar()
    time_machine.move_to(NOW)
    period.internal_due_on = day("2024-06-17")
    period.due_on = day("2024-06-20")
    period.save()


@pytest.fixture
def clerk(construction) -> User:
    return UserFactory(role=Role.CLERK, role__agency=construction, email="clerk@example.test")


def told(on: dt.date) -> list[str]:
    """The bodies of the letters of a day."""
    before = len(mail.outbox)
    now = dt.datetime.combine(on, dt.time(1), tzinfo=dt.UTC)
    reminders.ask_for(Digest.Kind.DAILY, on, now=now)
    reminders.send(now=now)
    return [letter.body for letter in mail.outbox[before:]]


# When --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "title"),
    [
        ("2024-06-11", None),
        ("2024-06-12", "BIỂU II.06 CÒN 3 NGÀY LÀM VIỆC ĐỂ GỬI"),
        ("2024-06-13", None),
        ("2024-06-14", "BIỂU II.06 CÒN 1 NGÀY LÀM VIỆC ĐỂ GỬI"),
        ("2024-06-17", None),
        ("2024-06-18", "BIỂU II.06 VỪA QUÁ HẠN GỬI"),
        ("2024-06-19", None),
    ],
)
def test_three_days_and_one_before_the_deadline_and_the_day_after(clerk, on, title):
    letters = told(day(on))

    titles = [line for body in letters for line in body.splitlines() if line.isupper()]
    assert titles == ([title] if title else [])


def test_the_days_before_are_a_setting(clerk, settings):
    settings.DOSSIERS_RETURN_REMIND_DAYS = (2,)

    assert [bool(told(day(f"2024-06-{n}"))) for n in (12, 13, 14)] == [False, True, False]


def test_the_deadline_of_the_level_comes_first(period, construction):
    deadline(period, Agency.Level.COMMUNE, "2024-06-14")
    commune = AgencyFactory(level=Agency.Level.COMMUNE, name="UBND xã Một")
    UserFactory(role=Role.CLERK, role__agency=commune, email="xa@example.test")

    (body,) = told(day("2024-06-13"))

    assert f"UBND xã Một: {RETURN_LINE}" in body
    assert "hạn 14/06/2024; còn 1\u00a0ngày" in body


@pytest.mark.parametrize("due", ["2024-06-14", "2024-06-15", "2024-06-16"])
def test_a_deadline_on_a_day_off_is_over_on_the_next_working_day(clerk, period, due):
    period.internal_due_on = day(due)
    period.save()

    (body,) = told(day("2024-06-17"))

    assert "BIỂU II.06 VỪA QUÁ HẠN GỬI" in body
    assert told(day("2024-06-18")) == []


def test_just_over_without_a_calendar_is_the_day_before():
    assert just_over(day("2024-06-17"), None) == (day("2024-06-16"), day("2024-06-16"))


# Whom and what -----------------------------------------------------------------------------------


def test_clerk_and_head_get_the_link_and_nobody_else_hears_of_it(clerk, construction, health):
    UserFactory(role=Role.HEAD, role__agency=construction, email="head@example.test")
    for role in (Role.SECRETARIAT, Role.PROCEDURE_OFFICE, Role.MEMBER):
        UserFactory(role=role, email=f"{role}@example.test")

    told(FRIDAY)

    assert sorted(letter.to[0] for letter in mail.outbox) == [
        "clerk@example.test", "head@example.test",
    ]  # fmt: skip
    for letter in mail.outbox:
        assert f"Sở Xây dựng: {RETURN_LINE}" in letter.body
        add = reverse("admin:dossiers_return_add")
        assert f"http://127.0.0.1:8000{add}?period=" in letter.body
        assert "Sở Y tế" not in letter.body


def test_agencies_below_are_reminded_by_themselves(clerk, construction):
    AgencyFactory(name="Chi cục", parent=construction)

    (body,) = told(FRIDAY)

    assert body.count(RETURN_LINE) == 1


def test_the_successor_is_reminded_of_those_that_gave_way_to_it(clerk, construction):
    below = AgencyFactory(name="Chi cục cũ", parent=construction, valid_to=day("2024-04-30"))
    beside = AgencyFactory(name="Sở cũ", valid_to=day("2024-04-30"))
    AgencyFactory(name="Sở khác", valid_to=day("2024-04-30"))
    for one in (below, beside):
        AgencySuccession.objects.create(
            predecessor=one, successor=construction, kind="absorbed", on=day("2024-05-01")
        )

    (body,) = told(FRIDAY)

    assert f"Chi cục cũ: {RETURN_LINE}" in body
    assert f"Sở cũ: {RETURN_LINE}" in body
    assert "Sở khác" not in body


def test_who_owes_nothing_is_not_reminded(period):
    unit = AgencyFactory(kind=Agency.Kind.PUBLIC_SERVICE)
    UserFactory(role=Role.CLERK, role__agency=unit, email="unit@example.test")

    assert told(FRIDAY) == []


def test_what_was_sent_is_not_asked_for(clerk, period, construction):
    sent(period, construction, "2024-06-14")

    assert told(FRIDAY) == []


def test_a_form_that_was_begun_or_given_back_is_opened(clerk, period, construction):
    form = ReturnFactory(period=period, agency=construction, status=Return.Status.DRAFT)
    step(form, Return.Status.SUBMITTED, "2024-06-12")
    step(form, Return.Status.DRAFT, "2024-06-13")

    (body,) = told(FRIDAY)

    assert f"http://127.0.0.1:8000{form.get_absolute_url()}" in body
    assert "được trả lại để sửa, còn 3\u00a0ngày" in body


def test_tasks_and_forms_come_in_one_letter(clerk, construction):
    TaskFactory(lead=construction, title="Muộn", original_due_on=day("2024-06-10"))

    (body,) = told(FRIDAY)

    assert body.index("QUÁ HẠN: 1") < body.index("BIỂU II.06 CÒN 1 NGÀY LÀM VIỆC ĐỂ GỬI")


def test_it_is_written_in_vietnamese_and_says_why(clerk):
    told(FRIDAY)

    assert mail.outbox[0].subject == "[Ban Chỉ đạo cải cách hành chính] Nhắc việc ngày 14/06/2024"


# Once --------------------------------------------------------------------------------------------


def test_asking_twice_sends_once(clerk):
    for _time in range(2):
        call_command("send_reminders", on=FRIDAY, kind="daily", verbosity=0)

    assert len(mail.outbox) == 1


def test_what_was_sent_meanwhile_is_not_told(clerk, period, construction):
    reminders.ask_for(Digest.Kind.DAILY, FRIDAY, now=NOW)
    sent(period, construction, "2024-06-14")

    assert reminders.send(now=NOW) == Counter({Digest.Status.EMPTY: 1})


def test_rights_at_the_time_of_sending_decide(clerk, health):
    reminders.ask_for(Digest.Kind.DAILY, FRIDAY, now=NOW)
    Membership.objects.update(agency=health)

    reminders.send(now=NOW)

    assert f"Sở Y tế: {RETURN_LINE}" in mail.outbox[0].body
    assert "Sở Xây dựng" not in mail.outbox[0].body


def test_who_turned_the_digest_off_gets_none(clerk):
    MailPreference.objects.create(user=clerk, is_daily=False)

    assert told(FRIDAY) == []


# The front page ----------------------------------------------------------------------------------


def returns_items(user):
    items = client_of(user).get(reverse("front")).context["todo"]
    return [(one["count"], one["text"], one["more"], one["state"], one["url"])
            for one in items if "II.06" in one["text"]]  # fmt: skip


def test_the_front_page_of_a_clerk_names_the_form_that_is_missing(clerk, period, construction):
    add = reverse("admin:dossiers_return_add")
    address = f"{add}?period={period.pk}&agency={construction.pk}"

    assert returns_items(clerk) == [
        ("1", "Biểu II.06 chưa gửi", "hạn 17/06/2024, còn 3\u00a0ngày", "due_soon", address)
    ]


def test_the_front_page_says_nothing_to_who_owes_none(clerk, period, construction):
    member = UserFactory(role=Role.MEMBER)
    office = UserFactory(role=Role.PROCEDURE_OFFICE)
    sent(period, construction, "2024-06-14")

    assert [returns_items(user) for user in (clerk, member, office)] == [[], [], []]
