"""The steps of a task: who may take one, what it writes. Each is one transaction, all or nothing.

Every function locks the task, so that of two people at the same time one comes first and the
other is told; each raises ``StepRefused`` with a sentence, or ``PermissionDenied`` for who has no
right over the task. ``today`` is the day on which the step is typed, ``on`` the day that it
speaks of. When it was typed stands in ``TaskStep.entered_at`` and makes no task late.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import Agency, User
from agencies.querysets import Reader, reach_for
from agencies.reach import EVERYWHERE, NOWHERE, Reach
from reporting.numbers import moment
from tasks import steps
from tasks.models import Task, TaskStep
from tasks.states import Progress
from tasks.steps import RIGHTS, WITHOUT_EVIDENCE, Kind, Step, StepRefused


def take(task: Task, step: Step, user: User, *, today: dt.date) -> TaskStep:
    """Takes ``step``: writes the task and one step of its path. ``task`` shows it afterwards."""
    with transaction.atomic():
        row = locked(task.pk, user, RIGHTS[step.kind])
        try:
            changes = steps.planned(row, step, today=today, has_evidence=has_evidence(row))
        except StepRefused as refused:
            raise _explained(refused, row, step, user) from None
        for name, value in changes.items():
            setattr(row, name, value)
        row.save(update_fields=list(changes))
        taken = record(row, [step], user)[0]
    for name in changes:
        setattr(task, name, getattr(row, name))
    return taken


def locked(pk: int, user: User, right: str) -> Task:
    """The task, which nobody else changes before this transaction ends.

    Raises :class:`PermissionDenied` for who may not act by ``right``.
    """
    rows = Task.objects.writable_by(user, right).filter(pk=pk)
    found: Task | None = rows.select_for_update(of=("self",), no_key=True).first()
    if found is None:
        raise PermissionDenied
    return found


def has_evidence(task: Task) -> bool:
    """Whether a document proves the result; a description in words does not (rule T6)."""
    return task.proofs.exists()


def record(task: Task, taken: Iterable[Step], user: User) -> list[TaskStep]:
    """Writes the steps to the path of ``task``, in their order."""
    rows: list[TaskStep] = []
    for step in taken:
        reason = step.reason.strip()
        if step.is_accepted and not reason:
            reason = WITHOUT_EVIDENCE
        found = TaskStep(task=task, kind=step.kind, on=step.on, reason=reason, user=user)
        found.save(force_insert=True)
        rows.append(found)
    return rows


def _explained(refused: StepRefused, task: Task, step: Step, user: User) -> StepRefused:
    """With who has been there before, where the progress does not allow the step."""
    last = task.steps.select_related("user").order_by("pk").last()
    if refused.field or last is None:
        return refused
    words: dict[str, Any] = {
        "message": refused.message,
        "who": last.user or _("Hệ thống"),
        "step": last.get_kind_display(),
        "at": moment(last.entered_at),
    }
    text = _("%(message)s Bước gần nhất: %(who)s, “%(step)s”, nhập lúc %(at)s.") % words
    is_repeat = last.kind == step.kind and last.user_id == user.pk
    return StepRefused(text, is_repeat=is_repeat)


def offered(task: Task, rights: Iterable[str]) -> list[TaskStep.Kind]:
    """The steps that somebody with ``rights`` over the task may take next, the likely one first."""
    held = set(rights)
    order = [
        Kind.STARTED,
        Kind.SUBMITTED,
        Kind.CONFIRMED,
        Kind.RETURNED,
        Kind.RESUMED,
        Kind.RECALLED,
        Kind.POSTPONED,
        Kind.CANCELLED,
        Kind.REOPENED,
    ]
    return [k for k in order if RIGHTS[k] in held and Progress(task.progress) in steps.FROM[k]]


def rights_over(task: Task, user: Reader, rights: Iterable[str]) -> set[str]:
    """Which of ``rights`` the reader holds over ``task``. At most one query for each branch."""
    if task.is_hidden:
        return set()
    answers: dict[Reach, bool] = {EVERYWHERE: True, NOWHERE: False}
    held = set()
    for right in rights:
        reach = reach_for(user, right)
        if reach not in answers:
            branch = Agency.objects.branch(reach.roots)
            answers[reach] = branch.filter(pk=task.lead_id).exists()
        if answers[reach] and user.has_perm(right):
            held.add(right)
    return held
