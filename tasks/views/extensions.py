"""Extensions asked for, answered, corrected and cancelled from the page of a task."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from reporting.numbers import date
from tasks import extending
from tasks.detail.actions import Action
from tasks.forms.extensions import AnswerForm, RequestForm, RevisionForm
from tasks.models import Extension, ExtensionRequest
from tasks.views.actions import ActionView, PartView


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


class WithdrawView(PartView):
    model = ExtensionRequest
    right = extending.WITHDRAW
    http_method_names = ["post"]

    def make(self, data: Any = None, files: Any = None) -> Action:
        return Action(_("Rút đề nghị"), self.request.get_full_path(), None)

    def act(self, form: Any) -> str:
        extending.withdraw(self.part, self.user, today=self.today)
        return _("Đã rút đề nghị gia hạn.")


class AnswerView(PartView):
    """The secretariat grants or refuses."""

    model = ExtensionRequest
    right = extending.ANSWER

    def make(self, data: Any = None, files: Any = None) -> Action:
        form = AnswerForm(data, request=self.part, today=self.today)
        label = _("Quyết định về đề nghị gia hạn đến %(day)s")
        text = label % {"day": date(self.part.proposed_due_on)}
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
            extending.refuse(self.part, self.user, **shared)
            return _("Đã ghi: không đồng ý gia hạn.")
        made = extending.grant(self.part, self.user, due_on=given["due_on"], **shared)
        return _("Đã gia hạn đến %(day)s.") % {"day": date(made.due_on)}


class ReviseView(PartView):
    """A granted deadline is corrected, or the grant is cancelled."""

    model = Extension
    right = extending.ANSWER

    def make(self, data: Any = None, files: Any = None) -> Action:
        form = RevisionForm(data, extension=self.part, today=self.today)
        label = _("Đính chính hoặc hủy lần gia hạn đến %(day)s")
        text = label % {"day": date(self.part.due_on)}
        return Action(text, self.request.get_full_path(), form)

    def act(self, form: Any) -> str:
        made = extending.revise(self.part, self.user, form.decision, today=self.today)
        return _("Hạn có hiệu lực: %(day)s.") % {"day": date(made.due_on)}
