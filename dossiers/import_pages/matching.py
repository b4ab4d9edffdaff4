"""The screen on which a person says which column is which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from dossiers.imports import people
from dossiers.imports.columns import HEADINGS
from reporting.imports.layout import Layout
from reporting.imports.masking import HIDDEN, MARK
from reporting.imports.reading import SheetRow
from reporting.imports.spellings import recognised, titles_of
from reporting.imports.text import fold
from reporting.numbers import number

#: Values shown of a column, letters shown of each, rows offered as headings in each sheet.
MOST_VALUES = 3
MOST_LETTERS = 40
MOST_ROWS = 30
MOST_CELLS = 6
#: Columns are matched by these names in the form.
FIELD = "column_"

_SPELLINGS = {text: one.key for one in HEADINGS for text in one.spellings}
_PEOPLE = dict.fromkeys(people.SPELLINGS, True)
_USED = {one.key for one in HEADINGS if one.is_used}


class Matching:
    """``rows``: the head of the file, masked; ``known``: folded heading → key, as the source has
    it; ``chosen``: ``sheet number.row``, as the address says; ``layout``: where the table was
    found."""

    def __init__(
        self,
        rows: Sequence[SheetRow],
        known: Mapping[str, str],
        *,
        chosen: str = "",
        layout: Layout | None = None,
    ) -> None:
        self.known = {**_SPELLINGS, **known}
        #: What was chosen and refused, shown again.
        self.posted: Mapping[str, Any] = {}
        self.layout = layout
        self.sheets = list(dict.fromkeys(row.sheet for row in rows))
        self.rows = {sheet: [row for row in rows if row.sheet == sheet] for sheet in self.sheets}
        self.head = self._chosen(chosen) or self._found() or self._likely()

    # Which row ------------------------------------------------------------------------------------

    def _chosen(self, chosen: str) -> SheetRow | None:
        return next((row for row in self._offered() if self.key(row) == chosen), None)

    def _found(self) -> SheetRow | None:
        if self.layout is None:
            return None
        rows = self.rows.get(self.layout.sheet, [])
        return next((row for row in rows if row.number == self.layout.head_row), None)

    def _likely(self) -> SheetRow | None:
        """The row that names most columns, else the first one with most cells."""
        return max(self._offered(), key=self._weight, default=None)

    def _weight(self, row: SheetRow) -> tuple[int, int]:
        keys = {self.known.get(fold(cell), "") for cell in row.cells} & _USED
        return len(keys), sum(1 for cell in row.cells if cell)

    def _offered(self) -> list[SheetRow]:
        return [row for sheet in self.sheets for row in self.rows[sheet][:MOST_ROWS]]

    def key(self, row: SheetRow) -> str:
        return f"{self.sheets.index(row.sheet)}.{row.number}"

    @property
    def choices(self) -> list[dict[str, Any]]:
        """Rows that may be the headings: key, label, is_chosen."""
        return [
            {"key": self.key(row), "label": self._label(row), "is_chosen": row is self.head}
            for row in self._offered()
        ]

    def _label(self, row: SheetRow) -> str:
        cells = " · ".join(_short(cell) for cell in row.cells[:MOST_CELLS] if cell)
        words = {"sheet": row.sheet, "row": number(row.number), "cells": cells}
        if len(self.sheets) > 1:
            return _("%(sheet)s, dòng %(row)s: %(cells)s") % words
        return _("Dòng %(row)s: %(cells)s") % words

    # Which column ---------------------------------------------------------------------------------

    @property
    def titles(self) -> list[str]:
        """The heading of each column; one that stands over two rows joined, as the import does."""
        if self.head is None:
            return []
        rows = self.rows[self.head.sheet]
        above = next((row.cells for row in rows if row.number == self.head.number - 1), [])
        return titles_of(above, self.head.cells)

    def _body(self, head: SheetRow) -> list[list[str]]:
        return [row.cells for row in self.rows[head.sheet] if row.number > head.number]

    @property
    def columns(self) -> list[dict[str, Any]]:
        """Place, letter, title, values, whether it is about people, and what it may mean."""
        if self.head is None:
            return []
        titles, body, cells = self.titles, self._body(self.head), self.head.cells
        width = max([len(titles), *map(len, body)])
        found = []
        taken: set[str] = set()
        for at in range(width):
            title = titles[at] if at < len(titles) else ""
            plain = cells[at] if at < len(cells) else ""
            values = [row[at] for row in body if at < len(row) and row[at] not in ("", HIDDEN)]
            values = values[:MOST_VALUES]
            if not title and not values:
                continue
            is_personal = any(recognised(text, _PEOPLE) for text in (title, plain))
            key = "" if is_personal else self._means(at, title, plain)
            key = "" if key in taken and not self.posted else key
            taken.add(key)
            found.append(
                {
                    "field": f"{FIELD}{at}",
                    "letter": letters(at),
                    "title": title or _("(không có tiêu đề)"),
                    "values": [] if is_personal else [_short(value) for value in values],
                    "is_personal": is_personal,
                    "options": [] if is_personal else _options(key),
                }
            )
        return found

    def _means(self, at: int, title: str, plain: str) -> str:
        if self.posted:
            return str(self.posted.get(f"{FIELD}{at}", ""))
        if self.layout is not None and self._found() is self.head:
            key = self.layout.places.get(at, "")
        else:
            found = (recognised(text, self.known) for text in (title, plain))
            key = next((key for key in found if key is not None), "")
        return key if key in _USED else ""

    @property
    def is_masked(self) -> bool:
        """Whether a value that is shown may be about people, so that only its shape is."""
        values = [value for column in self.columns for value in column["values"]]
        return any(MARK in value for value in values)

    def places(self, posted: Mapping[str, Any]) -> dict[int, str]:
        """What a person chose: column (0-based) → key. Columns about people are never taken."""
        found = {}
        for column in self.columns:
            key = str(posted.get(column["field"], ""))
            if key in _USED and not column["is_personal"]:
                found[int(column["field"].removeprefix(FIELD))] = key
        return found


def _options(chosen: str) -> list[dict[str, Any]]:
    """What a column may mean, as the options of a select."""
    found = [{"key": "", "label": _("Bỏ qua"), "is_chosen": not chosen}]
    for one in HEADINGS:
        if one.is_used:
            text = _("%(name)s (bắt buộc)") if one.is_required else "%(name)s"
            label = text % {"name": one.label}
            found.append({"key": one.key, "label": label, "is_chosen": one.key == chosen})
    return found


def letters(at: int) -> str:
    """The name of a column in a spreadsheet: 0 is A, 26 is AA."""
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(65 + rest) + name
    return name


def _short(text: str) -> str:
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 1]}…"
