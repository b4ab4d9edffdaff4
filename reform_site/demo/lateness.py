"""Generated waits, causes and letters for generated dossiers. No figure of the targets moves.

A wait is written where the dossier already waits, by the day on which it is still in time; causes
and letters hang on dossiers that are late already. Nothing here was ever published.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from random import Random
from typing import Any

from dossiers.codes import Status
from dossiers.loading import load_delay_causes
from dossiers.models import Apology, DelayCause, Dossier, DueDateChange, Supplement
from reform_site.demo.days import ONE_DAY
from reporting.loading import working_calendar
from reporting.workdays import WorkingCalendar

BATCH = 2_000
LONG_AGO = dt.date(2000, 1, 1)
#: Of ten late dossiers how many have a cause, of twenty how many a letter.
NAMED, APOLOGISED = 7, 17
#: How likely each cause is, in the order of the list; what follows is rare.
WEIGHTS = (6, 9, 3, 4, 3, 2, 8, 5, 5, 3, 1)


def load_lateness(as_of: dt.date, seed: int) -> None:
    """Writes them for all dossiers as they stand on day ``as_of``."""
    load_delay_causes()
    chance = Random(f"{seed}:lateness")  # noqa: S311 -- to be repeatable
    _wait(as_of, chance)
    late = Dossier.objects.filter(status__in=[Status.PROCESSED, Status.RETURNED_RESULT])
    _explain(_late(late.in_column("resolved_overdue", LONG_AGO, as_of)), as_of, chance)
    _explain(_late(Dossier.objects.overdue(as_of)), as_of, chance)


def _late(rows: Any) -> list[Dossier]:
    return list(rows.select_related("resolving_agency").order_by("pk"))


def _wait(as_of: dt.date, chance: Random) -> None:
    """Since when the dossiers in status 5 wait; every fourth was asked once before."""
    calendar = working_calendar()
    rows = list(Dossier.objects.filter(status=Status.SUPPLEMENT_ASKED).order_by("pk"))
    requests: list[Supplement] = []
    moves: list[DueDateChange] = []
    for row in rows:
        last = min(as_of, row.due_on or as_of)
        span = max((last - row.received_on).days, 0)
        row.waiting_since = row.received_on + ONE_DAY * chance.randint(span // 2, span)
        requests.append(Supplement(dossier=row, asked_on=row.waiting_since))
        if span > 8 and chance.random() < 0.25:
            first, move = _asked_before(row, calendar)
            requests.append(first)
            moves += [move] if move else []
    Dossier.objects.bulk_update(rows, ["waiting_since"], batch_size=BATCH)
    Supplement.objects.bulk_create(requests, batch_size=BATCH)
    DueDateChange.objects.bulk_create(moves, batch_size=BATCH)


def _asked_before(
    row: Dossier, calendar: WorkingCalendar
) -> tuple[Supplement, DueDateChange | None]:
    """An earlier request, answered; the due day of today is the one it had moved to."""
    asked_on, answered_on = row.received_on + ONE_DAY, row.received_on + 3 * ONE_DAY
    came = calendar.working_day_on_or_after(answered_on)
    waited = calendar.count_working_days(asked_on, came)
    found = Supplement(dossier=row, asked_on=asked_on, answered_on=answered_on, days_waited=waited)
    if row.due_on is None or not waited:
        return found, None
    old = row.due_on
    while calendar.count_working_days(old, row.due_on) < waited:
        old -= ONE_DAY
    reason = DueDateChange.Reason.SUPPLEMENT
    return found, DueDateChange(dossier=row, old_due_on=old, new_due_on=row.due_on, reason=reason)


def _explain(rows: Sequence[Dossier], as_of: dt.date, chance: Random) -> None:
    causes = list(DelayCause.objects.order_by("position"))
    weights = [*WEIGHTS, *[1] * len(causes)][: len(causes)]
    for row in rows:
        if chance.random() < NAMED / 10:
            row.delay_cause = chance.choices(causes, weights)[0]
    named = [row for row in rows if row.delay_cause_id]
    Dossier.objects.bulk_update(named, ["delay_cause"], batch_size=BATCH)
    Apology.objects.bulk_create(_letters(rows, as_of, chance), batch_size=BATCH)


def _letters(rows: Sequence[Dossier], as_of: dt.date, chance: Random) -> Iterable[Apology]:
    for number, row in enumerate(rows, start=1):
        due = row.due_on
        if due is None or chance.random() >= APOLOGISED / 20:
            continue
        issued_on = min(max(due + ONE_DAY * chance.randint(-1, 3), row.received_on), as_of)
        yield Apology(
            dossier=row,
            number=f"{number}/XL-{row.resolving_agency.code}"[:50],
            issued_on=issued_on,
            new_due_on=max(row.resolved_on or due, issued_on, due) + 7 * ONE_DAY,
        )
