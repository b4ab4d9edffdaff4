"""A task handed over: before that day it counts for the old lead, from it on for the new one."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from agencies.models import Agency
from agencies.roles import Role
from reporting.selection import Selection
from tasks import summary
from tasks.models import Funding, Occurrence, Task
from tasks.summary import budget
from tests.factories import (
    FundingFactory,
    LeadChangeFactory,
    OccurrenceFactory,
    PeriodFactory,
    TaskFactory,
    UserFactory,
)

BEFORE, AFTER = dt.date(2024, 2, 29), dt.date(2024, 6, 14)


@pytest.fixture
def handed_over(construction, health) -> Task:
    """Led by Sở Y tế until 29/02/2024, by Sở Xây dựng from 01/03/2024."""
    task = TaskFactory(
        code="HO", lead=construction, original_due_on=dt.date(2024, 2, 20), title="Đã giao lại"
    )
    LeadChangeFactory(task=task, from_agency=health, on=dt.date(2024, 3, 1))
    TaskFactory(lead=health, original_due_on=dt.date(2024, 2, 20))
    return task


def leads(on: dt.date) -> dict[int, dict[str, int]]:
    return Task.objects.as_of(on).counts_by_lead("open_overdue")


def codes(agency: Agency, on: dt.date) -> list[str]:
    rows = Task.objects.led_by(Agency.objects.filter(pk=agency.pk)).as_of(on)
    return sorted(rows.values_list("code", flat=True))


def test_counts_by_lead_follow_the_day(handed_over, construction, health):
    assert leads(BEFORE) == {health.pk: {"open_overdue": 2}}
    assert leads(AFTER) == {
        health.pk: {"open_overdue": 1},
        construction.pk: {"open_overdue": 1},
    }


def test_a_branch_has_what_it_led_on_the_day(handed_over, construction, health):
    assert codes(construction, BEFORE) == []
    assert codes(construction, AFTER) == ["HO"]
    assert "HO" in codes(health, BEFORE)
    assert "HO" not in codes(health, AFTER)


def test_several_handovers_are_told_by_their_days(handed_over, construction, health):
    first = TaskFactory().lead
    LeadChangeFactory(task=handed_over, from_agency=first, to_agency=health, on=dt.date(2024, 2, 1))

    assert codes(first, dt.date(2024, 1, 31)) == ["HO", Task.objects.get(lead=first).code]
    assert "HO" in codes(health, dt.date(2024, 2, 1))
    assert codes(construction, dt.date(2024, 3, 1)) == ["HO"]


def test_lists_and_figures_of_an_earlier_day_name_the_old_lead(
    handed_over, health, member_client, member, period
):
    selection = Selection(period, BEFORE)
    late = summary.overdue(Task.objects.counted_for(member), selection, 10)

    assert [(group.label, group.count) for group in late.groups] == [
        (health.name, "2\u00a0nhiệm\u00a0vụ")
    ]
    page = member_client.get(late.groups[0].url)
    assert page.context["count"] == 2
    assert {row.record.lead_on_day.name for row in page.context["table"].page} == {health.name}


def test_a_day_before_the_period_is_asked_for_by_its_own_period(handed_over, member_client, db):
    PeriodFactory(code="2024-Q1", date_from=dt.date(2023, 12, 15), date_to=dt.date(2024, 3, 14))
    url = reverse("tasks:list") + "?period=2024-Q1&as_of=2024-02-29&lead=SYT"

    assert member_client.get(url).context["count"] == 2


def test_both_leads_see_the_task_and_only_the_present_one_changes_it(handed_over, clerk, health):
    former = UserFactory(role=Role.CLERK, role__agency=health)

    for user in (clerk, former):
        assert Task.objects.visible_to(user).filter(code="HO").exists()
    assert Task.objects.writable_by(clerk, "tasks.change_task").filter(code="HO").exists()
    assert not Task.objects.writable_by(former, "tasks.change_task").filter(code="HO").exists()


def test_what_counts_for_a_reader_follows_the_day(handed_over, clerk, health):
    former = UserFactory(role=Role.CLERK, role__agency=health)

    counted = {
        (user.pk, on): Task.objects.counted_for(user).as_of(on).tally().total
        for user in (clerk, former)
        for on in (BEFORE, AFTER)
    }

    assert counted == {
        (clerk.pk, BEFORE): 0,
        (clerk.pk, AFTER): 1,
        (former.pk, BEFORE): 2,
        (former.pk, AFTER): 1,
    }


def test_former_leads_cost_one_query_for_any_number_of_rows(
    health, construction, django_assert_num_queries
):
    for _ in range(3):
        task = TaskFactory(lead=construction)
        LeadChangeFactory(task=task, from_agency=health, on=dt.date(2024, 3, 1))

    with django_assert_num_queries(2):
        rows = list(Task.objects.as_of(BEFORE).select_related("lead"))
    with django_assert_num_queries(0):
        assert {row.lead_on_day.code for row in rows} == {"SYT"}


def test_what_hangs_on_a_task_counts_for_its_present_lead(handed_over, clerk, health):
    former = UserFactory(role=Role.CLERK, role__agency=health)
    OccurrenceFactory(task=handed_over)
    FundingFactory(task=handed_over)

    for model in (Occurrence, Funding):
        counted = [model.objects.counted_for(user).count() for user in (clerk, former)]
        assert counted == [1, 0], model


def test_money_beyond_is_told_of_the_lead_of_the_day(handed_over, member, period, health):
    FundingFactory(task=handed_over, kind="spent", on=dt.date(2024, 2, 1))
    rows = Task.objects.counted_for(member).as_of(BEFORE)

    [found] = budget.beyond(rows, Selection(period, BEFORE), 5)

    assert found.agency == health.label
