"""On paper: the official head, the mark of a demonstration, nothing that is only for a screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

PRINTED = ["/", "/tasks/", "/dossiers/", "/dossiers/list/", "/agencies/", "/statements/"]
SCREEN_ONLY = "nav, .period, form.filter, .mast, .skip, .chips, .pages ul, button, .states"


@pytest.fixture
def paper(open_page: Callable[..., Page]) -> Callable[[str], Page]:
    """The page as it is printed, on a system with a dark theme."""

    def print_page(path: str) -> Page:
        page = open_page(path, "member", color_scheme="dark")
        page.emulate_media(media="print")
        return page

    return print_page


@pytest.mark.parametrize("path", PRINTED)
def test_head_and_mark_are_printed(path: str, paper: Callable[[str], Page]) -> None:
    page = paper(path)

    expect(page.locator(".letterhead")).to_be_visible()
    expect(page.locator(".letterhead")).to_contain_text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    expect(page.locator(".demo-print")).to_be_visible()
    expect(page.locator(".demo-print")).to_have_text("Dữ liệu minh họa")


@pytest.mark.parametrize("path", PRINTED)
def test_controls_are_not_printed(path: str, paper: Callable[[str], Page]) -> None:
    shown = paper(path).locator(SCREEN_ONLY)

    assert [one.evaluate("e => e.outerHTML.slice(0, 80)") for one in shown.all() if one.is_visible()] == []


@pytest.mark.parametrize("path", PRINTED)
def test_paper_is_white(path: str, paper: Callable[[str], Page]) -> None:
    page = paper(path)

    ground = page.evaluate("() => getComputedStyle(document.body).backgroundColor")

    assert ground in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")


def test_the_front_page_prints_on_four_sheets_at_most(paper: Callable[[str], Page]) -> None:
    sheets = paper("/").pdf(format="A4").count(b"/Type /Page\n")

    assert 1 <= sheets <= 4
