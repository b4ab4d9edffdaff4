"""Sheets of an .xlsx as rows of text. Only in a child process, only behind the gate."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from reporting.imports.limits import Limits, Refused
from reporting.imports.lines import Rows
from reporting.imports.xlsx.book import Book
from reporting.imports.xlsx.formats import kinds
from reporting.imports.xlsx.sheet import rows
from reporting.imports.xlsx.strings import Strings
from reporting.imports.xlsx.values import Values


def sheets(path: Path, limits: Limits) -> Iterator[tuple[str, bool, Rows]]:
    """(name, whether it is hidden, rows) of each sheet; rows are (number, cells).

    Raises ``Refused``, also while rows are read: ``formula`` where a cell holds one without a
    result, which would read as empty. What a broken workbook raises else is any exception.
    """
    with zipfile.ZipFile(path) as archive:
        book = Book(archive)
        with closing(Strings(book.part("sharedStrings"), limits.text)) as strings:
            values = Values(strings, _kinds(book), from_1904=book.is_from_1904)
            for sheet in book.sheets():
                member = book.open(sheet.member)
                if member is None:
                    raise Refused("broken")
                with member:
                    yield sheet.name, sheet.is_hidden, rows(member, values, limits)


def _kinds(book: Book) -> list[str]:
    member = book.part("styles")
    if member is None:
        return []
    with member:
        return kinds(member)
