"""The same table in any file that a spreadsheet writes gives the same rows."""

from __future__ import annotations

import datetime as dt
import tempfile
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from reporting.exports import safe
from reporting.imports import child
from reporting.imports.limits import Limits
from reporting.imports.text import clean, fold
from tests.files import delimited, placed, saved, workbook

TABLE = [
    ["TT", "Nội dung nhiệm vụ", "Cơ quan"],
    ["1", "Rà soát, đơn giản hóa; công bố", "Sở Tư pháp"],
    ["2", 'Triển khai "một cửa"\nhiện đại', ""],
]


def read(path: Path) -> list[list[object]]:
    """Rows as (number, cells); fails where the file is refused."""
    *rows, end = child.messages(path, Limits())
    assert end == {"end": True}
    return [row for row in rows if isinstance(row, list)]


EXPECTED = [
    [1, ["TT", "Nội dung nhiệm vụ", "Cơ quan"]],
    [2, ["1", "Rà soát, đơn giản hóa; công bố", "Sở Tư pháp"]],
    [3, ["2", 'Triển khai "một cửa"\nhiện đại']],
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_csv_gives_the_same_rows(tmp_path, encoding, delimiter, end):
    text = delimited(TABLE, delimiter, end)

    assert read(placed(tmp_path, "a.csv", text.encode(encoding))) == EXPECTED


def test_a_line_that_names_the_separator_is_no_row(tmp_path):
    text = "sep=|\r\n" + delimited(TABLE, "|")

    assert read(placed(tmp_path, "a.csv", text.encode())) == EXPECTED


def test_a_workbook_gives_the_same_rows_as_csv(tmp_path):
    assert read(placed(tmp_path, "a.xlsx", workbook(TABLE))) == EXPECTED


CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], include_characters="\n\t"),
    max_size=20,
)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=5))
def test_any_rows_are_read_alike_from_csv_and_workbook(rows):
    kept = [["TT", "Nội dung"], *rows]
    with tempfile.TemporaryDirectory() as folder:
        text = delimited([[safe(cell) for cell in row] for row in kept])
        plain = placed(Path(folder), "a.csv", b"\xef\xbb\xbfsep=,\r\n" + text.encode())
        book = Workbook()
        for place, row in enumerate(kept, start=1):
            for column, cell in enumerate(row, start=1):
                one = book.active.cell(place, column)
                one.value = cell.replace("\ufffe", "").replace("\uffff", "")
                one.data_type = "s"
        sheet = placed(Path(folder), "a.xlsx", saved(book))

        assert [row[1] for row in read(sheet)] == [row[1] for row in read(plain)]


def test_numbers_days_and_shares_are_written_as_people_type_them(tmp_path):
    book = Workbook()
    book.active.append([1, 2.5, 1.000031, dt.date(2024, 6, 14), dt.datetime(2024, 6, 14, 9, 30)])  # noqa: DTZ001
    book.active.append([0.4, True, None, "007"])
    book.active["A2"].number_format = "0%"

    assert read(placed(tmp_path, "a.xlsx", saved(book))) == [
        [1, ["1", "2.5", "1.000031", "14/06/2024", "14/06/2024 09:30"]],
        [2, ["40%", "TRUE", "", "007"]],
    ]


def test_empty_rows_keep_their_numbers(tmp_path):
    book = Workbook()
    book.active["A2"] = "a"
    book.active["B5"] = "b"

    assert read(placed(tmp_path, "a.xlsx", saved(book))) == [[2, ["a"]], [5, ["", "b"]]]
    assert read(placed(tmp_path, "a.csv", b",\na,\n\n\n,b\n")) == [[2, ["a"]], [5, ["", "b"]]]


def test_a_hidden_sheet_is_told_and_not_read(tmp_path):
    book = Workbook()
    book.active.append(["a"])
    hidden = book.create_sheet("Nháp")
    hidden.append(["b"])
    hidden.sheet_state = "hidden"

    messages = list(child.messages(placed(tmp_path, "a.xlsx", saved(book)), Limits()))

    assert messages == [
        {"sheet": "Sheet", "hidden": False},
        [1, ["a"]],
        {"sheet": "Nháp", "hidden": True},
        {"end": True},
    ]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (unicodedata.normalize("NFD", "Sở Nội vụ"), "Sở Nội vụ"),
        ("Sở\u00a0Nội\u2003vụ ", "Sở Nội vụ"),
        ("Sở\u200b Nội\ufeff vụ\u200e", "Sở Nội vụ"),
        ("một\r\nhai \r ba", "một\nhai\nba"),
        ("a\x00b\x1fc", "abc"),
        ("'=1+1", "=1+1"),
        ("'a", "'a"),
    ],
)
def test_what_looks_the_same_becomes_the_same(raw, text):
    assert clean(raw) == text
    assert clean(text) == text


def test_folding_forgets_accents_case_and_signs():
    assert fold("  CƠ QUAN  chủ trì: ") == "co quan chu tri"
    assert fold("Đơn_vị/đầu-mối") == "don vi dau moi"
