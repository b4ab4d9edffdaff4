"""Rows on their way to COPY: those of the table, clean, numbered, and nothing else."""

from __future__ import annotations

import io
import json
import re
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from reporting.imports import reading
from reporting.imports.copying import copier
from reporting.imports.frames import REFUSED, frames
from reporting.imports.layout import Heading, Layout, NoTable, NotARow
from reporting.imports.limits import LARGE, MEGABYTE, Limits, Refused
from reporting.imports.looking import head_of, layout_by_hand, look
from reporting.imports.refusals import explain
from reporting.imports.rules import Rules
from reporting.imports.sending import send
from reporting.imports.stream import Stream
from reporting.imports.text import clean, clean_of_any
from tests.files import BAD, delimited, placed, saved, with_rows, workbook

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

    assert [(at, str(kind.label)) for kind, rows in stream.skipped_rows.items() for at in rows] == [
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


def test_cells_of_other_columns_stay_behind(path):
    assert "Người".encode() not in b"".join(streamed(path, COLUMNS))


def test_one_column_is_enough(path):
    assert b"".join(streamed(path, ["code"])).splitlines() == [
        b"6\tH23.1-240614-1",
        b"7\tH23.1-240614-2",
        b"9\tH23.1-240614-3",
    ]


def test_copy_takes_the_lines_as_they_are(db, path):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE taken (n int, agency text, day text, code text, x text)")
        with cursor.copy("COPY taken FROM STDIN") as copy:
            for chunk in streamed(path, COLUMNS):
                copy.write(chunk)
        cursor.execute("SELECT * FROM taken ORDER BY n")

        assert cursor.fetchall() == [
            (6, "Sở Tư pháp", "14/06/2024", "H23.1-240614-1", None),
            (7, "C:\\N\nhai", None, "H23.1-240614-2", None),
            (9, None, None, "H23.1-240614-3", None),
        ]


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=8), min_size=1, max_size=5))
def test_a_line_gives_back_its_cells(raw):
    cells = [clean(cell) for cell in raw]
    line = copier(range(len(cells)))(7, list(cells))

    assert line.endswith("\n")
    number, *found = line[:-1].split("\t")
    signs = {"\\\\": "\\", "\\n": "\n"}
    assert number == "7"
    assert [re.sub(r"\\.", lambda sign: signs.get(sign[0], ""), one) for one in found] == cells


@given(st.text())
@settings(max_examples=500)
def test_the_short_way_of_cleaning_changes_nothing(text):
    assert clean(text) == clean_of_any(text)


def test_the_short_way_of_cleaning_knows_every_letter():
    letters = [chr(code) for code in range(0x3000) if not 0xD800 <= code < 0xE000]

    assert [clean(f"a{one}") for one in letters] == [clean_of_any(f"a{one}") for one in letters]
    assert [clean(one) for one in letters] == [clean_of_any(one) for one in letters]


PIECES = ["", "1", "2", "3", "(4)", "A", "I", "Tổng cộng", "Mã hồ sơ", "mã hồ sơ", "TT", "Cơ quan"]


@given(st.lists(st.sampled_from([*PIECES, "H23.1-2406", "mã hồ sơ 9", "Mã số x 12"]), max_size=6))
@settings(max_examples=500)
def test_the_short_way_of_telling_rows_changes_nothing(cells):
    places, titles = {0: "order", 1: "code", 2: "agency"}, ["TT", "Mã hồ sơ", "Cơ quan"]
    rules, slow = Rules(places, titles), Rules(places, titles)
    slow._sure_first = slow._sure_last = frozenset()

    assert rules.kind(cells) == slow.kind(cells)


# What is refused ------------------------------------------------------------------------------

ANY = Layout("", 0, {0: "code"}, ["Mã"], [], [], [])


def sent(path: Path, limits: Limits, sheet: str) -> tuple[bytes, object]:
    """The last frame that the child process would send."""
    task = {"sheet": sheet, "head_row": 0, "places": [[0, "code"]], "titles": [], "columns": []}
    out = io.BytesIO()
    send(path, limits, task, out)
    *_, (kind, _rows, content) = frames(io.BytesIO(out.getvalue()))
    return kind, json.loads(content)


