"""Pace: what is needed against what is done, in words, by programme and agency; what blocks."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from reporting.numbers import NBSP, Ratio
from tasks import pace
from tasks.course_figures import PACES
from tasks.pace import Pace
from tasks.states import Progress
from tasks.summary import course
from tests.conftest import DAY
from tests.factories import AgencyFactory, ProgrammeFactory, TaskFactory

PAGE = reverse("tasks:pace")
YEAR = (dt.date(2024, 1, 1), dt.date(2024, 12, 31))


def found(on: dt.date = DAY, **counts: int) -> Pace:
    return Pace(pace.window(*YEAR, on), **counts)


def printed(one: Pace) -> list[str]:
    return [meant.text(meant.value(one.counts)) for meant in PACES]


def said(one: Pace) -> str:
    return course.sentence(one).replace(NBSP, " ")


# Arithmetic --------------------------------------------------------------------------------------


def test_days_of_a_plan_seen_from_a_day():
    window = pace.window(*YEAR, DAY)

    assert (window.days_left, window.days_gone, window.days_recent) == (200, 166, 92)
    assert window.recent_from == dt.date(2024, 3, 15)


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (dt.date(2024, 5, 31), 3, dt.date(2024, 2, 29)),
        (dt.date(2023, 5, 31), 3, dt.date(2023, 2, 28)),
        (dt.date(2024, 1, 15), 3, dt.date(2023, 10, 15)),
        (dt.date(2024, 3, 1), 12, dt.date(2023, 3, 1)),
    ],
)
def test_the_same_day_some_months_before(day, months, before):
    assert pace.months_before(day, months) == before


def test_needed_and_reached_in_numbers_and_words():
    one = found(total=51, done=30, started=30, recent=15)

    assert printed(one) == ["3,2", "5,5", "5,0"]
    assert one.is_enough is True
    assert said(one) == (
        "Để hoàn thành 51 nhiệm vụ có thời hạn đến 31/12/2024 cần 3,2 nhiệm vụ mỗi tháng; "
        "3 tháng gần nhất đạt 5,0"
    )


def test_too_slow():
    assert found(total=51, done=30, recent=5).is_enough is False


def test_a_young_plan_is_measured_from_its_start():
    one = found(dt.date(2024, 2, 9), total=10, done=2, started=2, recent=2)

    assert one.window.recent_from == YEAR[0]
    assert said(one).endswith("; từ đầu kế hoạch đạt 1,5")


@pytest.mark.parametrize(
    ("one", "numbers", "words"),
    [
        (found(), ["–", "–", "–"], "Chưa có nhiệm vụ có thời hạn"),
        (
            found(total=4, done=4, started=4, recent=1),
            ["–", "0,7", "0,3"],
            "Đã hoàn thành toàn bộ 4 nhiệm vụ có thời hạn",
        ),
        (
            found(dt.date(2024, 12, 31), total=4, done=3, started=3),
            ["–", "0,2", "0,0"],
            "Kế hoạch kết thúc ngày 31/12/2024, còn 1 nhiệm vụ có thời hạn",
        ),
        (
            found(dt.date(2023, 12, 1), total=4),
            ["0,3", "–", "–"],
            "Để hoàn thành 4 nhiệm vụ có thời hạn đến 31/12/2024 cần 0,3 nhiệm vụ mỗi tháng",
        ),
    ],
)
def test_edges_are_dashes_and_words_never_an_error(one, numbers, words):
    assert printed(one) == numbers
    assert said(one) == words


@given(
    on=st.dates(dt.date(2022, 1, 1), dt.date(2026, 12, 31)),
    total=st.integers(0, 500),
    share=st.integers(0, 100),
)
def test_keeping_the_needed_pace_ends_the_plan_on_its_last_day(on, total, share):
    one = found(on, total=total, done=total * share // 100)
    needed = one.required

    if needed.denominator:
        assert needed.numerator * one.window.days_left == one.open * needed.denominator
        assert needed == Ratio(one.open, (YEAR[1] - on).days)
    else:
        assert one.open == 0 or on >= YEAR[1]
    assert course.sentence(one)


# Page --------------------------------------------------------------------------------------------


@pytest.fixture
def plan(member_client: Any) -> Any:
    """Of three tasks with a deadline one is done, one overdue, one suspended; one has none."""
    programme = ProgrammeFactory(code="KH2024", name="Kế hoạch năm 2024")
    lead = AgencyFactory(code="SNV", name="Sở Nội vụ")
    of = {"programme": programme, "lead": lead}
    TaskFactory(code="A", done=True, **of)
    TaskFactory(code="B", **of)
    TaskFactory(
        code="C",
        original_due_on=dt.date(2024, 10, 1),
        postponed_on=dt.date(2024, 5, 1),
        progress=Progress.POSTPONED,
        **of,
    )
    TaskFactory(code="D", regular=True, **of)
    return programme


def test_the_page_says_the_pace_and_names_what_blocks(member_client, plan):
    response = member_client.get(PAGE)

    assert response.context["headline"].replace(NBSP, " ") == (
        "Để hoàn thành 3 nhiệm vụ có thời hạn đến 31/12/2024 cần 0,3 nhiệm vụ mỗi tháng; "
        "3 tháng gần nhất đạt 0,3"
    )
    held = [(one.code, one.reason.replace(NBSP, " ")) for one in response.context["held"]]
    assert held == [("B", "Quá hạn 45 ngày"), ("C", "Tạm dừng từ 01/05/2024")]


def test_every_number_opens_exactly_its_tasks(member_client, plan):
    context = member_client.get(PAGE).context
    cells = [
        cell
        for table in (context["programmes"], context["leads"])
        for row in table["rows"]
        for cell in row["cells"][:3]
    ]

    assert [cell["text"] for cell in cells] == ["3", "2", "2"] * 2
    for cell in cells:
        assert str(member_client.get(cell["href"]).context["count"]) == cell["text"]
    for figure in context["chosen"].figures.values():
        assert member_client.get(figure.url).context["count"] == figure.rows.count


def test_tasks_done_before_the_start_are_not_of_the_plan_s_pace(member_client, plan):
    plan.starts_on = dt.date(2024, 4, 21)
    plan.save()

    figures = member_client.get(PAGE).context["chosen"].figures

    assert figures["pace_actual"].rows.count == 0


def test_programmes_of_one_name_are_told_apart(member_client, plan):
    other = ProgrammeFactory(code="A-0", name=plan.name, name_en=plan.name_en, year=2023)
    TaskFactory(programme=other)

    for one, total in ((plan, 3), (other, 1)):
        chosen = member_client.get(PAGE, {"programme": one.code}).context["chosen"]
        assert (chosen.code, chosen.pace.total) == (one.code, total)


def test_without_any_plan_the_page_says_so(member_client):
    assert member_client.get(PAGE).context["headline"] == "Chưa có nhiệm vụ có thời hạn"


def test_wrong_filters_change_nothing(member_client, plan):
    response = member_client.get(PAGE, {"programme": "\0", "agency": "không có", "lead": "x"})

    assert response.status_code == 200
    assert len(response.context["held"]) == 2


def test_a_clerk_sees_the_pace_of_the_own_agency(clerk_client, plan, construction):
    TaskFactory(programme=plan, lead=construction)

    rows = clerk_client.get(PAGE).context["leads"]["rows"]

    assert [row["label"] for row in rows] == ["Sở Xây dựng"]


PACE_QUERIES = (
    3  # session, user, memberships
    + 1  # the period
    + 1  # the plan of its year
    + 2  # programmes; choices of programmes
    + 2  # by programme: counts, what blocks
    + 1  # tasks at risk
    + 2  # agencies: of the table, of the filter
    + 2  # by lead: counts, what blocks
    + 1  # the tasks that block
    + 1  # periods of the bar
)


@pytest.mark.parametrize("rows", [1, 20])
def test_the_page_asks_the_same_queries_for_any_number_of_tasks(
    member_client, rows, django_assert_num_queries
):
    plan = ProgrammeFactory()
    TaskFactory.create_batch(rows, programme=plan)
    member_client.get(PAGE)

    with django_assert_num_queries(PACE_QUERIES):
        member_client.get(PAGE)
