"""Which edits a finding offers, and in which order."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from reporting.checks import Change, Move, Ratio, Severity, Stated, as_stated, check
from reporting.checks.keys import FORM_COLUMNS
from reporting.checks.ratios import RatioTrial
from reporting.checks.spans import point
from tests.reporting.checks_pages import FORM


def proposals(finding):
    return [(edit.key, edit.new) for edit in finding.edits if isinstance(edit, Change)]


def test_copied_column_is_the_cause_of_the_broken_sum():
    finding, *others = check(FORM | {"carried_over": 70})

    assert not others
    assert finding.rules == ("D9", "D1")
    assert finding.severity is Severity.ERROR
    assert (finding.left, finding.right, finding.difference) == (120, 180, -60)
    assert finding.keys == ("received_total", "online", "direct_postal", "carried_over")
    assert proposals(finding) == [("carried_over", 10), ("online", 10)]


def test_equal_zeros_are_no_copies():
    finding, *_ = check(FORM | {"carried_over": 0, "pending_overdue": 0, "pending_in_time": 20})

    assert finding.rules == ("D1",)


def test_flagged_copy_comes_before_every_other_number():
    figures = FORM | {"direct_postal": Stated(41, is_copied=True)}

    finding, *_ = check(figures)

    assert finding.edits[0].key == "direct_postal"


def test_without_stocks_the_later_of_two_equal_columns_is_the_copy():
    finding, *_ = check({key: FORM[key] for key in FORM_COLUMNS[:4]} | {"carried_over": 70})

    assert proposals(finding)[:2] == [("carried_over", 10), ("online", 10)]


def test_without_a_copy_the_repair_with_the_nearer_stocks_comes_first():
    finding = check(FORM | {"pending_total": None, "online": 64})[0]

    # The closing stock is received less resolved: 20, or 14 where received is mended.
    assert proposals(finding) == [
        ("received_total", 114),  # opening 10, closing 14
        ("carried_over", 16),  # 16 and 20
        ("online", 70),  # 10 and 20, changed by 9 %
        ("direct_postal", 46),  # 10 and 20, changed by 15 %
    ]


def test_without_stocks_the_smallest_relative_change_comes_first():
    figures = {"resolved_total": 100, "resolved_early_on_time": 90, "resolved_overdue": 8}

    assert proposals(check(figures)[0]) == [
        ("resolved_total", 98),
        ("resolved_early_on_time", 92),
        ("resolved_overdue", 10),
    ]


def test_two_slips_are_two_findings():
    findings = check(FORM | {"online": 71, "pending_overdue": 4})

    assert [finding.rules for finding in findings] == [("D1",), ("D3",)]


def test_difference_that_no_single_number_explains_has_no_proven_edit():
    finding = check(FORM | {"pending_total": 21, "pending_in_time": 19})[0]

    assert finding.proven_edits == ()


def test_move_is_proven_by_the_sum_that_comes_out_right():
    finding = check({"completed": 12, "completed_on_time": 8, "open": 3, "late": 1})[0]
    first, *_ = finding.edits

    assert (first.key, first.target, first.is_proven) == ("completed", "assigned", True)
    assert all(not edit.is_proven for edit in finding.edits[len(finding.proven_edits) :])


def test_zero_proves_no_move():
    figures = FORM | {"received_total": 125, "carried_over": 0, "direct": 40, "pending_total": 25}

    finding = check(figures)[0]

    moves = {edit.key: edit.targets for edit in finding.edits if isinstance(edit, Move)}

    assert "postal" in moves["carried_over"]
    assert [edit for edit in finding.proven_edits if isinstance(edit, Move)] == []


def test_impossible_count_is_mended_by_the_sum_it_stands_in():
    finding = check(FORM | {"carried_over": -10})[0]

    assert finding.rules == ("D1", "D8")
    assert proposals(finding) == [("carried_over", 10)]


def test_impossible_count_alone_may_be_any_count():
    edit = check({"returned": -7})[0].edits[0]

    assert (edit.new, edit.span.low, edit.span.high) == (7, 0, None)


def test_nothing_is_proven_by_a_denominator_of_zero():
    finding, *_ = check({"assigned": 4, "completed": 1, "P1": 30})

    assert [(edit.key, edit.new) for edit in finding.edits if isinstance(edit, Change)][-1] == (
        "assigned",
        0,
    )
    assert ("assigned", 0) not in [
        (edit.key, edit.new) for edit in finding.proven_edits if isinstance(edit, Change)
    ]


@given(
    st.integers(0, 60),
    st.integers(1, 60),
    st.integers(0, 100),
    st.integers(0, 1),
    st.sampled_from([("above",), ("below",), ("above", "below")]),
)
def test_counts_printed_alike_are_exactly_those_that_pass(
    above, below, tenths, places, denominator
):
    printed = Decimal(tenths).scaleb(-places)
    ratio = Ratio(("above",), denominator)

    counts = {"above": above, "below": below}

    def trial(**changed):
        figures = as_stated({**counts, **changed, "share": printed})
        return RatioTrial("T4", Severity.WARNING, figures, "share", ratio)

    for key in ratio.keys:
        allowed = trial().admits(key)
        for count in range(200):
            within = any(span & point(count) for span in allowed)
            assert within is trial(**{key: count}).holds