def refusal_of(stream: Stream) -> Refused:
    with pytest.raises(Refused) as refused:
        list(stream)
    return refused.value


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_by_the_stream_as_by_the_small_reader(name, tmp_path):
    content, code = BAD[name]
    path = placed(tmp_path, name, content)

    kind, (told, words) = sent(path, Limits(), "Sheet1" if content.startswith(b"PK") else "")

    assert (kind, told) == (REFUSED, code)
    assert all(explain(Refused(code, **words)))


@pytest.mark.parametrize("name", ["bomb.xlsx", "locked.xlsx", "quotes.csv", "tcvn3.csv"])
def test_the_parent_is_told_the_same(name, tmp_path):
    content, code = BAD[name]

    assert refusal_of(Stream(placed(tmp_path, name, content), ANY, ["code"], LARGE)).code == code


ENDLESS = "TT,Mã hồ sơ,Cơ quan\n" + "".join(
    f"{n},H23.1-240614-{n},Sở Nội vụ\n" for n in range(300_000)
)


def test_who_watches_can_stop(tmp_path):
    asked: list[int] = []

    def watch(rows: int) -> bool:
        asked.append(rows)
        return False

    path = placed(tmp_path, "a.csv", ENDLESS.encode())
    stream = Stream(path, look(path, HEADINGS, LARGE), ["code"], LARGE, watch=watch)
    for _chunk in stream:
        time.sleep(0.3)

    assert stream.is_stopped
    assert len(asked) == 1
    assert 0 < asked[0] < 300_000


def test_a_child_that_is_killed_half_way_is_told(tmp_path):
    path = placed(tmp_path, "a.csv", ENDLESS.encode())
    stream = Stream(path, look(path, HEADINGS, LARGE), ["code"], replace(LARGE, seconds=1))

    def slowly() -> None:
        for _chunk in stream:
            time.sleep(1)

    with pytest.raises(Refused) as refused:
        slowly()

    assert refused.value.code == "stopped"


def test_more_rows_than_the_limit_are_refused_half_way(tmp_path):
    path = placed(tmp_path, "a.csv", ENDLESS.encode())

    refused = refusal_of(streamed(path, ["code"], replace(LARGE, rows=100_000)))

    assert (refused.code, refused.words) == ("rows", {"limit": 100_000})


def test_a_sheet_that_is_gone_or_hidden_breaks_the_stream(tmp_path):
    path = placed(tmp_path, "a.xlsx", workbook(LINES))

    assert refusal_of(Stream(path, replace(ANY, sheet="Nháp"), ["code"], LARGE)).code == "broken"


def test_many_shared_strings_take_a_file_instead_of_memory(tmp_path):
    count, width = 20_000, 12
    strings = "".join(f"<si><t>Chuỗi {n:06} {'x' * 70}</t></si>" for n in range(count * width))
    rows = "".join(
        f'<row r="{n + 2}">'
        + "".join(f'<c t="s"><v>{n * width + place}</v></c>' for place in range(width))
        + "</row>"
        for n in range(count)
    )
    path = placed(tmp_path, "a.xlsx", with_rows(rows, strings=strings))
    layout = replace(ANY, sheet="Sheet1", places={0: "code", 11: "agency"})

    small = replace(LARGE, memory=96 * MEGABYTE)
    lines = b"".join(Stream(path, layout, ["agency"], small)).decode().splitlines()

    assert len(lines) == count
    assert [lines[n].partition(" x")[0] for n in (0, 9_999, 19_999)] == [
        f"{n + 2}\tChuỗi {n * width + 11:06}" for n in (0, 9_999, 19_999)
    ]


def test_no_process_stays_behind(tmp_path):
    before = threading.active_count()
    path = placed(tmp_path, "a.csv", ENDLESS.encode())
    chunks = iter(streamed(path, ["code"]))
    next(chunks)
    chunks.close()
    time.sleep(0.1)

    assert threading.active_count() <= before


