"""What a page of findings does: somebody takes one as it stands, or takes that back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.generic import View

from agencies.models import Agency
from reporting.acceptances import AcceptanceRefused, accept, may_be_accepted, withdraw
from reporting.findings import Issue
from reporting.pages import ActorMixin


class AcceptanceView(ActorMixin, View, ABC):
    """One finding, named by ``fingerprint``, is accepted for ``reason``; ``do=withdraw`` undoes it.

    A subclass answers with the locked subject (404 for who does not see it, 403 for who may not
    accept) and with its findings.
    """

    http_method_names = ("post",)

    @abstractmethod
    def subject(self) -> models.Model:
        """The row under a lock. Raises Http404, PermissionDenied or ``AcceptanceRefused``."""

    @abstractmethod
    def issues(self, subject: Any) -> Sequence[Issue]:
        """What does not add up in it now."""

    def agency(self, subject: Any) -> Agency:
        found: Agency = subject.agency
        return found

    @abstractmethod
    def back_url(self) -> str: ...

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                said = self.act(self.subject(), request.POST)
            messages.success(request, said)
        except AcceptanceRefused as refused:
            messages.error(request, refused.message)
        return HttpResponseRedirect(self.back_url())

    def act(self, subject: models.Model, sent: Any) -> str:
        named = sent.get("fingerprint", "")
        if sent.get("do") == "withdraw":
            withdraw(subject, named, self.user)
            return _("Đã rút việc chấp nhận chênh lệch.")
        issue = next((one for one in self.issues(subject) if one.fingerprint == named), None)
        if issue is None:
            raise AcceptanceRefused(
                _("Số liệu đã thay đổi nên chênh lệch này không còn như trước; hãy xem lại.")
            )
        accept(
            subject,
            issue.finding,
            self.user,
            sent.get("reason", "").replace("\0", ""),
            agency=self.agency(subject),
            group=issue.group,
        )
        return _("Đã chấp nhận chênh lệch.")


def told(issues: Sequence[Issue], url: str, *, may_accept: bool) -> list[dict[str, Any]]:
    """The notes of a page, each with the form that accepts it or takes that back.

    ``note``: for ``_components/note.html``; ``form``: for ``reporting/_acceptance.html``, None
    where this reader has none.
    """
    return [
        {"note": issue.note(edits=None, with_source=False), "form": _form(place, issue, url)}
        if may_accept and may_be_accepted(issue.finding)
        else {"note": issue.note(edits=None, with_source=False), "form": None}
        for place, issue in enumerate(issues, start=1)
    ]


def _form(place: int, issue: Issue, url: str) -> dict[str, Any]:
    return {
        "key": f"accept-{place}",
        "url": url,
        "fingerprint": issue.fingerprint,
        "is_accepted": issue.is_accepted,
    }
