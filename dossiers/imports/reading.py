"""Reads a file and makes the preview."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils.translation import gettext_noop

from dossiers.imports import counting, staging
from dossiers.imports.beating import Beat
from dossiers.imports.columns import HEADINGS, NEEDED
from dossiers.imports.meanings import Meanings
from dossiers.imports.state import (
    Cancelled,
    day_of,
    layout_of,
    move_to,
    note,
    sender_of,
    source_of,
    take,
)
from reporting.imports import keeping
from reporting.imports.layout import Layout, NoTable
from reporting.imports.limits import LARGE, Refused
from reporting.imports.looking import look
from reporting.imports.said import Said
from reporting.imports.stream import Stream
from reporting.models import ImportProgress, ImportRun

Status = ImportRun.Status

#: Dossiers that a preview shows of those the file lacks.
MOST_MISSING = 10

GONE = gettext_noop("Không còn tệp đã tải lên.")
SEND_AGAIN = gettext_noop("Hãy tải lại tệp.")
NEEDS = {
    "procedure": gettext_noop("Tệp không có cột mã hoặc tên thủ tục."),
    "receiving": gettext_noop("Tệp không có cột cơ quan tiếp nhận hoặc giải quyết."),
}
MATCH = gettext_noop("Hãy chọn cột tương ứng.")


def read(run: ImportRun, beat: Beat) -> None:
    """From the file to the preview, or to the question which column is which."""
    try:
        layout = _layout(run)
        beat.at("copy")
        with transaction.atomic():
            path = keeping.path_of(run)
            if path is None:
                raise NoTable(Said(GONE), Said(SEND_AGAIN))
            stream = staging.copy(run.pk, path, layout, watch=beat.goes_on)
        if stream.is_stopped:
            return
        beat.at("compare")
        beat.rows = stream.rows
        with transaction.atomic():
            compare(run, layout, stream)
            move_to(take(run, Status.READING), Status.PENDING)
    except Refused as refused:
        _end(run, refused)
    except NoTable as error:
        _wait_for_columns(run, error)
    except Cancelled:
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
    note(run, layout=layout.as_words())
    return layout


def check_needed(layout: Layout) -> None:
    """Raises ``NoTable`` where no column tells the procedure, or none the agency."""
    for keys in NEEDED:
        if not any(layout.has(key) for key in keys):
            raise NoTable(Said(NEEDS[keys[0]]), Said(MATCH))


def _wait_for_columns(run: ImportRun, error: NoTable) -> None:
    with transaction.atomic():
        try:
            move_to(take(run, Status.READING), Status.MAPPING)
        except Cancelled:
            return
        note(run, problem=error.as_words())


def _end(run: ImportRun, refused: Refused) -> None:
    """The file is refused: its run has failed and cannot be run again."""
    with transaction.atomic():
        try:
            found = take(run, Status.READING)
        except Cancelled:
            return
        keeping.finish(found, Status.FAILED, {})
        note(run, step="", problem={"refused": refused.code, "words": refused.words})


def compare(run: ImportRun, layout: Layout, stream: Stream | None) -> None:
    """Makes the preview, in the caller's transaction. Without ``stream``: anew."""
    meanings = Meanings(source_of(run), sender_of(run))
    staging.compare(run.pk, meanings, layout, today=day_of(run))
    progress = ImportProgress.objects.get(run=run)
    counts = counting.counted(run.pk)
    agencies, first, last = counting.extent(run.pk)
    count = 0
    sample: list[int] = []
    if first and last:
        ids = [pk for pk, _rows in agencies]
        count, sample = counting.missing(run.pk, ids, first, last, most=MOST_MISSING)
    problems, warnings = counting.counted_by_rule(run.pk)
    skipped = progress.found.get("skipped", {})
    skipped_rows = progress.found.get("skipped_rows", {})
    if stream is not None:
        skipped = {str(key.value): n for key, n in stream.skipped_count.items()}
        skipped_rows = {str(key.value): at for key, at in stream.skipped_rows.items()}
    progress.found = {
        "rows": sum(n for kind, n in counts.items() if kind != "warnings"),
        "skipped": skipped,
        "skipped_rows": skipped_rows,
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
