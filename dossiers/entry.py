"""Keeps supplements and due days in step with a dossier that is typed on its entry screen.

There a clerk sets the status; what ``dossiers.late.clock`` does on a page happens here by itself:
status 5 begins a wait, leaving it ends one and moves the due day. ``was`` is the dossier as it
stands in the database, None for a new one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from agencies.models import User
from dossiers.codes import Status
from dossiers.late import clock
from dossiers.models import Dossier, DueDateChange, Supplement
from dossiers.returns.refusals import Refused
from reporting.numbers import date

WAITING = Status.SUPPLEMENT_ASKED


def check(pk: int, typed: Mapping[str, Any], *, today: dt.date) -> None:
    """Raises ``Refused`` where the wait that the typed values end cannot be ended so."""
    was = Dossier.objects.filter(pk=pk, status=WAITING).first()
    if was is None or typed.get("status") == WAITING:
        return
    found = clock.awaited_by(was)
    if found is None:
        return
    ended_on = typed.get("resolved_on") or today
    if ended_on < found.asked_on:
        text = _("Yêu cầu bổ sung ngày %(day)s; hồ sơ không thể kết thúc trước ngày này.")
        raise Refused(text % {"day": date(found.asked_on)})
    if was.due_on is not None and found.asked_on <= was.due_on == typed.get("due_on"):
        clock.moved(was.due_on, found.asked_on, ended_on)


def before_saving(obj: Dossier, was: Dossier | None, user: User, *, today: dt.date) -> None:
    """Fills in since when it waits, or ends the wait and moves ``obj.due_on``."""
    if obj.status == WAITING:
        obj.waiting_since = obj.waiting_since or today
        return
    obj.waiting_since = None
    if was is None or was.status != WAITING:
        return
    found = clock.awaited_by(was)
    if found is not None:
        is_stopped = obj.due_on == was.due_on
        clock.end_wait(obj, found, obj.resolved_on or today, user, is_stopped=is_stopped)


def after_saving(obj: Dossier, was: Dossier | None, user: User, *, moved_by_hand: bool) -> None:
    """Writes the wait that has begun, and the due day that was typed anew."""
    if obj.status == WAITING and obj.waiting_since is not None:
        found = clock.awaited_by(obj) or Supplement(dossier=obj, asked_by=user)
        if found.asked_on != obj.waiting_since:
            found.asked_on = obj.waiting_since
            found.save()
    if was is not None and moved_by_hand:
        clock.log_move(obj, was.due_on, DueDateChange.Reason.CORRECTION, user)
