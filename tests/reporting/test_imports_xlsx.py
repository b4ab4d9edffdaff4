"""Workbooks as any program writes them: what a cell shows is what is read."""

from __future__ import annotations

import datetime as dt
import io
import tempfile
import zipfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from reporting.imports import child
from reporting.imports.limits import Limits
from reporting.imports.xlsx.formats import DAY, PLAIN, SHARE, SPAN, kind_of
from reporting.imports.xlsx.values import plain
from tests.files import SHEET, SMALL, SPACE, placed, saved, with_member, with_rows, workbook

#: Where it stands before the rows, they are all read by expat.
SLOW = "<!-- made by hand -->"


def read(path: Path, **limits: int) -> list[Any]:
    *found, last = child.messages(path, Limits(**limits))
    return [row for row in found if isinstance(row, list)] if "end" in last else [last]


def refusal(path: Path, **limits: int) -> tuple[str, dict[str, Any]]:
    (last,) = read(path, **limits)
    return last["refused"], last["words"]


@pytest.fixture(params=["", SLOW], ids=["quick", "expat"])
def before(request):
    return request.param


CELLS = {
    "inline": ('<c r="A1" t="inlineStr"><is><t>Mã số</t></is></c>', "Mã số"),
    "rich": (
        '<c r="A1" t="inlineStr"><is><r><t>Mã </t></r><r><rPr><b/></rPr><t>số</t></r></is></c>',
        "Mã số",
    ),
    "phonetic": (
        '<c r="A1" t="inlineStr"><is><t>Mã</t><rPh sb="0" eb="1"><t>ma</t></rPh></is></c>',
        "Mã",
    ),
    "entities": ('<c r="A1" t="inlineStr"><is><t>A &amp; B &#x1EBF;</t></is></c>', "A & B ế"),
    "cdata": ('<c r="A1" t="inlineStr"><is><t><![CDATA[</row>]]></t></is></c>', "</row>"),
    "escaped": (
        '<c r="A1" t="inlineStr"><is><t>a_x000A_b_x005F_x0041_</t></is></c>',
        "a\nb_x0041_",
    ),
    "surrogate": ('<c r="A1" t="inlineStr"><is><t>a_xD83D_</t></is></c>', "a_xD83D_"),
    "number": ('<c r="A1"><v>12</v></c>', "12"),
    "code": ('<c r="A1"><v>1.0040819999999999</v></c>', "1.004082"),
    "typed": ('<c r="A1" t="n"><v>0.30000000000000004</v></c>', "0.3"),
    "long": ('<c r="A1"><v>30079123456</v></c>', "30079123456"),
    "longer": ('<c r="A1"><v>12345678901234567</v></c>', "12345678901234567"),
    "small": ('<c r="A1"><v>1E-5</v></c>', "0.00001"),
    "large": ('<c r="A1"><v>1.5E+20</v></c>', "150000000000000000000"),
    "true": ('<c r="A1" t="b"><v>1</v></c>', "TRUE"),
    "error": ('<c r="A1" t="e"><v>#N/A</v></c>', "#N/A"),
    "formula": ('<c r="A1"><f>SUM(B1:B2)</f><v>3</v></c>', "3"),
    "text of formula": ('<c r="A1" t="str"><f>A2&amp;B2</f><v>ab</v></c>', "ab"),
    "no text of formula": (
        '<c r="A1" t="str"><f>A2</f><v></v></c><c r="B1"><v>1</v></c>',
        ("", "1"),
    ),
    "iso day": ('<c r="A1" t="d"><v>2024-06-14</v></c>', "14/06/2024"),
    "iso moment": ('<c r="A1" t="d"><v>2024-06-14T09:30:00</v></c>', "14/06/2024 09:30"),
    "spaces": ('<c r="A1" t="inlineStr"><is><t xml:space="preserve">  a  b </t></is></c>', "a b"),
    "no places": ('<c t="inlineStr"><is><t>a</t></is></c><c><v>2</v></c>', ("a", "2")),
    "gap": ('<c r="B1"><v>1</v></c><c><v>2</v></c>', ("", "1", "2")),
    "wrong order": ('<c r="B1"><v>2</v></c><c r="A1"><v>1</v></c>', ("1", "2")),
    "other order of words": ('<c t="b" r="B1" s="0"><v>0</v></c>', ("", "FALSE")),
}


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_is_read_as_it_shows(name, before, tmp_path):
    cells, text = CELLS[name]
    path = placed(tmp_path, "a.xlsx", with_rows(f'<row r="1">{cells}</row>', before))

    assert read(path) == [[1, [text] if isinstance(text, str) else list(text)]]


