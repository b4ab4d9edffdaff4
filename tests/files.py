"""Files as people and attackers make them."""

from __future__ import annotations

import csv
import io
import struct
import unicodedata
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

RELATIONS, STRINGS_PART = "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"
SHEET = "xl/worksheets/sheet1.xml"
SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def workbook(rows: Sequence[Sequence[Any]], name: str = "Sheet1") -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def delimited(rows: Sequence[Sequence[str]], delimiter: str = ",", end: str = "\r\n") -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator=end).writerows(rows)
    return file.getvalue()


def with_member(content: bytes, name: str, data: bytes, replace: bool = False) -> bytes:
    """A workbook with one more member, or another content of one that it has."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info.filename, old.read(info))
        new.writestr(name, data)
    return file.getvalue()


def with_rows(inner: str, before: str = "", after: str = "", strings: str = "") -> bytes:
    """A workbook whose sheet holds ``inner`` between the tags of its data."""
    sheet = f"<worksheet {SPACE}>{before}<sheetData>{inner}</sheetData>{after}</worksheet>"
    content = with_member(workbook([["x"]]), SHEET, sheet.encode(), replace=True)
    if not strings:
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        relations = archive.read(RELATIONS)
    relation = f'<Relationship Id="s" Type="x/sharedStrings" Target="{STRINGS_PART[3:]}"/>'
    relations = relations.replace(b"</Relationships>", relation.encode() + b"</Relationships>")
    content = with_member(content, RELATIONS, relations, replace=True)
    return with_member(content, STRINGS_PART, f"<sst {SPACE}>{strings}</sst>".encode())


def flagged_encrypted(content: bytes) -> bytes:
    """A zip whose directory says that its members are encrypted."""
    found = bytearray(content)
    place = found.find(b"PK\x01\x02")
    found[place + 8] |= 1
    return bytes(found)


def many_members(count: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<a/>")
        archive.writestr("xl/workbook.xml", "<a/>")
        for number in range(count):
            archive.writestr(f"xl/media/{number}", b"")
    return file.getvalue()


SMALL = workbook([["Mã", "Tên"], ["1", "Một"]])
_PLAIN = "TT,Nội dung\n1,Rà soát thủ tục\n"


#: name → (content, the code by which it is refused)
def ole(streams: dict[str, bytes]) -> bytes:
    """A compound file (MS-CFB, version 3) with ``streams``: sectors of 512 bytes, and the small
    streams padded, so that there is no second table for them."""
    sector, end, free = 512, 0xFFFFFFFE, 0xFFFFFFFF
    bodies = [max(content, b"\0").ljust(4096, b"\0") for content in streams.values()]
    bodies = [body + b"\0" * (-len(body) % sector) for body in bodies]
    entries = -(-(len(streams) + 1) // 4)
    chains, first = [entries], [0]
    for body in bodies:
        first.append(sum(chains))
        chains.append(len(body) // sector)
    table = [at for chain in chains for at in [*[None] * (chain - 1), end]]
    table = [at + 1 if one is None else one for at, one in enumerate(table)]
    tables = 1
    while tables * 128 < len(table) + tables:
        tables += 1
    at_table = len(table)
    table += [0xFFFFFFFD] * tables
    table += [free] * (tables * 128 - len(table))
    directory = _entry("Root Entry", 5, free if not streams else 1, end, 0)
    for place, (name, body) in enumerate(zip(streams, bodies, strict=True), 1):
        following = place + 1 if place < len(streams) else free
        directory += _entry(name, 2, free, first[place], len(body), following)
    directory = directory.ljust(entries * sector, b"\0")
    places = [at_table + at for at in range(tables)] + [free] * (109 - tables)
    head = OLE + b"\0" * 16 + struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, 0,
        0, 4096, end, 0, end, 0)  # fmt: skip
    head += struct.pack("<109I", *places)
    return head + directory + b"".join(bodies) + struct.pack(f"<{len(table)}I", *table)


def _entry(
    name: str, kind: int, child: int, first: int, size: int, right: int = 0xFFFFFFFF
) -> bytes:
    spelt = (name + "\0").encode("utf-16-le")
    free = 0xFFFFFFFF
    return spelt.ljust(64, b"\0") + struct.pack(
        "<HBBIII16xI16xIQ", len(spelt), kind, 1, free, right, child, 0, first, size
    )


def record(kind: int, content: bytes) -> bytes:
    """A record of BIFF8, the format of Excel 97–2003."""
    return struct.pack("<HH", kind, len(content)) + content


#: A workbook of Excel 97–2003 with one empty sheet: begin, the sheet's name, end, twice over.
OLD_BOOK = b"".join(
    (
        record(0x809, struct.pack("<HHHHII", 0x600, 5, 0x0DBB, 0x07CC, 0, 6)),
        record(0x85, struct.pack("<IHBB", 46, 0, 6, 0) + b"Sheet1"),
        record(0x0A, b""),
        record(0x809, struct.pack("<HHHHII", 0x600, 16, 0x0DBB, 0x07CC, 0, 6)),
        record(0x0A, b""),
    )
)


def as_1258(text: str) -> bytes:
    """``text`` in the code page of Windows: tones are marks of their own."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    found = b""
    for letter in text:
        apart = unicodedata.normalize("NFD", letter)
        plain = "".join(sign for sign in apart if sign not in tones)
        tone = "".join(sign for sign in apart if sign in tones)
        found += (unicodedata.normalize("NFC", plain) + tone).encode("cp1258")
    return found


def twice(text: str) -> bytes:
    """UTF-8 that was read as Windows-1252 and stored as UTF-8."""
    return b"".join(_misread(byte).encode() for byte in text.encode())


