"""Published figures of tasks come out of rows: as many rows of each kind as the source counts."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from reporting.checks import Rounding
from reporting.checks.rounding import rounding_of
from reporting.numbers import Ratio
from reporting.selection import Selection
from tasks import summary
from tasks.models import Programme, Task
from tasks.states import DeadlineKind, Progress
from tests.factories import AgencyFactory, PeriodFactory, ProgrammeFactory, TaskFactory

DATA = Path(__file__).parents[1] / "data" / "published_cases.json"
CASES: dict[str, dict[str, Any]] = {
    case["id"]: case for case in json.loads(DATA.read_text(), parse_float=Decimal)
}

DAY = dt.date(2024, 12, 31)
PAST, AHEAD = dt.date(2024, 6, 30), dt.date(2025, 3, 31)

#: Rows that count under a published key, as of ``DAY``.
ROWS: dict[str, dict[str, Any]] = {
    "completed_on_time": {"progress": Progress.COMPLETED, "completed_on": PAST},
    "completed_late": {
        "progress": Progress.COMPLETED,
        "completed_on": PAST + dt.timedelta(days=30),
    },
    "open_in_time": {"original_due_on": AHEAD},
    "open_overdue": {},
    "postponed": {"progress": Progress.POSTPONED, "postponed_on": PAST},
    "regular": {"deadline_kind": DeadlineKind.REGULAR, "original_due_on": None},
}


@pytest.fixture
def programme(db: None) -> Programme:
    return ProgrammeFactory()


def figures_from(programme: Programme, **counts: int) -> dict[str, Any]:
    """The figures of a programme that has so many rows of each kind."""
    shared = {
        "programme": programme,
        "lead": AgencyFactory(),
        "assigned_on": dt.date(2024, 1, 2),
    }
    for key, number in counts.items():
        if number:
            first = TaskFactory(**{"original_due_on": PAST} | shared | ROWS[key])
            copy_row(first, number - 1)
    selection = Selection(PeriodFactory(), DAY)
    found = summary.figures_of(Task.objects.all(), selection, programme=programme)
    return {code: figure.value for code, figure in found.items()}


def copy_row(task: Task, number: int) -> None:
    """``number`` more of it, without a history: its triggers would take ten times as long."""
    names = [field.column for field in Task._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(names)
    values = ", ".join("code || '-' || n" if name == "code" else name for name in names)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE tasks_task DISABLE TRIGGER USER")
        cursor.execute(
            f"INSERT INTO tasks_task ({columns}) SELECT {values}"  # noqa: S608 -- names of columns
            " FROM tasks_task, generate_series(1, %s) AS n WHERE id = %s",
            [number, task.pk],
        )
        cursor.execute("ALTER TABLE tasks_task ENABLE TRIGGER USER")


def printed(case: str, label: str) -> str:
    return next(one["printed"] for one in CASES[case]["percentages"] if one["label"] == label)


def test_government_2024_counts_without_its_42_regular_tasks(programme):
    stated = CASES["GOV-2024-plan"]["figures"]
    figures = figures_from(
        programme,
        completed_on_time=stated["completed"],
        postponed=stated["postponed"],
        open_in_time=stated["open"] - stated["postponed"],
        regular=stated["regular"],
    )

    assert figures["P2"] == Ratio(stated["completed"], stated["assigned"]) == Ratio(18, 21)
    assert figures["P1"] == Ratio(18, 21 + 42)
    assert figures["P2"].percent(2) == Decimal(printed("GOV-2024-plan", "completed"))


def test_the_national_breakdown_of_2017_adds_up_from_rows(programme):
    stated = CASES["VN-2017-gov"]["figures"]
    kinds = ("completed_on_time", "completed_late", "open_in_time", "open_overdue")

    figures = figures_from(programme, **{kind: stated[kind] for kind in kinds})

    assert {key: figures[key] for key in stated} == stated
    due = stated["completed"] + stated["open_overdue"]
    assert figures["P3"] == Ratio(stated["completed"], due)
    assert figures["P5"] == Ratio(stated["open_overdue"], due)
    assert figures["P4"].percent(2) == Decimal("87.65")


@pytest.mark.parametrize(
    ("label", "top", "matched"),
    [
        ("completed of due", 16051, Rounding.TRUNCATED),
        ("overdue of due", 223, None),
    ],
)
def test_the_rounding_of_what_was_printed_in_2017_is_told(label, top, matched):
    """98.62 is truncated; 1.38 is neither rounding of 1.3703 (rule T4)."""
    found = rounding_of(Decimal(printed("VN-2017-gov", label)), Fraction(100 * top, 16274))

    assert found is matched


def test_quang_nam_2020_has_three_parts(programme):
    stated = CASES["QNA-2020-07-tasks"]["figures"]
    figures = figures_from(
        programme,
        open_overdue=stated["open_overdue"],
        open_in_time=stated["open_in_time"],
        completed_on_time=stated["completed"],
    )

    parts = ("assigned", "open_overdue", "open_in_time", "completed")
    assert {key: figures[key] for key in parts} == {
        "assigned": 833,
        "open_overdue": 181,
        "open_in_time": 67,
        "completed": 585,
    }


def test_hai_duong_and_quang_ninh_2024_by_the_headline_rate(programme):
    for case, share in (("HD-2024H1-plan", "58.82"), ("QN-2024H1-plan", "56.82")):
        stated = CASES[case]["figures"]
        own = ProgrammeFactory()
        done, all_ = stated["completed"], stated["assigned"]
        Task.objects.all().delete()

        figures = figures_from(own, completed_on_time=done, open_in_time=all_ - done)

        assert figures["P1"] == Ratio(done, all_)
        assert figures["P1"].percent(2) == Decimal(share)