def test_rows_without_a_number_follow_the_last(before, tmp_path):
    rows = (
        '<row><c><v>1</v></c></row><row r="5" ht="15"><c><v>5</v></c></row>'
        "<row/><row><c><v>7</v></c></row>"
    )

    assert read(placed(tmp_path, "a.xlsx", with_rows(rows, before))) == [
        [1, ["1"]],
        [5, ["5"]],
        [7, ["7"]],
    ]


def test_names_may_have_a_prefix(tmp_path):
    sheet = (
        f"<x:worksheet {SPACE.replace('xmlns', 'xmlns:x')}><x:sheetData><x:row r='2'>"
        "<x:c r='A2' t='inlineStr'><x:is><x:t>a</x:t></x:is></x:c></x:row>"
        "</x:sheetData></x:worksheet>"
    )
    content = with_member(workbook([["x"]]), SHEET, sheet.encode(), replace=True)

    assert read(placed(tmp_path, "a.xlsx", content)) == [[2, ["a"]]]


def test_a_sheet_may_be_in_utf16(tmp_path):
    sheet = (
        f'<?xml version="1.0" encoding="utf-16"?><worksheet {SPACE}><sheetData><row r="1">'
        '<c r="A1" t="inlineStr"><is><t>Mã</t></is></c></row></sheetData></worksheet>'
    ).encode("utf-16")
    content = with_member(workbook([["x"]]), SHEET, sheet, replace=True)

    assert read(placed(tmp_path, "a.xlsx", content)) == [[1, ["Mã"]]]


def test_what_stands_after_the_rows_is_no_row(before, tmp_path):
    after = "<controls><anchor><row>5</row><c r='A5'><v>1</v></c></anchor></controls>"
    content = with_rows('<row r="1"><c r="A1"><v>1</v></c></row>', before, after)

    assert read(placed(tmp_path, "a.xlsx", content)) == [[1, ["1"]]]


def test_rows_in_a_comment_are_not_read(tmp_path):
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<!-- <row r="2"><c r="A2"><v>2</v></c></row> -->'
        '<row r="3"><c r="A3"><v>3</v></c></row>'
    )

    assert read(placed(tmp_path, "a.xlsx", with_rows(rows))) == [[1, ["1"]], [3, ["3"]]]


def test_shared_strings_are_found_in_any_order(before, tmp_path):
    count = 5000
    strings = "".join(f"<si><t>chuỗi {n} {'x' * 20}</t></si>" for n in range(count))
    order = [count - 1, 0, 2500, 1, count - 1]
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>{place}</v></c></row>'
        for n, place in enumerate(order, start=1)
    )
    path = placed(tmp_path, "a.xlsx", with_rows(rows, before, strings=strings))

    assert [row[1][0].split()[1] for row in read(path)] == [str(place) for place in order]


@pytest.mark.parametrize("place", ["7", "-1", "x"])
def test_a_shared_string_that_is_not_there_breaks_the_file(place, before, tmp_path):
    rows = f'<row r="1"><c r="A1" t="s"><v>{place}</v></c></row>'
    content = with_rows(rows, before, strings="<si><t>a</t></si>")

    assert refusal(placed(tmp_path, "a.xlsx", content)) == ("broken", {})


@pytest.mark.parametrize(
    "inner",
    [
        "<row><c></row>",
        '<row r="1"><c r="A1"><v>&b;</v></c></row>',
        '<row r="x"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>\x01</v></c></row>',
        '<row r="1"><c r="A1"><v>abc</v></c></row>',
        '<row r="1"><c r="ABCD1"><v>1</v></c></row>',
    ],
)
def test_what_is_not_well_formed_breaks_the_file(inner, before, tmp_path):
    assert refusal(placed(tmp_path, "a.xlsx", with_rows(inner, before))) == ("broken", {})


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B2"><f>A1+1</f></c>',
        '<c r="B2"><f>A1+1</f><v/></c>',
        '<c r="B2"><f t="shared" si="0"/><v></v></c>',
        '<c r="B2" t="n"><f>A1</f><v> </v></c>',
    ],
)
def test_a_formula_without_a_result_is_named(cell, before, tmp_path):
    rows = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c><v>1</v></c>{cell}</row>'

    assert refusal(placed(tmp_path, "a.xlsx", with_rows(rows, before))) == (
        "formula",
        {"cell": "B2"},
    )


