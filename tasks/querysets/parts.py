"""What hangs on a task: reports, evidence, steps, requests, extensions, funding, occurrences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from agencies.models import Agency
from agencies.querysets import ScopedQuerySet, reach_for
from tasks.querysets.masking import RIGHT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from agencies.querysets import AgencyQuerySet, Reader
    from tasks.querysets.rows import TaskQuerySet


class TaskPartQuerySet(ScopedQuerySet):
    """What belongs to a task is read by whoever may read the task, and changed by its lead's
    people. Parts of restricted tasks are counted all the same: see ``counted_for``."""

    agency_path = "task__lead"

    def visible_to(self, user: Reader) -> Self:
        """Parts of tasks that ``user`` sees and may read."""
        if reach_for(user).is_everything and reach_for(user, RIGHT).is_everything:
            return self.all()
        return self.filter(task__in=_tasks().readable_by(user).order_by().values("pk"))

    def counted_for(self, user: Reader) -> Self:
        """Parts of tasks that an agency which ``user`` sees leads today: they follow their task to
        a new lead. For numbers; texts of restricted tasks are left out by whoever shows rows."""
        if reach_for(user).is_everything:
            return self.all()
        return self.led_by(Agency.objects.visible_to(user))

    def led_by(self, agencies: AgencyQuerySet | Iterable[int]) -> Self:
        """Parts of tasks that one of ``agencies`` leads today: they follow their task."""
        return self.of_agencies(agencies)

    def writable_by(self, user: Reader, permission: str) -> Self:
        """Parts of tasks that ``user`` may change by ``permission`` and may read."""
        if reach_for(user, permission).is_everything and reach_for(user, RIGHT).is_everything:
            return self.all()
        tasks = _tasks().writable_by(user, permission)
        return self.filter(task__in=tasks.order_by().values("pk"))

    def titles(self, visible: TaskQuerySet) -> dict[int, str]:
        """Titles of the tasks of these rows by id, of those of ``visible`` that may be read. One
        query."""
        tasks = visible.filter(pk__in=self.order_by().values("task"))
        return {task.pk: task.title for task in tasks.readable()}


def _tasks() -> Any:
    from tasks.models import Task  # noqa: PLC0415 -- models import querysets

    return Task.objects.all()
