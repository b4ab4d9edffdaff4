"""The province's sheet of form II.06 becomes returns: as laid out by people, all or nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from agencies.models import AgencySuccession
from agencies.roles import Role
from dossiers.counts import count
from dossiers.models import Return, ReturnStep
from dossiers.returns.imports import running
from dossiers.returns.imports.plan import unequal
from dossiers.returns.imports.running import ClosedReturns
from reporting.imports.keeping import HasWrongRows, Stale
from reporting.imports.layout import NoTable
from reporting.imports.problems import WrongValue
from reporting.models import Period
from tests.dossiers.return_sheets import (
    FIGURES,
    GROUPS,
    HEADS,
    LEAVES,
    MIDDLE,
    NUMBERS,
    ON,
    ONE_ROW,
    World,
    figures_of,
    merged,
    row,
)
from tests.factories import AgencySuccessionFactory, ReturnFactory, UserFactory
from tests.files import delimited

pytestmark = pytest.mark.django_db

JUSTICE = row(1, "Sở Tư pháp")


@pytest.fixture
def world() -> World:
    return World()


def wrong(plan):
    return [(one.row, one.column, one.value, one.wrong) for one in plan.problems]


# Numbers ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("1234", 1234),
        ("1.234", 1234),
        ("1.234.567", 1234567),
        ("1 234", 1234),
        ("1\u00a0234", 1234),
        ("-", 0),
        ("–", 0),
        ("", None),
        ("  ", None),
    ],
)
def test_numbers_are_read_as_people_write_them(text, value):
    assert count(text) == value


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("-5", "Số hồ sơ không thể âm."),
        ("(5)", "Số hồ sơ không thể âm."),
        ("12,5", "Số hồ sơ phải là số nguyên."),
        ("12.5", "Số hồ sơ phải là số nguyên."),
        ("1,234", "Số hồ sơ phải là số nguyên."),
        ("0.125", "Số hồ sơ phải là số nguyên."),
        ("12 hồ sơ", "Không phải là số."),
        ("1e3", "Không phải là số."),
        ("٣", "Không phải là số."),
        ("2147483648", "Số quá lớn."),
    ],
)
def test_what_is_no_count_is_refused(text, told):
    with pytest.raises(WrongValue) as error:
        count(text)

    assert error.value.wrong == told


# The layout -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rows",
    [
        [*HEADS, JUSTICE],
        [*HEADS, NUMBERS, JUSTICE],
        [["(Từ ngày 15/12/2023 đến ngày 14/06/2024)"], NUMBERS, JUSTICE],
        [ONE_ROW, JUSTICE],
        [[*GROUPS, "Ghi chú"], MIDDLE, LEAVES, [*JUSTICE, "đã rà soát"]],
    ],
    ids=["headings", "numbered", "numbers alone", "one row", "remarks"],
)
def test_columns_are_found_by_heading_or_by_number(world, rows):
    world.imported(rows)

    assert figures_of(Return.objects.get()) == FIGURES


def test_merged_headings_of_a_workbook_are_read(world):
    world.imported(merged([JUSTICE]))

    assert figures_of(Return.objects.get()) == FIGURES


def test_synonyms_and_optional_columns_are_known(world):
    head = [
        *("STT", "ĐƠN VỊ", "Tổng tiếp nhận", "Tiếp nhận qua mạng", "Trực tiếp", "BCCI"),
        *("Tồn đầu", "Đã xử lý - Tổng", "Đã xử lý - Sớm", "Đã xử lý - Đúng", "Đã xử lý - Trễ"),
        *("Chưa xử lý: Tổng", "Chưa xử lý: Chưa đến hạn", "Chưa xử lý: Đã quá hạn"),
        *("Hồ sơ trả lại", "Xin rút", "Tỷ lệ"),
    ]
    world.imported([head, ["1", "sở tp", 100, 60, 20, 10, 10, 90, 50, 38, 2, 10, 9, 1, 3, 4, "9%"]])

    found = Return.objects.get()
    assert figures_of(found) == FIGURES
    assert (found.direct, found.postal, found.returned, found.withdrawn) == (20, 10, 3, 4)


def test_an_undone_split_of_early_and_on_time_is_refused(world):
    head = ["TT", "Cơ quan", "Trực tuyến", "Trực tiếp, dịch vụ bưu chính", "Từ kỳ trước"]
    head += ["Đã giải quyết: Trước và đúng hạn", "Đã giải quyết: Quá hạn", "Đang giải quyết: Trong"]
    head += ["Đang giải quyết: Trong hạn", "Đang giải quyết: Quá hạn"]
    with pytest.raises(NoTable, match="tách cột 8 và cột 9"):
        world.plan([head, [1, "Sở Tư pháp", 1, 2, 3, 4, 5, 6, 7, 8]])


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([["Danh sách hồ sơ"], ["Mã hồ sơ", "Ngày nhận"]], "Không tìm thấy bảng Biểu II.06"),
        ([ONE_ROW[:5], JUSTICE[:5]], "Chỉ nhận ra 3 cột số"),
        ([ONE_ROW[2:], JUSTICE[2:]], "thiếu cột tên hoặc mã cơ quan"),
        ([[*ONE_ROW, "Đang giải quyết: Trong hạn"], [*JUSTICE, 1]], "Hai cột cùng có nghĩa"),
        (
            [[*ONE_ROW[:3], ONE_ROW[4], ONE_ROW[3], *ONE_ROW[5:]], NUMBERS, JUSTICE],
            "lại được đánh số",
        ),
    ],
    ids=["another list", "too few", "no agency", "twice", "contradiction"],
)
def test_a_sheet_that_is_not_the_form_is_explained(world, rows, text):
    with pytest.raises(NoTable, match=text):
        world.plan(rows)


def test_sections_totals_and_numbers_are_skipped_and_told(world):
    plan = world.plan(
        merged(
            [
                row("I", "Sở, ban, ngành", ("",) * 11),
                JUSTICE,
                row("II", "UBND huyện, thị xã, thành phố", FIGURES),
                row(1, "Huyện Bắc"),
                row("", "Tổng cộng", tuple(2 * one for one in FIGURES)),
                ["Người lập biểu"],
            ]
        )
    )

    assert [line.agency.code for line in plan.lines] == ["STP", "HB"]
    assert [(one.number, one.reason) for one in plan.sheet.table.skipped] == [
        (7, "dòng mục"),
        (9, "dòng mục"),
        (11, "dòng tổng"),
        (12, "dòng mục"),
    ]
    assert [unequal(one, plan.lines) for one in plan.totals] == [[], []]


def test_a_total_that_is_wrong_is_told_and_not_trusted(world):
    plan = world.plan([*HEADS, JUSTICE, row("", "Tổng cộng", (101, *FIGURES[1:]))])

    assert [unequal(one, plan.lines) for one in plan.totals] == [
        ["Cột 3: tệp ghi 101, cộng các dòng được 100, chênh +1."]
    ]
    assert plan.problems == []


def test_a_typed_total_is_compared_with_its_parts(world):
    plan = world.plan([*HEADS, row(1, "Sở Tư pháp", (101, *FIGURES[1:]))])

    assert plan.lines[0].notes == [
        "Cột 3 (101) ≠ cột 4 + 5 + 6 (100); chênh 1. Cột 3 (101) ≠ cột 7 + 11 (100); chênh 1."
    ]


def test_a_dash_is_zero_and_an_empty_cell_is_not_reported(world):
    world.imported([*HEADS, row(1, "Sở Tư pháp", ("1.234", 1234, "-", "–", *("",) * 7))])

    assert figures_of(Return.objects.get()) == (1234, 1234, 0, 0, *(None,) * 7)


def test_an_agency_without_numbers_gets_no_return(world):
    plan = world.plan([*HEADS, JUSTICE, row(2, "Huyện Bắc", ("",) * 11)])

    assert [line.agency.code for line in plan.lines] == ["STP"]
    assert [one.reason for one in plan.sheet.table.skipped] == ["chưa báo cáo"]


def test_columns_that_the_file_lacks_keep_what_is_stored(world):
    stored = ReturnFactory(period=world.period, agency=world.justice)
    head, body = ONE_ROW[:-2], [1, "Sở Tư pháp", *FIGURES[:-2]]
    body[3] = 61
    world.imported([head[:-1], body[:-1]])

    stored.refresh_from_db()
    assert figures_of(stored) == (100, 61, *FIGURES[2:])


# Agencies ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["SỞ TƯ PHÁP", "so tu phap", "Sở TP", "STP", "Sở Tư pháp ", "Sở  Tư pháp tỉnh"]
)
def test_an_agency_is_known_by_any_of_its_names(world, name):
    assert [line.agency for line in world.plan([*HEADS, row(1, name)]).lines] == [world.justice]


def test_communes_of_one_name_are_told_apart_by_the_district_above(world):
    plan = world.plan(
        [
            *HEADS,
            row("III", "Xã, phường, thị trấn", ("",) * 11),
            row("", "Huyện Bắc", ("",) * 11),
            row(1, "Xã Tân Tiến"),
            row("", "UBND huyện Nam", FIGURES),
            row(1, "Tân Tiến"),
        ]
    )

    assert [line.agency.code for line in plan.lines] == ["XB1", "XN1"]
    assert plan.problems == []


def test_communes_of_one_name_without_a_district_are_refused(world):
    plan = world.plan([*HEADS, row(1, "Xã Tân Tiến"), row(2, "UBND xã Lam Sơn")])

    assert wrong(plan) == [
        (4, GROUPS[1], "Xã Tân Tiến", "Có 2 cơ quan cùng tên này."),
    ]
    assert plan.problems[0].mend == "Hãy ghi mã cơ quan: XB1, XN1."


def test_a_code_decides_and_must_agree_with_the_name(world):
    head = [*ONE_ROW, "Mã"]
    plan = world.plan(
        [
            head,
            row(1, "Xã Tân Tiến", FIGURES, "xn1"),
            row(2, "Sở Tư pháp", FIGURES, "HB"),
            row(3, "Huyện Bắc", FIGURES, "KHONG"),
        ]
    )

    assert [line.agency and line.agency.code for line in plan.lines] == ["XN1", None, None]
    assert [(one.row, one.column, one.value) for one in plan.problems] == [
        (3, "Mã", "HB"),
        (4, "Mã", "KHONG"),
    ]
    assert "Ủy ban nhân dân huyện Bắc" in plan.problems[0].wrong


def test_an_agency_that_ended_is_refused_with_its_successor(world):
    old = world.communes["XB2"]
    old.valid_to = dt.date(2023, 11, 30)
    old.save()
    AgencySuccessionFactory(
        predecessor=old,
        successor=world.communes["XB1"],
        kind=AgencySuccession.Kind.ABSORBED,
        on=dt.date(2023, 12, 1),
    )

    problem = world.plan([*HEADS, row(1, "Xã Lam Sơn")]).problems[0]

    assert problem.wrong == "Cơ quan đã kết thúc hoạt động ngày 30/11/2023."
    assert "Ủy ban nhân dân xã Tân Tiến" in problem.mend


def test_unknown_agencies_are_refused_and_foreign_ones_passed_over(world):
    clerk = UserFactory(role=Role.CLERK, role__agency=world.north)
    plan = world.plan(
        [*HEADS, row(1, "Huyện Bắc"), row(2, "Xã Lam Sơn"), row(3, "Sở Tư pháp"), row(4, "Sở X")],
        user=clerk,
    )

    assert [line.agency and line.agency.code for line in plan.lines] == ["HB", "XB2", None, None]
    assert [(one.row, one.wrong) for one in plan.problems] == [(7, "Không có cơ quan này.")]
    assert plan.foreign == [world.justice]
    assert "Tư pháp" not in plan.problems[0].mend


def test_one_agency_twice_is_refused(world):
    plan = world.plan([*HEADS, JUSTICE, row(2, "STP")])

    assert [(one.row, one.wrong) for one in plan.problems] == [
        (5, "Trùng cơ quan với dòng 4 của tệp.")
    ]


# What is done -----------------------------------------------------------------------------------


def test_new_changed_unchanged_and_refused_are_counted(world):
    ReturnFactory(period=world.period, agency=world.justice, received_total=None)
    ReturnFactory(period=world.period, agency=world.north, online=59)

    plan = world.plan(
        [*HEADS, JUSTICE, row(2, "Huyện Bắc"), row(3, "Huyện Nam"), row(4, "Xã Lam Sơn", ("x",))]
    )

    assert plan.counts == {"new": 1, "changed": 1, "unchanged": 1, "refused": 1}
    changes = [(one.key, one.old, one.new) for one in plan.of_kind("changed")[0].changes]
    assert changes == [("online", 59, 60)]
    assert wrong(plan) == [(7, "Số hồ sơ nhận giải quyết – Tổng số", "x", "Không phải là số.")]


def test_nothing_is_imported_while_a_row_is_wrong_unless_asked(world):
    rows = [*HEADS, JUSTICE, row(2, "Huyện Bắc", (-1, *FIGURES[1:]))]
    with pytest.raises(HasWrongRows):
        world.imported(rows)
    assert Return.objects.count() == 0

    run = world.imported(rows, good_only=True)

    assert [one.agency for one in Return.objects.all()] == [world.justice]
    assert run.counts == {"new": 1, "changed": 0, "unchanged": 0, "refused": 1}


def test_an_imported_return_is_a_draft_of_whoever_imported_it(world):
    world.imported([*HEADS, JUSTICE])

    found = Return.objects.get()
    assert (found.status, found.entered_by, found.version) == ("draft", world.office, 1)
    assert [(step.status, step.on, step.user) for step in ReturnStep.objects.all()] == [
        ("draft", ON, world.office)
    ]


def test_the_same_file_again_changes_nothing(world):
    world.imported([*HEADS, JUSTICE, row(2, "Huyện Bắc")])

    plan = world.plan([*HEADS, row(1, "Huyện Bắc"), row(2, "Sở TP")])

    assert plan.counts == {"new": 0, "changed": 0, "unchanged": 2, "refused": 0}


def test_a_preview_that_is_overtaken_imports_nothing(world):
    run = world.run([*HEADS, JUSTICE])
    plan = running.preview(run, world.office)
    ReturnFactory(period=world.period, agency=world.justice, online=1)

    with pytest.raises(Stale):
        running.confirm(run, world.office, fingerprint=plan.fingerprint, on=ON)

    assert Return.objects.get().online == 1


def test_a_run_is_confirmed_once(world):
    run = world.imported([*HEADS, JUSTICE])

    again = running.confirm(run, world.office, fingerprint="", on=ON)

    assert again.finished_at == run.finished_at
    assert Return.objects.count() == 1


def test_a_published_return_is_corrected_only_where_asked(world):
    old = ReturnFactory(period=world.period, agency=world.justice, online=59, status="published")
    rows = [*HEADS, JUSTICE]
    plan = world.plan(rows)
    assert plan.counts == {"new": 0, "changed": 0, "unchanged": 0, "refused": 0, "closed": 1}
    assert [line.number for line in plan.corrections] == [4]
    with pytest.raises(ClosedReturns):
        world.imported(rows)

    run = world.imported(rows, correct=True)

    old.refresh_from_db()
    version = Return.objects.get(replaces=old)
    assert (old.online, old.status) == (59, "published")
    assert (version.online, version.status, version.version) == (60, "draft", 2)
    assert run.counts == {"new": 0, "changed": 1, "unchanged": 0, "refused": 0}


def test_a_published_return_that_the_file_repeats_needs_no_correction(world):
    ReturnFactory(period=world.period, agency=world.justice, status="published")

    assert world.plan([*HEADS, JUSTICE]).counts["unchanged"] == 1


def test_a_confirmed_return_is_given_back_by_the_office_alone(world):
    old = ReturnFactory(period=world.period, agency=world.north, online=59, status="confirmed")
    rows = [*HEADS, row(1, "Huyện Bắc")]
    head = UserFactory(role=Role.HEAD, role__agency=world.north)
    assert wrong(world.plan(rows, user=head)) == [
        (
            4,
            GROUPS[1],
            "Huyện Bắc",
            "Biểu đã được xác nhận; cơ quan công bố biểu trả lại thì mới sửa được.",
        )
    ]

    world.imported(rows, correct=True)

    old.refresh_from_db()
    assert (old.online, old.status) == (60, "draft")
    assert ReturnStep.objects.get(report=old).note == "Nhập lại từ tệp “bieu.xlsx”."


def test_a_locked_period_takes_no_file(world):
    run = world.run([*HEADS, JUSTICE])
    plan = running.preview(run, world.office)
    world.period.status = Period.Status.LOCKED
    world.period.save()

    with pytest.raises(running.PeriodIsLocked, match="đã khóa"):
        running.confirm(run, world.office, fingerprint=plan.fingerprint, on=ON)

    assert Return.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_the_preview_asks_the_same_queries_for_any_number_of_rows(
    world, rows, django_assert_num_queries
):
    names = ["Sở Tư pháp", "Huyện Bắc", "Huyện Nam"][:rows]
    for agency in (world.justice, world.north, world.south)[:rows]:
        ReturnFactory(period=world.period, agency=agency, online=1)
    run = world.run([*HEADS, *(row(n, name) for n, name in enumerate(names, start=1))])
    running.preview(run, world.office)

    queries = (
        1  # the period
        + 2  # agencies, successions
        + 1  # the returns that are being worked on
        + 2  # which of them this user may change, and publish
        + 2  # successions and neighbours for the checks
    )
    with django_assert_num_queries(queries):
        running.preview(run, world.office)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_as_a_workbook_is(world, delimiter):
    rows = [[str(cell) for cell in one] for one in (*HEADS, NUMBERS, JUSTICE)]
    text = delimited(rows, delimiter)

    world.imported(("\ufeff" + text).encode())

    assert figures_of(Return.objects.get()) == FIGURES
