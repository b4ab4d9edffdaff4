"""The base of every form that moves a task: right, form, service, and back to the task."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import View

from reporting.pages import ActorMixin
from reporting.selection import back_url
from tasks.detail.actions import Action
from tasks.models import Task
from tasks.refusals import Refused
from tasks.workflow import rights_over


class ActionView(ActorMixin, View):
    """A page with one form, and what sending it does. A refusal shows the form as it was typed.

    The task page holds the same forms, folded. Who does not see the task gets 404, who may not
    act 403.
    """

    permission_required = "tasks.view_task"
    template_name = "tasks/action.html"

    @property
    def right(self) -> str:
        raise Http404

    def task_key(self) -> int:
        """The key of the task that the address speaks of."""
        return int(self.kwargs["pk"])

    def make(self, data: Any = None, files: Any = None) -> Action:
        raise Http404

    def act(self, form: Any) -> str:
        """Does it; what to say afterwards. Raises ``Refused``."""
        raise Http404

    # What all share -------------------------------------------------------------------------------

    @cached_property
    def task(self) -> Task:
        rows = Task.objects.visible_to(self.user).select_related("lead")
        task: Task | None = rows.filter(pk=self.task_key()).first()
        if task is None:
            raise Http404
        return task

    def check(self) -> None:
        """Raises Http404 for who does not see the task, PermissionDenied for who may not act."""
        if not rights_over(self.task, self.user, [self.right]):
            raise PermissionDenied

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check()
        return self.show(self.make())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check()
        action = self.make(request.POST, request.FILES)
        form = action.form
        if form is not None and not form.is_valid():
            return self.show(action)
        try:
            said = self.act(form)
        except Refused as refused:
            if refused.is_repeat:
                messages.info(request, _("Việc này đã được ghi nhận; không ghi thêm lần nữa."))
                return HttpResponseRedirect(self.back_url(as_of=self.today))
            if form is None:
                messages.error(request, refused.message)
                return self.back()
            form.refuse(refused.message, refused.field)
            return self.show(action)
        messages.success(request, said)
        return HttpResponseRedirect(self.back_url(as_of=self.today))

    def show(self, action: Action) -> HttpResponse:
        """Browsers cannot show a file again: the form says that it must be chosen anew."""
        if (form := action.form) is not None:
            for name in form.file_fields & self.request.FILES.keys() - form.errors.keys():
                form.add_error(name, _("Tệp chưa được lưu; hãy chọn lại rồi gửi."))
        context = {"action": action, "task": self.task, "back": self.back_url()}
        return render(self.request, self.template_name, context)

    def back(self) -> HttpResponse:
        return HttpResponseRedirect(self.back_url())

    def back_url(self, as_of: dt.date | None = None) -> str:
        """The page of the task, on the day from which the form was sent or not before ``as_of``."""
        return back_url(self.task.get_absolute_url(), self.request.GET, as_of=as_of)


class PartView(ActionView):
    """Something is done to a row that hangs on a task: ``part``, of ``model``, by its key."""

    model: Any

    @cached_property
    def part(self) -> Any:
        return get_object_or_404(self.model.objects.visible_to(self.user), pk=self.kwargs["pk"])

    def task_key(self) -> int:
        return int(self.part.task_id)
