"""Pages of meetings: the list, one meeting, who was there, scope and budget."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from agencies.roles import Role
from reporting.numbers import NBSP
from tasks.models import Attendance, Meeting
from tests.admin_forms import posted, save
from tests.clients import client_of
from tests.factories import (
    AgendaItemFactory,
    AttendanceFactory,
    CommitteeFactory,
    CommitteeSeatFactory,
    ConclusionFactory,
    DocumentFactory,
    MeetingFactory,
    OfficialFactory,
    TaskFactory,
    UserFactory,
)

HELD = dt.date(2024, 6, 14)
LIST = reverse("tasks:meetings")


def page(meeting: Any) -> str:
    return reverse("meeting", args=[meeting.held_on])


def plain(text: str) -> str:
    return text.replace(NBSP, " ")


@pytest.fixture
def meeting(db: None) -> Any:
    return MeetingFactory(
        number=3,
        held_on=HELD,
        place="Phòng họp",
        presided_by=OfficialFactory(full_name="Nguyễn Văn Chủ"),
        notice=DocumentFactory(kind="TB", number="88/TB-VP"),
    )


def test_a_meeting_is_named_by_its_day(meeting):
    assert meeting.get_absolute_url() == "/meetings/2024-06-14/"


@pytest.mark.parametrize(
    ("on", "closed_on", "state"),
    [
        (dt.date(2024, 6, 13), None, Meeting.State.PLANNED),
        (HELD, None, Meeting.State.HELD),
        (dt.date(2024, 6, 20), dt.date(2024, 6, 20), Meeting.State.CLOSED),
        (dt.date(2024, 6, 19), dt.date(2024, 6, 20), Meeting.State.HELD),
    ],
)
def test_the_state_is_read_from_dates(on, closed_on, state):
    assert Meeting(held_on=HELD, closed_on=closed_on).state_on(on) == state


def test_the_list_counts_what_is_open(member_client, meeting):
    chair = OfficialFactory()
    ConclusionFactory(meeting=meeting)
    ConclusionFactory(meeting=meeting, closed_on=HELD, closed_by=chair)
    old = MeetingFactory(number=1, held_on=dt.date(2024, 3, 6))
    ConclusionFactory(meeting=old)
    MeetingFactory(number=4, held_on=dt.date(2024, 12, 20))

    context = member_client.get(LIST).context

    assert plain(context["headline"]) == (
        "2 phiên họp; 2 kết luận chưa kết thúc, lâu nhất 100 ngày"
    )
    assert [(row["day"], row["state"], row["total"], row["open"]) for row in context["rows"]] == [
        ("20/12/2024", "Sắp họp", "0", "0"),
        ("14/06/2024", "Đã họp", "2", "1"),
        ("06/03/2024", "Đã họp", "1", "1"),
    ]


def test_before_the_meeting_nothing_has_been_concluded(member_client, meeting):
    TaskFactory(conclusion=ConclusionFactory(meeting=meeting))
    before = {"as_of": "2024-06-13"}

    found = member_client.get(page(meeting), before).context["page"]
    listed = member_client.get(LIST, before).context["rows"]

    assert (found.conclusions, found.counts) == ([], [])
    assert [(row["total"], row["has_any"]) for row in listed] == [("0", False)]


def test_a_branch_opens_the_page_of_the_own_head_only(clerk_client, meeting, construction):
    ours = OfficialFactory(agency=construction)
    AttendanceFactory(meeting=meeting, official=ours)
    AttendanceFactory(meeting=meeting)

    found = clerk_client.get(page(meeting)).context["page"]

    assert [one.url.partition("?")[0] for one in found.attendance] == [
        reverse("leader-detail", args=[ours.pk]),
        "",
    ]


def test_the_page_says_what_became_of_the_conclusions(member_client, meeting, construction):
    first = ConclusionFactory(meeting=meeting, number="2", text="Số hóa")
    ConclusionFactory(meeting=meeting, number="1", text="Rà soát")
    TaskFactory(
        conclusion=first, lead=construction, title="Số hóa hồ sơ", assigned_on=dt.date(2024, 1, 15)
    )

    found = member_client.get(page(meeting)).context["page"]

    assert plain(found.headline) == (
        "Phiên họp thứ 3: 2 trong 2 kết luận chưa kết thúc; 1 nhiệm vụ quá hạn"
    )
    assert [row.conclusion.number for row in found.conclusions] == ["1", "2"]
    assert [(task.text, task.agency) for task in found.conclusions[1].tasks] == [
        ("Số hóa hồ sơ", "Sở Xây dựng")
    ]


def test_every_number_of_the_page_opens_its_tasks(member_client, meeting):
    first, second = (ConclusionFactory(meeting=meeting, number=n) for n in ("1", "2"))
    TaskFactory(conclusion=first)
    TaskFactory(conclusion=first, done=True)
    TaskFactory(conclusion=second, original_due_on=dt.date(2024, 9, 30))
    TaskFactory()

    found = member_client.get(page(meeting)).context["page"]
    counts = [*found.counts, *(one for row in found.conclusions for one in row.counts)]

    assert [one.text for one in found.counts] == ["3", "1", "1", "1"]
    for one in counts:
        assert str(member_client.get(one.href).context["count"]) == one.text


def test_a_restricted_task_is_counted_and_not_named(member_client, meeting):
    conclusion = ConclusionFactory(meeting=meeting)
    TaskFactory(conclusion=conclusion, title="Việc mật", is_restricted=True)
    outsider = client_of(UserFactory(role=Role.PROCEDURE_OFFICE))

    answer = outsider.get(page(meeting))

    row = answer.context["page"].conclusions[0]
    assert (row.counts[0].text, row.tasks, row.more.text) == ("1", [], "1")
    assert "Việc mật" not in answer.content.decode()
    assert "Việc mật" in member_client.get(page(meeting)).content.decode()


def test_a_clerk_counts_the_own_branch_and_acts_on_nothing(
    clerk_client, meeting, construction, health
):
    conclusion = ConclusionFactory(meeting=meeting)
    TaskFactory(conclusion=conclusion, lead=construction)
    TaskFactory(conclusion=conclusion, lead=health, title="Việc của Sở Y tế")

    answer = clerk_client.get(page(meeting))

    found = answer.context["page"]
    assert [one.text for one in found.counts] == ["1", "1"]
    assert "Việc của Sở Y tế" not in answer.content.decode()
    assert (found.build_url, found.change_url, answer.context["frozen"]) == ("", "", None)
    row = found.conclusions[0]
    assert (row.raise_url, row.close_url, row.reopen_url) == ("", "", "")


def test_attendance_says_who_stood_in(member_client, meeting):
    AttendanceFactory(meeting=meeting)
    AttendanceFactory(
        meeting=meeting, presence=Attendance.Presence.REPRESENTED, represented_by="Phó Giám đốc"
    )
    AttendanceFactory(meeting=meeting, presence=Attendance.Presence.ABSENT)

    found = member_client.get(page(meeting)).context["page"]

    assert found.attendance_title == "1 trong 3 thành viên có mặt, 1 cử người dự thay"
    assert [(one.word, one.stand_in) for one in found.attendance] == [
        ("Có mặt", ""),
        ("Cử người dự thay", "Phó Giám đốc"),
        ("Vắng mặt", ""),
    ]


def test_a_planned_meeting_speaks_of_its_agenda(member_client):
    planned = MeetingFactory(number=4, held_on=dt.date(2024, 12, 20))
    AgendaItemFactory(meeting=planned, title="Quy chế hoạt động")

    answer = member_client.get(page(planned))

    assert answer.context["page"].headline == (
        "Phiên họp thứ 4, họp ngày 20/12/2024, xem xét 1 nội dung"
    )
    assert "Quy chế hoạt động" in answer.content.decode()


@pytest.mark.parametrize("rows", [1, 20])
def test_the_page_asks_the_same_for_one_and_for_twenty_rows(
    member_client, meeting, rows, django_assert_num_queries
):
    before = ConclusionFactory(meeting=MeetingFactory(held_on=dt.date(2024, 1, 2)))
    for n in range(rows):
        conclusion = ConclusionFactory(meeting=meeting, number=f"{n + 1}")
        TaskFactory(conclusion=conclusion)
        AttendanceFactory(meeting=meeting)
        agency = TaskFactory().lead
        AgendaItemFactory(meeting=meeting, kind="overdue", agency=agency, key=f"overdue:{n}")
    AgendaItemFactory(meeting=meeting, kind="conclusion", conclusion=before)

    member_client.get(page(meeting))
    # reader 3, period 3, meeting 1, snapshot 1; agenda 4, conclusions 3, attendance 1
    with django_assert_num_queries(16):
        assert member_client.get(page(meeting)).status_code == 200


def test_the_task_page_leads_back_to_document_meeting_and_conclusion(member_client, meeting):
    conclusion = ConclusionFactory(meeting=meeting)
    task = TaskFactory(conclusion=conclusion)

    text = member_client.get(task.get_absolute_url()).content.decode()

    assert f"/meetings/2024-06-14/?period=2024-H1&amp;as_of=2024-06-14#{conclusion.anchor}" in text
    assert f"/documents/{meeting.notice.pk}/?period" in text


# Entry -------------------------------------------------------------------------------------------


@pytest.fixture
def keeper(db: None) -> Any:
    return client_of(UserFactory(role=Role.SECRETARIAT))


def test_a_line_stands_ready_for_each_member_of_the_committee(keeper, meeting):
    committee = CommitteeFactory()
    seats = [CommitteeSeatFactory(committee=committee) for _n in range(3)]
    CommitteeSeatFactory(committee=committee, valid_to=dt.date(2024, 1, 1))
    meeting.committee = committee
    meeting.save()
    url = reverse("admin:tasks_meeting_change", args=[meeting.pk])

    data = posted(keeper.get(url))
    assert [data[f"attendance-{n}-official"] for n in range(3)] == [
        str(one.official_id) for one in seats
    ]
    save(keeper, url, **{"attendance-1-presence": "absent"})

    assert [(one.official, one.presence) for one in meeting.attendance.all()] == [
        (seats[1].official, "absent")
    ]


def test_the_secretariat_changes_conclusions_and_the_order_of_the_agenda(keeper, meeting):
    conclusion = ConclusionFactory(meeting=meeting, number="1", text="Rà soát")
    item = AgendaItemFactory(meeting=meeting, position=10)
    url = reverse("admin:tasks_meeting_change", args=[meeting.pk])

    changes = {"conclusions-0-text": "Rà soát lại", "agenda_items-0-position": "30"}
    save(keeper, url, **changes)

    conclusion.refresh_from_db()
    item.refresh_from_db()
    assert (conclusion.text, item.position) == ("Rà soát lại", 30)


def test_a_clerk_reads_only_points_about_the_own_agency(clerk_client, meeting, health):
    AgendaItemFactory(meeting=meeting, title="Điểm của Sở Y tế", agency=health)
    AgendaItemFactory(meeting=meeting, title="Điểm chung")

    text = clerk_client.get(
        reverse("admin:tasks_meeting_change", args=[meeting.pk])
    ).content.decode()

    assert "Điểm chung" in text
    assert "Điểm của Sở Y tế" not in text
