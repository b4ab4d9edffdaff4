"""A plan annex becomes tasks: as clerks write it, all of it or nothing, any number of times."""

from __future__ import annotations

import datetime as dt

import pytest

from agencies.models import AgencySuccession
from reporting.imports.keeping import HasWrongRows, Stale
from reporting.models import ImportRun
from tasks.imports import running
from tasks.models import LeadChange, RecurrenceRule, Task, TaskStep, TaskUpdate
from tests.factories import (
    AgencyFactory,
    AgencySuccessionFactory,
    DocumentFactory,
    ExtensionFactory,
    LeadChangeFactory,
    TaskFactory,
    TaskUpdateFactory,
)
from tests.files import delimited
from tests.tasks.import_world import HEAD, World

FULL = [
    ["PHỤ LỤC"],
    ["Nhiệm vụ trọng tâm cải cách hành chính năm 2024"],
    [],
    [
        "STT",
        "Nội dung nhiệm vụ",
        "Sản phẩm",
        "Cơ quan",
        None,
        "Thời hạn hoàn thành",
        "Căn cứ",
        "Người giao",
        "Ngày giao",
        "Tiến độ / kết quả",
        "Ngày hoàn thành",
        "Số, ký hiệu văn bản kết quả",
        "Minh chứng",
        "Lý do chậm",
        "Giải pháp",
        "Ghi chú",
        "Cột lạ",
    ],
    [None, None, None, "Chủ trì", "Phối hợp"],
    [*range(1, 18)],
    ["I", "CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH"],
    [
        1,
        "Ban hành kế hoạch",
        "Kế hoạch",
        "Sở Nội vụ",
        "so tu phap; SYT",
        dt.date(2024, 2, 28),
        "Kế hoạch 12/KH-UBND, mục 2.1",
        "Chủ tịch UBND tỉnh",
        dt.date(2024, 1, 20),
        "Hoàn thành",
        dt.date(2024, 2, 20),
        "45/KH-SNV",
        "Kế hoạch đã ban hành",
    ],
    ["II", "Cải cách thể chế"],
    [
        2,
        "Rà soát văn bản",
        None,
        "Sở TP",
        None,
        "Quý II",
        None,
        None,
        None,
        "60%",
        *[None] * 3,
        "Chờ hướng dẫn",
        "Đôn đốc",
        "Theo dõi",
    ],
    [3, "Tập huấn", None, "STP", None, "Thường xuyên"],
    [None, "Tổng cộng", None, 3],
]


@pytest.fixture
def world(db) -> World:
    found = World()
    AgencyFactory(code="SYT", name="Sở Y tế")
    DocumentFactory(number="12/KH-UBND")
    return found


def test_an_annex_is_read_as_it_is_laid_out(world):
    plan = world.plan(FULL)

    assert plan.problems == []
    assert plan.counts == {"new": 3, "changed": 0, "unchanged": 0, "refused": 0}
    assert [line.code for line in plan.lines] == ["KH2024-01", "KH2024-02", "KH2024-03"]
    assert [(one.number, one.reason) for one in plan.table.skipped] == [
        (6, "dòng đánh số cột"),
        (7, "dòng mục"),
        (9, "dòng mục"),
        (12, "dòng tổng"),
    ]
    assert plan.table.unknown == ["Cột lạ"]


def test_every_column_reaches_its_field(world):
    world.imported(FULL)

    first, second, third = Task.objects.order_by("code")
    assert {
        name: getattr(first, name)
        for name in (
            "title",
            "field",
            "product",
            "lead",
            "assigned_by",
            "assigned_on",
            "deadline_kind",
            "original_due_on",
            "progress",
            "completed_on",
            "result_number",
            "evidence",
            "document_clause",
        )
    } == {
        "title": "Ban hành kế hoạch",
        "field": 0,
        "product": "Kế hoạch",
        "lead": world.home,
        "assigned_by": "Chủ tịch UBND tỉnh",
        "assigned_on": dt.date(2024, 1, 20),
        "deadline_kind": "date",
        "original_due_on": dt.date(2024, 2, 28),
        "progress": "completed",
        "completed_on": dt.date(2024, 2, 20),
        "result_number": "45/KH-SNV",
        "evidence": "Kế hoạch đã ban hành",
        "document_clause": "mục 2.1",
    }
    assert first.document.number == "12/KH-UBND"
    assert {one.code for one in first.coordinating.all()} == {"STP", "SYT"}
    assert (second.field, second.lead, second.deadline_kind, second.original_due_on) == (
        1,
        world.justice,
        "quarter",
        dt.date(2024, 6, 30),
    )
    assert (second.assigned_on, second.deadline_label) == (dt.date(2024, 1, 15), "Quý II")
    assert third.deadline_kind == "regular"
    (report,) = TaskUpdate.objects.all()
    assert (report.task, report.percent, report.delay_reason, report.remedy) == (
        second,
        60,
        "Chờ hướng dẫn",
        "Đôn đốc",
    )


