"""The process that parses: ``python -m reporting.imports.child FILE LIMITS``, one JSON a line.

{"sheet": name, "hidden": …}   the rows that follow are of this sheet
[number, [cells]]              a row with something in it
{"refused": code, "words": …}  the file is not read (any further)
{"end": true}                  all of it was read
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from reporting.imports import delimited, workbook
from reporting.imports.gate import kind_of
from reporting.imports.limits import Limits, Refused
from reporting.imports.text import clean, legacy_encoding

#: Rows whose text, up to so many letters a cell, together tells the encoding.
_WATCHED = 100
_LETTERS = 200


def confine(limits: Limits) -> None:
    """No more memory and processor time than ``limits``, where the system can hold a process."""
    try:
        import resource  # noqa: PLC0415 -- Unix only
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def messages(path: Path, limits: Limits) -> Iterator[Any]:
    """What the process prints, as objects."""
    try:
        if kind_of(path, limits) == "csv":
            yield {"sheet": "", "hidden": False}
            yield from _told(delimited.rows(path, limits), limits)
        else:
            yield from _workbook(path, limits)
    except Refused as refusal:
        yield {"refused": refusal.code, "words": refusal.words}
    except MemoryError:
        yield {"refused": "memory", "words": {}}
    except Exception as error:
        # Whatever a broken or hostile workbook makes its reader raise ends here. Libraries
        # tell of missing memory in words of their own.
        code = "memory" if "memory" in str(error).lower() else "broken"
        yield {"refused": code, "words": {}}
    else:
        yield {"end": True}


def _workbook(path: Path, limits: Limits) -> Iterator[Any]:
    for name, hidden, rows in workbook.sheets(path, limits):
        yield {"sheet": name, "hidden": hidden}
        if not hidden:
            yield from _told(rows, limits)


def _told(rows: Iterable[tuple[int, list[str]]], limits: Limits) -> Iterator[Any]:
    seen: list[str] = []
    count = 0
    for number, raw in rows:
        cells = [clean(cell) for cell in raw]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        count += 1
        _check(number, cells, count, limits)
        if count <= _WATCHED:
            seen.extend(cell[:_LETTERS] for cell in raw)
        if count == _WATCHED:
            _check_encoding(seen)
        yield [number, cells]
    if count < _WATCHED:
        _check_encoding(seen)


def _check_encoding(seen: list[str]) -> None:
    if name := legacy_encoding(" ".join(seen)):
        raise Refused("encoding", name=name)


def _check(number: int, cells: list[str], count: int, limits: Limits) -> None:
    if count > limits.rows:
        raise Refused("rows", limit=limits.rows)
    if len(cells) > limits.columns:
        raise Refused("columns", row=number, limit=limits.columns)
    if any(len(cell) > limits.text for cell in cells):
        raise Refused("long_cell", row=number, limit=limits.text)


def main() -> None:
    path, words = sys.argv[1:3]
    limits = Limits(**json.loads(words))
    confine(limits)
    for message in messages(Path(path), limits):
        sys.stdout.write(json.dumps(message) + "\n")


if __name__ == "__main__":
    main()
