"""A sheet from upload to its end: preview as often as wanted, then once imported or dropped."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Agency, User
from dossiers.models import Return, Sector
from dossiers.returns.entry import Cell
from dossiers.returns.imports.lines import Line
from dossiers.returns.imports.plan import Plan, make_plan
from dossiers.returns.imports.sheet import read_sheet
from dossiers.returns.writing import LOCKED, write
from reporting.imports import keeping
from reporting.imports.keeping import HasWrongRows, Stale
from reporting.imports.plans import CHANGED, NEW
from reporting.imports.reading import read_rows
from reporting.models import ImportRun, Period
from reporting.numbers import number

KIND = "returns"


class ClosedReturns(Exception):  # noqa: N818 -- what is told to the person who confirmed
    """The file changes closed returns, and nobody chose to correct them or to leave them out."""

    def __init__(self, count: int) -> None:
        text = ngettext(
            "Chưa nhập dòng nào: tệp thay đổi %(n)s biểu đã xác nhận hoặc công bố. Hãy đánh dấu ô "
            "“Lập bản đính chính” để sửa các biểu đó, hoặc ô “Nhập các dòng đúng” để giữ nguyên "
            "chúng.",
            "Chưa nhập dòng nào: tệp thay đổi %(n)s biểu đã xác nhận hoặc công bố. Hãy đánh dấu ô "
            "“Lập bản đính chính” để sửa các biểu đó, hoặc ô “Nhập các dòng đúng” để giữ nguyên "
            "chúng.",
            count,
        )
        super().__init__(text % {"n": number(count)})


class PeriodIsLocked(Exception):  # noqa: N818 -- what is told to the person who confirmed
    """The period was locked since the file was uploaded."""

    def __init__(self, period: Period) -> None:
        super().__init__(str(LOCKED) % {"period": period})


def start(upload: File[Any], *, cell: Cell, user: User) -> ImportRun:
    """Keeps the file. Raises ``Refused`` for its size; the rest is told by ``preview``."""
    options = {"role": str(cell.role), "sector": cell.sector.code if cell.sector else ""}
    return keeping.keep(upload, kind=KIND, target=cell.period.code, options=options, user=user)


def cell_of(run: ImportRun) -> Cell:
    """Raises ``Stale`` once the period or the sector is gone."""
    period = Period.objects.filter(code=run.target).first()
    code = run.options.get("sector", "")
    sector = Sector.objects.filter(code=code).first() if code else None
    if period is None or (code and sector is None):
        raise Stale
    return Cell(period, run.options.get("role", Return.AgencyRole.RESOLVING), sector)


def preview(run: ImportRun, user: User, *, lock: bool = False) -> Plan:
    """Raises ``Refused``, ``NoTable``, or ``Stale`` once the file or the period is gone."""
    path = keeping.path_of(run)
    if path is None:
        raise Stale
    return plan_of(path, cell_of(run), user, lock=lock)


def plan_of(path: Path, cell: Cell, user: User, *, lock: bool = False) -> Plan:
    return make_plan(read_sheet(read_rows(path)), cell, user, lock=lock)


def confirm(
    run: ImportRun,
    user: User,
    *,
    fingerprint: str,
    on: dt.date,
    good_only: bool = False,
    correct: bool = False,
) -> ImportRun:
    """Imports what the preview with ``fingerprint`` showed: all of it or nothing.

    ``correct`` makes a correction of each closed return that the file changes; without it they
    stay as they are. ``on`` is the day of the steps. A run that has ended is left as it is, so a
    second click does nothing. Raises ``Stale`` where the file would now do something else,
    ``HasWrongRows`` where rows are refused and not ``good_only``, ``ClosedReturns`` where closed
    returns would change and neither was asked for, ``PeriodIsLocked``.
    """
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=run.pk)
        if run.status != ImportRun.Status.PENDING:
            return run
        period = Period.objects.select_for_update(no_key=True).filter(code=run.target).first()
        if period is None:
            raise Stale
        if period.status == Period.Status.LOCKED:
            raise PeriodIsLocked(period)
        plan = preview(run, user, lock=True)
        if plan.fingerprint != fingerprint:
            raise Stale
        if plan.problems and not good_only:
            raise HasWrongRows
        if plan.corrections and not correct and not good_only:
            raise ClosedReturns(len(plan.corrections))
        for line in _to_be_written(plan, correct=correct):
            _write(line, plan.cell, user, on, run.file_name)
        counts = plan.counts_with(corrections=correct)
        keeping.finish(run, ImportRun.Status.DONE, counts)
    return run


def _to_be_written(plan: Plan, *, correct: bool) -> list[Line]:
    """In the order of agencies, as every writer of several returns takes them."""
    found = [
        line
        for line in plan.lines
        if line.kind in (NEW, CHANGED) and (correct or not line.needs_correction)
    ]
    return sorted(found, key=lambda line: line.agency.pk if line.agency else 0)


def _write(line: Line, cell: Cell, user: User, on: dt.date, source: str) -> None:
    agency = line.agency
    assert isinstance(agency, Agency)  # noqa: S101 -- a line without one is refused
    figures = {change.key: change.new for change in line.changes}
    reason = _("Nhập lại từ tệp “%(name)s”.") % {"name": source}
    write(cell, agency, line.stored, figures, by=user, on=on, reason=reason)
