"""Extensions asked for, answered, corrected and cancelled from the page of a task."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from reporting.numbers import date
from tasks import extending
from tasks.detail.actions import Action
from tasks.forms.extensions import AnswerForm, RequestForm, RevisionForm
from tasks.models import Extension, ExtensionRequest
from tasks.views.actions import ActionView


class AskView(ActionView):
    """A lead asks for a later deadline."""

    right = extending.ASK

    def make(self, data: Any = None, files: Any = None) -> Action:
        form = RequestForm(data, files, today=self.today)
        return Action(_("Đề nghị gia hạn"), self.request.get_full_path(), form, has_file=True)

    def act(self, form: Any) -> str:
        given = form.cleaned_data
        asked = extending.ask(self.task, self.user, today=self.today, **given)
        return _("Đã gửi đề nghị gia hạn đến %(day)s.") % {"day": date(asked.proposed_due_on)}


class RequestView(ActionView):
    """Something is done to a request."""

    @cached_property
    def asked(self) -> ExtensionRequest:
        rows = ExtensionRequest.objects.visible_to(self.user)
        found: ExtensionRequest | None = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def task_key(self) -> int:
        return int(self.asked.task_id)


class WithdrawView(RequestView):
    right = extending.WITHDRAW
    http_method_names = ["post"]

    def make(self, data: Any = None, files: Any = None) -> Action:
        return Action(_("Rút đề nghị"), self.request.get_full_path(), None)

    def act(self, form: Any) -> str:
        extending.withdraw(self.asked, self.user, today=self.today)
        return _("Đã rút đề nghị gia hạn.")


class AnswerView(RequestView):
    """The secretariat grants or refuses."""

    right = extending.ANSWER

    def make(self, data: Any = None, files: Any = None) -> Action:
        form = AnswerForm(data, request=self.asked, today=self.today)
        label = _("Quyết định về đề nghị gia hạn đến %(day)s")
        text = label % {"day": date(self.asked.proposed_due_on)}
        return Action(text, self.request.get_full_path(), form)

    def act(self, form: Any) -> str:
        given = form.cleaned_data
        shared = {
            "today": self.today,
            "decided_on": given["decided_on"],
            "document_number": given["document_number"],
            "answer": given["reason"],
        }
        if given["answer_kind"] == AnswerForm.REFUSE:
            extending.refuse(self.asked, self.user, **shared)
            return _("Đã ghi: không đồng ý gia hạn.")
        made = extending.grant(self.asked, self.user, due_on=given["due_on"], **shared)
        return _("Đã gia hạn đến %(day)s.") % {"day": date(made.due_on)}


class ReviseView(ActionView):
    """A granted deadline is corrected, or the grant is cancelled."""

    right = extending.ANSWER

    @cached_property
    def extension(self) -> Extension:
        rows = Extension.objects.visible_to(self.user)
        found: Extension | None = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def task_key(self) -> int:
        return int(self.extension.task_id)

    def make(self, data: Any = None, files: Any = None) -> Action:
        form = RevisionForm(data, extension=self.extension, today=self.today)
        label = _("Đính chính hoặc hủy lần gia hạn đến %(day)s")
        text = label % {"day": date(self.extension.due_on)}
        return Action(text, self.request.get_full_path(), form)

    def act(self, form: Any) -> str:
        decision = form.decision
        service = (
            extending.cancel if decision.kind == Extension.Kind.CANCELLED else extending.correct
        )
        made = service(self.extension, self.user, decision, today=self.today)
        return _("Hạn có hiệu lực: %(day)s.") % {"day": date(made.due_on)}
