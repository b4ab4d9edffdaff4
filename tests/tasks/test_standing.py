"""How a task stands on a day: what we know today about that day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tasks.models import Task
from tasks.states import AGE_BANDS, DeadlineKind, Progress, Timeliness
from tests.factories import ExtensionFactory, TaskFactory

pytestmark = pytest.mark.django_db

DUE = dt.date(2024, 4, 30)
T = Timeliness


def day(text: str) -> dt.date:
    """``05-31`` of 2024."""
    return dt.date.fromisoformat(f"2024-{text}")


def on(text: str) -> Any:
    """The only task as it stands on that day; None where it does not count."""
    return Task.objects.as_of(day(text)).first()


def stand(text: str) -> tuple[str, int | None] | None:
    task = on(text)
    return task and (task.timeliness, task.days_late)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("01-14", None),  # not assigned yet
        ("01-15", (T.NOT_DUE, None)),  # the day of assignment counts
        ("04-14", (T.NOT_DUE, None)),  # 16 days left
        ("04-15", (T.DUE_SOON, None)),  # 15 days left
        ("04-30", (T.DUE_SOON, None)),  # the due day itself is not overdue
        ("05-01", (T.OVERDUE, 1)),
        ("06-14", (T.OVERDUE, 45)),
    ],
)
def test_an_open_task_becomes_due_soon_and_then_overdue(text, expected):
    TaskFactory(original_due_on=DUE)

    assert stand(text) == expected


@pytest.mark.parametrize(
    ("completed", "text", "expected"),
    [
        ("04-29", "04-28", (T.DUE_SOON, None)),  # not completed on that day yet
        ("04-29", "04-29", (T.COMPLETED_EARLY, None)),
        ("04-29", "06-14", (T.COMPLETED_EARLY, None)),
        ("04-30", "06-14", (T.COMPLETED_ON_TIME, None)),
        ("05-09", "05-08", (T.OVERDUE, 8)),  # completed later, overdue on that day
        ("05-09", "05-09", (T.COMPLETED_LATE, 9)),
        ("05-09", "06-14", (T.COMPLETED_LATE, 9)),  # days late end with the completion
    ],
)
def test_completion_counts_from_its_day(completed, text, expected):
    TaskFactory(original_due_on=DUE, progress=Progress.COMPLETED, completed_on=day(completed))

    assert stand(text) == expected


@pytest.mark.parametrize(
    ("text", "expected", "due"),
    [
        ("05-09", (T.OVERDUE, 9), "04-30"),  # the day before the decision
        ("05-10", (T.NOT_DUE, None), "05-31"),  # from the day of the decision
        ("06-01", (T.OVERDUE, 1), "05-31"),
        ("06-05", (T.NOT_DUE, None), "06-30"),  # the second decision
    ],
)
def test_an_extension_counts_from_the_day_it_was_decided(text, expected, due):
    task = TaskFactory(original_due_on=DUE)
    ExtensionFactory(task=task, decided_on=day("05-10"), due_on=day("05-31"))
    ExtensionFactory(task=task, decided_on=day("06-05"), due_on=day("06-30"))

    assert (*stand(text), on(text).due_on) == (*expected, day(due))


def test_of_two_extensions_decided_on_one_day_the_later_entered_counts():
    task = TaskFactory(original_due_on=DUE)
    ExtensionFactory(task=task, decided_on=day("05-10"), due_on=day("06-30"))
    ExtensionFactory(task=task, decided_on=day("05-10"), due_on=day("05-31"))

    assert on("06-14").due_on == day("05-31")


def test_an_extension_may_shorten_a_deadline():
    task = TaskFactory(original_due_on=day("08-31"))
    ExtensionFactory(task=task, decided_on=day("05-10"), due_on=day("05-31"))

    assert stand("06-14") == (T.OVERDUE, 14)


@pytest.mark.parametrize(
    ("decided", "expected"),
    [
        ("05-08", (T.COMPLETED_EARLY, None)),
        ("05-09", (T.COMPLETED_EARLY, None)),  # decided on the day of completion
        ("05-10", (T.COMPLETED_LATE, 9)),  # decided after it: late for ever
    ],
)
def test_a_late_completion_stays_late_after_a_later_extension(decided, expected):
    task = TaskFactory(original_due_on=DUE, progress=Progress.COMPLETED, completed_on=day("05-09"))
    ExtensionFactory(task=task, decided_on=day(decided), due_on=day("06-30"))

    assert stand("06-14") == expected


@pytest.mark.parametrize("kind", [DeadlineKind.REGULAR, DeadlineKind.CENTRE])
def test_a_task_without_a_date_is_never_overdue(kind):
    task = TaskFactory(deadline_kind=kind, original_due_on=None)
    assert stand("06-14") == (T.NO_DEADLINE, None)

    ExtensionFactory(task=task, decided_on=day("02-01"), due_on=day("03-01"))

    assert stand("06-14") == (T.NO_DEADLINE, None)


def test_a_task_without_a_date_is_completed_on_time():
    TaskFactory(regular=True, progress=Progress.COMPLETED, completed_on=day("06-01"))

    assert stand("06-14") == (T.COMPLETED_ON_TIME, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("05-09", (T.OVERDUE, 9)),
        ("05-10", None),  # leaves the base on the day itself
        ("06-14", None),
    ],
)
def test_a_cancelled_task_leaves_the_base(text, expected):
    TaskFactory(original_due_on=DUE, progress=Progress.CANCELLED, cancelled_on=day("05-10"))

    assert stand(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("05-09", (T.OVERDUE, 9)),
        ("05-10", (T.STOPPED, None)),  # stopped is not overdue, whatever its deadline
        ("05-19", (T.STOPPED, None)),
        ("05-20", (T.OVERDUE, 20)),  # taken up again on that day
    ],
)
def test_a_postponed_task_is_stopped_until_it_is_resumed(text, expected):
    TaskFactory(original_due_on=DUE, postponed_on=day("05-10"), resumed_on=day("05-20"))

    assert stand(text) == expected


def test_a_task_postponed_again_after_it_was_resumed_is_stopped():
    TaskFactory(original_due_on=DUE, postponed_on=day("05-10"), resumed_on=day("03-01"))

    assert stand("06-14") == (T.STOPPED, None)


def test_a_task_postponed_and_never_resumed_is_stopped():
    TaskFactory(original_due_on=DUE, postponed_on=day("05-10"), progress=Progress.POSTPONED)

    assert stand("06-14") == (T.STOPPED, None)


def test_completion_outweighs_a_postponement():
    TaskFactory(
        original_due_on=DUE,
        postponed_on=day("03-10"),
        progress=Progress.COMPLETED,
        completed_on=day("05-02"),
    )

    assert stand("06-14") == (T.COMPLETED_LATE, 2)


@pytest.mark.parametrize(
    ("dates", "text", "expected"),
    [
        ({"progress": "not_started"}, "06-14", "not_started"),
        ({"started_on": "03-01"}, "02-29", "not_started"),
        ({"started_on": "03-01"}, "03-01", "in_progress"),
        ({"progress": "submitted", "submitted_on": "06-12"}, "06-11", "in_progress"),
        ({"progress": "submitted", "submitted_on": "06-12"}, "06-12", "submitted"),
        (
            {"progress": "returned", "submitted_on": "06-10", "returned_on": "06-12"},
            "06-11",
            "submitted",
        ),
        (
            {"progress": "returned", "submitted_on": "06-12", "returned_on": "06-12"},
            "06-12",
            "returned",
        ),
        (
            {"progress": "submitted", "submitted_on": "06-13", "returned_on": "06-12"},
            "06-13",
            "submitted",
        ),
        (
            {"progress": "submitted", "submitted_on": "06-12", "returned_on": "06-12"},
            "06-12",
            "submitted",
        ),
        ({"progress": "completed", "completed_on": "06-12"}, "06-11", "in_progress"),
        ({"progress": "completed", "completed_on": "06-12"}, "06-12", "completed"),
        ({"progress": "postponed", "postponed_on": "06-12"}, "06-12", "postponed"),
        # back at work after a return: what is stored is how things stand
        (
            {"progress": "in_progress", "submitted_on": "06-10", "returned_on": "06-11"},
            "06-14",
            "in_progress",
        ),
    ],
)
def test_progress_as_of_a_day(dates, text, expected):
    TaskFactory(**{k: day(v) if k.endswith("_on") else v for k, v in dates.items()})

    assert Task.objects.as_of(day(text)).with_progress().get().progress_then == expected


@pytest.mark.parametrize(
    ("days", "code"),
    [(1, "1"), (10, "1"), (11, "2"), (30, "2"), (31, "3"), (60, "3"), (61, "4"), (120, "4"),
     (121, "5"), (900, "5")],
)  # fmt: skip
def test_overdue_tasks_age_in_five_bands(days, code):
    as_of = day("06-14")
    TaskFactory(original_due_on=as_of - dt.timedelta(days=days), assigned_on=dt.date(2020, 1, 1))
    rows = Task.objects.as_of(as_of)

    counted = {band.code: rows.in_age_band(band.code).count() for band in AGE_BANDS}

    assert counted == {band.code: int(band.code == code) for band in AGE_BANDS}
    assert rows.tally().ages() == counted
    assert rows.tally().longest == days
