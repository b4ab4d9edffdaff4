"""One task with everything that is known of it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.views.generic import DetailView

from reporting.pages import SelectionPageMixin
from tasks import detail
from tasks.history import history_of
from tasks.models import Task
from tasks.querysets import TaskQuerySet


class TaskDetailView(SelectionPageMixin, DetailView[Task]):
    """One task: what it is, where it comes from, how it stands, what was done, who changed what."""

    permission_required = "tasks.view_task"
    template_name = "tasks/detail.html"
    slug_field = slug_url_kwarg = "code"

    def get_queryset(self) -> TaskQuerySet:
        visible = Task.objects.visible_to(self.request.user)
        return visible.standing(self.selection.as_of).for_detail()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        task = self.object
        return super().get_context_data(
            page=detail.Page(task, self.selection),
            history=history_of(task),
            change_url=self.change_url(),
            **kwargs,
        )

    def change_url(self) -> str | None:
        """The entry form, for those who may change this very task."""
        right = "tasks.change_task"
        user = self.request.user
        if not user.has_perm(right):
            return None
        if not Task.objects.writable_by(user, right).filter(pk=self.object.pk).exists():
            return None
        return reverse("admin:tasks_task_change", args=[self.object.pk])
