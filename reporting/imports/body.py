"""The rows of a table, with what of a sheet is none of them."""

from __future__ import annotations

from collections.abc import Iterator

from reporting.imports.layout import NotARow, Skipped, Table, TableRow
from reporting.imports.reading import SheetRow
from reporting.imports.rules import SHOWN, Rules


def rows_of(lines: Iterator[SheetRow], table: Table) -> Iterator[TableRow]:
    """Rows below the headings, one at a time; the others go to ``table.skipped``."""
    section = ""
    rules = Rules(table.places, table.titles)
    for row in lines:
        kind = rules.kind(row.cells)
        if kind is None:
            values = {
                key: row.cells[place] if place < len(row.cells) else ""
                for place, key in table.places.items()
            }
            yield TableRow(row.number, values, section, row.cells)
            continue
        text = " ".join(cell for cell in row.cells if cell)
        if kind == NotARow.SECTION:
            section = text
        table.skipped.append(Skipped(row.number, text[:SHOWN], str(NotARow(kind).label)))
