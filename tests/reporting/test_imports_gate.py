"""Files that are not read: each is recognised by its bytes and explained."""

from __future__ import annotations

import io
import secrets
import time
import zipfile
from dataclasses import replace

import pytest

from reporting.imports import child
from reporting.imports.limits import LARGE, MEGABYTE, Limits, Refused
from reporting.imports.reading import read_rows
from reporting.imports.refusals import TEXTS, explain
from tests.files import BAD, OLE, SHEET, SMALL, many_members, placed, workbook


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_its_reason(name, tmp_path):
    content, code = BAD[name]

    *_, last = child.messages(placed(tmp_path, name, content), Limits())

    assert last.get("refused") == code
    assert all(explain(Refused(code, **last["words"])))


def test_every_reason_is_met_by_a_file():
    met = {code for _, code in BAD.values()} | {"large", "memory", "stopped"}

    assert met == set(TEXTS)


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(tmp_path):
    path = placed(tmp_path, "a.csv", b"1,2\n" * 1000)

    (only,) = child.messages(path, Limits(size=100))

    assert only == {"refused": "large", "words": {"size": 1, "limit": 0}}


@pytest.mark.parametrize("name", ["bomb.xlsx", "doctype.xlsx", "locked.xlsx", "cut.xlsx"])
def test_the_child_process_says_the_same(name, tmp_path):
    content, code = BAD[name]
    began = time.monotonic()

    with pytest.raises(Refused) as refused:
        list(read_rows(placed(tmp_path, name, content)))

    assert refused.value.code == code
    assert time.monotonic() - began < 5


def test_a_parser_that_grows_is_stopped(tmp_path):
    rows = [[secrets.token_hex(15_000) for _ in range(20)] for _ in range(10)]
    path = placed(tmp_path, "a.xlsx", workbook(rows))

    with pytest.raises(Refused) as refused:
        list(read_rows(path, Limits(memory=8 * 1024 * 1024)))

    assert refused.value.code in ("memory", "stopped")


def overlapping(count: int) -> bytes:
    """A zip whose directory names the same bytes over and over."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<a/>")
        archive.writestr("xl/workbook.xml", "<a/>")
        archive.writestr("xl/media/000000", secrets.token_bytes(10_000))
    content = file.getvalue()
    end = content.rindex(b"PK\x05\x06")
    directory = content[content.index(b"PK\x01\x02") : end]
    last = directory[directory.rindex(b"PK\x01\x02") :]
    copies = b"".join(last.replace(b"000000", b"%06d" % place) for place in range(1, count))
    total = (3 + count - 1).to_bytes(2, "little")
    size = (len(directory) + len(copies)).to_bytes(4, "little")
    tail = content[end : end + 8] + total * 2 + size + content[end + 16 :]
    return content[:end] + copies + tail


def with_size(content: bytes, name: str, size: int) -> bytes:
    """A zip whose directory says that a member is of another size."""
    place = content.rindex(name.encode()) - 46
    assert content[place : place + 4] == b"PK\x01\x02"
    return content[: place + 24] + size.to_bytes(4, "little") + content[place + 28 :]


LONG = f"TT,Nội dung\n1,x\n2,{'x' * 10_000_000}\n"
#: name → (content, code, words) of what the large limits refuse as well.
LARGE_AND_BAD = {
    "members.xlsx": (many_members(20_000), "members", {"limit": 2000}),
    "overlapping.xlsx": (overlapping(1500), "bomb", {}),
    "smaller-than-it-is.xlsx": (with_size(SMALL, SHEET, 10), "broken", {}),
    "larger-than-allowed.xlsx": (with_size(SMALL, SHEET, 3 << 30), "unpacked", {"limit": 2048}),
    "unpacked.xlsx": (BAD["unpacked.xlsx"][0], "bomb", {}),
    "cell.csv": (LONG.encode(), "long_cell", {"row": 3, "limit": 32_767}),
    "cell-quoted.csv": (
        LONG.replace("2,", '2,"').encode(),
        "long_cell",
        {"row": 3, "limit": 32_767},
    ),
    "old.xls": (
        OLE + b"\0" * 5_000_000 + "Workbook".encode("utf-16-le"),
        "xls",
        {},
    ),
    "nul-at-once.csv": (b"TT,a\0b\n1,2\n", "binary", {}),
    "late-and-short.csv": (
        b"TT,a\n" + b"1,x\n" * 100_000 + "2,C¬ quan".encode("latin-1"),
        "encoding_unknown",
        {"name": "TCVN3, VNI, Windows-1258"},
    ),
    "late-damage.csv": (
        b"TT,a\n" + "1,Sở Nội vụ\n".encode() * 100_000 + b"2,S\xe1\xbb\n",
        "damaged",
        {"row": 100_002},
    ),
    "late-tcvn3.csv": (
        b"TT,a\n" + b"1,x\n" * 100_000 + "2,C¬ quan chñ tr×,NhiÖm vô".encode("latin-1"),
        "encoding",
        {"name": "TCVN3"},
    ),
}


@pytest.mark.parametrize("name", LARGE_AND_BAD)
def test_the_large_limits_let_no_bad_file_through(name, tmp_path):
    content, code, words = LARGE_AND_BAD[name]
    began = time.monotonic()

    *_, last = child.messages(placed(tmp_path, name, content), LARGE)

    assert last == {"refused": code, "words": words}
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("name", sorted(set(BAD) - {"rows.csv", "unpacked.xlsx"}))
def test_what_the_small_limits_refuse_the_large_ones_refuse_alike(name, tmp_path):
    content, code = BAD[name]

    *_, last = child.messages(placed(tmp_path, name, content), LARGE)

    assert last["refused"] == code


def test_a_bomb_is_refused_in_little_memory(tmp_path):
    content, code = BAD["bomb.xlsx"]
    path = placed(tmp_path, "a.xlsx", content)

    with pytest.raises(Refused) as refused:
        list(read_rows(path, replace(LARGE, memory=64 * MEGABYTE)))

    assert refused.value.code == code


@pytest.mark.parametrize(
    "text",
    ["Mã,Tên\r1,Một\r2,Hai", "Mã,Tên\r\n1,Một\n2,Hai\r", "sep=,\nMã,Tên\r1,Một\r\n2,Hai\n"],
)
def test_lines_may_end_in_any_way_within_one_file(text, tmp_path):
    *rows, end = child.messages(placed(tmp_path, "a.csv", text.encode()), LARGE)

    assert end == {"end": True}
    assert [row for row in rows if isinstance(row, list)] == [
        [1, ["Mã", "Tên"]],
        [2, ["1", "Một"]],
        [3, ["2", "Hai"]],
    ]


def test_a_nul_far_down_is_left_out(tmp_path):
    content = "TT,Tên\n".encode() + b"1,x\n" * 20_000 + b"2,a\0b\n"

    *_, row, end = child.messages(placed(tmp_path, "a.csv", content), LARGE)

    assert (row, end) == ([20_002, ["2", "ab"]], {"end": True})


def test_a_sound_file_passes_the_child(tmp_path):
    rows = list(read_rows(placed(tmp_path, "a.xlsx", SMALL)))

    assert [(row.sheet, row.number, row.cells) for row in rows] == [
        ("Sheet1", 1, ["Mã", "Tên"]),
        ("Sheet1", 2, ["1", "Một"]),
    ]
