"""Published figures (tests/data/published_cases.json) entered as returns on form II.06."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dossiers.models import Return
from dossiers.summary import findings_of
from tests.factories import ReturnFactory

DATA = Path(__file__).parents[1] / "data" / "published_cases.json"
CASES: dict[str, dict[str, Any]] = {case["id"]: case for case in json.loads(DATA.read_text())}
FIELDS = (*Return.COLUMNS, *Return.OPTIONAL)


def entered(case: str, row: str = "", **more: int) -> Return:
    """What the source printed, under the columns of the form; the others stay empty."""
    figures = CASES[case]["rows"][row] if row else CASES[case]["figures"]
    empty = dict.fromkeys(FIELDS)
    printed = {key: value for key, value in figures.items() if key in FIELDS}
    return ReturnFactory.build(period=None, agency=None, **empty | printed | more)


def told(row: Return) -> list[tuple[tuple[str, ...], list[str], str]]:
    """Rules, sentences and the likeliest edit of each finding."""
    return [
        (one.rules, one.messages(), one.edits[0].message() if one.edits else "")
        for one in findings_of(row)
    ]


def test_the_half_year_of_hai_duong_as_printed():
    """Carried over was printed as the number of those received online."""
    assert told(entered("HD-2024H1-dossiers-as-printed")) == [
        (
            ("D9", "D1"),
            [
                "Cột 6 trùng cột 4, cùng bằng 350.123.",
                "Cột 3 (418.039) ≠ cột 4 + 5 + 6 (754.682); chênh −336.643.",
            ],
            "Giá trị khớp cho cột 6: 13.480.",
        )
    ]


def test_the_half_year_of_hai_duong_repaired():
    figures = CASES["HD-2024H1-dossiers-repaired"]["figures"]
    row = entered("HD-2024H1-dossiers-repaired", resolved_on_time=figures["resolved_early_on_time"])

    assert (row.carried_over, row.pending_total) == (13_480, 14_730)
    assert told(row) == []


def test_lang_son_leaves_thirty_six_dossiers_over():
    figures = CASES["LS-2019-07-dossiers"]["figures"]
    row = entered("LS-2019-07-dossiers", direct_postal=figures["direct"] + figures["postal"])

    assert (row.direct, row.postal) == (991, 23)
    ((rules, messages, _edit),) = told(row)
    assert rules == ("D4",)
    assert messages == ["Cột 3 (2.099) ≠ cột 7 + 11 (2.063); chênh 36."]


def test_kon_tum_adds_up():
    row = entered("KT-2023Q1-dossiers")

    assert row.received_total == row.online + row.direct_postal + row.carried_over
    assert told(row) == []


def test_lam_dong_2024_adds_up():
    figures = CASES["LD-2024Q1-dossiers"]["figures"]
    row = entered(
        "LD-2024Q1-dossiers", resolved_early=0, resolved_on_time=figures["resolved_early_on_time"]
    )

    assert told(row) == []


def test_lam_dong_2020_fails_by_two_and_by_8801():
    figures = CASES["LD-2020Q1-dossiers"]["figures"]
    row = entered(
        "LD-2020Q1-dossiers", resolved_early=0, resolved_on_time=figures["resolved_early_on_time"]
    )

    assert [(rules, messages) for rules, messages, _edit in told(row)] == [
        (("D2",), ["Cột 7 (643.272) ≠ cột 8 + 9 + 10 (643.270); chênh 2."]),
        (("D4",), ["Cột 3 (659.245) ≠ cột 7 + 11 (650.444); chênh 8.801."]),
    ]


@pytest.mark.parametrize("case", [key for key in CASES if CASES[key]["domain"] == "dossier"])
def test_an_identity_fails_exactly_where_the_source_s_does(case):
    """D3 and D4 read nothing but columns of the form."""
    failed = {rule for rules, _messages, _edit in told(entered(case)) for rule in rules}

    for expected in CASES[case]["checks"]:
        if expected["rule"] in {"D3", "D4"} and "row" not in expected:
            assert (expected["rule"] in failed) == (expected["holds"] is False)
