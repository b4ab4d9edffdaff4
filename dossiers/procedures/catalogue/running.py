"""A list of procedures from upload to its end: preview as often as wanted, then once imported or
dropped."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.base import File
from django.db import connection, transaction

from agencies.models import User
from dossiers.procedures.catalogue.apply import write
from dossiers.procedures.catalogue.columns import HEADINGS
from dossiers.procedures.catalogue.plan import Plan, make_plan
from reporting.imports import keeping
from reporting.imports.finding import read_table
from reporting.imports.keeping import HasWrongRows, Stale
from reporting.imports.reading import read_rows
from reporting.models import ImportRun

KIND = "procedures"
RIGHT = "dossiers.import_procedure"
_TARGET = "Danh mục thủ tục"
_CREATES = "creates_sectors"


def start(upload: File[Any], *, creates_sectors: bool, user: User) -> ImportRun:
    """Keeps the file. Raises ``Refused`` for its size; the rest is told by ``preview``."""
    options = {_CREATES: creates_sectors}
    return keeping.keep(upload, kind=KIND, target=_TARGET, options=options, user=user)


def preview(run: ImportRun, *, on: dt.date) -> Plan:
    """Raises ``Refused``, ``NoTable``, or ``Stale`` once the file is gone."""
    path = keeping.path_of(run)
    if path is None:
        raise Stale
    table = read_table(read_rows(path), HEADINGS)
    rows = list(table.rows)
    return make_plan(table, rows, creates_sectors=bool(run.options.get(_CREATES)), on=on)


def create_sectors(run: ImportRun) -> None:
    """From now on sectors that are not known are to be created."""
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=run.pk)
        if run.status == ImportRun.Status.PENDING:
            run.options = run.options | {_CREATES: True}
            run.save(update_fields=["options"])


def confirm(run: ImportRun, *, fingerprint: str, on: dt.date, good_only: bool = False) -> ImportRun:
    """Imports what the preview with ``fingerprint`` showed: all of it or nothing.

    A run that has ended is left as it is, so a second click does nothing. Raises ``Stale`` where
    the file would now do something else, ``HasWrongRows`` where rows are refused and not
    ``good_only``.
    """
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=run.pk)
        if run.status != ImportRun.Status.PENDING:
            return run
        _lock()
        plan = preview(run, on=on)
        if plan.fingerprint != fingerprint:
            raise Stale
        if plan.problems and not good_only:
            raise HasWrongRows
        counts = plan.counts
        write(plan)
        keeping.finish(run, ImportRun.Status.DONE, counts)
    return run


def _lock() -> None:
    """One import at a time; whoever edits the catalogue comes after it. Readers do not wait, nor
    do dossiers of known procedures."""
    with connection.cursor() as cursor:
        cursor.execute(
            "LOCK TABLE dossiers_sector, dossiers_procedure, dossiers_procedurechange"
            " IN SHARE ROW EXCLUSIVE MODE"
        )
