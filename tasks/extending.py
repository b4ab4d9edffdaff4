"""Later deadlines: a lead asks, the secretariat decides; what was decided is never overwritten.

Every function locks the task, is one transaction, and raises ``ExtensionRefused`` with a
sentence, or ``PermissionDenied`` for who has no right over the task. ``today`` is the day on which
it is typed.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from reporting.numbers import date
from tasks.decisions import Decision, ExtensionRefused, check_dated, check_open, checked, live
from tasks.models import Extension, ExtensionRequest, Task
from tasks.steps import IN_THE_FUTURE
from tasks.workflow import locked

ASK, ANSWER = "tasks.add_extensionrequest", "tasks.decide_extensionrequest"
WITHDRAW = "tasks.change_extensionrequest"

Status = ExtensionRequest.Status


def ask(
    task: Task,
    user: User,
    *,
    today: dt.date,
    proposed_due_on: dt.date,
    reason: str,
    requested_on: dt.date | None = None,
    document_number: str = "",
    file: Any = None,
) -> ExtensionRequest:
    """Asks for ``proposed_due_on``. ``requested_on`` is the day of the letter, at latest today."""
    with transaction.atomic():
        row = locked(task.pk, user, ASK)
        asked_on = requested_on or today
        _check_unasked(row, user)
        check_request(row, proposed_due_on, asked_on, reason, today=today)
        return ExtensionRequest.objects.create(
            task=row,
            proposed_due_on=proposed_due_on,
            reason=reason.strip(),
            document_number=document_number.strip(),
            file=file or "",
            requested_on=asked_on,
            requested_by=user,
        )


def check_request(
    task: Task, proposed: dt.date, asked_on: dt.date, reason: str, *, today: dt.date
) -> None:
    """Raises :class:`ExtensionRefused` for a request that could not be granted."""
    check_dated(task)
    check_open(task)
    if not reason.strip():
        raise ExtensionRefused(_("Hãy ghi lý do."), "reason")
    if asked_on > today:
        raise ExtensionRefused(str(IN_THE_FUTURE), "requested_on")
    if asked_on < task.assigned_on:
        text = _("Ngày đề nghị không được trước ngày giao nhiệm vụ (%(day)s).")
        raise ExtensionRefused(text % {"day": date(task.assigned_on)}, "requested_on")
    if task.effective_due_on and proposed <= task.effective_due_on:
        text = _("Hạn đề nghị phải sau hạn đang có hiệu lực (%(day)s).")
        raise ExtensionRefused(text % {"day": date(task.effective_due_on)}, "proposed_due_on")


def withdraw(request: ExtensionRequest, user: User, *, today: dt.date) -> ExtensionRequest:
    with transaction.atomic():
        row = _pending(request, user, WITHDRAW, (Status.WITHDRAWN,))
        return _answered(row, user, Status.WITHDRAWN, max(today, row.requested_on))


def grant(
    request: ExtensionRequest,
    user: User,
    *,
    today: dt.date,
    decided_on: dt.date,
    due_on: dt.date | None = None,
    document_number: str = "",
    answer: str = "",
) -> Extension:
    """Grants the proposed date, or ``due_on`` where the secretariat decides another one."""
    with transaction.atomic():
        row = _pending(request, user, ANSWER, (Status.GRANTED,))
        _check_after_request(row, decided_on)
        decision = Decision(
            kind=Extension.Kind.GRANTED,
            decided_on=decided_on,
            due_on=due_on or row.proposed_due_on,
            document_number=document_number,
            reason=answer.strip() or row.reason,
        )
        found = _decide(row.task, decision, user, row, today)
        _answered(row, user, Status.GRANTED, decided_on, document_number, answer)
        return found


def refuse(
    request: ExtensionRequest,
    user: User,
    *,
    today: dt.date,
    decided_on: dt.date,
    answer: str,
    document_number: str = "",
) -> ExtensionRequest:
    with transaction.atomic():
        row = _pending(request, user, ANSWER, (Status.REFUSED,))
        if not answer.strip():
            raise ExtensionRefused(_("Hãy ghi lý do."), "reason")
        if decided_on > today:
            raise ExtensionRefused(str(IN_THE_FUTURE), "decided_on")
        _check_after_request(row, decided_on)
        return _answered(row, user, Status.REFUSED, decided_on, document_number, answer)


def revise(extension: Extension, user: User, decision: Decision, *, today: dt.date) -> Extension:
    """Puts another date in the place of the one that ``extension`` granted; or, by a decision that
    cancels, the deadline back in force that held before."""
    with transaction.atomic():
        task = locked(extension.task_id, user, ANSWER)
        standing = live(task.extensions.all())
        if not standing or standing[-1].pk != extension.pk:
            newest = task.extensions.order_by("pk").last()
            is_repeat = (
                newest is not None
                and newest.pk > extension.pk
                and (newest.kind, newest.entered_by_id) == (decision.kind, user.pk)
            )
            raise ExtensionRefused(
                _(
                    "Chỉ đính chính hoặc hủy được lần gia hạn đang có hiệu lực sau cùng; lần này "
                    "đã được thay bằng quyết định khác. Hãy xem lại lịch sử gia hạn."
                ),
                is_repeat=is_repeat,
            )
        return _decide(task, decision, user, extension.request, today)


def _decide(
    task: Task, decision: Decision, user: User, request: ExtensionRequest | None, today: dt.date
) -> Extension:
    due_on = checked(task, task.extensions.all(), decision, today=today)
    return Extension.objects.create(
        task=task,
        request=request,
        kind=decision.kind,
        due_on=due_on,
        decided_on=decision.decided_on,
        document_number=decision.document_number.strip(),
        reason=decision.reason.strip(),
        entered_by=user,
    )


# Requests -----------------------------------------------------------------------------------------


def _check_unasked(task: Task, user: User) -> None:
    pending = task.extension_requests.filter(status=Status.PENDING).first()
    if pending is not None:
        raise ExtensionRefused(
            _("Nhiệm vụ này đang có một đề nghị gia hạn chờ quyết định."),
            is_repeat=pending.requested_by_id == user.pk,
        )


def _pending(
    request: ExtensionRequest, user: User, right: str, repeats: tuple[str, ...]
) -> ExtensionRequest:
    """The request with its task, both locked. Refused where somebody has answered it."""
    task = locked(request.task_id, user, right)
    row = ExtensionRequest.objects.select_for_update(no_key=True).filter(pk=request.pk).first()
    if row is None:
        raise PermissionDenied
    row.task = task
    if row.status != Status.PENDING:
        words = {
            "status": row.get_status_display(),
            "who": row.answered_by or _("Hệ thống"),
            "day": date(row.answered_on),
        }
        text = _("Đề nghị này đã có kết quả: %(status)s, ngày %(day)s (%(who)s).")
        is_repeat = row.status in repeats and row.answered_by_id == user.pk
        raise ExtensionRefused(text % words, is_repeat=is_repeat)
    return row


def _check_after_request(request: ExtensionRequest, decided_on: dt.date) -> None:
    if decided_on < request.requested_on:
        text = _("Ngày quyết định không được trước ngày đề nghị (%(day)s).")
        raise ExtensionRefused(text % {"day": date(request.requested_on)}, "decided_on")


def _answered(
    request: ExtensionRequest,
    user: User,
    status: str,
    day: dt.date,
    document_number: str = "",
    answer: str = "",
) -> ExtensionRequest:
    request.status = status
    request.answered_on = day
    request.answered_by = user
    request.answer_number = document_number.strip()
    request.answer = answer.strip()
    request.save(update_fields=["status", "answered_on", "answered_by", "answer_number", "answer"])
    return request
