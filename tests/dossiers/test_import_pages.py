"""The pages of the import of dossier lists: every state, and every refusal."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from agencies.roles import Role
from dossiers.import_pages.starting import ImportForm
from dossiers.models import Dossier
from reporting.models import ImportProgress, ImportRun, ImportSource, ImportTerm
from tests.clients import client_of
from tests.dossiers.import_world import HEADS, confirmed, imported, listed, row, sent
from tests.factories import (
    AgencyFactory,
    DossierFactory,
    PeriodFactory,
    ProcedureFactory,
    UserFactory,
)
from tests.files import workbook
from tests.tasks.test_export import body

pytestmark = pytest.mark.django_db
Status = ImportRun.Status
START = reverse("dossiers:import")
OPEN = {"resolved": "", "status": "4"}


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(dt.datetime(2024, 6, 14, 2, 0, tzinfo=dt.UTC))


@pytest.fixture
def office(db):
    return UserFactory(role=Role.PROCEDURE_OFFICE, full_name="Trần Thị B")


@pytest.fixture
def clerk(construction):
    return UserFactory(role=Role.CLERK, role__agency=construction, full_name="Lê Văn C")


@pytest.fixture(autouse=True)
def permit(construction):
    return ProcedureFactory(code="1.004082")


@pytest.fixture
def client(office) -> Client:
    return client_of(office)


def upload(client: Client, content: bytes, name: str = "danh-sach.csv", **data: Any) -> Any:
    data = {"file": SimpleUploadedFile(name, content), "new_source": "Một cửa"} | data
    return client.post(START, data | {"whole": "1"})


def sent_by(client: Client, content: bytes, **data: Any) -> tuple[str, str]:
    """(address of the run, its page)."""
    response = upload(client, content, **data)
    assert response.status_code == 302, response.context["form"].errors
    return response.url, shown(client, response.url)


def shown(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def do(client: Client, url: str, action: str, **data: Any) -> str:
    response = client.post(url, {"action": action} | data, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def print_of(page: str) -> str:
    found = re.search(r'name="fingerprint" value="(\w+)"', page)
    assert found is not None
    return found[1]


def address(run: ImportRun) -> str:
    return reverse("dossiers:import-run", args=[run.pk])


def run_at(url: str) -> ImportRun:
    return ImportRun.objects.select_related("progress").get(pk=int(url.strip("/").split("/")[-1]))


def actions(page: str) -> list[str]:
    return re.findall(r'name="action" value="(\w+)"', page)


# Choosing a file ----------------------------------------------------------------------------------


def test_the_start_says_what_is_understood_and_gives_a_template(client):
    page = shown(client, START)
    assert "không quá 200 MB" in page
    assert "10 Đã trả kết quả" in page

    response = client.get(reverse("dossiers:import-template"))
    heads = [cell.value for cell in load_workbook(io.BytesIO(body(response))).active[2]]

    assert heads[:3] == ["Mã hồ sơ", "Mã thủ tục", "Tên thủ tục"]


def test_a_source_is_chosen_or_named(client):
    response = upload(client, listed([row(1)]), new_source="")
    assert response.context["form"].errors["source"] == [
        "Hãy chọn nguồn tệp hoặc ghi tên nguồn mới."
    ]

    url, _page = sent_by(client, listed([row(1)]), new_source="  Cổng   dịch vụ công ")

    source = ImportSource.objects.get()
    assert source.name == "Cổng dịch vụ công"
    assert run_at(url).options["source"] == source.pk
    assert f'<option value="{source.pk}" selected>' in shown(client, START)


def test_an_empty_file_is_refused_at_once(client):
    response = upload(client, b"")

    assert (
        response.context["form"].errors["file"][0]
        == "Tệp không có nội dung. Hãy kiểm tra lại tệp rồi tải lại."
    )
    assert not ImportRun.objects.exists()


def test_a_file_beyond_200_megabytes_is_refused():
    file = SimpleUploadedFile("lon.csv", b"x")
    file.size = 201 * 1024 * 1024
    form = ImportForm({"new_source": "Một cửa", "whole": "1"}, {"file": file})

    assert not form.is_valid()
    assert "200 MB" in form.errors["file"][0]


@pytest.mark.parametrize("share", [0.3, 0.6, 0.97])
def test_an_upload_that_breaks_off_leaves_nothing(client, share):
    fields = {
        "new_source": "Một cửa",
        "file": SimpleUploadedFile("danh-sach.csv", listed(map(row, range(1, 200)))),
        "whole": "1",
    }
    whole = encode_multipart(BOUNDARY, fields)

    sent_part = whole[: int(len(whole) * share)]
    response = client.generic("POST", START, sent_part, content_type=MULTIPART_CONTENT)

    assert response.context["form"].non_field_errors() == [
        "Tệp chưa được tải lên trọn vẹn; hãy tải lại."
    ]
    assert not ImportRun.objects.exists()


def test_a_second_file_waits_for_the_first(client, office):
    run = sent(listed([row(1)]), office)
    ImportRun.objects.filter(pk=run.pk).update(status=Status.READING)
    ImportProgress.objects.filter(run=run).update(beat_at=timezone.now())

    response = upload(client, listed([row(2)]))

    assert (
        "Tệp “danh-sach.csv” của cùng phạm vi cơ quan đang được xử lý (Trần Thị B,"
        in (response.context["form"].non_field_errors()[0])
    )
    assert ImportRun.objects.count() == 1


def test_own_files_that_wait_and_who_imported_what(client, office):
    confirmed(sent(listed([row(1)]), office, name="cu.csv"), office)
    sent(listed([row(2)]), office, name="moi.csv")

    page = shown(client, START)

    assert "Tệp của bạn chưa nhập xong" in page
    assert page.index("moi.csv") < page.index("cu.csv")
    assert "1 mới" in page


def test_only_who_may_import_opens_the_pages():
    member = client_of(UserFactory(role=Role.MEMBER))

    assert member.get(START).status_code == 403
    assert Client().get(START).status_code == 302


# Preview ------------------------------------------------------------------------------------------


def test_a_file_is_previewed_confirmed_once_and_taken_back(client):
    url, page = sent_by(client, listed([row(1), row(2, **OPEN)]))
    assert "Xem trước khi nhập: 2 mới" in page
    assert "tiếp nhận 01/03/2024" in page
    assert not Dossier.objects.exists()

    mark = print_of(page)
    page = do(client, url, "confirm", fingerprint=mark)
    assert "Đã nhập: danh-sach.csv" in page
    assert "Trần Thị B nhập lúc" in page
    do(client, url, "confirm", fingerprint=mark)
    assert Dossier.objects.count() == 2

    undo = reverse("dossiers:import-undo", args=[run_at(url).pk])
    assert undo in page
    assert "2 hồ sơ mới sẽ bị xóa." in shown(client, undo)
    page = client.post(undo, follow=True).content.decode()
    assert "Đã hoàn tác: danh-sach.csv" in page
    assert not Dossier.objects.exists()
    assert client.get(undo).url == url
    client.post(undo)


def test_old_and_new_stand_side_by_side(client, office):
    imported(listed([row(1, **OPEN)]), office)

    _url, page = sent_by(client, listed([row(1)]))

    assert "Xem trước khi nhập: 1 thay đổi" in page
    assert "Trạng thái: <del>Đang xử lý</del> → <ins>Đã trả kết quả</ins>" in page


def test_the_same_file_again_says_who_imported_it(client, office):
    imported(listed([row(1)]), office)

    _url, page = sent_by(client, listed([row(1)]))

    assert "Đúng tệp này đã được Trần Thị B nhập lúc" in page
    assert "Tệp không làm thay đổi hồ sơ nào." in page
    assert actions(page) == ["drop"]


def test_wrong_rows_are_told_taken_away_and_left_out_by_choice(client):
    rows = [row(1), row(2, received="31/02/2024")]
    url, page = sent_by(client, listed(rows))
    assert "31/02/2024" in page
    assert "Nhập 1 dòng đúng, bỏ 1 dòng sai" in page
    assert actions(page) == ["only_good", "drop"]

    refused = do(client, url, "confirm", fingerprint=print_of(page))
    assert "Tệp còn dòng sai nên chưa nhập dòng nào" in refused
    assert not Dossier.objects.exists()

    errors = reverse("dossiers:import-errors", args=[run_at(url).pk])
    assert errors in page
    cells = [
        cell.value
        for line in load_workbook(io.BytesIO(body(client.get(errors)))).active
        for cell in line
    ]
    assert "H23.01-240301-0002" in cells
    assert "H23.01-240301-0001" not in cells

    page = do(client, url, "only_good", fingerprint=print_of(page))
    assert "1 dòng sai không được nhập" in page
    assert [one.code for one in Dossier.objects.all()] == ["H23.01-240301-0001"]
    assert body(client.get(errors)).startswith(b"PK")


def test_thousands_of_wrong_rows_make_a_small_page(client):
    rows = [row(number, received="không rõ " * 9) for number in range(1, 5001)]

    url, page = sent_by(client, listed(rows))

    assert len(page) < 1_000_000
    assert "Hiển thị 100 lỗi đầu tiên của 5.000 dòng bị từ chối" in page
    assert page.count("<b>Không đọc được ngày") == 100
    assert "không dòng nào đúng" in page
    assert actions(page) == ["drop"]
    assert run_at(url).counts["refused"] == 5000


def test_the_same_file_again_with_wrong_rows_says_that_the_rest_is_known(client, office):
    rows = [row(1), row(2), row(3, status="")]
    imported(listed(rows), office, only_good=True)

    _url, page = sent_by(client, listed(rows))

    assert "Không có gì để nhập: 2 dòng không làm thay đổi gì, 1 dòng bị từ chối." in page
    assert "Không dòng nào nhập được" not in page
    assert actions(page) == ["drop"]


def test_one_of_each_is_no_plural_in_english(client, office):
    office.language = "en"
    office.save()

    _url, page = sent_by(client, listed([row(1), row(2, status="")]))

    assert re.search(
        r"has 2 rows; the correct rows were received [^,]+, at 1 resolving agency\.", page
    )
    assert "Import 1 correct row, leave out 1 wrong row" in page


def test_columns_about_people_are_named_and_never_shown(client):
    heads = HEADS | {"name": "Họ và tên người nộp", "odd": "Màu bìa"}
    rows = [row(1, name="Nguyễn Văn Kín", odd="xanh")]

    url, page = sent_by(client, listed(rows, heads))
    columns = shown(client, f"{url}?step=columns")

    assert "Cột về cá nhân, không đọc và không lưu: “Họ và tên người nộp”." in page
    assert "Cột không nhận ra, không nhập: “Màu bìa”." in page
    assert "Nguyễn Văn Kín" not in page
    assert "Nguyễn Văn Kín" not in columns
    assert "Cột về cá nhân, không đọc và không lưu" in columns


def test_lines_that_are_no_dossiers_are_counted_in_sight(client):
    lines = [dict.fromkeys(HEADS, "") | {"code": "Lĩnh vực: Xây dựng"}, row(1)]

    _url, page = sent_by(client, listed(lines))

    assert "Dòng không phải hồ sơ, không nhập: dòng mục (1)." in page
    assert "<li>dòng mục: 1 (dòng 2)</li>" in page


def test_dossiers_that_the_file_lacks_are_told(client, office):
    imported(listed([row(1), row(2)]), office)

    _url, page = sent_by(client, listed([row(2, **OPEN)]))

    assert "Hồ sơ vắng trong tệp" in page
    assert "H23.01-240301-0001" in page


def test_a_preview_made_anew_has_to_be_looked_at(client):
    url, page = sent_by(client, listed([row(1)]))

    page = do(client, url, "confirm", fingerprint="0" * 16)

    assert "Bản xem trước đã được lập lại nên chưa nhập dòng nào" in page
    assert not Dossier.objects.exists()


def test_data_that_changed_meanwhile_make_the_preview_anew(client, construction, permit):
    url, page = sent_by(client, listed([row(1)]))
    DossierFactory(
        code="H23.01-240301-0001",
        procedure=permit,
        receiving_agency=construction,
        resolving_agency=construction,
        received_on=dt.date(2024, 3, 1),
    )

    page = do(client, url, "confirm", fingerprint=print_of(page))

    assert "nên bản này được lập lại" in page
    assert run_at(url).status == Status.PENDING


def test_a_file_is_dropped_once(client):
    url, _page = sent_by(client, listed([row(1)]))

    assert "Đã bỏ tệp “danh-sach.csv”." in do(client, url, "drop")
    assert "Đã bỏ: danh-sach.csv" in shown(client, url)
    do(client, url, "drop")
    assert run_at(url).status == Status.DROPPED


def test_the_page_asks_as_often_for_many_rows_as_for_few(client):
    few, _page = sent_by(client, listed([row(1), row(2, status="lạ")]))
    many, _page = sent_by(
        client, listed([*map(row, range(1, 40)), *(row(n, status="lạ") for n in range(40, 60))])
    )
    client.get(few)

    with CaptureQueriesContext(connection) as one:
        client.get(few)
    with CaptureQueriesContext(connection) as other:
        client.get(many)

    assert len(one) == len(other)


# Rows behind the counts ---------------------------------------------------------------------------


def test_a_count_opens_exactly_its_rows(client, office):
    imported(listed([row(1, **OPEN)]), office)
    url, page = sent_by(client, listed([row(1), *(row(number) for number in range(2, 20))]))
    rows = reverse("dossiers:import-rows", args=[run_at(url).pk])
    assert f'href="{rows}?kind=new">18<' in page

    new = shown(client, f"{rows}?kind=new")
    assert new.count("H23.01-240301-") == 18
    assert shown(client, f"{rows}?kind=changed").count("H23.01-240301-") == 1
    assert "Không có dòng nào." in shown(client, f"{rows}?kind=repeated")

    do(client, url, "confirm", fingerprint=print_of(page))
    assert shown(client, f"{rows}?kind=new").count('<td class="code nw"') == 18
    changed = shown(client, f"{rows}?kind=changed")
    assert "Trạng thái: <del>Đang xử lý</del> → <ins>Đã trả kết quả</ins>" in changed
    assert client.get(f"{rows}?kind=odd").status_code == 404


# Matching columns ---------------------------------------------------------------------------------

STRANGE = {
    "code": "Ký hiệu",
    "procedure": "Mã TTHC",
    "agency": "Cơ quan",
    "channel": "Hình thức nộp",
    "received": "Bắt đầu",
    "due": "Ngày hẹn trả",
    "resolved": "Ngày kết thúc xử lý",
    "status": "Trạng thái",
}


def test_unknown_headings_are_matched_once_for_the_source(client):
    url, page = sent_by(client, listed([row(1)], STRANGE))
    assert "Ghép cột: danh-sach.csv" in page
    assert run_at(url).status == Status.MAPPING
    assert "H23.01-240301-0001" in page
    assert '<option value="procedure" selected>Mã thủ tục</option>' in page

    chosen = {"head": "0.1", "column_0": "code", "column_1": "procedure", "column_2": "receiving"}
    page = do(client, url, "columns", **chosen, column_4="received")
    assert "Chưa chọn cột nào là “Trạng thái”" in page
    assert '<option value="received" selected>Ngày tiếp nhận (bắt buộc)</option>' in page

    page = do(
        client,
        url,
        "columns",
        **chosen,
        column_4="received",
        column_7="status",
        column_6="resolved",
    )
    assert "Xem trước khi nhập: 1 mới" in page

    _url, page = sent_by(client, listed([row(2)], STRANGE))
    assert "Xem trước khi nhập: 1 mới" in page


PEOPLE = ("Trần Thị Bình", "Nguyễn Văn Kín", "0912345678", "Xóm Đông")


@pytest.mark.parametrize("how", ["known", "unknown", "none"])
def test_no_page_and_no_run_tells_of_people(how, client):
    """Neither the choice of the row of headings, nor values, nor what is kept of the run."""
    own = {"known": HEADS, "unknown": STRANGE, "none": {}}[how]
    heads = own | {"name": "Người nộp", "phone": "Liên lạc", "home": "Nơi"}
    people = {"name": "Nguyễn Văn Kín", "phone": "0912345678", "home": "Xóm Đông"}
    lines = [row(number, **people) for number in range(1, 10)]
    cells = [[one.get(key, "") for key in heads] for one in lines]
    top = [["Người lập: Trần Thị Bình"], list(heads.values())]

    url, page = sent_by(
        client, workbook([*(top if how != "none" else []), *cells]), name="bang.xlsx"
    )
    pages = (
        page + shown(client, f"{url}?step=columns") + shown(client, f"{url}?step=columns&head=0.3")
    )
    progress = run_at(url).progress
    kept = json.dumps([progress.layout, progress.found, progress.problem], ensure_ascii=False)

    assert not [one for one in PEOPLE if one in pages]
    assert not [one for one in PEOPLE if one in kept]
    assert "••• ••••" in pages
    assert "mỗi dấu • là một chữ hoặc chữ số" in pages


def test_a_masked_heading_is_not_remembered(client):
    cells = [list(row(number).values()) for number in range(1, 4)]
    url, _page = sent_by(client, workbook(cells), name="bang.xlsx")
    keys = ["code", "procedure", "receiving", "channel", "received", "due", "resolved", "status"]

    page = do(
        client, url, "columns", head="0.1", **{f"column_{at}": key for at, key in enumerate(keys)}
    )

    assert "Xem trước khi nhập: 2 mới" in page
    assert all(re.fullmatch("[a-z0-9 ]+", text) for text in ImportSource.objects.get().headings)


def test_what_was_said_in_one_language_is_read_in_another(client, office):
    strange, _page = sent_by(client, listed([row(1)], {"code": "Ký hiệu", "status": "Ở đâu"}))
    partly, _page = sent_by(client, listed([row(1)], STRANGE))
    without = {key: title for key, title in HEADS.items() if key != "agency"}
    needed, _page = sent_by(client, listed([row(1)], without))
    refused, _page = sent_by(client, "C¬ quan chñ tr×,NhiÖm vô,Thêi h¹n".encode("latin-1"))
    office.language = "en"
    office.save()

    pages = [shown(client, url) for url in (strange, partly, needed, refused)]

    assert "No header row of the table was found in the first 60 rows of the sheets." in pages[0]
    assert "The header row 1 lacks the columns “Mã hồ sơ”, “Ngày tiếp nhận”." in pages[1]
    assert "The file has no column with the receiving or resolving agency." in pages[2]
    assert "not Unicode" in pages[3]
    for page in pages:
        assert not re.search("Không tìm thấy|thiếu cột|bảng mã|Tệp ", page)


def test_the_row_of_headings_is_chosen_under_titles(client):
    rows = [["DANH SÁCH HỒ SƠ"], list(STRANGE.values()), list(row(1).values())]
    url, page = sent_by(client, workbook(rows), name="bang.xlsx")
    assert '<option value="0.2" selected>' in page

    other = shown(client, f"{url}?step=columns&head=0.3")

    assert '<option value="0.3" selected>' in other
    assert "DANH SÁCH HỒ SƠ Ký hiệu" not in page


def test_a_preview_that_misread_a_column_is_matched_again(client):
    url, page = sent_by(client, listed([row(1)]))
    assert "?step=columns" in page
    columns = shown(client, f"{url}?step=columns")
    assert '<option value="due" selected>' in columns

    chosen = {f"column_{at}": key for at, key in run_at(url).progress.layout["places"].items()}
    page = do(client, url, "columns", head="0.1", **{**chosen, "column_5": ""})

    assert "Xem trước khi nhập: 1 mới" in page
    assert "“Ngày hẹn trả”" in page


# Matching words -----------------------------------------------------------------------------------


def test_unknown_words_are_settled_once_for_the_source(client, construction):
    rows = [
        row(1, status="Xong hẳn", channel="Bưu tá", agency="Phòng Xây"),
        row(2, status="xong hẳn"),
        row(3, procedure="TT-07"),
    ]
    url, page = sent_by(client, listed(rows))
    assert "Có 4 cách ghi chưa biết." in page
    form = shown(client, f"{url}?step=words")
    assert "Xong hẳn" in form
    assert "2 dòng" in form

    page = do(client, url, "words", word_0="10", word_1="3", word_2="KHONGCO", word_3="")
    assert "Không có cơ quan mã “KHONGCO”" in page
    assert not ImportTerm.objects.exists()

    page = do(client, url, "words", word_0="10", word_1="3", word_2="sxd", word_3="1.004082")
    assert "Xem trước khi nhập: 3 mới" in page
    assert sorted(ImportTerm.objects.values_list("field", "folded", "value")) == [
        ("agency", "phong xay", "sxd"),
        ("channel", "buu ta", "3"),
        ("procedure", "tt 07", "1.004082"),
        ("status", "xong han", "10"),
    ]


def test_a_clerk_is_told_who_settles_words(clerk):
    client = client_of(clerk)
    url, page = sent_by(client, listed([row(1, status="Xong hẳn")]))

    assert "Hãy sửa trong tệp, hoặc đề nghị cơ quan kiểm soát thủ tục ghép." in page
    assert "step=words" not in page
    assert client.post(url, {"action": "words", "word_0": "10"}).status_code == 403
    assert not ImportTerm.objects.exists()


def test_words_that_nobody_tells_are_not_sent(client):
    url, _page = sent_by(client, listed([row(1, status="Xong hẳn")]))

    assert "Hãy chọn nghĩa cho ít nhất một cách ghi." in do(client, url, "words", word_0="")


# A run that works, has stopped or has failed ------------------------------------------------------


def working(office, status=Status.READING, **progress: Any) -> ImportRun:
    run = sent(listed([row(1)]), office)
    ImportRun.objects.filter(pk=run.pk).update(status=status)
    now = timezone.now()
    values = {"step": "copy", "beat_at": now, "asked_at": now} | progress
    ImportProgress.objects.filter(run=run).update(**values)
    return run


def test_a_file_that_is_read_shows_how_far_it_is(client, office):
    run = working(office, rows_read=12345, rows_total=50000)

    page = shown(client, address(run))

    assert "Đang đọc tệp: danh-sach.csv" in page
    assert "Đã đọc 12.345 trong 50.000 dòng." in page
    assert "js/import-run.js" in page
    assert actions(page) == ["drop"]
    assert "Đã bỏ tệp" in do(client, address(run), "drop")


def test_a_file_that_is_written_cannot_be_dropped(client, office):
    run = working(office, Status.WRITING, step="write")

    page = shown(client, address(run))

    assert "Đang ghi vào cơ sở dữ liệu" in page
    assert actions(page) == []
    do(client, address(run), "drop")
    assert run_at(address(run)).status == Status.WRITING


def test_a_run_that_has_stopped_is_started_again(client, office):
    long_ago = timezone.now() - dt.timedelta(hours=1)
    run = working(office, beat_at=long_ago, asked_at=long_ago)

    page = shown(client, address(run))
    assert "Đã dừng, chạy lại: danh-sach.csv" in page
    assert "js/import-run.js" not in page
    assert actions(page) == ["restart", "drop"]

    assert "Xem trước khi nhập: 1 mới" in do(client, address(run), "restart")


def test_a_file_that_cannot_be_read_says_what_to_mend(client):
    _url, page = sent_by(client, b"PK\x03\x04 hong", name="hong.xlsx")

    assert "Không nhập được: hong.xlsx" in page
    assert "note--bad" in page
    assert actions(page) == []


def test_an_unforeseen_error_may_be_run_again(client, office):
    run = sent(listed([row(1)]), office)
    ImportRun.objects.filter(pk=run.pk).update(status=Status.FAILED)

    assert actions(shown(client, address(run))) == ["restart", "drop"]
    assert "Xem trước khi nhập: 1 mới" in do(client, address(run), "restart")


def test_undoing_after_a_later_edit_lists_what_stands_in_the_way(client, office):
    run = imported(listed([row(1), row(2)]), office)
    undo = reverse("dossiers:import-undo", args=[run.pk])
    Dossier.objects.filter(code="H23.01-240301-0001").update(due_on=dt.date(2024, 3, 20))

    page = shown(client, undo)
    assert "Chưa hoàn tác được" in page
    assert "Hồ sơ đã được sửa sau lần nhập." in page
    assert "H23.01-240301-0002" not in page

    page = client.post(undo, follow=True).content.decode()
    assert "Không hoàn tác được: 1 hồ sơ đã thay đổi sau lần nhập." in page
    assert Dossier.objects.count() == 2


def test_a_later_import_that_stands_in_the_way_is_named(client, office, clerk, time_machine):
    first = imported(listed([row(1, **OPEN), row(2)]), office)
    time_machine.move_to(dt.datetime(2024, 6, 14, 2, 20, tzinfo=dt.UTC))
    second = confirmed(sent(listed([row(1)]), clerk, name="ban-sua.csv"), clerk)
    undo = reverse("dossiers:import-undo", args=[first.pk])

    page = shown(client, undo)

    assert "Lần nhập sau đó đã ghi lại: “ban-sua.csv” (Lê Văn C, 14/06/2024 09:20)." in page
    assert f'href="{reverse("dossiers:import-undo", args=[second.pk])}"' in page
    assert "“ban-sua.csv” (Lê Văn C, 14/06/2024 09:20): 1 hồ sơ" in page

    client.post(reverse("dossiers:import-undo", args=[second.pk]))
    assert "Hoàn tác lần nhập: danh-sach.csv" in shown(client, undo)


def test_the_file_of_another_office_is_not_named(clerk, office):
    first = imported(listed([row(1, **OPEN)]), clerk)
    confirmed(sent(listed([row(1)]), office, name="kin.csv"), office)

    page = shown(client_of(clerk), reverse("dossiers:import-undo", args=[first.pk]))

    assert "kin.csv" not in page
    assert "Lần nhập sau đó đã ghi lại: Trần Thị B, 14/06/2024 09:00." in page


def test_an_edit_in_data_entry_that_stands_in_the_way_says_whose_it_is(client, office, clerk):
    run = imported(listed([row(1)]), office)
    Dossier.objects.update(due_on=dt.date(2024, 3, 20))
    LogEntry.objects.create(
        user=clerk,
        content_type=ContentType.objects.get_for_model(Dossier),
        object_id=Dossier.objects.get().pk,
        action_flag=CHANGE,
        action_time=dt.datetime(2024, 6, 14, 8, 0, tzinfo=dt.UTC),
    )

    page = shown(client, reverse("dossiers:import-undo", args=[run.pk]))

    assert "Lê Văn C đã sửa hồ sơ lúc 14/06/2024 15:00, sau lần nhập." in page


def test_an_undone_run_says_by_whom_and_when(office, clerk, client, time_machine):
    run = imported(listed([row(1)]), clerk)
    time_machine.move_to(dt.datetime(2024, 6, 14, 2, 20, tzinfo=dt.UTC))
    client.post(reverse("dossiers:import-undo", args=[run.pk]))

    page = shown(client, address(run))

    said = "Lê Văn C nhập lúc 14/06/2024 09:00; Trần Thị B hoàn tác lúc 14/06/2024 09:20"
    assert said in page


# Two people ---------------------------------------------------------------------------------------


def test_the_run_of_another_clerk_is_not_found(client, office, clerk, construction):
    other = client_of(UserFactory(role=Role.CLERK, role__agency=AgencyFactory()))
    run = sent(listed([row(1)]), clerk)

    for name in ("import-run", "import-rows", "import-errors", "import-undo"):
        assert other.get(reverse(f"dossiers:{name}", args=[run.pk])).status_code == 404
    assert other.post(address(run), {"action": "drop"}).status_code == 404

    page = shown(client, address(run))
    assert "chỉ người tải lên xác nhận được" in page
    assert actions(page) == []
    assert client.post(address(run), {"action": "drop"}).status_code == 403
    assert run_at(address(run)).status == Status.PENDING


def test_a_clerk_imports_for_the_own_agency_only(clerk):
    AgencyFactory(code="SNN", name="Sở Nông nghiệp")

    _url, page = sent_by(client_of(clerk), listed([row(1), row(2, agency="SNN")]))

    assert "Nhập 1 dòng đúng, bỏ 1 dòng sai" in page


def test_a_run_of_another_kind_is_not_found(client, office):
    run = ImportRun.objects.create(
        kind="plan", file_name="x", sha256="0" * 64, size=1, created_by=office
    )

    assert client.get(address(run)).status_code == 404


def test_a_run_without_an_action_stays_as_it_is(client):
    url, _page = sent_by(client, listed([row(1)]))

    assert client.post(url, {"action": "fly"}).url == url
    assert run_at(url).status == Status.PENDING


def test_lists_of_dossiers_lead_here(client):
    PeriodFactory()
    for name in ("admin:dossiers_dossier_changelist", "dossiers:list", "front"):
        assert f'href="{START}"' in shown(client, reverse(name))


def test_every_page_of_a_file_leads_back(client):
    url = upload(client, listed([row(1, **OPEN)])).url
    way = f'<p class="crumbs"><a href="{START}">'

    pages = [client.get(url + more) for more in ("", "?step=columns", "rows/?kind=new")]

    assert [way in page.content.decode() for page in pages] == [True] * 3
