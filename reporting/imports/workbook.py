"""Sheets of an .xlsx as rows of text. Only in a child process, only behind the gate."""

from __future__ import annotations

import datetime as dt
import re
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from reporting.imports.limits import Limits, Refused

_CHUNK = 1 << 20
#: Longer than any formula may be.
_OVERLAP = 16_000
#: A formula that nothing has worked out: its cell has no value.
_UNCOUNTED = re.compile(
    rb'<c\b(?![^>]*\bt="str")[^>]*?\br="([A-Z]{1,3}\d{1,7})"(?![^>]*\bt="str")[^>]*>\s*'
    rb"<f\b[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)


def check_formulas(path: Path) -> None:
    """Raises ``Refused`` where a cell holds a formula without a result: it would read as empty."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if not name.startswith("xl/worksheets/"):
                continue
            with archive.open(name) as member:
                kept = b""
                while chunk := member.read(_CHUNK):
                    kept = kept[-_OVERLAP:] + chunk
                    if found := _UNCOUNTED.search(kept):
                        raise Refused("formula", cell=found[1].decode())


def sheets(path: Path, limits: Limits) -> Iterator[tuple[str, bool, Iterator[Any]]]:
    """(name, whether it is hidden, rows) of each sheet; rows are (number, cells)."""
    check_formulas(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions that carry no values
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # what a file says of its own size is not trusted
                yield str(sheet.title), sheet.sheet_state != "visible", _rows(sheet)
        finally:
            book.close()


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = [_written(cell) for cell in row]
        if any(cells):
            yield number, cells


def _written(cell: Any) -> str:
    """A value as a person would type it: days dd/mm/yyyy, numbers without a trailing ``.0``."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.datetime):
        return f"{value:%d/%m/%Y}" if value.time() == dt.time() else f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, int | float):
        if "%" in (cell.number_format or ""):
            return f"{value * 100:.15g}%"
        return f"{value:.15g}"
    return str(value)
