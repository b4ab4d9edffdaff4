"""A trial is one rule put to one set of figures of which nothing is missing.

It knows whether it holds and, for each figure it reads, which values would make it hold: that
is all that finding and ranking repairs needs, so a new kind of rule is one more trial class.
Trials are equal when they ask the same question, whatever the figures.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from django.utils.translation import gettext

from reporting.checks import wording
from reporting.checks.figures import Figures, Number, is_whole, total
from reporting.checks.rounding import nearest_count
from reporting.checks.spans import ANY, Span, point
from reporting.numbers import number


class Severity(StrEnum):
    """An error stands until it is mended or accepted with a reason; a warning asks to look."""

    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True)
class Trial(ABC):
    """Base of all trials. Every key in ``keys`` is stated in ``figures``."""

    rule: str
    severity: Severity
    figures: Figures = field(compare=False, repr=False)

    @property
    @abstractmethod
    def keys(self) -> tuple[str, ...]:
        """The figures that it reads."""

    @property
    @abstractmethod
    def left(self) -> Number:
        """The stated side."""

    @property
    @abstractmethod
    def right(self) -> Number:
        """The side that arithmetic gives."""

    @property
    def is_testable(self) -> bool:
        """Whether there is anything to compare; what is not testable holds."""
        return True

    @property
    def difference(self) -> Number:
        return self.left - self.right

    @property
    def holds(self) -> bool:
        return self.difference == 0

    @abstractmethod
    def admits(self, key: str) -> tuple[Span, ...]:
        """Values of ``key`` (one of ``keys``) with which it holds, all else staying."""

    @abstractmethod
    def message(self, *, in_words: bool = False) -> str:
        """One sentence for a failed trial, with both sides and the difference."""

    @abstractmethod
    def equation(self) -> str:
        """The calculation in numbers, for a trial that holds."""

    def on(self, figures: Figures) -> Trial:
        """The same question put to other figures, none of its keys missing."""
        return replace(self, figures=figures)

    def value(self, key: str) -> Number:
        return self.figures[key].value


@dataclass(frozen=True)
class SumTrial(Trial):
    """``total`` equals the sum of the parts.

    Where a printed word is ambiguous there are several readings, and one that holds is enough;
    the first is the usual one and the one that messages show.
    """

    total: str
    readings: tuple[tuple[str, ...], ...]

    @property
    def keys(self) -> tuple[str, ...]:
        parts = (key for reading in self.readings for key in reading)
        return tuple(dict.fromkeys((self.total, *parts)))

    @property
    def left(self) -> Number:
        return self.value(self.total)

    @property
    def right(self) -> Number:
        return self._sum(self._shown)

    def admits(self, key: str) -> tuple[Span, ...]:
        return tuple(self._admits(key))

    def message(self, *, in_words: bool = False) -> str:
        left, right = wording.sides(self.total, self._shown, in_words=in_words)
        return wording.inequality(
            left,
            number(self.left),
            right,
            number(self.right),
            number(self.difference),
        )

    def equation(self) -> str:
        parts = " + ".join(number(self.value(key)) for key in self._shown)
        return f"{number(self.left)} = {parts}"

    @property
    def _shown(self) -> tuple[str, ...]:
        true = (reading for reading in self.readings if self._sum(reading) == self.left)
        return next(true, self.readings[0])

    def _sum(self, reading: tuple[str, ...]) -> Number:
        return total(self.figures, reading)

    def _admits(self, key: str) -> Iterator[Span]:
        for reading in self.readings:
            gap = self.left - self._sum(reading)
            if key == self.total:
                yield point(self.left - gap)
            elif key in reading:
                yield point(self.value(key) + gap)
            elif gap == 0:
                yield ANY


@dataclass(frozen=True)
class CountTrial(Trial):
    """A count is a whole number from 0 on."""

    key: str

    @property
    def keys(self) -> tuple[str, ...]:
        return (self.key,)

    @property
    def left(self) -> Number:
        return self.value(self.key)

    @property
    def right(self) -> Number:
        return nearest_count(self.left)

    @property
    def holds(self) -> bool:
        return self.left >= 0 and is_whole(self.left)

    def admits(self, key: str) -> tuple[Span, ...]:
        return (Span(0, None),)

    def message(self, *, in_words: bool = False) -> str:
        return wording.sentence(
            gettext("%(place)s là %(value)s; phải là số nguyên từ 0 trở lên.")
            % {
                "place": wording.place(self.key, in_words=in_words),
                "value": number(self.left),
            }
        )

    def equation(self) -> str:
        return f"{number(self.left)} ≥ 0"
