"""Conclusions and points of an agenda: which are open, which a reader may see."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from agencies.models import Agency
from agencies.querysets import reach_for

if TYPE_CHECKING:
    from agencies.querysets import Reader


class ConclusionQuerySet(models.QuerySet[Any]):
    """Conclusions are read by everybody who may open the pages of meetings."""

    def known_on(self, on: dt.date) -> Self:
        return self.filter(meeting__held_on__lte=on)

    def open_on(self, on: dt.date) -> Self:
        """Conclusions of meetings held by ``on`` that nobody had closed by then, oldest first."""
        not_closed = Q(closed_on=None) | Q(closed_on__gt=on)
        return self.known_on(on).filter(not_closed).order_by("meeting__held_on", "pk")

    def about(self, document: Any) -> Self:
        """Conclusions that ``document`` announces, or that speak of carrying it out."""
        return self.filter(Q(meeting__notice=document) | Q(basis=document))


class AgendaItemQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Reader) -> Self:
        """Points about nobody in particular, and those about what ``user`` sees and may read."""
        from reporting.models import Statement  # noqa: PLC0415 -- models import querysets
        from tasks.models import Task  # noqa: PLC0415 -- models import querysets

        found = self
        if not reach_for(user).is_everything:
            agencies = Agency.objects.visible_to(user).order_by().values("pk")
            statements = Statement.objects.visible_to(user).order_by().values("pk")
            found = found.filter(
                Q(agency=None) | Q(agency__in=agencies),
                Q(statement=None) | Q(statement__in=statements),
            )
        tasks = Task.objects.readable_by(user).order_by().values("pk")
        return found.filter(Q(task=None) | Q(task__in=tasks))
