"""Rows on their way to COPY: those of the table, clean, numbered, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from reporting.imports.layout import Heading, Layout, NotARow
from reporting.imports.limits import LARGE, Limits
from reporting.imports.looking import look
from reporting.imports.stream import Stream
from tests.files import delimited, placed, workbook

HEADINGS = (
    Heading("order", "TT", ("STT",)),
    Heading("code", "Mã hồ sơ", ("ma_ho_so",), is_required=True),
    Heading("agency", "Cơ quan", is_required=True),
    Heading("day", "Ngày tiếp nhận"),
    Heading("sum", "Cộng", is_used=False),
)
LINES = [
    ["DANH SÁCH HỒ SƠ"],
    [""],
    ["TT", "Mã hồ sơ", "Họ tên", "Cơ quan", "Ngày tiếp nhận", "Cộng"],
    ["1", "2", "3", "4", "5", "6"],
    ["I", "", "", "", "", ""],
    ["1", "H23.1-240614-1", "Người A", "Sở  Tư pháp ", "14/06/2024", "x"],
    ["2", "H23.1-240614-2", "Người B", "C:\\N\nhai", "", ""],
    ["TT", "Mã hồ sơ", "Họ tên", "Cơ quan", "Ngày tiếp nhận", "Cộng"],
    ["3", "H23.1-240614-3"],
    ["", "", "", "Tổng cộng", "", ""],
]
COLUMNS = ["agency", "day", "code", "absent"]
EXPECTED = (
    b"6\tS\xe1\xbb\x9f T\xc6\xb0 ph\xc3\xa1p\t14/06/2024\tH23.1-240614-1\t\\N\n"
    b"7\tC:\\\\N\\nhai\t\\N\tH23.1-240614-2\t\\N\n"
    b"9\t\\N\t\\N\tH23.1-240614-3\t\\N\n"
)


def streamed(path: Path, columns: list[str], limits: Limits = LARGE) -> Stream:
    return Stream(path, look(path, HEADINGS, limits), columns, limits)


@pytest.fixture(params=["csv", "xlsx"])
def path(request, tmp_path):
    text = delimited(LINES).encode()
    content = text if request.param == "csv" else workbook(LINES)
    return placed(tmp_path, f"a.{request.param}", content)


def test_the_rows_of_the_table_go_out_in_the_order_of_the_columns(path):
    stream = streamed(path, COLUMNS)

    assert b"".join(stream) == EXPECTED
    assert stream.rows == 3


def test_what_is_no_row_is_told_and_counted(path):
    stream = streamed(path, COLUMNS)
    list(stream)

    assert [(one.number, one.reason) for one in stream.skipped] == [
        (4, "dòng đánh số cột"),
        (5, "dòng mục"),
        (8, "dòng tiêu đề lặp lại"),
        (10, "dòng tổng"),
    ]
    assert stream.skipped_count == {
        NotARow.NUMBERS: 1,
        NotARow.SECTION: 1,
        NotARow.HEADINGS: 1,
        NotARow.TOTAL: 1,
    }


def test_a_layout_tells_what_is_used_and_survives_json(path):
    layout = look(path, HEADINGS, LARGE)

    assert (layout.head_row, layout.unknown, layout.left_alone) == (3, ["Họ tên"], ["Cộng"])
    assert layout.places == {0: "order", 1: "code", 3: "agency", 4: "day"}
    assert Layout.from_words(layout.as_words()) == layout
