"""XML as a stream of elements, with names as they are without their prefix."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO
from xml.parsers import expat

from reporting.imports.limits import Refused

CHUNK = 1 << 16


class Names(dict[str, str]):
    """Name with prefix → name without."""

    def __missing__(self, name: str) -> str:
        if len(self) > 1000:
            self.clear()
        self[name] = local = name.rpartition(":")[2]
        return local


def parser() -> expat.XMLParserType:
    """Refuses a document type, which the gate has looked for already."""

    def declared(*_: object) -> None:
        raise Refused("doctype")

    made = expat.ParserCreate()
    made.StartDoctypeDeclHandler = declared
    made.buffer_text = True
    return made


def walk(member: IO[bytes], begun: Callable[[str, dict[str, str]], None]) -> None:
    """Calls ``begun`` (name, attributes by name) at the beginning of each element."""
    names = Names()

    def start(name: str, attributes: dict[str, str]) -> None:
        begun(names[name], {names[key]: value for key, value in attributes.items()})

    reader = parser()
    reader.StartElementHandler = start
    while chunk := member.read(CHUNK):
        reader.Parse(chunk, False)
    reader.Parse(b"", True)
