"""Occurrences of recurring tasks, made from the rules of the task.

A rule speaks of the months or quarters that begin while it is valid. Making them again changes
nothing; after a change of rule only those that have no result yet and begin under the new rule
are made anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from reporting.numbers import date
from tasks.deadlines import DeadlineProblem, parse_deadline
from tasks.models import Occurrence, RecurrenceRule, Task
from tasks.refusals import Refused
from tasks.states import DeadlineKind
from tasks.steps import CLOSED, IN_THE_FUTURE
from tasks.workflow import locked

_MONTHS = {RecurrenceRule.Every.MONTH: 1, RecurrenceRule.Every.QUARTER: 3}
_QUARTERS = ("I", "II", "III", "IV")
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """A month or a quarter of the calendar, and when its report is due."""

    label: str
    covers_from: dt.date
    covers_to: dt.date
    due_on: dt.date


def spans(every: str, day: int, first: dt.date, last: dt.date) -> Iterator[Span]:
    """Months or quarters that begin from ``first`` to ``last``, both included.

    The report is due by ``day`` of the last month, or the month's last day where it has fewer.
    """
    step = _MONTHS[RecurrenceRule.Every(every)]
    month = first.year * 12 + first.month - 1
    month -= (first.month - 1) % step
    while (begins := _first_of(month)) <= last:
        ends = _first_of(month + step) - ONE_DAY
        if begins >= first:
            due_on = ends.replace(day=min(day, ends.day))
            yield Span(_label(begins, step), begins, ends, due_on)
        month += step


def _first_of(month: int) -> dt.date:
    """The first day of a month counted from year 0."""
    return dt.date(month // 12, month % 12 + 1, 1)


def _label(begins: dt.date, step: int) -> str:
    if step == 1:
        return _("Tháng %(month)s/%(year)s") % {"month": begins.month, "year": begins.year}
    quarter = _QUARTERS[(begins.month - 1) // 3]
    return _("Quý %(quarter)s/%(year)s") % {"quarter": quarter, "year": begins.year}


def horizon(task: Task) -> dt.date:
    """Until when occurrences are made: the task's own last day, its programme's, or the end of
    the year of the programme or of the assignment."""
    programme = task.programme
    if task.original_due_on:
        return task.original_due_on
    return programme.ends_on or dt.date(programme.year or task.assigned_on.year, 12, 31)


def rule_of_label(task: Task) -> RecurrenceRule | None:
    """The first rule of a recurring task, read from its label as written; None where the task
    has a rule or the label tells none. Not saved. Holds from the quarter of the assignment."""
    if task.deadline_kind != DeadlineKind.RECURRING or task.recurrence_rules.exists():
        return None
    try:
        found = parse_deadline(task.deadline_label, year=task.assigned_on.year).recurrence
    except DeadlineProblem:
        return None
    if found is None:
        return None
    begins = dt.date(task.assigned_on.year, 3 * ((task.assigned_on.month - 1) // 3) + 1, 1)
    return RecurrenceRule(task=task, every=found.every, day=found.day, valid_from=begins)


def settle(task: Task) -> int:
    """After a task was entered: its first rule from its label, then its occurrences."""
    if (rule := rule_of_label(task)) is not None:
        rule.save()
    return generate(task)


@transaction.atomic
def generate(task: Task) -> int:
    """Makes the occurrences that the rules of ``task`` ask for; returns how many are new.

    What has a result, was given up, or begins before the first rule stays as it is. A task that
    is not recurring, or is closed, gets none.
    """
    held = Task.objects.select_for_update().get(pk=task.pk)
    if held.deadline_kind != DeadlineKind.RECURRING or held.progress in CLOSED:
        return 0
    rules = list(held.recurrence_rules.order_by("valid_from"))
    wanted = _wanted(held, rules)
    stored = {one.covers_from: one for one in held.occurrences.all()}
    if rules:
        _withdraw(stored, wanted, rules[0].valid_from)
    new = []
    for covers_from, (span, rule) in wanted.items():
        found = stored.get(covers_from)
        if found is None:
            new.append(_occurrence(held, span, rule))
        elif not _is_settled(found) and _moved(found, span, rule):
            found.save()
    Occurrence.objects.bulk_create(new)
    return len(new)


def _wanted(task: Task, rules: list[RecurrenceRule]) -> dict[dt.date, tuple[Span, RecurrenceRule]]:
    """What the rules ask for by first day. Each rule holds until the next one begins."""
    found = {}
    until = horizon(task)
    for place, rule in enumerate(rules):
        last = rule.valid_to or until
        if place + 1 < len(rules):
            last = min(last, rules[place + 1].valid_from - ONE_DAY)
        for span in spans(rule.every, rule.day, rule.valid_from, min(last, until)):
            found[span.covers_from] = (span, rule)
    return found


def _withdraw(
    stored: dict[dt.date, Occurrence], wanted: dict[dt.date, Any], since: dt.date
) -> None:
    """Takes away what a changed rule no longer asks for, unless somebody has reported on it."""
    for covers_from, one in list(stored.items()):
        if covers_from >= since and covers_from not in wanted and not _is_settled(one):
            stored.pop(covers_from).delete()


def _is_settled(one: Occurrence) -> bool:
    return bool(one.completed_on or one.cancelled_on or one.result or one.result_number)


def _moved(one: Occurrence, span: Span, rule: RecurrenceRule) -> bool:
    """Takes over what the rule says now; whether that was anything new."""
    now = (span.label, span.covers_to, span.due_on, rule.pk)
    if (one.label, one.covers_to, one.due_on, one.rule_id) == now:
        return False
    one.label, one.covers_to, one.due_on, one.rule = span.label, span.covers_to, span.due_on, rule
    return True


def _occurrence(task: Task, span: Span, rule: RecurrenceRule) -> Occurrence:
    return Occurrence(
        task=task,
        rule=rule,
        label=span.label,
        covers_from=span.covers_from,
        covers_to=span.covers_to,
        due_on=span.due_on,
    )


# Results ----------------------------------------------------------------------------------------

REPORT = "tasks.change_occurrence"


class ReportRefused(Refused):
    """The result cannot be taken; ``field`` is one of the form."""


@transaction.atomic
def report(
    occurrence: Occurrence,
    user: User,
    *,
    completed_on: dt.date,
    result_number: str,
    result: str,
    today: dt.date,
) -> Occurrence:
    """Enters the result of one report: ``completed_on`` is the date of its document.

    May be corrected until the task is closed. Raises ``ReportRefused``, or ``PermissionDenied``
    for who has no right over the task. Typing it late makes no report late.
    """
    task = locked(occurrence.task_id, user, REPORT)
    row = Occurrence.objects.select_for_update().get(pk=occurrence.pk)
    if task.progress in CLOSED:
        raise ReportRefused(_("Nhiệm vụ đã kết thúc; kết quả các kỳ không sửa được nữa."))
    check_report(
        task,
        row,
        completed_on=completed_on,
        result_number=result_number,
        result=result,
        today=today,
    )
    row.completed_on, row.result_number, row.result = (
        completed_on,
        result_number.strip(),
        result.strip(),
    )
    row.entered_by = user
    row.save()
    return row


def check_report(
    task: Task,
    row: Occurrence,
    *,
    completed_on: dt.date | None,
    result_number: str,
    result: str,
    today: dt.date,
) -> None:
    """Raises :class:`ReportRefused` at what must be mended in the result of ``row``."""
    if row.cancelled_on:
        raise ReportRefused(_("Kỳ này đã thôi thực hiện."))
    if completed_on is None:
        raise ReportRefused(_("Hãy nhập ngày của văn bản kết quả."), "completed_on")
    if completed_on > today:
        raise ReportRefused(str(IN_THE_FUTURE), "completed_on")
    if task.assigned_on and completed_on < task.assigned_on:
        words = {"day": date(completed_on), "assigned": date(task.assigned_on)}
        text = _("Ngày %(day)s trước ngày giao nhiệm vụ (%(assigned)s); hãy nhập lại.")
        raise ReportRefused(text % words, "completed_on")
    if not (result_number.strip() or result.strip()):
        raise ReportRefused(_("Hãy nhập số, ký hiệu văn bản hoặc nội dung kết quả."), "result")
