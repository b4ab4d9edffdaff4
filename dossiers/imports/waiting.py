"""Imports that wait for a program, handed out one by one to any number of workers."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from dossiers.imports.beating import DEAD_AFTER
from dossiers.imports.launching import KIND
from reporting.models import ImportProgress, ImportRun

_ACTIVE = Q(run__status__in=(ImportRun.Status.READING, ImportRun.Status.WRITING))
_ASKED_BACK = Q(run__status=ImportRun.Status.DONE, is_cancelled=True)


def next_run() -> int | None:
    """The one that has waited longest, marked as taken up; also one whose program has stopped."""
    now = timezone.now()
    dead = Q(beat_at=None) | Q(beat_at__lt=now - dt.timedelta(seconds=DEAD_AFTER))
    with transaction.atomic():
        waiting = (
            ImportProgress.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(_ACTIVE | _ASKED_BACK, dead, run__kind=KIND)
            .order_by("asked_at")
            .first()
        )
        if waiting is None:
            return None
        waiting.beat_at = now
        waiting.save(update_fields=["beat_at"])
    return waiting.pk
