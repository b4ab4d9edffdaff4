"""What hangs on a task: reports, evidence, steps, requests, extensions, funding, occurrences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from agencies.querysets import ScopedQuerySet, reach_for
from tasks.querysets.masking import RIGHT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from agencies.querysets import AgencyQuerySet, Reader


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
        """Parts of tasks that count in what ``user`` reads. For numbers only, never to be shown."""
        if reach_for(user).is_everything:
            return self.all()
        return self.filter(task__in=_tasks().counted_for(user).order_by().values("pk"))

    def led_by(self, agencies: AgencyQuerySet | Iterable[int]) -> Self:
        """Parts of tasks that one of ``agencies`` leads today: they follow their task."""
        return self.of_agencies(agencies)

    def writable_by(self, user: Reader, permission: str) -> Self:
        """Parts of tasks that ``user`` may change by ``permission`` and may read."""
        if reach_for(user, permission).is_everything and reach_for(user, RIGHT).is_everything:
            return self.all()
        tasks = _tasks().writable_by(user, permission)
        return self.filter(task__in=tasks.order_by().values("pk"))


def _tasks() -> Any:
    from tasks.models import Task  # noqa: PLC0415 -- models import querysets

    return Task.objects.all()
