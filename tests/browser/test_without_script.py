"""Without scripts everything works but the drawing of charts, and there the tables stand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.site import USERS, Site


@pytest.fixture
def plain(open_page: Callable[..., Page]) -> Callable[..., Page]:
    return lambda path, role=None: open_page(path, role, java_script_enabled=False)


def test_log_in(plain: Callable[..., Page], site: Site) -> None:
    page = plain("/login/")

    page.fill("#id_username", USERS["member"])
    page.fill("#id_password", site.passwords[USERS["member"]])
    page.click("main button[type=submit]")

    expect(page.locator("h1")).to_contain_text("Kế hoạch năm đạt 58,82")


def test_charts_give_way_to_their_tables(plain: Callable[..., Page]) -> None:
    page = plain("/", "member")

    assert page.locator("figure canvas:visible").count() == 0
    for figure in page.locator("figure[data-chart-url]").all():
        figure.locator("summary").click()
        expect(figure.locator("tbody tr").first).to_be_visible()


def test_period_filters_and_menus_work(plain: Callable[..., Page]) -> None:
    page = plain("/tasks/", "member")

    page.fill("#id_as_of", "31/03/2024")
    page.click(".period button[type=submit]")
    page.select_option("form.filter select[name=programme]", index=1)
    page.click("form.filter button[type=submit]")

    expect(page.locator("#id_as_of")).to_have_value("31/03/2024")
    expect(page.locator(".chips .chip")).to_have_count(1)
    page.locator("details.who summary").click()
    expect(page.locator("details.who button", has_text="Đăng xuất")).to_be_visible()


def test_definitions_open(plain: Callable[..., Page]) -> None:
    page = plain("/", "member")
    definition = page.locator("details.def").first

    definition.locator("summary").click()

    expect(definition.locator(".def__b")).to_be_visible()


def test_a_return_can_be_typed(plain: Callable[..., Page], site: Site) -> None:
    page = plain("/admin/dossiers/return/", "clerk")
    page.locator("#result_list tbody th a").first.click()
    page.fill("#id_note", "Nhập không có tập lệnh")

    page.locator("input[name=_continue]").click()

    expect(page.locator("#id_note")).to_have_value("Nhập không có tập lệnh")
