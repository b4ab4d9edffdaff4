"""Deadlines of a sheet: in words as clerks write them, or in the three columns of our export."""

from __future__ import annotations

from django.utils.translation import gettext as _

from reporting.imports.problems import WrongValue
from reporting.numbers import date
from tasks.deadlines import Deadline, DeadlineProblem, parse_deadline
from tasks.imports import values
from tasks.states import DeadlineKind


def deadline_of(text: str, *, year: int) -> Deadline:
    """What a clerk wrote. Raises ``WrongValue`` with the forms that can be read."""
    try:
        return parse_deadline(text, year=year)
    except DeadlineProblem as problem:
        wrong, mark, mend = str(problem).partition("”. ")
        raise WrongValue(f"{wrong}{mark}".strip(), mend) from problem


def deadline_of_export(row: dict[str, str]) -> Deadline:
    """Kind, day and label, each in its column."""
    kind = DeadlineKind(values.deadline_kind(row["deadline_kind"]))
    due_on = values.day(row.get("original_due_on", ""))
    if (due_on is None) != (kind in DeadlineKind.without_date()):
        raise WrongValue(
            _("Loại thời hạn và hạn gốc không khớp nhau."),
            _("Loại có ngày phải có hạn gốc; thường xuyên hoặc theo Trung ương thì để trống."),
        )
    label = values.text_of("deadline_label", row.get("deadline", ""))
    recurrence = None
    if kind == DeadlineKind.RECURRING and label and due_on:
        recurrence = deadline_of(label, year=due_on.year).recurrence
    return Deadline(kind, due_on, label, recurrence)


def in_words(deadline: Deadline) -> str:
    """``Quý: 30/06/2024 (Quý II)``."""
    parts = [str(deadline.kind.label), date(deadline.due_on) if deadline.due_on else ""]
    told = ": ".join(part for part in parts if part)
    says_more = deadline.label and deadline.label not in parts
    return f"{told} ({deadline.label})" if says_more else told
