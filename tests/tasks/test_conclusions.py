"""From a conclusion to tasks, and to its end: who, when, and nothing twice."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from agencies.models import CommitteeSeat
from agencies.roles import Role
from reporting.selection import Selection
from tasks.meetings.conclusion_rows import conclusion_rows
from tasks.meetings.numbers import in_order
from tasks.models import Conclusion, Task
from tests.clients import client_of
from tests.factories import (
    CommitteeSeatFactory,
    ConclusionFactory,
    DocumentFactory,
    MeetingFactory,
    OfficialFactory,
    ProgrammeFactory,
    TaskFactory,
    UserFactory,
)

HELD = dt.date(2024, 6, 14)


@pytest.fixture(autouse=True)
def _today(time_machine) -> None:
    time_machine.move_to(dt.datetime(2024, 8, 1, 2, 0, tzinfo=dt.UTC), tick=False)


@pytest.fixture
def chair(db: None) -> Any:
    return OfficialFactory(full_name="Nguyễn Văn Chủ", title="Chủ tịch UBND tỉnh")


@pytest.fixture
def conclusion(chair) -> Any:
    notice = DocumentFactory(number="88/TB-VP")
    meeting = MeetingFactory(number=3, held_on=HELD, presided_by=chair, notice=notice)
    return ConclusionFactory(meeting=meeting, number="2.1", text="Số hóa kết quả giải quyết")


@pytest.fixture
def programme(db: None) -> Any:
    return ProgrammeFactory(code="UBND-2024", kind="province", year=2024)


@pytest.fixture
def keeper(db: None, period) -> Any:
    return client_of(UserFactory(role=Role.SECRETARIAT))


def address(conclusion: Any, what: str) -> str:
    return reverse(f"tasks:conclusion-{what}", args=[conclusion.meeting.held_on, conclusion.number])


def asked(**changes: Any) -> dict[str, Any]:
    return {
        "title": "Số hóa kết quả giải quyết",
        "leads": ["SXD", "SYT"],
        "deadline": "Quý III/2024",
        "programme": "UBND-2024",
        "field": "6",
        "assigned_on": "14/06/2024",
        **changes,
    }


def test_the_form_starts_with_what_the_conclusion_says(keeper, conclusion, programme, chair):
    form = keeper.get(address(conclusion, "tasks")).context["form"]

    assert form["title"].value() == "Số hóa kết quả giải quyết"
    assert form["programme"].value() == "UBND-2024"
    assert form["responsible"].value() == chair.pk
    assert form["assigned_on"].value() == HELD


def test_one_order_makes_one_task_for_each_lead(
    keeper, conclusion, programme, construction, health, chair
):
    answer = keeper.post(
        address(conclusion, "tasks"), asked(coordinating=["SYT"], responsible=chair.pk)
    )

    assert answer.status_code == 302
    assert answer["Location"].endswith(
        f"/meetings/2024-06-14/?as_of=2024-08-01#{conclusion.anchor}"
    )
    rows = Task.objects.order_by("code")
    assert [(one.code, one.lead.code, one.original_due_on) for one in rows] == [
        ("KL240614-2.1-01", "SXD", dt.date(2024, 9, 30)),
        ("KL240614-2.1-02", "SYT", dt.date(2024, 9, 30)),
    ]
    first, second = rows
    assert (first.deadline_kind, first.deadline_label) == ("quarter", "Quý III/2024")
    assert first.conclusion == conclusion
    assert (first.document.number, first.document_clause) == ("88/TB-VP", "mục 2.1")
    assert first.assigned_by == "Nguyễn Văn Chủ, Chủ tịch UBND tỉnh"
    assert first.responsible == chair
    assert [one.code for one in first.coordinating.all()] == ["SYT"]
    assert list(second.coordinating.all()) == []


def test_a_second_click_makes_no_doubles_and_says_so(
    keeper, conclusion, programme, construction, health
):
    for _click in range(2):
        answer = keeper.post(address(conclusion, "tasks"), asked(), follow=True)

    assert Task.objects.count() == 2
    assert "không ghi thêm lần nữa" in str(next(iter(answer.context["messages"])))


def test_a_further_lead_gets_the_next_code(keeper, conclusion, programme, construction, health):
    keeper.post(address(conclusion, "tasks"), asked(leads=["SXD"]))
    keeper.post(address(conclusion, "tasks"), asked())

    assert sorted(Task.objects.values_list("code", "lead__code")) == [
        ("KL240614-2.1-01", "SXD"),
        ("KL240614-2.1-02", "SYT"),
    ]


def test_a_closed_conclusion_starts_no_more_tasks(
    keeper, conclusion, programme, construction, health, chair
):
    Conclusion.objects.update(closed_on=dt.date(2024, 7, 1), closed_by=chair)

    answer = keeper.post(address(conclusion, "tasks"), asked())

    assert "Kết luận này đã kết thúc." in answer.content.decode()
    assert Task.objects.count() == 0


def test_a_recurring_deadline_brings_its_reports(keeper, conclusion, programme, construction):
    keeper.post(address(conclusion, "tasks"), asked(leads=["SXD"], deadline="Hằng tháng, ngày 20"))

    task = Task.objects.get()
    assert task.deadline_kind == "recurring"
    assert task.occurrences.count() > 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"deadline": "khi nào xong"}, "deadline"),
        ({"deadline": "31/02/2024"}, "deadline"),
        ({"deadline": "01/06/2024"}, "deadline"),
        ({"deadline": "\0"}, "deadline"),
        ({"leads": []}, "leads"),
        ({"leads": ["KHONG-CO"]}, "leads"),
        ({"programme": "x"}, "programme"),
        ({"field": "99"}, "field"),
        ({"assigned_on": "01/01/2024"}, "assigned_on"),
        ({"assigned_on": "31/02/2024"}, "assigned_on"),
        ({"title": "x" * 5000}, "title"),
        ({"responsible": "9" * 30}, "responsible"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_written(
    keeper, conclusion, programme, construction, health, typed, field
):
    answer = keeper.post(address(conclusion, "tasks"), asked(**typed))

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert Task.objects.count() == 0


@pytest.mark.parametrize("what", ["tasks", "close", "reopen"])
@pytest.mark.parametrize("role", [Role.CLERK, Role.HEAD, Role.MEMBER, Role.AUDITOR])
def test_only_the_secretariat_acts(conclusion, period, what, role):
    client = client_of(UserFactory(role=role))

    assert client.post(address(conclusion, what), {}).status_code == 403


def test_unknown_conclusions_are_not_found(keeper, conclusion):
    meeting = conclusion.meeting
    for number in ("9", "a%00b", "x" * 300):
        path = f"/meetings/{meeting.held_on}/conclusions/{number}/tasks/"
        assert keeper.get(path).status_code == 404
    assert keeper.get("/meetings/2024-02-31/").status_code == 404


# The end -----------------------------------------------------------------------------------------


def closing(chair: Any, **changes: Any) -> dict[str, Any]:
    return {"closed_on": "01/07/2024", "closed_by": chair.pk, "closing_note": "Đạt", **changes}


def test_the_chair_closes_and_it_can_be_opened_again(keeper, conclusion, chair):
    keeper.post(address(conclusion, "close"), closing(chair))
    conclusion.refresh_from_db()
    assert (conclusion.closed_on, conclusion.closed_by, conclusion.closing_note) == (
        dt.date(2024, 7, 1),
        chair,
        "Đạt",
    )

    keeper.post(address(conclusion, "reopen"))
    conclusion.refresh_from_db()
    assert (conclusion.closed_on, conclusion.closed_by, conclusion.closing_note) == (None, None, "")


def test_closing_twice_keeps_the_first(keeper, conclusion, chair):
    keeper.post(address(conclusion, "close"), closing(chair))
    keeper.post(address(conclusion, "close"), closing(chair, closed_on="15/07/2024"))

    conclusion.refresh_from_db()
    assert conclusion.closed_on == dt.date(2024, 7, 1)


@pytest.mark.parametrize(
    ("query", "as_of"),
    [
        ("", "as_of=2024-08-01"),
        ("?period=2024-H1&as_of=2024-06-14", "period=2024-H1&as_of=2024-08-01"),
        ("?as_of=31/12/2023", "as_of=2024-08-01"),
        ("?as_of=2024-09-30", "as_of=2024-09-30"),
    ],
)
def test_the_page_opens_on_a_day_that_shows_what_was_done(keeper, conclusion, chair, query, as_of):
    url = f"{address(conclusion, 'close')}{query}"

    places = [keeper.post(url, closing(chair))["Location"] for _click in range(2)]

    assert places == [f"/meetings/2024-06-14/?{as_of}#{conclusion.anchor}"] * 2


def test_the_button_speaks_the_language_of_the_reader(conclusion, period):
    client = client_of(UserFactory(role=Role.SECRETARIAT, language="en"))

    page = client.get(address(conclusion, "close")).content.decode()

    assert "Close the conclusion" in page
    assert "Kết thúc kết luận" not in page


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"closed_on": "13/06/2024"}, "closed_on"),
        ({"closed_on": "02/08/2024"}, "closed_on"),
        ({"closed_by": ""}, "closed_by"),
    ],
)
def test_a_wrong_end_is_told_and_the_conclusion_stays_open(keeper, conclusion, chair, typed, field):
    answer = keeper.post(address(conclusion, "close"), closing(chair, **typed))

    assert list(answer.context["form"].errors) == [field]
    conclusion.refresh_from_db()
    assert conclusion.closed_on is None


def test_with_work_left_the_chair_must_say_why(keeper, conclusion, chair):
    TaskFactory(conclusion=conclusion)

    answer = keeper.post(address(conclusion, "close"), closing(chair, closing_note=" "))

    assert list(answer.context["form"].errors) == ["closing_note"]


def test_only_chairs_are_offered(keeper, conclusion, chair):
    deputy = CommitteeSeatFactory(position=CommitteeSeat.Position.DEPUTY).official
    CommitteeSeatFactory(position=CommitteeSeat.Position.MEMBER)

    form = keeper.get(address(conclusion, "close")).context["form"]

    assert set(form.fields["closed_by"].queryset) == {chair, deputy}


# How it stands -----------------------------------------------------------------------------------


def state(conclusion: Any, user: Any, selection: Any) -> str:
    rows = Conclusion.objects.filter(pk=conclusion.pk).select_related("meeting", "basis")
    return conclusion_rows(rows, user, selection, with_tasks=False)[0].state.word


def test_all_work_done_waits_for_the_chair(conclusion, member, selection, chair):
    assert state(conclusion, member, selection) == "Chưa giao nhiệm vụ"
    TaskFactory(conclusion=conclusion, done=True)
    assert state(conclusion, member, selection) == "Chờ chủ trì kết thúc"
    open_one = TaskFactory(conclusion=conclusion)
    assert state(conclusion, member, selection) == "Đang mở"
    open_one.delete()
    conclusion.closed_on, conclusion.closed_by = selection.as_of, chair
    conclusion.save()
    assert state(conclusion, member, selection) == "Đã kết thúc"


def test_the_words_of_the_chair_are_told_from_the_day_of_closing(
    conclusion, member, selection, chair
):
    conclusion.closed_on, conclusion.closed_by = selection.as_of, chair
    conclusion.closing_note = "Đạt"
    conclusion.save()
    before = Selection(selection.period, selection.as_of - dt.timedelta(days=1))

    rows = [
        conclusion_rows([conclusion], member, one, with_tasks=False)[0]
        for one in (before, selection)
    ]

    assert [row.note for row in rows] == ["", "Đạt"]


def test_a_branch_cannot_tell_that_all_work_is_done(conclusion, clerk, construction, selection):
    TaskFactory(conclusion=conclusion, done=True, lead=construction)
    TaskFactory(conclusion=conclusion)

    assert state(conclusion, clerk, selection) == "Đang mở"


def test_numbers_come_as_in_the_notice(db):
    meeting = MeetingFactory()
    for number in ("10", "2.1", "9", "2", "b", "2.10", "2.2"):
        ConclusionFactory(meeting=meeting, number=number)

    found = [one.number for one in in_order(meeting.conclusions.all())]

    assert found == ["2", "2.1", "2.2", "2.10", "9", "10", "b"]


def test_open_ones_are_listed_with_their_days(member_client, conclusion, chair):
    ConclusionFactory(meeting=MeetingFactory(held_on=dt.date(2024, 3, 6)), number="1")
    ConclusionFactory(meeting=conclusion.meeting, number="3", closed_on=HELD, closed_by=chair)

    context = member_client.get(reverse("tasks:open-conclusions")).context

    assert context["headline"].replace("\N{NO-BREAK SPACE}", " ") == (
        "2 kết luận chưa kết thúc, lâu nhất 100 ngày"
    )
    assert [row.conclusion.number for row in context["rows"]] == ["1", "2.1"]
