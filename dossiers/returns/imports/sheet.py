"""The table of a file: its columns, and its rows told from numbers of columns and headings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from dossiers.form206 import COLUMNS
from dossiers.returns.imports.head import (
    FEWEST,
    MOST_TITLE_ROWS,
    Head,
    counts_columns,
    find_head,
)
from dossiers.returns.imports.headings import AGENCY, CODE, EARLY_ON_TIME, FIGURES, LEFT_ALONE
from reporting.imports.layout import ORDER, NoTable, NotARow, Skipped, Table, TableRow
from reporting.imports.reading import HiddenSheet, SheetRow
from reporting.imports.text import fold


@dataclass
class Sheet:
    """``rows``: everything below the headings that is neither a heading nor counts columns."""

    table: Table
    rows: list[TableRow] = field(default_factory=list)

    @property
    def figures(self) -> list[str]:
        """The numbers that the sheet has a column for, in the order of the form."""
        return [key for key in FIGURES if self.table.has(key)]

    @property
    def missing(self) -> list[str]:
        """Columns of the form, without its totals, that the sheet does not have."""
        parts = [column for column in COLUMNS if not column.is_total]
        is_split = self.table.has("direct") and self.table.has("postal")
        return [
            f"({column.number}) {column.group} – {column.label}"
            for column in parts
            if not self.table.has(column.key) and not (column.number == 5 and is_split)
        ]

    def is_joined(self) -> bool:
        """Whether early and on time stand in one column, which form II.06 keeps apart."""
        return self.table.has(EARLY_ON_TIME) and not self.table.has("resolved_on_time")


def read_sheet(source: Iterable[SheetRow | HiddenSheet]) -> Sheet:
    """The first sheet that holds the form. Raises ``NoTable``, or ``Refused`` half-way."""
    sheets: dict[str, list[SheetRow]] = {}
    hidden: list[str] = []
    for row in source:
        if isinstance(row, HiddenSheet):
            hidden.append(row.name)
        else:
            sheets.setdefault(row.sheet, []).append(row)
    best: Head | None = None
    for name, lines in sheets.items():
        head = find_head(lines)
        if head is not None and head.is_whole:
            return _sheet(name, lines, head, hidden)
        if head is not None and (best is None or head.known > best.known):
            best = head
    raise _no_table(best)


def _sheet(name: str, lines: list[SheetRow], head: Head, hidden: list[str]) -> Sheet:
    known = {at: key for at, key in head.places.items() if key not in (LEFT_ALONE, EARLY_ON_TIME)}
    named = [(at, title) for at, title in enumerate(head.titles) if title]
    table = Table(
        sheet=name,
        first_row=lines[head.last].number,
        places=known | {at: key for at, key in head.places.items() if key == EARLY_ON_TIME},
        titles=head.titles,
        unknown=[title for at, title in named if at not in head.places],
        left_alone=[title for at, title in named if at in head.places and at not in known],
        hidden=hidden,
    )
    sheet = Sheet(table)
    repeated = [_folded(cells) for cells in head.texts]
    for line in lines[head.last + 1 :]:
        reason = _not_a_row(line, repeated)
        if reason is None:
            values = {
                key: line.cells[at] if at < len(line.cells) else ""
                for at, key in table.places.items()
            }
            sheet.rows.append(TableRow(line.number, values, "", line.cells))
        else:
            table.skipped.append(skipped(line.number, line.cells, str(reason.label)))
    return sheet


def _not_a_row(line: SheetRow, repeated: list[list[str]]) -> NotARow | None:
    if counts_columns(line.cells):
        return NotARow.NUMBERS
    return NotARow.HEADINGS if _folded(line.cells) in repeated else None


def skipped(number: int, cells: list[str], reason: str) -> Skipped:
    return Skipped(number, " ".join(cell for cell in cells if cell)[:120], reason)


def _folded(cells: list[str]) -> list[str]:
    return [fold(text) for text in cells if text]


def _no_table(best: Head | None) -> NoTable:
    mend = _(
        "Bảng cần cột “Cơ quan” (hoặc “Mã cơ quan”) và các cột số của Biểu II.06 với tiêu đề "
        "“Số hồ sơ tiếp nhận”, “Số hồ sơ đã giải quyết”, “Số hồ sơ đang giải quyết”, hoặc dòng "
        "đánh số cột từ (1) đến (13)."
    )
    if best is None or best.known < 2:
        return NoTable(
            _("Không tìm thấy bảng Biểu II.06 trong %(n)s dòng đầu của các trang tính.")
            % {"n": MOST_TITLE_ROWS},
            mend,
        )
    keys = set(best.places.values())
    if not keys & {AGENCY, CODE}:
        return NoTable(_("Bảng thiếu cột tên hoặc mã cơ quan."), mend)
    words = {"n": best.figures, "fewest": FEWEST}
    return NoTable(
        _("Chỉ nhận ra %(n)s cột số của Biểu II.06; cần ít nhất %(fewest)s.") % words, mend
    )


def texts_before_figures(row: TableRow) -> list[str]:
    """The words of a row: its order, its name, whatever stands left of them."""
    return [row.values.get(key, "") for key in (ORDER, AGENCY, CODE) if row.values.get(key)]
