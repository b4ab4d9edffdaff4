"""Statements, returns and computed rows are checked by the same functions."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest

from reporting.checks import Stated, check
from reporting.checks.adapters import of_form, of_lines, of_row
from reporting.checks.keys import FORM_COLUMNS, KEYS, choices


@dataclass
class Line:
    subject: str
    key: str
    value: Decimal


CELLS = [120, 70, 40, 70, 100, 60, 37, 3, 20, 18, 2]


def test_form_columns_are_numbered_3_to_13():
    assert [KEYS[key].column for key in FORM_COLUMNS] == list(range(3, 14))


def test_every_key_can_be_chosen_and_has_a_name_of_its_own():
    assert [code for code, _ in choices()] == list(KEYS)
    assert len({str(label) for _, label in choices()}) == len(KEYS)


def test_form_row_and_statement_give_the_same_finding():
    row = dict(zip(FORM_COLUMNS, CELLS, strict=True))
    lines = [Line("Hồ sơ", key, Decimal(f"{value}.0000")) for key, value in row.items()]

    by_form = check(of_form(CELLS))

    assert [finding.rules for finding in by_form] == [("D9", "D1")]
    assert check(of_row({"agency": "Sở Xây dựng", **row})) == by_form
    assert check(of_lines(lines)["Hồ sơ"]) == by_form


def test_empty_cells_are_not_stated():
    assert of_form([5, *[None] * 10]) == {"received_total": Stated(5)}


def test_form_row_with_a_missing_column_is_refused():
    with pytest.raises(ValueError, match="shorter"):
        of_form(CELLS[:-1])


def test_lines_are_summed_within_their_subject_only():
    lines = [
        Line("Kế hoạch", "assigned", Decimal("9.0000")),
        Line("Kế hoạch", "completed", Decimal("6.0000")),
        Line("Chính phủ giao", "open", Decimal("2.0000")),
        Line("Kế hoạch", "P1", Decimal("66.7000")),
    ]

    assert of_lines(lines) == {
        "Kế hoạch": {"assigned": Stated(9), "completed": Stated(6), "P1": Stated(Decimal("66.7"))},
        "Chính phủ giao": {"open": Stated(2)},
    }
    assert [check(figures) for figures in of_lines(lines).values()] == [[], []]


def test_whole_percentage_keeps_no_padding():
    assert str(of_lines([Line("", "P1", Decimal("100.0000"))])[""]["P1"].value) == "100"
