"""Columns by their letters and by their place."""

from __future__ import annotations

from reporting.imports.limits import Limits, Refused

_LETTERS = 26


class Places(dict[str, int]):
    """Letters of a column → its place from 0; -1 for none. Raises ``ValueError``."""

    def __missing__(self, letters: str) -> int:
        place = 0
        for letter in letters:
            if not "A" <= letter <= "Z" or len(letters) > 3:
                raise ValueError(letters)
            place = place * _LETTERS + ord(letter) - ord("A") + 1
        self[letters] = place - 1
        return place - 1

    def name(self, place: int, row: int) -> str:
        """``AB12`` for a place and the number of a row."""
        letters, rest = "", place + 1
        while rest:
            rest, letter = divmod(rest - 1, _LETTERS)
            letters = chr(ord("A") + letter) + letters
        return f"{letters}{row}"


def put(cells: list[str], place: int, text: str, row: int, limits: Limits) -> None:
    """Puts ``text`` at its place, empty cells before it. Raises ``Refused``: too many columns."""
    if place >= limits.columns:
        raise Refused("columns", row=row, limit=limits.columns)
    missing = place - len(cells)
    if missing < 0:
        cells[place] = text
        return
    if missing:
        cells.extend([""] * missing)
    cells.append(text)
