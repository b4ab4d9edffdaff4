"""The agenda of a meeting: proposed from what is open, kept as the secretariat has it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from agencies.roles import Role
from tasks.meetings.agenda import Built, build_agenda
from tasks.meetings.agenda_rows import Agenda
from tasks.models import AgendaItem, Meeting
from tasks.refusals import Refused
from tests.clients import client_of
from tests.factories import (
    AgendaItemFactory,
    ConclusionFactory,
    ExtensionRequestFactory,
    MeetingFactory,
    OfficialFactory,
    StatedFigureFactory,
    StatementFactory,
    TaskFactory,
    UserFactory,
)

DAY = dt.date(2024, 6, 14)
Kind = AgendaItem.Kind


@pytest.fixture
def keeper(db: None) -> Any:
    return UserFactory(role=Role.SECRETARIAT)


@pytest.fixture
def meeting(db: None) -> Any:
    return MeetingFactory(number=4, held_on=dt.date(2024, 6, 20), looks_to=dt.date(2024, 9, 30))


def titles(meeting: Any) -> list[tuple[str, str]]:
    rows = meeting.agenda_items.order_by("position")
    return [(item.kind, item.title) for item in rows]


def test_open_work_becomes_points_in_a_fixed_order(
    meeting, keeper, construction, health, selection
):
    ConclusionFactory(
        meeting=MeetingFactory(number=3, held_on=dt.date(2024, 3, 1)), number="10", text="mười"
    )
    ConclusionFactory(meeting=MeetingFactory(number=2, held_on=dt.date(2024, 2, 1)), number="2")
    TaskFactory(lead=health, original_due_on=dt.date(2024, 6, 10))
    TaskFactory(lead=construction, original_due_on=dt.date(2024, 4, 30))
    TaskFactory(lead=construction, original_due_on=dt.date(2024, 5, 30))
    TaskFactory(lead=health, original_due_on=dt.date(2024, 8, 31))
    ExtensionRequestFactory(
        task=TaskFactory(original_due_on=dt.date(2024, 12, 31)), requested_on=dt.date(2024, 6, 1)
    )
    statement = StatementFactory(title="Báo cáo in sai")
    for key, value in (("received_total", 100), ("online", 60), ("direct_postal", 30)):
        StatedFigureFactory(statement=statement, subject="", key=key, value=value)
    StatedFigureFactory(statement=statement, subject="", key="carried_over", value=5)

    built = build_agenda(meeting, keeper, on=DAY)

    assert built == Built(added=7, removed=0)
    assert titles(meeting) == [
        (Kind.CONCLUSION, "Kết luận 2, Phiên họp thứ 2, 01/02/2024"),
        (Kind.CONCLUSION, "Kết luận 10, Phiên họp thứ 3, 01/03/2024"),
        (Kind.OVERDUE, "Sở Xây dựng"),
        (Kind.OVERDUE, "Sở Y tế"),
        (Kind.DUE, "Nhiệm vụ đến hạn trước phiên họp sau"),
        (Kind.EXTENSION, "Đề nghị gia hạn chờ quyết định"),
        (Kind.CHECK, "Báo cáo in sai"),
    ]


def test_three_hundred_overdue_tasks_of_one_agency_are_one_point(meeting, keeper, construction):
    for _n in range(30):
        TaskFactory(lead=construction)

    build_agenda(meeting, keeper, on=DAY)

    assert titles(meeting) == [(Kind.OVERDUE, "Sở Xây dựng")]


def test_building_again_adds_nothing_twice_and_keeps_what_was_typed(meeting, keeper, construction):
    TaskFactory(lead=construction)
    build_agenda(meeting, keeper, on=DAY)
    item = meeting.agenda_items.get()
    item.title, item.outcome, item.position = "Việc của Sở Xây dựng", "Báo cáo trước 05/07", 99
    item.save()

    again = build_agenda(meeting, keeper, on=DAY)

    assert again == Built(added=0, removed=0)
    item.refresh_from_db()
    assert (item.title, item.outcome, item.position) == (
        "Việc của Sở Xây dựng",
        "Báo cáo trước 05/07",
        99,
    )


def test_what_is_left_out_is_not_proposed_again(meeting, keeper, construction, selection):
    TaskFactory(lead=construction)
    build_agenda(meeting, keeper, on=DAY)
    meeting.agenda_items.update(is_kept=False)

    build_agenda(meeting, keeper, on=DAY)

    assert meeting.agenda_items.count() == 1
    assert Agenda(meeting, keeper, selection).rows == []


def test_what_is_no_longer_open_leaves_unless_somebody_wrote_about_it(
    meeting, keeper, construction, health
):
    first, second = TaskFactory(lead=construction), TaskFactory(lead=health)
    build_agenda(meeting, keeper, on=DAY)
    meeting.agenda_items.filter(agency=health).update(outcome="Đã nhắc")
    for task in (first, second):
        task.progress, task.completed_on = "completed", dt.date(2024, 6, 1)
        task.save()
    AgendaItemFactory(meeting=meeting, title="Việc khác")

    built = build_agenda(meeting, keeper, on=DAY)

    assert built == Built(added=0, removed=1)
    assert sorted(title for _kind, title in titles(meeting)) == ["Sở Y tế", "Việc khác"]


def test_a_conclusion_comes_back_at_every_meeting_until_it_is_closed(keeper):
    source = MeetingFactory(held_on=dt.date(2024, 1, 10))
    conclusion = ConclusionFactory(meeting=source)
    second = MeetingFactory(held_on=dt.date(2024, 3, 10))
    third = MeetingFactory(held_on=dt.date(2024, 6, 20))

    build_agenda(second, keeper, on=dt.date(2024, 3, 1))
    build_agenda(third, keeper, on=DAY)
    conclusion.closed_on, conclusion.closed_by = dt.date(2024, 6, 15), OfficialFactory()
    conclusion.save()
    build_agenda(third, keeper, on=dt.date(2024, 6, 16))

    assert second.agenda_items.count() == 1
    assert third.agenda_items.count() == 0


def test_the_meeting_itself_and_later_ones_are_not_looked_back_at(meeting, keeper):
    ConclusionFactory(meeting=meeting)
    ConclusionFactory(meeting=MeetingFactory(held_on=dt.date(2024, 12, 1)))

    build_agenda(meeting, keeper, on=dt.date(2025, 1, 1))

    assert titles(meeting) == []


def test_numbers_of_the_points_open_exactly_their_rows(
    meeting, keeper, construction, health, selection
):
    TaskFactory(lead=construction)
    TaskFactory(lead=construction, original_due_on=dt.date(2024, 6, 1))
    TaskFactory(lead=health, original_due_on=dt.date(2024, 9, 30))
    TaskFactory(lead=health, original_due_on=dt.date(2024, 10, 1))
    build_agenda(meeting, keeper, on=DAY)
    client = client_of(keeper)

    rows = Agenda(meeting, keeper, selection).rows
    counts = [one for row in rows for one in (*row.told.counts, *row.told.parts)]

    assert [one.text for one in counts] == ["2", "1", "1"]
    for one in counts:
        assert str(client.get(one.href).context["count"]) == one.text


def test_the_worst_task_is_named_without_its_title_where_it_is_restricted(
    meeting, keeper, construction, clerk, selection
):
    TaskFactory(lead=construction, title="Việc mật", is_restricted=True)
    build_agenda(meeting, keeper, on=DAY)
    ours = MeetingFactory(held_on=dt.date(2024, 7, 1))
    assert ours.pk != meeting.pk

    outsider = UserFactory(role=Role.PROCEDURE_OFFICE)
    row = Agenda(meeting, outsider, selection).rows[0]

    assert row.told.task == "Nhiệm vụ hạn chế xem"
    assert Agenda(meeting, keeper, selection).rows[0].told.task == "Việc mật"


def test_a_clerk_sees_points_about_the_own_agency_and_about_nobody(
    meeting, keeper, construction, health, clerk, selection
):
    TaskFactory(lead=construction)
    TaskFactory(lead=health)
    AgendaItemFactory(meeting=meeting, title="Quy chế")
    build_agenda(meeting, keeper, on=DAY)

    found = [row.title for row in Agenda(meeting, clerk, selection).rows]

    assert found == ["Quy chế", "Sở Xây dựng"]


def test_the_secretariat_builds_from_the_page_and_others_do_not(
    meeting, keeper, construction, clerk, period, time_machine
):
    time_machine.move_to(dt.datetime(2024, 6, 14, 2, 0, tzinfo=dt.UTC), tick=False)
    TaskFactory(lead=construction)
    url = reverse("tasks:agenda-build", args=[meeting.held_on])

    assert client_of(clerk).post(url, {"looks_to": "30/09/2024"}).status_code == 403
    assert meeting.agenda_items.count() == 0
    for _click in range(2):
        answer = client_of(keeper).post(url, {"looks_to": "31/10/2024"})
        assert answer.status_code == 302

    meeting.refresh_from_db()
    assert meeting.looks_to == dt.date(2024, 10, 31)
    assert titles(meeting) == [(Kind.OVERDUE, "Sở Xây dựng")]


@pytest.mark.parametrize("typed", ["31/02/2024", "", "\0", "01/01/2024", "x" * 5000])
def test_a_wrong_day_builds_nothing_and_is_told(meeting, keeper, construction, period, typed):
    TaskFactory(lead=construction)
    url = reverse("tasks:agenda-build", args=[meeting.held_on])

    answer = client_of(keeper).post(url, {"looks_to": typed}, follow=True)

    assert meeting.agenda_items.count() == 0
    assert len(list(answer.context["messages"])) == 1


def test_a_closed_meeting_keeps_its_agenda(meeting, keeper, construction, period):
    meeting.closed_on = dt.date(2024, 6, 25)
    meeting.save()
    TaskFactory(lead=construction)
    url = reverse("tasks:agenda-build", args=[meeting.held_on])

    client_of(keeper).post(url, {"looks_to": "30/09/2024"})

    assert meeting.agenda_items.count() == 0


def test_a_meeting_closed_meanwhile_keeps_its_agenda_and_how_far_it_looks(
    meeting, keeper, construction
):
    TaskFactory(lead=construction)
    Meeting.objects.update(closed_on=dt.date(2024, 6, 25))
    assert meeting.closed_on is None

    with pytest.raises(Refused):
        build_agenda(meeting, keeper, on=DAY, looks_to=dt.date(2024, 12, 31))

    meeting.refresh_from_db()
    assert meeting.looks_to == dt.date(2024, 9, 30)
    assert meeting.agenda_items.count() == 0
