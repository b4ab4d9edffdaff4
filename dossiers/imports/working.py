"""What a program does with a run: reads it, writes it, or takes it back. Killed at any moment it
leaves all or nothing, and may be started again."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from agencies.models import User
from dossiers.imports import undoing, writing
from dossiers.imports.beating import Beat
from dossiers.imports.meanings import Meanings, writable_agencies
from dossiers.imports.reading import compare, read
from dossiers.imports.state import Cancelled, layout_of, move_to, note, sender_of, source_of, take
from reporting.imports import keeping
from reporting.models import ImportProgress, ImportRun

log = logging.getLogger(__name__)
Status = ImportRun.Status

#: Seconds to wait for a program that worked on the run and may still be ending.
_PATIENCE = 60

BROKEN = gettext_noop("Việc nhập gặp lỗi ngoài dự kiến nên đã dừng; chưa có gì được ghi.")
RUN_AGAIN = gettext_noop("Hãy chạy lại; nếu vẫn lỗi, hãy báo người quản trị hệ thống.")


def work(pk: int, *, is_heard: bool = True) -> None:
    """Does what the run ``pk`` waits for; nothing where it waits for a person or has ended."""
    with _alone(pk), Beat(pk, is_heard=is_heard) as beat:
        run = ImportRun.objects.select_related("created_by").get(pk=pk)
        try:
            if run.status == Status.READING:
                read(run, beat)
            elif run.status == Status.WRITING:
                _write(run, beat)
            elif run.status == Status.DONE and _is_asked_back(run):
                _undo(run, beat)
        except Exception:
            log.exception("import run %s", pk)
            _stop(run)


@contextmanager
def _alone(pk: int) -> Iterator[None]:
    """One program at a time works on a run; the lock goes with the connection."""
    key = "hashtextextended('import run ' || %s, 0)"
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{_PATIENCE}s'; SET statement_timeout = 0")
        cursor.execute(f"SELECT pg_advisory_lock({key})", [str(pk)])
        cursor.execute("RESET lock_timeout")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_advisory_unlock({key})", [str(pk)])
            cursor.execute("RESET statement_timeout")


def _stop(run: ImportRun) -> None:
    """An error that nobody foresaw: nothing was written. The file stays, so that it can run again.
    What was to be undone stays done."""
    with transaction.atomic():
        found = ImportRun.objects.select_for_update().get(pk=run.pk)
        if found.status in (Status.READING, Status.WRITING):
            found.status = Status.FAILED
            found.save(update_fields=["status"])
        note(run, step="", is_cancelled=False, problem={"wrong": BROKEN, "mend": RUN_AGAIN})


# Writing ------------------------------------------------------------------------------------------


def _write(run: ImportRun, beat: Beat) -> None:
    beat.at("write")
    try:
        with transaction.atomic():
            writing.one_at_a_time()
            found = take(run, Status.WRITING)
            if Meanings(source_of(run), sender_of(run)).digest != run.progress.found["digest"]:
                raise writing.Moved
            writing.write(run.pk)
            keeping.finish(found, Status.DONE, found.counts)
            note(run, step="", problem={})
    except (writing.Moved, IntegrityError):
        _renew(run)
    except Cancelled:
        return
    else:
        writing.analyze(found.counts["new"] + found.counts["changed"])
        _sweep(run.pk)


def _renew(run: ImportRun) -> None:
    """The data have changed since the preview: it is made anew, and somebody looks again."""
    with transaction.atomic():
        found = take(run, Status.WRITING)
        compare(found, layout_of(run.progress), None)
        move_to(found, Status.PENDING)


def _sweep(run: int) -> None:
    """Of what is staged only the refused rows are kept, to be taken away and mended."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM dossiers_importrow WHERE run_id = %s AND kind <> 'refused'", [run]
        )
        cursor.execute(
            "DELETE FROM dossiers_importline AS l WHERE run_id = %s AND NOT EXISTS ("
            "SELECT FROM dossiers_importrow AS r WHERE r.run_id = l.run_id AND r.row = l.row)",
            [run],
        )


# Undoing ------------------------------------------------------------------------------------------


def _is_asked_back(run: ImportRun) -> bool:
    return ImportProgress.objects.filter(run=run, is_cancelled=True).exists()


def _undo(run: ImportRun, beat: Beat) -> None:
    beat.at("undo")
    asked_by = User.objects.get(pk=run.progress.problem["asked_by"])
    try:
        with transaction.atomic():
            writing.one_at_a_time()
            found = take(run, Status.DONE)
            undoing.undo(found, writable_agencies(asked_by))
            found.status = Status.UNDONE
            found.undone_by, found.undone_at = asked_by, timezone.now()
            found.save(update_fields=["status", "undone_by", "undone_at"])
            note(run, step="", is_cancelled=False, problem={})
    except (undoing.InTheWay, IntegrityError) as error:
        count = error.count if isinstance(error, undoing.InTheWay) else None
        note(run, step="", is_cancelled=False, problem={"conflicts": count})
    except Cancelled:
        return
    else:
        writing.analyze(found.counts["new"] + found.counts["changed"])
