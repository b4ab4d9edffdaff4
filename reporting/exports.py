"""Exports of any list, streamed: what is on the page, with its filters and time on top.

A cell is data, never a formula: text that a spreadsheet would run gets an apostrophe in CSV
and is written as a string in XLSX.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from tempfile import TemporaryFile
from typing import Any, Literal, TypeVar
from urllib.parse import quote

import xlsxwriter
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from reporting.filters import Chip
from reporting.numbers import Ratio, date, moment, percent
from reporting.pages import period_label
from reporting.provenance import demo_line
from reporting.selection import Selection

Response = TypeVar("Response", bound=HttpResponseBase)
Format = Literal["xlsx", "csv"]
#: The media type of a workbook.
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: The longest text that a cell of a workbook can hold.
_LONGEST = 32_767
#: Workbooks count days from here, rightly from March 1900 on.
_DAY_ZERO, _FIRST_DAY = dt.date(1899, 12, 30), dt.date(1900, 3, 1)
#: The longest name of a sheet.
_LONGEST_NAME = 31
#: The number of this paper among those of a workbook.
_A4 = 9


@dataclass(frozen=True)
class Column:
    """A column of an export: its heading, and how a row gives its cell; a ``Ratio`` is a share."""

    heading: str | Promise
    value: Callable[[Any], object]
    width: int = 16


def head(
    title: str,
    reader: object,
    selection: Selection | None = None,
    chips: Iterable[Chip] = (),
    *,
    day: dt.date | None = None,
) -> list[str]:
    """What stands over every table: what it is, of when, how it was picked, who took it away and
    when, and whether it is a demonstration. ``day``: another one than the selection's."""
    found = [title]
    if selection is not None:
        picked = "; ".join(f"{chip.label}: {chip.value}" for chip in chips) or _("không")
        words = {"period": period_label(selection.period), "day": date(day or selection.as_of)}
        found += [
            _("Kỳ báo cáo: %(period)s. Tính đến ngày %(day)s.") % words,
            _("Điều kiện lọc: %(filters)s.") % {"filters": picked},
        ]
    now = {"time": moment(timezone.now()), "reader": reader}
    found.append(_("Xuất lúc %(time)s, người xuất: %(reader)s.") % now)
    return [*found, *filter(None, [demo_line()])]


@dataclass(frozen=True)
class Export:
    """``lines`` stand above the table: title, filters, as-of day, time of export, demo mark.

    ``sheet`` names the sheet of a workbook; its usual name where it is empty.
    """

    name: str
    lines: Sequence[str]
    columns: Sequence[Column]
    rows: Iterable[Any]
    sheet: str = ""

    def response(self, kind: Format) -> HttpResponseBase:
        """The file as an attachment. The rows are read once, in one pass."""
        return self._xlsx() if kind == "xlsx" else self._csv()

    def _csv(self) -> StreamingHttpResponse:
        response = StreamingHttpResponse(self._csv_lines(), content_type="text/csv; charset=utf-8")
        return _attached(response, f"{self.name}.csv")

    def _csv_lines(self) -> Iterator[str]:
        buffer = io.StringIO()
        writer = csv.writer(buffer)
        yield "\ufeff"  # a spreadsheet reads UTF-8 only with a mark
        head = [[safe(line)] for line in self.lines]
        headings = [[str(column.heading) for column in self.columns]]
        body = ([safe(column.value(row)) for column in self.columns] for row in self.rows)
        for cells in (*head, *headings):
            writer.writerow(cells)
        for cells in body:
            writer.writerow(cells)
            if buffer.tell() > 64_000:
                yield buffer.getvalue()
                buffer.seek(0)
                buffer.truncate()
        yield buffer.getvalue()

    def _xlsx(self) -> FileResponse:
        file = TemporaryFile()  # noqa: SIM115 -- FileResponse closes it
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(file, options) as book:
            self._fill(book)
        file.seek(0)
        return _attached(FileResponse(file, content_type=XLSX), f"{self.name}.xlsx")

    def _fill(self, book: Any) -> None:
        sheet = book.add_worksheet(_sheet_name(self.sheet or _("Số liệu")))
        top = len(self.lines) + 1
        _lay_out(sheet, top)
        bold = book.add_format({"bold": True})
        heading = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        whole = book.add_format({"num_format": "#,##0"})
        share = book.add_format({"num_format": "0.00%"})
        for index, column in enumerate(self.columns):
            sheet.set_column(index, index, column.width)
        for index, line in enumerate(self.lines):
            sheet.write_string(index, 0, line, bold if index == 0 else None)
        for index, column in enumerate(self.columns):
            sheet.write_string(top, index, str(column.heading), heading)
        for number, row in enumerate(self.rows, start=top + 1):
            for index, column in enumerate(self.columns):
                _write(sheet, number, index, column.value(row), day, whole, share)


def _lay_out(sheet: Any, top: int) -> None:
    """The headings, in row ``top``, stay in sight and are on every page; a page is as wide as
    the table."""
    sheet.freeze_panes(top + 1, 0)
    sheet.repeat_rows(top)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)


def _sheet_name(text: str) -> str:
    """``text`` without what the name of a sheet must not have."""
    return "".join(sign for sign in text if sign not in "[]:*?/\\").strip("'")[:_LONGEST_NAME]


def _write(
    sheet: Any, row: int, column: int, value: object, day: Any, whole: Any, share: Any
) -> None:
    """Texts first, as most cells are texts and a file may have ten million of them."""
    if isinstance(value, str):
        if value:
            sheet.write_string(row, column, value if len(value) <= _LONGEST else _cut(value))
    elif value is None:
        return
    elif isinstance(value, Ratio):
        if value.denominator:
            sheet.write_number(row, column, value.numerator / value.denominator, share)
    elif isinstance(value, int) and not isinstance(value, bool):
        sheet.write_number(row, column, value, whole)
    elif isinstance(value, dt.datetime):
        sheet.write_string(row, column, moment(value))
    elif isinstance(value, dt.date) and value >= _FIRST_DAY:
        sheet.write_number(row, column, (value - _DAY_ZERO).days, day)
    elif isinstance(value, float | Decimal):
        sheet.write_number(row, column, value)
    else:
        _write(sheet, row, column, str(value), day, whole, share)


def _cut(text: str) -> str:
    return f"{text[: _LONGEST - 1]}…"


def safe(value: object) -> str:
    """A cell of a CSV file. Numbers and dates stay as they are; text is never a formula."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return moment(value)
    if isinstance(value, dt.date):
        return date(value)
    if isinstance(value, int | float | Decimal):
        return str(value)
    if isinstance(value, Ratio):
        return percent(value) if value.denominator else ""
    text = str(value)
    # Some spreadsheets drop spaces before they look at the first sign.
    return f"'{text}" if text.startswith(_RISKY) or text.lstrip().startswith(_RISKY) else text


def _attached(response: Response, name: str) -> Response:
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
