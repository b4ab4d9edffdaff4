import pytest

from reporting.figures import (
    Definition,
    Direction,
    Example,
    Unit,
    definition,
    definitions,
    register,
)
from reporting.numbers import NBSP, Ratio


@pytest.mark.parametrize("meant", definitions(), ids=lambda meant: meant.code)
def test_worked_example_of_every_definition_comes_out_as_printed(meant):
    value = meant.value(meant.example.counts)

    assert meant.text(value).replace(NBSP, " ") == meant.example.result


@pytest.mark.parametrize("meant", definitions(), ids=lambda meant: meant.code)
def test_every_definition_says_formula_owner_source_and_rows(meant):
    assert all(str(text) for text in (meant.label, meant.formula, meant.owner, meant.source))
    assert meant.rows_key
    assert not meant.is_rate or meant.base_key


def test_catalogue_has_the_metrics_that_reports_use():
    wanted = {"R1", "R2", "L1", "L2", "O1", "O2", "C1", "P1", "P2", "P3", "P4", "P5"}

    assert wanted <= {meant.code for meant in definitions()}


def test_rate_without_denominator_is_a_dash_never_zero():
    r1 = definition("R1")

    value = r1.value({"resolved_early": 0, "resolved_on_time": 0, "resolved_total": 0})

    assert value == Ratio(0, 0)
    assert r1.text(value) == "–"


def test_figure_with_an_unknown_part_is_unknown():
    assert definition("received_total").value({"online": 1, "direct_postal": 2}) is None


def test_a_code_is_defined_once():
    taken = Definition(
        code="R1",
        label="x",
        unit=Unit.PERCENT,
        topic="x",
        formula="x",
        numerator=("a",),
        example=Example({"a": 1}, "1", "x"),
        owner="x",
        source="x",
        better=Direction.UP,
    )

    with pytest.raises(ValueError, match="R1 is defined twice"):
        register(taken)
