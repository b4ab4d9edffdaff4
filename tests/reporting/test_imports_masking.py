"""What a person sees of a file who says which column is which, and what nobody sees."""

from __future__ import annotations

import pytest

from reporting.imports.layout import Heading
from reporting.imports.limits import LARGE
from reporting.imports.looking import head_of
from reporting.imports.masking import HIDDEN, Plain, cautious, masked, shape, task_of
from tests.files import delimited, placed, workbook

HEADINGS = (
    Heading("order", "STT", is_used=False),
    Heading("code", "Mã hồ sơ", is_required=True),
    Heading("received", "Ngày tiếp nhận"),
    Heading("status", "Trạng thái"),
    Heading("person", "Chủ hồ sơ", ("Họ tên",), is_used=False),
)
KEYS = {text: one.key for one in HEADINGS for text in one.spellings}
PLAIN = Plain((r"H23\.\d+-\d{6}-\d{4}",), frozenset({"dang xu ly"}))
TASK = task_of(KEYS, ["code", "received", "status"], PLAIN)
HEADS = ["STT", "Mã hồ sơ", "Ngày tiếp nhận", "Chủ hồ sơ", "Liên lạc"]
DATA = ["8", "H23.01-240301-0001", "01/03/2024", "Nguyễn Văn A", "0912345678"]


def seen(*rows: list[str]) -> list[list[str]]:
    return [cells for _number, cells in masked(enumerate(rows, 1), TASK)]


def test_only_columns_that_are_read_are_shown_below_the_headings():
    assert seen(HEADS, DATA)[1] == [
        HIDDEN,
        "H23.01-240301-0001",
        "01/03/2024",
        HIDDEN,
        "••••••••••",
    ]


def test_headings_and_titles_are_shown():
    titles = [["DANH SÁCH HỒ SƠ"], ["Từ ngày 01/03/2024 đến ngày 31/03/2024"]]

    assert seen(*titles, HEADS) == [*titles, HEADS]


def test_of_a_table_without_headings_only_shapes_are_shown():
    assert seen(["1", "A", "B"], ["2", "Nguyễn Văn A", "0912 345 678"]) == [
        ["•", "•", "•"],
        ["•", "•••••• ••• •", "•••• ••• •••"],
    ]


def test_unknown_headings_are_shown_and_what_is_below_them_is_not():
    heads = ["Ký hiệu", "Bắt đầu", "Tên gọi", "Tình hình"]
    data = ["H23.01-240301-0001", "01/03/2024", "Trần Thị B", "Đang xử lý"]

    assert seen(heads, data) == [
        heads,
        ["H23.01-240301-0001", "••/••/••••", "•••• ••• •", "Đang xử lý"],
    ]


def test_a_row_without_figures_below_the_headings_is_data():
    assert seen(HEADS, ["", "", "", "Nguyễn Văn A", "Xóm Đông"])[1] == [
        "",
        "",
        "",
        HIDDEN,
        "••• ••••",
    ]
    assert seen(["Ký hiệu", "Tên gọi"], DATA, ["Xóm Đông", "Bà Tư"])[2] == ["••• ••••", "•• ••"]


def test_a_second_row_of_headings_is_known():
    above = ["STT", "Mã hồ sơ", "Ngày", "Người dân", ""]
    below = ["", "", "tiếp nhận", "Họ tên", "Liên lạc"]

    _first, second, data = seen(above, below, DATA)

    assert second[:4] == ["", "", "tiếp nhận", "Họ tên"]
    assert data == [HIDDEN, "H23.01-240301-0001", "01/03/2024", HIDDEN, "••••••••••"]


def test_a_second_table_does_not_open_what_the_first_one_hid():
    other = ["Họ tên", "Mã hồ sơ", "Trạng thái", "Ngày tiếp nhận"]

    *_, data = seen(HEADS, DATA, other, ["Lê C", "H23.01-240301-0001", "4", "Phạm D"])

    assert data == [HIDDEN, "H23.01-240301-0001", "4", HIDDEN]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("Người lập biểu: Nguyễn Văn A.", "Người lập biểu: •••••• ••• •."),
        ("NGƯỜI LẬP: TRẦN THỊ B, phòng Một cửa", "NGƯỜI LẬP: •••• ••• •, phòng Một cửa"),
        ("Lê\nThị Cúc", "••\n••• •••"),
        ("Điện thoại 0220.3853.123", "Điện thoại ••••.••••.•••"),
        ("Liên hệ a.b@x.vn", f"Liên hệ {HIDDEN}"),
        ("Ngày lập Hồ Sơ", "Ngày lập Hồ Sơ"),
        ("Lý do trễ hạn", "Lý do trễ hạn"),
        ("UBND tỉnh Hải Dương", "UBND tỉnh Hải Dương"),
        ("Tháng 6/2024", "Tháng 6/2024"),
    ],
)
def test_lines_above_the_table_are_shown_but_for_people(cell, shown):
    assert cautious(cell) == shown


def test_a_shape_is_short():
    assert shape("Nguyễn " * 20) == "•••••• " * 3 + "••…"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_nothing_about_people_leaves_the_child(kind, tmp_path):
    lines = [["Người lập: Trần Thị Bình"], HEADS, DATA, ["", "", "", "Lê Văn Cường"]]
    content = delimited(lines).encode() if kind == "csv" else workbook(lines)

    rows = head_of(placed(tmp_path, f"a.{kind}", content), LARGE, HEADINGS, plain=PLAIN)

    text = " ".join(cell for row in rows for cell in row.cells)
    assert [row.number for row in rows] == [1, 2, 3, 4]
    assert not any(sign in text for sign in ("Bình", "Nguyễn", "0912345678", "Cường"))
