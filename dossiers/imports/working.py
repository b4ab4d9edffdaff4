"""What a program does with a run: reads it, writes it, or takes it back. Killed at any moment it
leaves all or nothing, and may be started again."""

from __future__ import annotations

import datetime as dt
import logging
import secrets
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_noop

from agencies.models import User
from dossiers.imports import staging, undoing, writing
from dossiers.imports.beating import Beat
from dossiers.imports.columns import HEADINGS, NEEDED
from dossiers.imports.meanings import Meanings
from reporting.imports import keeping
from reporting.imports.layout import Layout, NoTable
from reporting.imports.limits import LARGE, Refused
from reporting.imports.looking import look
from reporting.imports.refusals import explain
from reporting.imports.stream import Stream
from reporting.models import ImportProgress, ImportRun, ImportSource

log = logging.getLogger(__name__)
Status = ImportRun.Status

#: Dossiers that a preview shows of those the file lacks.
MOST_MISSING = 10
#: Seconds to wait for a program that worked on the run and may still be ending.
_PATIENCE = 60

GONE = gettext_noop("Không còn tệp đã tải lên.")
SEND_AGAIN = gettext_noop("Hãy tải lại tệp.")
BROKEN = gettext_noop("Việc nhập gặp lỗi ngoài dự kiến nên đã dừng; chưa có gì được ghi.")
RUN_AGAIN = gettext_noop("Hãy chạy lại; nếu vẫn lỗi, hãy báo người quản trị hệ thống.")
NEEDS = {
    "procedure": gettext_noop("Tệp không có cột mã hoặc tên thủ tục."),
    "receiving": gettext_noop("Tệp không có cột cơ quan tiếp nhận hoặc giải quyết."),
}
MATCH = gettext_noop("Hãy chọn cột tương ứng.")


class _Cancelled(Exception):  # noqa: N818 -- ends the transaction
    """Somebody has given the run up."""


def work(pk: int, *, is_heard: bool = True) -> None:
    """Does what the run ``pk`` waits for; nothing where it waits for a person or has ended."""
    with _alone(pk), Beat(pk, is_heard=is_heard) as beat:
        run = ImportRun.objects.select_related("created_by").get(pk=pk)
        try:
            if run.status == Status.READING:
                _read(run, beat)
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


def _progress(run: ImportRun, **values: Any) -> None:
    ImportProgress.objects.filter(run=run).update(**values)


def _take(run: ImportRun, status: str) -> ImportRun:
    """The run, locked. Raises ``_Cancelled`` where it is not in this state any more."""
    found: ImportRun = ImportRun.objects.select_for_update().get(pk=run.pk)
    if found.status != status:
        raise _Cancelled
    return found


def _stop(run: ImportRun) -> None:
    """An error that nobody foresaw: nothing was written. The file stays, so that it can run again.
    What was to be undone stays done."""
    with transaction.atomic():
        found = ImportRun.objects.select_for_update().get(pk=run.pk)
        if found.status in (Status.READING, Status.WRITING):
            found.status = Status.FAILED
            found.save(update_fields=["status"])
        _progress(run, step="", problem={"wrong": BROKEN, "mend": RUN_AGAIN})


# Reading ------------------------------------------------------------------------------------------


def _read(run: ImportRun, beat: Beat) -> None:
    try:
        layout = _layout(run)
        beat.at("copy")
        with transaction.atomic():
            path = keeping.path_of(run)
            if path is None:
                raise NoTable(GONE, SEND_AGAIN)
            stream = staging.copy(run.pk, path, layout, watch=beat.goes_on)
        if stream.is_stopped:
            return
        beat.at("compare")
        beat.rows = stream.rows
        with transaction.atomic():
            _compare(run, layout, stream)
            _to(_take(run, Status.READING), Status.PENDING)
    except Refused as refused:
        wrong, mend = explain(refused)
        _end(run, wrong, mend)
    except NoTable as error:
        _wait_for_columns(run, error)
    except _Cancelled:
        return


def _layout(run: ImportRun) -> Layout:
    """Where the table is: as a person has said, else as the file shows. Raises ``NoTable``."""
    progress = run.progress
    if progress.layout.get("is_by_hand"):
        return layout_of(progress)
    path = keeping.path_of(run)
    if path is None:
        raise Refused("empty")
    source = source_of(run)
    layout = look(path, HEADINGS, LARGE, known=source.headings if source else {})
    check_needed(layout)
    _progress(run, layout=layout.as_words())
    return layout


def layout_of(progress: ImportProgress) -> Layout:
    words = {key: value for key, value in progress.layout.items() if key != "is_by_hand"}
    return Layout.from_words(words)


