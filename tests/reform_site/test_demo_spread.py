"""Splitting a total: the parts are whole, within their caps, and add up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reform_site.demo.spread import apportion, in_steps

weights = st.lists(st.floats(0, 1000), min_size=1, max_size=12)


@given(st.integers(0, 10_000), weights)
def test_apportioned_parts_add_up(total: int, shares: list[float]) -> None:
    parts = apportion(total, shares)

    assert sum(parts) == total
    assert min(parts) >= 0


@given(st.data())
def test_no_part_exceeds_its_cap(data: st.DataObject) -> None:
    caps = data.draw(st.lists(st.integers(0, 50), min_size=1, max_size=12))
    total = data.draw(st.integers(0, sum(caps)))
    shares = data.draw(st.lists(st.floats(0, 1000), min_size=len(caps), max_size=len(caps)))

    parts = apportion(total, shares, caps)

    assert sum(parts) == total
    assert all(0 <= part <= cap for part, cap in zip(parts, caps, strict=True))


def test_largest_remainders_decide() -> None:
    assert apportion(10, [1, 1, 1]) == [4, 3, 3]
    assert apportion(7, [5.5, 1.5, 0]) == [6, 1, 0]


def test_what_a_cap_holds_back_goes_to_the_others() -> None:
    assert apportion(10, [8, 1, 1], [2, 9, 9]) == [2, 4, 4]
    assert apportion(5, [1, 0, 0], [3, 9, 9]) == [3, 1, 1]


def test_more_than_the_caps_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot split 4 among caps of 3"):
        apportion(4, [1, 1], [1, 2])


@given(st.integers(0, 10_000), weights, st.floats(0, 0.999))
def test_steps_add_up(total: int, shares: list[float], offset: float) -> None:
    parts = in_steps(total, [share + 1 for share in shares], offset)

    assert sum(parts) == total
    assert min(parts) >= 0
