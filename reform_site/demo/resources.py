"""Money for tasks of the demonstration: generated, in đồng."""

from __future__ import annotations

import datetime as dt
from random import Random

from tasks.models import Funding, Programme, Task

#: Share of the plan's tasks that cost money, and what they cost, in million đồng.
SHARE = 0.4
COSTS = (20, 30, 45, 60, 80, 120, 150, 200, 350, 500)
MILLION = 1_000_000
NOTE = "Dữ liệu minh họa."


def load_resources(until: dt.date, seed: int) -> None:
    """Planned when assigned, allocated within the quarter, spent as the work goes on."""
    rng = Random(seed)  # noqa: S311 -- to be repeatable
    tasks = Task.objects.filter(programme__kind=Programme.Kind.PLAN).order_by("code")
    rows = [row for task in tasks if rng.random() < SHARE for row in _of_task(task, until, rng)]
    if rows:
        rows += _corrections(rows[-1].task, until)
    Funding.objects.bulk_create(rows)


def _corrections(task: Task, until: dt.date) -> list[Funding]:
    """A task that spent more than it had, and an amount put right by a row of its own."""
    kinds = Funding.Kind
    amounts = ((kinds.SPENT, 700 * MILLION), (kinds.PLANNED, 10 * MILLION))
    found = [
        Funding(task=task, kind=kind, amount=amount, on=until, note=NOTE, is_generated=True)
        for kind, amount in amounts
    ]
    put_right = Funding(
        task=task,
        kind=kinds.PLANNED,
        amount=-10 * MILLION,
        on=until,
        note="Điều chỉnh khoản ghi thừa (dữ liệu minh họa).",
        is_generated=True,
    )
    return [*found, put_right]


def _of_task(task: Task, until: dt.date, rng: Random) -> list[Funding]:
    planned = rng.choice(COSTS) * MILLION
    allocated = planned if rng.random() < 0.7 else planned * 8 // 10
    share = 10 if task.completed_on else rng.choice((0, 2, 4, 5, 7))
    kinds = Funding.Kind
    events = [
        (kinds.PLANNED, planned, task.assigned_on),
        (kinds.ALLOCATED, allocated, task.assigned_on + dt.timedelta(days=rng.randint(20, 80))),
        (kinds.SPENT, allocated * share // 10, task.completed_on or until),
    ]
    return [
        Funding(task=task, kind=kind, amount=amount, on=on, note=NOTE, is_generated=True)
        for kind, amount, on in events
        if amount and on <= until
    ]
