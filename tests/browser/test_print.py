"""On paper: the official head, the mark of a demonstration, nothing that is only for a screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

PRINTED = ["/", "/tasks/", "/dossiers/", "/dossiers/list/", "/agencies/", "/statements/"]
SCREEN_ONLY = "nav, .period, form.filter, .mast, .skip, .chips, .pages ul, button, .states"

GROUND = "() => getComputedStyle(document.body).backgroundColor"


@pytest.fixture
def paper(open_page: Callable[..., Page]) -> Callable[[str], Page]:
    """The page as it is printed, on a system with a dark theme."""

    def print_page(path: str) -> Page:
        page = open_page(path, "member")
        page.emulate_media(media="print", color_scheme="dark")
        return page

    return print_page


@pytest.mark.parametrize("path", PRINTED)
def test_page_is_printed_as_a_document(path: str, paper: Callable[[str], Page]) -> None:
    page = paper(path)
    head, mark = page.locator(".letterhead"), page.locator(".demo-print")
    controls = [one for one in page.locator(SCREEN_ONLY).all() if one.is_visible()]

    expect(head).to_be_visible()
    expect(head).to_contain_text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    expect(mark).to_be_visible()
    expect(mark).to_have_text("Dữ liệu minh họa")
    assert [one.evaluate("e => e.outerHTML.slice(0, 80)") for one in controls] == []
    assert page.evaluate(GROUND) in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")


def test_the_front_page_prints_on_four_sheets_at_most(paper: Callable[[str], Page]) -> None:
    sheets = paper("/").pdf(format="A4").count(b"/Type /Page\n")

    assert 1 <= sheets <= 4


@pytest.mark.parametrize("code", ["UBND-TINH", "SNV"])
def test_what_an_agency_owes_is_exactly_one_sheet(code: str, paper: Callable[[str], Page]) -> None:
    page = paper(f"/agencies/{code}/")

    expect(page.locator(".send")).to_be_hidden()
    assert page.pdf(format="A4", prefer_css_page_size=True).count(b"/Type /Page\n") == 1
