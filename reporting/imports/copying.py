"""Rows as PostgreSQL's COPY takes them: text format, tabs between cells, ``\\N`` for nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter

from reporting.imports.text import clean, clean_of_any, is_clean

#: Cells that are remembered, and how long they may be: names, states and days come again.
_REMEMBERED = 20_000
_LETTERS = 120


class TooLong(Exception):  # noqa: N818 -- caught where the row is known
    """A cell with more letters than it may have."""


class Cleaned(dict[str, str]):
    """Raw cell → clean text of at most ``most`` letters; forgets all of it now and then."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most
        #: Letters of a cell that cannot grow beyond ``most``: composing makes three of one.
        self._short = min(_LETTERS, most // 3)

    def __missing__(self, raw: str) -> str:
        if len(raw) > self._short:
            return self._long(raw)
        text = raw if is_clean(raw) else clean_of_any(raw)
        if len(self) >= _REMEMBERED:
            self.clear()
        self[raw] = text
        return text

    def _long(self, raw: str) -> str:
        text = clean(raw)
        if len(text) > self._most:
            raise TooLong
        return text


def copier(places: Sequence[int | None]) -> Callable[[int, list[str]], str]:
    """A function from (row number, clean cells) to a line; ``places`` of the cells, in order.

    Characters that COPY reads as something else are escaped: backslash and line feed are the
    only ones that clean text can hold. The function may lengthen the list that it is given.
    """
    width = max((place + 1 for place in places if place is not None), default=0)
    pick = _picker([-1 if place is None else place for place in places])
    padding = [""] * width

    def line(number: int, cells: list[str]) -> str:
        if len(cells) < width:
            cells.extend(padding[len(cells) :])
        cells.append("")
        text = "\t".join(pick(cells))
        if "\\" in text or "\n" in text:
            text = "\t".join(map(_escaped, pick(cells)))
        text = f"{number}\t{text}\n"
        if "\t\t" in text or "\t\n" in text:
            text = text.replace("\t\t", "\t\\N\t").replace("\t\t", "\t\\N\t")
            text = text.replace("\t\n", "\t\\N\n")
        return text

    return line


def _picker(places: Sequence[int]) -> Callable[[list[str]], Sequence[str]]:
    if len(places) > 1:
        return itemgetter(*places)
    return lambda cells: [cells[place] for place in places]


def _escaped(cell: str) -> str:
    return cell.replace("\\", "\\\\").replace("\n", "\\n")
