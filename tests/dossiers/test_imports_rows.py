"""What is refused in a list of dossiers and how it is told, row by row."""

from __future__ import annotations

import datetime as dt

import pytest

from agencies.roles import Role
from dossiers.imports import jobs
from dossiers.models import Dossier
from reporting.loading import load_calendar
from reporting.models import ImportRun, ImportTerm
from tests.dossiers.import_world import HEADS, TODAY, imported, listed, row, seen, sent
from tests.factories import (
    AgencyFactory,
    DossierFactory,
    ProcedureChangeFactory,
    ProcedureFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db):
    return UserFactory(role=Role.PROCEDURE_OFFICE)


@pytest.fixture(autouse=True)
def permit(db):
    return ProcedureFactory(code="1.004082", name="Cấp phép xây dựng", working_days=5)


def told(rows, user, **more):
    """(row, column, value, what is wrong) of every problem."""
    run = sent(listed(rows), user, **more)
    found = jobs.problems(ImportRun.objects.get(pk=run.pk))
    return [(one.row, one.column, one.value, one.wrong) for one in found]


#: Cells of an otherwise good row → (column, what is wrong).
REFUSED = {
    "no code": ({"code": ""}, "Mã hồ sơ", "Ô bỏ trống."),
    "code of another form": ({"code": "HS-1"}, "Mã hồ sơ", "Mã hồ sơ không đúng dạng."),
    "code too long": (
        {"code": "H23.01-240301-00001234567"},
        "Mã hồ sơ",
        "Mã hồ sơ không đúng dạng.",
    ),
    "a Cyrillic letter": (
        {"code": "Н23.01-240301-0001"},
        "Mã hồ sơ",
        "Chữ “Н” là chữ Kirin, trông giống chữ “H” của bàn phím.",
    ),
    "a Greek letter": (
        {"code": "Η23.01-240301-0001"},
        "Mã hồ sơ",
        "Chữ “Η” là chữ Hy Lạp, trông giống chữ “H” của bàn phím.",
    ),
    "a letter with an accent": (
        {"code": "Đ23.01-240301-0001"},
        "Mã hồ sơ",
        "Mã có ký tự “Đ” không thuộc bảng chữ cái La-tinh không dấu.",
    ),
    "no procedure": ({"procedure": ""}, "Mã TTHC", "Ô bỏ trống."),
    "unknown procedure": (
        {"procedure": "9.999999"},
        "Mã TTHC",
        "Thủ tục không có trong danh mục.",
    ),
    "a column out of place": (
        {"procedure": "x" * 300},
        "Mã TTHC",
        "Thủ tục không có trong danh mục.",
    ),
    "no agency": ({"agency": ""}, "Cơ quan", "Ô bỏ trống."),
    "unknown agency": (
        {"agency": "Sở Không có"},
        "Cơ quan",
        "Không tìm thấy cơ quan này trong phạm vi được nhập.",
    ),
    "two agencies of a name": (
        {"agency": "UBND xã Hồng Phong"},
        "Cơ quan",
        "Có nhiều cơ quan cùng tên này.",
    ),
    "an agency that has ended": (
        {"agency": "SGT"},
        "Cơ quan",
        "Cơ quan này không hoạt động vào ngày tiếp nhận hồ sơ.",
    ),
    "no day": ({"received": ""}, "Ngày tiếp nhận", "Ô bỏ trống."),
    "no such day": (
        {"received": "31/02/2024"},
        "Ngày tiếp nhận",
        "Tháng 2/2024 không có ngày 31.",
    ),
    "no such month": ({"received": "03/14/2024"}, "Ngày tiếp nhận", "Không có tháng 14."),
    "a short year": (
        {"received": "1/3/24"},
        "Ngày tiếp nhận",
        "Năm không đủ bốn chữ số nên không chắc là ngày nào.",
    ),
    "a serial number": (
        {"received": "45352"},
        "Ngày tiếp nhận",
        "Đây là số thứ tự ngày của bảng tính (ứng với 01/03/2024), không phải ngày.",
    ),
    "words for a day": ({"received": "hôm qua"}, "Ngày tiếp nhận", "Không đọc được ngày."),
    "a year long past": (
        {"received": "01/03/1024"},
        "Ngày tiếp nhận",
        "Năm 1024 ngoài khoảng 1990–2100.",
    ),
    "a day to come": (
        {"received": "15/06/2024", "due": "20/06/2024", "resolved": "", "status": "4"},
        "Ngày tiếp nhận",
        "Ngày tiếp nhận chưa đến.",
    ),
    "due before received": (
        {"due": "29/02/2024"},
        "Ngày hẹn trả",
        "Ngày hẹn trả trước ngày tiếp nhận.",
    ),
    "no such due day": ({"due": "32/03/2024"}, "Ngày hẹn trả", "Tháng 3/2024 không có ngày 32."),
    "resolved before received": (
        {"resolved": "29/02/2024"},
        "Ngày kết thúc xử lý",
        "Ngày kết thúc xử lý trước ngày tiếp nhận.",
    ),
    "resolved on a day to come": (
        {"resolved": "15/06/2024"},
        "Ngày kết thúc xử lý",
        "Ngày kết thúc xử lý chưa đến.",
    ),
    "closed without its day": (
        {"resolved": ""},
        "Ngày kết thúc xử lý",
        "Hồ sơ ở trạng thái đã kết thúc mà thiếu ngày kết thúc xử lý.",
    ),
    "open with a day": (
        {"status": "4"},
        "Ngày kết thúc xử lý",
        "Hồ sơ ở trạng thái chưa kết thúc mà đã có ngày kết thúc xử lý.",
    ),
    "no status": ({"status": ""}, "Trạng thái", "Ô bỏ trống."),
    "unknown status": (
        {"status": "Chờ ký"},
        "Trạng thái",
        "Chưa biết trạng thái này ứng với trạng thái nào của Cổng dịch vụ công quốc gia.",
    ),
    "status beyond the list": (
        {"status": "11"},
        "Trạng thái",
        "Chưa biết trạng thái này ứng với trạng thái nào của Cổng dịch vụ công quốc gia.",
    ),
    "unknown channel": (
        {"channel": "chim bồ câu"},
        "Hình thức nộp",
        "Chưa biết hình thức nộp này là trực tiếp, trực tuyến hay bưu chính.",
    ),
}


