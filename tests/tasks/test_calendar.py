"""Calendar feeds: a secret link with exactly its owner's rights at the time of reading."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from agencies.models import Membership, User
from agencies.roles import Role
from tasks.models import CalendarFeed
from tests.factories import (
    PASSWORD,
    ExtensionFactory,
    MeetingFactory,
    OfficialFactory,
    TaskFactory,
    UserFactory,
)

TODAY = dt.date(2024, 6, 14)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.fixture(autouse=True)
def _today(db, time_machine):
    time_machine.move_to(dt.datetime(2024, 6, 14, 3, tzinfo=dt.UTC), tick=False)


def link(user: User, agency: Any = None) -> str:
    _feed, token = CalendarFeed.create(user, agency)
    return reverse("tasks:calendar", args=[token])


def events(client: Client, url: str) -> dict[str, Any]:
    response = client.get(url)
    assert (response.status_code, response["Content-Type"]) == (
        200,
        "text/calendar; charset=utf-8",
    )
    return {
        str(event["summary"]): event
        for event in Calendar.from_ical(response.content).walk("VEVENT")
    }


def test_a_clerk_reads_the_deadlines_of_the_own_branch_without_a_login(client, clerk, construction):
    TaskFactory(lead=construction, code="A", title="Việc; của, ta", original_due_on=TODAY)
    TaskFactory(code="B", title="Của cơ quan khác")
    TaskFactory(lead=construction, code="C", regular=True)

    found = events(client, link(clerk))

    assert list(found) == ["A Việc; của, ta"]
    event = found["A Việc; của, ta"]
    assert event.decoded("dtstart") == TODAY
    assert event.decoded("dtend") == day("2024-06-15")
    assert event["url"] == "http://127.0.0.1:8000/tasks/A/"
    assert str(event["status"]) == "CONFIRMED"


def test_a_moved_deadline_is_a_newer_version_of_the_same_event(client, clerk, construction):
    task = TaskFactory(lead=construction, code="A", title="x", original_due_on=TODAY)
    url = link(clerk)
    before = events(client, url)["A x"]

    ExtensionFactory(task=task, due_on=day("2024-07-31"), decided_on=day("2024-06-10"))
    after = events(client, url)["A x"]

    assert before["uid"] == after["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert after.decoded("dtstart") == day("2024-07-31")


def test_what_was_given_up_is_cancelled_and_what_is_long_over_is_gone(client, clerk, construction):
    TaskFactory(lead=construction, code="A", title="x", progress="cancelled",
                cancelled_on=day("2024-06-01"))  # fmt: skip
    TaskFactory(lead=construction, code="B", title="x", progress="completed",
                completed_on=day("2024-02-01"))  # fmt: skip

    found = events(client, link(clerk))

    assert {name: str(event["status"]) for name, event in found.items()} == {"A x": "CANCELLED"}


def test_a_member_reads_the_own_tasks_or_an_agency_s(client, member, construction):
    TaskFactory(lead=construction, code="A", title="x")
    TaskFactory(code="B", title="x", responsible=OfficialFactory(user=member))

    assert list(events(client, link(member))) == ["B x"]
    assert list(events(client, link(member, construction))) == ["A x"]


def test_meetings_are_among_the_events(client, member):
    meeting = MeetingFactory(number=3, held_on=day("2024-06-20"))

    (event,) = events(client, link(member)).values()

    assert str(event["summary"]) == str(meeting)
    assert event.decoded("dtstart") == day("2024-06-20")


def test_restricted_tasks_show_no_content(client, clerk, construction):
    TaskFactory(lead=construction, code="A", title="Nội dung mật", is_restricted=True)

    assert list(events(client, link(clerk))) == ["A Nhiệm vụ hạn chế xem"]


@pytest.mark.parametrize("change", ["revoked", "inactive", "ended", "moved", "wrong"])
def test_a_link_without_right_opens_nothing(client, clerk, construction, health, change):
    url = link(clerk, construction)
    if change == "revoked":
        CalendarFeed.objects.update(revoked_at=dt.datetime(2024, 6, 1, tzinfo=dt.UTC))
    elif change == "inactive":
        User.objects.update(is_active=False)
    elif change == "ended":
        Membership.objects.update(valid_to=day("2024-06-13"))
    elif change == "moved":
        Membership.objects.update(agency=health)
    else:
        url = reverse("tasks:calendar", args=["x" * 43])

    assert client.get(url).status_code == 404


def test_only_the_hash_of_the_secret_is_stored(clerk):
    feed, token = CalendarFeed.create(clerk, None)

    assert token not in str(CalendarFeed.objects.values().get(pk=feed.pk))
    assert len(token) >= 43


def test_nothing_new_is_not_sent_again(client, clerk, construction):
    TaskFactory(lead=construction)
    url = link(clerk)
    first = client.get(url)

    again = client.get(url, headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert first["Cache-Control"] == "private, max-age=900"


@pytest.mark.parametrize("rows", [1, 20])
def test_queries_do_not_grow_with_the_events(
    client, clerk, construction, rows, django_assert_num_queries
):
    TaskFactory.create_batch(rows, lead=construction)
    url = link(clerk)

    with django_assert_num_queries(5):
        client.get(url)


# The account page --------------------------------------------------------------------------------


def test_a_link_is_made_shown_once_and_revoked(clerk_client, construction, clerk):
    page = clerk_client.post(reverse("feed-create"), {"agency": construction.code}, follow=True)
    shown = page.content.decode()
    address = shown.partition("http://127.0.0.1:8000/calendar/")[2].partition(".ics")[0]
    assert Client().get(reverse("tasks:calendar", args=[address])).status_code == 200
    assert address not in clerk_client.get(reverse("account")).content.decode()

    feed = CalendarFeed.objects.get()
    clerk_client.post(reverse("feed-revoke", args=[feed.pk]))

    assert Client().get(reverse("tasks:calendar", args=[address])).status_code == 404


def test_links_of_one_user_are_counted_one_after_the_other(clerk_client):
    with CaptureQueriesContext(connection) as asked:
        clerk_client.post(reverse("feed-create"), {"agency": ""})

    said = [one["sql"] for one in asked]
    lock = next(at for at, sql in enumerate(said) if "FOR NO KEY UPDATE" in sql)
    assert lock < next(at for at, sql in enumerate(said) if "tasks_calendarfeed" in sql)


def test_nobody_revokes_or_asks_for_what_is_another_s(clerk_client, member, health):
    feed, _token = CalendarFeed.create(member, None)

    assert clerk_client.post(reverse("feed-revoke", args=[feed.pk])).status_code == 404
    page = clerk_client.post(reverse("feed-create"), {"agency": health.code})
    assert page.status_code == 200
    assert CalendarFeed.objects.count() == 1


def test_there_is_an_end_to_the_number_of_links(clerk_client, clerk):
    for _ in range(10):
        CalendarFeed.create(clerk, None)

    page = clerk_client.post(reverse("feed-create"), {}, follow=True)

    assert "Đã có 10 liên kết lịch" in page.content.decode()
    assert CalendarFeed.objects.count() == 10


def test_reminders_are_set_on_the_account_page(clerk_client, clerk):
    sent = {"is_weekly": "on", "days_before": "5; 2, 2"}
    clerk_client.post(reverse("reminders"), sent)

    stored = clerk.mail_preference
    assert (stored.is_daily, stored.is_weekly, stored.days_before) == (False, True, [5, 2])


@pytest.mark.parametrize("typed", ["0", "61", "x", "1,2,3,4,5,6", "²"])
def test_wrong_days_are_told_and_kept(clerk_client, typed):
    page = clerk_client.post(reverse("reminders"), {"days_before": typed})

    assert "hãy nhập nhiều nhất 5 số từ 1 đến 60" in page.content.decode()
    assert f'value="{typed}"' in page.content.decode()


def test_another_address_needs_the_password(clerk_client, clerk):
    sent = {"full_name": "A", "email": "new@example.test", "language": "vi"}
    page = clerk_client.post(reverse("account"), sent)
    assert "Hãy nhập đúng mật khẩu hiện tại để đổi địa chỉ thư." in page.content.decode()

    clerk_client.post(reverse("account"), sent | {"current_password": PASSWORD})

    clerk.refresh_from_db()
    assert clerk.email == "new@example.test"


def test_who_reads_no_tasks_has_neither_reminders_nor_links(client):
    client.force_login(UserFactory(role=Role.ADMINISTRATOR))

    page = client.get(reverse("account"))

    assert (page.status_code, page.context["reads_tasks"]) == (200, False)
