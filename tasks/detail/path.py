"""The path of a task: every step, who took it, of which day, when it was typed, and why."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from reporting.numbers import date, moment
from tasks import wording

Row = dict[str, Any]


def path_of(task: Any, on: dt.date) -> list[Row]:
    """The steps (prefetched with their users), the newest first; those after ``on`` marked."""
    taken = sorted(task.steps.all(), key=lambda step: (step.entered_at, step.pk), reverse=True)
    return [
        {
            "day": date(step.on),
            "iso": step.on.isoformat(),
            "text": step.get_kind_display(),
            "entered": _entered(step),
            "reason": step.reason,
            "is_later": step.on > on,
        }
        for step in taken
    ]


def _entered(step: Any) -> str:
    if timezone.localdate(step.entered_at) == step.on:
        words = {"who": step.user or _("Hệ thống"), "at": moment(step.entered_at)}
        return _("%(who)s, %(at)s") % words
    return wording.entered(step.user, step.entered_at)