@pytest.fixture
def agencies(construction):
    AgencyFactory(code="X1", name="UBND xã Hồng Phong")
    AgencyFactory(code="X2", name="UBND xã Hồng Phong")
    AgencyFactory(code="SGT", name="Sở Giao thông", valid_to=dt.date(2024, 2, 29))


@pytest.mark.parametrize("name", REFUSED)
def test_a_row_is_refused(name, agencies, office):
    cells, column, wrong = REFUSED[name]

    found = told([row(1), row(2, **cells)], office)

    key = {title: key for key, title in HEADS.items()}[column]
    value = (row(2) | cells)[key]
    assert found[0] == (3, column, value, wrong)
    assert len(found) == (2 if len(value) > 250 else 1)
    assert not Dossier.objects.exists()


def test_a_problem_says_where_and_how_to_mend_it(construction, office):
    run = sent(listed([row(1, received="31/02/2024", procedure="x" * 90)]), office)

    found = [str(one) for one in jobs.problems(ImportRun.objects.get(pk=run.pk))]

    assert found == [
        f"Dòng 2, cột “Mã TTHC”, giá trị “{'x' * 59}…”: Thủ tục không có trong danh mục. "
        "Hãy kiểm tra mã, hoặc đề nghị bổ sung thủ tục vào danh mục.",
        "Dòng 2, cột “Ngày tiếp nhận”, giá trị “31/02/2024”: Tháng 2/2024 không có ngày 31. "
        "Hãy kiểm tra lại ngày trong hồ sơ gốc.",
    ]


