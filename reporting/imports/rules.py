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
#: How sections are numbered: I, II., A, b)
_NUMERAL = re.compile(r"^[(]?([IVXLC]+|[A-Za-zĐđ])[.)]?$")
_TOTAL = re.compile(r"^(tong cong|tong so|luy ke)( .*)?$|^(tong|cong)( [ivx\d]+)*$")
_NO_WORDS = re.compile(r"[\d.,\s%/–-]+")
#: The day and the number of a dossier's code, or a number as long as one.
_CODE_LIKE = re.compile(r"\d{6}\s*[-–—‐.]\s*\d{3}|\d{8}")
_DAY = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}(\D.*)?")
#: Headings of the column that numbers the rows, where the layout does not tell it.
_ORDERS = frozenset(("stt", "tt", "so tt", "so thu tu", "no"))

_folded = lru_cache(4096)(fold)


class Rules:
    """What a row below the headings is. ``places``: column place (0-based) → key."""

    def __init__(self, places: Mapping[int, str], titles: Sequence[str]) -> None:
        self._repeated = [fold(text) for text in titles if text]
        by_key = {key: place for place, key in places.items()}
        self._order, self._code = by_key.get(ORDER, -1), by_key.get(CODE, -1)
        if self._order < 0:
            named = (at for at, title in enumerate(titles) if fold(title) in _ORDERS)
            self._order = next(named, -1)
        self._told = [place for place, key in places.items() if key not in (ORDER, CODE)]
        #: Where a code begins or ends with one of these, it repeats no heading.
        self._sure_first = _plain_but({title[:1] for title in self._repeated})
        self._sure_last = _plain_but({title[-1:] for title in self._repeated})

    def kind(self, cells: Sequence[str]) -> str | None:
        """Why ``cells`` (clean) are no row of the table; None where they are one.

        In doubt they are one: a row with a code, or with a day, is refused aloud and not left out.
        """
        code = _at(cells, self._code)
        if (
            len(code) > _NUMBER_LETTERS
            and code[-1] in digits
            and " " not in code
            and (code[-1] in self._sure_last or code[0] in self._sure_first)
        ):
            return None
        texts = [cell for cell in cells if cell]
        if counts_columns(texts):
            return NUMBERS
        if self._repeats(texts):
            return HEADINGS
        order = _at(cells, self._order)
        filled = [cell for place in self._told if (cell := _at(cells, place))]
        if self._is_total(texts, order, code, filled):
            return TOTAL
        if _is_section(texts, order, code, filled):
            return SECTION
        return None

    def _is_total(self, texts: list[str], order: str, code: str, filled: list[str]) -> bool:
        """Words of a total, and figures."""
        if not any(_TOTAL.match(_folded(text)) for text in texts[:2]):
            return False
        if _is_named(filled) or any(_DAY.fullmatch(cell) for cell in filled):
            return False
        if not code:
            return not _COUNTING.match(order)
        is_count = _NO_WORDS.fullmatch(code) and not _CODE_LIKE.search(code)
        return bool(is_count) or _is_words(code)

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


def _is_section(texts: list[str], order: str, code: str, filled: list[str]) -> bool:
    """A name and nothing else, wherever it stands; before it at most its number."""
    if code and not _NUMERAL.match(code):
        return _is_words(code) and not filled and len(texts) <= 1 + bool(order)
    if not code and _COUNTING.match(order):
        return False
    others = [text for text in texts if text not in (order, code)]
    return len(filled) <= 1 and len(others) <= 1 and not any(map(_DAY.fullmatch, filled))


def _is_words(code: str) -> bool:
    """Whether the cell of a code holds words, which no code does."""
    if not code or _CODE_LIKE.search(code):
        return False
    words = [word for word in _folded(code).split() if word.isalpha() and len(word) > 1]
    return len(words) > 1 or (len(words) == 1 and not any(sign.isdigit() for sign in code))


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
