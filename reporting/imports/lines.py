"""Raw rows of a file as clean ones, within limits; the encoding is judged by the first of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reporting.imports.copying import Cleaned, TooLong
from reporting.imports.encodings import legacy_encoding
from reporting.imports.limits import Limits, Refused, misread

#: Rows whose text, up to so many letters a cell, together tells the encoding.
_WATCHED = 100
_LETTERS = 200

Rows = Iterable[tuple[int, list[str]]]


def told(rows: Rows, limits: Limits, first: int | None = None) -> Iterator[tuple[int, list[str]]]:
    """(row, cells) of the ``first`` rows that hold something, without empty cells at the end.

    Raises ``Refused``: ``rows``, ``columns``, ``long_cell`` or ``encoding``.
    """
    seen: list[str] = []
    count = 0
    clean = Cleaned(limits.text).__getitem__
    try:
        for number, raw in rows:
            cells = list(map(clean, raw))
            while cells and not cells[-1]:
                cells.pop()
            if not cells:
                continue
            count += 1
            if len(cells) > limits.columns:
                raise Refused("columns", row=number, limit=limits.columns)
            if count > limits.rows:
                raise Refused("rows", limit=limits.rows)
            if count <= _WATCHED:
                seen.extend(cell[:_LETTERS] for cell in raw)
                if count == _WATCHED:
                    _check_encoding(seen)
            yield number, cells
            if count == first:
                break
    except TooLong:
        raise Refused("long_cell", row=number, limit=limits.text) from None
    if count < _WATCHED:
        _check_encoding(seen)


def _check_encoding(seen: list[str]) -> None:
    if name := legacy_encoding(" ".join(seen)):
        raise misread(name)