#: Cells of a row → what the dossier then is.
UNDERSTOOD = {
    "the code in another spelling": (
        {"code": " h23.01 – 240301-0001 "},
        {"code": "H23.01-240301-0001"},
    ),
    "ISO days": ({"received": "2024-03-01"}, {"received_on": dt.date(2024, 3, 1)}),
    "days with a time": ({"received": "01/03/2024 08:30"}, {"received_on": dt.date(2024, 3, 1)}),
    "the time first": ({"received": "08:30:12 01/03/2024"}, {"received_on": dt.date(2024, 3, 1)}),
    "short days and months": ({"received": "1/3/2024"}, {"received_on": dt.date(2024, 3, 1)}),
    "digits only": ({"received": "20240301"}, {"received_on": dt.date(2024, 3, 1)}),
    "an instant": ({"received": "2024-02-29T18:30:00Z"}, {"received_on": dt.date(2024, 3, 1)}),
    "no channel": ({"channel": ""}, {"channel": 1}),
    "a channel by name": ({"channel": "BƯU CHÍNH CÔNG ÍCH"}, {"channel": 3}),
    "a status by name": ({"status": "Đã xử lý xong"}, {"status": 9}),
    "a status with a zero": ({"status": "09"}, {"status": 9}),
    "the agency by name": ({"agency": "sở xây  dựng"}, {"resolving_agency__code": "SXD"}),
    "the procedure with letters": ({"procedure": "1.004082.H23"}, {"procedure__code": "1.004082"}),
    "the procedure in full": (
        {"procedure": "1.004082.000.00.00.H23"},
        {"procedure__code": "1.004082"},
    ),
    "the procedure by name": ({"procedure": "cấp phép xây dựng"}, {"procedure__code": "1.004082"}),
    "no due day": ({"due": ""}, {"due_on": dt.date(2024, 3, 8)}),
}


@pytest.mark.parametrize("name", UNDERSTOOD)
def test_a_row_is_understood(name, construction, office, calendar):
    cells, facts = UNDERSTOOD[name]

    imported(listed([row(1, **cells)]), office)

    assert Dossier.objects.values(*facts).get() == facts


@pytest.fixture
def calendar(db):
    load_calendar()


def test_due_days_are_those_of_the_working_calendar(construction, office, permit, calendar):
    """Received on a Saturday: counted from Monday on."""
    imported(listed([row(1, received="02/03/2024", due="", resolved="", status="4")]), office)

    assert Dossier.objects.get().due_on == dt.date(2024, 3, 11)


def test_no_due_day_is_guessed_outside_the_calendar(construction, office):
    found = told([row(1, due="")], office)

    assert found == [
        (
            2,
            "Ngày hẹn trả",
            "",
            "Không tính được ngày hẹn trả vì lịch làm việc chưa có năm này.",
        )
    ]


def test_a_procedure_without_a_term_has_no_due_day(construction, office):
    ProcedureFactory(code="2.001218.H38")
    imported(listed([row(1, due="", procedure="2.001218.000.00.00.H38")]), office)

    assert Dossier.objects.get().due_on is None


def test_an_abolished_procedure_is_refused_from_its_day_on(construction, office, permit):
    ProcedureChangeFactory(
        procedure=permit, kind="abolished", decided_on=dt.date(2024, 2, 1),
        effective_on=dt.date(2024, 3, 1),
    )  # fmt: skip
    before = {"code": "H23.01-240229-0001", "received": "29/02/2024"}

    run = sent(listed([row(1), row(2, **before)]), office)

    assert [(one.row, one.column, one.wrong) for one in jobs.problems(run)] == [
        (2, "Mã TTHC", "Thủ tục đã bãi bỏ vào ngày tiếp nhận hoặc trước đó.")
    ]


