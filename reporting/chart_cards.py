"""A chart as the page shows it: the drawing in words, its key, and its table one click away.

The endpoint and the page are built from one ``Chart``, so that a drawing and its table can never
tell two stories.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from reporting.charts import Chart, Series
from reporting.numbers import number, percent

#: How the key shows each role: as a line (progress, lines) or as an area (bars).
_LINES = {
    "plan": "line-plan",
    "actual": "line-act",
    "online": "line-1",
    "resolved": "line-1",
    "direct-postal": "line-2",
    "received": "line-2",
    "carried": "line-3",
    "done": "line-done",
    "on-time": "line-done",
    "early": "line-done",
    "late": "line-late",
}
_AREAS = {
    "online": "m-s1",
    "resolved": "m-s1",
    "actual": "m-s1",
    "direct-postal": "m-s2",
    "received": "m-s2",
    "carried": "m-s3",
    "done": "m-done",
    "on-time": "m-done",
    "early": "m-done",
    "track": "m-track",
    "soon": "m-soon",
    "late": "m-late",
}
_SPARE_LINES = ("line-1", "line-2", "line-3", "line-plan")
_SPARE_AREAS = ("m-s1", "m-s2", "m-s3", "m-track")

Cell = str | dict[str, str]


def card(
    chart: Chart,
    url: str,
    *,
    ident: str,
    caption: str = "",
    first_column: str = "",
    query: str | None = None,
    alt: str = "",
    source: str = "",
    size: str = "",
    total: str = "",
    table: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """The inputs of ``_components/chart_card.html`` (its header says what each one is).

    ``ident`` is unique on the page. ``query`` ("?period=…") replaces the page's own query
    string. ``total`` is the label of a row of sums; none without it. ``table`` replaces the
    table that is derived from the series. ``alt`` is the drawing in words; the title and the
    sub-line where it is not given. ``caption`` and ``first_column`` are for the derived table.
    """
    return {
        "id": ident,
        "kind": chart.kind,
        "title": chart.title,
        "sub": chart.subtitle,
        "url": url,
        "query": query,
        "alt": alt or f"{chart.title}. {chart.subtitle}.",
        "key": key(chart),
        "table": table or table_of(chart, caption, first_column, total=total),
        "source": source,
        "size": size,
    }


def key(chart: Chart) -> list[dict[str, str]]:
    """The marks of a chart and what they stand for."""
    lines = chart.kind in ("progress", "lines")
    known, spare = (_LINES, _SPARE_LINES) if lines else (_AREAS, _SPARE_AREAS)
    return [
        {"cls": known.get(one.role, spare[index % len(spare)]), "label": str(one.label)}
        for index, one in enumerate(chart.series)
    ]


def table_of(chart: Chart, caption: str, first_column: str, *, total: str = "") -> dict[str, Any]:
    """The numbers of a chart as ``_components/plain_table.html`` takes them.

    A text per label (``chart.notes``) becomes the last column, under ``options["topTitle"]``.
    """
    head = [first_column, *(str(one.label) for one in chart.series)]
    notes: Sequence[str] = chart.notes
    if notes:
        head.append(str(chart.options.get("topTitle", _("Tỷ lệ"))))
    names = chart.long_labels or chart.labels
    rows: list[list[Cell]] = []
    for index, name in enumerate(names):
        cells: list[Cell] = [_value(one, index, chart) for one in chart.series]
        rows.append([name, *cells, *([notes[index]] if notes else [])])
    found: dict[str, Any] = {"caption": caption, "head": head, "rows": rows}
    if total:
        sums = [number(sum(int(value or 0) for value in one.values)) for one in chart.series]
        found["foot"] = [total, *sums, *([""] if notes else [])]
    return found


def _value(one: Series, index: int, chart: Chart) -> str:
    value = one.values[index]
    if value is None:
        return number(None)
    exact = value if isinstance(value, int) else Decimal(str(value))
    if str(chart.unit) == "%":
        return percent(Decimal(exact), int(chart.options.get("decimals", 2)))
    return number(exact)
