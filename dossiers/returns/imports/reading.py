"""Rows of the sheet in order: which are returns, which head or add up the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, chain

from django.utils.translation import gettext as _

from agencies.models import Agency
from dossiers.counts import count
from dossiers.returns.imports.agencies import Book, Foreign, Level, level_of_section
from dossiers.returns.imports.headings import AGENCY, CODE
from dossiers.returns.imports.lines import Line, TotalLine
from dossiers.returns.imports.sheet import Sheet, skipped, texts_before_figures
from reporting.imports.layout import ORDER, NotARow, TableRow
from reporting.imports.problems import Problem, WrongValue
from reporting.imports.text import fold

_TOTAL = re.compile(r"^(?:tong cong|tong so|toan tinh|cong toan tinh)(?: .*)?$|^(?:tong|cong)$")
_COUNTING = re.compile(r"^\d+(?:[.,]\d+)*\.?$")
#: A name or code longer than this is none.
_LONGEST = 200


class Reader:
    """Reads the rows of ``sheet`` once, from the top: what stands above says what is below."""

    def __init__(self, sheet: Sheet, book: Book) -> None:
        self.sheet, self.book = sheet, book
        self.lines: list[Line] = []
        self.totals: list[TotalLine] = []
        self.unreported: list[Agency] = []
        self._section = 0
        self._rows_of: dict[int, int] = {}
        for row in sheet.rows:
            self._read(row)
        self._close_section()

    def _read(self, row: TableRow) -> None:
        words = texts_before_figures(row)
        if any(_TOTAL.match(fold(text)) for text in words):
            self._total(row, " ".join(words))
        elif level := level_of_section(row.values.get(AGENCY) or " ".join(words)):
            self._close_section()
            self.book.enter_section(level)
            self._section = len(self.lines)
            self._total(row, " ".join(words), heads=True)
        elif self._is_empty(row):
            self._empty(row)
        else:
            self._row(row)

    def _is_empty(self, row: TableRow) -> bool:
        return not any(row.values.get(key, "") for key in self.sheet.figures)

    # Rows that add up others --------------------------------------------------------------------

    def _total(self, row: TableRow, label: str, heads: bool = False) -> None:
        reason = NotARow.SECTION if heads else NotARow.TOTAL
        self._skip(row, str(reason.label))
        figures = {}
        for key in self.sheet.figures:
            try:
                figures[key] = count(row.values.get(key, ""))
            except WrongValue:
                figures[key] = None
        if any(value is not None for value in figures.values()):
            begins = -1 if heads else self._section
            self.totals.append(TotalLine(row, label, figures, begins, len(self.lines)))

    def _close_section(self) -> None:
        """The rows that the head of the section above sums are now known."""
        for place, one in enumerate(self.totals):
            if one.begins == -1:
                self.totals[place] = TotalLine(
                    one.row, one.label, one.figures, one.ends, len(self.lines)
                )

    # Rows of agencies ---------------------------------------------------------------------------

    def _empty(self, row: TableRow) -> None:
        """No figures: the head of a district, or an agency that has not reported."""
        try:
            agency = self.book.of_row(row)
        except Foreign as foreign:
            self.book.pass_by(foreign.agency)
            self._skip(row, self._why_foreign(row))
            return
        except WrongValue:
            self._skip(row, str(NotARow.SECTION.label))
            return
        self.book.pass_by(agency)
        is_head = agency.level == Level.DISTRICT and self.book.level == Level.COMMUNE
        if is_head or not (_COUNTING.match(row.values.get(ORDER, "")) or row.values.get(CODE)):
            self._skip(row, str(NotARow.SECTION.label))
        else:
            self.unreported.append(agency)
            self._skip(row, unreported())

    def _why_foreign(self, row: TableRow) -> str:
        """The head of a district, or an agency of somebody else that has no numbers."""
        is_counted = _COUNTING.match(row.values.get(ORDER, "")) or row.values.get(CODE)
        return unreported() if is_counted else str(NotARow.SECTION.label)

    def _row(self, row: TableRow) -> None:
        line = Line(row)
        try:
            line.agency = self._agency(row)
        except Foreign as foreign:
            line.foreign = foreign.agency
            self.book.pass_by(foreign.agency)
        except WrongValue as error:
            column = self.book.column_of(row)
            self._refuse(line, column, error)
        if line.agency is not None:
            self.book.pass_by(line.agency)
            if line.agency.level == Level.DISTRICT and self.book.level == Level.COMMUNE:
                self._skip(row, _("dòng mục, số liệu của huyện không tính trong mục cấp xã"))
                return
        self._figures(line)
        if line.foreign is not None:
            line.problems.clear()
        self._check_twice(line)
        self.lines.append(line)

    def _agency(self, row: TableRow) -> Agency:
        for key in (CODE, AGENCY):
            if len(row.values.get(key, "")) > _LONGEST:
                raise WrongValue(_("Tên hoặc mã quá dài."), _("Hãy rút gọn nội dung ô."))
        return self.book.of_row(row)

    def _figures(self, line: Line) -> None:
        for key in self.sheet.figures:
            try:
                line.figures[key] = count(line.row.values.get(key, ""))
            except WrongValue as error:
                line.unread.add(key)
                self._refuse(line, key, error)
        split = [line.figures.get(key) for key in ("direct", "postal")]
        if "direct_postal" not in self.sheet.figures and None not in split:
            line.figures["direct_postal"] = sum(part or 0 for part in split)

    def _check_twice(self, line: Line) -> None:
        if line.agency is None:
            return
        first = self._rows_of.setdefault(line.agency.pk, line.number)
        if first != line.number:
            error = WrongValue(
                _("Trùng cơ quan với dòng %(row)s của tệp.") % {"row": first},
                _("Hãy xóa một trong hai dòng."),
            )
            self._refuse(line, self.book.column_of(line.row), error)

    def _refuse(self, line: Line, key: str, error: WrongValue) -> None:
        title = self.sheet.table.title(key) or self.sheet.table.title(AGENCY)
        value = line.row.values.get(key, "")
        line.problems.append(Problem(line.number, title, value, error.wrong, error.mend))

    def _skip(self, row: TableRow, reason: str) -> None:
        self.sheet.table.skipped.append(skipped(row.number, row.cells, reason))


def unreported() -> str:
    """Why the row of an agency without numbers is passed over."""
    return _("chưa báo cáo")


def sums(lines: Sequence[Line], key: str) -> list[int | None]:
    """Running sums of ``key`` up to each line, from 0; None once a cell could not be read. Rows
    that the sheet's own totals leave out count 0."""
    values = (
        None if key in line.unread else (line.figures.get(key) or 0) * line.is_counted
        for line in lines
    )
    start: list[int | None] = [0]
    return list(accumulate(chain(start, values), _plus))


def _plus(left: int | None, right: int | None) -> int | None:
    return None if left is None or right is None else left + right