def test_a_procedure_published_again_is_refused_only_in_between(construction, office, permit):
    decisions = (("abolished", dt.date(2024, 2, 1)), ("published", dt.date(2024, 3, 1)))
    for kind, day in decisions:
        ProcedureChangeFactory(procedure=permit, kind=kind, decided_on=day)
    received = {"31/01/2024": "240131", "01/02/2024": "240201", "29/02/2024": "240229"}
    rows = [row(1, code=f"H23.01-{stamp}-0001", received=day) for day, stamp in received.items()]

    run = sent(listed([*rows, row(2)]), office)

    assert [one.row for one in jobs.problems(run)] == [3, 4]


def test_the_exact_code_is_never_ambiguous(construction, office, permit):
    other = ProcedureFactory(code="1.004082.H23")
    imported(listed([row(1), row(2, procedure="1.004082.000.00.00.H23")]), office)

    assert [one.procedure for one in Dossier.objects.order_by("code")] == [permit, other]


def test_a_code_that_may_mean_two_procedures_is_told_apart_from_an_unknown_one(
    construction, office
):
    for code in ("1.004083.H23", "1.004083.H38"):
        ProcedureFactory(code=code)

    run = sent(listed([row(1, procedure="1.004083"), row(2, procedure="1.004084")]), office)

    assert [(one.row, one.wrong) for one in jobs.problems(run)] == [
        (2, "Danh mục có nhiều thủ tục cùng mã quốc gia hoặc cùng tên này."),
        (3, "Thủ tục không có trong danh mục."),
    ]


def test_a_due_day_is_worked_out_from_the_limit_of_the_day_of_reception(
    construction, office, permit, calendar
):
    ProcedureChangeFactory(
        procedure=permit, kind="amended", decided_on=dt.date(2024, 2, 1),
        effective_on=dt.date(2024, 3, 1), changes_term=True, working_days_before=10,
    )  # fmt: skip
    before = {"code": "H23.01-240229-0002", "received": "29/02/2024"}
    cells = {"due": "", "resolved": "", "status": "4"}

    imported(listed([row(1, **cells), row(2, **cells | before)]), office)

    found = Dossier.objects.order_by("received_on").values_list("due_on", "due_term")
    assert list(found) == [(dt.date(2024, 3, 14), 10), (dt.date(2024, 3, 8), 5)]


def test_the_same_row_twice_counts_once(construction, office):
    run = sent(listed([row(1), row(2), row(1)]), office)

    assert seen(run).counts["repeated"] == 1
    assert [str(one.row) for one in jobs.warnings(ImportRun.objects.get(pk=run.pk))] == ["4"]
    assert imported(listed([row(1), row(2), row(1)]), office).counts["new"] == 2


def test_one_code_on_different_rows_refuses_both(construction, office):
    found = told([row(1), row(2), row(1, resolved="07/03/2024")], office)

    wrong = "Mã hồ sơ có ở nhiều dòng với nội dung khác nhau."
    assert found == [
        (2, "Mã hồ sơ", "H23.01-240301-0001", wrong),
        (4, "Mã hồ sơ", "H23.01-240301-0001", wrong),
    ]


def test_another_day_in_the_code_is_a_warning(construction, office):
    run = sent(listed([row(1, received="04/03/2024")]), office)

    warnings = jobs.warnings(ImportRun.objects.get(pk=run.pk))
    assert [one.wrong for one in warnings] == ["Ngày trong mã hồ sơ khác ngày tiếp nhận."]
    assert seen(run).is_clean


def test_words_of_a_source_are_looked_up(construction, office):
    source = jobs.source_named("Một cửa")
    for field, text, value in (
        ("status", "Chờ ký", "4"),
        ("channel", "App", "2"),
        ("agency", "H23.15", "SXD"),
        ("procedure", "CPXD", "1.004082"),
    ):
        ImportTerm.objects.create(source=source, field=field, text=text, value=value)
    cells = {"status": "CHỜ KÝ", "channel": "app", "agency": "H23.15", "procedure": "cpxd"}

    imported(listed([row(1, resolved="", **cells)]), office)

    facts = Dossier.objects.values_list(
        "status", "channel", "resolving_agency__code", "procedure__code"
    )
    assert facts.get() == (4, 2, "SXD", "1.004082")