def test_what_is_imported_as_completed_is_confirmed_by_a_step(world):
    world.imported(FULL)

    (step,) = TaskStep.objects.all()
    assert (step.kind, step.on, step.user) == ("confirmed", dt.date(2024, 2, 20), world.secretary)
    assert step.reason == "Nhập từ tệp “phu-luc.xlsx”"


def test_the_same_file_again_changes_nothing(world):
    world.imported(FULL)

    again = world.plan(FULL)

    assert again.counts == {"new": 0, "changed": 0, "unchanged": 3, "refused": 0}
    assert not again.does_something


def test_csv_and_workbook_of_the_same_rows_store_the_same(world):
    rows = [
        [
            ("" if cell is None else f"{cell:%d/%m/%Y}" if isinstance(cell, dt.date) else str(cell))
            for cell in row
        ]
        for row in FULL
    ]
    world.imported(FULL)

    plan = world.plan(("\ufeff" + delimited(rows, ";")).encode())

    assert plan.counts == {"new": 0, "changed": 0, "unchanged": 3, "refused": 0}
    assert [len(row.cells) > 1 for row in (line.draft.row for line in plan.lines)] == [True] * 3


def sheet(*rows: list[object]) -> list[list[object]]:
    return [HEAD, *rows]


def test_a_code_updates_its_task_and_tells_old_and_new(world):
    task = TaskFactory(code="KH-01", title="Cũ", programme=world.programme, lead=world.home)

    rows = sheet([1, "KH-01", "Mới", 2, "Sở Nội vụ", "31/05/2024"])
    plan = world.plan(rows)
    world.imported(rows)

    (line,) = plan.lines
    assert [(one.label, one.old, one.new) for one in line.changes] == [
        ("Nội dung nhiệm vụ", "Cũ", "Mới"),
        ("Thời hạn", "Ngày cụ thể: 30/04/2024", "Ngày cụ thể: 31/05/2024"),
    ]
    task.refresh_from_db()
    assert (task.title, task.effective_due_on) == ("Mới", dt.date(2024, 5, 31))


def test_another_lead_keeps_the_old_one_in_the_history(world):
    task = TaskFactory(code="KH-01", title="A", programme=world.programme, lead=world.home)

    world.imported(sheet([1, "KH-01", "A", 2, "Sở Tư pháp", "30/04/2024"]))

    (change,) = LeadChange.objects.all()
    assert (change.task, change.from_agency, change.to_agency, change.on) == (
        task,
        world.home,
        world.justice,
        dt.date(2024, 6, 14),
    )


def test_a_sheet_older_than_a_hand_over_does_not_hand_back(world):
    task = TaskFactory(code="KH-01", title="A", programme=world.programme, lead=world.home)
    LeadChangeFactory(task=task, from_agency=world.justice, to_agency=world.home)

    plan = world.plan(sheet([1, "KH-01", "A", 2, "Sở Tư pháp", "30/04/2024"]))

    assert plan.counts["unchanged"] == 1


def test_a_deadline_in_force_is_no_change_and_another_is_refused(world):
    task = TaskFactory(code="KH-01", title="A", programme=world.programme, lead=world.home)
    ExtensionFactory(task=task, due_on=dt.date(2024, 5, 31))

    def told(due: str) -> dict[str, int]:
        return world.plan(sheet([1, "KH-01", "A", 2, "Sở Nội vụ", due])).counts

    assert told("30/04/2024")["unchanged"] == told("31/05/2024")["unchanged"] == 1
    assert told("30/06/2024")["refused"] == 1


