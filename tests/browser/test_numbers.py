"""Every number of the front page opens a page that prints it again."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

#: A number and its link, with what is counted: rates print a share, their links the two counts.
COUNT = re.compile(r"^\d[\d.]*$")


def links_of(page: Page) -> list[tuple[str, str]]:
    """Text and address of every number in the paragraph, the tiles and the lists."""
    found: list[list[str]] = page.locator("main a.n, .todo a").evaluate_all(
        "(links) => links.map((one) => [(one.querySelector('b') ?? one).innerText.trim(), one.getAttribute('href')])"
    )
    return [(text, href) for text, href in found]


def printed_counts(page: Page) -> set[str]:
    """The numbers of the heading and of the line under the list."""
    texts = page.locator("h1, .page p, .pages, .states b").all_inner_texts()
    return {number for text in texts for number in re.findall(r"\d[\d.]*\d|\d", text)}


@pytest.mark.parametrize("role", ["member", "clerk"])
def test_each_number_opens_a_page_that_prints_it(
    role: str, open_page: Callable[..., Page]
) -> None:
    page = open_page("/", role)
    counts = {(text, href) for text, href in links_of(page) if COUNT.match(text)}
    wrong = []

    for text, href in sorted(counts):
        response = page.goto(href)
        if response is None or not response.ok or text not in printed_counts(page):
            wrong.append(f"{text} → {href}: {page.locator('h1').inner_text()}")

    assert len(counts) > 15
    assert wrong == []


def test_each_number_of_form_206_opens_a_list_that_prints_it(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("/dossiers/?by=level", "member")
    cells = page.locator(".f206 td a, .f206 tfoot a").evaluate_all(
        "(links) => links.map((one) => [one.innerText.trim(), one.getAttribute('href')])"
    )
    wrong = []

    for text, href in cells:
        page.goto(href)
        if text not in printed_counts(page):
            wrong.append(f"{text} → {href}: {page.locator('h1').inner_text()}")

    assert len(cells) > 30
    assert wrong == []
