"""What an uploaded document really is, told from its bytes; no reader of documents opens it."""

from __future__ import annotations

import re
import zipfile
from pathlib import PurePath
from typing import IO

from reporting.archives import BROKEN, OLE, has_macros, has_stream, opened
from reporting.imports.limits import MEGABYTE, Limits, Refused

#: What is taken in, and the endings that its name may have.
SUFFIXES: dict[str, tuple[str, ...]] = {
    "pdf": ("pdf",),
    "png": ("png",),
    "jpeg": ("jpg", "jpeg"),
    "doc": ("doc",),
    "docx": ("docx",),
    "xlsx": ("xlsx",),
    "odt": ("odt",),
}
KNOWN = frozenset(suffix for suffixes in SUFFIXES.values() for suffix in suffixes)

#: Of a document with pictures, which are packed already.
_LIMITS = Limits(unpacked=200 * MEGABYTE, members=5_000)
_HEAD = 4096
_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
)
#: What looks like this is refused under a name of its own.
_STRANGE = (
    (re.compile(rb"MZ|\x7fELF|\xca\xfe\xba\xbe|\xcf\xfa\xed\xfe|#!"), "program"),
    (re.compile(rb"Rar!|7z\xbc\xaf|\x1f\x8b|BZh|\xfd7zXZ|MSCF"), "packed"),
    (re.compile(rb"\s*<", re.ASCII), "markup"),
)
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
#: Members with these endings run, or start something that runs.
_PROGRAMS = frozenset(
    {".exe", ".dll", ".com", ".scr", ".bat", ".cmd", ".ps1", ".vbs", ".js", ".jse", ".wsf"}
    | {".hta", ".jar", ".lnk", ".msi"}
)


def sniff(file: IO[bytes], size: int) -> str:
    """The kind of ``file`` (a key of ``SUFFIXES``), which is read and not closed.

    Raises ``Refused`` with ``empty``, ``program``, ``markup``, ``packed``, ``encrypted``,
    ``macros``, ``bomb``, ``unpacked``, ``members``, ``broken`` or ``strange``.
    """
    file.seek(0)
    head = file.read(_HEAD)
    if not head:
        raise Refused("empty")
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_zip(file, size)
    if head.startswith(OLE):
        return _kind_of_ole(file)
    text = _without_mark(head)
    for pattern, code in _STRANGE:
        if pattern.match(text):
            raise Refused(code)
    raise Refused("strange")


def _without_mark(head: bytes) -> bytes:
    """The head as UTF-8 where it says that it is text."""
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "replace").encode("utf-8", "replace")
    return head


def _kind_of_ole(file: IO[bytes]) -> str:
    """One container for old Word files and for new ones with a password: the names of its
    streams tell."""
    file.seek(0)
    content = file.read()
    if has_stream(content, "EncryptedPackage"):
        raise Refused("encrypted")
    if has_stream(content, "_VBA_PROJECT"):
        raise Refused("macros")
    if has_stream(content, "WordDocument"):
        return "doc"
    raise Refused("strange")


def _kind_of_zip(file: IO[bytes], size: int) -> str:
    try:
        with opened(file, size, _LIMITS) as archive:
            names = {name.lower() for name in archive.namelist()}
            kind = _kind_by_members(archive, names)
            if has_macros(archive):
                raise Refused("macros")
            if any(PurePath(name).suffix in _PROGRAMS for name in names):
                raise Refused("program")
    except BROKEN as error:
        raise Refused("broken") from error
    return kind


def _kind_by_members(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "[content_types].xml" in names:
        for member, kind in (("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx")):
            if member in names:
                return kind
    if {"mimetype", "content.xml"} <= names:
        with archive.open("mimetype") as said:
            if said.read(100).strip() == b"application/vnd.oasis.opendocument.text":
                return "odt"
    raise Refused("packed")
