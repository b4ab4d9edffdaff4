"""Work that waits for somebody: results to hand in, to confirm; and the path of a task.

How things stand now, by the stored progress: a queue of work has no as-of day.
"""

from __future__ import annotations

from typing import Any, Self

from django.db.models import OuterRef, Prefetch, Q, Subquery

from agencies.querysets import ScopedQuerySet
from tasks.states import Progress


class InboxQuerySet(ScopedQuerySet):
    """Methods of ``TaskQuerySet``."""

    def awaiting_confirmation(self) -> Self:
        """Handed in and not answered, the longest waiting first."""
        return self.filter(progress=Progress.SUBMITTED).order_by("submitted_on", "code")

    def to_submit(self) -> Self:
        """Last reported at 100 % or returned, and not handed in; annotates ``last_percent``."""
        from tasks.models import TaskUpdate  # noqa: PLC0415 -- models import querysets

        reported = TaskUpdate.objects.filter(task=OuterRef("pk"), percent__isnull=False)
        newest = reported.order_by("-reported_on", "-pk").values("percent")[:1]
        at_work = Q(progress__in=(Progress.NOT_STARTED, Progress.IN_PROGRESS), last_percent=100)
        return (
            self.filter(
                progress__in=(Progress.NOT_STARTED, Progress.IN_PROGRESS, Progress.RETURNED)
            )
            .annotate(last_percent=Subquery(newest))
            .filter(at_work | Q(progress=Progress.RETURNED))
            .order_by("effective_due_on", "code")
        )


def with_people() -> list[Prefetch[Any, Any, Any]]:
    """What a task page tells of its path and its deadlines: three queries, with who did it."""
    from tasks.models import Extension, ExtensionRequest, TaskStep  # noqa: PLC0415 -- as above

    requests = ExtensionRequest.objects.select_related("requested_by", "answered_by")
    return [
        Prefetch("steps", queryset=TaskStep.objects.select_related("user")),
        Prefetch("extensions", queryset=Extension.objects.select_related("entered_by")),
        Prefetch("extension_requests", queryset=requests),
    ]
