"""The sheet of form II.06 as a workbook or as CSV: merged headings, frames, formats of numbers."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import xlsxwriter
from django.http import HttpResponse

from reporting.exports import XLSX, Format, safe

#: The first column of numbers.
FIRST = 2
#: (first row, first column, last row, last column) of the merged headings, from the first of them.
Merge = tuple[int, int, int, int]


@dataclass(frozen=True)
class Row:
    """``kind``: head, number, section, row or total."""

    kind: str
    cells: list[Any]


@dataclass(frozen=True)
class ReturnSheet:
    name: str
    lines: list[str]
    rows: list[Row]
    merges: list[Merge]
    width: int

    def response(self, kind: Format) -> HttpResponse:
        content = self.xlsx() if kind == "xlsx" else self.csv()
        kinds = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8"}
        response = HttpResponse(content, content_type=kinds[kind])
        name = quote(f"{self.name}.{kind}")
        response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
        return response

    def csv(self) -> bytes:
        buffer = io.StringIO()
        writer = csv.writer(buffer)
        for line in self.lines:
            writer.writerow([safe(line)])
        for row in self.rows:
            writer.writerow([safe(cell) for cell in row.cells])
        return buffer.getvalue().encode("utf-8-sig")

    def xlsx(self) -> bytes:
        file = io.BytesIO()
        options = {"strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(file, options) as book:
            self._fill(book)
        return file.getvalue()

    def _fill(self, book: Any) -> None:
        sheet = book.add_worksheet("II.06")
        framed: dict[str, Any] = {"border": 1, "valign": "vcenter"}
        bold = book.add_format({"bold": True})
        formats: dict[str, dict[str, Any]] = {
            "head": {"bold": True, "align": "center", "text_wrap": True},
            "number": {"italic": True, "align": "center"},
            "section": {"bold": True, "num_format": "#,##0"},
            "row": {"num_format": "#,##0"},
            "total": {"bold": True, "num_format": "#,##0"},
        }
        known = {kind: book.add_format(framed | one) for kind, one in formats.items()}
        sheet.set_column(0, 0, 5)
        sheet.set_column(1, 1, 44)
        sheet.set_column(FIRST, FIRST + self.width, 11)
        for at, line in enumerate(self.lines):
            sheet.write_string(at, 0, line, bold if at == 0 else None)
        top = len(self.lines) + 1
        for at, row in enumerate(self.rows, start=top):
            for column, cell in enumerate(row.cells):
                _write(sheet, at, column, cell, known[row.kind])
        for first, left, last, right in self.merges:
            text = self.rows[first].cells[left]
            sheet.merge_range(top + first, left, top + last, right, text, known["head"])
        sheet.freeze_panes(top + 4, FIRST)


def _write(sheet: Any, row: int, column: int, cell: Any, style: Any) -> None:
    if cell is None or cell == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(cell, int):
        sheet.write_number(row, column, cell, style)
    else:
        sheet.write_string(row, column, str(cell), style)
