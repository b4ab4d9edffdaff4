"""Digests: who gets them, what they tell, and that each is sent once."""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from agencies.models import Membership, User
from agencies.roles import Role
from reform_site import reminders
from reporting.loading import load_calendar
from reporting.models import Digest, MailPreference
from reporting.reminding import windows
from tasks.models import Task
from tasks.states import Progress
from tests.factories import (
    ExtensionRequestFactory,
    PeriodFactory,
    TaskFactory,
    UserFactory,
)

#: A Friday. Monday the 17th follows.
FRIDAY = dt.date(2024, 6, 14)
NOW = dt.datetime(2024, 6, 14, 1, 0, tzinfo=dt.UTC)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.fixture(autouse=True)
def _calendar(db, period, time_machine):
    load_calendar()
    time_machine.move_to(NOW)


@pytest.fixture
def clerk(construction) -> User:
    return UserFactory(
        role=Role.CLERK, role__agency=construction, email="clerk@example.test", username="clerk"
    )


def run(**options) -> Counter[str]:
    """The command for Friday's daily digests; how many digests ended how."""
    call_command("send_reminders", on=FRIDAY, kind="daily", **options)
    return Counter(Digest.objects.values_list("status", flat=True))


def send_at(minutes: int) -> Counter[str]:
    return reminders.send(now=NOW + dt.timedelta(minutes=minutes))


# Who and what ----------------------------------------------------------------------------------


def test_a_clerk_is_told_what_is_overdue_returned_and_due(clerk, construction):
    TaskFactory(lead=construction, code="MUON", title="Muộn", original_due_on=day("2024-06-10"))
    TaskFactory(lead=construction, code="LAI", progress=Progress.RETURNED, title="Làm lại",
                returned_on=day("2024-06-01"), original_due_on=day("2024-12-31"))  # fmt: skip
    TaskFactory(lead=construction, code="HAI", title="Thứ Hai", original_due_on=day("2024-06-17"))
    TaskFactory(lead=construction, code="BA", title="Ba ngày", original_due_on=day("2024-06-19"))
    TaskFactory(lead=construction, code="BON", title="Bốn ngày", original_due_on=day("2024-06-20"))
    TaskFactory(code="KHAC", title="Của cơ quan khác", original_due_on=day("2024-06-10"))

    assert run() == {Digest.Status.SENT: 1}

    (letter,) = mail.outbox
    assert letter.subject == "[Ban Chỉ đạo cải cách hành chính] Nhắc việc ngày 14/06/2024"
    assert letter.to == ["clerk@example.test"]
    titles = [line for line in letter.body.splitlines() if line.isupper()]
    assert titles == [
        "QUÁ HẠN: 1\u00a0NHIỆM\u00a0VỤ",
        "TRẢ LẠI ĐỂ LÀM LẠI: 1\u00a0NHIỆM\u00a0VỤ",
        "CÒN 1 NGÀY LÀM VIỆC: 1\u00a0NHIỆM\u00a0VỤ",
        "CÒN 3 NGÀY LÀM VIỆC: 1\u00a0NHIỆM\u00a0VỤ",
    ]
    named = [code for code in ("MUON", "LAI", "HAI", "BA ", "BON", "KHAC") if code in letter.body]
    assert named == ["MUON", "LAI", "HAI", "BA "]
    assert "http://127.0.0.1:8000/tasks/MUON/?period=2024-H1&as_of=2024-06-14" in letter.body
    assert "Của cơ quan khác" not in letter.alternatives[0].content


def test_nothing_is_sent_where_nothing_is_to_be_told(clerk, construction):
    TaskFactory(lead=construction, done=True)

    assert run() == {Digest.Status.EMPTY: 1}
    assert mail.outbox == []


def test_a_head_and_the_secretariat_are_told_what_waits_for_them(construction):
    head = UserFactory(role=Role.HEAD, role__agency=construction, email="head@example.test")
    UserFactory(role=Role.SECRETARIAT, email="office@example.test")
    TaskFactory(lead=construction, submitted=True, original_due_on=day("2024-12-31"))
    ExtensionRequestFactory(task=TaskFactory(original_due_on=day("2024-12-31")))
    TaskFactory(lead=construction, progress=Progress.RETURNED, returned_on=day("2024-06-01"),
                original_due_on=day("2024-12-31"))  # fmt: skip

    run()

    told = {letter.to[0]: letter.body for letter in mail.outbox}
    assert set(told) == {head.email, "office@example.test"}
    assert "Chờ xác nhận: 1" in told["office@example.test"]
    assert "Đề nghị gia hạn: 1" in told["office@example.test"]
    assert "Chờ trình xác nhận: 1" in told[head.email]


