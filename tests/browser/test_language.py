"""Each page speaks one language: that of the reader's profile."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.pages import PAGES, PageOf, each
from tests.browser.site import Site
from tests.browser.visits import Visit, read
from tests.browser.words import data_texts, english_in, vietnamese_in


@each
def test_vietnamese_page_has_no_english_word(
    page: PageOf, visit: Callable[[PageOf], Visit]
) -> None:
    seen = visit(page)

    assert (seen.language, english_in(seen.texts)) == ("vi", [])


@pytest.fixture(scope="module")
def data() -> set[str]:
    return set()


@pytest.fixture(scope="module")
def english(site: Site) -> Iterator[Callable[[str], BrowserContext]]:
    """A browser per role whose reader has chosen English; afterwards Vietnamese again."""
    contexts: dict[str, BrowserContext] = {}

    def choose(context: BrowserContext, language: str) -> None:
        page = context.new_page()
        page.goto("/account/")
        page.select_option("#id_language", language)
        page.click("main button[type=submit]")
        page.wait_for_selector(".said")
        page.close()

    def of(role: str) -> BrowserContext:
        if role not in contexts:
            contexts[role] = site.context(role)
            choose(contexts[role], "en")
        return contexts[role]

    yield of
    for context in contexts.values():
        choose(context, "vi")
        context.close()


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if page.role is not None],
    ids=lambda page: page.name.replace(" ", "-"),
)
def test_english_page_has_no_vietnamese_outside_the_data(
    page: PageOf, english: Callable[[str], BrowserContext], data: set[str]
) -> None:
    data.update(data or data_texts())
    opened = english(str(page.role)).new_page()

    _status, language, texts = read(opened, page.path)

    opened.close()
    assert (language, vietnamese_in(texts, data)) == ("en", [])
