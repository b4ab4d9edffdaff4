"""Rows of an uploaded file, parsed by a child process that may not grow or hang."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reporting.imports.limits import Limits, Refused

_ROOT = Path(__file__).resolve().parents[2]


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


def read_rows(path: Path, limits: Limits | None = None) -> Iterator[SheetRow | HiddenSheet]:
    """Rows that hold something, in order, one at a time.

    Raises ``Refused`` for a file that cannot be read, also half-way: nothing that came before
    may then be kept.
    """
    limits = limits or Limits()
    command = [sys.executable, "-m", "reporting.imports.child"]
    process = subprocess.Popen(  # noqa: S603 -- our own module, the path is one that we chose
        [*command, str(path), json.dumps(limits.as_words())],
        cwd=_ROOT,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    guard = threading.Timer(limits.seconds * 2, process.kill)
    guard.start()
    try:
        yield from _listen(process)
    finally:
        guard.cancel()
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _environment() -> dict[str, str]:
    """Nothing of ours: the parser needs no secret."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return kept | {"OPENPYXL_LXML": "False", "PYTHONUTF8": "1"}


def _listen(process: subprocess.Popen[bytes]) -> Iterator[SheetRow | HiddenSheet]:
    sheet = ""
    for line in process.stdout or ():
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
