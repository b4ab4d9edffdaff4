"""Extensions on the page of a task: what was asked, what was decided, and what may follow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from reporting.numbers import date
from reporting.selection import Selection
from tasks import wording
from tasks.decisions import ExtensionRefused, check_dated, check_open, live
from tasks.detail.actions import Action
from tasks.extending import ANSWER, ASK, WITHDRAW
from tasks.forms.extensions import AnswerForm, RequestForm, RevisionForm
from tasks.models import Extension, ExtensionRequest

Row = dict[str, Any]
Status = ExtensionRequest.Status


@dataclass
class Extensions:
    """``rows`` in the order of their days; ``ask`` is the form for a new request, if allowed."""

    rows: list[Row] = field(default_factory=list)
    ask: Action | None = None

    def __bool__(self) -> bool:
        return bool(self.rows or self.ask)


def extensions_of(
    task: Any, rights: Collection[str], selection: Selection, *, today: dt.date
) -> Extensions:
    """Requests and decisions of ``task`` (prefetched with their people)."""
    requests, decided = list(task.extension_requests.all()), list(task.extensions.all())
    maker = _Maker(rights, selection, today, live(decided))
    rows = [(one.requested_on, 0, one.pk, maker.request(one)) for one in requests]
    rows += [(one.decided_on, 1, one.pk, maker.decision(one)) for one in decided]
    refused = [
        (one.answered_on, 1, one.pk, maker.answer(one))
        for one in requests
        if one.status in (Status.REFUSED, Status.WITHDRAWN) and one.answered_on
    ]
    found = sorted([*rows, *refused], key=lambda row: row[:3])
    is_pending = any(one.status == Status.PENDING for one in requests)
    ask = maker.ask(task) if not is_pending and ASK in rights and _may_be_extended(task) else None
    return Extensions([row[3] for row in found], ask)


def _may_be_extended(task: Any) -> bool:
    try:
        check_dated(task)
        check_open(task)
    except ExtensionRefused:
        return False
    return True


@dataclass(frozen=True)
class _Maker:
    rights: Collection[str]
    selection: Selection
    today: dt.date
    standing: list[Extension]

    def request(self, one: ExtensionRequest) -> Row:
        is_pending = one.status == Status.PENDING
        return self._row(
            one.requested_on,
            _("Đề nghị gia hạn đến %(day)s") % {"day": date(one.proposed_due_on)},
            one.document_number,
            one.reason,
            _by(one.requested_by, one.entered_at),
            note=str(Status.PENDING.label) if is_pending else "",
            file_url=one.file_url(),
            withdraw_url=self._withdraw_url(one) if is_pending else "",
            action=self._answer(one) if is_pending and ANSWER in self.rights else None,
        )

    def answer(self, one: ExtensionRequest) -> Row:
        """Of a request that led to no new deadline."""
        return self._row(
            one.answered_on or one.requested_on,
            f"{one.get_status_display()}: {date(one.proposed_due_on)}",
            one.answer_number,
            one.answer,
            _by(one.answered_by, None),
        )

    def decision(self, one: Extension) -> Row:
        text = {
            Extension.Kind.GRANTED: _("Gia hạn đến %(day)s"),
            Extension.Kind.CORRECTED: _("Đính chính hạn thành %(day)s"),
            Extension.Kind.CANCELLED: _("Hủy gia hạn, trở lại hạn %(day)s"),
        }[Extension.Kind(one.kind)]
        is_last = bool(self.standing) and self.standing[-1].pk == one.pk
        return self._row(
            one.decided_on,
            text % {"day": date(one.due_on)},
            one.document_number,
            one.reason,
            _by(one.entered_by, one.entered_at),
            action=self._revision(one) if is_last and ANSWER in self.rights else None,
            is_decision=True,
        )

    def ask(self, task: Any) -> Action:
        url = self.selection.url(reverse("tasks:extension-ask", args=[task.pk]))
        return Action(_("Đề nghị gia hạn"), url, RequestForm(today=self.today), has_file=True)

    def _answer(self, one: ExtensionRequest) -> Action:
        form = AnswerForm(request=one, today=self.today)
        return Action(_("Trả lời đề nghị"), self._url("request-answer", one.pk, ANSWER), form)

    def _revision(self, one: Extension) -> Action:
        form = RevisionForm(extension=one, today=self.today)
        url = self._url("extension-revise", one.pk, ANSWER)
        return Action(_("Đính chính, hủy"), url, form)

    def _withdraw_url(self, one: ExtensionRequest) -> str:
        """For the lead; who answers requests has no need to."""
        return "" if ANSWER in self.rights else self._url("request-withdraw", one.pk, WITHDRAW)

    def _url(self, name: str, pk: int, right: str) -> str:
        if right not in self.rights:
            return ""
        return self.selection.url(reverse(f"tasks:{name}", args=[pk]))

    def _row(self, day: dt.date, text: str, number: str, reason: str, by: str, **more: Any) -> Row:
        return {
            "day": date(day),
            "iso": day.isoformat(),
            "text": text,
            "number": number,
            "reason": reason,
            "by": by,
            "is_later": day > self.selection.as_of,
            "is_decision": False,
            **more,
        }


def _by(user: Any, at: dt.datetime | None) -> str:
    if user is None:
        return ""
    if at is None:
        return str(user)
    return wording.entered(user, at)
