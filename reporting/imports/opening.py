"""A file of any kind that passes the gate, as sheets of raw rows. Only in a child process."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path

from reporting.imports import delimited, workbook
from reporting.imports.gate import kind_of
from reporting.imports.limits import Limits, Refused
from reporting.imports.lines import Rows

_NO_ROOM = (errno.ENOMEM, errno.ENOSPC)
#: How libraries tell of missing memory: in words, and zlib by its number.
_NO_MEMORY = ("memory", "error -4 ")


def sheets(path: Path, limits: Limits) -> Iterator[tuple[str, bool, Rows]]:
    """(name, whether it is hidden, raw rows) of each sheet; a CSV is one without a name."""
    if kind_of(path, limits) == "csv":
        yield "", False, delimited.rows(path, limits)
    else:
        yield from workbook.sheets(path, limits)


def refusal_of(error: Exception) -> Refused:
    """Whatever a broken or hostile file makes its reader raise, in our words."""
    if isinstance(error, Refused):
        return error
    if isinstance(error, MemoryError) or getattr(error, "errno", None) in _NO_ROOM:
        return Refused("memory")
    text = str(error).lower()
    return Refused("memory" if any(sign in text for sign in _NO_MEMORY) else "broken")