def test_members_get_the_weekly_figures_on_the_first_working_day(construction):
    UserFactory(role=Role.MEMBER, email="member@example.test")
    TaskFactory(lead=construction, code="MUON", original_due_on=day("2024-06-10"))

    call_command("send_reminders", on=day("2024-06-17"), verbosity=0)
    call_command("send_reminders", on=day("2024-06-18"), verbosity=0)

    (letter,) = mail.outbox
    assert letter.subject == "[Ban Chỉ đạo cải cách hành chính] Tổng hợp tuần, 17/06/2024"
    assert "hoàn thành 0,00\u00a0% (0/1)" in letter.body
    assert "MUON" in letter.body


@pytest.mark.parametrize(
    ("on", "kinds"),
    [
        ("2024-06-14", ["daily"]),
        ("2024-06-15", []),
        ("2024-06-17", ["daily", "weekly"]),
        # 29/04 to 01/05/2024 were days off, Thursday the first working day of that week.
        ("2024-04-29", []),
        ("2024-05-02", ["daily", "weekly"]),
        # A make-up Saturday is worked.
        ("2024-05-04", ["daily"]),
    ],
)
def test_days_off_bring_no_mail(on, kinds):
    assert reminders.kinds_of(day(on), reminders.calendar_or_none()) == kinds


def test_deadlines_on_days_off_are_told_with_the_next_working_day():
    found = windows(FRIDAY, [1, 3], reminders.calendar_or_none())

    assert found == [
        (1, day("2024-06-15"), day("2024-06-17")),
        (3, day("2024-06-19"), day("2024-06-19")),
    ]


@pytest.mark.parametrize("change", ["off", "no address", "inactive", "ended"])
def test_who_does_not_want_or_may_not_get_it_gets_none(clerk, construction, change, capsys):
    TaskFactory(lead=construction, original_due_on=day("2024-06-10"))
    if change == "off":
        MailPreference.objects.create(user=clerk, is_daily=False)
    elif change == "no address":
        User.objects.update(email="")
    elif change == "inactive":
        User.objects.update(is_active=False)
    else:
        Membership.objects.update(valid_to=day("2024-06-13"))

    assert run() == {}
    assert mail.outbox == []
    assert ("Chưa có địa chỉ thư: clerk." in capsys.readouterr().out) == (change == "no address")


def test_own_days_before_decide(clerk, construction):
    TaskFactory(lead=construction, original_due_on=day("2024-06-17"))
    MailPreference.objects.create(user=clerk, days_before=[5])

    assert run() == {Digest.Status.EMPTY: 1}


def test_it_is_written_in_the_language_of_the_reader(clerk, construction):
    User.objects.update(language="en")
    TaskFactory(lead=construction, original_due_on=day("2024-06-10"))

    run()

    assert mail.outbox[0].subject.endswith("Reminder of 14/06/2024")


def test_rights_at_the_time_of_sending_decide(clerk, construction, health):
    TaskFactory(lead=construction, title="Việc của Sở Xây dựng", original_due_on=day("2024-06-10"))
    reminders.ask_for(Digest.Kind.DAILY, FRIDAY, now=NOW)

    Membership.objects.update(agency=health)

    assert send_at(0) == {Digest.Status.EMPTY: 1}
    assert mail.outbox == []


def test_restricted_tasks_are_told_without_their_content(clerk, construction):
    TaskFactory(lead=construction, is_restricted=True, title="Nội dung mật",
                original_due_on=day("2024-06-10"))  # fmt: skip

    run()

    assert "Nội dung mật" not in mail.outbox[0].body
    assert "Nhiệm vụ hạn chế xem" in mail.outbox[0].body


