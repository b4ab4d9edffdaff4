"""Published figures, right and wrong, as acceptance cases (tests/data/published_cases.json)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from reporting import checks
from reporting.checks import Change, Move, Ratio, Rounding, Stated
from reporting.checks.rounding import half_up, rounding_of, truncated

DATA = Path(__file__).parents[1] / "data" / "published_cases.json"
CASES: dict[str, dict[str, Any]] = {
    case["id"]: case for case in json.loads(DATA.read_text(), parse_float=Decimal)
}


def figures_of(case: str) -> dict[str, int]:
    return CASES[case]["figures"]


def identities() -> Iterator[Any]:
    for case in CASES.values():
        for expected in case["checks"]:
            row = expected.get("row")
            figures = case["rows"][row] if row else case["figures"]
            name = f"{case['id']} {row or ''} {expected['rule']} {expected['total']}"
            yield pytest.param(figures, expected, id=name)


def percentages() -> Iterator[Any]:
    for case in CASES.values():
        for printed in case.get("percentages", []):
            yield pytest.param(printed, id=f"{case['id']} {printed['label']}")


@pytest.mark.parametrize(("figures", "expected"), list(identities()))
def test_identity_holds_fails_or_is_not_testable(figures, expected):
    counts = {key: value for key, value in figures.items() if not isinstance(value, dict)}
    trials = [
        trial
        for trial in checks.trials(counts)
        if trial.rule == expected["rule"] and trial.keys[0] == expected["total"]
    ]

    assert [trial.holds for trial in trials] == (
        [] if expected["holds"] is None else [expected["holds"]]
    )
    assert [trial.difference for trial in trials] == [
        expected["residual"] for _ in trials if "residual" in expected
    ]


@pytest.mark.parametrize("printed", list(percentages()))
def test_percentage_matches_half_up_or_truncated_or_neither(printed):
    figures = {
        "numerator": Decimal(printed["numerator"]),
        "denominator": Decimal(printed["denominator"]),
        "share": Stated(Decimal(printed["printed"]), ratio=Ratio(("numerator",), ("denominator",))),
    }
    exact = 100 * Fraction(printed["numerator"]) / Fraction(printed["denominator"])
    decimals = len(printed["printed"].partition(".")[2])

    assert half_up(exact, decimals) == Decimal(printed["half_up"])
    assert truncated(exact, decimals) == Decimal(printed["truncated"])
    assert rounding_of(Decimal(printed["printed"]), exact) == printed["matches"]
    assert [finding.rules for finding in checks.check(figures)] == (
        [] if printed["matches"] else [("T4",)]
    )


def test_half_up_is_named_where_both_roundings_match():
    assert rounding_of(Decimal("50.0"), Fraction(50)) is Rounding.HALF_UP


def news_item() -> list[checks.Finding]:
    """The findings over both groups of figures of the news item of 14 June 2024."""
    return [
        finding
        for case in ("HD-2024H1-dossiers-as-printed", "HD-2024H1-gov-as-printed")
        for finding in checks.check(figures_of(case))
    ]


def test_news_item_has_exactly_two_findings():
    assert [finding.rules for finding in news_item()] == [("D9", "D1"), ("T2",)]


def test_news_item_first_repair_is_the_opening_stock_that_closes_the_sum():
    printed = figures_of("HD-2024H1-dossiers-as-printed")
    repaired = figures_of("HD-2024H1-dossiers-repaired")
    finding, _ = news_item()
    first = finding.edits[0]

    assert isinstance(first, Change)
    assert (first.key, first.old) == ("carried_over", printed["carried_over"])
    assert first.new == repaired["carried_over"]
    assert [(copy.key, copy.twins) for copy in finding.copies] == [("carried_over", ("online",))]
    assert [(edit.key, edit.is_copied) for edit in finding.proven_edits] == [
        ("carried_over", True),
        ("online", True),
        ("received_total", False),
    ]


def test_news_item_first_repair_of_the_tasks_is_that_the_number_was_assigned():
    true = figures_of("HD-2024H1-gov")
    _, finding = news_item()
    first = finding.edits[0]

    assert isinstance(first, Move)
    assert (first.key, first.old, first.target) == ("completed", true["assigned"], "assigned")
    assert [trial.rule for trial in first.proof] == ["T5"]
    assert first.applied(checks.as_stated(figures_of("HD-2024H1-gov-as-printed"))) == (
        checks.as_stated(true)
    )


def test_gap_of_two_is_closed_by_the_number_that_the_levels_prove():
    """Lâm Đồng Q1/2020: the levels give 635,595 early or on time where 635,593 is printed."""
    early_or_late, unexplained = checks.check(
        {
            key: value
            for key, value in figures_of("LD-2020Q1-dossiers").items()
            if not isinstance(value, dict)
        }
    )
    levels = CASES["LD-2020Q1-dossiers"]["rows"].values()

    assert (early_or_late.rules, unexplained.rules) == (("D2",), ("D4",))
    assert sum(level["resolved_early_on_time"] for level in levels) in [
        edit.new for edit in early_or_late.edits if isinstance(edit, Change)
    ]


def test_no_rule_knows_the_numbers_of_the_news_item():
    numbers = {
        figures_of("HD-2024H1-dossiers-as-printed")["online"],
        figures_of("HD-2024H1-dossiers-repaired")["carried_over"],
        figures_of("HD-2024H1-gov")["assigned"],
    }
    pattern = re.compile(rf"\b({'|'.join(map(str, numbers))})\b")
    package = Path(checks.__file__).parent

    assert [path.name for path in package.glob("*.py") if pattern.search(path.read_text())] == []
