"""A figure in the words and links of the page's components."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from reporting.figures import Direction, Figure
from reporting.numbers import MINUS, NBSP, Ratio, signed, svg_share


def comparison(figure: Figure) -> dict[str, str] | None:
    """The change against the same period of the year before; None without an earlier figure."""
    if figure.before is None or figure.value is None or figure.before.value is None:
        return None
    after = _("so với cùng kỳ")
    change: int | Decimal
    if isinstance(figure.value, Ratio):
        now, then = figure.percent, figure.before.percent
        if now is None or then is None:
            return None
        change, text = now - then, f"{signed(now - then, 2)}{NBSP}{_('điểm %')}"
    else:
        then_count = figure.before.value
        if not isinstance(then_count, int):
            return None
        change, text = figure.value - then_count, signed(figure.value - then_count)
    direction = "up" if change > 0 else "down" if change < 0 else "same"
    return {
        "direction": direction,
        "tone": _tone(figure.definition.better, direction),
        "text": text,
        "after": after,
    }


def _tone(better: Direction, direction: str) -> str:
    if better is Direction.NEITHER or direction == "same":
        return ""
    return "good" if better.value == direction else "bad"


def part(figure: Figure, css: str, label: str) -> dict[str, Any]:
    """One line of a tile: a mark, a number that opens its rows, a word."""
    return {
        "cls": css,
        "value": figure.text,
        "href": figure.url,
        "label": label,
        "derived": figure.is_derived,
        "generated": figure.is_generated,
    }


def segments(parts: list[tuple[Figure, str]], whole: int) -> list[dict[str, str]]:
    """The bar of a tile: the parts laid end to end, on the scale of ``whole``."""
    found, start = [], 0
    for figure, css in parts:
        size = figure.value if isinstance(figure.value, int) else 0
        if size:
            found.append(
                {"cls": css, "x": svg_share(start, whole), "width": svg_share(size, whole)}
            )
        start += size
    return found


def difference(total: Figure, less: Figure) -> str:
    """``= 418.039 − 403.309``."""
    return f"= {total.text} {MINUS} {less.text}"


def count(figure: Figure) -> int:
    """The count of a count figure; 0 where it is unknown."""
    return figure.value if isinstance(figure.value, int) else 0
