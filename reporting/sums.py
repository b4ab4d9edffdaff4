"""Tables of numbers that each open to their rows: one line per thing, its sums beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from reporting.figures import Figure
from reporting.numbers import number


@dataclass(frozen=True)
class Cell:
    """A number as text. ``href`` opens its rows; ``tone`` is ``late``, ``soon`` or empty."""

    text: str
    href: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Line:
    """A row of the table; ``note`` is a small sentence under its name."""

    label: str
    url: str
    cells: Sequence[Cell]
    note: str = ""
    tone: str = ""


def count_cell(count: int, href: str, tone: str = "") -> Cell:
    """A count; zero opens nothing and is shown quietly."""
    return Cell(number(count), href, tone) if count else Cell("0")


def figure_cell(figure: Figure, tone: str = "") -> Cell:
    """A figure as its definition prints it; an unknown or empty one opens nothing."""
    opens = figure.value is not None and bool(figure.rows.count)
    return Cell(figure.text, figure.url if opens else "", tone if opens else "")


def sums_table(
    caption: str,
    first: str,
    head: Sequence[str],
    lines: Iterable[Line],
    foot: Line | None = None,
) -> dict[str, Any]:
    """The input of ``_components/sums_table.html``: every cell carries the name of its column."""
    return {
        "caption": caption,
        "first": first,
        "head": list(head),
        "rows": [_named(line, head) for line in lines],
        "foot": _named(foot, head) if foot else None,
    }


def _named(line: Line, head: Sequence[str]) -> dict[str, Any]:
    return {
        "label": line.label,
        "url": line.url,
        "note": line.note,
        "tone": line.tone,
        "cells": [
            {"name": name, "text": cell.text, "href": cell.href, "tone": cell.tone}
            for name, cell in zip(head, line.cells, strict=True)
        ],
    }
