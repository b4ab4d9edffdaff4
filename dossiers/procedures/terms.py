"""Time limits in words, and what each decision made of them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from dossiers.querysets.timing import Times
from dossiers.wording import days
from reporting.numbers import UNKNOWN, number


def working(count: int | None) -> str:
    return UNKNOWN if count is None else _("%(days)s làm việc") % {"days": days(count)}


def allowed_in_words(limit: int | None) -> str:
    return _("không quy định") if limit is None else working(limit)


def compared_with(times: Times) -> str:
    """The limit that ``times`` were compared with: ``15 ngày làm việc``, or ``12–14 ngày làm việc
    theo ngày tiếp nhận`` where it was changed among the dossiers; empty where there was none."""
    if times.least is None or times.most is None:
        return ""
    if times.least == times.most:
        return working(times.most)
    words = {"least": number(times.least), "most": working(times.most)}
    return _("%(least)s–%(most)s theo ngày tiếp nhận") % words


def in_time(changes: Iterable[Any]) -> list[Any]:
    """Decisions that changed the time limit, in the order in which they did."""
    found = [one for one in changes if one.changes_term]
    return sorted(found, key=lambda one: (one.first_day, one.decided_on, one.pk or 0))


def steps(procedure: Any, changes: Iterable[Any]) -> dict[int, str]:
    """By the id of a decision what it made of the limit: ``14 → 12 ngày làm việc``."""
    ordered = in_time(changes)
    after = [*(one.working_days_before for one in ordered), procedure.working_days][1:]
    return {
        one.pk: f"{allowed_in_words(one.working_days_before)} → {allowed_in_words(limit)}"
        for one, limit in zip(ordered, after, strict=True)
    }
