"""The pages of an import: upload, preview, errors to download, confirm, drop; and the command."""

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

from reporting.models import ImportRun
from tasks.models import Task
from tests.clients import client_of
from tests.files import BAD, placed, workbook
from tests.tasks.import_world import HEAD, World
from tests.tasks.test_export import body

GOOD = [HEAD, [1, "KH-01", "Rà soát thủ tục", 2, "Sở Nội vụ", "30/04/2024"]]
WRONG = [*GOOD, [2, "", "=HYPERLINK(1)", 2, "Sở X", "30/04/2024"]]
START = reverse("tasks:import")


@pytest.fixture
def world(db) -> World:
    return World()


@pytest.fixture
def client(world, period) -> Client:
    return client_of(world.secretary)


def upload(client: Client, content: bytes, name: str = "a.xlsx", **changes: str) -> Any:
    data = {"programme": "KH2024", "on": "14/06/2024", "assigned_on": "15/01/2024"} | changes
    return client.post(START, data | {"file": SimpleUploadedFile(name, content)})


def preview_of(client: Client, content: bytes, name: str = "a.xlsx") -> tuple[str, str]:
    """(address of the run, its page)."""
    response = upload(client, content, name)
    assert response.status_code == 302, response.context["form"].errors
    return response.url, client.get(response.url).content.decode()


def confirm(client: Client, url: str, page: str, **extra: str) -> str:
    found = re.search(r'name="fingerprint" value="(\w+)"', page)
    assert found is not None
    data = {"action": "confirm", "fingerprint": found[1]} | extra
    return client.post(url, data, follow=True).content.decode()


def test_a_file_is_previewed_survives_a_reload_and_is_confirmed_once(client):
    url, page = preview_of(client, workbook(GOOD))
    assert "Xem trước khi nhập: 1 mới" in page
    assert "Xem trước khi nhập: 1 mới" in client.get(url).content.decode()
    assert Task.objects.count() == 0

    assert "Đã nhập: 1 mới." in confirm(client, url, page)
    again = confirm(client, url, page)

    assert "Đã nhập: 1 mới." not in again
    assert Task.objects.get().code == "KH-01"


def test_the_same_file_again_says_who_imported_it(client, world):
    content = workbook(GOOD)
    url, page = preview_of(client, content)
    confirm(client, url, page)

    _url, page = preview_of(client, content)

    assert f"Đúng tệp này đã được {world.secretary.full_name} nhập lúc" in page
    assert "Tệp không làm thay đổi nhiệm vụ nào." in page


def test_a_wrong_row_is_shown_and_can_be_downloaded_without_formulas(client):
    url, page = preview_of(client, workbook([HEAD, GOOD[1], [2, "", "Sai", 2, "Sở X", "1/4/2024"]]))

    response = client.get(f"{url}errors.xlsx")

    rows = list(load_workbook(io.BytesIO(body(response))).active.iter_rows(values_only=True))
    assert [row for row in rows if any(row)] == [
        (*HEAD, "Lỗi"),
        ("2", None, "Sai", "2", "Sở X", "1/4/2024", rows[-1][-1]),
    ]
    assert rows[-1][-1].startswith("Dòng 3, cột “Cơ quan chủ trì”, giá trị “Sở X”: Không có")
    assert "Không có cơ quan này." in page
    assert "Tệp còn dòng sai" in confirm(client, url, page)
    assert "Đã nhập: 1 mới, 1 bị từ chối." in confirm(client, url, page, good_only="1")


def test_the_error_file_can_be_mended_and_sent_again(client):
    url, _page = preview_of(client, workbook([HEAD, [2, "", "Sai", 2, "Sở X", "1/4/2024"]]))
    file = body(client.get(f"{url}errors.xlsx"))
    book = load_workbook(io.BytesIO(file))
    for row in book.active.iter_rows():
        for cell in row:
            if cell.value == "Sở X":
                cell.value = "Sở Nội vụ"
    mended = io.BytesIO()
    book.save(mended)

    _url, page = preview_of(client, mended.getvalue())

    assert "Xem trước khi nhập: 1 mới" in page


