"""Rows of an uploaded file, parsed by a child process that may not grow or hang."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from reporting.imports.limits import Limits, Refused
from reporting.imports.process import parsing


@dataclass(frozen=True)
class SheetRow:
    """A row as it stands: its number as the spreadsheet shows it, its cells as clean text."""

    sheet: str
    number: int
    cells: list[str]


@dataclass(frozen=True)
class HiddenSheet:
    """A sheet that is not shown to whoever opens the file, and so is not read."""

    name: str


def read_rows(
    path: Path,
    limits: Limits | None = None,
    *,
    first: int | None = None,
    heads: dict[str, Any] | None = None,
) -> Iterator[SheetRow | HiddenSheet]:
    """Rows that hold something, in order, one at a time; of each sheet only the ``first``, and
    masked where ``heads`` says how (``masking.task_of``).

    Raises ``Refused`` for a file that cannot be read, also half-way: nothing that came before
    may then be kept.
    """
    with parsing(path, limits or Limits(), {"first": first, "heads": heads}) as output:
        yield from _listen(output)


def _listen(output: IO[bytes]) -> Iterator[SheetRow | HiddenSheet]:
    sheet = ""
    for line in output:
        try:
            message: Any = json.loads(line)
        except ValueError:  # killed in the middle of a line
            break
        if isinstance(message, list):
            yield SheetRow(sheet, message[0], message[1])
        elif "sheet" in message:
            sheet = message["sheet"]
            if message["hidden"]:
                yield HiddenSheet(sheet)
        elif "refused" in message:
            raise Refused(message["refused"], **message["words"])
        else:
            return
    raise Refused("stopped")  # killed for its memory or its time
