"""The pages of the import of form II.06: upload, preview, errors, confirm; and the command."""

from __future__ import annotations

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
from dossiers.models import Return
from reporting.models import ImportRun, Period
from tests.clients import client_of
from tests.dossiers.return_sheets import HEADS, World, merged, row
from tests.factories import ReturnFactory, UserFactory
from tests.files import BAD, placed, workbook
from tests.tasks.test_export import body

START = reverse("dossiers:return-import")
GOOD = [*HEADS, row(1, "Sở Tư pháp")]
WRONG = [*GOOD, row(2, "Huyện Bắc", (-1,))]


@pytest.fixture
def world(db) -> World:
    return World()


@pytest.fixture
def client(world) -> Client:
    return client_of(world.office)


def upload(client: Client, content: bytes, name: str = "bieu.xlsx", **changes: str) -> Any:
    data = {"period": "2024-H1", "role": "resolving", "sector": ""} | changes
    return client.post(START, data | {"file": SimpleUploadedFile(name, content)})


def preview_of(client: Client, rows: Any) -> tuple[str, str]:
    """(address of the run, its page)."""
    content = rows if isinstance(rows, bytes) else workbook(rows)
    response = upload(client, content)
    assert response.status_code == 302, response.context["form"].errors
    return response.url, client.get(response.url).content.decode()


def confirm(client: Client, url: str, page: str, **extra: str) -> str:
    found = re.search(r'name="fingerprint" value="(\w+)"', page)
    assert found is not None
    data = {"action": "confirm", "fingerprint": found[1]} | extra
    return client.post(url, data, follow=True).content.decode()


def test_a_file_is_previewed_and_confirmed_once(client):
    url, page = preview_of(client, merged([row(1, "Sở Tư pháp")]))
    assert "Xem trước khi nhập: 1 mới" in page
    assert "Ô ghi “-” được hiểu là 0; ô để trống là chưa báo cáo" in page
    assert Return.objects.count() == 0

    assert "Đã nhập: 1 mới." in confirm(client, url, page)
    assert "Đã nhập: 1 mới." not in confirm(client, url, page)
    assert Return.objects.count() == 1


def test_the_same_file_again_says_who_imported_it(client, world):
    content = workbook(GOOD)
    url, page = preview_of(client, content)
    confirm(client, url, page)

    _url, page = preview_of(client, content)

    assert f"Đúng tệp này đã được {world.office.full_name} nhập lúc" in page
    assert "Tệp không làm thay đổi biểu nào." in page


def test_old_and_new_stand_side_by_side(client, world):
    ReturnFactory(period=world.period, agency=world.justice, online=1059)

    _url, page = preview_of(client, GOOD)

    assert "Cột 4: <del>1.059</del> → <ins>60</ins>" in page


def test_wrong_rows_are_told_taken_away_and_may_be_left_out(client):
    url, page = preview_of(client, WRONG)
    assert "Số hồ sơ không thể âm." in page
    assert "Tệp còn dòng sai" in confirm(client, url, page)

    rows = list(load_workbook(io.BytesIO(body(client.get(f"{url}errors.xlsx")))).active.values)
    told = [one for one in rows if any(one)]
    assert told[0][-1] == "Lỗi"
    assert told[1][:3] == ("2", "Huyện Bắc", "-1")
    assert told[1][-1].startswith("Dòng 5, cột “Số hồ sơ nhận giải quyết – Tổng số”, giá trị “-1”")

    assert "Đã nhập: 1 mới, 1 bị từ chối." in confirm(client, url, page, good_only="1")


def test_the_error_file_can_be_mended_and_sent_again(client):
    url, _page = preview_of(client, [*HEADS, row(1, "Sở Tư pháp", ("-1", *["7"] * 10))])
    book = load_workbook(io.BytesIO(body(client.get(f"{url}errors.xlsx"))))
    for line in book.active.iter_rows():
        for cell in line:
            if cell.value == "-1":
                cell.value = "21"
    mended = io.BytesIO()
    book.save(mended)

    _url, page = preview_of(client, mended.getvalue())

    assert "Xem trước khi nhập: 1 mới" in page


