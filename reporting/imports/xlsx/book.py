"""The parts of a workbook: which member of the archive is which sheet."""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass
from typing import IO

from reporting.imports.limits import Refused
from reporting.imports.xlsx.markup import walk

_BOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"


@dataclass(frozen=True)
class SheetPart:
    """A sheet with cells; ``member`` is its name in the archive."""

    name: str
    is_hidden: bool
    member: str


class Book:
    """What ``xl/workbook.xml`` and its relations say. Raises ``Refused`` where they say nothing."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._members = {name.lower(): name for name in archive.namelist()}
        self._targets: dict[str, tuple[str, str]] = {}
        self._sheets: list[dict[str, str]] = []
        self.is_from_1904 = False
        for member, begun in ((_RELATIONS, self._relation), (_BOOK, self._part)):
            opened = self.open(member)
            if opened is None:
                raise Refused("broken")
            with opened:
                walk(opened, begun)

    def open(self, member: str | None) -> IO[bytes] | None:
        """A member by its name in any case; None where there is none."""
        name = self._members.get((member or "").lower())
        return None if name is None else self._archive.open(name)

    def part(self, kind: str) -> IO[bytes] | None:
        """The one part of a kind (``styles``, ``sharedStrings``)."""
        members = (member for is_of, member in self._targets.values() if is_of == kind)
        return self.open(next(members, None))

    def sheets(self) -> list[SheetPart]:
        """Those with cells, in the order of their tabs."""
        found = []
        for sheet in self._sheets:
            kind, member = self._targets.get(sheet.get("id", ""), ("", ""))
            if kind == "worksheet":
                hidden = sheet.get("state", "visible") != "visible"
                found.append(SheetPart(sheet.get("name", ""), hidden, member))
        return found

    def _relation(self, name: str, attributes: dict[str, str]) -> None:
        if name != "Relationship" or attributes.get("TargetMode") == "External":
            return
        target = attributes.get("Target", "").replace("\\", "/")
        member = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
        kind = attributes.get("Type", "").rpartition("/")[2]
        self._targets[attributes.get("Id", "")] = (kind, member)

    def _part(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            self._sheets.append(attributes)
        elif name == "workbookPr":
            self.is_from_1904 = attributes.get("date1904", "0") in ("1", "true")
