"""Opens a page once, at every width and in both themes, and keeps what it saw."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page

from tests.browser.pages import PageOf
from tests.browser.site import Site

#: Desk, tablet, phone, and 1280 px at 400 % (WCAG 1.4.10).
WIDTHS = (1440, 768, 320, 360)

#: WCAG 2.2 up to AA, and the best practices of axe.
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

#: What axe finds in the stock data-entry pages and cannot be mended from outside: rule, element.
STOCK = {
    # Select2 puts the sign that empties a field of several choices among its list items
    ("list", ".select2-selection--multiple > ul"),
}

#: Rows of a list are alike; axe needs seconds for hundreds of them.
SHORTEN = """() => document.querySelectorAll("tbody").forEach((body) => {
  [...body.rows].slice(12).forEach((row) => row.remove());
})"""

DRAWN = """() => [...document.querySelectorAll("figure[data-chart-url]")].every(
  (figure) => figure.querySelector(".chart__box--failed")
    || window.Chart?.getChart(figure.querySelector("canvas")))"""

#: How far the page can be scrolled sideways.
BEYOND = """() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  return Math.max(0, scrollWidth - clientWidth);
}"""

#: Every text of the page, folded or not, and what is read aloud or written into a control.
TEXTS = """(page) => {
  const out = [];
  const language = page.documentElement.lang;
  const shown = NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT;
  const walker = page.createTreeWalker(page.documentElement, shown);
  const spoken = ["aria-label", "title", "placeholder", "alt"];
  for (let node = walker.currentNode; node; node = walker.nextNode()) {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    if (element.closest("script, style, template")) continue;
    if (element.closest("[lang]").lang !== language) continue;
    if (node.nodeType === Node.TEXT_NODE) {
      if (node.data.trim()) out.push(node.data.trim());
      continue;
    }
    out.push(...spoken.map((name) => node.getAttribute(name)).filter(Boolean));
    if (node.matches("[type=submit], [type=button], [type=reset]")) out.push(node.value);
  }
  return out;
}"""


@dataclass
class Visit:
    """What one page showed. Lists are empty when all is well."""

    status: int = 0
    language: str = ""
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    sideways: dict[int, int] = field(default_factory=dict)  # by width of the window
    violations: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


class Visits:
    """Visits are kept: the tests of one page ask different questions about the same visit."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.axe = Axe()
        self._kept: dict[str, Visit] = {}

    def visit(self, of: PageOf) -> Visit:
        if of.name not in self._kept:
            self._kept[of.name] = self._visit(of)
        return self._kept[of.name]

    def _visit(self, of: PageOf) -> Visit:
        seen = Visit()
        page = self.site.page(of.role)
        try:
            on_console = self._listen(page, seen, of.status)
            seen.status, seen.language, seen.texts = read(page, of.path)
            for width in WIDTHS:
                resize(page, width)
                seen.sideways[width] = page.evaluate(BEYOND)
            page.emulate_media(color_scheme="dark")
            page.wait_for_function(DRAWN)
            page.evaluate(SHORTEN)
            page.remove_listener("console", on_console)  # axe itself sets styles that are refused
            seen.violations = self._violations(page, "360 dark")
            page.emulate_media(color_scheme="light")
            resize(page, 1440)
            seen.violations += self._violations(page, "1440 light")
        finally:
            page.close()
        return seen

    def _listen(self, page: Page, seen: Visit, status: int) -> Callable[[ConsoleMessage], None]:
        """Errors of the console, the policy and the scripts; requests that leave this server.

        The browser itself reports a page that answers 403 or 404: there that is expected.
        """
        ours = urlsplit(self.site.url).netloc

        def on_console(message: ConsoleMessage) -> None:
            is_answer = status >= 400 and f"status of {status}" in message.text
            if message.type in ("error", "warning") and not is_answer:
                seen.errors.append(message.text)

        page.on("console", on_console)
        page.on("pageerror", lambda error: seen.errors.append(str(error)))
        page.on(
            "request",
            lambda request: seen.foreign.extend(
                [request.url] if urlsplit(request.url).netloc not in ("", ours) else []
            ),
        )
        return on_console

    def _violations(self, page: Page, where: str) -> list[str]:
        options = {"runOnly": list(RULES), "resultTypes": ["violations"], "preload": False}
        found: list[dict[str, Any]] = self.axe.run(page, options=options).response["violations"]
        return [
            f"{where}: {violation['id']} {node['target']} {node['html'][:120]}"
            for violation in found
            for node in violation["nodes"]
            if not is_under_a_fixed_row(node) and (violation["id"], node["target"][0]) not in STOCK
        ]


def is_under_a_fixed_row(node: dict[str, Any]) -> bool:
    """A link that is half under the fixed head or total of a long table comes out by scrolling."""
    return any("partially obscured" in check["message"] for check in node["any"])


def resize(page: Page, width: int) -> None:
    """Waits until charts have followed: they are drawn anew one frame later."""
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 30)))")
    page.wait_for_function(DRAWN)


def read(page: Page, path: str) -> tuple[int, str, list[str]]:
    """Status, language and texts of the page at ``path``."""
    response = page.goto(path)
    assert response is not None
    page.wait_for_function(DRAWN)
    language = page.evaluate("document.documentElement.lang")
    return response.status, language, page.evaluate(f"() => ({TEXTS})(document)")


def fetch(page: Page, path: str) -> tuple[str, list[str]]:
    """Language and texts of the page at ``path``, without opening it."""
    language, texts = page.evaluate(
        f"""async (path) => {{
          const response = await fetch(path);
          const page = new DOMParser().parseFromString(await response.text(), "text/html");
          return [page.documentElement.lang, ({TEXTS})(page)];
        }}""",
        path,
    )
    return language, texts
