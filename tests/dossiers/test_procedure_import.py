"""The national list of procedures: what its cells mean, what an import does, and undoes not."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from agencies.roles import Role
from dossiers.books.upkeep import differences
from dossiers.models import Procedure, ProcedureChange, Sector
from dossiers.procedures.catalogue import values
from dossiers.procedures.catalogue.terms import term
from reporting.imports.plans import CHANGED, NEW, REFUSED, UNCHANGED
from reporting.imports.problems import WrongValue
from reporting.models import ImportRun
from tests.clients import client_of
from tests.factories import (
    AgencyFactory,
    DossierFactory,
    ProcedureChangeFactory,
    ProcedureFactory,
    SectorFactory,
    UserFactory,
)
from tests.files import BAD, delimited, workbook

HEAD = ["STT", "Mã TTHC", "Tên TTHC", "Lĩnh vực", "Cơ quan thực hiện", "Cấp thực hiện"]
HEAD += ["Mức độ DVC", "Thời hạn giải quyết", "Quyết định công bố", "Ngày quyết định"]
START = reverse("dossiers:procedure-import")
LIST = reverse("dossiers:procedures")


def row(code="1.000948.H23", name="Đăng ký khai sinh", **changes):
    cells = {
        "sector": "Hộ tịch",
        "agency": "Sở Tư pháp",
        "levels": "Cấp Huyện; Cấp Xã",
        "online": "Toàn trình",
        "term": "05 ngày làm việc",
        "decision": "12/QĐ-UBND",
        "on": "15/01/2024",
    } | changes
    return [1, code, name, *cells.values()]


# Cells ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("15 ngày làm việc", 15),
        ("15 Ngày làm việc", 15),
        ("03 (ba) ngày làm việc", 3),
        ("Không quá 20 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ", 20),
        ("Trong thời hạn mười lăm (15) ngày làm việc", 15),
        ("trong vòng 7 ngày làm việc.", 7),
        ("15", 15),
        ("15 working days", 15),
        ("08 giờ làm việc", 1),
        ("24 giờ làm việc", 3),
        ("Trong ngày", 0),
        ("Ngay trong ngày làm việc", 0),
        ("Không quy định", None),
        ("KHÔNG QUY ĐỊNH THỜI HẠN", None),
    ],
)
def test_terms_that_can_be_read(text, days):
    assert term(text).working_days == days


@pytest.mark.parametrize(
    "text",
    [
        "15 ngày",  # calendar days, perhaps
        "30 Ngày kể từ ngày nhận đủ hồ sơ",
        "01 tháng",
        "1 tháng kể từ ngày làm việc đầu tiên",
        "Một tháng, 5 ngày làm việc",
        "10 - 15 ngày làm việc",
        "10 đến 15 ngày làm việc",
        "10 ngày làm việc; trường hợp phức tạp mười lăm ngày",
        "10 ngày làm việc đối với hồ sơ trực tuyến",
        "0,5 ngày làm việc",
        "1/2 ngày làm việc",
        "4 giờ làm việc",
        "0 giờ làm việc",
        "24 giờ",
        "theo quy định",
        "1000 ngày làm việc",
    ],
)
def test_terms_that_are_refused(text):
    with pytest.raises(WrongValue) as caught:
        term(text)

    assert caught.value.wrong
    assert caught.value.mend


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("Cấp Tỉnh", ["province"]),
        ("Cấp xã; Cấp tỉnh", ["province", "commune"]),
        ("cấp huyện và cấp xã", ["district", "commune"]),
        ("TINH, XA", ["province", "commune"]),
        ("UBND cấp xã", ["commune"]),
        ("Cấp Bộ", None),
    ],
)
def test_levels(text, levels):
    if levels is None:
        with pytest.raises(WrongValue):
            values.levels(text)
    else:
        assert values.levels(text) == levels


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Dịch vụ công trực tuyến toàn trình", "full"),
        ("Một phần", "partial"),
        ("Dịch vụ công trực tuyến một phần", "partial"),
        ("Dịch vụ cung cấp thông tin trực tuyến", "none"),
        ("Chưa trực tuyến", "none"),
        ("Mức độ 4", None),
    ],
)
def test_online_kinds(text, kind):
    if kind is None:
        with pytest.raises(WrongValue):
            values.online_kind(text)
    else:
        assert values.online_kind(text) == kind


@pytest.mark.parametrize(
    ("text", "decision"),
    [
        ("2345/QĐ-UBND", ("2345/QĐ-UBND", None)),
        ("2345/QĐ-UBND ngày 12/03/2024", ("2345/QĐ-UBND", dt.date(2024, 3, 12))),
        ("Quyết định số 2345/QĐ-UBND ngày 2/3/2024", ("2345/QĐ-UBND", dt.date(2024, 3, 2))),
    ],
)
def test_decisions_with_their_day(text, decision):
    assert values.decision(text) == decision


# Plans ----------------------------------------------------------------------------------------


@pytest.fixture
def office(db):
    return UserFactory(role=Role.PROCEDURE_OFFICE, username="office")


@pytest.fixture
def justice(db):
    return AgencyFactory(code="STP", name="Sở Tư pháp")


@pytest.fixture
def sector(db):
    return SectorFactory(code="ho-tich", name="Hộ tịch")


@pytest.fixture
def client(office, period, justice, sector) -> Client:
    return client_of(office)


def upload(client: Client, rows: Any, name: str = "a.xlsx", **data: Any) -> str:
    content = workbook(rows) if isinstance(rows, list) else rows
    response = client.post(START, data | {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 302, response.context["form"].errors
    return response.url


def confirm(client: Client, url: str, **extra: str) -> str:
    found = re.search(r'name="fingerprint" value="(\w+)"', client.get(url).content.decode())
    data = {"action": "confirm", "fingerprint": found[1] if found else ""} | extra
    return client.post(url, data, follow=True).content.decode()


def counts(client: Client, url: str) -> dict[str, int]:
    return client.get(url).context["page"].plan.counts


def test_a_new_procedure_with_its_decision(client, justice, sector):
    url = upload(client, [["DANH MỤC THỦ TỤC"], HEAD, row("1.000948.000.00.00.H23")])
    assert counts(client, url) == {NEW: 1, CHANGED: 0, UNCHANGED: 0, REFUSED: 0}
    assert not Procedure.objects.exists()

    assert "Đã nhập: 1 mới." in confirm(client, url)
    again = confirm(client, url)

    assert "Đã nhập: 1 mới." not in again
    one = Procedure.objects.get()
    assert (one.code, one.name, one.sector, one.managing_agency, one.levels) == (
        "1.000948.H23", "Đăng ký khai sinh", sector, justice, ["district", "commune"],
    )  # fmt: skip
    assert (one.online_kind, one.working_days, one.serves) == ("full", 5, "both")
    change = ProcedureChange.objects.get(procedure=one)
    assert (change.kind, change.decision_number, change.decided_on) == (
        "published", "12/QĐ-UBND", dt.date(2024, 1, 15),
    )  # fmt: skip


def test_a_changed_procedure_shows_old_and_new_and_keeps_what_is_not_said(client, sector):
    one = ProcedureFactory(
        code="1.000948.H23", name="Tên cũ", sector=sector, levels=["district", "commune"],
        online_kind="full", working_days=7, serves="people", workflow_number="9/QĐ-STP",
    )  # fmt: skip
    ProcedureChangeFactory(procedure=one, decision_number="1/QĐ-UBND")
    url = upload(client, [HEAD, row(agency="", online="")])

    page = client.get(url).context["page"]
    assert page.plan.counts == {NEW: 0, CHANGED: 1, UNCHANGED: 0, REFUSED: 0}
    (line,) = page.plan.of_kind(CHANGED)
    assert [(one.name, one.old, one.new.replace("\xa0", " ")) for one in line.changes] == [
        ("name", "Tên cũ", "Đăng ký khai sinh"),
        (
            "working_days",
            "7 ngày làm việc".replace("7 ngày", "7\xa0ngày"),
            "5 ngày làm việc (tiếp nhận từ 15/01/2024)",
        ),
        ("decision_number", "", "Sửa đổi, bổ sung: 12/QĐ-UBND ngày 15/01/2024"),
    ]
    confirm(client, url)

    one.refresh_from_db()
    assert (one.name, one.working_days) == ("Đăng ký khai sinh", 5)
    assert (one.online_kind, one.serves, one.workflow_number) == ("full", "people", "9/QĐ-STP")
    assert list(one.changes.values_list("kind", flat=True)) == ["published", "amended"]
    assert counts(client, upload(client, [HEAD, row()]))[UNCHANGED] == 0  # the agency is new
    confirm(client, upload(client, [HEAD, row()]))
    assert counts(client, upload(client, [HEAD, row()]))[UNCHANGED] == 1


def test_nothing_is_imported_while_a_row_is_wrong_unless_asked(client):
    rows = [HEAD, row(), row("1.00094", "Sai mã"), row("1.000001", "Sai hạn", term="15 ngày")]
    url = upload(client, rows)
    page = client.get(url)
    problems = [str(each) for each in page.context["page"].plan.problems]

    assert problems == [
        "Dòng 3, cột “Mã TTHC”, giá trị “1.00094”: Mã thủ tục phải có sáu chữ số sau dấu chấm. "
        "Excel có thể đã bỏ số 0 ở cuối; hãy định dạng cột là Văn bản (Text) rồi ghi đủ.",
        "Dòng 4, cột “Thời hạn giải quyết”, giá trị “15 ngày”: Thời hạn không tính theo ngày làm "
        "việc. Hãy quy đổi ra ngày làm việc, ví dụ “15 ngày làm việc”.",
    ]
    assert "Tệp còn dòng sai nên chưa nhập dòng nào" in confirm(client, url)
    assert not Procedure.objects.exists()
    confirm(client, url, good_only="1")
    assert list(Procedure.objects.values_list("code", flat=True)) == ["1.000948.H23"]


def test_refused_rows_can_be_taken_away_and_sent_again(client):
    url = upload(client, [HEAD, row(), row("x", "Sai mã")])

    answer = client.get(f"{url}errors/")

    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    cells = [[one.value for one in line] for line in book.active.iter_rows()]
    assert [line[1] for line in cells if line[1] in ("x", "1.000948.H23")] == ["x"]
    assert cells[-1][-1].startswith("Dòng 3, cột “Mã TTHC”, giá trị “x”")


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"code": ""}, "Mã TTHC"),
        ({"name": ""}, "Tên TTHC"),
        ({"name": "x" * 501}, "Tên TTHC"),
        ({"sector": ""}, "Lĩnh vực"),
        ({"sector": "Lĩnh vực lạ"}, "Lĩnh vực"),
        ({"levels": ""}, "Cấp thực hiện"),
        ({"levels": "Cấp Bộ"}, "Cấp thực hiện"),
        ({"term": ""}, "Thời hạn giải quyết"),
        ({"online": "Mức độ 4"}, "Mức độ DVC"),
        ({"agency": "Sở Không Có"}, "Cơ quan thực hiện"),
        ({"on": ""}, "Ngày quyết định"),
        ({"on": "31/02/2024"}, "Ngày quyết định"),
        ({"decision": ""}, "Quyết định công bố"),
        ({"decision": "12/QĐ-UBND ngày 16/01/2024"}, "Ngày quyết định"),
    ],
)
def test_what_is_wrong_is_told_by_its_column(client, cells, column):
    url = upload(client, [HEAD, row(**cells), row("2.000001", "Thủ tục đúng")])

    plan = client.get(url).context["page"].plan

    assert [(each.row, each.column) for each in plan.problems] == [(2, column)]
    assert plan.counts[NEW] == 1


def test_a_level_as_a_whole_is_no_managing_agency(client):
    confirm(client, upload(client, [HEAD, row(agency="Ủy ban nhân dân cấp xã")]))

    assert Procedure.objects.get().managing_agency is None


def test_one_code_in_two_spellings_is_one_procedure_twice(client):
    url = upload(client, [HEAD, row("1.000948.H23"), row("1.000948.000.00.00.H23")])

    (problem,) = client.get(url).context["page"].plan.problems

    assert (problem.row, problem.column, problem.wrong) == (
        3, "Mã TTHC", "Trùng mã với dòng 2 của tệp.",
    )  # fmt: skip


def test_sectors_are_created_only_where_that_was_chosen(client):
    rows = [HEAD, row(), row("1.000001", sector="Đất đai"), row("1.000002", sector="đất  đai")]
    url = upload(client, rows)
    page = client.get(url).context["page"]
    assert (page.unknown_sectors, page.plan.counts[REFUSED]) == ("Đất đai", 2)

    client.post(url, {"action": "sectors"})
    page = client.get(url).context["page"]
    assert (page.new_sectors, page.plan.counts[NEW]) == ("Đất đai", 3)
    assert Sector.objects.count() == 1
    confirm(client, url)

    assert dict(Sector.objects.values_list("code", "name")) == {
        "ho-tich": "Hộ tịch", "dat-dai": "Đất đai",
    }  # fmt: skip


def test_a_sector_only_of_refused_rows_is_not_created(client):
    rows = [HEAD, row(), row("1.00", sector="Đất đai")]
    url = upload(client, rows, creates_sectors="on")

    confirm(client, url, good_only="1")

    assert Sector.objects.count() == 1


def test_what_the_file_lacks_is_proposed_and_never_touched(client, sector):
    gone = ProcedureFactory(sector=sector)
    ProcedureChangeFactory(procedure=gone, kind="abolished")
    lacking = ProcedureFactory(sector=sector)
    ProcedureFactory()  # of a sector that the file does not speak of
    url = upload(client, [HEAD, row()])

    page = client.get(url).context["page"]
    assert [one["code"] for one in page.missing] == [lacking.code]
    confirm(client, url)

    assert Procedure.objects.filter(pk=lacking.pk).exists()
    assert not lacking.changes.exists()


def test_a_row_may_abolish(client, sector):
    one = ProcedureFactory(code="1.000948.H23", sector=sector)
    head = [*HEAD, "Loại quyết định", "Ngày có hiệu lực"]
    rows = [head, [*row(), "Bãi bỏ", "01/02/2024"]]

    confirm(client, upload(client, rows))

    assert Procedure.objects.with_state(dt.date(2024, 1, 31)).get(pk=one.pk).state == "in_force"
    assert Procedure.objects.with_state(dt.date(2024, 2, 1)).get(pk=one.pk).state == "abolished"


def test_what_changed_after_the_preview_is_not_imported(client, sector):
    ProcedureFactory(code="1.000948.H23", sector=sector)
    url = upload(client, [HEAD, row()])
    page = client.get(url).content.decode()
    fingerprint = re.search(r'name="fingerprint" value="(\w+)"', page)
    Procedure.objects.update(name="Đổi tên")

    answer = client.post(url, {"action": "confirm", "fingerprint": fingerprint[1]}, follow=True)

    assert "Dữ liệu đã thay đổi sau khi xem trước" in answer.content.decode()
    assert Procedure.objects.get().name == "Đổi tên"


def test_another_sector_or_service_moves_the_ledger(client, sector):
    one = ProcedureFactory(code="1.000948.H23", online_kind="none")
    DossierFactory(procedure=one, on_time=True)

    confirm(client, upload(client, [HEAD, row()]))

    one.refresh_from_db()
    assert (one.sector, one.online_kind) == (sector, "full")
    assert list(differences()) == []


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_bad_file_is_told_and_dropped(client, name):
    content, _code = BAD[name]
    response = client.post(START, {"file": SimpleUploadedFile(name, content or b"")})
    if response.status_code == 200:
        assert response.context["form"].errors
        return
    page = client.get(response.url)
    assert "Không đọc được tệp" in page.content.decode()
    client.post(response.url, {"action": "drop"})
    assert ImportRun.objects.get().status == "dropped"


def test_csv_and_an_unknown_heading(client):
    rows = [[*HEAD, "Ghi chú thêm"], [*map(str, row()), "x"]]
    url = upload(client, delimited(rows, ";").encode(), "a.csv")

    page = client.get(url).context["page"]

    assert page.plan.counts[NEW] == 1
    assert page.left_out == ["Cột không nhận ra, không nhập: “Ghi chú thêm”."]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_export_reads_back_without_a_change(client, office, sector, justice, language):
    office.language = language
    office.save()
    first = ProcedureFactory(
        sector=sector, managing_agency=justice, levels=["province", "commune"],
        one_stop_levels=["commune"], working_days=15, workflow_number="1/QĐ",
        workflow_on=dt.date(2024, 2, 1), online_kind="partial", serves="people",
    )  # fmt: skip
    ProcedureChangeFactory(procedure=first, effective_on=dt.date(2024, 2, 1))
    ProcedureChangeFactory(
        procedure=first, kind="amended", decided_on=dt.date(2024, 3, 1),
        published_on=dt.date(2024, 3, 4),
    )  # fmt: skip
    ProcedureFactory(sector=sector, working_days=0, serves="businesses")
    ProcedureFactory(sector=sector, working_days=None, online_kind="full")
    for kind in ("xlsx", "csv"):
        answer = client.get(LIST, {"export": kind})
        url = upload(client, b"".join(answer.streaming_content), f"a.{kind}")

        plan = client.get(url).context["page"].plan
        assert [str(each) for each in plan.problems] == []
        assert [(c.name, c.old, c.new) for line in plan.lines for c in line.changes] == []
        assert plan.counts[UNCHANGED] == 3
        assert plan.missing == []


# Who, and the command -------------------------------------------------------------------------


@pytest.mark.parametrize("role", [one for one in Role if one != Role.PROCEDURE_OFFICE])
def test_nobody_else_imports(role, period):
    client = client_of(UserFactory(role=role))

    addresses = [START, f"{START}template/", f"{START}1/", f"{START}1/errors/"]
    assert [client.get(each).status_code for each in addresses] == [403] * 4


def test_the_template_can_be_sent_as_it_is(client):
    url = upload(client, client.get(f"{START}template/").content)

    assert counts(client, url) == {NEW: 1, CHANGED: 0, UNCHANGED: 0, REFUSED: 0}


def test_the_command_shows_then_writes(client, tmp_path, capsys):
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook([HEAD, row()]))

    call_command("import_procedures", str(path), user="office")
    assert "Chưa nhập" in capsys.readouterr().out
    assert not Procedure.objects.exists()
    call_command("import_procedures", str(path), user="office", confirm=True)

    assert "Đã nhập: 1 mới." in capsys.readouterr().out
    assert Procedure.objects.count() == 1


def test_the_command_refuses(client, tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook([HEAD, row("x")]))
    clerk = UserFactory(role=Role.CLERK)

    with pytest.raises(CommandError, match="dòng sai"):
        call_command("import_procedures", str(path), user="office", confirm=True)
    with pytest.raises(CommandError, match="không có quyền"):
        call_command("import_procedures", str(path), user=clerk.username)
    with pytest.raises(CommandError, match="Không mở được"):
        call_command("import_procedures", str(tmp_path / "b.xlsx"), user="office")
    assert not Procedure.objects.exists()


# Codes with and without the letters of the agency ---------------------------------------------


@pytest.mark.parametrize(
    ("known", "written"),
    [("1.900091.H23", "1.900091"), ("1.900091", "1.900091.000.00.00.H23")],
)
def test_the_letters_of_the_agency_make_no_other_procedure(client, sector, known, written):
    ProcedureFactory(code=known, name="Đăng ký khai sinh", sector=sector)
    url = upload(client, [HEAD, row(written)])

    shown = client.get(url)
    assert f'<p class="crumbs"><a href="{START}">' in shown.content.decode()
    page = shown.context["page"]
    assert page.plan.counts == {NEW: 0, CHANGED: 1, UNCHANGED: 0, REFUSED: 0}
    assert (page.missing, page.changed[0]["code"]) == ([], known)
    confirm(client, url)

    assert Procedure.objects.get().code == known


def test_a_row_that_may_mean_two_procedures_is_refused_by_name(client, sector):
    for code in ("1.900091.H23", "1.900091.H38"):
        ProcedureFactory(code=code, sector=sector)

    page = client.get(upload(client, [HEAD, row("1.900091")])).context["page"]

    assert [one["wrong"] for one in page.refused] == [
        "Danh mục có nhiều thủ tục cùng mã quốc gia: 1.900091.H23, 1.900091.H38."
    ]
    assert page.missing == []


def test_another_province_has_its_own_procedure(client, sector):
    ProcedureFactory(code="1.900091.H38", sector=sector)

    assert counts(client, upload(client, [HEAD, row("1.900091.H23")]))[NEW] == 1


def test_two_new_rows_with_and_without_letters_are_one_procedure_twice(client):
    page = client.get(upload(client, [HEAD, row("1.900099"), row("1.900099.H23")])).context["page"]

    assert [one["wrong"] for one in page.refused] == ["Trùng mã với dòng 2 của tệp."]


# Time limits from their day on ----------------------------------------------------------------

AMENDED = {"decision": "45/QĐ-UBND", "on": "01/06/2024"}
TERM_HEAD = [*HEAD, "Ngày có hiệu lực", "Loại quyết định"]


def amended(term="12 ngày làm việc", effective="15/06/2024", kind="Sửa đổi, bổ sung", **cells):
    return [*row(agency="", **AMENDED | {"term": term} | cells), effective, kind]


@pytest.fixture
def fortnight(sector):
    """14 working days, published long ago."""
    one = ProcedureFactory(
        code="1.000948.H23", name="Đăng ký khai sinh", sector=sector, working_days=14,
        levels=["district", "commune"], online_kind="full",
    )  # fmt: skip
    ProcedureChangeFactory(procedure=one, decided_on=dt.date(2020, 1, 1))
    return one


def allowed(one, *days):
    return [one.allowed_on(dt.date(*day)) for day in days]


def test_an_amended_limit_holds_from_its_day_on(client, fortnight):
    url = upload(client, [TERM_HEAD, amended()])

    (line,) = client.get(url).context["page"].plan.of_kind(CHANGED)
    assert line.changes[0].new.replace("\xa0", " ") == "12 ngày làm việc (tiếp nhận từ 15/06/2024)"
    confirm(client, url)

    fortnight.refresh_from_db()
    assert fortnight.working_days == 12
    assert allowed(fortnight, (2019, 1, 1), (2024, 6, 14), (2024, 6, 15)) == [14, 14, 12]
    assert counts(client, upload(client, [TERM_HEAD, amended()]))[UNCHANGED] == 1


def test_limits_follow_each_other(client, fortnight):
    confirm(client, upload(client, [TERM_HEAD, amended()]))
    later = amended("Không quy định", "01/09/2024", decision="99/QĐ-UBND", on="20/08/2024")
    confirm(client, upload(client, [TERM_HEAD, later]))

    days = [(2024, 6, 14), (2024, 6, 15), (2024, 8, 31), (2024, 9, 1)]
    assert allowed(fortnight, *days) == [14, 12, 12, None]


def test_a_corrected_day_of_the_decision_moves_the_limit(client, fortnight):
    confirm(client, upload(client, [TERM_HEAD, amended()]))
    confirm(client, upload(client, [TERM_HEAD, amended(effective="01/07/2024")]))

    assert allowed(fortnight, (2024, 6, 30), (2024, 7, 1)) == [14, 12]


def test_a_limit_without_a_decision_is_mended_for_all_days(client, fortnight):
    url = upload(client, [HEAD, row(agency="", decision="", on="", term="15 ngày làm việc")])

    (line,) = client.get(url).context["page"].plan.of_kind(CHANGED)
    assert line.changes[0].new.replace("\xa0", " ") == "15 ngày làm việc (cho mọi ngày tiếp nhận)"
    confirm(client, url)

    fortnight.refresh_from_db()
    assert allowed(fortnight, (2019, 1, 1), (2024, 6, 15)) == [15, 15]


def test_a_limit_of_an_older_decision_is_refused(client, fortnight):
    confirm(client, upload(client, [TERM_HEAD, amended()]))
    older = amended("10 ngày làm việc", "01/02/2024", decision="3/QĐ-UBND", on="15/01/2024")

    page = client.get(upload(client, [TERM_HEAD, older])).context["page"]

    assert [(one["column"], one["wrong"]) for one in page.refused] == [
        (
            "Thời hạn giải quyết",
            "Thời hạn đã đổi từ ngày 15/06/2024, sau quyết định ghi ở dòng này.",
        )
    ]
