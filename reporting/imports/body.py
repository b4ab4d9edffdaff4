"""The rows of a table, told from sections, totals, column numbers and repeated headings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reporting.imports.layout import ORDER, NotARow, Skipped, Table, TableRow
from reporting.imports.reading import SheetRow
from reporting.imports.text import fold

_NUMBER_CELL = re.compile(r"^[(\[]?\s*(\d{1,3}|[A-Za-z])\s*[)\]]?$")
_COUNTING = re.compile(r"^\d+([.,]\d+)*\.?$")
_TOTAL = re.compile(r"^(tong cong|tong so|luy ke)( .*)?$|^(tong|cong)( [ivx\d]+)*$")


def rows_of(lines: Iterator[SheetRow], table: Table) -> Iterator[TableRow]:
    """Rows below the headings, one at a time; the others go to ``table.skipped``."""
    section = ""
    repeated = [fold(text) for text in table.titles if text]
    for row in lines:
        texts = [cell for cell in row.cells if cell]
        values = {
            key: row.cells[place] if place < len(row.cells) else ""
            for place, key in table.places.items()
        }
        reason = _not_a_row(texts, values, repeated)
        if reason is None:
            yield TableRow(row.number, values, section, row.cells)
            continue
        if reason is NotARow.SECTION:
            section = " ".join(texts)
        table.skipped.append(Skipped(row.number, " ".join(texts)[:120], str(reason.label)))


def _not_a_row(texts: list[str], values: dict[str, str], repeated: list[str]) -> NotARow | None:
    """Why a row is none of the table; None where it is one."""
    if _counts_columns(texts):
        return NotARow.NUMBERS
    if len(texts) == len(repeated) and all(
        fold(text) == title for text, title in zip(texts, repeated, strict=True)
    ):
        return NotARow.HEADINGS
    order = values.get(ORDER, "")
    filled = [text for key, text in values.items() if text and key not in (ORDER, "code")]
    if values.get("code") or _COUNTING.match(order):
        return None
    if any(_TOTAL.match(fold(text)) for text in texts[:2]) and not _is_named(filled):
        return NotARow.TOTAL
    if len(filled) <= 1 and len([text for text in texts if text != order]) <= 1:
        return NotARow.SECTION
    return None


def _is_named(filled: list[str]) -> bool:
    """Whether more than one cell holds words: a total has numbers only."""
    return sum(1 for text in filled if not re.fullmatch(r"[\d.,\s%/–-]+", text)) > 1


def _counts_columns(texts: list[str]) -> bool:
    """1, 2, 3 … or A, B, 1, 2 …, also in brackets, under the headings."""
    found = [_NUMBER_CELL.match(text) for text in texts]
    if len(found) < 3 or not all(found):
        return False
    numbers = [int(one[1]) for one in found if one and one[1].isdigit()]
    letters = len(found) - len(numbers)
    return (
        len(numbers) > 1
        and letters <= 2
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        and numbers[0] <= 3
    )