def test_the_resolving_agency_may_stand_in_its_own_column(construction, health, office):
    heads = HEADS | {"resolving": "Đơn vị xử lý"}

    imported(listed([row(1, resolving="SYT")], heads), office)

    found = Dossier.objects.values_list("receiving_agency__code", "resolving_agency__code")
    assert found.get() == ("SXD", "SYT")


def test_the_day_of_the_result_stands_in_for_the_day_of_processing(construction, office):
    heads = {key: title for key, title in HEADS.items() if key != "resolved"}

    imported(listed([row(1, returned="09/03/2024")], heads | {"returned": "Ngày trả"}), office)

    assert Dossier.objects.get().resolved_on == dt.date(2024, 3, 9)


def test_snake_headings_and_people(construction, office):
    heads = {
        "code": "ma_ho_so",
        "procedure": "ma_thu_tuc",
        "agency": "ma_co_quan",
        "received": "ngay_tiep_nhan",
        "due": "ngay_hen_tra",
        "resolved": "ngay_ket_qua",
        "channel": "hinh_thuc",
        "status": "trang_thai",
        "who": "Chủ hồ sơ",
        "phone": "SĐT",
        "note": "Ghi chú",
        "odd": "Cột lạ",
    }
    content = listed([row(1, who="Nguyễn Văn A", phone="0912345678", odd="?")], heads)

    preview = seen(sent(content, office))

    assert preview.counts["new"] == 1
    assert preview.personal == ["Chủ hồ sơ", "SĐT"]
    assert preview.left_alone == ["Ghi chú"]
    assert preview.unknown == ["Cột lạ"]
    assert (
        "ma_co_quan",
        "Cơ quan tiếp nhận; với hồ sơ mới cũng là Cơ quan giải quyết",
    ) in preview.columns


def test_rows_between_the_dossiers_are_left_out_and_counted(construction, office):
    """Their words stand where codes do; they were refused five times each."""
    heads = {"order": "STT"} | HEADS
    nothing = dict.fromkeys(heads, "")
    lines = [
        nothing | {"order": "I", "code": "Lĩnh vực: Xây dựng"},
        row(1, order="1"),
        nothing | {"code": "Lĩnh vực: Đất đai"},
        row(2, order="2"),
        nothing | {"code": "Chưa cấp mã", "received": "01/03/2024"},
        nothing | {"code": "Tổng cộng", "channel": "2"},
    ]

    preview = seen(sent(listed(lines, heads), office))

    assert (preview.counts["new"], preview.counts["refused"]) == (2, 1)
    assert preview.skipped == [("dòng tổng", 1, [7]), ("dòng mục", 2, [2, 4])]


# Reach --------------------------------------------------------------------------------------------


def test_a_clerk_imports_for_the_own_branch_only(construction, health, clerk):
    found = told([row(1), row(2, agency="SYT"), row(3, agency="Sở Không có")], clerk)

    wrong = "Không tìm thấy cơ quan này trong phạm vi được nhập."
    assert [(number, said) for number, _column, _value, said in found] == [(3, wrong), (4, wrong)]


def test_a_clerk_takes_no_dossier_from_another_agency(construction, health, clerk, permit):
    theirs = DossierFactory(code="H23.01-240301-0001", agency=health, procedure=permit)

    found = told([row(1)], clerk)

    assert found == [(2, "Mã hồ sơ", theirs.code, "Mã hồ sơ này không thuộc phạm vi được nhập.")]


def test_today_is_the_day_that_the_file_tells_of(construction, office):
    late = row(1, received="15/06/2024", due="20/06/2024", resolved="", status="4")

    assert told([late], office, on=TODAY + dt.timedelta(days=1)) == []
