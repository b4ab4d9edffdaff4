"""Which dossiers stand behind each column of form II.06."""

from __future__ import annotations

import datetime as dt

from django.db.models import F, Q

from dossiers.codes import Channel, Status
from dossiers.columns import MOVED, returned_inside

IS_RECEIVED = ~Q(status__in=Status.not_received())
IS_WITHOUT_RESULT = Q(status__in=Status.without_result())
#: The clock stands still: a supplement was asked for by the due day, and has not come. While a
#: dossier waits so it is not overdue, form II.06 counts it in column 12. The same in SQL:
#: ``ledger_sql.waits``.
WAITS = Q(status=Status.SUPPLEMENT_ASKED) & (
    Q(waiting_since__lte=F("due_on")) | Q(waiting_since=None, received_on__lte=F("due_on"))
)
#: The opposite where there is a due day; said without NOT, which unknown days would escape.
RUNS = (
    ~Q(status=Status.SUPPLEMENT_ASKED)
    | Q(waiting_since__gt=F("due_on"))
    | Q(waiting_since=None, received_on__gt=F("due_on"))
)
#: Without a due day nothing is early and nothing late.
NO_LIMIT = Q(due_on=None)


def behind(key: str, date_from: dt.date, date_to: dt.date) -> Q:
    """Exactly the dossiers that column ``key`` (of ``columns.KEYS``) counts from one day to
    another, both included.

    Raises KeyError for a key that is none.
    """
    conditions = (
        _receptions(date_from, date_to) | _resolutions(date_from, date_to) | _pending(date_to)
    )
    # Over the whole province nothing is handed over: see ``held_rows`` for the agencies' shares.
    conditions |= {key: Q(pk__in=[]) for key in MOVED}
    conditions["in_time_or_settled"] = (
        conditions["resolved_early_on_time"] | conditions["pending_in_time"]
    )
    conditions["late_or_overdue"] = conditions["resolved_overdue"] | conditions["pending_overdue"]
    conditions["due_total"] = conditions["resolved_total"] | conditions["pending_overdue"]
    return conditions[key]


def is_pending(on: dt.date) -> Q:
    """Received by the end of day ``on`` and not resolved by then."""
    return IS_RECEIVED & Q(received_on__lte=on) & (Q(resolved_on=None) | Q(resolved_on__gt=on))


def _receptions(date_from: dt.date, date_to: dt.date) -> dict[str, Q]:
    new = IS_RECEIVED & Q(received_on__range=(date_from, date_to))
    carried_over = is_pending(date_from - dt.timedelta(days=1))
    return {
        "received_total": new | carried_over,
        "new_received": new,
        "carried_over": carried_over,
        "online": new & Q(channel=Channel.ONLINE),
        "direct": new & Q(channel=Channel.IN_PERSON),
        "postal": new & Q(channel=Channel.POST),
        "direct_postal": new & Q(channel__in=[Channel.IN_PERSON, Channel.POST]),
    }


def _resolutions(date_from: dt.date, date_to: dt.date) -> dict[str, Q]:
    # Nothing is resolved before it is received; said again, it bounds the scan of the index.
    closed = Q(resolved_on__range=(date_from, date_to), received_on__lte=date_to)
    without_result = closed & IS_WITHOUT_RESULT
    with_result = closed & ~IS_WITHOUT_RESULT
    inside = without_result if returned_inside() else Q(pk__in=[])
    return {
        "resolved_total": with_result | inside,
        "resolved_early": with_result & Q(resolved_on__lt=F("due_on")),
        "resolved_on_time": (with_result & (NO_LIMIT | Q(resolved_on=F("due_on")))) | inside,
        "resolved_early_on_time": (with_result & (NO_LIMIT | Q(resolved_on__lte=F("due_on"))))
        | inside,
        "resolved_overdue": with_result & Q(resolved_on__gt=F("due_on")),
        "returned": closed & Q(status=Status.STOPPED),
        "withdrawn": closed & Q(status=Status.WITHDRAWN),
    }


def _pending(on: dt.date) -> dict[str, Q]:
    pending = is_pending(on)
    return {
        "pending_total": pending,
        "pending_in_time": pending & (NO_LIMIT | Q(due_on__gte=on) | WAITS),
        "pending_overdue": is_overdue(on),
    }


def is_overdue(on: dt.date) -> Q:
    """Pending at the end of day ``on``, past its due day, and not waiting for a supplement.

    Those resolved since then were late: said again, it lets the partial indexes be used. The
    bound of the due day is written in two ways, because what both sides had in common would be
    looked up without them.
    """
    open_still = Q(resolved_on=None, due_on__lte=on - dt.timedelta(days=1)) & RUNS
    resolved_since = Q(resolved_on__gt=on, due_on__lt=on) & Q(resolved_on__gt=F("due_on"))
    return IS_RECEIVED & Q(received_on__lte=on) & (open_still | resolved_since)
