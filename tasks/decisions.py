"""Decisions on the deadline of a task, one after another: what each leaves in force. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.numbers import date
from tasks.models import Extension, Task
from tasks.refusals import Refused
from tasks.states import DeadlineKind
from tasks.steps import CLOSED, IN_THE_FUTURE

Kind = Extension.Kind

NO_DATE = gettext_lazy(
    "Nhiệm vụ thường xuyên, định kỳ hoặc theo tiến độ của Trung ương không có hạn để gia hạn."
)


class ExtensionRefused(Refused):
    """What is asked or decided cannot be; ``field`` is one of the request or of ``Decision``."""


@dataclass(frozen=True)
class Decision:
    """A decision to be made. ``due_on`` None: that of a cancellation, which follows by itself."""

    kind: Extension.Kind
    decided_on: dt.date
    due_on: dt.date | None = None
    document_number: str = ""
    reason: str = ""


def live(extensions: Iterable[Extension]) -> list[Extension]:
    """The grants that stand, the oldest first; a correction stands in place of its grant."""
    found: list[Extension] = []
    for one in sorted(extensions, key=lambda row: (row.decided_on, row.pk)):
        if one.kind == Kind.GRANTED or (one.kind == Kind.CORRECTED and not found):
            found.append(one)
        elif one.kind == Kind.CORRECTED:
            found[-1] = one
        elif found:
            found.pop()
    return found


def checked(
    task: Task, extensions: Iterable[Extension], decision: Decision, *, today: dt.date
) -> dt.date:
    """The deadline that ``decision`` puts in force. Raises :class:`ExtensionRefused`.

    ``extensions`` are all decisions on ``task`` so far. Decisions follow one another in the order
    of their days, and none comes after the completion, where it could not count.
    """
    rows = list(extensions)
    _check_day(task, rows, decision, today)
    standing = live(rows)
    if decision.kind == Kind.GRANTED:
        return _granted(task, standing, decision)
    if not standing:
        raise ExtensionRefused(_("Nhiệm vụ không có lần gia hạn nào đang có hiệu lực."))
    if not decision.reason.strip():
        raise ExtensionRefused(_("Hãy ghi lý do."), "reason")
    if decision.kind == Kind.CORRECTED:
        return _corrected(task, standing, decision)
    before = standing[-2].due_on if len(standing) > 1 else task.original_due_on
    if before is None:
        raise ExtensionRefused(str(NO_DATE))
    return before


def check_dated(task: Task) -> None:
    """Raises :class:`ExtensionRefused` for a task without a deadline of its own."""
    undated = {*DeadlineKind.without_date(), DeadlineKind.RECURRING.value}
    if task.deadline_kind in undated or task.original_due_on is None:
        raise ExtensionRefused(str(NO_DATE))


def check_open(task: Task) -> None:
    if task.progress in CLOSED:
        text = _("Nhiệm vụ đã kết thúc (%(progress)s) nên không gia hạn được.")
        raise ExtensionRefused(text % {"progress": task.get_progress_display()})


def _granted(task: Task, standing: list[Extension], decision: Decision) -> dt.date:
    check_dated(task)
    if decision.due_on is None:
        raise ExtensionRefused(_("Hãy nhập hạn mới."), "due_on")
    present = standing[-1].due_on if standing else task.original_due_on
    if present and decision.due_on <= present:
        text = _("Hạn mới phải sau hạn đang có hiệu lực (%(day)s).")
        raise ExtensionRefused(text % {"day": date(present)}, "due_on")
    return decision.due_on


def _corrected(task: Task, standing: list[Extension], decision: Decision) -> dt.date:
    if decision.due_on is None:
        raise ExtensionRefused(_("Hãy nhập hạn đúng."), "due_on")
    if decision.due_on == standing[-1].due_on:
        raise ExtensionRefused(_("Hạn này đang có hiệu lực; không có gì để đính chính."), "due_on")
    if decision.due_on < task.assigned_on:
        text = _("Hạn không được trước ngày giao nhiệm vụ (%(day)s).")
        raise ExtensionRefused(text % {"day": date(task.assigned_on)}, "due_on")
    return decision.due_on


def _check_day(task: Task, rows: list[Extension], decision: Decision, today: dt.date) -> None:
    day = decision.decided_on
    if day > today:
        raise ExtensionRefused(str(IN_THE_FUTURE), "decided_on")
    if day < task.assigned_on:
        text = _("Ngày quyết định không được trước ngày giao nhiệm vụ (%(day)s).")
        raise ExtensionRefused(text % {"day": date(task.assigned_on)}, "decided_on")
    newest = max((row.decided_on for row in rows), default=None)
    if newest and day < newest:
        text = _(
            "Đã có quyết định ngày %(day)s về thời hạn của nhiệm vụ này; quyết định sau không "
            "được có ngày trước ngày đó."
        )
        raise ExtensionRefused(text % {"day": date(newest)}, "decided_on")
    if task.cancelled_on is not None:
        check_open(task)
    if task.completed_on is not None and day > task.completed_on:
        text = _(
            "Nhiệm vụ đã hoàn thành ngày %(day)s; quyết định sau ngày đó không đổi được thời hạn."
        )
        raise ExtensionRefused(text % {"day": date(task.completed_on)}, "decided_on")
