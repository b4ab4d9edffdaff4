"""An annex from upload to its end: preview as often as wanted, then once imported or dropped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.db import transaction

from agencies.models import User
from reporting.imports import keeping
from reporting.imports.finding import read_table
from reporting.imports.keeping import HasWrongRows, Stale
from reporting.imports.reading import read_rows
from reporting.models import ImportRun
from tasks.imports.apply import Writer
from tasks.imports.columns import HEADINGS
from tasks.imports.lines import Options
from tasks.imports.plan import Plan, make_plan
from tasks.models import Programme, Task

KIND = "tasks"


def start(upload: File[Any], *, programme: Programme, options: Options, user: User) -> ImportRun:
    """Keeps the file. Raises ``Refused`` for its size; the rest is told by ``preview``."""
    words = options.as_words()
    return keeping.keep(upload, kind=KIND, target=programme.code, options=words, user=user)


def preview(run: ImportRun, user: User) -> Plan:
    """Raises ``Refused``, ``NoTable``, or ``Stale`` once the file or the programme is gone."""
    path = keeping.path_of(run)
    if path is None:
        raise Stale
    return plan_of(path, run, user)


def plan_of(path: Path, run: ImportRun, user: User) -> Plan:
    table = read_table(read_rows(path), HEADINGS)
    rows = list(table.rows)
    programme = Programme.objects.filter(code=run.target).first()
    if programme is None:
        raise Stale
    return make_plan(
        table, rows, programme=programme, options=Options.from_words(run.options), user=user
    )


def confirm(run: ImportRun, user: User, *, fingerprint: str, good_only: bool = False) -> ImportRun:
    """Imports what the preview with ``fingerprint`` showed: all of it or nothing.

    A run that has ended is left as it is, so a second click does nothing. Raises ``Stale`` where
    the file would now do something else, ``HasWrongRows`` where rows are refused and not
    ``good_only``.
    """
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=run.pk)
        if run.status != ImportRun.Status.PENDING:
            return run
        # One import of a programme at a time; whoever edits one of its tasks comes after it.
        list(Programme.objects.filter(code=run.target).select_for_update(no_key=True))
        list(
            Task.objects.filter(programme__code=run.target)
            .order_by("pk")
            .select_for_update(no_key=True)
            .values_list("pk")
        )
        plan = preview(run, user)
        if plan.fingerprint != fingerprint:
            raise Stale
        if plan.problems and not good_only:
            raise HasWrongRows
        Writer(plan, by=user, source=run.file_name).write()
        keeping.finish(run, ImportRun.Status.DONE, plan.counts)
    return run
