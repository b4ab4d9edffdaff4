"""A list of dossiers on its whole way, by a program of its own as in an office."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.conf import LazySettings
from django.db import connection
from playwright.sync_api import Page, expect

from agencies.models import Agency
from dossiers.models import Dossier, Procedure
from tests.dossiers.import_world import listed, row

ROWS = 2000
PATIENCE = 90_000  # milliseconds for a program to start, read and write on a busy machine


@pytest.fixture
def programs(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Imports are worked on by processes that find this database and these files."""
    found = connection.settings_dict
    options = {key: found[key.upper()] for key in ("host", "port", "user") if found[key.upper()]}
    name = quote(str(found["NAME"]))
    monkeypatch.setenv("DATABASE_URL", f"postgresql:///{name}?{urlencode(options)}")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "reform_site.settings.test")
    monkeypatch.setenv("TMPDIR", str(settings.MEDIA_ROOT))  # there the child has its MEDIA_ROOT
    Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
    settings.DOSSIERS_IMPORTS_BY = "process"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    agency = Agency.objects.filter(code="SXD").get()
    procedure = Procedure.objects.order_by("pk")[0]
    first = dt.date(2024, 3, 1)
    rows = []
    for number in range(1, ROWS + 1):
        day = first + dt.timedelta(days=number % 60)
        received = f"{day:%d/%m/%Y}"
        code = f"H99.99-{day:%y%m%d}-{number:04d}"
        cells = {"code": code, "received": received, "due": "", "resolved": "", "status": "4"}
        rows.append(row(**cells, agency=agency.code, procedure=procedure.code))
    path = tmp_path / "ho-so-thang-3.csv"
    path.write_bytes(listed(rows))
    return path


def imported() -> int:
    return Dossier.objects.filter(code__startswith="H99.99-").count()


@pytest.mark.slow
def test_a_list_is_uploaded_confirmed_and_taken_back(
    open_page: Callable[..., Page], programs: None, file: Path
) -> None:
    page = open_page("/dossiers/list/", "office")
    page.set_default_timeout(PATIENCE)
    page.get_by_role("link", name="Nhập danh sách hồ sơ từ tệp").click()
    page.get_by_label("Tệp danh sách hồ sơ").set_input_files(file)
    page.get_by_label("Tên nguồn mới").fill("Một cửa thử")
    page.get_by_role("button", name="Tải lên và xem trước").click()

    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Xem trước khi nhập: 2.000 mới", timeout=PATIENCE)
    address = page.url
    page.get_by_role("button", name="Xác nhận nhập").click()
    expect(heading).to_have_text("Đã nhập: ho-so-thang-3.csv", timeout=PATIENCE)
    assert page.url == address
    assert imported() == ROWS

    page.locator(".tally a").first.click()
    expect(heading).to_have_text("Mới: 2.000 dòng của tệp ho-so-thang-3.csv")
    page.go_back()
    page.get_by_role("link", name="Hoàn tác").click()
    expect(page.get_by_text("2.000 hồ sơ mới sẽ bị xóa.")).to_be_visible()
    page.get_by_role("button", name="Hoàn tác").click()
    expect(heading).to_have_text("Đã hoàn tác: ho-so-thang-3.csv", timeout=PATIENCE)
    assert imported() == 0


def test_columns_keep_their_labels_on_a_phone(
    open_page: Callable[..., Page], settings: LazySettings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    path = tmp_path / "la.csv"
    path.write_bytes(listed([row(1)], {"code": "Ký hiệu", "status": "Tình hình"}))
    page = open_page("/dossiers/import/", "office")
    page.set_viewport_size({"width": 360, "height": 740})
    page.get_by_label("Tệp danh sách hồ sơ").set_input_files(path)
    page.get_by_label("Tên nguồn mới").fill("Một cửa trên điện thoại")
    page.get_by_role("button", name="Tải lên và xem trước").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ghép cột: la.csv")

    cells = page.locator("tbody tr").first.locator("[data-label]")
    labels = cells.evaluate_all(
        "all => all.map(one => getComputedStyle(one, '::before').content.slice(1, -1))"
    )

    assert labels == ["Cột", "Tiêu đề", "Giá trị đầu tiên", "Là mục"]
