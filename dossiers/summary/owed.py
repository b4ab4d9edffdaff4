"""Forms that the reader's own agencies have not sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Q

from agencies.models import Agency, AgencySuccession
from agencies.querysets import AgencyQuerySet, Reader, reach_for
from dossiers.reported.duties import Report
from dossiers.summary.reported import reports
from reporting.models import Period

#: Who enters a form answers for it.
ENTER = "dossiers.add_return"


def own_agencies(user: Reader) -> AgencyQuerySet:
    """Agencies for whose forms ``user`` answers: those of the own memberships, and those that
    gave way to them as far as the user may write theirs; not the branch below.

    None for somebody who enters for the whole province.
    """
    reach = reach_for(user, ENTER)
    if reach.is_everything or not reach.roots:
        return Agency.objects.none()
    before = AgencySuccession.objects.filter(successor__in=reach.roots).values("predecessor")
    writable: AgencyQuerySet = Agency.objects.writable_by(user, ENTER)
    return writable.filter(Q(pk__in=reach.roots) | Q(pk__in=before))


def owed_by(user: Reader, periods: Sequence[Period], on: dt.date) -> list[Report]:
    """What the own agencies have not sent by day ``on``; ``periods`` with their deadlines.

    No query for a reader without agencies of their own, four otherwise.
    """
    agencies = own_agencies(user)
    if agencies.query.is_empty() or not periods:
        return []
    found = reports(agencies, periods, on)
    return [one for period in periods for one in found[period.pk] if not one.is_sent]


def periods_due(first: dt.date, last: dt.date) -> list[Period]:
    """Periods with a deadline from ``first`` to ``last``, of whatever level. Two queries."""
    days = (first, last)
    near = Period.objects.filter(
        Q(due_on__range=days) | Q(internal_due_on__range=days) | Q(deadlines__due_on__range=days)
    )
    return list(near.distinct().order_by("date_to", "date_from").prefetch_related("deadlines"))
