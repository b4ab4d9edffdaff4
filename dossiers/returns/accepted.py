"""Differences of a return taken as they stand: who may take that back, and when it was done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext as _

from agencies.models import User
from agencies.querysets import Reader
from dossiers.models import Return
from dossiers.returns.steps import PUBLISH, rights_over
from reporting.models import Acceptance, AcceptanceWithdrawal

ACCEPT = "dossiers.accept_return"
_CLOSED = frozenset({Return.Status.PUBLISHED, Return.Status.SUPERSEDED})


def stays(row: Return, reader: Reader) -> Callable[[Acceptance], str]:
    """Why ``reader`` may not take an acceptance of ``row`` back; empty where he may.

    Who accepted may, and so may others of the same standing: the office that publishes for
    whoever accepted, a head for another head of the agency. What a published return rests on
    stays; a correction is made instead. Rights are asked for where an acceptance is another's,
    once for each person.
    """
    held = cache(lambda user, rights: rights_over(row, user, rights))

    def why(acceptance: Acceptance) -> str:
        if row.status in _CLOSED:
            return _("Biểu đã công bố nên không rút chấp nhận; hãy lập bản đính chính.")
        if acceptance.accepted_by_id == getattr(reader, "pk", None):
            return ""
        if held(reader, (PUBLISH,)):
            return ""
        if held(acceptance.accepted_by, (ACCEPT, PUBLISH)) == {ACCEPT}:
            return ""
        words = {"who": acceptance.accepted_by}
        return _("%(who)s đã chấp nhận; chỉ người đó hoặc cơ quan công bố biểu rút được.") % words

    return why


@dataclass(frozen=True)
class Event:
    """An acceptance, or its withdrawal, in the course of a return."""

    at: dt.datetime
    user: User
    text: str
    reason: str


def events_of(row: Return) -> list[Event]:
    """What was accepted in ``row`` and taken back, in no order. Two queries at most."""
    found = []
    every = list(Acceptance.objects.ever_of(Return, [row.pk]))
    for one in every:
        text = _("Chấp nhận chênh lệch: %(what)s") % {"what": one.sentence}
        found.append(Event(one.accepted_at, one.accepted_by, text, one.reason))
    if every:
        taken = AcceptanceWithdrawal.objects.filter(acceptance__in=every)
        for back in taken.select_related("withdrawn_by", "acceptance"):
            text = _("Rút chấp nhận chênh lệch: %(what)s") % {"what": back.acceptance.sentence}
            found.append(Event(back.withdrawn_at, back.withdrawn_by, text, back.reason))
    return found
