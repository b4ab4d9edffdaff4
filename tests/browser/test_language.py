"""Each page speaks one language: that of the reader's profile."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import PAGES, PageOf, each
from tests.browser.site import Site
from tests.browser.visits import Visit, fetch
from tests.browser.words import data_texts, english_in, vietnamese_in


@each
def test_vietnamese_page_has_no_english_word(
    page: PageOf, visit: Callable[[PageOf], Visit]
) -> None:
    seen = visit(page)

    assert (seen.language, english_in(seen.texts)) == ("vi", [])


def choose(page: Page, language: str) -> None:
    page.goto("/account/")
    page.select_option("#id_language", language)
    page.click("main button[type=submit]")
    expect(page.locator("html")).to_have_attribute("lang", language)


@pytest.fixture
def english(open_page: Callable[..., Page]) -> Iterator[Callable[[str], Page]]:
    """A page of a reader who has chosen English; afterwards Vietnamese again."""
    opened: list[Page] = []

    def of(role: str) -> Page:
        opened.append(open_page("/account/", role))
        choose(opened[-1], "en")
        return opened[-1]

    yield of
    for page in opened:
        choose(page, "vi")


@pytest.mark.parametrize("role", ["member", "secretariat", "office", "clerk", "administrator"])
def test_english_pages_have_no_vietnamese_outside_the_data(
    role: str, english: Callable[[str], Page], site: Site
) -> None:
    data = data_texts()
    page = english(role)
    found: dict[str, list[str]] = {}

    for each_page in PAGES:
        if each_page.role == role:
            language, texts = fetch(page, each_page.path)
            assert language == "en"
            found[each_page.name] = vietnamese_in(texts, data)

    assert {name: texts for name, texts in found.items() if texts} == {}


def test_an_english_word_is_found_and_a_name_is_not() -> None:
    texts = ["Thêm task", "Lưu", "PAR INDEX", "Search", "theo tháng"]

    assert english_in(texts) == ["task: Thêm task", "Search: Search"]


def test_a_vietnamese_text_is_found_unless_it_is_a_name_or_a_row() -> None:
    texts = ["Lọc", "Communes, huyện Bình Giang", "Decision 766/QĐ-TTg", "Sở Y tế", "Quá hạn: 3"]

    assert vietnamese_in(texts, {"Sở Y tế"}) == ["Lọc", "Quá hạn: 3"]
