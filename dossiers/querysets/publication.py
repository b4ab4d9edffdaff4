"""Whether procedures were published and made public in time: indicators 1.1 and 1.2 of Decision
766/QĐ-TTg, by working days."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Least

from dossiers.querysets.timing import place_among
from reporting.workdays import WorkingCalendar

#: Lists that the two indicators open to: key → (field judged, whether only those in time).
LISTS = {
    "decided": ("is_decided_in_time", False),
    "decided_in_time": ("is_decided_in_time", True),
    "public": ("is_public_in_time", False),
    "public_in_time": ("is_public_in_time", True),
}


def judged(
    changes: QuerySet[Any], calendar: WorkingCalendar | None, date_from: dt.date, date_to: dt.date
) -> QuerySet[Any]:
    """The changes decided on these days, each with ``is_decided_in_time`` and
    ``is_public_in_time`` as of ``date_to``.

    None: not to be judged, because a day is unknown or outside the calendar, or because what is
    not public yet is not late yet.
    """
    decided = changes.filter(decided_on__range=(date_from, date_to))
    if calendar is None:
        unknown = Value(None, output_field=models.BooleanField())
        return decided.annotate(is_decided_in_time=unknown, is_public_in_time=unknown)
    worked = calendar.working_days(calendar.first_day, calendar.last_day)
    place = place_among(worked, F("decided_on"))
    years = (calendar.first_day, calendar.last_day)
    before = place_among(worked, F("effective_on")) - place
    last_day = Least("published_on", Value(date_to))  # the smaller of those that are known
    after = place_among(worked, last_day) - place
    is_public = Q(published_on__lte=date_to)
    is_late = Q(days_after__gt=settings.PROCEDURES_PUBLIC_DAYS_AFTER)
    is_covered = Q(decided_on__range=years) & Q(last_day__lte=calendar.last_day)
    dated = decided.annotate(days_before=before, days_after=after, last_day=last_day)
    return dated.annotate(
        is_decided_in_time=Case(
            When(effective_on=None, then=None),
            When(~Q(decided_on__range=years) | ~Q(effective_on__range=years), then=None),
            When(days_before__gte=settings.PROCEDURES_DECIDED_DAYS_BEFORE, then=Value(True)),
            default=Value(False),
            output_field=models.BooleanField(),
        ),
        is_public_in_time=Case(
            When(~is_covered, then=None),
            When(is_late, then=Value(False)),
            When(is_public, then=Value(True)),
            default=None,
            output_field=models.BooleanField(),
        ),
    )


def of_list(procedures: QuerySet[Any], key: str, changes: QuerySet[Any]) -> QuerySet[Any]:
    """The procedures that the list ``key`` of ``LISTS`` counts; ``changes`` as ``judged``.

    Several changes of one procedure: one late, and it is late. Raises KeyError for another key.
    """
    field, is_in_time = LISTS[key]
    mine = changes.filter(procedure=OuterRef("pk"), **{f"{field}__isnull": False})
    found = procedures.filter(Exists(mine))
    return found.exclude(Exists(mine.filter(**{field: False}))) if is_in_time else found