def _misread(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


BAD: dict[str, tuple[bytes, str]] = {
    "empty.csv": (b"", "empty"),
    "blank.csv": (b" \r\n \r\n", "empty"),
    "only-a-mark.csv": (b"\xef\xbb\xbf", "empty"),
    "page.csv": (b"<!DOCTYPE html><html><table><tr><td>1</td></tr></table></html>", "markup"),
    "page.xls": ("\ufeff<html><body>".encode(), "markup"),
    "utf16-page.xls": ("<html><table>".encode("utf-16"), "markup"),
    "spreadsheet2003.xls": (b'<?xml version="1.0"?><Workbook/>', "markup"),
    "rows.json.csv": (b'[{"a": 1}]', "json"),
    "object.csv": (b'{"a": 1}', "json"),
    "report.pdf.csv": (b"%PDF-1.7 ...", "pdf"),
    "packed.csv.gz": (b"\x1f\x8b\x08\x00rest", "archive"),
    "packed.rar": (b"Rar!\x1a\x07rest", "archive"),
    "packed.7z": (b"7z\xbc\xaf\x27\x1crest", "archive"),
    "scan.png": (b"\x89PNG\r\n\x1a\nrest", "image"),
    "scan.jpg": (b"\xff\xd8\xff\xe0rest", "image"),
    "text.rtf": (b"{\\rtf1 rest", "rtf"),
    "genuine.xls": (ole({"Workbook": OLD_BOOK}), "xls"),
    "genuine-locked.xlsx": (
        ole({"EncryptionInfo": b"\4\0\4\0", "EncryptedPackage": b"\0" * 9000}),
        "encrypted",
    ),
    "letter.doc": (ole({"WordDocument": b"x"}), "ole"),
    "old.xls": (OLE + b"\0" * 600 + "Workbook".encode("utf-16-le"), "xls"),
    "older.xlsx": (OLE + b"\0" * 600 + "Book".encode("utf-16-le"), "xls"),
    "locked.xlsx": (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "mail.msg": (OLE + b"\0" * 600, "ole"),
    "locked-members.xlsx": (flagged_encrypted(SMALL), "encrypted"),
    "macros.xlsx": (with_member(SMALL, "xl/vbaProject.bin", b"x"), "macros"),
    "macros4.xlsx": (with_member(SMALL, "xl/macrosheets/sheet1.xml", b"<a/>"), "macros"),
    "binary.xlsb": (with_member(SMALL, "xl/workbook.bin", b"x"), "xlsb"),
    "open.ods": (with_member(SMALL, "content.xml", b"<a/>"), "ods"),
    "letter.docx": (with_member(SMALL, "word/document.xml", b"<a/>"), "word"),
    "bomb.xlsx": (with_member(SMALL, "xl/media/x", b"\0" * 20_000_000), "bomb"),
    "unpacked.xlsx": (with_member(SMALL, "xl/media/x", b"\0" * 220_000_000), "unpacked"),
    "members.xlsx": (many_members(3000), "members"),
    "doctype.xlsx": (
        with_member(
            SMALL,
            "xl/sharedStrings.xml",
            b'<?xml version="1.0"?><!-- x --><!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>',
        ),
        "doctype",
    ),
    "utf16-doctype.xlsx": (
        with_member(
            SMALL,
            "xl/worksheets/sheet1.xml",
            '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a><a/>'.encode("utf-16"),
        ),
        "doctype",
    ),
    "cut.xlsx": (SMALL[: len(SMALL) // 2], "broken"),
    "plain-zip.xlsx": (
        with_member(SMALL, "x", b"")[:0] + b"PK\x05\x06" + b"\0" * 18,
        "archive",
    ),
    "not-xml.xlsx": (with_member(SMALL, "xl/worksheets/sheet1.xml", b"<a><b></a>"), "broken"),
    "formula.xlsx": (workbook([["Mã", "Tên"], ["1", "=1+1"]]), "formula"),
    "sound.csv": (b"RIFF\0\0\0WAVE" + bytes(range(256)), "binary"),
    "utf16-no-mark.csv": (_PLAIN.encode("utf-16-le"), "utf16_without_mark"),
    "windows-1258.csv": (as_1258("Nội dung thủ tục, cơ quan chủ trì"), "encoding_1258"),
    "twice.csv": (twice("Nội dung thủ tục, cơ quan chủ trì"), "encoding_twice"),
    "twice.xlsx": (
        workbook([[twice("Nội dung thủ tục, cơ quan chủ trì").decode()]]),
        "encoding_twice",
    ),
    "café.csv": ("café;naïve".encode("latin-1"), "encoding_unknown"),
    "damaged.csv": ("Mã,Cơ quan\n1,Sở Nội vụ\n".encode() + b"2,S\xff\n", "damaged"),
    "tcvn3.csv": ("TT,C¬ quan chñ tr×,NhiÖm vô".encode("latin-1"), "encoding"),
    "tcvn3-utf8.csv": ("TT,C¬ quan chñ tr×,NhiÖm vô,Thêi h¹n".encode(), "encoding"),
    "tcvn3.xlsx": (workbook([["TT", "C¬ quan chñ tr×", "NhiÖm vô", "Thêi h¹n"]]), "encoding"),
    "vni.csv": ("TT,Cô quan chuû trì,Sôû Noäi vuï,Nhieäm vuï".encode(), "encoding"),
    "quotes.csv": ('TT,Nội dung\n1,"Rà soát\n2,Tiếp\n'.encode(), "quotes"),
    "long-cell.csv": (f"TT,Nội dung\n1,{'x' * 40_000}\n".encode(), "long_cell"),
    "wide.csv": (
        ("TT" + ",x" * 300 + "\n").encode(),
        "columns",
    ),
    "rows.csv": (b"1,2\n" * 20_001, "rows"),
}


def placed(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path
