"""A list of dossiers from upload to its end: what pages and commands alike may do with it.

A run is read by a program of its own, waits for a person to look at the preview, and is written by
a program again. Whatever changes a run locks it, asks whether it may, and may be called twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from agencies.models import User
from dossiers.imports import staging, undoing
from dossiers.imports.columns import HEADINGS
from dossiers.imports.launching import KIND, Busy, ask, queue_up, start, target_of
from dossiers.imports.meanings import PLAIN, RIGHT, writable_agencies
from dossiers.imports.preview import Preview, preview
from dossiers.imports.problems import errors_export, problems, warnings
from dossiers.imports.reading import check_needed
from dossiers.imports.remembering import remember
from dossiers.imports.rights import may_import, may_lead, may_undo, runs
from dossiers.imports.standing import Progress, progress
from dossiers.imports.state import source_of
from dossiers.imports.undoing import Conflict
from reporting.imports import keeping
from reporting.imports.keeping import HasWrongRows, Stale
from reporting.imports.limits import LARGE
from reporting.imports.looking import head_of, layout_by_hand
from reporting.imports.reading import SheetRow
from reporting.models import ImportProgress, ImportRun, ImportSource

__all__ = [
    "KIND",
    "RIGHT",
    "Busy",
    "Conflict",
    "HasWrongRows",
    "Preview",
    "Progress",
    "Stale",
    "cancel",
    "confirm",
    "conflicts",
    "errors_export",
    "head",
    "in_front",
    "map_columns",
    "may_import",
    "may_lead",
    "may_undo",
    "preview",
    "problems",
    "progress",
    "restart",
    "runs",
    "source_named",
    "sources",
    "start",
    "submit",
    "undo",
    "warnings",
]

Status = ImportRun.Status


def sources() -> QuerySet[ImportSource]:
    return ImportSource.objects.filter(kind=KIND)


def source_named(name: str) -> ImportSource:
    """The source of that name; made where there is none."""
    found, _is_new = ImportSource.objects.get_or_create(
        kind=KIND, name=" ".join(name.split())[:100]
    )
    return found


# Steps --------------------------------------------------------------------------------------------


def submit(
    upload: File[bytes], *, user: User, source: ImportSource, on: dt.date, at_once: bool = False
) -> ImportRun:
    """Keeps the file and starts to read it. ``on``: today; no day of the file may lie after it.
    ``at_once``: reads it before it returns, for a command.

    Raises ``PermissionDenied``, ``Refused`` for the size, and ``Busy`` while another file of the
    same agencies is being read or written. The rest is told by ``progress`` and ``preview``.
    """
    if not may_import(user):
        raise PermissionDenied
    target = target_of(user)
    staging.sweep(timezone.now())
    with transaction.atomic():
        queue_up(target)
        run = keeping.keep(
            upload,
            kind=KIND,
            target=target,
            options={"source": source.pk, "on": on.isoformat()},
            user=user,
            limits=LARGE,
            status=Status.READING,
        )
        ImportProgress.objects.create(run=run)
    start(run, at_once=at_once)
    return run


def restart(run: ImportRun, user: User) -> ImportRun:
    """Starts a run again that has stopped, or that an unforeseen error has ended."""
    with transaction.atomic():
        run = _locked(run)
        stands = progress(run, timezone.now())
        if not (may_undo if stands.is_undoing else may_lead)(run, user):
            raise PermissionDenied
        if run.status == Status.FAILED and keeping.path_of(run):
            queue_up(run.target, run)
            run.status = Status.READING
            run.save(update_fields=["status"])
        elif not stands.is_stalled:
            return run
        ask(run, problem=run.progress.problem if stands.is_undoing else {})
    start(run)
    return run


def head(run: ImportRun) -> list[SheetRow]:
    """The first rows of each visible sheet, to match columns by hand, with what may be about people
    masked. Empty once the file is gone. Raises ``Refused``.
    """
    path, source = keeping.path_of(run), source_of(run)
    known = source.headings if source else {}
    return head_of(path, LARGE, HEADINGS, known=known, plain=PLAIN) if path else []


def map_columns(
    run: ImportRun, user: User, *, sheet: str, head_row: int, places: Mapping[int, str]
) -> ImportRun:
    """Takes the columns as a person has matched them, remembers that for the source, reads on.

    ``places``: column (0-based) → key of ``columns.HEADINGS``; others are left alone. Also for a
    preview that misread a column. Raises ``NoTable`` and ``Refused``.
    """
    layout = layout_by_hand(head(run), HEADINGS, sheet=sheet, head_row=head_row, places=places)
    check_needed(layout)
    with transaction.atomic():
        run = _led(run, user)
        if run.status not in (Status.MAPPING, Status.PENDING):
            return run
        remember(run, user, layout)
        run.status = Status.READING
        run.save(update_fields=["status"])
        words = layout.as_words() | {"is_by_hand": True}
        ask(run, layout=words)
    start(run)
    return run


def confirm(
    run: ImportRun,
    user: User,
    *,
    fingerprint: str,
    only_good: bool = False,
    at_once: bool = False,
) -> ImportRun:
    """Starts to write what the preview with ``fingerprint`` showed.

    A run that is being written or has ended is left as it is, so a second click does nothing.
    Raises ``Stale`` where another preview was made since, ``HasWrongRows`` where rows are refused
    and not ``only_good``, ``PermissionDenied``, ``Busy``.
    """
    with transaction.atomic():
        run = _led(run, user)
        if run.status in (Status.WRITING, Status.DONE, Status.UNDONE):
            return run
        if run.status != Status.PENDING or run.progress.found.get("fingerprint") != fingerprint:
            raise Stale
        if run.counts.get("refused") and not only_good:
            raise HasWrongRows
        queue_up(run.target, run)
        run.status = Status.WRITING
        run.save(update_fields=["status"])
        ask(run)
    start(run, at_once=at_once)
    return run


def cancel(run: ImportRun, user: User) -> ImportRun:
    """Gives a run up that is not yet being written; the program that reads it stops."""
    with transaction.atomic():
        run = _led(run, user)
        if run.status not in (Status.READING, Status.MAPPING, Status.PENDING, Status.FAILED):
            return run
        keeping.finish(run, Status.DROPPED, {})
        ImportProgress.objects.filter(run=run).update(is_cancelled=True)
    staging.clear(run.pk)
    return run


def undo(run: ImportRun, user: User) -> ImportRun:
    """Asks a done run back. Where later edits stand in the way nothing changes, and
    ``conflicts`` lists them. Raises ``PermissionDenied``."""
    with transaction.atomic():
        run = _locked(run)
        if not may_undo(run, user):
            raise PermissionDenied
        if run.status != Status.DONE or run.progress.is_cancelled:
            return run
        ask(run, is_cancelled=True, problem={"asked_by": user.pk})
    start(run)
    return run


def conflicts(run: ImportRun, user: User, limit: int = 100) -> list[Conflict]:
    """What stands in the way of undoing a done run, by code; empty where nothing does."""
    if run.status != Status.DONE:
        return []
    return undoing.conflicts(run, writable_agencies(user), limit)


def in_front(run: ImportRun, user: User) -> list[tuple[ImportRun, int]]:
    """Later imports that have to be undone first, the last one first, each with how many of its
    dossiers stand in the way."""
    return undoing.in_front(run, writable_agencies(user))


def _locked(run: ImportRun) -> ImportRun:
    found: ImportRun = (
        ImportRun.objects.select_for_update(of=("self",))
        .select_related("progress")
        .get(pk=run.pk, kind=KIND)
    )
    return found


def _led(run: ImportRun, user: User) -> ImportRun:
    found = _locked(run)
    if not may_lead(found, user):
        raise PermissionDenied
    return found
