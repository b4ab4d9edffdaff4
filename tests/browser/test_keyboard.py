"""Everything can be reached and left by keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

OUTLINE = """(element) => {
  const { outlineWidth, outlineStyle } = getComputedStyle(element);
  return [parseFloat(outlineWidth), outlineStyle];
}"""


def has_focus(element: Locator) -> bool:
    return bool(element.evaluate("(element) => element === document.activeElement"))


def test_the_first_key_leads_to_the_content(open_page: Callable[..., Page]) -> None:
    page = open_page("/", "member")
    skip = page.locator(".skip")

    page.keyboard.press("Tab")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.locator("main :focus").count() == 1


@pytest.mark.parametrize("panel", ["details.who", "article details.def"])
def test_a_panel_opens_with_enter_and_escape_gives_the_focus_back(
    panel: str, open_page: Callable[..., Page]
) -> None:
    page = open_page("/", "member")
    details = page.locator(panel).first
    summary = details.locator("summary")

    summary.focus()
    page.keyboard.press("Enter")
    expect(details).to_have_attribute("open", "")
    page.keyboard.press("Tab")
    assert not has_focus(summary)
    page.keyboard.press("Escape")

    expect(details).not_to_have_attribute("open", "")
    expect(summary).to_be_focused()


def test_the_menu_is_walked_in_its_order(open_page: Callable[..., Page]) -> None:
    page = open_page("/", "member")
    page.locator("details.who summary").focus()
    page.keyboard.press("Enter")
    walked = []

    for _ in range(4):
        page.keyboard.press("Tab")
        walked.append(page.locator(":focus").inner_text())

    assert walked == ["Tài khoản của tôi", "Đổi mật khẩu", "English", "Đăng xuất"]


def test_whatever_has_the_focus_shows_it(open_page: Callable[..., Page]) -> None:
    """Each of the first forty stops of the front page draws an outline of two pixels or more."""
    page = open_page("/", "member")
    without = []

    for _ in range(40):
        page.keyboard.press("Tab")
        focus = page.locator(":focus")
        width, style = focus.evaluate(OUTLINE)
        if style == "none" or width < 2:
            without.append(focus.evaluate("(e) => e.outerHTML.slice(0, 100)"))

    assert without == []


@pytest.mark.parametrize("path", ["/", "/dossiers/", "/dossiers/list/?column=resolved_total"])
def test_a_definition_stays_on_a_phone_and_moves_nothing(
    path: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(path, "member")
    page.set_viewport_size({"width": 360, "height": 740})

    for definition in page.locator("details.def:visible").all():
        summary, panel = definition.locator("summary"), definition.locator(".def__b")
        summary.scroll_into_view_if_needed()
        before = summary.bounding_box()
        summary.click()
        box = panel.bounding_box()
        assert box is not None
        assert (box["x"] >= 0, box["x"] + box["width"] <= 360) == (True, True)
        assert summary.bounding_box() == before
        page.keyboard.press("Escape")
