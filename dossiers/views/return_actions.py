"""What is done to a return on its page: the next step, and differences taken as they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import View

from dossiers.models import Return, ReturnStep
from dossiers.returns import steps as return_steps
from dossiers.returns.accepted import ACCEPT, stays
from dossiers.returns.steps import Step, StepRefused
from dossiers.summary import issues_of_each
from reporting.acceptance_views import AcceptanceView
from reporting.acceptances import AcceptanceRefused
from reporting.findings import Issue
from reporting.models import Acceptance
from reporting.numbers import date
from reporting.pages import ActorMixin


class OneReturn(ActorMixin, View):
    """Acts on a return that the reader sees; others get 404."""

    permission_required = "dossiers.view_return"
    http_method_names = ("post",)

    @cached_property
    def row(self) -> Return:
        rows = Return.objects.visible_to(self.user).select_related("agency", "period", "sector")
        row: Return | None = rows.filter(pk=self.kwargs["pk"]).first()
        if row is None:
            raise Http404
        return row

    def back_url(self) -> str:
        return self.row.get_absolute_url()


class ReturnStepView(OneReturn):
    """``step`` is one of ``return_steps.Step``, ``note`` what is to be said with it."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        sent = request.POST.get("step", "")
        if sent not in set(Step):
            raise Http404
        step = Step(sent)
        try:
            note = request.POST.get("note", "").replace("\0", "")
            if step is Step.CORRECT:
                return self.correct(note)
            taken = return_steps.take(self.row, step, self.user, on=self.today, note=note)
        except StepRefused as refused:
            self.say(refused)
            return HttpResponseRedirect(self.back_url())
        messages.success(request, _done(step, taken))
        return HttpResponseRedirect(self.back_url())

    def correct(self, note: str) -> HttpResponse:
        """To the entry screen of the new version, or to its page where it is not open to entry."""
        version = return_steps.correct(self.row, self.user, note, on=self.today)
        messages.success(self.request, _("Đã lập bản đính chính; hãy sửa số liệu rồi gửi."))
        if version.status == Return.Status.DRAFT:
            url = reverse("admin:dossiers_return_change", args=[version.pk])
            return HttpResponseRedirect(url)
        return HttpResponseRedirect(version.get_absolute_url())

    def say(self, refused: StepRefused) -> None:
        if refused.is_repeat:
            text = _("Việc này đã được ghi nhận; không ghi thêm lần nữa.")
            messages.info(self.request, text)
        else:
            messages.error(self.request, refused.message)


def _done(step: Step, taken: ReturnStep) -> str:
    words = {"step": taken.get_status_display(), "day": date(taken.on)}
    if step is Step.GIVE_BACK:
        return (
            _(
                "Đã trả lại biểu để sửa, ngày %(day)s; cơ quan thấy nội dung cần sửa ở đầu trang "
                "của biểu."
            )
            % words
        )
    return _("Đã ghi: %(step)s, ngày %(day)s.") % words


class ReturnAcceptView(AcceptanceView, OneReturn):
    """The head accepts what the own agency returned, the procedure office what any did;
    ``dossiers.returns.accepted`` says who takes that back."""

    def subject(self) -> Return:
        try:
            return return_steps.locked(self.row.pk, self.user, ACCEPT)
        except StepRefused as refused:
            raise AcceptanceRefused(refused.message) from None

    def issues(self, subject: Return) -> Sequence[Issue]:
        (found,) = issues_of_each([subject])
        return found

    def stays(self, subject: Return, acceptance: Acceptance) -> str:
        return stays(subject, self.user)(acceptance)

    def back_url(self) -> str:
        return self.row.get_absolute_url()
