"""The list as a file: every field, the rows of the page, no formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from reporting import provenance
from reporting.models import Provenance
from tasks import exports
from tasks.models import Task
from tests.factories import (
    AgencyFactory,
    ConclusionFactory,
    DelayCauseFactory,
    DocumentFactory,
    EvidenceFactory,
    ExtensionFactory,
    FundingFactory,
    LeadChangeFactory,
    OfficialFactory,
    ProgrammeFactory,
    TaskFactory,
    TaskUpdateFactory,
)
from tests.tasks.import_world import World

LIST = reverse("tasks:list")


def body(response: Any) -> bytes:
    return b"".join(response) if response.streaming else response.content


def csv_rows(client: Any, **query: str) -> list[list[str]]:
    response = client.get(LIST, query | {"export": "csv"})
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(body(response).decode("utf-8-sig"))))


def sheet(client: Any, **query: str) -> Any:
    response = client.get(LIST, query | {"export": "xlsx"})
    return load_workbook(io.BytesIO(body(response))).active


def table(rows: list[list[str]]) -> list[dict[str, str]]:
    """The rows below the headings, by heading."""
    top = next(place for place, row in enumerate(rows) if row and row[0] == "Mã")
    return [dict(zip(rows[top], row, strict=True)) for row in rows[top + 1 :]]


def test_no_field_of_a_task_is_missing():
    fields = {
        field.name
        for field in Task._meta.get_fields()
        if not field.auto_created and field.name != "id"
    }

    assert set(exports.field_names()) == fields
    assert len(exports.columns()) == len(fields) + 15


def test_a_row_holds_every_value(member_client):
    task = TaskFactory(
        code="KH-23",
        title="Số hóa",
        programme=ProgrammeFactory(name="Kế hoạch CCHC"),
        lead=AgencyFactory(name="Sở Nội vụ"),
        document=DocumentFactory(number="12/KH-UBND", excerpt="Kế hoạch"),
        conclusion=ConclusionFactory(number="2.1", text="Đẩy nhanh"),
        result_number="45/BC",
        result_on=dt.date(2024, 6, 1),
        field=0,
        communication="press",
        is_restricted=True,
        responsible=OfficialFactory(full_name="Nguyễn Văn A", title="Giám đốc"),
        submitted=True,
    )
    task.coordinating.set([AgencyFactory(name="Sở Y tế"), AgencyFactory(name="Sở Tư pháp")])
    ExtensionFactory(task=task)
    cause = DelayCauseFactory(name="Chờ hướng dẫn", group="objective")
    report = {"percent": 40, "result": "Một", "delay_reason": "Hai", "remedy": "Ba"}
    TaskUpdateFactory(task=task, cause=cause, **report)
    EvidenceFactory(task=task)
    FundingFactory(task=task, kind="planned", amount=500)
    FundingFactory(task=task, kind="spent", amount=200)

    (row,) = table(csv_rows(member_client))

    assert {name: value for name, value in row.items() if value} | {"Nhập lúc": ""} == {
        "Mã": "KH-23",
        "Nội dung nhiệm vụ": "Số hóa",
        "Chương trình": "Kế hoạch CCHC",
        "Lĩnh vực": "0. Chỉ đạo, điều hành",
        "Cơ quan chủ trì": "Sở Nội vụ",
        "Cơ quan phối hợp": "Sở Tư pháp; Sở Y tế",
        "Căn cứ": "12/KH-UBND, Kế hoạch",
        "Lãnh đạo chịu trách nhiệm": "Nguyễn Văn A, Giám đốc",
        "Loại hoạt động tuyên truyền": "Báo chí, phát thanh, truyền hình",
        "Hạn chế xem": "Có",
        "Kết luận phiên họp": f"{task.conclusion.meeting}: 2.1. Đẩy nhanh",
        "Ngày giao": "15/01/2024",
        "Loại thời hạn": "Ngày cụ thể",
        "Hạn gốc": "30/04/2024",
        "Hạn có hiệu lực": "31/05/2024",
        "Số lần gia hạn": "1",
        "Số quyết định về thời hạn": "1",
        "Số lần đổi cơ quan chủ trì": "0",
        "Tiến độ": "Chờ xác nhận",
        "Ngày trình xác nhận": "18/04/2024",
        "Ngày văn bản kết quả": "01/06/2024",
        "Số, ký hiệu văn bản kết quả": "45/BC",
        "Dữ liệu minh họa": "Không",
        "Nhập lúc": "",
        "Hạn có hiệu lực vào ngày tính": "31/05/2024",
        "Số lần gia hạn đến ngày tính": "1",
        "Trạng thái vào ngày tính": "Quá hạn",
        "Số ngày chậm so với hạn có hiệu lực": "14",
        "Số ngày chậm so với hạn gốc": "45",
        "Tiến độ báo cáo (%)": "40",
        "Kết quả báo cáo gần nhất": "Một",
        "Lý do chậm": "Hai",
        "Giải pháp": "Ba",
        "Nguyên nhân chậm (danh mục)": "Khách quan: Chờ hướng dẫn",
        "Số minh chứng": "1",
        "Kinh phí dự kiến (đồng)": "500",
        "Kinh phí đã chi (đồng)": "200",
    }


def test_a_file_says_whose_numbers_it_holds(member_client, member):
    TaskFactory(programme=ProgrammeFactory(code="KH2024", name="Kế hoạch"))

    head = [row[0] for row in csv_rows(member_client, programme="KH2024", state="overdue")[:4]]

    assert head[:3] == [
        "Danh sách nhiệm vụ",
        "Kỳ báo cáo: 6 tháng đầu năm 2024 (15/12/2023–14/06/2024). Tính đến ngày 14/06/2024.",
        "Điều kiện lọc: Chương trình: Kế hoạch; Trạng thái: Quá hạn.",
    ]
    assert head[3].startswith("Xuất lúc ")
    assert head[3].endswith(f", người xuất: {member.full_name}.")


def test_a_file_of_the_demonstration_says_so(member_client):
    Provenance.objects.create(
        pk=1,
        kind="demo",
        label="Sinh từ số liệu công bố",
        loaded_at=dt.datetime(2024, 6, 14, tzinfo=dt.UTC),
    )
    provenance.forget()
    try:
        head = [row[0] for row in csv_rows(member_client)[:5]]
    finally:
        provenance.forget()

    assert head[4] == "Dữ liệu minh họa: Sinh từ số liệu công bố"


def test_a_file_holds_the_rows_of_the_page_in_their_order(
    member_client, clerk_client, construction
):
    for number in range(60):
        TaskFactory(code=f"T{number:02d}", lead=construction)
    TaskFactory(code="other")

    everything = [row["Mã"] for row in table(csv_rows(member_client))]
    own = [row["Mã"] for row in table(csv_rows(clerk_client))]

    assert everything == [*(f"T{number:02d}" for number in range(60)), "other"]
    assert own == [f"T{number:02d}" for number in range(60)]
    assert [row["Mã"] for row in table(csv_rows(member_client, q="T07"))] == ["T07"]


RISKY = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", " =1", "\n=1"]


@pytest.mark.parametrize("text", RISKY)
def test_no_cell_is_a_formula(member_client, text):
    TaskFactory(title=text, product=text, note=text)

    for row in csv_rows(member_client):
        for cell in row:
            assert not cell.lstrip().startswith(("=", "+", "@", "＝", "＋", "＠")), cell
            assert not cell.startswith(("-", "\t", "\r", "\n")), cell
    kinds = {cell.data_type for row in sheet(member_client).iter_rows() for cell in row}
    assert kinds == {"s", "n", "d"}


def test_numbers_and_dates_of_a_workbook_are_numbers_and_dates(member_client):
    ExtensionFactory(task=TaskFactory(code="A"))

    rows = list(sheet(member_client).iter_rows(values_only=True))
    top = next(place for place, row in enumerate(rows) if row[0] == "Mã")
    row = dict(zip(rows[top], rows[top + 1], strict=True))

    assert row["Hạn gốc"].isoformat() == "2024-04-30T00:00:00"
    assert row["Số ngày chậm so với hạn có hiệu lực"] == 14
    assert rows[0][0] == "Danh sách nhiệm vụ"


def test_a_text_longer_than_a_cell_is_cut_not_lost(member_client):
    TaskFactory(note="x" * 40_000)

    cells = [cell for row in sheet(member_client).iter_rows(values_only=True) for cell in row]

    assert max(len(cell) for cell in cells if isinstance(cell, str)) == 32_767


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_asks_the_same_queries_for_any_number_of_rows(member_client, kind):
    def asked(rows: int) -> int:
        for _ in range(rows):
            TaskFactory(
                document=DocumentFactory(), conclusion=ConclusionFactory()
            ).coordinating.add(AgencyFactory())
        with CaptureQueriesContext(
            connection,
        ) as queries:
            body(member_client.get(LIST, {"export": kind}))
        return len(queries)

    asked(1)

    assert asked(1) == asked(20)


def test_a_restricted_task_keeps_its_content_from_who_has_no_right(clerk_client, construction):
    other = TaskFactory(title="Bí mật", is_restricted=True, note="Bí mật")
    other.coordinating.add(construction)
    TaskUpdateFactory(task=other, result="Bí mật", cause=DelayCauseFactory(name="Bí mật"))

    for row in csv_rows(clerk_client, role="any"):
        assert "Bí mật" not in "".join(row)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_sent_back_changes_nothing(kind, as_user, period):
    world = World()
    programme = {"programme": world.programme, "lead": world.home}
    TaskFactory(
        code="A",
        document=DocumentFactory(),
        document_clause="Mục 2",
        responsible=OfficialFactory(agency=world.home),
        field=0,
        communication="press",
        **programme,
    ).coordinating.add(world.justice)
    TaskFactory(code="B", done=True, evidence="Ảnh", result_number="1/BC", **programme)
    TaskFactory(code="C", regular=True, title="=1+1", note="-2", **programme)
    TaskFactory(code="D", deadline_kind="quarter", deadline_label="Quý II", **programme)
    TaskFactory(code="E", submitted=True, product="Một\nHai  ba", **programme)
    TaskUpdateFactory(task=ExtensionFactory(task=TaskFactory(code="F", **programme)).task)
    moved = TaskFactory(code="G", **programme)
    LeadChangeFactory(task=moved, from_agency=world.justice, to_agency=world.home)
    TaskFactory(
        code="H",
        progress="postponed",
        postponed_on=dt.date(2024, 3, 1),
        deadline_kind="year",
        original_due_on=dt.date(2024, 12, 31),
        **programme,
    )

    content = body(as_user(world.secretary).get(LIST, {"programme": "KH2024", "export": kind}))
    plan = world.plan(content)

    assert [str(problem) for problem in plan.problems] == []
    assert [(line.code, line.changes) for line in plan.lines if line.changes] == []
    assert plan.counts == {"new": 0, "changed": 0, "unchanged": 8, "refused": 0}
    assert plan.table.unknown == []
