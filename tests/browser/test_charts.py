"""Every drawing is drawn, names its unit, and tells what its table tells."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.visits import DRAWN

PAGES_WITH_CHARTS = ["/", "/tasks/", "/dossiers/charts/"]

#: Share of the canvas that is not empty.
INKED = """(canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let inked = 0;
  for (let i = 3; i < data.length; i += 4) if (data[i]) inked += 1;
  return inked / (data.length / 4);
}"""

#: Words that were written into the drawing, besides the ticks.
WRITTEN = """(canvas) => {
  const titles = Object.values(Chart.getChart(canvas).scales).map((scale) => scale.options.title);
  return titles.filter((title) => title?.display && title.text).map((title) => title.text);
}"""

#: Whether the title of the axis of values is drawn over its end.
TITLED = (
    """(canvas) => Chart.getChart(canvas).config.plugins.some(({ id }) => id === "unitTitle")"""
)

NUMBER = re.compile(r"[−-]?\d[\d.]*(?:,\d+)?")


def numbers(row: Locator) -> list[float]:
    """What the cells of a row say, and their differences: a part may be left to subtraction."""
    told = [
        float(text.replace(".", "").replace(",", ".").replace("−", "-"))
        for text in NUMBER.findall(" ; ".join(row.locator("td").all_inner_texts()))
    ]
    return told + [a - b for a in told for b in told]


def charts(page: Page) -> list[Locator]:
    page.wait_for_function(DRAWN)
    found: list[Locator] = page.locator("figure[data-chart-url]").all()
    return found


def answer_of(page: Page, figure: Locator) -> dict[str, Any]:
    response = page.request.get(figure.get_attribute("data-chart-url") or "")
    answer: dict[str, Any] = response.json()
    return answer


@pytest.mark.parametrize("path", PAGES_WITH_CHARTS)
def test_every_chart_is_drawn_with_its_unit(path: str, open_page: Callable[..., Page]) -> None:
    page = open_page(path, "member")

    for figure in charts(page):
        canvas = figure.locator("canvas")
        options = answer_of(page, figure)["options"]
        titles = canvas.evaluate(WRITTEN)
        assert canvas.evaluate(INKED) > 0.01
        assert options["unit"]
        assert canvas.evaluate(TITLED) or any(options["unit"] in title for title in titles)


@pytest.mark.parametrize("path", PAGES_WITH_CHARTS)
def test_table_of_every_chart_is_one_click_away_and_tells_the_same(
    path: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(path, "member")

    for figure in charts(page):
        table = figure.locator("details table")
        assert not table.is_visible()
        figure.locator("details summary").click()
        assert table.is_visible()
        rows = [numbers(row) for row in table.locator("tbody tr").all()]
        data = answer_of(page, figure)["data"]
        assert len(rows) >= len(data["labels"])  # a drawing may stop at the worst
        for series in data["datasets"]:
            points = zip(series["data"], rows, strict=False)
            assert [value for value, row in points if not is_told(value, row)] == []


def is_told(value: float | None, told: list[float]) -> bool:
    """Printed to two decimals at most; a gap is no number."""
    return value is None or any(abs(value - one) <= 0.005 for one in told)


def test_a_chart_that_does_not_load_says_so_and_points_to_its_table(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("/login/", "member")
    page.route("**/*.json*", lambda route: route.abort())

    page.goto("/dossiers/charts/")

    said = page.locator(".chart__box--failed p").all_inner_texts()
    assert len(said) == page.locator("figure[data-chart-url]").count() > 0
    assert set(said) == {"Không tải được biểu đồ. Số liệu có trong bảng bên dưới."}
