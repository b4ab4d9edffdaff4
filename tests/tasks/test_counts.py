"""Counts are the rows: for any tasks, any day, every figure and programme."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from agencies.models import Agency
from tasks.models import Extension, Programme, Task
from tasks.standing import COUNTED, DONE, DONE_ON_TIME
from tasks.states import DeadlineKind, Progress, Timeliness
from tests.factories import AgencyFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db

days = st.dates(dt.date(2024, 1, 1), dt.date(2024, 3, 31))
maybe = st.none() | days


@st.composite
def tasks(draw: Any) -> dict[str, Any]:
    """Dates in any order, as people enter them; extensions as (decided on, due on)."""
    kind = draw(st.sampled_from([DeadlineKind.DATE, DeadlineKind.DATE, DeadlineKind.REGULAR]))
    completed = draw(maybe)
    return {
        "deadline_kind": kind,
        "original_due_on": None if kind == DeadlineKind.REGULAR else draw(days),
        "assigned_on": draw(days),
        "completed_on": completed,
        "progress": Progress.COMPLETED if completed else Progress.IN_PROGRESS,
        "postponed_on": draw(maybe),
        "resumed_on": draw(maybe),
        "cancelled_on": draw(maybe),
        "programme": draw(st.integers(0, 1)),
        "extensions": draw(st.lists(st.tuples(days, days), max_size=2)),
    }


def timeliness(task: dict[str, Any], on: dt.date) -> tuple[str, int | None] | None:
    """The rules once more, in plain Python; None for a task that does not count on the day."""
    if task["assigned_on"] > on or (task["cancelled_on"] and task["cancelled_on"] <= on):
        return None
    done = task["completed_on"] if task["completed_on"] and task["completed_on"] <= on else None
    due = task["original_due_on"]
    if due is not None:
        limit = min(on, task["completed_on"] or on)
        counting = [one for one in enumerate(task["extensions"]) if one[1][0] <= limit]
        if counting:
            due = max(counting, key=lambda one: (one[1][0], one[0]))[1][1]
    if done:
        if due is None or done == due:
            return Timeliness.COMPLETED_ON_TIME, None
        if done < due:
            return Timeliness.COMPLETED_EARLY, None
        return Timeliness.COMPLETED_LATE, (done - due).days
    stopped, resumed = task["postponed_on"], task["resumed_on"]
    if stopped and stopped <= on and not (resumed and stopped <= resumed <= on):
        return Timeliness.STOPPED, None
    if due is None:
        return Timeliness.NO_DEADLINE, None
    if due < on:
        return Timeliness.OVERDUE, (on - due).days
    is_soon = due <= on + dt.timedelta(days=15)
    return (Timeliness.DUE_SOON if is_soon else Timeliness.NOT_DUE), None


def enter(drawn: list[dict[str, Any]], lead: Agency, programmes: list[Programme]) -> None:
    rows = [
        Task(
            code=f"NV{place}",
            title="Nhiệm vụ",
            field=0,
            lead=lead,
            programme=programmes[one["programme"]],
            **{k: v for k, v in one.items() if k not in ("programme", "extensions")},
        )
        for place, one in enumerate(drawn)
    ]
    Task.objects.bulk_create(rows)
    Extension.objects.bulk_create(
        Extension(task=row, decided_on=decided, due_on=due)
        for row, one in zip(rows, drawn, strict=True)
        for decided, due in one["extensions"]
    )


@given(drawn=st.lists(tasks(), max_size=8), on=days)
def test_sql_and_the_rules_in_words_agree(drawn, on):
    with transaction.atomic():
        enter(drawn, AgencyFactory(), ProgrammeFactory.create_batch(2))
        found = dict(Task.objects.as_of(on).values_list("code", "timeliness"))
        late = dict(Task.objects.as_of(on).values_list("code", "days_late"))
        transaction.set_rollback(True)

    expected = {f"NV{place}": timeliness(one, on) for place, one in enumerate(drawn)}
    assert {code: (found[code], late[code]) for code in found} == {
        code: standing for code, standing in expected.items() if standing is not None
    }


@given(drawn=st.lists(tasks(), max_size=8), on=days)
def test_every_count_is_its_rows_in_every_programme(drawn, on):
    with transaction.atomic():
        programmes = ProgrammeFactory.create_batch(2)
        enter(drawn, AgencyFactory(), programmes)
        rows = Task.objects.as_of(on)
        by_programme = rows.tallies("programme")
        whole = rows.counts()
        found = {
            key: Counter(rows.in_figure(key).values_list("programme", flat=True)) for key in COUNTED
        }
        transaction.set_rollback(True)
    listed = {(one.pk, key): found[key][one.pk] for one in programmes for key in COUNTED}

    counted = {
        (one.pk, key): by_programme[one.pk].count(key) if one.pk in by_programme else 0
        for one in programmes
        for key in COUNTED
    }
    assert counted == listed
    assert whole == {key: sum(listed[one.pk, key] for one in programmes) for key in COUNTED}


@given(drawn=st.lists(tasks(), max_size=10), on=days)
def test_states_add_up_to_the_total(drawn, on):
    states = Counter(standing[0] for one in drawn if (standing := timeliness(one, on)) is not None)
    with transaction.atomic():
        enter(drawn, AgencyFactory(), ProgrammeFactory.create_batch(2))
        tally = Task.objects.as_of(on).tally()
        transaction.set_rollback(True)

    assert {state: tally.with_timeliness(state) for state in Timeliness} == {
        state: states[state] for state in Timeliness
    }
    assert tally.total == sum(states.values())
    assert tally.count("assigned") == tally.count("completed") + tally.count("open")
    assert tally.count("completed") == tally.with_timeliness(*DONE)
    assert tally.count("completed_on_time") == tally.with_timeliness(*DONE_ON_TIME)
    assert tally.count("open") == (
        tally.count("open_in_time") + tally.count("open_overdue") + tally.count("postponed")
    )
    assert tally.count("assigned") == tally.count("regular") + tally.count("not_regular")
    assert sum(tally.ages().values()) == tally.count("open_overdue")
