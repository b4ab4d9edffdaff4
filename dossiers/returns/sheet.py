"""The sheet of form II.06 for a period as a file: laid out as the form, read back by the import.

Three rows of headings and the row of column numbers as in Circular 01/2020/TT-VPCP, sections by
level, the total last. Beyond column 13 stand the optional columns and the code of the agency. An
agency without a return has empty cells. Totals are as typed, or added up where nobody typed them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import xlsxwriter
from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from agencies.models import Agency
from agencies.querysets import AgencyQuerySet
from dossiers.form206 import COLUMNS, sums
from dossiers.models import Return
from dossiers.period.table import HEADINGS
from dossiers.querysets import ReturnQuerySet
from dossiers.returns.entry import Cell, in_order, of_cell, optional_label
from dossiers.returns.settled import not_asked
from reporting.exports import XLSX, Format, head, safe
from reporting.selection import Selection

Level = Agency.Level
_FIGURES = (*(column.key for column in COLUMNS), *Return.OPTIONAL)
_FIRST = 2
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
        sheet.set_column(_FIRST, _FIRST + len(_FIGURES), 11)
        for at, line in enumerate(self.lines):
            sheet.write_string(at, 0, line, bold if at == 0 else None)
        top = len(self.lines) + 1
        for at, row in enumerate(self.rows, start=top):
            for column, cell in enumerate(row.cells):
                _write(sheet, at, column, cell, known[row.kind])
        for first, left, last, right in self.merges:
            text = self.rows[first].cells[left]
            sheet.merge_range(top + first, left, top + last, right, text, known["head"])
        sheet.freeze_panes(top + 4, _FIRST)


def _write(sheet: Any, row: int, column: int, cell: Any, style: Any) -> None:
    if cell is None or cell == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(cell, int):
        sheet.write_number(row, column, cell, style)
    else:
        sheet.write_string(row, column, str(cell), style)


def sheet_of(
    cell: Cell, agencies: AgencyQuerySet, returns: ReturnQuerySet, reader: object
) -> ReturnSheet:
    """The returns in force of ``cell`` among ``returns``, and who of ``agencies`` has none.

    In Vietnamese in every language of the site: it is a form of the State. Five queries.
    """
    with translation.override("vi"):
        period = cell.period
        title = _("Biểu số II.06: Tình hình, kết quả giải quyết thủ tục hành chính")
        lines = [
            *head(title, reader, Selection(period, period.date_to)),
            _("Số liệu tính theo: %(role)s. Lĩnh vực: %(sector)s. Đơn vị tính: số hồ sơ TTHC.")
            % {
                "role": Return.AgencyRole(cell.role).label,
                "sector": cell.sector.name if cell.sector else _("Mọi lĩnh vực"),
            },
        ]
        found = {row.agency_id: row for row in of_cell(returns, cell).in_force()}
        rows = [*_heads(), *_body(cell, agencies, found)]
        name = _("bieu-II-06-don-vi-%(period)s") % {"period": period.code}
        return ReturnSheet(name, lines, rows, _merges())


# Headings ---------------------------------------------------------------------------------------


def _heads() -> Iterator[Row]:
    groups: list[Any] = [_("TT"), _("Lĩnh vực, công việc giải quyết theo cấp")]
    middle: list[Any] = ["", ""]
    leaves: list[Any] = ["", ""]
    for column in COLUMNS:
        groups.append(str(column.group) if column.is_total else "")
        middle.append(str(column.label) if column.is_total else "")
        leaves.append("" if column.is_total else str(column.label))
        if column.number - 1 in _TOTALS:
            middle[-1] = _("Trong đó")
    optional = [optional_label(key) for key in Return.OPTIONAL]
    beyond = [*optional, _("Mã cơ quan")]
    blanks = [""] * len(beyond)
    yield Row("head", [*groups, *beyond])
    yield Row("head", [*middle, *blanks])
    yield Row("head", [*leaves, *blanks])
    yield Row("number", [*(f"({n})" for n in range(1, len(COLUMNS) + 3)), *blanks])


_TOTALS = frozenset(column.number for column in COLUMNS if column.is_total)


def _merges() -> list[Merge]:
    found: list[Merge] = [(0, 0, 2, 0), (0, 1, 2, 1)]
    starts = [at for at, column in enumerate(COLUMNS, start=_FIRST) if column.is_total]
    for start, end in zip(starts, [*starts[1:], _FIRST + len(COLUMNS)], strict=True):
        found += [(0, start, 0, end - 1), (1, start, 2, start), (1, start + 1, 1, end - 1)]
    beyond = _FIRST + len(COLUMNS)
    found += [(0, beyond + at, 2, beyond + at) for at in range(len(Return.OPTIONAL) + 1)]
    return found


# Rows -------------------------------------------------------------------------------------------


def _body(cell: Cell, agencies: AgencyQuerySet, found: dict[int, Return]) -> Iterator[Row]:
    period = cell.period
    owing = agencies.valid_on(period.date_to).exclude(kind__in=not_asked())
    both = agencies.filter(pk__in=[*owing.order_by().values_list("pk", flat=True), *found])
    listed = list(in_order(both.with_parent(period.date_to)))
    districts = {one.pk: one for one in listed if one.level == Level.DISTRICT}
    bodies: list[list[int | None]] = []
    for level, (numeral, heading) in HEADINGS.items():
        group = [one for one in listed if one.level == level]
        if not group:
            continue
        printed = {one.pk: _figures(found.get(one.pk)) for one in group}
        bodies += printed.values()
        yield _row("section", numeral, str(heading), _added(printed.values()))
        yield from _section(group, printed, districts)
    yield _row("total", "", _("Tổng cộng"), _added(bodies))


def _section(
    group: list[Any], printed: dict[int, list[int | None]], districts: dict[int, Agency]
) -> Iterator[Row]:
    """Communes stand below the name of their district, which tells apart those of one name."""
    places = {key: place for place, key in enumerate(districts)}
    is_below = group[0].level == Level.COMMUNE
    if is_below:
        group = sorted(group, key=lambda one: places.get(one.parent_id_on, -1))
    above: Agency | None = None
    for number, one in enumerate(group, start=1):
        district = districts.get(one.parent_id_on) if is_below else None
        if district is not None and district != above:
            above = district
            yield _row("section", "", district.name, [])
        yield _row("row", number, one.name, printed[one.pk], one.code)


def _figures(row: Return | None) -> list[int | None]:
    if row is None:
        return [None] * len(_FIGURES)
    values = {key: getattr(row, key) for key in _FIGURES}
    totals = {key: value for key, value in sums(values).items() if values[key] is None}
    return list((values | totals).values())


def _added(rows: Iterable[list[int | None]]) -> list[int | None]:
    """Column by column; None where no row has a number."""
    found: list[int | None] = []
    for column in zip(*rows, strict=True):
        known = [value for value in column if value is not None]
        found.append(sum(known) if known else None)
    return found


def _row(kind: str, number: Any, label: str, figures: list[int | None], code: str = "") -> Row:
    return Row(kind, [number, label, *(figures or [None] * len(_FIGURES)), code])
