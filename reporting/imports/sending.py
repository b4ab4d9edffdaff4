"""The rows of one table, told from what is none of it, as frames of lines for COPY."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from reporting.imports.copying import copier
from reporting.imports.frames import ALIVE, END, LINES, REFUSED, SKIPPED, Sender
from reporting.imports.limits import Limits, Refused
from reporting.imports.lines import Rows, told
from reporting.imports.opening import refusal_of, sheets
from reporting.imports.rules import Rules

#: Letters of lines that go out together.
_CHUNK = 1 << 18
#: Rows left out that are told one by one.
_MOST_SKIPPED = 100
_TICK = 1.0


def send(path: Path, limits: Limits, task: dict[str, Any], out: IO[bytes]) -> None:
    """``task``: sheet, head_row, places as pairs, titles and columns, as ``Stream`` writes it."""
    sender = Sender(out)
    over = threading.Event()
    threading.Thread(target=_tick, args=[sender, over], daemon=True).start()
    try:
        sender.tell(END, _Copy(sender, task).run(_rows(path, limits, task["sheet"]), limits))
    except Exception as error:
        refusal = refusal_of(error)
        sender.tell(REFUSED, [refusal.code, refusal.words])
    finally:
        over.set()


def _tick(sender: Sender, over: threading.Event) -> None:
    """The parent looks up once a second, also while no line is ready."""
    while not over.wait(_TICK):
        sender.send(ALIVE)


def _rows(path: Path, limits: Limits, sheet: str) -> Iterator[tuple[int, list[str]]]:
    for name, hidden, rows in sheets(path, limits):
        if name == sheet and not hidden:
            yield from rows
            return
    raise Refused("broken")


class _Copy:
    """One run over the rows of a sheet."""

    def __init__(self, sender: Sender, task: dict[str, Any]) -> None:
        self._sender, self._head_row = sender, task["head_row"]
        places = dict(task["places"])
        by_key = {key: place for place, key in places.items()}
        self._kind = Rules(places, task["titles"]).kind
        self._line = copier([by_key.get(key) for key in task["columns"]])
        self._skipped: Counter[str] = Counter()

    def run(self, rows: Rows, limits: Limits) -> tuple[int, Counter[str]]:
        """Sends the lines; (rows of the table, rows left out by kind)."""
        kind_of_row, line_of, head_row = self._kind, self._line, self._head_row
        lines: list[str] = []
        size = found = 0
        for number, cells in told(rows, limits):
            if number <= head_row:
                continue
            if kind := kind_of_row(cells):
                self._skip(number, kind)
                continue
            line = line_of(number, cells)
            lines.append(line)
            size += len(line)
            if size >= _CHUNK:
                found += len(lines)
                self._flush(lines, found)
                size = 0
        found += len(lines)
        self._flush(lines, found)
        return found, self._skipped

    def _flush(self, lines: list[str], found: int) -> None:
        self._sender.rows = found + self._skipped.total()
        if lines:
            self._sender.send(LINES, "".join(lines).encode())
        lines.clear()

    def _skip(self, number: int, kind: str) -> None:
        self._skipped[kind] += 1
        if self._skipped.total() <= _MOST_SKIPPED:
            self._sender.tell(SKIPPED, [number, kind])
