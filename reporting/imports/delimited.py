"""CSV as spreadsheets of any country write it, as rows of text."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from reporting.imports.encodings import BEFORE_UNICODE, encoding_of_bytes, is_vietnamese
from reporting.imports.limits import Limits, Refused, misread

DELIMITERS = (";", ",", "\t")
_SAMPLE_LINES = 60
#: Bytes that are looked at together, and before those where something is wrong.
_CHUNK, _BEFORE = 1 << 20, 1 << 12
_SEP = re.compile(r"^\s*\"?sep=(.)\"?\s*$", re.I)


def encoding_of(path: Path) -> str:
    """By the mark at the start, else UTF-8. Raises ``Refused`` naming an older encoding, or the
    line at which UTF-8 is damaged."""
    with path.open("rb") as file:
        head = file.read(4)
        if head.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        row = 1
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
                row += chunk.count(b"\n")
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            row += chunk[: error.start].count(b"\n")
            file.seek(max(0, file.tell() - len(chunk) - _BEFORE))
            raise _not_utf8(file.read(_CHUNK + _BEFORE), row) from error
    return "utf-8"


def _not_utf8(content: bytes, row: int) -> Refused:
    """``content`` around line ``row``, the first one that is not UTF-8."""
    strange = b"\n".join(line for line in content.splitlines() if not line.isascii())
    if is_vietnamese(strange.decode("utf-8", errors="ignore")):
        return Refused("damaged", row=row)
    return misread(encoding_of_bytes(strange) or ", ".join(BEFORE_UNICODE))


def rows(path: Path, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """(row as a spreadsheet numbers it, cells). Raises ``Refused`` where it cannot be read."""
    encoding = encoding_of(path)
    csv.field_size_limit(limits.text)
    with path.open(encoding=encoding, newline="") as file:
        delimiter = _delimiter(file, limits)
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        number = 0
        try:
            for number, cells in enumerate(reader, start=1):
                yield number, cells
        except csv.Error as error:
            code = "long_cell" if "field larger" in str(error) else "quotes"
            raise Refused(code, row=number + 1, limit=limits.text) from error
        except UnicodeError as error:
            raise Refused("broken") from error


def _delimiter(file: TextIO, limits: Limits) -> str:
    """The sign between cells; leaves ``file`` at its first row."""
    first = file.readline(200)
    if found := _SEP.match(first.rstrip("\r\n")):
        return found[1]
    file.seek(0)
    lines = [line for _, line in zip(range(_SAMPLE_LINES), _lines(file, limits), strict=False)]
    file.seek(0)
    return max(DELIMITERS, key=lambda sign: _fit(lines, sign))


def _lines(file: TextIO, limits: Limits) -> Iterator[str]:
    while line := file.readline(limits.text * 4):
        yield line


def _fit(lines: list[str], delimiter: str) -> tuple[int, int]:
    """How many cells the rows of the commonest width have, where ``delimiter`` parts them; of
    two that fit alike, the one that parts the first row."""
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
    except csv.Error:
        return 0, 0
    wide = {width: times for width, times in Counter(widths).items() if width > 1}
    most = max(((width - 1) * times for width, times in wide.items()), default=0)
    return most, widths[0] if widths else 0
