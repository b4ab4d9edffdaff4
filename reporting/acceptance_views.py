"""What a page of findings does: somebody takes one as it stands, or takes that back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.generic import View

from agencies.models import Agency
from reporting.acceptances import AcceptanceRefused, accept, may_be_accepted, standing, withdraw
from reporting.findings import Issue
from reporting.models import Acceptance
from reporting.pages import ActorMixin


class AcceptanceView(ActorMixin, View, ABC):
    """One finding, named by ``fingerprint``, is accepted for ``reason``; ``do=withdraw`` takes that
    back, for a reason as well.

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

    def stays(self, subject: Any, acceptance: Acceptance) -> str:
        """Why this reader may not take ``acceptance`` back; empty where he may."""
        return ""

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
        reason = sent.get("reason", "").replace("\0", "")
        if sent.get("do") == "withdraw":
            taken = standing(subject, named)
            if why := self.stays(subject, taken):
                raise AcceptanceRefused(why)
            withdraw(taken, self.user, reason)
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
            reason,
            agency=self.agency(subject),
            group=issue.group,
        )
        return _("Đã chấp nhận chênh lệch.")


def told(
    issues: Sequence[Issue],
    url: str,
    *,
    may_accept: bool,
    stays: Callable[[Acceptance], str] = lambda _acceptance: "",
) -> list[dict[str, Any]]:
    """The notes of a page, each with the form that accepts it or takes that back.

    ``note``: for ``_components/note.html``; ``form``: for ``reporting/_acceptance.html``, None
    where this reader has none. ``stays`` tells why an acceptance is not his to take back.
    """
    return [
        {
            "note": issue.note(edits=None, with_source=False),
            "form": _form(place, issue, url) if may_accept and _is_open(issue, stays) else None,
        }
        for place, issue in enumerate(issues, start=1)
    ]


def _is_open(issue: Issue, stays: Callable[[Acceptance], str]) -> bool:
    if issue.acceptance is not None:
        return not stays(issue.acceptance)
    return may_be_accepted(issue.finding)


def _form(place: int, issue: Issue, url: str) -> dict[str, Any]:
    return {
        "key": f"accept-{place}",
        "url": url,
        "fingerprint": issue.fingerprint,
        "is_accepted": issue.is_accepted,
    }