def test_a_correction_is_ticked_on_the_page(client, world):
    old = ReturnFactory(period=world.period, agency=world.justice, online=1, status="published")
    url, page = preview_of(client, GOOD)
    assert "Lập bản đính chính cho 1 biểu đã xác nhận hoặc công bố" in page
    refused = confirm(client, url, page)
    assert "tệp thay đổi 1 biểu đã xác nhận hoặc công bố. Hãy đánh dấu ô" in refused
    assert "hãy sửa tệp" not in refused

    assert "Đã nhập: 1 thay đổi." in confirm(client, url, page, correct="1")

    version = Return.objects.get(replaces=old)
    assert version.online == 60
    assert version.steps.get().note == "Nhập lại từ tệp “bieu.xlsx”."


def test_a_closed_return_that_was_left_is_told(client, world):
    ReturnFactory(period=world.period, agency=world.justice, online=1, status="published")
    url, page = preview_of(client, [*GOOD, row(2, "Huyện Bắc")])
    assert "giữ nguyên 1 biểu đã đóng nếu không chọn lập bản đính chính" in page

    ended = confirm(client, url, page, good_only="1")

    assert "Đã nhập: 1 mới, 1 đã đóng, giữ nguyên." in ended
    assert "giữ nguyên vì không chọn lập bản đính chính" in ended


def test_an_old_preview_that_is_opened_again_says_what_changed(client, world):
    url, page = preview_of(client, [*GOOD, row(2, "Huyện Bắc")])
    assert "bản này được lập lại" not in client.get(url).content.decode()
    ReturnFactory(period=world.period, agency=world.justice, online=77)

    assert "chưa nhập dòng nào" in confirm(client, url, page)
    assert Return.objects.get().online == 77


def test_reopened_it_tells_once_what_is_different(client, world):
    url, _page = preview_of(client, [*GOOD, row(2, "Huyện Bắc")])
    ReturnFactory(period=world.period, agency=world.justice, online=77)

    page = client.get(url).content.decode()

    assert (
        "Dữ liệu đã thay đổi sau bản xem trước cũ (2 mới) nên bản này được lập lại: "
        "1 mới, 1 thay đổi." in page
    )
    assert "bản này được lập lại" not in client.get(url).content.decode()


def test_a_file_that_cannot_be_read_waits_for_nobody(client, world):
    url = upload(client, b"%PDF-1.4", "a.pdf").url

    page = client.get(url).content.decode()

    assert page.count("Tệp là PDF, không phải bảng tính.") == 1
    assert "chưa nhập xong" not in client.get(START).content.decode()
    assert "Đã bỏ: a.pdf" in client.get(url).content.decode()


def test_imports_name_the_period(client, world):
    preview_of(client, GOOD)

    page = client.get(START).content.decode()

    assert "bieu.xlsx</a> · 6 tháng đầu năm 2024 ·" in page


def test_a_clerk_takes_the_own_rows_out_of_the_sheet_of_the_province(world):
    clerk = client_of(UserFactory(role=Role.CLERK, role__agency=world.north))
    own = "Ủy ban nhân dân xã Tân Tiến"
    rows = [
        *(*GOOD, row("", "II. Huyện, thị xã, thành phố", ("",)), row(2, "Huyện Bắc")),
        *(row("", "III. Xã, phường, thị trấn", ("",)), row("", "Huyện Bắc", ("",))),
        *(row(3, own), row("", "Huyện Nam", ("",)), row(4, own, (0,) * 11)),
        row("", "Tổng cộng", (300,)),
    ]

    url, page = preview_of(clerk, rows)

    text = " ".join(page.split())
    assert "Xem trước khi nhập: 2 mới" in text
    assert (
        "2 cơ quan trong tệp ngoài phạm vi nhập của bạn, không nhập: Sở Tư pháp, "
        "Ủy ban nhân dân xã Tân Tiến." in text
    )
    assert "Tổng cộng: khớp với các dòng." in text
    assert "Dòng bị từ chối" not in text
    assert "dòng mục: Huyện Nam" in text
    assert "Đã nhập: 2 mới." in confirm(clerk, url, page)
    assert set(Return.objects.values_list("agency__code", flat=True)) == {"HB", "XB1"}


def test_a_name_that_is_like_no_other_gets_no_suggestion(client, world):
    _url, page = preview_of(client, [*HEADS, row(1, "Sở Không Có Thật")])

    assert "Không có cơ quan này." in page
    assert "Gần nhất" not in page


