"""Tasks of a plan counted for its pace: what is left, what was done since when, what blocks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import reduce
from operator import or_
from typing import Any, Self

from django.db.models import Count, Q

from tasks import standing
from tasks.pace import Pace, Window
from tasks.querysets.risk import RiskQuerySet
from tasks.states import Timeliness

_DATED = Q(original_due_on__isnull=False)


class PaceQuerySet(RiskQuerySet):
    """The methods of ``TaskQuerySet`` about pace. All build on ``standing``."""

    def dated(self) -> Self:
        return self.filter(_DATED)

    def open_dated(self) -> Self:
        """Tasks with a deadline, not yet completed: what the pace still has to bring."""
        return self.filter(_DATED).exclude(standing.IS_DONE)

    def completed_dated(self) -> Self:
        return self.filter(_DATED & standing.IS_DONE)

    def completed_since(self, first: dt.date) -> Self:
        """Tasks whose result is dated from ``first`` on, and known."""
        return self.filter(standing.IS_DONE, completed_on__gte=first)

    def blocking(self) -> Self:
        """Open tasks with a deadline that hold their plan up: overdue, suspended or at risk."""
        held = (Timeliness.OVERDUE, Timeliness.STOPPED)
        at_risk = self.at_risk().order_by().values("pk")
        return self.open_dated().filter(Q(timeliness__in=held) | Q(pk__in=at_risk))

    def paces(self, windows: Mapping[int, Window], *by: str) -> dict[Any, Pace]:
        """The pace of the rows by programme (an id of ``windows``) and the further names ``by``.

        Keys are ids of programmes without ``by``, else tuples. Two queries.
        """
        if not windows:
            return {}
        names = ("programme", *map(standing.of_the_day, by))
        rows = self.filter(programme__in=windows).order_by()
        started = _since({pk: one.starts_on for pk, one in windows.items()})
        recent = _since({pk: one.recent_from for pk, one in windows.items()})
        counted = (
            rows.filter(_DATED)
            .values(*names)
            .annotate(
                total=Count("pk"),
                done=Count("pk", filter=standing.IS_DONE),
                started=Count("pk", filter=standing.IS_DONE & started),
                recent=Count("pk", filter=standing.IS_DONE & recent),
            )
        )
        blocked = rows.blocking().values_list(*names).annotate(n=Count("pk"))
        held = {tuple(key): n for *key, n in blocked}
        found: dict[Any, Pace] = {}
        for row in counted:
            key = tuple(row.pop(name) for name in names)
            pace = Pace(windows[key[0]], blocking=held.get(key, 0), **row)
            found[key if by else key[0]] = pace
        return found


def _since(days: Mapping[int, dt.date]) -> Q:
    """Completed on or after the day that belongs to the task's programme."""
    return reduce(or_, (Q(programme=pk, completed_on__gte=day) for pk, day in days.items()))
