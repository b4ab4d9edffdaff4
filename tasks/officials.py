"""Leaders as far as tasks are concerned: whom a reader may look up."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from agencies.models import Agency, Official
from agencies.querysets import Reader, reach_for
from tasks.models import Task


def officials_seen_by(user: Reader) -> QuerySet[Official]:
    """Officials of an agency that ``user`` sees, or who answer for a task that ``user`` sees."""
    rows = Official.objects.select_related("agency")
    if reach_for(user).is_everything:
        return rows
    tasks = Task.objects.visible_to(user).order_by().values("responsible")
    own = Agency.objects.visible_to(user).order_by().values("pk")
    return rows.filter(Q(agency__in=own) | Q(pk__in=tasks))
