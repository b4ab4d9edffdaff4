"""The short way for rows as spreadsheets write them: one pattern instead of many callbacks.

What the pattern does not match whole goes to expat, row by row; with the first comment, CDATA
section or processing instruction the rest of the sheet does. So both ways read the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reporting.imports.limits import Limits
from reporting.imports.xlsx.places import Places, put
from reporting.imports.xlsx.strings import unescaped
from reporting.imports.xlsx.values import Values

if TYPE_CHECKING:
    from reporting.imports.xlsx.sheet import Row, Sheet

_DATA = b"<sheetData>"
_END = b"</row>"
#: Bytes before the rows, and bytes of one row, beyond which it is expat's alone.
_LONG_HEAD = 1 << 20
_LONG_ROW = 1 << 22
_UTF8 = re.compile(rb"""^(?:\xef\xbb\xbf)?\s*(?:<\?xml\b[^>]*\?>\s*)?<(?![!?])""")
_OTHER_ENCODING = re.compile(rb"""^[^>]*\bencoding=["'](?!utf-8["'])""", re.I)

#: Longer ones, and signs that XML knows in another way, are left to expat.
_TEXT = r"[^<&\x00-\x08\x0b-\x1f\ufffe\uffff]{{0,32767}}+"
_CELL = (
    r'<c(?: r="{0}[A-Z]{{1,3}}{1}[0-9]{{1,7}}")?(?: s="{0}[0-9]{{1,6}}{1}")?'
    r'(?: t="{0}[a-zA-Z]+{1}")?(?:/>|>(?:'
    rf"<v>{{0}}{_TEXT}{{1}}</v>"
    rf'|<is><t(?: xml:space="preserve")?>{{0}}{_TEXT}{{1}}</t></is>'
    r")?</c>)"
)
_ROW = re.compile(
    r'\s*<row(?: r="([0-9]{1,7})")?(?: (?!r=)[a-zA-Z0-9:]+="[^"<&]*")*+'
    rf"(?:/>|>((?:{_CELL.format('', '')})*+)</row>)"
)
_CELLS = re.compile(_CELL.format("(", ")"))


class Quick:
    """Feeds ``sheet`` with what it does not read itself."""

    def __init__(self, sheet: Sheet, values: Values, limits: Limits) -> None:
        self._sheet, self._values, self._limits = sheet, values, limits
        self._places = Places()
        self._rest = b""
        self._feed = self._head

    def feed(self, chunk: bytes) -> Iterator[Row]:
        self._rest += chunk
        return self._feed()

    def end(self) -> Iterator[Row]:
        """The rows of what is left of the document."""
        yield from self._sheet.feed(self._take(len(self._rest)), last=True)

    def _take(self, count: int) -> bytes:
        taken, self._rest = self._rest[:count], self._rest[count:]
        return taken

    def _slow(self) -> Iterator[Row]:
        self._feed = self._slow
        yield from self._sheet.feed(self._take(len(self._rest)))

    def _head(self) -> Iterator[Row]:
        """Up to the rows."""
        place = self._rest.find(_DATA)
        if place < 0:
            if len(self._rest) > _LONG_HEAD:
                yield from self._slow()
            return
        head = self._rest[:place]
        if not _UTF8.match(head) or _OTHER_ENCODING.match(head) or b"<!" in head:
            yield from self._slow()
            return
        self._sheet.feed(self._take(place + len(_DATA)))
        self._feed = self._rows if self._sheet.is_in_data else self._slow
        yield from self._feed()

    def _rows(self) -> Iterator[Row]:
        place = self._rest.rfind(_END)
        if place < 0:
            if len(self._rest) > _LONG_ROW:
                yield from self._slow()
            return
        text = self._take(place + len(_END)).decode()
        at = 0
        while at < len(text):
            if found := _ROW.match(text, at):
                at = found.end()
                row = self._row(found)
                if row[1]:
                    yield row
                continue
            end = text.index("</row>", at) + len("</row>")
            piece = text[at:end]
            at = end
            if "<!" in piece or "<?" in piece:
                self._rest = (piece + text[at:]).encode() + self._rest
                yield from self._slow()
                return
            yield from self._sheet.feed(piece.encode())
            if self._sheet.is_in_row or not self._sheet.is_in_data:
                self._rest = text[at:].encode() + self._rest
                yield from self._slow()
                return

    def _row(self, found: re.Match[str]) -> Row:
        sheet, values, places = self._sheet, self._values, self._places
        number = sheet.number = int(found[1] or sheet.number + 1)
        cells: list[str] = []
        place = -1
        for letters, style, kind, raw, inline in _CELLS.findall(found[2] or ""):
            place = places[letters] if letters else place + 1
            text = raw or inline
            if kind != "inlineStr":
                text = values[kind, style, text]
            elif "_x" in text:
                text = unescaped(text)
            if not text:
                continue
            if place == len(cells):
                cells.append(text)
            else:
                put(cells, place, text, number, self._limits)
        return number, cells
