"""Rows of a table told from sections, totals, column numbers and repeated headings.

Loads no Django: the child process tells them apart, the names of the kinds stand in ``layout``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from string import ascii_letters, digits

from reporting.imports.text import fold

ORDER, CODE = "order", "code"
NUMBERS, HEADINGS, TOTAL, SECTION = "numbers", "headings", "total", "section"
#: Letters of a row that is left out, as they are told.
SHOWN = 120

_NUMBER_CELL = re.compile(r"^[(\[]?\s*(\d{1,3}|[A-Za-z])\s*[)\]]?$")
#: A cell with more letters is no number of a column.
_NUMBER_LETTERS = 7
_COUNTING = re.compile(r"^\d+([.,]\d+)*\.?$")
_TOTAL = re.compile(r"^(tong cong|tong so|luy ke)( .*)?$|^(tong|cong)( [ivx\d]+)*$")
_NO_WORDS = re.compile(r"[\d.,\s%/–-]+")

_folded = lru_cache(4096)(fold)


class Rules:
    """What a row below the headings is. ``places``: column place (0-based) → key."""

    def __init__(self, places: Mapping[int, str], titles: Sequence[str]) -> None:
        self._repeated = [fold(text) for text in titles if text]
        by_key = {key: place for place, key in places.items()}
        self._order, self._code = by_key.get(ORDER, -1), by_key.get(CODE, -1)
        self._told = [place for place, key in places.items() if key not in (ORDER, CODE)]
        #: Where a code begins or ends with one of these, it repeats no heading.
        self._sure_first = _plain_but({title[:1] for title in self._repeated})
        self._sure_last = _plain_but({title[-1:] for title in self._repeated})

    def kind(self, cells: Sequence[str]) -> str | None:
        """Why ``cells`` (clean) are no row of the table; None where they are one."""
        code = _at(cells, self._code)
        if len(code) > _NUMBER_LETTERS and (
            code[-1] in self._sure_last or code[0] in self._sure_first
        ):
            return None
        texts = [cell for cell in cells if cell]
        if counts_columns(texts):
            return NUMBERS
        if self._repeats(texts):
            return HEADINGS
        order = _at(cells, self._order)
        if code or _COUNTING.match(order):
            return None
        filled = [cell for place in self._told if (cell := _at(cells, place))]
        if any(_TOTAL.match(_folded(text)) for text in texts[:2]) and not _is_named(filled):
            return TOTAL
        if len(filled) <= 1 and len([text for text in texts if text != order]) <= 1:
            return SECTION
        return None

    def _repeats(self, texts: list[str]) -> bool:
        if len(texts) != len(self._repeated):
            return False
        for text, title in zip(texts, self._repeated, strict=True):
            first = text[0]
            if first.isascii() and first.isalnum() and first.lower() != title[:1]:
                return False
            if _folded(text) != title:
                return False
        return True


def _plain_but(letters: set[str]) -> frozenset[str]:
    """ASCII letters and digits that folding only makes lower case, and then are none of these."""
    return frozenset(one for one in ascii_letters + digits if one.lower() not in letters)


def _at(cells: Sequence[str], place: int) -> str:
    return cells[place] if 0 <= place < len(cells) else ""


def _is_named(filled: list[str]) -> bool:
    """Whether more than one cell holds words: a total has numbers only."""
    return sum(1 for text in filled if not _NO_WORDS.fullmatch(text)) > 1


def counts_columns(texts: Sequence[str]) -> bool:
    """1, 2, 3 … or A, B, 1, 2 …, also in brackets, under the headings."""
    if len(texts) < 3:
        return False
    found = []
    for text in texts:
        one = _NUMBER_CELL.match(text) if len(text) <= _NUMBER_LETTERS else None
        if one is None:
            return False
        found.append(one[1])
    numbers = [int(one) for one in found if one.isdigit()]
    return (
        len(numbers) > 1
        and len(found) - len(numbers) <= 2
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        and numbers[0] <= 3
    )
