"""Uploaded files between upload and import: under random names, and not longer than needed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from agencies.models import User
from reporting.imports.limits import MEGABYTE, Limits, Refused
from reporting.models import ImportRun
from reporting.uploads import discard, fingerprint

#: Days after which a file that nobody confirmed is removed.
KEPT_DAYS = 7
#: Which preview a user was shown last, among the options of a run: user id → fingerprint, counts.
_SHOWN = "shown"
#: States in which a run waits for somebody, or for a program that has stopped.
_WAITING = (
    ImportRun.Status.READING,
    ImportRun.Status.MAPPING,
    ImportRun.Status.PENDING,
    ImportRun.Status.FAILED,
)


class Stale(Exception):  # noqa: N818 -- what is told to the person who confirmed
    """The data or the file are no longer what the preview showed."""


class HasWrongRows(Exception):  # noqa: N818 -- what is told to the person who confirmed
    """Rows are refused, and nobody chose to leave them out."""


def keep(
    upload: File[bytes],
    *,
    kind: str,
    target: str,
    options: dict[str, Any],
    user: User,
    limits: Limits | None = None,
    status: str = ImportRun.Status.PENDING,
) -> ImportRun:
    """Stores ``upload`` and notes who sent it. Raises ``Refused``: empty, or too large."""
    limits = limits or Limits()
    if upload.size > limits.size:
        raise Refused("large", size=-(-upload.size // MEGABYTE), limit=limits.size // MEGABYTE)
    if not upload.size:
        raise Refused("empty")
    drop_old()
    sha256, size = fingerprint(upload)
    name = Path(str(upload.name)).name.replace("\0", "")
    return ImportRun.objects.create(
        kind=kind,
        target=target,
        options=options,
        file=File(upload, name=name),
        file_name=name[-200:],
        sha256=sha256,
        size=size,
        status=status,
        created_by=user,
    )


def shown_before(
    run: ImportRun, user: User, fingerprint: str, counts: dict[str, int]
) -> dict[str, int] | None:
    """The counts of the preview that ``user`` was shown last, where it was another one than that
    with ``fingerprint``; None where there was none or it was this one. Keeps this one."""
    every = run.options.get(_SHOWN, {})
    last = every.get(str(user.pk))
    if last is not None and last["fingerprint"] == fingerprint:
        return None
    mine = {"fingerprint": fingerprint, "counts": counts}
    with transaction.atomic():
        kept = ImportRun.objects.select_for_update().get(pk=run.pk)
        every = kept.options.get(_SHOWN, {}) | {str(user.pk): mine}
        kept.options = kept.options | {_SHOWN: every}
        kept.save(update_fields=["options"])
    return last["counts"] if last else None


def path_of(run: ImportRun) -> Path | None:
    """Where the file lies; None once it was removed."""
    stored = run.file.name if run.file else None
    if not stored or not run.file.storage.exists(stored):
        return None
    return Path(run.file.path)


def imported_before(run: ImportRun) -> ImportRun | None:
    """The latest run that imported the very same bytes into the same place."""
    same = ImportRun.objects.done().filter(kind=run.kind, target=run.target, sha256=run.sha256)
    found: ImportRun | None = same.exclude(pk=run.pk).select_related("created_by").first()
    return found


def finish(run: ImportRun, status: str, counts: dict[str, int]) -> None:
    """Ends a run and removes its file as soon as the transaction stands."""
    stored, storage = run.file.name, run.file.storage
    run.status, run.counts = status, counts
    run.finished_at = timezone.now()
    run.file = ""
    run.save(update_fields=["status", "counts", "finished_at", "file"])
    if stored:
        discard(storage, [stored])


def drop(run: ImportRun) -> None:
    """Ends a run that nobody confirms; one that has ended stays as it is."""
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=run.pk)
        if run.status == ImportRun.Status.PENDING:
            finish(run, ImportRun.Status.DROPPED, {})


def drop_old(days: int = KEPT_DAYS) -> int:
    """Drops the runs that have waited longer than ``days``, with their files."""
    limit = timezone.now() - dt.timedelta(days=days)
    waiting = ImportRun.objects.filter(status__in=_WAITING, created_at__lt=limit).exclude(file="")
    with transaction.atomic():
        found = list(waiting.select_for_update(skip_locked=True))
        for run in found:
            finish(run, ImportRun.Status.DROPPED, {})
    return len(found)
