"""The steps of a task, taken from its page."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from reporting.numbers import date
from tasks import workflow
from tasks.detail.actions import VERBS, Action
from tasks.forms.steps import FORMS, step_form
from tasks.steps import RIGHTS, Kind
from tasks.views.actions import ActionView


class StepView(ActionView):
    """``tasks/steps/<task>/<kind>/``: the form of one step."""

    @property
    def kind(self) -> Kind:
        asked = self.kwargs["kind"]
        if asked not in FORMS:
            raise Http404
        return Kind(asked)

    @property
    def right(self) -> str:
        return RIGHTS[self.kind]

    def make(self, data: Any = None, files: Any = None) -> Action:
        proven = self.kind == Kind.CONFIRMED and workflow.has_evidence(self.task)
        form = step_form(self.kind, self.task, today=self.today, has_evidence=proven, data=data)
        return Action(str(VERBS[self.kind]), self.request.get_full_path(), form)

    def act(self, form: Any) -> str:
        taken = workflow.take(self.task, form.cleaned_step, self.user, today=self.today)
        words = {"step": taken.get_kind_display(), "day": date(taken.on)}
        return _("Đã ghi: %(step)s, ngày %(day)s.") % words