# Where the table is ---------------------------------------------------------------------------


def test_the_head_of_each_visible_sheet_is_read_and_no_more(tmp_path):
    book = Workbook()
    for place in range(500):
        book.active.append([place])
    book.create_sheet("Nháp").append(["x"])
    book["Nháp"].sheet_state = "hidden"
    book.create_sheet("Sau").append(["y"])

    rows = head_of(placed(tmp_path, "a.xlsx", saved(book)), LARGE, HEADINGS)

    assert [(row.sheet, row.number) for row in rows] == [
        *(("Sheet", number) for number in range(1, 62)),
        ("Sau", 1),
    ]


def test_the_table_may_stand_in_a_later_sheet(tmp_path):
    book = Workbook()
    book.active.append(["Hướng dẫn"])
    sheet = book.create_sheet("Số liệu")
    for row in LINES:
        sheet.append(row)
    for name in ("Nháp", "Cũ"):
        book.create_sheet(name).sheet_state = "hidden"
    path = placed(tmp_path, "a.xlsx", saved(book))

    layout = look(path, HEADINGS, LARGE)

    assert (layout.sheet, layout.hidden) == ("Số liệu", ["Nháp", "Cũ"])
    assert b"".join(Stream(path, layout, COLUMNS, LARGE)) == EXPECTED


def test_headings_remembered_for_a_source_are_known_and_those_of_this_file_go_before(tmp_path):
    lines = [
        ["Số biên nhận", "Nơi nhận", "Họ tên", "Lạ"],
        ["H23.1-240614-1", "Sở Nội vụ", "A", "x"],
    ]
    path = placed(tmp_path, "a.csv", delimited(lines).encode())
    known = {"so bien nhan": "code", "noi nhan": "day", "ho ten": "", "la": "gone"}

    with pytest.raises(NoTable):
        look(path, HEADINGS, LARGE, known=known)
    layout = look(path, HEADINGS, LARGE, known=known, chosen={"noi nhan": "agency"})

    assert layout.places == {0: "code", 1: "agency"}
    assert (layout.unknown, layout.left_alone) == (["Lạ"], ["Họ tên"])


def test_a_person_may_say_where_the_table_is(tmp_path):
    lines = [
        ["Danh sách"],
        ["", "Hồ sơ", "", "Ngày"],
        ["TT", "Mã", "Nơi", ""],
        ["1", "H23.1-240614-1", "Sở Nội vụ", "14/6/2024"],
    ]
    path = placed(tmp_path, "a.csv", delimited(lines).encode())

    layout = layout_by_hand(
        head_of(path, LARGE, HEADINGS),
        HEADINGS,
        sheet="",
        head_row=3,
        places={0: "", 1: "code", 2: "agency", 3: "day"},
    )

    assert layout == Layout(
        sheet="",
        head_row=3,
        places={1: "code", 2: "agency", 3: "day"},
        titles=["TT", "Hồ sơ Mã", "Hồ sơ Nơi", "Ngày"],
        unknown=[],
        left_alone=["TT"],
        hidden=[],
    )
    assert b"".join(Stream(path, layout, ["code"], LARGE)) == b"4\tH23.1-240614-1\n"


@pytest.mark.parametrize(
    ("head_row", "places", "wrong"),
    [
        (9, {}, "Dòng tiêu đề 9 không có trong 60 dòng đầu của trang tính."),
        (1, {0: "code"}, "Chưa chọn cột nào là “Cơ quan” (dòng tiêu đề 1)."),
        (
            1,
            {0: "code", 1: "code", 2: "agency"},
            "Hai cột cùng được chọn là “Mã hồ sơ” (dòng tiêu đề 1).",
        ),
    ],
)
def test_a_choice_that_cannot_be_is_told(head_row, places, wrong):
    rows = [reading.SheetRow("", 1, ["a", "b", "c"])]

    with pytest.raises(NoTable) as told:
        layout_by_hand(rows, HEADINGS, sheet="", head_row=head_row, places=places)

    assert told.value.wrong == wrong
