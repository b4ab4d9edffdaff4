"""Tasks likely to be late: the rule in words, in SQL, on the list and on the page of the task."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from reporting.numbers import NBSP
from tasks import risk
from tasks.models import Task, TaskUpdate
from tasks.states import DeadlineKind, Progress
from tests.conftest import DAY
from tests.factories import AgencyFactory, ProgrammeFactory, TaskFactory, TaskUpdateFactory

LIST = reverse("tasks:list")
LIMITS = risk.Limits(time_share=50, lag=30, silence=45)


def course(used: int, percent: int | None, silent: int, *, reported: bool = True) -> risk.Course:
    return risk.Course(used, percent, silent, reported)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (course(80, 30, 45), "Đã dùng 80 % thời gian, mới báo 30 %; 45 ngày chưa có báo cáo"),
        (course(80, 50, 10), "Đã dùng 80 % thời gian, mới báo 50 %"),
        (course(80, 51, 44), ""),
        (course(80, 79, 45), "Đã dùng 80 % thời gian, mới báo 79 %; 45 ngày chưa có báo cáo"),
        (course(49, 0, 200), ""),
        (course(50, 20, 0), "Đã dùng 50 % thời gian, mới báo 20 %"),
        (
            course(60, None, 90, reported=False),
            "Đã dùng 60 % thời gian, chưa báo tỷ lệ hoàn thành; chưa có báo cáo nào sau 90 ngày",
        ),
    ],
)
def test_a_statement_gives_its_reason_or_says_nothing(found, said):
    assert risk.statement(found, LIMITS).replace(NBSP, " ") == said


def test_worked_example_of_the_definition():
    found = risk.course(dt.date(2024, 1, 15), dt.date(2024, 7, 15), 30, dt.date(2024, 6, 1), DAY)

    assert (found.time_used, risk.lags(found, LIMITS)) == (82, True)


def test_no_time_between_assignment_and_deadline_is_all_of_it():
    assert risk.time_used(DAY, DAY, DAY) == 100


# SQL and Python ----------------------------------------------------------------------------------

days = st.dates(dt.date(2024, 1, 1), dt.date(2024, 8, 31))
maybe = st.none() | days
reports = st.lists(st.tuples(days, st.none() | st.integers(0, 100)), max_size=3)


@st.composite
def tasks(draw: Any) -> dict[str, Any]:
    kind = draw(st.sampled_from([DeadlineKind.DATE] * 4 + [DeadlineKind.REGULAR]))
    completed = draw(st.none() | st.none() | days)
    submitted = draw(maybe)
    usual = Progress.SUBMITTED if submitted else Progress.IN_PROGRESS
    return {
        "deadline_kind": kind,
        "original_due_on": None if kind == DeadlineKind.REGULAR else draw(days),
        "assigned_on": draw(days),
        "completed_on": completed,
        "submitted_on": submitted,
        "returned_on": draw(maybe),
        "postponed_on": draw(maybe),
        "resumed_on": draw(maybe),
        "progress": Progress.COMPLETED if completed else usual,
    }


@given(drawn=st.lists(st.tuples(tasks(), reports), max_size=8), on=days)
def test_sql_finds_exactly_the_tasks_that_have_a_statement(drawn, on):
    with transaction.atomic():
        programme, lead = ProgrammeFactory(), AgencyFactory()
        for place, (dates, told) in enumerate(drawn):
            task = Task.objects.create(
                code=f"NV{place}", title="x", field=0, lead=lead, programme=programme, **dates
            )
            TaskUpdate.objects.bulk_create(
                TaskUpdate(task=task, reported_on=day, percent=percent) for day, percent in told
            )
        rows = Task.objects.as_of(on)
        found = set(rows.at_risk().values_list("code", flat=True))
        said = {task.code for task in rows.for_table() if risk.of_task(task, on)}
        transaction.set_rollback(True)

    assert found == said


test_sql_finds_exactly_the_tasks_that_have_a_statement = pytest.mark.django_db(
    test_sql_finds_exactly_the_tasks_that_have_a_statement
)


# Pages -------------------------------------------------------------------------------------------


def at_risk(**kwargs: Any) -> Task:
    """On 14/06/2024: 151 of 182 days gone, 30 % reported 51 days ago."""
    task = TaskFactory(original_due_on=dt.date(2024, 7, 15), **kwargs)
    TaskUpdateFactory(task=task, percent=30, reported_on=dt.date(2024, 4, 24))
    return task


REASON = "Đã dùng 82 % thời gian, mới báo 30 %; 51 ngày chưa có báo cáo"


def text(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode()).replace(NBSP, " ")


def test_the_list_opens_exactly_the_tasks_at_risk_with_their_reasons(member_client):
    at_risk(code="A")
    TaskFactory(code="B", original_due_on=dt.date(2024, 12, 31))
    TaskFactory(code="C")  # overdue: late, no longer at risk

    response = member_client.get(LIST, {"figure": "at_risk"})

    assert [row.record.code for row in response.context["table"].rows] == ["A"]
    page = text(response)
    assert "<h1>1 nhiệm vụ có nguy cơ chậm</h1>" in page
    assert REASON in page


def test_the_task_says_why_it_is_at_risk_and_by_which_method(member_client):
    task = at_risk()

    page = text(member_client.get(task.get_absolute_url()))

    assert f"Có nguy cơ chậm: {REASON}" in page
    assert "đã dùng từ 50 % thời gian" in page


def test_reports_after_the_day_are_not_known(member_client):
    task = at_risk(code="A")
    TaskUpdateFactory(task=task, percent=90, reported_on=dt.date(2024, 6, 15))

    assert REASON in text(member_client.get(task.get_absolute_url()))
    assert not member_client.get(LIST, {"figure": "at_risk", "as_of": "2024-06-15"}).context[
        "count"
    ]


def test_limits_are_the_installation_s_own(member_client, settings):
    at_risk()
    settings.TASKS_RISK_LAG, settings.TASKS_RISK_SILENCE_DAYS = 53, 52

    assert member_client.get(LIST, {"figure": "at_risk"}).context["count"] == 0
    page = text(member_client.get(reverse("reporting:figure", args=["at_risk"])))
    assert "≥ 53 điểm, hoặc ≥ 52 ngày" in page


def test_a_recurring_task_is_not_judged_by_its_next_report(member_client):
    at_risk(deadline_kind=DeadlineKind.RECURRING)

    assert member_client.get(LIST, {"figure": "at_risk"}).context["count"] == 0


def test_a_clerk_counts_only_the_own_tasks_at_risk(clerk_client, construction):
    at_risk(lead=construction)
    at_risk()

    assert clerk_client.get(LIST, {"figure": "at_risk"}).context["count"] == 1
