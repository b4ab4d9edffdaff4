"""What is wrong in a row, as data: for the page, the command, and a file to work through."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext as _

from reporting.exports import Column, Export
from reporting.imports.layout import Table, TableRow

#: Problems that a page shows; the file holds all of them.
MOST_SHOWN = 100
_LONGEST = 60


class WrongValue(Exception):  # noqa: N818 -- what is told to the person who typed
    """A cell that cannot be taken: what is wrong, and how to mend it."""

    def __init__(self, wrong: str, mend: str = "") -> None:
        super().__init__(wrong)
        self.wrong, self.mend = wrong, mend


@dataclass(frozen=True)
class Problem:
    """``row`` as the spreadsheet numbers it, ``column`` as its heading reads."""

    row: int
    column: str
    value: str
    wrong: str
    mend: str = ""

    @property
    def shown_value(self) -> str:
        return self.value if len(self.value) <= _LONGEST else f"{self.value[: _LONGEST - 1]}…"

    def __str__(self) -> str:
        words = {"row": self.row, "column": self.column, "value": self.shown_value}
        place = _("Dòng %(row)s, cột “%(column)s”, giá trị “%(value)s”") % words
        return f"{place}: {self.wrong} {self.mend}".strip()


def errors_export(
    name: str, table: Table, rows: Iterable[TableRow], problems: Sequence[Problem]
) -> Export:
    """The refused rows with the columns of the file and one more that says what is wrong.

    Mended there, the file can be sent as it is: the last column is known and left alone.
    """
    by_row: dict[int, list[str]] = defaultdict(list)
    for problem in problems:
        by_row[problem.row].append(str(problem))
    width = len(table.titles)
    bodies = [
        [*(row.cells + [""] * width)[:width], "\n".join(by_row[row.number])]
        for row in rows
        if row.number in by_row
    ]
    columns = [
        *(Column(title, _cell(place), 24) for place, title in enumerate(table.titles)),
        Column(_("Lỗi"), _cell(width), 80),
    ]
    return Export(name=name, lines=[], columns=columns, rows=bodies)


def _cell(place: int) -> Any:
    return itemgetter(place)
