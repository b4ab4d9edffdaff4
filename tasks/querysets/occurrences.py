"""Reports of recurring tasks as they stand on a day."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Case, CharField, Count, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from tasks.querysets.parts import TaskPartQuerySet


class OccurrenceState(models.TextChoices):
    """How a report stands on a day, computed from its dates."""

    MISSING = "missing", _("Quá hạn, chưa có")
    OPEN = "open", _("Chưa đến hạn")
    LATE = "late", _("Có sau hạn")
    ON_TIME = "on_time", _("Có trước, đúng hạn")


class OccurrenceQuerySet(TaskPartQuerySet):
    def known_on(self, on: dt.date) -> Self:
        """Reports of tasks assigned by ``on`` and not given up by then, nor themselves."""
        given_up = Q(cancelled_on__lte=on) | Q(task__cancelled_on__lte=on)
        return self.filter(task__assigned_on__lte=on).exclude(given_up)

    def standing(self, on: dt.date) -> Self:
        """Annotates ``state`` on ``on``, a value of ``OccurrenceState``."""
        is_made = Q(completed_on__lte=on)
        return self.annotate(
            state=Case(
                When(is_made & Q(completed_on__gt=F("due_on")), then=Value(OccurrenceState.LATE)),
                When(is_made, then=Value(OccurrenceState.ON_TIME)),
                When(due_on__lt=on, then=Value(OccurrenceState.MISSING)),
                default=Value(OccurrenceState.OPEN),
                output_field=CharField(),
            )
        )

    def as_of(self, on: dt.date) -> Self:
        return self.known_on(on).standing(on)

    def due_by(self, on: dt.date) -> Self:
        """Reports that had to be made before ``on``: their last day is over."""
        return self.filter(due_on__lt=on)

    def counts(self, on: dt.date) -> dict[str, int | None]:
        """``occurrences_due`` and its three parts, in one query. Builds on ``as_of``."""
        rows = self.due_by(on).order_by().values_list("state").annotate(n=Count("pk"))
        found = dict(rows)
        parts = (OccurrenceState.ON_TIME, OccurrenceState.LATE, OccurrenceState.MISSING)
        counts: dict[str, Any] = {f"occurrences_{one.value}": found.get(one, 0) for one in parts}
        return counts | {"occurrences_due": sum(counts.values())}

    def for_table(self) -> Self:
        return self.select_related("task__lead", "task__programme").order_by("due_on", "pk")
