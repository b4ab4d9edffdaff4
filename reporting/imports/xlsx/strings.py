"""The strings that cells share, read no further than cells have asked, kept out of memory."""

from __future__ import annotations

import re
import tempfile
from array import array
from typing import IO
from xml.parsers.expat import XMLParserType

from reporting.imports.xlsx.markup import CHUNK, Names, parser

#: Bytes of text that are held before a file on disk takes over; it has no name.
_HELD = 16 * 1024 * 1024
_BLOCK = 1 << 16
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """``_x000A_`` as the sign it stands for, as spreadsheets write what XML cannot."""
    return _ESCAPE.sub(_sign, text) if "_x" in text else text


def _sign(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return match[0] if 0xD800 <= code <= 0xDFFF else chr(code)


class Text:
    """Pieces of a text. Of one with more than ``most`` letters no more is held than tells so."""

    def __init__(self, most: int) -> None:
        self._most, self._size = most, 0
        self._parts: list[str] = []

    def add(self, part: str) -> None:
        self._size += len(part)
        if self._size > self._most:
            self._parts = ["x" * self._most, "x"]
        else:
            self._parts.append(part)

    def take(self) -> str:
        """The text so far; begins anew."""
        found = "".join(self._parts)
        self._parts.clear()
        self._size = 0
        return found


class Strings:
    """``strings[index]``. Raises ``IndexError`` beyond the last.

    One of more than ``most`` letters is not held, but stands as one that is too long.
    """

    def __init__(self, member: IO[bytes] | None, most: int) -> None:
        self._member, self._most = member, most
        self._ends = array("Q", [0])
        self._store = tempfile.SpooledTemporaryFile(_HELD)  # noqa: SIM115 -- lives as long as self
        self._block, self._block_from = b"", 0
        self._read: list[bytes] = []
        self._reader = self._parser()

    def close(self) -> None:
        self._store.close()
        if self._member is not None:
            self._member.close()

    def __getitem__(self, index: int) -> str:
        if index < 0:
            raise IndexError(index)
        while index >= len(self._ends) - 1:
            self._feed()
        begin, end = self._ends[index], self._ends[index + 1]
        if not self._block_from <= begin <= end <= self._block_from + len(self._block):
            self._store.seek(begin)
            self._block = self._store.read(max(_BLOCK, end - begin))
            self._block_from = begin
        text = self._block[begin - self._block_from : end - self._block_from]
        return text.decode()

    def _feed(self) -> None:
        """Reads on; the strings that it finds are the block at hand."""
        if self._member is None:
            raise IndexError
        chunk = self._member.read(CHUNK)
        self._reader.Parse(chunk, not chunk)
        if not chunk:
            self._member.close()
            self._member = None
        if self._read:
            self._block = b"".join(self._read)
            self._block_from = self._ends[-1] - len(self._block)
            self._store.seek(self._block_from)
            self._store.write(self._block)
            self._read.clear()

    def _keep(self, text: str) -> None:
        content = unescaped(text).encode("utf-8", "replace")
        self._read.append(content)
        self._ends.append(self._ends[-1] + len(content))

    def _parser(self) -> XMLParserType:
        names, text, phonetic = Names(), Text(self._most), 0
        reader = parser()

        def begun(name: str, _attributes: object) -> None:
            nonlocal phonetic
            local = names[name]
            if local == "t" and not phonetic:
                reader.CharacterDataHandler = text.add
            elif local == "si":
                text.take()
            elif local == "rPh":
                phonetic += 1

        def ended(name: str) -> None:
            nonlocal phonetic
            local = names[name]
            if local == "t":
                reader.CharacterDataHandler = None
            elif local == "rPh":
                phonetic -= 1
            elif local == "si":
                self._keep(text.take())

        reader.StartElementHandler, reader.EndElementHandler = begun, ended
        return reader