def test_line_breaks_in_a_name_reach_no_header(clerk, construction):
    User.objects.update(full_name="Công chức\r\nBcc: x@example.test")
    TaskFactory(lead=construction, original_due_on=day("2024-06-10"))

    assert run() == {Digest.Status.SENT: 1}
    assert mail.outbox[0].message()["Bcc"] is None


def test_an_address_with_a_line_break_is_refused_and_told(clerk, construction):
    User.objects.update(email="a@example.test\nBcc: x@example.test")
    TaskFactory(lead=construction, original_due_on=day("2024-06-10"))

    run()

    row = Digest.objects.get()
    assert (row.status, mail.outbox) == (Digest.Status.QUEUED, [])
    assert row.error


# Once -------------------------------------------------------------------------------------------


def test_asking_twice_sends_once(clerk, construction):
    TaskFactory(lead=construction, original_due_on=day("2024-06-10"))

    run()
    run()

    assert len(mail.outbox) == 1


def test_a_mail_server_that_is_down_loses_nothing(clerk, construction, settings):
    TaskFactory(lead=construction, original_due_on=day("2024-06-10"))
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there

    assert run() == {Digest.Status.QUEUED: 1}
    assert Digest.objects.get().error.startswith("ConnectionRefusedError")

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_at(4) == {}
    assert send_at(6) == {Digest.Status.SENT: 1}
    assert send_at(60) == {}
    assert len(mail.outbox) == 1


def test_it_gives_up_after_some_attempts_and_says_why(clerk, construction, settings):
    TaskFactory(lead=construction, original_due_on=day("2024-06-10"))
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    run()

    for hours in range(1, 60, 4):
        reminders.send(now=NOW + dt.timedelta(hours=hours))

    row = Digest.objects.get()
    assert (row.status, row.attempts) == (Digest.Status.FAILED, 8)
    assert row.error.startswith("ConnectionRefusedError")


def test_a_stale_digest_is_not_sent_any_more(clerk, construction):
    TaskFactory(lead=construction, original_due_on=day("2024-06-10"))
    reminders.ask_for(Digest.Kind.DAILY, FRIDAY, now=NOW)

    assert reminders.send(now=NOW + dt.timedelta(days=4)) == {Digest.Status.FAILED: 1}
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_send_each_digest_once(construction):
    for number in range(6):
        UserFactory(role=Role.CLERK, role__agency=construction, email=f"c{number}@example.test")
    TaskFactory(lead=construction, original_due_on=day("2024-06-10"))
    reminders.ask_for(Digest.Kind.DAILY, FRIDAY, now=NOW)
    start, ended = threading.Barrier(2), []

    def scheduler() -> None:
        try:
            start.wait()
            ended.append(reminders.send(now=NOW))
        finally:
            connection.close()

    threads = [threading.Thread(target=scheduler) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(ended, Counter()) == {Digest.Status.SENT: 6}
    assert sorted(letter.to[0] for letter in mail.outbox) == [
        f"c{number}@example.test" for number in range(6)
    ]


def test_both_copies_of_a_mail_sent_twice_are_known_as_one(clerk, construction):
    """Killed after the server took it and before the row said so: sent again, same Message-ID."""
    TaskFactory(lead=construction, original_due_on=day("2024-06-10"))
    run()
    Digest.objects.update(status=Digest.Status.QUEUED)

    send_at(1)

    first, second = (letter.message()["Message-ID"] for letter in mail.outbox)
    assert first == second


def test_the_demo_writes_mails_to_files(clerk, construction, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    TaskFactory(lead=construction, original_due_on=day("2024-06-10"))

    run()

    assert len(list((tmp_path / "mail").iterdir())) == 1


def test_queries_do_not_grow_with_the_rows(clerk, construction, django_assert_max_num_queries):
    for _ in range(20):
        TaskFactory(lead=construction, original_due_on=day("2024-06-10"))
    reminders.ask_for(Digest.Kind.DAILY, FRIDAY, now=timezone.now())

    with django_assert_max_num_queries(25):
        send_at(1)
    assert Task.objects.count() == 20


def test_without_a_period_nothing_is_sent(clerk, construction, period):
    TaskFactory(lead=construction, original_due_on=day("2024-06-10"))
    period.delete()

    assert run() == {Digest.Status.EMPTY: 1}
    PeriodFactory()
