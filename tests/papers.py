"""Documents as people and attackers make them, small but with the marks of their kind."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from django.core.files.uploadedfile import SimpleUploadedFile

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF"
ODT = "application/vnd.oasis.opendocument.text"


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def docx(extra: Mapping[str, bytes | str] | None = None) -> bytes:
    return zipped(
        {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"} | dict(extra or {})
    )


def xlsx() -> bytes:
    return zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<w/>"})


def odt(extra: Mapping[str, bytes | str] | None = None) -> bytes:
    return zipped({"mimetype": ODT, "content.xml": "<o/>"} | dict(extra or {}))


def ole(stream: str) -> bytes:
    return OLE + b"\0" * 600 + stream.encode("utf-16-le")


#: Names and contents that are what they say.
GOOD: dict[str, bytes] = {
    "Báo cáo.pdf": PDF,
    "anh.png": PNG,
    "anh.JPG": JPEG,
    "anh.jpeg": JPEG,
    "bao-cao.docx": docx(),
    "so-lieu.xlsx": xlsx(),
    "bao-cao.odt": odt(),
    "cu.doc": ole("WordDocument"),
}

#: name → (content, the reason why it is refused)
BAD: dict[str, tuple[bytes, str]] = {
    "empty.pdf": (b"", "empty"),
    "setup.pdf": (b"MZ\x90\x00\x03", "program"),
    "script.pdf": (b"#!/bin/sh\nrm -rf /\n", "program"),
    "elf.png": (b"\x7fELF\x02\x01", "program"),
    "page.pdf": (b"<!doctype html><script>alert(1)</script>", "markup"),
    "mark.pdf": (b"\xef\xbb\xbf \n<html></html>", "markup"),
    "utf16.docx": (b"\xff\xfe" + "<html>".encode("utf-16-le"), "markup"),
    "picture.png": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "markup"),
    "packed.pdf": (b"Rar!\x1a\x07\x00", "packed"),
    "plain.docx": (zipped({"a.txt": "x"}), "packed"),
    "book.docx": (xlsx(), "renamed"),
    "scan.pdf": (PNG, "renamed"),
    "letter.doc": (docx(), "renamed"),
    "text.pdf": (b"Noi dung", "strange"),
    "late.pdf": (b"GIF89a %PDF-1.7", "strange"),
    "sheet.doc": (ole("Workbook"), "strange"),
    "locked.docx": (ole("EncryptedPackage"), "encrypted"),
    "old-macro.doc": (ole("WordDocument_VBA_PROJECT"), "macros"),
    "macro.docx": (docx({"word/vbaProject.bin": b"x"}), "macros"),
    "type.docx": (
        docx()
        and zipped(
            {
                "[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled.main+xml",
                "word/document.xml": "<w/>",
            }
        ),
        "macros",
    ),
    "basic.odt": (odt({"Basic/Standard/Module1.xml": "<b/>"}), "macros"),
    "inside.docx": (docx({"word/embeddings/setup.exe": b"MZ"}), "program"),
    "bomb.docx": (docx({"word/media/x": b"\0" * 30_000_000}), "bomb"),
    "many.docx": (docx({f"word/media/{n}": b"" for n in range(5_001)}), "members"),
    "cut.docx": (docx()[:-30], "broken"),
}


def sent(name: str, content: bytes, kind: str = "application/pdf") -> SimpleUploadedFile:
    """A file as a browser sends it; what it says of the type is not to be believed."""
    return SimpleUploadedFile(name, content, kind)
