"""One task with everything that is known of it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.views.generic import DetailView

from reporting.pages import KeptPage, SelectionPageMixin
from tasks import detail, extending, recurrence, steps
from tasks.detail.actions import step_actions
from tasks.detail.extending import extensions_of
from tasks.detail.leads import leads_of
from tasks.detail.money import budget_of
from tasks.detail.occurrences import occurrences_of
from tasks.detail.path import path_of
from tasks.detail.reports import RIGHTS as OF_REPORTS
from tasks.detail.reports import evidence_of, reports_of
from tasks.history import history_of
from tasks.models import Task
from tasks.querysets import TaskQuerySet
from tasks.workflow import rights_over

_STEPS = (steps.ENTER, steps.SUBMIT, steps.CONFIRM)


class TaskDetailView(KeptPage, SelectionPageMixin, DetailView[Task]):
    """One task: what it is, where it comes from, how it stands, what was done, who changed what."""

    permission_required = "tasks.view_task"
    template_name = "tasks/detail.html"
    slug_field = slug_url_kwarg = "code"

    def get_queryset(self) -> TaskQuerySet:
        visible = Task.objects.visible_to(self.request.user)
        return visible.standing(self.selection.as_of).for_detail()

    def get_template_names(self) -> list[str]:
        return ["tasks/hidden.html"] if self.object.is_hidden else [self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        task, user = self.object, self.request.user
        if task.is_hidden:
            return super().get_context_data(**detail.hidden(task, user, self.selection), **kwargs)
        return super().get_context_data(
            page=detail.Page(task, user, self.selection),
            money=budget_of(task, self.selection),
            leads=leads_of(task, self.selection.as_of),
            history=history_of(task),
            **self.moves(self.rights()),
            **kwargs,
        )

    def rights(self) -> set[str]:
        """What the reader may do with this very task."""
        of_deadlines = (extending.ASK, extending.WITHDRAW, extending.ANSWER)
        asked = (*_STEPS, *of_deadlines, *OF_REPORTS, recurrence.REPORT)
        return rights_over(self.object, self.request.user, asked)

    def moves(self, rights: set[str]) -> dict[str, Any]:
        """How the task was moved on, and how this reader may move it. Forms start from today."""
        task, today = self.object, timezone.localdate()
        return {
            "actions": step_actions(task, rights, self.selection, today=today),
            "path": path_of(task, self.selection.as_of),
            "occurrences": occurrences_of(task, rights, self.selection, today=today),
            "extensions": extensions_of(task, rights, self.selection, today=today),
            "reports": reports_of(task, rights, self.selection, today=today),
            "evidence": evidence_of(task, rights, self.selection, self.request.user, today=today),
            "change_url": self.change_url() if steps.ENTER in rights else None,
        }

    def change_url(self) -> str:
        """The entry form, for those who may change this very task."""
        return reverse("admin:tasks_task_change", args=[self.object.pk])
