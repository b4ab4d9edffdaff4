"""The head of a file as a person may see it who says which column is which.

Loads no Django: what may be about people is masked in the child process, and never leaves it.

* A cell that is a known heading is shown.
* Rows above the table, and headings that nobody knows, are shown but for what may be about people:
  long numbers, addresses of mail, names. The table begins at the first row with two headings that
  are known, or with figures in cells of their own.
* Of the rows of the table only cells under headings that the import reads are shown, and what has
  the form of a code or is a word of a list of states. Of all others the shape is told: a ``•`` for
  each letter and digit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reporting.imports.names import names_in
from reporting.imports.spellings import join_titles, recognised
from reporting.imports.text import fold

MARK = "•"
#: Of a column that is known and not read not even the shape is told.
HIDDEN = MARK * 3
_MOST_LETTERS = 24
#: Cells of one row that are known headings, so that it is the row of headings.
_HEADINGS = 2
_SURE_HEADINGS = 3

_SIGN = re.compile(r"[^\W_]")
_LONG_NUMBER = re.compile(r"\d[\d .-]{4,}\d")
_MAIL = re.compile(r"\S+@\S+")
#: Cells that rows have and headings do not: figures, days, numbers of telephones and papers.
_DATUM = re.compile(
    r"[(+]?\d[\d\s.,()+-]*[).]?|\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}\b.*|.*\d{6}.*|\S+@\S+", re.S
)

Rows = Iterable[tuple[int, list[str]]]


@dataclass(frozen=True)
class Plain:
    """What a cell may hold that tells of nobody: ``patterns`` of whole cells, folded ``words``."""

    patterns: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()


def task_of(keys: Mapping[str, str], read: Iterable[str], plain: Plain) -> dict[str, Any]:
    """For the child. ``keys``: folded heading → key; ``read``: keys of the columns whose cells
    leave the child anyway."""
    return {
        "keys": dict(keys),
        "read": sorted(read),
        "patterns": list(plain.patterns),
        "words": sorted(plain.words),
    }


def masked(rows: Rows, task: Mapping[str, Any]) -> Iterator[tuple[int, list[str]]]:
    """The first rows of one sheet. ``task`` as ``task_of`` makes it."""
    head = _Head(task)
    for number, cells in rows:
        yield number, head.row(cells)


class _Head:
    """Rows of one sheet, in their order."""

    def __init__(self, task: Mapping[str, Any]) -> None:
        self._keys, self._read = task["keys"], set(task["read"])
        self._words = set(task["words"])
        self._plain = re.compile("|".join(f"(?:{one})" for one in task["patterns"]) or "(?!)")
        #: Place → key of the headings above; of two that differ the one that is not read.
        self._columns: dict[int, str] = {}
        self._above: list[str] = []
        self._is_below = self._follows_heads = False

    def row(self, cells: list[str]) -> list[str]:
        known = self._known(cells)
        texts = [cell for cell in cells if cell]
        has_data = len(texts) > 1 and any(map(_DATUM.fullmatch, texts))
        count = len(set(known.values()))
        is_heads = count >= _SURE_HEADINGS or (count >= _HEADINGS and not has_data)
        is_more = self._follows_heads and bool(known) and not has_data
        if is_heads or is_more:
            for at, key in known.items():
                self._columns[at] = self._stricter(self._columns.get(at, key), key)
            show = cautious if is_heads else shape
        elif self._is_below or has_data:
            show = shape
        else:
            show = cautious
        found = [
            cell if at in known or not cell else self._shown(at, cell, show)
            for at, cell in enumerate(cells)
        ]
        self._is_below = self._is_below or is_heads or has_data
        self._follows_heads, self._above = is_heads, cells
        return found

    def _known(self, cells: list[str]) -> dict[int, str]:
        """Place → key of the cells that are headings, alone or with the row above."""
        found = {}
        for at, title in enumerate(join_titles(self._above, cells)[: len(cells)]):
            if cells[at]:
                key = recognised(cells[at], self._keys)
                key = recognised(title, self._keys) if key is None else key
                if key is not None:
                    found[at] = key
        return found

    def _stricter(self, one: str, other: str) -> str:
        return one if one not in self._read else other

    def _shown(self, at: int, cell: str, show: Any) -> str:
        if show is cautious:
            return cautious(cell)
        key = self._columns.get(at)
        if key is not None:
            return cell if key in self._read else HIDDEN
        if self._plain.fullmatch(cell) or fold(cell) in self._words:
            return cell
        return shape(cell)


def shape(cell: str) -> str:
    """``••/••/••••`` for a day, ``•••••• ••• •`` for a name."""
    found = _SIGN.sub(MARK, cell)
    return found if len(found) <= _MOST_LETTERS else f"{found[: _MOST_LETTERS - 1]}…"


def cautious(cell: str) -> str:
    """``cell`` but for what may be about people."""
    found = _MAIL.sub(HIDDEN, cell)
    found = _LONG_NUMBER.sub(lambda number: _SIGN.sub(MARK, number[0]), found)
    parts = re.split(r"(\s+)", found)
    words = parts[::2]
    for name in names_in(words):
        for at in name:
            parts[2 * at] = _SIGN.sub(MARK, words[at])
    return "".join(parts)