def source_of(run: ImportRun) -> ImportSource | None:
    return ImportSource.objects.filter(pk=run.options.get("source")).first()


def check_needed(layout: Layout) -> None:
    """Raises ``NoTable`` where no column tells the procedure, or none the agency."""
    for keys in NEEDED:
        if not any(layout.has(key) for key in keys):
            raise NoTable(NEEDS[keys[0]], MATCH)


def _wait_for_columns(run: ImportRun, error: NoTable) -> None:
    with transaction.atomic():
        try:
            _to(_take(run, Status.READING), Status.MAPPING)
        except _Cancelled:
            return
        _progress(run, problem={"wrong": error.wrong, "mend": error.mend})


def _end(run: ImportRun, wrong: str, mend: str) -> None:
    """The file is refused: its run has failed and cannot be run again."""
    with transaction.atomic():
        try:
            found = _take(run, Status.READING)
        except _Cancelled:
            return
        keeping.finish(found, Status.FAILED, {})
        _progress(run, step="", problem={"wrong": wrong, "mend": mend})


def _to(run: ImportRun, status: str) -> None:
    run.status = status
    run.save(update_fields=["status", "counts"])
    _progress(run, step="")


def _compare(run: ImportRun, layout: Layout, stream: Stream | None) -> None:
    """Makes the preview, in the caller's transaction. Without ``stream``: anew."""
    meanings = Meanings(source_of(run), _sender(run))
    staging.compare(run.pk, meanings, layout, today=day_of(run))
    progress = ImportProgress.objects.get(run=run)
    counts = staging.counted(run.pk)
    agencies, first, last = staging.extent(run.pk)
    count = 0
    sample: list[int] = []
    if first and last:
        ids = [pk for pk, _rows in agencies]
        count, sample = staging.missing(run.pk, ids, first, last, most=MOST_MISSING)
    problems, warnings = staging.counted_by_rule(run.pk)
    skipped: Counter[str] = Counter(progress.found.get("skipped", {}))
    if stream is not None:
        skipped = Counter({str(key.value): n for key, n in stream.skipped_count.items()})
    progress.found = {
        "rows": sum(n for kind, n in counts.items() if kind != "warnings"),
        "skipped": dict(skipped),
        "agencies": agencies,
        "span": [str(first), str(last)] if first else None,
        "problems": dict(problems),
        "warnings": dict(warnings),
        "missing": sample,
        "digest": meanings.digest,
        "fingerprint": secrets.token_hex(8),
        "is_renewed": stream is None,
    }
    progress.problem = {}
    progress.save(update_fields=["found", "problem"])
    run.counts = counts | {"missing": count}
    ImportRun.objects.filter(pk=run.pk).update(counts=run.counts)


def day_of(run: ImportRun) -> dt.date:
    """The day that the file tells of: nothing may lie after it."""
    return dt.date.fromisoformat(run.options["on"])


def _sender(run: ImportRun) -> User:
    if run.created_by is None:
        raise NoTable(GONE, SEND_AGAIN)
    sender: User = run.created_by
    return sender


# Writing ------------------------------------------------------------------------------------------


def _write(run: ImportRun, beat: Beat) -> None:
    beat.at("write")
    try:
        with transaction.atomic():
            writing.one_at_a_time()
            found = _take(run, Status.WRITING)
            if Meanings(source_of(run), _sender(run)).digest != run.progress.found["digest"]:
                raise writing.Moved
            writing.write(run.pk)
            keeping.finish(found, Status.DONE, found.counts)
            _progress(run, step="", problem={})
    except (writing.Moved, IntegrityError):
        _renew(run)
    except _Cancelled:
        return
    else:
        writing.analyze(found.counts["new"] + found.counts["changed"])
        _sweep(run.pk)


def _renew(run: ImportRun) -> None:
    """The data have changed since the preview: it is made anew, and somebody looks again."""
    with transaction.atomic():
        found = _take(run, Status.WRITING)
        _compare(found, layout_of(run.progress), None)
        _to(found, Status.PENDING)


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
            found = _take(run, Status.DONE)
            undoing.undo(found, Meanings(None, asked_by).writable)
            found.status = Status.UNDONE
            found.save(update_fields=["status"])
            _progress(run, step="", is_cancelled=False, problem={})
    except (undoing.InTheWay, IntegrityError) as error:
        count = error.count if isinstance(error, undoing.InTheWay) else None
        _progress(run, step="", is_cancelled=False, problem={"conflicts": count})
    except _Cancelled:
        return
    else:
        writing.analyze(found.counts["new"] + found.counts["changed"])
