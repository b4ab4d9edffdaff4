"""Due days that the site works out, and moves when the working calendar changes.

Open dossiers only: what is closed was early or late by the due day of its time. Promised due days
(imported, typed) are nobody's to move; those that fall on a day off are counted and listed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils.translation import gettext as _

from dossiers.books.sql import render
from dossiers.models import Dossier
from reporting.loading import working_calendar
from reporting.numbers import number
from reporting.workdays import WorkingCalendar

#: While this setting of the session is "on", a due day that moves stays one that the site computed
#: (trigger ``a_due_day_from_outside_is_a_promise``).
SETTING = "dossiers.moves_due_days"
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Recomputed:
    """``moved`` due days; ``out_of_reach``: computed ones that the calendar's years do not cover;
    ``on_day_off``: open dossiers promised for a day on which nobody works."""

    moved: int
    out_of_reach: int
    on_day_off: int


@contextmanager
def moving_due_days() -> Iterator[None]:
    """Within: due days move and stay computed. To be used inside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, 'on', true)", [SETTING])
        yield
        cursor.execute("SELECT set_config(%s, 'off', true)", [SETTING])


def compute(received_on: dt.date, term: int, calendar: WorkingCalendar) -> dt.date:
    """The due day of a dossier received on a day: the ``term``-th working day after it.

    What comes on a day off counts as come on the next working day. Raises ValueError where the
    calendar does not reach.
    """
    return calendar.add_working_days(calendar.working_day_on_or_after(received_on), term)


def recompute(changed_by: int | None = None) -> Recomputed:
    """Moves the computed due days of all open dossiers to the calendar as it stands, and writes
    each move. One transaction, all or nothing; to run it again moves nothing.

    Raises ValueError when no year of the calendar is complete.
    """
    calendar = working_calendar()
    with transaction.atomic(), connection.cursor() as cursor, moving_due_days():
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(render("recompute_due_days"), _days_of(calendar) | {"by": changed_by})
        moved, out_of_reach = cursor.fetchone()
    promised = Dossier.objects.promised_for(days_off(calendar))
    return Recomputed(moved, out_of_reach, promised.count())


def days_off(calendar: WorkingCalendar) -> list[dt.date]:
    """Every day of the covered years on which nobody works."""
    worked = set(calendar.working_days(calendar.first_day, calendar.last_day))
    return [day for day in _all_days(calendar) if day not in worked]


def _all_days(calendar: WorkingCalendar) -> list[dt.date]:
    count = (calendar.last_day - calendar.first_day).days + 1
    return [calendar.first_day + ONE_DAY * offset for offset in range(count)]


def _days_of(calendar: WorkingCalendar) -> dict[str, list[dt.date] | list[int]]:
    """Every covered day with how many days were worked up to it, and the days worked."""
    worked = calendar.working_days(calendar.first_day, calendar.last_day)
    days, known = _all_days(calendar), set(worked)
    done, count = [], 0
    for day in days:
        count += day in known
        done.append(count)
    return {"days": days, "done": done, "worked": worked}


def said(found: Recomputed) -> list[str]:
    """What was done, in sentences."""
    lines = [_("Đã tính lại lịch: %(n)s hồ sơ đổi ngày hẹn trả.") % {"n": number(found.moved)}]
    if found.out_of_reach:
        text = _("%(n)s hồ sơ giữ hạn cũ vì lịch làm việc chưa có đủ các năm liên quan.")
        lines.append(text % {"n": number(found.out_of_reach)})
    if found.on_day_off:
        text = _("%(n)s hồ sơ có ngày hẹn trả đã hứa rơi vào ngày nghỉ; ngày này không tự đổi.")
        lines.append(text % {"n": number(found.on_day_off)})
    return lines
