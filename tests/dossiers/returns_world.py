"""Forms that were sent on a day, for tests of who has reported and of two sources."""

from __future__ import annotations

import datetime as dt
from typing import Any

from agencies.models import Agency
from dossiers.models import Return, ReturnStep
from reporting.models import Period, PeriodDeadline
from tests.factories import ReturnFactory


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def step(form: Return, status: str, on: str) -> ReturnStep:
    at = dt.datetime.combine(day(on), dt.time(3, 0), tzinfo=dt.UTC)
    return ReturnStep.objects.create(report=form, status=status, on=day(on), entered_at=at)


def sent(period: Period, agency: Agency, on: str, **typed: Any) -> Return:
    """A form of ``agency`` sent on day ``on``; submitted unless ``status`` says otherwise."""
    status = typed.pop("status", Return.Status.SUBMITTED)
    form = ReturnFactory(period=period, agency=agency, status=status, **typed)
    step(form, Return.Status.SUBMITTED, on)
    return form


def deadline(period: Period, level: str, on: str) -> PeriodDeadline:
    return PeriodDeadline.objects.create(period=period, level=level, due_on=day(on))