@pytest.mark.parametrize("name", [name for name in BAD if name not in ("unpacked.xlsx",)])
def test_no_file_breaks_the_page(client, name):
    content, _code = BAD[name]
    response = upload(client, content, name)

    if response.status_code == 302:
        page = client.get(response.url).content.decode()
        assert "Không đọc được tệp" in page
    else:
        assert response.status_code == 200
    assert Task.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"programme": "KHÔNG\0CÓ"}, "programme"),
        ({"on": "31/02/2024"}, "on"),
        ({"on": "14/06/2999"}, "on"),
        ({"assigned_on": ""}, "assigned_on"),
        ({"assigned_on": "99"}, "assigned_on"),
    ],
)
def test_a_wrong_form_keeps_what_was_typed(client, changes, text):
    response = upload(client, workbook(GOOD), **changes)

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [text]


def test_a_dropped_file_is_gone(client, django_capture_on_commit_callbacks):
    url, _page = preview_of(client, workbook(GOOD))
    run = ImportRun.objects.get()
    path, storage = run.file.name, run.file.storage

    with django_capture_on_commit_callbacks(execute=True):
        client.post(url, {"action": "drop"})

    assert not storage.exists(path)
    assert ImportRun.objects.get().status == "dropped"
    assert "Đã bỏ" in client.get(url).content.decode()


def test_only_those_with_the_right_import(member_client, clerk_client, client):
    url, _page = preview_of(client, workbook(GOOD))

    for other in (member_client, clerk_client):
        assert other.get(START).status_code == 403
        assert other.get(url).status_code == 403
        assert other.post(url, {"action": "drop"}).status_code == 403


def test_the_template_is_an_annex_itself(client, world):
    content = client.get(reverse("tasks:import-template")).content

    plan = world.plan(content)

    assert plan.table.unknown == []
    assert [line.code for line in plan.lines] == ["KH-01"]


def test_every_run_is_listed(client):
    url, page = preview_of(client, workbook(GOOD))
    confirm(client, url, page)

    text = client.get(reverse("reporting:imports")).content.decode()

    assert "a.xlsx" in text
    assert "1 mới" in text
    for kind in ("csv", "xlsx"):
        assert body(client.get(reverse("reporting:imports"), {"export": kind}))


def test_the_command_shows_then_imports(world, tmp_path, capsys):
    path = str(placed(tmp_path, "a.xlsx", workbook(GOOD)))
    asked = {
        "programme": "KH2024",
        "user": world.secretary.username,
        "on": "14/06/2024",
        "assigned_on": "15/01/2024",
    }

    call_command("import_tasks", path, **asked)
    assert Task.objects.count() == 0
    call_command("import_tasks", path, confirm=True, **asked)

    assert Task.objects.count() == 1
    assert capsys.readouterr().out.splitlines() == [
        "Xem trước: 1 mới.",
        "Chưa nhập; thêm --confirm để nhập.",
        "Xem trước: 1 mới.",
        "Đã nhập: 1 mới.",
    ]
    assert {run.status for run in ImportRun.objects.all()} == {"done", "dropped"}


@pytest.mark.parametrize(
    "changes",
    [{"programme": "X"}, {"user": "nobody"}, {"on": "x"}, {"on": "1/1/2999"}, {"assigned_on": ""}],
)
def test_the_command_refuses_what_it_cannot_use(world, tmp_path, changes):
    path = str(placed(tmp_path, "a.xlsx", workbook(WRONG)))
    asked = {"programme": "KH2024", "user": world.secretary.username, "assigned_on": "15/01/2024"}

    with pytest.raises(CommandError):
        call_command("import_tasks", path, **(asked | changes))
    with pytest.raises(CommandError):
        call_command("import_tasks", path, **asked)
    with pytest.raises(CommandError):
        call_command("import_tasks", str(tmp_path / "none.xlsx"), **asked)
