"""Every number of the front page opens a page that prints it again."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

#: The numbers that are links, and where they lead. A tile of the list to do is one link.
LINKS = """(links) => links.map((one) => [
  (one.querySelector("b") ?? one).textContent.trim(), one.getAttribute("href")])"""

#: What the page at each address says of how many rows it has.
HEADINGS = """(addresses) => Promise.all(addresses.map(async (address) => {
  const response = await fetch(address);
  if (!response.ok) return [`answer ${response.status}`];
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const target = new URL(address, location).hash;
  const places = target ? `${target} h3` : "h1, .page p, .pages, .states b";
  return [...page.querySelectorAll(places)].map((one) => one.textContent.trim());
}))"""

COUNT = re.compile(r"\d[\d.]*")


def printed(headings: list[str]) -> set[str]:
    """The counts in ``headings``; ``Không có …`` is 0 in words."""
    text = " ".join(headings)
    return {one.rstrip(".") for one in COUNT.findall(text)} | (
        {"0"} if "Không có" in text else set()
    )


def unkept(page: Page, links: list[tuple[str, str]]) -> list[str]:
    """The numbers that the page behind them does not print."""
    answers = page.evaluate(HEADINGS, [href for _text, href in links])
    return [
        f"{text} → {href}: {headings}"
        for (text, href), headings in zip(links, answers, strict=True)
        if text not in printed(headings)
    ]


@pytest.mark.parametrize("role", ["member", "clerk"])
def test_each_count_of_the_front_page_is_printed_by_its_list(
    role: str, open_page: Callable[..., Page]
) -> None:
    page = open_page("/", role)
    found = page.locator("main a.n, .todo a").evaluate_all(LINKS)

    counts = [(text, href) for text, href in found if COUNT.fullmatch(text)]

    assert len(counts) > 15
    assert unkept(page, counts) == []


@pytest.mark.parametrize("by", ["level", "sector"])
def test_each_count_of_form_206_is_printed_by_its_list(
    by: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"/dossiers/?by={by}", "member")

    counts = [(text, href) for text, href in page.locator(".f206 td a").evaluate_all(LINKS)]

    assert len(counts) > 30
    assert unkept(page, counts[:120]) == []


def test_a_click_on_a_number_leads_to_its_list(open_page: Callable[..., Page]) -> None:
    page = open_page("/", "member")
    number = page.locator(".hero__lead a.n").first
    text = number.inner_text()

    number.click()

    expect(page.locator("h1")).to_contain_text(text)
