"""From random consistent figures: nothing fires, and the repair of any one slip is offered."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from reporting.checks import Change, Edit, Finding, Move, Number, as_stated, check, trials
from tests.reporting.checks_pages import (
    DOSSIERS,
    RATES,
    TASKS,
    Page,
    counts,
    dossier_pages,
    pages,
)


def findings_of(page: Page, figures: dict[str, Number]) -> list[Finding]:
    return check(figures, outside=page.outside)


def edits_of(findings: list[Any]) -> list[Edit]:
    return [edit for finding in findings for edit in finding.edits]


def is_offered(key: str, true: Number, findings: list[Any]) -> bool:
    return any(
        isinstance(edit, Change) and edit.key == key and _contains(edit, true)
        for edit in edits_of(findings)
    )


def _contains(edit: Change, value: Number) -> bool:
    low, high = edit.span.low, edit.span.high
    return (low is None or low <= value) and (high is None or value <= high)


def _misprints(true: Number) -> st.SearchStrategy[Number]:
    """Other digits, a percentage with as many decimals as before or their zeros dropped."""
    if isinstance(true, Decimal):
        places = -true.as_tuple().exponent
        wrong = st.decimals(0, 200, places=places)
        return wrong | wrong.map(lambda value: value.normalize())
    return st.integers(-9, 900_000) | st.integers(1, 9).map(lambda by: true + by)


@given(pages)
def test_no_rule_fires_on_consistent_figures(page):
    assert page.adds_up(page.figures)
    assert findings_of(page, page.figures) == []


@given(pages, st.data())
def test_one_changed_cell_is_found_and_its_repair_offered(page, data):
    key = data.draw(st.sampled_from(sorted(page.figures)))
    true = page.figures[key]
    wrong = data.draw(_misprints(true))
    assume(wrong != true)

    figures = {**page.figures, key: wrong}
    findings = findings_of(page, figures)

    assert bool(findings) is not page.adds_up(figures)
    assert is_offered(key, true, findings) is bool(findings)


@given(dossier_pages(), st.data())
def test_one_cell_copied_over_another_is_found_as_a_copy(page, data):
    counted = sorted(key for key in page.figures if key not in RATES)
    source, target = data.draw(st.permutations(counted))[:2]
    true = page.figures[target]
    assume(true != page.figures[source])

    figures = {**page.figures, target: page.figures[source]}
    findings = findings_of(page, figures)

    assert bool(findings) is not page.adds_up(figures)
    assert is_offered(target, true, findings) is bool(findings)
    mended = [finding for finding in findings if is_offered(target, true, [finding])]
    if page.figures[source] > 0:
        assert all(finding.rules[0] == "D9" for finding in mended)


@given(pages, st.data())
def test_one_number_under_the_wrong_label_is_found_and_its_move_back_offered(page, data):
    key = data.draw(st.sampled_from(sorted(key for key in page.figures if key not in RATES)))
    family = DOSSIERS if key in DOSSIERS else TASKS
    target = data.draw(st.sampled_from(sorted({*family, key} - (page.figures.keys() - {key}))))
    assume(target != key)

    figures = {code: value for code, value in page.figures.items() if code != key}
    figures[target] = page.figures[key]
    findings = findings_of(page, figures)
    moves = [edit for edit in edits_of(findings) if isinstance(edit, Move)]

    assert any(edit.key == target and key in edit.targets for edit in moves) is bool(findings)


@given(pages, st.data())
def test_every_edit_closes_its_finding_and_opens_no_other(page, data):
    keys = data.draw(st.lists(st.sampled_from(sorted(page.figures)), min_size=1, max_size=2))
    figures = page.figures | {key: data.draw(counts) for key in keys}

    failed = _failures(figures, page.outside)
    for finding in findings_of(page, figures):
        for edit in finding.edits:
            for one in _each(edit):
                after = _failures(one.applied(as_stated(figures)), page.outside)
                assert after <= failed - set(finding.failures)


@given(pages, st.data())
def test_every_failure_stands_in_exactly_one_finding(page, data):
    keys = data.draw(st.lists(st.sampled_from(sorted(page.figures)), min_size=1, max_size=3))
    figures = page.figures | {key: data.draw(counts) for key in keys}

    told = [trial for finding in findings_of(page, figures) for trial in finding.failures]

    assert len(told) == len(set(told))
    assert set(told) == _failures(figures, page.outside)


def _each(edit: Edit) -> list[Edit]:
    if isinstance(edit, Move):
        return [replace(edit, target=target) for target in edit.targets]
    return [edit]


def _failures(figures: Any, outside: tuple[str, ...]) -> set[Any]:
    return {trial for trial in trials(figures, outside=outside) if not trial.holds}
