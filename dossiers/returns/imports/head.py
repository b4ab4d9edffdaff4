"""Where the headings of form II.06 stand in a sheet: up to four rows, merged cells among them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.utils.translation import gettext as _

from dossiers.form206 import BY_NUMBER as FORM
from dossiers.returns.imports.headings import (
    AGENCY,
    BY_NUMBER,
    CODE,
    EARLY_ON_TIME,
    FIGURES,
    LEFT_ALONE,
    STATUS,
    meanings,
)
from reporting.imports.layout import NoTable
from reporting.imports.reading import SheetRow

#: Rows above the table: titles, units, official heads.
MOST_TITLE_ROWS = 60
_MOST_HEADING_ROWS = 4
#: A sheet of the form brings at least so many of its numbers.
FEWEST = 6

_NUMBERED = re.compile(r"^[(\[]?\s*([0-9]{1,2})\s*[)\]]?\s*(?:=.*)?$")
_NUMBER_BEFORE = re.compile(r"^\(\s*[0-9]{1,2}\s*\)\s*(?=\S)")
_FIGURE = re.compile(r"^[0-9][0-9.,\s]*$")
_FORM_KEYS = frozenset(column.key for column in FORM.values())


@dataclass(frozen=True)
class Head:
    """``places`` by place of the column; ``last`` is the index of the last row of headings."""

    places: dict[int, str]
    titles: list[str]
    last: int
    texts: list[list[str]] = field(default_factory=list)

    @property
    def figures(self) -> int:
        return sum(1 for key in self.places.values() if key in FIGURES)

    @property
    def known(self) -> int:
        """How many different columns are known."""
        return len(set(self.places.values()) - {LEFT_ALONE})

    @property
    def is_whole(self) -> bool:
        keys = set(self.places.values())
        return bool(keys & {AGENCY, CODE}) and self.figures >= FEWEST


def find_head(lines: Sequence[SheetRow]) -> Head | None:
    """The headings of the table, or the nearest thing to them; None where there is nothing.

    Raises ``NoTable`` where the headings contradict each other or the row of numbers.
    """
    best: Head | None = None
    top = lines[: MOST_TITLE_ROWS + _MOST_HEADING_ROWS]
    for start in range(min(len(top), MOST_TITLE_ROWS)):
        for rows in range(1, _MOST_HEADING_ROWS + 1):
            block = [line.cells for line in top[start : start + rows]]
            if len(block) < rows or not _may_be_headings(block):
                break
            head = _head(block, start + rows - 1)
            if head and (best is None or head.known > best.known):
                best = head
    return _with_numbers(best, top)


def form_numbers(cells: Sequence[str]) -> dict[int, int]:
    """Place → number of the column on the form, where ``cells`` counts them 1 to 13; else none.

    ``(3) = 4+5+6`` counts as 3. A row that counts otherwise says nothing about the form.
    """
    found = {at: int(one[1]) for at, text in enumerate(cells) if (one := _NUMBERED.match(text))}
    if list(found.values()) != list(range(1, len(BY_NUMBER) + 1)):
        return {}
    return found


def counts_columns(cells: Sequence[str]) -> bool:
    """Whether a row only counts the columns: 1, 2, 3 … or A, B, 1, 2 …, also as formulas."""
    texts = [text for text in cells if text]
    found = [_NUMBERED.match(text) for text in texts]
    numbers = [int(one[1]) for one in found if one]
    letters = [text for text, one in zip(texts, found, strict=True) if one is None]
    return (
        len(numbers) > 3
        and all(re.fullmatch(r"[(\[]?[A-Za-z][)\]]?", text) for text in letters)
        and numbers[0] <= 3
        and all(right == left + 1 for left, right in pairwise(numbers))
    )


def _may_be_headings(block: Sequence[Sequence[str]]) -> bool:
    """Words, not figures; a title has one cell where a row of headings has several."""
    if sum(1 for text in block[0] if text) < 2:
        return False
    return not any(_FIGURE.match(text) for text in block[-1])


def _head(block: list[list[str]], last: int) -> Head | None:
    paths = _paths(block)
    places = meanings(paths)
    if not places:
        return None
    return Head(places, [" – ".join(path) for path in paths], last, block)


def _paths(block: Sequence[Sequence[str]]) -> list[list[str]]:
    """For each column its headings from the top down; a merged cell reaches over what has
    headings of its own below, up to the next cell of its row or of a row above."""
    width = max(len(row) for row in block)
    rows = [[*row, *[""] * (width - len(row))] for row in block]
    groups = [""] * len(rows)
    paths = []
    for place in range(width):
        column = [row[place] for row in rows]
        path = []
        for level, text in enumerate(column):
            if text:
                groups[level:] = [text, *[""] * (len(rows) - level - 1)]
            has_below = any(column[level + 1 :])
            if text or (has_below and groups[level]):
                path.append(_NUMBER_BEFORE.sub("", groups[level]))
        paths.append([" ".join(text.split()) for text in path])
    return paths


def _with_numbers(head: Head | None, lines: Sequence[SheetRow]) -> Head | None:
    """What the row of column numbers adds, which alone is enough where there is one."""
    start = head.last + 1 if head else 0
    below = lines[start : start + _MOST_HEADING_ROWS] if head else lines
    for at, line in enumerate(below, start=start):
        if numbers := form_numbers(line.cells):
            return _decided(head, numbers, at)
    if head is not None:
        _check_twice(head)
    return head


def _decided(head: Head | None, numbers: dict[int, int], at: int) -> Head:
    by_number = {place: BY_NUMBER[number] for place, number in numbers.items()}
    if head is None:
        titles = [_title(by_number.get(place, "")) for place in range(max(by_number) + 1)]
        return Head(by_number, titles, at)
    for place, key in by_number.items():
        said = head.places.get(place)
        if said in _FORM_KEYS and said != key:
            raise NoTable(
                _("Cột có tiêu đề “%(title)s” lại được đánh số (%(number)s).")
                % {"title": head.titles[place][:80], "number": numbers[place]},
                _("Hãy sửa tiêu đề hoặc dòng đánh số cột cho đúng Biểu II.06 rồi tải lại."),
            )
    others = {place: key for place, key in head.places.items() if place not in by_number}
    taken = set(by_number.values())
    kept = {place: key for place, key in others.items() if key not in taken}
    width = max([len(head.titles), *(place + 1 for place in by_number)])
    titles = [*head.titles, *[""] * (width - len(head.titles))]
    named = [title or _title(by_number.get(at_, "")) for at_, title in enumerate(titles)]
    found = Head(by_number | kept, named, at, head.texts)
    _check_twice(found)
    return found


def _title(key: str) -> str:
    column = next((one for one in FORM.values() if one.key == key), None)
    if column is not None:
        return f"{column.group} – {column.label}"
    return {"order": "TT", AGENCY: _("Cơ quan")}.get(key, "")


def _check_twice(head: Head) -> None:
    seen: dict[str, int] = {}
    for place, key in head.places.items():
        if key in (LEFT_ALONE, EARLY_ON_TIME, STATUS):
            continue
        if key in seen:
            raise NoTable(
                _("Hai cột cùng có nghĩa “%(label)s”.") % {"label": head.titles[place][:80]},
                _("Hãy xóa hoặc đổi tên một trong hai cột rồi tải lại."),
            )
        seen[key] = place
