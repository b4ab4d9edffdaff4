"""What is wrong with the rows of a list, row by row: for the page, the command, and a file."""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from dossiers.imports import rules
from dossiers.imports.columns import COLUMNS
from dossiers.imports.rule import Rule
from dossiers.imports.rule import of as rules_of
from dossiers.imports.staging import source_of_cell, title_of
from dossiers.imports.state import layout_of
from reporting.exports import Column, Export
from reporting.imports.layout import Layout
from reporting.imports.problems import MOST_SHOWN, Problem
from reporting.models import ImportRun

_CHUNK = 2000


def problems(run: ImportRun, limit: int = MOST_SHOWN) -> list[Problem]:
    """What is wrong with the first refused rows, in their order; at most ``limit`` sentences."""
    return _told(run, "problems", rules.PROBLEMS, "r.kind = 'refused'", limit)


def warnings(run: ImportRun, limit: int = MOST_SHOWN) -> list[Problem]:
    """What is odd about rows that are imported all the same."""
    condition = "r.kind <> 'refused' AND r.warnings <> 0"
    return _told(run, "warnings", rules.WARNINGS, condition, limit)


def errors_export(run: ImportRun) -> Export:
    """All refused rows with the columns of the file that are used, and one more that says what is
    wrong. Mended there, the file can be sent as it is.

    Columns that the import does not use are not kept, those about people least of all.
    """
    layout = layout_of(run.progress)
    columns = [
        Column(title_of(layout, name), itemgetter(at), 24)
        for at, name in enumerate(COLUMNS)
        if layout.has(name)
    ]
    return Export(
        name=_("dong-bi-tu-choi"),
        lines=[
            _("Các dòng bị từ chối của tệp “%(name)s”.") % {"name": run.file_name},
            _("Chỉ gồm các cột dùng để nhập; cột về cá nhân không được giữ lại."),
        ],
        columns=[*columns, Column(_("Lỗi"), itemgetter(len(COLUMNS)), 80)],
        rows=_refused(run, layout),
    )


def _refused(run: ImportRun, layout: Layout) -> Iterator[tuple[Any, ...]]:
    after = -1
    while rows := _rows(run, "problems", "r.kind = 'refused'", _CHUNK, after):
        for number, found, *cells in rows:
            said = _sentences(number, found, cells, rules.PROBLEMS, layout)
            yield (*(cell or "" for cell in cells), "\n".join(map(str, said)))
        after = rows[-1][0]


def _told(
    run: ImportRun, mask: str, kinds: tuple[Rule, ...], condition: str, limit: int
) -> list[Problem]:
    if not run.progress.layout:
        return []
    layout = layout_of(run.progress)
    told: list[Problem] = []
    for number, found, *cells in _rows(run, mask, condition, limit):
        told += _sentences(number, found, cells, kinds, layout)
    return told[:limit]


def _rows(
    run: ImportRun, mask: str, condition: str, limit: int, after: int = -1
) -> list[tuple[Any, ...]]:
    cells = ", ".join(f"l.{name}" for name in COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT r.row, r.{mask}, {cells} FROM dossiers_importrow AS r"  # noqa: S608 -- constants
            " JOIN dossiers_importline AS l USING (run_id, row)"
            f" WHERE r.run_id = %s AND r.row > %s AND {condition} ORDER BY r.row LIMIT %s",
            [run.pk, after, limit],
        )
        return cursor.fetchall()


def _sentences(
    number: int, found: int, cells: list[str | None], kinds: tuple[Rule, ...], layout: Layout
) -> list[Problem]:
    by_name = dict(zip(COLUMNS, cells, strict=True))
    told = []
    for rule in rules_of(found, kinds):
        column = source_of_cell(layout, rule.column, by_name)
        value, title = by_name[column] or "", title_of(layout, column)
        wrong, mend = rule.sentence(value)
        if rule.beside:
            value = f"{value} · {by_name[rule.beside] or ''}"
            title = f"{title} · {title_of(layout, rule.beside)}"
        told.append(Problem(number, title, value, wrong, mend))
    return told
