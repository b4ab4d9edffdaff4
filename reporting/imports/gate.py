"""What a file really is, told from its bytes, before any parser opens it."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import IO
from xml.parsers import expat

from reporting.archives import BROKEN, OLE, has_macros, has_stream, opened
from reporting.imports.limits import MEGABYTE, Limits, Refused

_SAMPLE = 64 * 1024
_CHUNK = 256 * 1024

_MAGIC = (
    (b"%PDF", "pdf"),
    (b"\x1f\x8b", "archive"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"{\\rtf", "rtf"),
)
_MARKUP = re.compile(
    rb"^\s*<(?:!doctype|html|head|meta|table|body|style|script|div|\?xml|!--)", re.I
)
_JSON = re.compile(rb'^\s*(?:\{\s*"|\[\s*[\[{])')
_BOMS = (b"\xff\xfe", b"\xfe\xff")

#: What an OLE container is → names of streams in its directory; the first that is found counts.
_STREAMS = {"encrypted": ["EncryptedPackage"], "xls": ["Workbook", "Book"]}
_OVERLAP = 64


class _Seen(Exception):  # noqa: N818 -- no error: it ends the reading
    """The root element has begun: no document type can follow."""


def kind_of(path: Path, limits: Limits) -> str:
    """``xlsx`` or ``csv``. Raises ``Refused`` for everything else and for what is too large."""
    size = path.stat().st_size
    if not size:
        raise Refused("empty")
    if size > limits.size:
        raise Refused(
            "large", size=-(-size // MEGABYTE), limit=limits.size // MEGABYTE
        )  # rounded up: 20.1 MB is not “20 of 20”
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    if head.startswith(b"PK"):
        check_workbook(path, limits)
        return "xlsx"
    if head.startswith(OLE):
        raise Refused(_kind_of_ole(path))
    for magic, code in _MAGIC:
        if head.startswith(magic):
            raise Refused(code)
    _check_text(head)
    return "csv"


def _kind_of_ole(path: Path) -> str:
    """Old workbooks and encrypted new ones share one container; its directory names what is in."""
    kinds = set()
    with path.open("rb") as file:
        kept = b""
        while chunk := file.read(_CHUNK):
            kept = kept[-_OVERLAP:] + chunk
            kinds |= {kind for kind, names in _STREAMS.items() if has_stream(kept, *names)}
    return next((kind for kind in _STREAMS if kind in kinds), "ole")


def _check_text(head: bytes) -> None:
    if head.startswith(_BOMS):
        text = head[: len(head) // 2 * 2].decode("utf-16", errors="replace")
        plain = text.encode("utf-8", errors="replace")
    else:
        plain = head.removeprefix(b"\xef\xbb\xbf")
        if b"\0" in plain:
            raise Refused("utf16_without_mark" if _looks_like_utf16(plain) else "binary")
    if _MARKUP.match(plain):
        raise Refused("markup")
    if _JSON.match(plain):
        raise Refused("json")
    if not plain.strip():
        raise Refused("empty")


def _looks_like_utf16(plain: bytes) -> bool:
    sample = plain[:2000]
    half = len(sample) // 4
    return sample[0::2].count(0) > half or sample[1::2].count(0) > half


def check_workbook(path: Path, limits: Limits) -> None:
    """Raises ``Refused`` unless ``path`` is a plain .xlsx of bearable size."""
    try:
        with path.open("rb") as file, opened(file, path.stat().st_size, limits) as archive:
            _check_kind(archive)
            for info in archive.infolist():
                if info.filename.lower().endswith((".xml", ".rels")):
                    with archive.open(info) as member:
                        _check_markup(member)
    except BROKEN as error:
        raise Refused("broken") from error


def _check_kind(archive: zipfile.ZipFile) -> None:
    names = {name.lower() for name in archive.namelist()}
    if has_macros(archive):
        raise Refused("macros")
    if "xl/workbook.bin" in names:
        raise Refused("xlsb")
    if "mimetype" in names or "content.xml" in names:
        raise Refused("ods")
    if any(name.startswith("word/") for name in names):
        raise Refused("word")
    if "[content_types].xml" not in names or "xl/workbook.xml" not in names:
        raise Refused("archive")


def _check_markup(member: IO[bytes]) -> None:
    """No document type: that is how entities grow without end. Read up to the root element."""
    parser = expat.ParserCreate()

    def declared(*_: object) -> None:
        raise Refused("doctype")

    def begun(*_: object) -> None:
        raise _Seen

    parser.StartDoctypeDeclHandler = declared
    parser.StartElementHandler = begun
    try:
        while chunk := member.read(_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except _Seen:
        return
    except expat.ExpatError as error:
        raise Refused("broken") from error
