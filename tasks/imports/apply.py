"""Writes what a plan shows, in the transaction of its caller.

What the secretariat imports as completed counts as confirmed: the step says so, with its day.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from agencies.models import Agency, User
from reporting.imports.plans import CHANGED, NEW
from tasks import workflow
from tasks.imports.changes import PLAIN, REPORT
from tasks.imports.lines import Line
from tasks.imports.plan import Plan
from tasks.models import LeadChange, Task, TaskUpdate
from tasks.reassigning import HandOver, lead_change
from tasks.recurrence import generate, settle
from tasks.steps import planned

_CHUNK = 500


class Writer:
    """Collects rows and writes them in bulk. ``source`` names the file in what it leaves behind."""

    def __init__(self, plan: Plan, *, by: User, source: str) -> None:
        self.plan, self.by = plan, by
        self.reason = _("Nhập từ tệp “%(name)s”") % {"name": source}
        self.rows: dict[type[Model], list[Any]] = {}

    def write(self) -> None:
        self._write_new(self.plan.of_kind(NEW))
        for line in self.plan.of_kind(CHANGED):
            if line.task is not None:
                self._change(line, line.task)
        for model in (LeadChange, TaskUpdate):
            model._default_manager.bulk_create(self.rows.get(model, []), batch_size=_CHUNK)

    def _keep(self, row: Model) -> None:
        self.rows.setdefault(type(row), []).append(row)

    def _write_new(self, lines: list[Line]) -> None:
        tasks = [self._new(line) for line in lines]
        Task.objects.bulk_create(tasks, batch_size=_CHUNK)
        through = Task.coordinating.through
        through.objects.bulk_create(
            [
                through(task=task, agency=agency)
                for task, line in zip(tasks, lines, strict=True)
                for agency in line.draft.said.get("coordinating") or ()
            ],
            batch_size=_CHUNK,
        )
        for task, line in zip(tasks, lines, strict=True):
            self._follow_up(task, line)

    def _new(self, line: Line) -> Task:
        said, deadline = line.draft.said, line.draft.deadline
        task = Task(code=line.code, programme=self.plan.programme)
        for name in PLAIN:
            if said.get(name) is not None:
                setattr(task, name, said[name])
        if deadline is not None:
            self._set_deadline(task, deadline)
        if line.step is not None:
            changes = planned(task, line.step, today=self.plan.options.on, has_evidence=False)
            for name, value in changes.items():
                setattr(task, name, value)
        task.result_on = task.completed_on
        return task

    def _follow_up(self, task: Task, line: Line) -> None:
        said = line.draft.said
        if line.step is not None:
            workflow.record(task, [replace(line.step, reason=self.reason)], self.by)
        if any(said.get(name) not in (None, "") for name in REPORT):
            self._report(task, {name: said.get(name) for name in REPORT})
        self._recur(task, line)

    def _change(self, line: Line, task: Task) -> None:
        reported: dict[str, Any] = {}
        for change in line.changes:
            if change.name in REPORT:
                reported[change.name] = change.value
            elif change.name == "coordinating":
                task.coordinating.set(change.value)
            else:
                self._set(task, line, change.name, change.value)
        task.save()
        if line.step is not None:
            step = replace(line.step, reason=self.reason)
            workflow.take(task, step, self.by, today=self.plan.options.on)
        if any(change.name == "deadline" for change in line.changes):
            self._recur(task, line)
        if reported:
            self._report(task, self._with_last_report(task, reported))

    def _set(self, task: Task, line: Line, name: str, value: Any) -> None:
        if name == "deadline":
            self._set_deadline(task, value)
        elif name == "lead":
            self._hand_over(task, value)
        elif name == "completed_on":
            task.result_on = task.result_on or value
            if line.step is None:  # the day of a task that is completed is corrected
                task.completed_on = value
        elif name != "progress":
            setattr(task, name, value)

    def _set_deadline(self, task: Task, deadline: Any) -> None:
        task.deadline_kind, task.original_due_on = deadline.kind, deadline.due_on
        task.deadline_label = deadline.label

    def _hand_over(self, task: Task, agency: Agency) -> None:
        order = HandOver(task.lead, self.plan.options.on, {task.pk: agency.pk}, reason=self.reason)
        self._keep(lead_change(task, agency, order, self.by))
        task.lead = agency

    def _report(self, task: Task, said: dict[str, Any]) -> None:
        words = {name: said.get(name) or "" for name in REPORT[1:]}
        self._keep(
            TaskUpdate(
                task=task,
                reported_on=self.plan.options.on,
                percent=said.get("percent"),
                entered_by=self.by,
                **words,
            )
        )

    def _with_last_report(self, task: Task, reported: dict[str, Any]) -> dict[str, Any]:
        """A report tells the whole: what did not change is repeated from the last one."""
        last = next(iter(task.updates.all()), None)
        return {name: getattr(last, name, None) for name in REPORT} | reported

    def _recur(self, task: Task, line: Line) -> None:
        """The rule that the deadline names, and its reports; an earlier rule holds until then."""
        recurrence = line.draft.deadline and line.draft.deadline.recurrence
        if not recurrence:
            return
        last = task.recurrence_rules.order_by("valid_from").last()
        if last is None:
            settle(task)
            return
        if (last.every, last.day) != (recurrence.every, recurrence.day):
            rule = {"every": recurrence.every, "day": recurrence.day}
            on = self.plan.options.on
            task.recurrence_rules.update_or_create(valid_from=on, defaults=rule)
        generate(task)
