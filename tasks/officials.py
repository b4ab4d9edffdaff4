"""Leaders as far as tasks are concerned: whom a reader may look up."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.urls import reverse

from agencies.models import Agency, Official
from agencies.querysets import Reader, reach_for
from reporting.selection import Selection
from tasks.models import Task

#: What the pages of leaders ask for.
LEADER_RIGHTS = ("agencies.view_official", "tasks.view_task")


def officials_seen_by(user: Reader) -> QuerySet[Official]:
    """Officials of an agency that ``user`` sees, or who answer for a task that ``user`` sees."""
    rows = Official.objects.select_related("agency")
    if reach_for(user).is_everything:
        return rows
    tasks = Task.objects.visible_to(user).order_by().values("responsible")
    own = Agency.objects.visible_to(user).order_by().values("pk")
    return rows.filter(Q(agency__in=own) | Q(pk__in=tasks))


def leader_urls(
    user: Reader, selection: Selection, keys: Iterable[int | None]
) -> dict[int | None, str]:
    """By id: the pages of those of ``keys`` that ``user`` may open. At most one query."""
    wanted = {key for key in keys if key is not None}
    if not wanted or not user.has_perms(LEADER_RIGHTS):
        return {}
    if not reach_for(user).is_everything:
        seen = officials_seen_by(user).filter(pk__in=wanted)
        wanted = set(seen.values_list("pk", flat=True))
    return {key: selection.url(reverse("leader-detail", args=[key])) for key in wanted}
