"""Which step may follow on which progress, and what it makes of the task. Pure: asks nobody.

A step is planned against the row as it stands; ``planned`` answers with the fields that change,
or refuses in a sentence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.numbers import date
from tasks.models import Task, TaskStep
from tasks.refusals import Refused
from tasks.states import Progress

Kind = TaskStep.Kind
Changes = dict[str, Any]

ENTER, SUBMIT, CONFIRM = "tasks.change_task", "tasks.submit_task", "tasks.confirm_task"

#: Who may take a step: a clerk enters, the head submits, the secretariat decides.
RIGHTS: dict[str, str] = {
    Kind.STARTED: ENTER,
    Kind.RESET: ENTER,
    Kind.SUBMITTED: SUBMIT,
    Kind.RECALLED: SUBMIT,
    Kind.CONFIRMED: CONFIRM,
    Kind.RETURNED: CONFIRM,
    Kind.POSTPONED: CONFIRM,
    Kind.RESUMED: CONFIRM,
    Kind.CANCELLED: CONFIRM,
    Kind.REOPENED: CONFIRM,
}

#: Neither handed in nor stopped nor closed: the lead is at work.
WORKING = frozenset({Progress.NOT_STARTED, Progress.IN_PROGRESS, Progress.RETURNED})
CLOSED = frozenset({Progress.COMPLETED, Progress.CANCELLED})

FROM: dict[str, frozenset[str]] = {
    Kind.STARTED: frozenset({Progress.NOT_STARTED}),
    Kind.RESET: frozenset({Progress.IN_PROGRESS}),
    Kind.SUBMITTED: WORKING,
    Kind.RECALLED: frozenset({Progress.SUBMITTED}),
    Kind.CONFIRMED: frozenset({Progress.SUBMITTED}),
    Kind.RETURNED: frozenset({Progress.SUBMITTED}),
    Kind.POSTPONED: WORKING,
    Kind.RESUMED: frozenset({Progress.POSTPONED}),
    Kind.CANCELLED: WORKING | {Progress.SUBMITTED, Progress.POSTPONED},
    Kind.REOPENED: CLOSED,
}

#: The day of the task that tells when the step was taken.
DAYS: dict[str, str] = {
    Kind.STARTED: "started_on",
    Kind.SUBMITTED: "submitted_on",
    Kind.CONFIRMED: "completed_on",
    Kind.RETURNED: "returned_on",
    Kind.POSTPONED: "postponed_on",
    Kind.RESUMED: "resumed_on",
    Kind.CANCELLED: "cancelled_on",
}

#: Steps that take something from the lead or undo a decision: never without a reason.
WITH_REASON = frozenset({Kind.RETURNED, Kind.POSTPONED, Kind.CANCELLED, Kind.REOPENED})

#: Kept as the reason of a confirmation against the warning of rule T6.
WITHOUT_EVIDENCE = "Xác nhận khi chưa có minh chứng."

IN_THE_FUTURE = gettext_lazy("Ngày này chưa đến; hãy nhập ngày việc đã diễn ra.")


class StepRefused(Refused):
    """The step cannot be taken; ``field`` is one of ``Step``."""


@dataclass(frozen=True)
class Step:
    """A step to be taken. ``on`` of a confirmation is the date of the result document.

    The result (``result_number``, ``result_on``, ``product``) belongs to a submission.
    ``is_accepted``: the confirmer knows that evidence is missing. ``is_direct``: confirmed from
    paper, without a submission on the site.
    """

    kind: TaskStep.Kind
    on: dt.date
    reason: str = ""
    result_number: str = ""
    result_on: dt.date | None = None
    product: str = ""
    is_accepted: bool = False
    is_direct: bool = False


def planned(task: Task, step: Step, *, today: dt.date, has_evidence: bool) -> Changes:
    """The fields of ``task`` that ``step`` changes, as name → value. Raises :class:`StepRefused`.

    ``task`` is read, not changed.
    """
    allowed = FROM[step.kind]
    if step.is_direct:
        allowed |= WORKING
    if task.progress not in allowed:
        words = {"step": step.kind.label, "progress": task.get_progress_display()}
        raise StepRefused(
            _("Không thể “%(step)s”: nhiệm vụ hiện ở tiến độ “%(progress)s”.") % words
        )
    if step.kind in WITH_REASON and not step.reason.strip():
        raise StepRefused(_("Hãy ghi lý do."), "reason")
    _check_day(task, step.on, today, "on")
    return {"progress": _target(task, step)} | _EFFECTS[step.kind](task, step, today, has_evidence)


def missing_evidence(step_is_accepted: bool) -> None:
    """Rule T6. Raises :class:`StepRefused` unless the confirmer has taken note of it."""
    if not step_is_accepted:
        raise StepRefused(
            _(
                "Nhiệm vụ chưa có tài liệu minh chứng (quy tắc T6). Hãy trả lại để bổ sung, hoặc "
                "đánh dấu ô này nếu vẫn xác nhận."
            ),
            "is_accepted",
        )


def _check_day(task: Task, day: dt.date, today: dt.date, field: str) -> None:
    if day > today:
        raise StepRefused(str(IN_THE_FUTURE), field)
    if day < task.assigned_on:
        words = {"day": date(day), "assigned": date(task.assigned_on)}
        text = _("Ngày %(day)s trước ngày giao nhiệm vụ (%(assigned)s); hãy nhập lại.")
        raise StepRefused(text % words, field)


def _check_started(task: Task, day: dt.date, field: str, text: str) -> None:
    """Rule T7: a result is not older than the work on it."""
    if task.started_on and day < task.started_on:
        raise StepRefused(text % {"day": date(task.started_on)}, field)


def _target(task: Task, step: Step) -> str:
    if step.kind == Kind.RESUMED:
        return working_progress(task)
    return {
        Kind.STARTED: Progress.IN_PROGRESS,
        Kind.RESET: Progress.NOT_STARTED,
        Kind.SUBMITTED: Progress.SUBMITTED,
        Kind.RECALLED: Progress.RETURNED if task.returned_on else Progress.IN_PROGRESS,
        Kind.CONFIRMED: Progress.COMPLETED,
        Kind.RETURNED: Progress.RETURNED,
        Kind.POSTPONED: Progress.POSTPONED,
        Kind.CANCELLED: Progress.CANCELLED,
        Kind.REOPENED: Progress.IN_PROGRESS,
    }[step.kind]


def working_progress(task: Task) -> Progress:
    """What a task that was stopped goes on as: the rework it was returned for, or work."""
    submitted, returned = task.submitted_on, task.returned_on
    if returned and (submitted is None or submitted <= returned):
        return Progress.RETURNED
    return Progress.IN_PROGRESS


# What each step does ------------------------------------------------------------------------------


def _dated(task: Task, step: Step, today: dt.date, has_evidence: bool) -> Changes:
    return {DAYS[step.kind]: step.on}


def _submitted(task: Task, step: Step, today: dt.date, has_evidence: bool) -> Changes:
    product = step.product.strip() or task.product.strip()
    if not step.result_number.strip():
        raise StepRefused(_("Hãy nhập số, ký hiệu văn bản kết quả."), "result_number")
    if step.result_on is None:
        raise StepRefused(_("Hãy nhập ngày của văn bản kết quả."), "result_on")
    _check_day(task, step.result_on, today, "result_on")
    text = _("Ngày văn bản kết quả không được trước ngày bắt đầu (%(day)s).")
    _check_started(task, step.result_on, "result_on", text)
    if not product:
        raise StepRefused(_("Hãy ghi sản phẩm đã hoàn thành."), "product")
    return {
        "submitted_on": step.on,
        "result_number": step.result_number.strip(),
        "result_on": step.result_on,
        "product": product,
    }


def _confirmed(task: Task, step: Step, today: dt.date, has_evidence: bool) -> Changes:
    if not has_evidence:
        missing_evidence(step.is_accepted)
    _check_started(task, step.on, "on", _("Ngày hoàn thành không được trước ngày bắt đầu."))
    return {"completed_on": step.on}


def _returned(task: Task, step: Step, today: dt.date, has_evidence: bool) -> Changes:
    if task.submitted_on and step.on < task.submitted_on:
        text = _("Ngày trả lại không được trước ngày trình (%(day)s).")
        raise StepRefused(text % {"day": date(task.submitted_on)}, "on")
    return {"returned_on": step.on}


def _postponed(task: Task, step: Step, today: dt.date, has_evidence: bool) -> Changes:
    return {"postponed_on": step.on, "resumed_on": None}


def _resumed(task: Task, step: Step, today: dt.date, has_evidence: bool) -> Changes:
    if task.postponed_on and step.on < task.postponed_on:
        text = _("Ngày thực hiện tiếp không được trước ngày tạm dừng (%(day)s).")
        raise StepRefused(text % {"day": date(task.postponed_on)}, "on")
    return {"resumed_on": step.on}


def _reopened(task: Task, step: Step, today: dt.date, has_evidence: bool) -> Changes:
    """The days of the run that is over would speak of the one that begins: the steps keep them.

    A task given up while it was stopped goes on: nothing else would ever end the stop.
    """
    changes: Changes = dict.fromkeys(
        ("completed_on", "cancelled_on", "submitted_on", "returned_on")
    )
    stopped, resumed = task.postponed_on, task.resumed_on
    if stopped and (resumed is None or resumed < stopped):
        changes["resumed_on"] = max(step.on, stopped)
    return changes


_EFFECTS: dict[str, Callable[[Task, Step, dt.date, bool], Changes]] = {
    Kind.STARTED: _dated,
    Kind.RESET: lambda task, step, today, has_evidence: {"started_on": None},
    Kind.SUBMITTED: _submitted,
    Kind.RECALLED: lambda task, step, today, has_evidence: {"submitted_on": None},
    Kind.CONFIRMED: _confirmed,
    Kind.RETURNED: _returned,
    Kind.POSTPONED: _postponed,
    Kind.RESUMED: _resumed,
    Kind.CANCELLED: _dated,
    Kind.REOPENED: _reopened,
}
