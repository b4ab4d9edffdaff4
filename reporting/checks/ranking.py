"""Which of several edits that all add up is the likeliest."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from reporting.checks.edits import Edit, Move
from reporting.checks.figures import Figures
from reporting.checks.keys import ORDER


def likeliest_first(edits: Iterable[Edit], figures: Figures) -> list[Edit]:
    """Proven edits before unproven ones; then a number flagged as copied; then those that leave
    the opening stock nearest to the closing stock; then the smallest relative change."""
    return sorted(edits, key=lambda edit: _rank(edit, figures))


def stock_gap(figures: Figures) -> Fraction | None:
    """How far the opening stock is from the closing stock; ``None`` where one is unknown.

    Stocks move slowly, so the repair that keeps them close is likelier. A closing stock that was
    not stated is received less resolved.
    """
    closing = _closing_stock(figures)
    if closing is None or "carried_over" not in figures:
        return None
    return abs(Fraction(figures["carried_over"].value) - closing)


def _rank(edit: Edit, figures: Figures) -> tuple[Any, ...]:
    return (
        not edit.is_proven,
        not edit.is_copied,
        _unknown_last(stock_gap(edit.applied(figures))),
        _unknown_last(edit.relative_change),
        # Of two columns with the same number the later one is taken for the copy; beyond that,
        # what follows only makes the order of equals a fixed one.
        -_place(edit.key) if edit.is_copied else _place(edit.key),
        _place(edit.target) if isinstance(edit, Move) else 0,
    )


def _place(key: str) -> int:
    return ORDER.get(key, len(ORDER))


def _closing_stock(figures: Figures) -> Fraction | None:
    if "pending_total" in figures:
        return Fraction(figures["pending_total"].value)
    if {"received_total", "resolved_total"} <= figures.keys():
        received, resolved = figures["received_total"], figures["resolved_total"]
        return Fraction(received.value) - Fraction(resolved.value)
    return None


def _unknown_last(value: Fraction | None) -> tuple[bool, Fraction]:
    return value is None, value or Fraction(0)