def test_a_formula_without_a_result_has_a_name_also_where_its_cell_has_none(tmp_path):
    content = with_rows("<row><c/><c><f>A1</f></c></row>")

    assert refusal(placed(tmp_path, "a.xlsx", content)) == ("formula", {"cell": "B1"})


def test_empty_cells_far_to_the_right_do_not_count(before, tmp_path):
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="0"/></row>'

    assert read(placed(tmp_path, "a.xlsx", with_rows(rows, before))) == [[1, ["1"]]]


def test_a_value_far_to_the_right_is_refused(before, tmp_path):
    rows = '<row r="3"><c r="A3"><v>1</v></c><c r="XFD3"><v>1</v></c></row>'

    assert refusal(placed(tmp_path, "a.xlsx", with_rows(rows, before))) == (
        "columns",
        {"row": 3, "limit": 256},
    )


@pytest.mark.parametrize("letters", [32_768, 10_000_000])
@pytest.mark.parametrize("kind", ["inline", "shared"])
def test_a_cell_that_is_too_long_is_refused_with_its_row(letters, kind, before, tmp_path):
    long = " ".join(str(number) for number in range(letters))[:letters]
    inline = f'<c r="A2" t="inlineStr"><is><t>{long}</t></is></c>'
    shared = '<c r="A2" t="s"><v>0</v></c>'
    rows = f'<row r="2">{inline if kind == "inline" else shared}</row>'
    strings = f"<si><t>{long}</t></si>" if kind == "shared" else ""
    path = placed(tmp_path, "a.xlsx", with_rows(rows, before, strings=strings))

    assert refusal(path) == ("long_cell", {"row": 2, "limit": 32_767})


# Days and numbers ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("General", PLAIN),
        ("0", PLAIN),
        ("#,##0.00", PLAIN),
        ('#,##0 "đồng"', PLAIN),
        ('0 "ngày"', PLAIN),
        ("#,##0\\ _₫;[Red]-#,##0\\ _₫", PLAIN),
        ("#,##0 [$VND]", PLAIN),
        ("@", PLAIN),
        ("0.00E+00", PLAIN),
        ("dd/mm/yyyy", DAY),
        ("[$-42A]dd mmmm yyyy;@", DAY),
        ("d/m/yy h:mm", DAY),
        ("hh:mm", DAY),
        ('"ngày" dd "tháng" mm', DAY),
        ("[h]:mm:ss", SPAN),
        ("[mm]:ss", SPAN),
        ("0%", SHARE),
        ("0.00%;[Red]-0.00%", SHARE),
    ],
)
def test_a_format_tells_what_it_writes(code, kind):
    assert kind_of(code) == kind


def written(value: Any, code: str, *, epoch: dt.datetime | None = None) -> str:
    book = Workbook()
    if epoch:
        book.epoch = epoch
    cell = book.active["A1"]
    cell.value, cell.number_format = value, code
    with tempfile.TemporaryDirectory() as folder:
        ((_, (text,)),) = read(placed(Path(folder), "a.xlsx", saved(book)))
    return text


@pytest.mark.parametrize(
    ("serial", "code", "text"),
    [
        (45457, "dd/mm/yyyy", "14/06/2024"),
        (45457, "mm-dd-yy", "14/06/2024"),
        (45457.5, "dd/mm/yyyy", "14/06/2024 12:00"),
        (45456.99999999, "dd/mm/yyyy", "14/06/2024"),
        (1, "dd/mm/yyyy", "01/01/1900"),
        (59, "dd/mm/yyyy", "28/02/1900"),
        (61, "dd/mm/yyyy", "01/03/1900"),
        (0.5, "h:mm", "12:00:00"),
        (1.5, "[h]:mm:ss", "36:00:00"),
        (-1, "dd/mm/yyyy", "-1"),
        (1e9, "dd/mm/yyyy", "1000000000"),
        (0.07, "0.0%", "7%"),
        (0.345, "0.0%", "34.5%"),
        (1.15, "0%", "115%"),
    ],
)
def test_a_number_with_a_format_is_written_as_a_person_types_it(serial, code, text):
    assert written(serial, code) == text


def test_days_may_be_counted_from_1904():
    day = dt.datetime(2024, 6, 14)  # noqa: DTZ001

    assert written(day, "dd/mm/yyyy", epoch=dt.datetime(1904, 1, 1)) == "14/06/2024"  # noqa: DTZ001


@given(st.dates(dt.date(1900, 3, 1), dt.date(9999, 12, 31)))
@settings(max_examples=50)
def test_any_day_is_written_as_it_is(day):
    assert written(day, "d/m/yyyy") == f"{day:%d/%m/%Y}"


