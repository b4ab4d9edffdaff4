"""The rules one by one: what they test and what they leave alone."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reporting.checks import RULES, Severity, Stated, check, trials
from tests.reporting.checks_pages import FORM


def rules_of(figures, **options):
    return [finding.rules for finding in check(figures, **options)]


def test_table_of_rules():
    assert [rule.id for rule in RULES] == [
        *("D9", "D1", "D1b", "D1n", "D2", "D3", "D4", "D8", "A2"),
        *("T1", "T2", "T3", "T4", "T5"),
    ]
    assert {rule.id for rule in RULES if rule.severity is Severity.WARNING} == {"D9", "A2", "T4"}


def test_consistent_form_has_no_finding_and_lists_what_was_tested():
    assert check(FORM) == []
    assert [trial.rule for trial in trials(FORM) if len(trial.keys) > 1] == ["D1", "D2", "D3", "D4"]


def test_what_was_not_stated_is_not_zero():
    assert rules_of(FORM | {"carried_over": None}) == []
    assert rules_of(FORM | {"carried_over": 0}) == [("D1",)]


@pytest.mark.parametrize(
    ("slip", "rules"),
    [
        ({"online": 71}, ("D1",)),
        ({"direct": 30, "postal": 9}, ("D1b",)),
        ({"new_received": 111}, ("D1n",)),
        ({"resolved_early": 61}, ("D2",)),
        ({"resolved_early_on_time": 98}, ("D2",)),
        ({"pending_overdue": 4}, ("D3",)),
        ({"pending_total": 21, "pending_in_time": 19}, ("D4",)),
        ({"received_total": 121}, ("D1", "D4")),
        ({"resolved_total": 101}, ("D2", "D4")),
        ({"returned": -1}, ("D8",)),
        ({"returned": Decimal("0.5")}, ("D8",)),
        ({"C1": Decimal("83.4")}, ("T4",)),
    ],
)
def test_slip_on_the_form_is_one_finding(slip, rules):
    assert rules_of(FORM | slip) == [rules]


@pytest.mark.parametrize(
    ("figures", "rules"),
    [
        ({"assigned": 9, "completed": 6, "open": 2}, ("T1",)),
        ({"completed": 6, "completed_on_time": 4, "completed_late": 1}, ("T2",)),
        ({"completed": 8, "completed_on_time": 4, "late": 1}, ("T2",)),
        ({"open": 6, "open_in_time": 4, "open_overdue": 1}, ("T3",)),
        ({"assigned": 9, "completed_on_time": 4, "open": 2, "late": 1}, ("T5",)),
        ({"assigned": 9, "completed": 4, "open_in_time": 2, "open_overdue": 1}, ("T5",)),
        ({"assigned": 9, "completed": 6, "P1": Decimal("66.6")}, None),
        ({"assigned": 9, "completed": 6, "P1": Decimal("66.7")}, None),
        ({"assigned": 9, "completed": 6, "P1": Decimal("66.8")}, ("T4",)),
        ({"assigned": 9, "completed": 6, "regular": 1, "P2": 75}, None),
        ({"assigned": 0, "completed": 0, "P1": 100}, None),
    ],
)
def test_rules_of_tasks(figures, rules):
    assert rules_of(figures) == ([rules] if rules else [])


@pytest.mark.parametrize("completed", [5, 4])
def test_late_may_be_completed_late_or_still_open(completed):
    figures = {"assigned": 7, "completed_on_time": 4, "open": 2, "late": 1}

    assert rules_of(figures | {"completed": completed}) == []


def test_returned_and_withdrawn_count_beside_resolved_only_where_the_form_says_so():
    figures = FORM | {"resolved_total": 95, "resolved_on_time": 32, "returned": 4, "withdrawn": 1}

    assert rules_of(figures, outside=("returned", "withdrawn")) == []
    assert rules_of(figures) == [("D4",)]
    assert [finding.difference for finding in check(figures)] == [5]


def test_equal_columns_alone_are_no_finding():
    assert rules_of({"online": 350, "carried_over": 350}) == []
    assert rules_of(FORM | {"received_total": 180, "carried_over": 70, "pending_total": 80}) == [
        ("D3",)
    ]


def test_rules_may_be_chosen():
    only = [rule for rule in RULES if rule.id == "D1"]

    assert rules_of(FORM | {"carried_over": 70}, rules=only) == [("D1",)]


def test_figures_outside_the_table_are_left_alone():
    assert rules_of({"population": -1, "received_total": 5}) == []


@pytest.mark.parametrize("value", [58.82, True, "12"])
def test_only_exact_numbers_are_stated(value):
    with pytest.raises(TypeError, match="int or a Decimal"):
        Stated(value)
