"""What is a row of a list, and what only stands between its rows."""

from __future__ import annotations

import pytest

from reporting.imports.rules import HEADINGS, NUMBERS, SECTION, TOTAL, Rules

TITLES = ["STT", "Mã hồ sơ", "Mã TTHC", "Người nộp", "Ngày tiếp nhận", "Trạng thái"]
#: As a list of dossiers is laid out: neither the numbers of rows nor people are read.
RULES = Rules({1: "code", 2: "procedure", 4: "received", 5: "status"}, TITLES)
GOOD = ["1", "H23.01-240301-0001", "1.004082", "Nguyễn Văn A", "01/03/2024", "4"]

NO_ROWS = {
    "a section in the column of the code": (["I", "Lĩnh vực: Xây dựng"], SECTION),
    "a numbered section": (["1", "Lĩnh vực đất đai"], SECTION),
    "a section without a number": (["", "Hộ tịch"], SECTION),
    "a section with a number inside": (["", "Lĩnh vực 1: Đất đai (12)"], SECTION),
    "a section that ends in a number": (["", "UBND phường số 12"], SECTION),
    "a section in the first column": (["Lĩnh vực xây dựng"], SECTION),
    "a section further on": (["A", "", "Sở Xây dựng"], SECTION),
    "a numeral as the code": (["", "II.", "Đất đai"], SECTION),
    "a total in the column of the code": (["", "Tổng cộng"], TOTAL),
    "a total with its figure": (["", "Tổng cộng", "3", "", "", "2"], TOTAL),
    "a total before the column of the code": (["Tổng cộng", "12"], TOTAL),
    "a total in one cell": (["", "Tổng cộng: 12 hồ sơ"], TOTAL),
    "a sum": (["", "Cộng", "", "", "", "12"], TOTAL),
    "numbers of columns": (["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"], NUMBERS),
    "the headings again": (TITLES, HEADINGS),
}
ROWS = {
    "a good row": GOOD,
    "no code": ["1", "", *GOOD[2:]],
    "words as the code, the rest told": ["1", "Chưa cấp mã", *GOOD[2:]],
    "words as the code, and a day": ["", "Chưa cấp mã", "", "", "01/03/2024"],
    "words as the code, and a person": ["", "Chưa cấp mã", "", "Nguyễn Văn A"],
    "words as the code, and a status": ["", "Chưa cấp mã", "", "", "", "4"],
    "only a code": ["", "H23.01-240301-0001"],
    "only a code among words": ["", "Mã hồ sơ: H23.01-240301-0001"],
    "only a code with spaces": ["", "H23.01 - 240301 - 0001"],
    "only a code of another form": ["", "HS-1"],
    "a total as the code, and a day": ["", "Tổng cộng", "", "", "01/03/2024"],
    "a total beside a code": ["Tổng cộng", "H23.01-240301-0001"],
    "a total beside a code without letters": ["Tổng cộng", "240301-0001"],
    "a total of words": ["", "Tổng cộng", "Cấp phép xây dựng", "", "", "Đang xử lý"],
    "a numeral as the code, and a day": ["", "A", "", "", "01/03/2024"],
    "only a number and a procedure": ["7", "", "1.004082"],
}


@pytest.mark.parametrize("name", NO_ROWS)
def test_what_stands_between_the_rows_is_known(name):
    cells, kind = NO_ROWS[name]

    assert RULES.kind(cells) == kind


@pytest.mark.parametrize("name", ROWS)
def test_a_row_is_never_left_out(name):
    assert RULES.kind(ROWS[name]) is None