def test_what_is_left_out_is_told(client):
    head = [[*one, extra] for one, extra in zip(HEADS, ("Xếp loại", "", ""), strict=True)]
    rows = [*head, row("I", "Sở, ban, ngành", ("",)), *GOOD[3:], row(2, "Huyện Bắc", ("",) * 11)]

    _url, page = preview_of(client, rows)

    assert "1 cơ quan không có số, coi là chưa báo cáo: Ủy ban nhân dân huyện Bắc." in page
    assert "Cột không nhận ra, không nhập: “Xếp loại”." in page
    assert "Dòng 4, dòng mục: I Sở, ban, ngành" in " ".join(page.split())


def test_the_row_of_totals_is_compared_on_the_page(client):
    rows = [*GOOD, row("", "Tổng cộng", (1234,))]

    _url, page = preview_of(client, rows)

    assert "Cột 3: tệp ghi 1.234, cộng các dòng được 100, chênh +1.134." in page


@pytest.mark.parametrize("name", [name for name in BAD if name not in ("unpacked.xlsx",)])
def test_no_file_breaks_the_page(client, name):
    content, _code = BAD[name]
    response = upload(client, content, name)

    if response.status_code == 302:
        page = client.get(response.url).content.decode()
        assert "Không đọc được tệp" in page
    else:
        assert response.status_code == 200
    assert Return.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"period": "KHÔNG\0CÓ"}, "period"), ({"role": "x"}, "role"), ({"sector": "x"}, "sector")],
)
def test_a_wrong_form_is_refused_at_its_field(client, changes, field):
    response = upload(client, workbook(GOOD), **changes)

    assert list(response.context["form"].errors) == [field]


def test_a_locked_period_is_refused_at_once(client, world):
    world.period.status = Period.Status.LOCKED
    world.period.save()

    response = upload(client, workbook(GOOD))

    assert response.context["form"].errors["period"] == [
        "6 tháng đầu năm 2024 đã khóa nên không nhận thêm hoặc sửa số liệu."
    ]


def test_readers_do_not_import_and_clerks_see_their_own_files_alone(client, world):
    url, _page = preview_of(client, GOOD)
    clerk = client_of(UserFactory(role=Role.CLERK, role__agency=world.north))
    member = client_of(UserFactory(role=Role.MEMBER))

    assert member.get(START).status_code == 403
    assert member.post(url, {"action": "drop"}).status_code == 403
    assert clerk.get(START).status_code == 200
    assert clerk.get(url).status_code == 404
    assert clerk.post(url, {"action": "drop"}).status_code == 404


def test_the_list_of_returns_leads_to_the_ways_of_entry(client, world):
    page = client.get(reverse("dossiers:returns")).content.decode()

    for url in (START, reverse("dossiers:return-sheet"), reverse("admin:dossiers_return_grid")):
        assert f'href="{url}?period=2024-H1' in page


def test_the_command_shows_then_imports(world, tmp_path, capsys):
    ReturnFactory(period=world.period, agency=world.justice, online=59)
    path = str(placed(tmp_path, "a.xlsx", workbook(GOOD)))
    asked = {"period": "2024-H1", "user": world.office.username}

    call_command("import_returns", path, **asked)
    assert Return.objects.get().online == 59
    call_command("import_returns", path, confirm=True, **asked)

    assert Return.objects.get().online == 60
    assert capsys.readouterr().out.splitlines() == [
        "Xem trước: 1 thay đổi.",
        "Sở Tư pháp, Cột 4: 59 → 60",
        "Chưa nhập; thêm --confirm để nhập.",
        "Xem trước: 1 thay đổi.",
        "Sở Tư pháp, Cột 4: 59 → 60",
        "Đã nhập: 1 thay đổi.",
    ]
    assert {run.status for run in ImportRun.objects.all()} == {"done", "dropped"}


@pytest.mark.parametrize(
    "changes", [{"period": "X"}, {"user": "nobody"}, {"sector": "x"}, {"confirm": True}]
)
def test_the_command_refuses_what_it_cannot_use(world, tmp_path, changes):
    path = str(placed(tmp_path, "a.xlsx", workbook(WRONG)))
    asked = {"period": "2024-H1", "user": world.office.username}

    with pytest.raises(CommandError):
        call_command("import_returns", path, **(asked | changes))
    with pytest.raises(CommandError):
        call_command("import_returns", str(tmp_path / "none.xlsx"), **asked)
    assert Return.objects.count() == 0
