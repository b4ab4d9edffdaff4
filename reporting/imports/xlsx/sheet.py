"""The rows of a sheet. Rows as plain as spreadsheets write them go a short way (``quick``)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from reporting.imports.limits import Limits, Refused
from reporting.imports.xlsx.markup import CHUNK, Names, parser
from reporting.imports.xlsx.places import Places, put
from reporting.imports.xlsx.quick import Quick
from reporting.imports.xlsx.strings import Text, unescaped
from reporting.imports.xlsx.values import Values

Row = tuple[int, list[str]]


def rows(member: IO[bytes], values: Values, limits: Limits) -> Iterator[Row]:
    """(number, cells as text) of the rows with a value; other rows are passed over.

    Raises ``Refused`` with ``formula`` or ``columns``, ``ExpatError`` where it is not well-formed.
    """
    sheet = Sheet(values, limits)
    quick = Quick(sheet, values, limits)
    while chunk := member.read(CHUNK):
        yield from quick.feed(chunk)
    yield from quick.end()


class Sheet:
    """Every row that XML can write; ``feed`` pieces of the document in order."""

    def __init__(self, values: Values, limits: Limits) -> None:
        self._values, self._limits = values, limits
        self._names, self._places = Names(), Places()
        self._text = Text(limits.text)
        self._found: list[Row] = []
        self.number = 0  #: of the row that was read last
        self.is_in_data = False
        self.is_in_row = False
        self._cells: list[str] = []
        self._place = -1
        self._cell = ("", "", "")
        self._has_formula = False
        self._phonetic = 0
        self._reader = parser()
        self._reader.StartElementHandler = self._outside
        self._begins = {
            "row": self._row,
            "c": self._begin_cell,
            "v": self._listen,
            "t": self._listen,
            "f": self._formula,
            "rPh": self._begin_phonetic,
        }
        self._ends = {
            "v": self._hush,
            "t": self._hush,
            "c": self._end_cell,
            "row": self._end_row,
            "rPh": self._end_phonetic,
            "sheetData": self._end_data,
        }

    def feed(self, piece: bytes, *, last: bool = False) -> list[Row]:
        """The rows that ended in ``piece``."""
        self._reader.Parse(piece, last)
        found, self._found = self._found, []
        return found

    def _outside(self, name: str, _attributes: object) -> None:
        if self._names[name] == "sheetData":
            self.is_in_data = True
            self._reader.StartElementHandler = self._begin
            self._reader.EndElementHandler = self._end

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        if begin := self._begins.get(self._names[name]):
            begin(attributes)

    def _end(self, name: str) -> None:
        if end := self._ends.get(self._names[name]):
            end()

    def _end_data(self) -> None:
        self.is_in_data = False
        self._reader.StartElementHandler = None
        self._reader.EndElementHandler = None

    def _row(self, attributes: dict[str, str]) -> None:
        self.is_in_row = True
        self.number = int(attributes.get("r") or self.number + 1)
        self._cells, self._place = [], -1

    def _end_row(self) -> None:
        self.is_in_row = False
        if self._cells:
            self._found.append((self.number, self._cells))

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        place = self._places[attributes.get("r", "").rstrip("0123456789")]
        self._place = self._place + 1 if place < 0 else place
        self._cell = (attributes.get("t", ""), attributes.get("s", ""), attributes.get("r", ""))
        self._has_formula = False
        self._text.take()

    def _listen(self, _attributes: object) -> None:
        if not self._phonetic:
            self._reader.CharacterDataHandler = self._text.add

    def _hush(self) -> None:
        self._reader.CharacterDataHandler = None

    def _formula(self, _attributes: object) -> None:
        self._has_formula = True

    def _begin_phonetic(self, _attributes: object) -> None:
        self._phonetic += 1

    def _end_phonetic(self) -> None:
        self._phonetic -= 1

    def _end_cell(self) -> None:
        kind, style, reference = self._cell
        raw = self._text.take()
        if self._has_formula and kind != "str" and not raw.strip():
            raise Refused("formula", cell=reference or self._places.name(self._place, self.number))
        text = unescaped(raw) if kind == "inlineStr" else self._values[kind, style, raw]
        if text:
            put(self._cells, self._place, text, self.number, self._limits)
