"""Rules over tasks, in SQL: what a completed task lacks, days that cannot be, leads that were not.

T6 to T8 of the catalogue of checks. What proves a result is a row of ``Evidence``.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any, Self

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
)

from agencies.models import Agency
from agencies.querysets import ScopedQuerySet
from tasks import standing

CODES = ("T6", "T7", "T8")

#: Days that come in this order, where both are known.
_ORDER = (
    ("assigned_on", "started_on"),
    ("assigned_on", "submitted_on"),
    ("assigned_on", "result_on"),
    ("assigned_on", "completed_on"),
    ("started_on", "completed_on"),
)
#: Days on which something has happened.
_PAST = ("started_on", "submitted_on", "result_on", "completed_on", "cancelled_on")


class CheckingQuerySet(ScopedQuerySet):
    """Methods of ``TaskQuerySet``. All build on ``standing``."""

    def completed_with_evidence(self) -> Self:
        """Completed tasks with evidence of the day."""
        return self.filter(standing.IS_DONE).filter(Exists(proofs()))

    def completed_without_evidence(self) -> Self:
        """Completed tasks without any."""
        return self.filter(standing.IS_DONE).exclude(Exists(proofs()))

    def breaking(self, code: str, today: dt.date) -> Self:
        """Tasks that break the rule ``code``: ``T6``, ``T7`` or ``T8``.

        ``today`` bounds what can have happened, whatever day the page speaks of.
        """
        return self._judged(today).filter(**{code: True})

    def broken_by(self, by: str, today: dt.date) -> dict[Any, dict[str, int]]:
        """How many tasks break each rule, and how many any (``""``), for each value of ``by``
        (``lead`` means that of the day). One query."""
        name = standing.of_the_day(by)
        rows = (
            self._judged(today)
            .filter(Q(T6=True) | Q(T7=True) | Q(T8=True))
            .order_by()
            .values_list(name, *CODES)
            .annotate(n=Count("pk"))
        )
        found: dict[Any, dict[str, int]] = defaultdict(lambda: dict.fromkeys(("", *CODES), 0))
        for key, *marks, n in rows:
            found[key][""] += n
            for code, mark in zip(CODES, marks, strict=True):
                found[key][code] += n if mark else 0
        return dict(found)

    def _judged(self, today: dt.date) -> Self:
        """Annotates ``T6``, ``T7`` and ``T8``: whether the task breaks the rule."""
        return self.alias(first_lead=_first_lead()).annotate(
            T6=standing.told(standing.IS_DONE & (Q(result_number="") | Q(~Exists(proofs())))),
            T7=standing.told(_impossible(today)),
            T8=standing.told(Q(Exists(_no_lead()))),
        )


def proofs() -> QuerySet[Any]:
    """Evidence issued by the day; one without a date is taken to be."""
    from tasks.models import Evidence  # noqa: PLC0415 -- models import querysets

    issued = Q(issued_on=None) | Q(issued_on__lte=OuterRef("as_of_day"))
    return Evidence.objects.filter(issued, task=OuterRef("pk"))


def _impossible(today: dt.date) -> Q:
    """Days in the future, or out of their order; extensions decided before the task was given."""
    from tasks.models import Extension  # noqa: PLC0415 -- models import querysets

    early = Extension.objects.filter(task=OuterRef("pk"), decided_on__lt=OuterRef("assigned_on"))
    found = Q(decision_count__gt=0) & Q(Exists(early))
    for name in _PAST:
        found |= Q(**{f"{name}__gt": today})
    for first, then in _ORDER:
        found |= Q(**{f"{then}__lt": F(first)})
    return found


def _first_lead() -> Case:
    """The id of the agency to which the task was first given."""
    from tasks.models import LeadChange  # noqa: PLC0415 -- models import querysets

    return standing.lead(LeadChange.objects.all(), OuterRef("assigned_on"))


def _no_lead() -> QuerySet[Any]:
    """The first lead, where it did not exist on the day on which the task was given to it."""
    too_late = Q(valid_from__gt=OuterRef("assigned_on"))
    gone = Q(valid_to__lt=OuterRef("assigned_on"))
    return Agency.objects.filter(too_late | gone, pk=OuterRef("first_lead"))
