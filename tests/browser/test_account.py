"""Logging in and out, and what is remembered of a reader."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.site import USERS, Site


def test_a_wrong_password_is_told_in_vietnamese(open_page: Callable[..., Page]) -> None:
    page = open_page("/login/")

    page.fill("#id_username", USERS["member"])
    page.fill("#id_password", "không-phải-mật-khẩu")
    page.press("#id_password", "Enter")

    expect(page.get_by_role("alert")).to_have_text(
        "Tên đăng nhập hoặc mật khẩu không đúng. "
        "Tắt bộ gõ tiếng Việt và phím Caps Lock, rồi nhập lại."
    )
    expect(page).to_have_title("Lỗi: Đăng nhập – Ban Chỉ đạo cải cách hành chính")
    expect(page.locator("#id_username")).to_have_value(USERS["member"])


def test_logging_in_leads_to_the_page_that_was_asked_for(
    open_page: Callable[..., Page], site: Site
) -> None:
    page = open_page("/tasks/?state=overdue")

    page.fill("#id_username", USERS["member"])
    page.fill("#id_password", site.passwords[USERS["member"]])
    page.press("#id_password", "Enter")

    expect(page).to_have_url(f"{site.url}/tasks/?state=overdue")


def test_after_logging_out_pages_ask_to_log_in(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page("/login/")
    site.log_in(page, "administrator")

    page.locator("details.who summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.locator("h1")).to_have_text("Đăng nhập")
    page.goto("/agencies/")

    expect(page.locator("h1")).to_have_text("Đăng nhập")


def test_the_language_is_kept_in_the_profile(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page("/statements/", "office")
    page.locator("details.who summary").click()
    page.get_by_role("button", name="English").click()

    expect(page).to_have_url(f"{site.url}/statements/")
    expect(page.locator("html")).to_have_attribute("lang", "en")

    again = open_page("/login/")
    site.log_in(again, "office")
    expect(again.locator("html")).to_have_attribute("lang", "en")
    again.locator("details.who summary").click()
    again.get_by_role("button", name="Tiếng Việt").click()
    expect(again.locator("html")).to_have_attribute("lang", "vi")


@pytest.mark.parametrize(("system", "chosen"), [("light", "dark"), ("dark", "light")])
def test_the_theme_is_kept_in_the_browser(
    system: str, chosen: str, open_page: Callable[..., Page]
) -> None:
    ground = "() => getComputedStyle(document.body).backgroundColor"
    page = open_page("/statements/", "member", color_scheme=system)
    before = page.evaluate(ground)

    page.locator("[data-theme-toggle]").click()
    page.goto("/figures/")

    expect(page.locator("html")).to_have_attribute("data-theme", chosen)
    assert page.evaluate(ground) != before


@pytest.mark.parametrize("typed", ["31/03/2024", "31-3-2024", "2024-03-31"])
def test_a_day_can_be_typed_as_people_write_it(typed: str, open_page: Callable[..., Page]) -> None:
    page = open_page("/", "member")

    page.fill("#id_as_of", typed)
    page.press("#id_as_of", "Enter")

    expect(page.locator("#id_as_of")).to_have_value("31/03/2024")
    expect(page.locator(".said")).to_have_count(0)


def test_a_day_that_does_not_exist_is_told_with_an_example(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("/", "member")

    page.fill("#id_as_of", "31/02/2024")
    page.press("#id_as_of", "Enter")

    expect(page.locator(".said")).to_contain_text(
        "Ngày “31/02/2024” không đọc được; hãy nhập theo dạng ngày/tháng/năm, ví dụ 14/06/2024."
    )
    expect(page.locator("#id_as_of")).to_have_value("14/06/2024")
