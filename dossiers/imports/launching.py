"""Has a program take up a run, and sees that no two work on the same agencies."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from agencies.models import Agency, User
from agencies.querysets import reach_for
from dossiers.imports.meanings import RIGHT
from dossiers.imports.standing import progress
from dossiers.imports.working import work
from reporting.models import ImportProgress, ImportRun

KIND = "dossiers"
Status = ImportRun.Status


class Busy(Exception):  # noqa: N818 -- what is told to the person who sent the file
    """Another file of the same agencies is being read or written: ``other``."""

    def __init__(self, other: ImportRun) -> None:
        super().__init__(other.file_name)
        self.other = other


def ask(run: ImportRun, **values: Any) -> None:
    """Notes that a program should take the run up."""
    values = {"beat_at": None, "asked_at": timezone.now(), "problem": {}} | values
    ImportProgress.objects.filter(run=run).update(**values)


def start(run: ImportRun, *, at_once: bool = False) -> None:
    """Has a program take the run up, as ``DOSSIERS_IMPORTS_BY`` says, once the transaction of the
    caller stands."""
    if at_once or settings.DOSSIERS_IMPORTS_BY == "now":
        work(run.pk, is_heard=not connection.in_atomic_block)
        run.refresh_from_db()
    elif settings.DOSSIERS_IMPORTS_BY == "process":
        transaction.on_commit(lambda: _launch(run.pk))


def target_of(user: User) -> str:
    """Codes of the agencies that the user imports for; empty: all."""
    reach = reach_for(user, RIGHT)
    if reach.is_everything:
        return ""
    roots = Agency.objects.filter(pk__in=reach.roots).order_by("code")
    return ",".join(roots.values_list("code", flat=True))[:60]


def queue_up(target: str, run: ImportRun | None = None) -> None:
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
    # Or its end would stay unnoticed.
    threading.Thread(target=process.wait, name="import", daemon=True).start()
