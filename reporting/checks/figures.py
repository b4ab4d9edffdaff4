"""Stated figures: the one input of every check, whatever they were read from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from reporting.checks.keys import is_count

Number = int | Decimal


@dataclass(frozen=True, slots=True)
class Ratio:
    """What a percentage divides: sums of keys, ``less`` being taken off the denominator."""

    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    less: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key that the ratio reads, each once."""
        return tuple(dict.fromkeys(self.numerator + self.denominator + self.less))


@dataclass(frozen=True, slots=True)
class Stated:
    """One figure as somebody stated it.

    ``value`` is a count, or a percentage with as many decimals as were printed
    (``Decimal("58.82")``). ``is_copied`` is set where a person or an import saw that the number
    stands there because another one was copied over it. ``ratio`` tells what a percentage
    divides, where its key does not tell already.

    Raises ``TypeError`` for a float: 58.82 as a float is not 58.82, and checks are exact.
    """

    value: Number
    is_copied: bool = False
    ratio: Ratio | None = None

    def __post_init__(self) -> None:
        if isinstance(self.value, bool) or not isinstance(self.value, int | Decimal):
            raise TypeError(f"a stated figure is an int or a Decimal, not {self.value!r}")


Figures = Mapping[str, Stated]


def as_stated(figures: Mapping[str, Stated | Number | None]) -> dict[str, Stated]:
    """Figures ready to be checked; what is ``None`` was not stated and is left out.

    A count that arrives as ``Decimal("12.0000")`` becomes the integer that it is.
    """
    return {
        key: _plain(key, value if isinstance(value, Stated) else Stated(value))
        for key, value in figures.items()
        if value is not None
    }


def total(figures: Figures, keys: Iterable[str]) -> Number:
    return sum((figures[key].value for key in keys), start=0)


def with_value(figures: Figures, key: str, value: Number) -> dict[str, Stated]:
    """The figures after ``key`` was corrected; a corrected number is no copy."""
    return {**figures, key: Stated(value, ratio=figures[key].ratio)}


def with_move(figures: Figures, key: str, target: str) -> dict[str, Stated]:
    """The figures after the number under ``key`` was put under ``target``."""
    moved = {code: stated for code, stated in figures.items() if code != key}
    return {**moved, target: figures[key]}


def is_whole(value: Number) -> bool:
    return value == int(value)


def _plain(key: str, stated: Stated) -> Stated:
    if is_count(key) and isinstance(stated.value, Decimal) and is_whole(stated.value):
        return Stated(int(stated.value), stated.is_copied, stated.ratio)
    return stated
