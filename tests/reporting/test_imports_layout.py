"""The table is found in a sheet as people lay it out, and nothing of it is lost unsaid."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from agencies.roles import Role
from reporting.imports import keeping
from reporting.imports.finding import read_table
from reporting.imports.layout import Heading, NoTable, Table
from reporting.imports.limits import Limits, Refused
from reporting.imports.problems import Problem
from reporting.imports.reading import HiddenSheet, SheetRow
from reporting.models import ImportRun
from tests.factories import AgencyFactory, UserFactory

HEADINGS = (
    Heading("order", "TT", ("STT",)),
    Heading("code", "Mã hồ sơ", ("ma_ho_so", "Số hồ sơ"), is_required=True),
    Heading("agency", "Cơ quan", ("Đơn vị",), is_required=True),
    Heading("day", "Ngày tiếp nhận", ("ngay_tiep_nhan",)),
    Heading("sum", "Cộng", is_used=False),
)


def rows(*lines: list[str], sheet: str = "A") -> list[SheetRow]:
    return [SheetRow(sheet, number, cells) for number, cells in enumerate(lines, 1) if cells]


def table_of(*lines: list[str]) -> tuple[Table, list[tuple[int, str]]]:
    table = read_table(rows(*lines), HEADINGS)
    return table, [(row.number, row.values["code"]) for row in table.rows]


@pytest.mark.parametrize(
    "head",
    [
        ["STT", "Mã hồ sơ", "Cơ quan"],
        ["stt", "MÃ HỒ SƠ ", "CƠ QUAN"],
        ["TT", "ma_ho_so", "don vi"],
        ["TT", "Ma ho so", "Cơ quan (đơn vị)"],
        ["TT", "Mã hồ sơ [1]", "Đơn vị:"],
    ],
)
def test_headings_are_known_without_accents_case_spaces_and_brackets(head):
    assert table_of(head, ["1", "H1", "SXD"])[1] == [(2, "H1")]


def test_titles_above_the_table_are_passed_over():
    table, found = table_of(
        ["ỦY BAN NHÂN DÂN TỈNH"],
        [],
        ["Danh sách hồ sơ"],
        ["TT", "Mã hồ sơ", "Cơ quan"],
        ["1", "H1", "SXD"],
    )

    assert (table.first_row, found) == (4, [(5, "H1")])


def test_headings_over_two_rows_are_read_together():
    table, found = table_of(
        ["TT", "Thông tin hồ sơ", "", "Ngày tiếp nhận"],
        ["", "Mã hồ sơ", "Cơ quan"],
        ["1", "H1", "SXD", "1/3/2024"],
    )

    assert table.first_row == 2
    assert table.places == {0: "order", 1: "code", 2: "agency", 3: "day"}
    assert found == [(3, "H1")]


def test_rows_that_are_no_rows_are_told_with_their_reason():
    table, found = table_of(
        ["TT", "Mã hồ sơ", "Cơ quan"],
        ["(1)", "(2)", "(3)"],
        ["I", "", "Cấp tỉnh"],
        ["1", "H1", "SXD"],
        ["TT", "Mã hồ sơ", "Cơ quan"],
        ["2", "H2", "SXD"],
        ["", "", "Tổng cộng"],
        ["Ghi chú: số liệu tạm tính"],
    )

    assert found == [(4, "H1"), (6, "H2")]
    assert [(one.number, one.reason) for one in table.skipped] == [
        (2, "dòng đánh số cột"),
        (3, "dòng mục"),
        (5, "dòng tiêu đề lặp lại"),
        (7, "dòng tổng"),
        (8, "dòng mục"),
    ]


def test_a_section_is_known_to_the_rows_below_it():
    table = read_table(
        rows(["TT", "Mã hồ sơ", "Cơ quan"], ["I", "", "Đất đai"], ["1", "H1", "SXD"]), HEADINGS
    )

    assert [row.section for row in table.rows] == ["I Đất đai"]


def test_an_incomplete_row_is_a_row():
    assert table_of(["TT", "Mã hồ sơ", "Cơ quan"], ["1", "", "SXD"])[1] == [(2, "")]


def test_unknown_columns_are_told_and_own_ones_left_alone():
    table, _ = table_of(["Mã hồ sơ", "Cơ quan", "Cột lạ", "Cộng"], ["H1", "SXD", "x", "1"])

    assert (table.unknown, table.left_alone) == (["Cột lạ"], ["Cộng"])


def test_the_sheet_with_the_table_is_taken_and_hidden_ones_told():
    lines = [
        *rows(["Bìa"], ["Mục lục"], sheet="Bìa"),
        HiddenSheet("Nháp"),
        *rows(["Mã hồ sơ", "Cơ quan"], ["H1", "SXD"], sheet="Số liệu"),
    ]

    table = read_table(lines, HEADINGS)

    assert (table.sheet, table.hidden) == ("Số liệu", ["Nháp"])
    assert [row.number for row in table.rows] == [2]


def test_a_missing_column_is_named_with_the_accepted_spellings():
    with pytest.raises(NoTable) as missing:
        table_of(["TT", "Mã hồ sơ", "Ghi chú"], ["1", "H1", ""])

    assert missing.value.wrong == "Dòng tiêu đề 1 thiếu cột “Cơ quan”."
    assert missing.value.mend == (
        "Hãy thêm cột hoặc đổi tên cột; tên được chấp nhận: “Cơ quan”, “Đơn vị”."
    )


def test_a_file_without_a_table_says_what_the_table_needs():
    with pytest.raises(NoTable) as missing:
        table_of(["Kính gửi"], ["Nội dung"])

    assert missing.value.mend == "Bảng phải có dòng tiêu đề với các cột “Mã hồ sơ”, “Cơ quan”."


def test_two_columns_of_one_meaning_are_refused():
    with pytest.raises(NoTable) as twice:
        table_of(["Mã hồ sơ", "Cơ quan", "Đơn vị"], ["H1", "SXD", "SYT"])

    assert twice.value.wrong == "Hai cột cùng có nghĩa “Cơ quan” (dòng tiêu đề 1)."


def test_a_problem_shows_at_most_sixty_letters_of_a_value():
    problem = Problem(7, "Tên", "x" * 100, "Sai.", "Hãy sửa.")

    assert len(problem.shown_value) == 60
    assert str(problem).startswith("Dòng 7, cột “Tên”, giá trị “xxx")
    assert str(problem).endswith("…”: Sai. Hãy sửa.")


# Kept files ---------------------------------------------------------------------------------------


def run_of(user, content: bytes = b"a,b\n", name: str = "a.csv") -> ImportRun:
    file = ContentFile(content, name=name)
    return keeping.keep(file, kind="x", target="t", options={}, user=user)


def test_a_file_is_kept_under_a_random_name_with_its_hash(db):
    run = run_of(UserFactory(), name="../../bí mật.csv")

    assert "mật" not in run.file.name
    assert run.file.name.startswith("importrun/")
    assert (run.file_name, run.size) == ("bí mật.csv", 4)
    assert run.sha256 == hashlib.sha256(b"a,b\n").hexdigest()


@pytest.mark.parametrize(("content", "code"), [(b"", "empty"), (b"x" * 50, "large")])
def test_an_empty_or_large_file_is_not_kept(db, content, code):
    with pytest.raises(Refused) as refused:
        keeping.keep(
            ContentFile(content, name="a"),
            kind="x",
            target="",
            options={},
            user=UserFactory(),
            limits=Limits(size=10),
        )

    assert refused.value.code == code
    assert ImportRun.objects.count() == 0


def test_files_that_wait_too_long_are_removed(db, django_capture_on_commit_callbacks):
    old, new = run_of(UserFactory()), run_of(UserFactory())
    ImportRun.objects.filter(pk=old.pk).update(
        created_at=timezone.now() - dt.timedelta(days=keeping.KEPT_DAYS, hours=1)
    )

    with django_capture_on_commit_callbacks(execute=True):
        assert keeping.drop_old() == 1

    assert keeping.path_of(new) is not None
    assert not old.file.storage.exists(old.file.name)
    assert ImportRun.objects.get(pk=old.pk).status == "dropped"


def test_runs_are_seen_by_their_own_people_and_by_those_who_see_all(db):
    clerk = UserFactory(role=Role.CLERK, role__agency=AgencyFactory())
    mine, other = run_of(clerk), run_of(UserFactory())

    def seen(user) -> set[int]:
        return set(ImportRun.objects.visible_to(user).values_list("pk", flat=True))

    assert seen(clerk) == {mine.pk}
    assert seen(UserFactory(role=Role.AUDITOR)) == {mine.pk, other.pk}
