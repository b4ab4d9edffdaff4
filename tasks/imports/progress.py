"""Progress of a row as a step of its task, under the rules of ``tasks.steps``.

What the secretariat imports as completed counts as confirmed, with or without evidence.
"""

from __future__ import annotations

import copy
import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.imports.plans import Change
from reporting.numbers import date
from tasks.imports.lines import Line, Options
from tasks.models import Task, TaskStep
from tasks.states import Progress
from tasks.steps import WORKING, Kind, Step, StepRefused, planned

_NO_DAY = (
    gettext_lazy("Nhiệm vụ hoàn thành phải có ngày hoàn thành."),
    gettext_lazy("Hãy ghi ngày của văn bản kết quả vào cột “Ngày hoàn thành”."),
)
_CONTRADICTS = (
    gettext_lazy("Đã có ngày hoàn thành nhưng tiến độ ghi chưa hoàn thành."),
    gettext_lazy("Hãy sửa tiến độ hoặc xóa ngày hoàn thành."),
)
_NOT_BY_FILE = (
    gettext_lazy(
        "Việc tạm dừng, thôi thực hiện, trình hoặc trả lại cần ngày và lý do, không nhập từ tệp."
    ),
    gettext_lazy("Hãy để trống ô này rồi thực hiện trên trang của nhiệm vụ."),
)
_ALREADY_DONE = (
    gettext_lazy("Nhiệm vụ đã được xác nhận hoàn thành."),
    gettext_lazy("Muốn mở lại, hãy thực hiện trên trang của nhiệm vụ; hoặc sửa ô này cho khớp."),
)
#: A file completes what is at work or handed in, and corrects the day of what is completed.
_MAY_BE_DONE = WORKING | {Progress.SUBMITTED, Progress.COMPLETED}
#: Days that a task may have before a file says when it was given.
_AFTER_ASSIGNMENT = ("started_on", "submitted_on", "result_on", "completed_on")


def begin(line: Line, options: Options) -> None:
    """A new task: not started, started on the day that it was given, or completed."""
    said = line.draft.said
    done, state = said.get("completed_on"), said.get("progress")
    task = Task(assigned_on=said["assigned_on"])
    if done and state not in (None, Progress.COMPLETED):
        line.draft.refuse("progress", *_CONTRADICTS)
    elif done:
        said["progress"] = Progress.COMPLETED
        line.step = _step(line, task, Kind.CONFIRMED, done, options)
    elif state == Progress.COMPLETED:
        line.draft.refuse("completed_on", *_NO_DAY)
    elif state == Progress.IN_PROGRESS:
        line.step = _step(line, task, Kind.STARTED, task.assigned_on, options)
    elif state not in (None, Progress.NOT_STARTED):
        line.draft.refuse("progress", *_NOT_BY_FILE)


def compare(line: Line, task: Task, options: Options) -> None:
    _check_assigned(line, task)
    said = line.draft.said
    done, state = said.get("completed_on"), said.get("progress")
    if done:
        if state not in (None, Progress.COMPLETED):
            line.draft.refuse("progress", *_CONTRADICTS)
        elif done != task.completed_on:
            _complete(line, task, done, options)
        return
    if state is None or state == task.progress:
        return
    if task.progress == Progress.COMPLETED:
        line.draft.refuse("progress", *_ALREADY_DONE)
    elif state == Progress.COMPLETED:
        line.draft.refuse("completed_on", *_NO_DAY)
    elif state == Progress.IN_PROGRESS:
        if task.progress == Progress.NOT_STARTED:
            row = _as_said(line, task)
            line.step = _step(line, row, Kind.STARTED, options.on, options)
            _add(line, "progress", _words(task.progress), _words(state), state)
        elif task.progress not in (Progress.SUBMITTED, Progress.RETURNED):
            line.draft.refuse("progress", *_NOT_BY_FILE)
    else:
        line.draft.refuse("progress", *_NOT_BY_FILE)


def _complete(line: Line, task: Task, done: dt.date, options: Options) -> None:
    if task.progress not in _MAY_BE_DONE:
        line.draft.refuse("completed_on", *_NOT_BY_FILE)
        return
    row = _as_said(line, task)
    if task.progress == Progress.COMPLETED:  # checked as the step was that it corrects
        row.progress = Progress.SUBMITTED
    step = _step(line, row, Kind.CONFIRMED, done, options)
    if task.progress != Progress.COMPLETED:
        line.step = step
    old = date(task.completed_on) if task.completed_on else _words(task.progress)
    _add(line, "completed_on", old, _("Hoàn thành %(day)s") % {"day": date(done)}, done)


def _as_said(line: Line, task: Task) -> Task:
    row = copy.copy(task)
    row.assigned_on = line.draft.said.get("assigned_on") or task.assigned_on
    return row


def _step(
    line: Line, task: Task, kind: TaskStep.Kind, on: dt.date, options: Options
) -> Step | None:
    """The step, if the rules allow it; otherwise the line is told why not."""
    is_done = kind == Kind.CONFIRMED
    step = Step(kind, on, is_direct=is_done, is_accepted=is_done)
    try:
        planned(task, step, today=options.on, has_evidence=False)
    except StepRefused as refused:
        line.draft.refuse("completed_on" if is_done else "progress", refused.message, "")
        return None
    return step


def _check_assigned(line: Line, task: Task) -> None:
    """Rule T7: no task was given after what was done about it."""
    assigned = line.draft.said.get("assigned_on")
    if not assigned or assigned == task.assigned_on:
        return
    known = [getattr(task, name) for name in _AFTER_ASSIGNMENT if not line.draft.said.get(name)]
    first = min((day for day in known if day), default=assigned)
    if first < assigned:
        text = _("Ngày %(day)s trước ngày giao nhiệm vụ (%(assigned)s); hãy nhập lại.")
        words = {"day": date(first), "assigned": date(assigned)}
        line.draft.refuse("assigned_on", text % words, "")


def _add(line: Line, name: str, old: str, new: str, value: object) -> None:
    line.changes.append(Change(name, line.draft.label(name), old, new, value))


def _words(value: str) -> str:
    return str(Progress(value).label)