def test_a_new_report_is_added_and_repeats_what_did_not_change(world):
    task = TaskFactory(code="KH-01", title="A", programme=world.programme, lead=world.home)
    TaskUpdateFactory(task=task, percent=40, result="Đang soạn", remedy="Đôn đốc")

    rows = [[*HEAD, "Tiến độ"], [1, "KH-01", "A", 2, "Sở Nội vụ", "30/04/2024", "60%"]]
    world.imported(rows)

    newest = task.updates.first()
    assert (newest.percent, newest.result, newest.remedy) == (60, "Đang soạn", "Đôn đốc")
    assert world.plan(rows).counts["unchanged"] == 1


def test_a_recurring_deadline_brings_its_rule(world):
    world.imported(sheet([1, "", "Báo cáo", 2, "Sở Nội vụ", "Hằng tháng, ngày 20"]))

    (rule,) = RecurrenceRule.objects.all()
    assert (rule.every, rule.day, rule.task.deadline_kind) == ("month", 20, "recurring")
    assert rule.task.occurrences.count() == 12

    changed = sheet([1, "", "Báo cáo", 2, "Sở Nội vụ", "Hằng tháng, ngày 25"])
    world.imported(changed)

    assert list(rule.task.recurrence_rules.values_list("day", "valid_from")) == [
        (20, dt.date(2024, 1, 1)),
        (25, dt.date(2024, 6, 14)),
    ]
    assert world.plan(changed).counts["unchanged"] == 1


WRONG = [
    (
        ["Sở Nội vu2", 2, "30/04/2024"],
        "Cơ quan chủ trì",
        "Không có cơ quan này. Gần nhất: “Sở Nội vụ”.",
    ),
    ([None, 2, "30/04/2024"], "Cơ quan chủ trì", "Thiếu cơ quan chủ trì. Hãy điền ô này."),
    (["Sở Nội vụ", 9, "30/04/2024"], "Lĩnh vực", "Không có lĩnh vực này."),
    (["Sở Nội vụ", None, "30/04/2024"], "Lĩnh vực", "Chưa rõ lĩnh vực của nhiệm vụ."),
    (["Sở Nội vụ", 2, "31/02/2024"], "Thời hạn", "Không có ngày 31/2/2024"),
    (["Sở Nội vụ", 2, None], "Thời hạn", "Chưa rõ thời hạn."),
]


@pytest.mark.parametrize(("cells", "column", "text"), WRONG)
def test_a_refusal_names_row_column_value_and_remedy(world, cells, column, text):
    lead, field, due = cells

    plan = world.plan(sheet([1, "", "Rà soát", field, lead, due]))

    (problem,) = plan.problems
    assert (problem.row, problem.column) == (2, column)
    assert f"{problem.wrong} {problem.mend}".startswith(text)
    assert plan.counts["refused"] == 1


def test_nothing_is_imported_while_a_row_is_wrong(world):
    rows = sheet(
        [1, "", "Đúng", 2, "Sở Nội vụ", "30/04/2024"], [2, "", "Sai", 2, "Sở X", "30/04/2024"]
    )

    with pytest.raises(HasWrongRows):
        world.imported(rows)
    assert Task.objects.count() == 0

    run = world.imported(rows, good_only=True)

    assert [task.title for task in Task.objects.all()] == ["Đúng"]
    assert run.counts == {"new": 1, "changed": 0, "unchanged": 0, "refused": 1}


def test_rows_that_say_the_same_task_twice_are_refused(world):
    row = [1, "KH-01", "A", 2, "Sở Nội vụ", "30/04/2024"]

    plan = world.plan(sheet(row, [2, "KH-01", "B", 2, "Sở Nội vụ", "30/04/2024"]))

    (problem,) = plan.problems
    assert (problem.row, problem.wrong) == (3, "Trùng với dòng 2 của tệp.")


def test_a_code_of_another_programme_is_refused(world):
    TaskFactory(code="CP-01")

    (problem,) = world.plan(sheet([1, "CP-01", "A", 2, "Sở Nội vụ", "30/04/2024"])).problems

    assert problem.column == "Mã"


def test_an_agency_that_has_ended_is_named_with_its_successor(world):
    ended = AgencyFactory(name="Sở Cũ", valid_to=dt.date(2023, 12, 31))
    AgencySuccessionFactory(
        predecessor=ended, successor=world.home, kind=AgencySuccession.Kind.MERGED
    )

    (problem,) = world.plan(sheet([1, "", "A", 2, "Sở Cũ", "30/04/2024"])).problems

    assert problem.wrong == "Cơ quan đã kết thúc hoạt động ngày 31/12/2023."
    assert problem.mend == "Hãy ghi cơ quan kế thừa: “Sở Nội vụ”."


