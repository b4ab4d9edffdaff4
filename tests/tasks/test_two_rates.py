"""Extensions as decisions, and every rate by both deadlines."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.urls import reverse

from reporting.numbers import Ratio
from tasks import summary
from tasks.models import Extension, Task
from tasks.states import Timeliness
from tasks.views import rates
from tests.factories import ExtensionFactory, ProgrammeFactory, TaskFactory

Kind = Extension.Kind


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.fixture
def extended(db) -> Task:
    """Due 30/04/2024; extended to 31/05 on 20/04, corrected to 15/05 on 25/04, cancelled 01/05."""
    task = TaskFactory(code="GH", original_due_on=day("2024-04-30"))
    for kind, due_on, decided_on in (
        (Kind.GRANTED, "2024-05-31", "2024-04-20"),
        (Kind.CORRECTED, "2024-05-15", "2024-04-25"),
        (Kind.CANCELLED, "2024-04-30", "2024-05-01"),
    ):
        ExtensionFactory(task=task, kind=kind, due_on=day(due_on), decided_on=day(decided_on))
    return task


@pytest.mark.parametrize(
    ("on", "due_on", "times", "timeliness"),
    [
        ("2024-04-19", "2024-04-30", 0, Timeliness.DUE_SOON),
        ("2024-04-20", "2024-05-31", 1, Timeliness.NOT_DUE),
        ("2024-04-25", "2024-05-15", 1, Timeliness.NOT_DUE),
        ("2024-05-01", "2024-04-30", 0, Timeliness.OVERDUE),
    ],
)
def test_each_decision_counts_from_its_day(extended, on, due_on, times, timeliness):
    row = Task.objects.as_of(day(on)).with_extensions().get(pk=extended.pk)

    assert (row.due_on, row.extensions_then, row.timeliness) == (day(due_on), times, timeliness)


def test_the_row_counts_what_was_granted_and_not_cancelled(extended):
    extended.refresh_from_db()

    kept = (extended.effective_due_on, extended.extension_count, extended.decision_count)
    assert kept == (day("2024-04-30"), 0, 3)


@pytest.fixture
def plan(db):
    """Of three done one only by its extension is in time, of three open one only by its own."""
    plan = ProgrammeFactory(code="KH2024", year=2024)
    TaskFactory(programme=plan, done=True)
    saved = TaskFactory(programme=plan, late=True)
    ExtensionFactory(task=saved)
    TaskFactory(programme=plan, late=True)
    waiting = TaskFactory(programme=plan)
    ExtensionFactory(task=waiting, due_on=day("2024-07-31"))
    TaskFactory(programme=plan)
    TaskFactory(programme=plan, original_due_on=day("2024-06-16"))
    return plan


def test_both_deadlines_stand_side_by_side(plan, selection):
    found = summary.figures_of(Task.objects.all(), selection, programme=plan)

    pairs = {code: (found[code].value, found[f"{code}g"].value) for code in ("P3", "P4", "P5")}
    assert pairs == {
        "P3": (Ratio(3, 4), Ratio(3, 5)),
        "P4": (Ratio(2, 3), Ratio(1, 3)),
        "P5": (Ratio(1, 4), Ratio(2, 5)),
    }


def test_both_readings_of_done_add_up(plan, selection):
    found = {
        code: figure.value
        for code, figure in summary.figures_of(
            Task.objects.all(), selection, programme=plan
        ).items()
    }

    done = found["completed_on_time_original"] + found["completed_late_original"]
    assert done == found["completed_on_time"] + found["completed_late"] == found["completed"]


def test_every_rate_of_the_page_opens_to_its_rows(plan, member_client, selection):
    page = member_client.get(selection.url(reverse("tasks:rates")))

    assert page.status_code == 200
    assert page.context["headline"] == (f"{plan.name} hoàn thành 50,00\u00a0%: 3/6 nhiệm vụ")
    cells = [cell for row in page.context["rows"] for cell in (row["now"], row["original"]) if cell]
    counts = [part for cell in cells for part in (cell["rows"], cell["base"]) if part["url"]]
    assert len(counts) > 10
    for part in counts:
        assert str(member_client.get(part["url"]).context["count"]) == part["text"]


def test_a_rate_without_a_base_shows_a_dash(plan, selection):
    figure = summary.figures_of(Task.objects.all(), selection, programme=plan)["P1"]

    assert rates._cell(replace(figure, base=None))["base"] == {"text": "–", "url": ""}


def test_due_soon_and_urgent_follow_the_settings(plan, selection, settings):
    assert _due(plan, selection) == (1, 1)

    settings.TASKS_DUE_URGENT_DAYS = 1
    assert _due(plan, selection) == (1, 0)

    settings.TASKS_DUE_SOON_DAYS = 1
    assert _due(plan, selection) == (0, 0)


def _due(plan, selection) -> tuple[object, object]:
    found = summary.figures_of(Task.objects.all(), selection, programme=plan)
    return found["due_soon"].value, found["due_urgent"].value


def test_the_definition_names_the_days_of_the_office(member_client, settings):
    settings.TASKS_DUE_SOON_DAYS = 20

    page = member_client.get(reverse("reporting:figure", args=["due_soon"]))

    assert "đến hạn trong 20 ngày kể từ ngày tính" in page.content.decode()
