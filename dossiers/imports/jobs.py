"""A list of dossiers from upload to its end: what pages and commands alike may do with it.

A run is read by a program of its own, waits for a person to look at the preview, and is written by
a program again. Whatever changes a run locks it, asks whether it may, and may be called twice.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Agency, User
from agencies.querysets import may_everywhere, reach_for
from dossiers.imports import staging, undoing
from dossiers.imports.beating import DEAD_AFTER
from dossiers.imports.columns import HEADINGS
from dossiers.imports.meanings import RIGHT, Meanings
from dossiers.imports.preview import Preview, preview
from dossiers.imports.problems import errors_export, problems, warnings
from dossiers.imports.undoing import Conflict
from dossiers.imports.working import check_needed, work
from reporting.imports import keeping
from reporting.imports.layout import Layout
from reporting.imports.limits import LARGE
from reporting.imports.looking import head_of, layout_by_hand
from reporting.imports.reading import SheetRow
from reporting.imports.text import fold
from reporting.models import ImportProgress, ImportRun, ImportSource
from reporting.models.imports import ImportRunQuerySet

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
    "map_columns",
    "may_import",
    "may_lead",
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

KIND = "dossiers"
Status = ImportRun.Status

_STEPS: dict[str, Promise] = {
    "": gettext_lazy("Đang chờ"),
    "copy": gettext_lazy("Đang đọc tệp"),
    "compare": gettext_lazy("Đang kiểm tra và đối chiếu với dữ liệu hiện có"),
    "write": gettext_lazy("Đang ghi vào cơ sở dữ liệu"),
    "undo": gettext_lazy("Đang hoàn tác"),
}


class Stale(Exception):  # noqa: N818 -- what is told to the person who confirmed
    """The run is no longer what the page showed: look at the preview again."""


class HasWrongRows(Exception):  # noqa: N818 -- what is told to the person who confirmed
    """Rows are refused, and nobody chose to leave them out."""


class Busy(Exception):  # noqa: N818 -- what is told to the person who sent the file
    """Another file of the same agencies is being read or written: ``other``."""

    def __init__(self, other: ImportRun) -> None:
        super().__init__(other.file_name)
        self.other = other


@dataclass(frozen=True)
class Progress:
    """How a run stands. ``label`` says it in words; ``rows_read`` grows while the file is read."""

    status: str
    label: str
    rows_read: int
    is_running: bool
    is_waiting: bool
    is_stalled: bool
    is_undoing: bool
    may_restart: bool
    problem: str


# Who and what -------------------------------------------------------------------------------------


def may_import(user: User) -> bool:
    return user.has_perm(RIGHT)


def may_lead(run: ImportRun, user: User) -> bool:
    """Whether ``user`` may confirm, cancel or restart the run: whoever sent it, while in office."""
    return may_import(user) and run.created_by_id == user.pk


def may_undo(run: ImportRun, user: User) -> bool:
    """Whoever sent it, and who may import for every agency."""
    return may_lead(run, user) or may_everywhere(user, RIGHT)


def runs(user: User) -> ImportRunQuerySet:
    """Runs of this kind that ``user`` may see, newest first, with sender and progress."""
    found: ImportRunQuerySet = ImportRun.objects.visible_to(user).of_kind(KIND)
    return found.select_related("created_by", "progress")


def sources() -> QuerySet[ImportSource]:
    return ImportSource.objects.filter(kind=KIND)


def source_named(name: str) -> ImportSource:
    """The source of that name; made where there is none."""
    found, _is_new = ImportSource.objects.get_or_create(kind=KIND, name=" ".join(name.split()))
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
    target = _target(user)
    with transaction.atomic():
        _queue_up(target)
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


def start(run: ImportRun, *, at_once: bool = False) -> None:
    """Has a program take the run up, as ``DOSSIERS_IMPORTS_BY`` says, once the transaction of the
    caller stands."""
    if at_once or settings.DOSSIERS_IMPORTS_BY == "now":
        work(run.pk, is_heard=not connection.in_atomic_block)
        run.refresh_from_db()
    elif settings.DOSSIERS_IMPORTS_BY == "process":
        transaction.on_commit(lambda: _launch(run.pk))


def restart(run: ImportRun, user: User) -> ImportRun:
    """Starts a run again that has stopped, or that an unforeseen error has ended."""
    with transaction.atomic():
        run = _led(run, user)
        if run.status == Status.FAILED and keeping.path_of(run):
            run.status = Status.READING
            run.save(update_fields=["status"])
        elif not progress(run, timezone.now()).is_stalled:
            return run
        _ask(run)
    start(run)
    return run


def head(run: ImportRun) -> list[SheetRow]:
    """The first rows of each visible sheet, to match columns by hand. Empty once the file is gone.

    Raises ``Refused``.
    """
    path = keeping.path_of(run)
    return head_of(path, LARGE) if path else []


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
        _remember(run, user, layout)
        run.status = Status.READING
        run.save(update_fields=["status"])
        words = layout.as_words() | {"is_by_hand": True}
        _ask(run, layout=words)
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
        _queue_up(run.target, run)
        run.status = Status.WRITING
        run.save(update_fields=["status"])
        _ask(run)
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
        _ask(run, is_cancelled=True, problem={"asked_by": user.pk})
    start(run)
    return run


def conflicts(run: ImportRun, user: User, limit: int = 100) -> list[Conflict]:
    """What stands in the way of undoing a done run, by code; empty where nothing does."""
    if run.status != Status.DONE:
        return []
    return undoing.conflicts(run, Meanings(None, user).writable, limit)


def progress(run: ImportRun, now: dt.datetime) -> Progress:
    """How the run stands at ``now``. One query."""
    row = ImportProgress.objects.filter(run=run).first() or ImportProgress(run=run)
    is_undoing = run.status == Status.DONE and row.is_cancelled
    is_active = run.status in (Status.READING, Status.WRITING) or is_undoing
    is_alive = row.beat_at is not None and _is_recent(row.beat_at, now)
    is_waiting = is_active and row.beat_at is None and _waits(row, now)
    is_stalled = is_active and not is_alive and not is_waiting
    label = str(run.get_status_display())
    if is_stalled:
        label = _("Đã dừng, chạy lại")
    elif is_active:
        label = str(_STEPS[row.step if is_alive else ""])
    return Progress(
        status=run.status,
        label=label,
        rows_read=row.rows_read,
        is_running=is_active and is_alive,
        is_waiting=is_waiting,
        is_stalled=is_stalled,
        is_undoing=is_undoing,
        may_restart=is_stalled or (run.status == Status.FAILED and bool(run.file)),
        problem=_said(row.problem),
    )


def _said(problem: dict[str, Any]) -> str:
    if "conflicts" in problem:
        if problem["conflicts"] is None:
            return _("Không hoàn tác được: có dữ liệu khác gắn với các hồ sơ của lần nhập này.")
        return _("Không hoàn tác được: %(count)s hồ sơ đã thay đổi sau lần nhập.") % {
            "count": problem["conflicts"]
        }
    return " ".join(_(problem[key]) for key in ("wrong", "mend") if problem.get(key))


def _is_recent(beat: dt.datetime, now: dt.datetime) -> bool:
    return abs((now - beat).total_seconds()) <= DEAD_AFTER


def _waits(row: ImportProgress, now: dt.datetime) -> bool:
    """Whether no program had time to take the run up; a worker may take its time."""
    return settings.DOSSIERS_IMPORTS_BY == "worker" or _is_recent(row.asked_at, now)


def _ask(run: ImportRun, **values: Any) -> None:
    """Notes that a program should take the run up."""
    values = {"beat_at": None, "asked_at": timezone.now(), "problem": {}} | values
    ImportProgress.objects.filter(run=run).update(**values)


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


def _target(user: User) -> str:
    """Codes of the agencies that the user imports for; empty: all."""
    reach = reach_for(user, RIGHT)
    if reach.is_everything:
        return ""
    roots = Agency.objects.filter(pk__in=reach.roots).order_by("code")
    return ",".join(roots.values_list("code", flat=True))[:60]


def _queue_up(target: str, run: ImportRun | None = None) -> None:
    """One file of the same agencies at a time. Raises ``Busy``; two who ask at once take turns."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('import of ' || %s, 0))", [target]
        )
    now = timezone.now()
    others = ImportRun.objects.of_kind(KIND).filter(
        target=target, status__in=(Status.READING, Status.WRITING)
    )
    for other in others:
        if (run is None or other.pk != run.pk) and not progress(other, now).is_stalled:
            raise Busy(other)


def _remember(run: ImportRun, user: User, layout: Layout) -> None:
    """What a source calls its columns. Only who imports for all may change what is remembered."""
    source = ImportSource.objects.select_for_update().filter(pk=run.options.get("source")).first()
    if source is None:
        return
    said = {fold(layout.titles[at]): key for at, key in layout.places.items() if layout.titles[at]}
    may_change = may_everywhere(user, RIGHT)
    source.headings = source.headings | said if may_change else said | source.headings
    source.save(update_fields=["headings"])


def _launch(pk: int) -> None:
    """A process of its own, which goes on when this one ends."""
    environment = {key: value for key, value in os.environ.items() if key != "STATEMENT_TIMEOUT"}
    process = subprocess.Popen(  # noqa: S603 -- our own command, with a number
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_import", str(pk)],
        cwd=settings.BASE_DIR,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    threading.Thread(target=process.wait, daemon=True).start()  # or its end would stay unnoticed