@given(st.decimals(-(10**9), 10**9, places=6))
def test_no_digit_of_a_number_is_lost_or_added(value):
    assert float(plain(repr(float(value)))) == float(value)
    assert "e" not in plain(repr(float(value)))


# Both ways ------------------------------------------------------------------------------------

RAW = st.one_of(
    st.tuples(
        st.just('<c r="{ref}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'),
        st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12),
    ),
    st.tuples(
        st.sampled_from(
            ['<c r="{ref}"><v>{text}</v></c>', '<c r="{ref}" s="1" t="n"><v>{text}</v></c>']
        ),
        st.one_of(st.integers(0, 60_000), st.floats(0, 60_000)).map(str),
    ),
    st.tuples(st.just('<c r="{ref}" t="s"><v>{text}</v></c>'), st.sampled_from("012")),
    st.tuples(st.just('<c r="{ref}" t="b"><v>{text}</v></c>'), st.sampled_from("01")),
    st.tuples(st.just('<c r="{ref}"/>{text}'), st.just("")),
)
STRINGS = "<si><t>Sở Nội vụ</t></si><si><r><t>a</t></r><r><t>b</t></r></si><si><t/></si>"


@given(st.lists(st.lists(RAW, max_size=5), max_size=8))
@settings(max_examples=60, deadline=None)
def test_both_ways_read_the_same(lines):
    rows = (
        "".join(
            f'<row r="{number}" spans="1:5">'
            + "".join(
                pattern.format(ref=f"{'ABCDE'[place]}{number}", text=escape(text))
                for place, (pattern, text) in enumerate(cells)
            )
            + "</row>"
            for number, cells in enumerate(lines, start=1)
        )
        .replace("\ufffe", "")
        .replace("\uffff", "")
    )
    with tempfile.TemporaryDirectory() as folder:
        quick, slow = (
            read(placed(Path(folder), "a.xlsx", with_rows(rows, before, strings=STRINGS)))
            for before in ("", SLOW)
        )

    assert quick == slow
    assert all(isinstance(row, list) for row in quick)


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.text(st.characters(min_codepoint=32, max_codepoint=0x1EFF, exclude_categories=["Cs", "Cc"])),
    st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1)),
)


@given(st.lists(st.lists(VALUES, min_size=1, max_size=4), min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_numbers_and_days_are_those_that_another_reader_finds(lines):
    book = Workbook()
    for row in lines:
        book.active.append(
            [f"ế{value}".replace("_x", "") if isinstance(value, str) else value for value in row]
        )
    content = saved(book)
    with tempfile.TemporaryDirectory() as folder:
        found = dict(read(placed(Path(folder), "a.xlsx", content)))
    other = load_workbook(io.BytesIO(content)).active

    for number, row in enumerate(other.iter_rows(values_only=True), start=1):
        cells = found.get(number, [])
        for place, value in enumerate(row):
            text = cells[place] if place < len(cells) else ""
            if isinstance(value, bool):
                assert text == str(value).upper()
            elif isinstance(value, dt.datetime):
                assert text == f"{value:%d/%m/%Y}"
            elif isinstance(value, int):
                assert int(text) == value


# Parts --------------------------------------------------------------------------------------------


def renamed(content: bytes, name: str, becomes: str) -> bytes:
    """A member under another name, and so in what names it."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            data = data.replace(name.encode(), becomes.encode())
            new.writestr(becomes if info.filename == name else info.filename, data)
    return file.getvalue()


def test_a_sheet_is_found_by_its_relation_whatever_its_name(tmp_path):
    content = renamed(SMALL, SHEET, "xl/worksheets/Trang.xml")

    assert read(placed(tmp_path, "a.xlsx", content))[1] == [2, ["1", "Một"]]


def test_a_workbook_without_styles_or_strings_is_read(tmp_path):
    rows = '<row r="1"><c r="A1" s="3"><v>45457</v></c></row>'
    content = with_rows(rows)
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for info in old.infolist():
            if info.filename not in ("xl/styles.xml", "xl/sharedStrings.xml"):
                new.writestr(info.filename, old.read(info))

    assert read(placed(tmp_path, "a.xlsx", file.getvalue())) == [[1, ["45457"]]]


def test_a_sheet_that_is_not_there_breaks_the_file(tmp_path):
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SMALL)) as old, zipfile.ZipFile(file, "w") as new:
        for info in old.infolist():
            if info.filename != SHEET:
                new.writestr(info.filename, old.read(info))

    assert refusal(placed(tmp_path, "a.xlsx", file.getvalue())) == ("broken", {})
