"""Tasks: the published counts, with generated contents."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from agencies.models import Agency
from reform_site.demo.choice import choose
from reform_site.demo.sources import Sources, load_programmes, load_sources
from reform_site.demo.targets import Targets
from tasks.models import Extension, Programme, Task, TaskUpdate
from tasks.states import DeadlineKind, Progress

FILE = Path(__file__).parent / "data" / "tasks.toml"

#: How long before its deadline a task of the Government is taken to have been assigned.
LEAD_TIME = dt.timedelta(days=60)
FIRST_ASSIGNED = dt.date(2023, 12, 20)


def load_work(targets: Targets) -> int:
    """Writes tasks and what they come from; returns the number of tasks.

    Raises ``KeyError`` for an unknown agency code in the data file.
    """
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    sources = load_sources(targets)
    plan, government = load_programmes(targets, sources)
    day = data["reference_day"]
    shift = targets.as_of - day
    listed = [
        (plan, "KH", choose(data["plan"], targets.plan, day)),
        (government, "CP", choose(data["government"], targets.government, day)),
    ]
    agencies = dict(Agency.objects.values_list("code", "pk"))
    entries = [
        (_task(entry, programme, f"{prefix}-{number:02d}", agencies, sources, data, shift), entry)
        for programme, prefix, chosen in listed
        for number, entry in enumerate(sorted(chosen, key=_plan_order), 1)
    ]
    _save(entries, agencies, shift)
    return len(entries)


def _plan_order(entry: Mapping[str, Any]) -> tuple[int, dt.date]:
    """As plans are printed: by content of reform, then by deadline, regular tasks last."""
    return entry["field"], entry.get("due", dt.date.max)


def _task(
    entry: Mapping[str, Any],
    programme: Programme,
    code: str,
    agencies: Mapping[str, int],
    sources: Sources,
    data: Mapping[str, Any],
    shift: dt.timedelta,
) -> Task:
    is_plan = programme.kind == Programme.Kind.PLAN
    day, due, done = data["reference_day"], entry.get("due"), entry.get("done")
    assigned = data["plan_assigned_on"] if is_plan else _assigned_on(entry, day)
    document = sources.directive if entry.get("directive") else sources.plan if is_plan else None
    return Task(
        code=code,
        title=entry["title"],
        programme=programme,
        field=entry["field"],
        product=entry["product"],
        lead_id=agencies[entry["lead"]],
        document=document,
        conclusion=sources.conclusions.get(entry.get("conclusion", "")),
        assigned_by="UBND tỉnh" if is_plan else entry.get("by", "Thủ tướng Chính phủ"),
        assigned_on=assigned + shift,
        deadline_kind=DeadlineKind(entry["kind"]),
        deadline_label=entry.get("label", ""),
        original_due_on=due and due + shift,
        # The database keeps it; bulk_create does not read it back.
        effective_due_on=due and due + shift,
        progress=_progress(entry),
        started_on=assigned + shift if done or entry.get("updates") else None,
        submitted_on=_moved(entry.get("submitted") or done, shift),
        completed_on=_moved(done, shift),
        postponed_on=_moved(entry.get("postponed"), shift),
        returned_on=_moved(entry.get("returned"), shift),
        evidence="Dữ liệu minh họa, không có văn bản kết quả kèm theo." if done else "",
        note="Dữ liệu minh họa.",
        is_generated=True,
    )


def _moved(day: dt.date | None, shift: dt.timedelta) -> dt.date | None:
    return day + shift if day else None


def _assigned_on(entry: Mapping[str, Any], day: dt.date) -> dt.date:
    """Well before the task was due or done, and before ``day``, the as-of day of the list."""
    given: dt.date | None = entry.get("assigned")
    return given or max(FIRST_ASSIGNED, min(entry["due"], entry.get("done", day), day) - LEAD_TIME)


def _progress(entry: Mapping[str, Any]) -> Progress:
    if "done" in entry:
        return Progress.COMPLETED
    if "postponed" in entry:
        return Progress.POSTPONED
    if "returned" in entry:
        return Progress.RETURNED
    if "submitted" in entry:
        return Progress.SUBMITTED
    return Progress.IN_PROGRESS


def _save(
    entries: Sequence[tuple[Task, Mapping[str, Any]]],
    agencies: Mapping[str, int],
    shift: dt.timedelta,
) -> None:
    Task.objects.bulk_create([task for task, _ in entries])
    through = Task.coordinating.through
    through.objects.bulk_create(
        through(task_id=task.pk, agency_id=agencies[code])
        for task, entry in entries
        for code in entry.get("with", ())
    )
    Extension.objects.bulk_create(
        Extension(
            task=task,
            due_on=one["due"] + shift,
            decided_on=one["decided"] + shift,
            reason=f"{one['reason']} (dữ liệu minh họa)",
        )
        for task, entry in entries
        for one in entry.get("extensions", ())
    )
    TaskUpdate.objects.bulk_create(
        update for task, entry in entries for update in _updates(task, entry, shift)
    )


def _updates(task: Task, entry: Mapping[str, Any], shift: dt.timedelta) -> list[TaskUpdate]:
    updates = [
        TaskUpdate(
            task=task,
            reported_on=one["on"] + shift,
            percent=one["percent"],
            result=one["result"],
            delay_reason=one.get("delay", ""),
            remedy=one.get("remedy", ""),
        )
        for one in entry.get("updates", ())
    ]
    if "done" in entry:
        product = entry["product"]
        updates.append(
            TaskUpdate(
                task=task,
                reported_on=entry["done"] + shift,
                percent=100,
                result=f"Đã hoàn thành; sản phẩm: {product[0].lower()}{product[1:]}.",
                delay_reason=entry.get("late", ""),
            )
        )
    return updates
