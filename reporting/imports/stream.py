"""Rows of a large file on their way to COPY; nothing of them is held here."""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from reporting.imports.frames import END, LINES, REFUSED, SKIPPED, frames
from reporting.imports.layout import Layout, NotARow
from reporting.imports.limits import Limits, Refused
from reporting.imports.process import parsing

#: Seconds between two looks at whether to go on.
_EVERY = 1.0


class Stream:
    """Chunks of lines in PostgreSQL's COPY text format, read once.

    Each line: the row's number as the spreadsheet numbers it, then the clean cells of
    ``columns`` (keys) in that order, ``\\N`` where a cell is empty or the file lacks the column.
    Rows that are none of the table are left out; cells of other columns never leave the child
    process. A chunk ends with a line.

    ``watch(rows read)`` is called about once a second; where it answers False the child is
    stopped and the iteration ends with ``is_stopped``. Raises ``Refused``, also half-way: nothing
    that came before may then be kept.

    After the iteration: ``rows`` of the table, and by ``NotARow`` ``skipped_count`` and
    ``skipped_rows``, the numbers of the first 100.
    """

    def __init__(
        self,
        path: Path,
        layout: Layout,
        columns: Sequence[str],
        limits: Limits,
        *,
        watch: Callable[[int], bool] | None = None,
    ) -> None:
        self._path, self._limits, self._watch = path, limits, watch
        self._task = {
            "sheet": layout.sheet,
            "head_row": layout.head_row,
            "places": sorted(layout.places.items()),
            "titles": layout.titles,
            "columns": list(columns),
        }
        self.rows = 0
        self.skipped_count: Counter[NotARow] = Counter()
        self.skipped_rows: defaultdict[NotARow, list[int]] = defaultdict(list)
        self.is_stopped = False

    def __iter__(self) -> Iterator[bytes]:
        watched = time.monotonic()
        with parsing(self._path, self._limits, self._task) as output:
            for kind, rows, content in frames(output):
                if kind == LINES:
                    yield content
                elif kind == SKIPPED:
                    number, reason = json.loads(content)
                    self.skipped_rows[NotARow(reason)].append(number)
                elif kind == REFUSED:
                    code, words = json.loads(content)
                    raise Refused(code, **words)
                elif kind == END:
                    self.rows, counts = json.loads(content)
                    self.skipped_count.update({NotARow(key): n for key, n in counts.items()})
                    return
                if self._watch and time.monotonic() - watched >= _EVERY:
                    if not self._watch(rows):
                        self.is_stopped = True
                        return
                    watched = time.monotonic()
        raise Refused("stopped")  # killed for its memory or its time
