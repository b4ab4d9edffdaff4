"""Kinds of rules: each turns figures into the trials that can be put to them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from reporting.checks.comparisons import ChangeTrial, CompareTrial, Relation, TwinTrial
from reporting.checks.figures import Figures, Number, Ratio
from reporting.checks.keys import Family, of_family
from reporting.checks.ratios import RATIOS, RatioTrial
from reporting.checks.trials import CountTrial, Severity, SumTrial, Trial


@dataclass(frozen=True)
class Rule(ABC):
    id: str
    severity: Severity

    @abstractmethod
    def trials(self, figures: Figures, outside: tuple[str, ...]) -> Iterator[Trial]:
        """One trial per question for which all figures are stated.

        ``outside`` names the keys that the form counts neither as resolved nor as pending.
        """


@dataclass(frozen=True)
class Identity:
    """``total`` is the sum of a reading, or of one of several where a word is ambiguous.

    ``unless``: put only where none of these is stated, as another identity then says it better.
    """

    total: str
    readings: tuple[tuple[str, ...], ...]
    unless: tuple[str, ...] = ()
    adds_outside: bool = False


def adds_up(
    total: str, *readings: tuple[str, ...], unless: tuple[str, ...] = (), adds_outside: bool = False
) -> Identity:
    return Identity(total, readings, unless, adds_outside)


@dataclass(frozen=True)
class SumRule(Rule):
    identities: tuple[Identity, ...]

    def trials(self, figures: Figures, outside: tuple[str, ...]) -> Iterator[Trial]:
        for identity in self.identities:
            extra = outside if identity.adds_outside else ()
            readings = tuple(reading + extra for reading in identity.readings)
            trial = SumTrial(self.id, self.severity, figures, identity.total, readings)
            if _are_stated(trial.keys, figures) and not _any_stated(identity.unless, figures):
                yield trial


@dataclass(frozen=True)
class CountRule(Rule):
    families: tuple[Family, ...]

    def trials(self, figures: Figures, outside: tuple[str, ...]) -> Iterator[Trial]:
        for key in of_family(*self.families):
            if key in figures:
                yield CountTrial(self.id, self.severity, figures, key)


@dataclass(frozen=True)
class RatioRule(Rule):
    def trials(self, figures: Figures, outside: tuple[str, ...]) -> Iterator[Trial]:
        for key, stated in figures.items():
            ratios = (stated.ratio,) if stated.ratio else RATIOS.get(key, ())
            testable = (ratio for ratio in ratios if _are_stated(ratio.keys, figures))
            yield from self._trial(key, next(testable, None), figures)

    def _trial(self, key: str, ratio: Ratio | None, figures: Figures) -> Iterator[Trial]:
        if ratio:
            yield RatioTrial(self.id, self.severity, figures, key, ratio)


@dataclass(frozen=True)
class CopyRule(Rule):
    """Two columns with the same number. Alone that is no fault, as equal counts are common:
    the rule joins a finding as its cause where undoing the copy mends what other rules found.
    """

    families: tuple[Family, ...]

    def trials(self, figures: Figures, outside: tuple[str, ...]) -> Iterator[Trial]:
        return iter(())

    def twins(self, key: str, figures: Figures) -> tuple[str, ...]:
        """The other keys that state the same number above 0."""
        keys = of_family(*self.families)
        if key not in keys or figures[key].value <= 0:
            return ()
        others = (other for other in keys if other in figures and other != key)
        return tuple(other for other in others if figures[other].value == figures[key].value)


@dataclass(frozen=True)
class CompareRule(Rule):
    """``left`` against ``right`` keys and ``other``, a number known from ``words``.

    ``left_words`` name the left side where its keys do not: a total that nobody stated.
    """

    left: tuple[str, ...]
    relation: Relation
    right: tuple[str, ...] = ()
    other: Number = 0
    words: str = ""
    left_words: str = ""

    def trials(self, figures: Figures, outside: tuple[str, ...]) -> Iterator[Trial]:
        if _are_stated(self.left + self.right, figures):
            yield CompareTrial(
                self.id,
                self.severity,
                figures,
                self.left,
                self.relation,
                self.right,
                self.other,
                self.words,
                self.left_words,
            )


@dataclass(frozen=True)
class ChangeRule(Rule):
    """Numbers beside those of ``before``, a period named by ``words``: too great a change.

    Asked where one of both is at least ``least``. A change of more than ``percent`` % fails.
    """

    before: tuple[tuple[str, int], ...]
    words: str
    percent: int
    times: int
    least: int

    def trials(self, figures: Figures, outside: tuple[str, ...]) -> Iterator[Trial]:
        for key, before in self.before:
            if key in figures and max(before, figures[key].value) >= self.least:
                yield ChangeTrial(
                    self.id,
                    self.severity,
                    figures,
                    key,
                    before,
                    self.words,
                    self.percent,
                    self.times,
                )


@dataclass(frozen=True)
class TwinRule(Rule):
    """Two of ``keys`` that state one number from ``least`` on; two of ``pair`` from 1 on."""

    keys: tuple[str, ...]
    pair: tuple[str, str]
    least: int

    def trials(self, figures: Figures, outside: tuple[str, ...]) -> Iterator[Trial]:
        stated = [key for key in self.keys if key in figures]
        for first, second in combinations(stated, 2):
            least = 1 if {first, second} == set(self.pair) else self.least
            if figures[first].value >= least:
                yield TwinTrial(self.id, self.severity, figures, first, second)


def _are_stated(keys: Iterable[str], figures: Figures) -> bool:
    return all(key in figures for key in keys)


def _any_stated(keys: Iterable[str], figures: Figures) -> bool:
    return any(key in figures for key in keys)