def test_several_agencies_are_parted_by_any_sign_and_groups_are_known(world):
    culture = AgencyFactory(code="VHTT", name="Sở Văn hóa, Thể thao và Du lịch")
    district = AgencyFactory(code="H1", name="UBND huyện Một", kind="district", level="district")
    head = [*HEAD, "Cơ quan phối hợp"]

    def of(text: str) -> set[str]:
        rows = [head, [1, "", "A", 2, "Sở Nội vụ", "30/04/2024", text]]
        (line,) = world.plan(rows).lines
        assert line.problems == []
        return {one.code for one in line.draft.said["coordinating"]}

    assert of("Sở Tư pháp, Sở Văn hóa, Thể thao và Du lịch\nSYT") == {"STP", culture.code, "SYT"}
    assert of("Các sở, ban, ngành; UBND các huyện, thị xã, thành phố") == {
        "STP",
        "SYT",
        culture.code,
        district.code,
    }


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (0, "9" * 5000),
        (1, "x" * 31),
        (3, "9" * 5000),
        (4, "Sở X," * 5000),
        (4, "y" * 30_000),
        (5, "Quý " * 5000),
        (6, "a," * 10_000),
        (7, "1" * 30_000),
        (7, "31/02/2024"),
        (7, "01/01/0001"),
        (8, "2999-01-01"),
        (9, "12/XX-YY"),
    ],
)
def test_an_absurd_value_is_refused_or_taken_and_never_breaks(world, place, value):
    head = [*HEAD, "Cơ quan phối hợp", "Ngày giao", "Ngày hoàn thành", "Căn cứ"]
    row: list[object] = [1, "", "A", 2, "Sở Nội vụ", "30/04/2024", "", "", "", ""]
    row[place] = value

    plan = world.plan([head, row])

    assert len(plan.lines) == 1
    assert plan.counts["refused"] == (0 if place == 0 else 1)


def test_a_preview_that_is_out_of_date_is_not_confirmed(world):
    task = TaskFactory(code="KH-01", title="Cũ", programme=world.programme, lead=world.home)
    run = world.run(sheet([1, "KH-01", "Mới", 2, "Sở Nội vụ", "30/04/2024"]))
    plan = running.preview(run, world.secretary)
    Task.objects.filter(pk=task.pk).update(title="Người khác sửa")

    with pytest.raises(Stale):
        running.confirm(run, world.secretary, fingerprint=plan.fingerprint)

    task.refresh_from_db()
    assert task.title == "Người khác sửa"
    fresh = running.preview(run, world.secretary)
    running.confirm(run, world.secretary, fingerprint=fresh.fingerprint)
    task.refresh_from_db()
    assert task.title == "Mới"


def test_a_second_confirmation_does_nothing_and_the_file_is_gone(
    world, django_capture_on_commit_callbacks
):
    run = world.run(sheet([1, "", "A", 2, "Sở Nội vụ", "30/04/2024"]))
    plan = running.preview(run, world.secretary)
    path = run.file.path
    with django_capture_on_commit_callbacks(execute=True):
        running.confirm(run, world.secretary, fingerprint=plan.fingerprint)

    again = running.confirm(run, world.secretary, fingerprint=plan.fingerprint)

    assert again.status == ImportRun.Status.DONE
    assert Task.objects.count() == 1
    assert not run.file.storage.exists(path)


def test_a_task_without_code_is_found_by_its_title(world):
    world.imported([[*HEAD[:1], *HEAD[2:]], [1, "Rà soát", 2, "Sở Nội vụ", "30/04/2024"]])

    plan = world.plan([HEAD, [7, "", "RÀ SOÁT", 3, "Sở Nội vụ", "30/04/2024"]])

    (line,) = plan.lines
    assert line.code == "KH2024-01"
    assert [one.name for one in line.changes] == ["title", "field"]


def test_the_number_of_queries_does_not_grow_with_the_rows(world, django_assert_max_num_queries):
    rows = [[n, "", f"Nhiệm vụ {n}", 2, "Sở Nội vụ", "30/04/2024"] for n in range(1, 200)]
    run = world.run(sheet(*rows))

    with django_assert_max_num_queries(12):
        plan = running.preview(run, world.secretary)

    assert plan.counts["new"] == 199
