"""Trials that put figures beside others: bounds, numbers known from elsewhere, equal numbers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext

from reporting.checks import wording
from reporting.checks.figures import Number, total
from reporting.checks.spans import ANY, Span, point
from reporting.checks.trials import Trial
from reporting.numbers import Ratio, number, percent


class Relation(StrEnum):
    EQUAL = "="
    AT_LEAST = "≥"
    AT_MOST = "≤"


@dataclass(frozen=True)
class CompareTrial(Trial):
    """The sum of ``lefts`` stands in ``relation`` to that of ``rights`` and ``other``.

    ``words`` name what ``other`` is, ``left_words`` the left side; without them a side is named by
    its keys.
    """

    lefts: tuple[str, ...]
    relation: Relation
    rights: tuple[str, ...]
    other: Number
    words: str
    left_words: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.lefts + self.rights))

    @property
    def left(self) -> Number:
        return total(self.figures, self.lefts)

    @property
    def right(self) -> Number:
        return total(self.figures, self.rights) + self.other

    @property
    def holds(self) -> bool:
        if self.relation is Relation.AT_LEAST:
            return self.left >= self.right
        if self.relation is Relation.AT_MOST:
            return self.left <= self.right
        return self.left == self.right

    def admits(self, key: str) -> tuple[Span, ...]:
        is_left = key in self.lefts
        if not is_left and key not in self.rights:
            return (ANY,)
        even = self.value(key) + (-self.difference if is_left else self.difference)
        if self.relation is Relation.EQUAL:
            return (point(even),)
        rises = (self.relation is Relation.AT_LEAST) == is_left
        return (Span(even, None) if rises else Span(None, even),)

    def message(self, *, in_words: bool = False) -> str:
        left = self.left_words or wording.named(self.lefts, in_words=in_words)
        right = self.words or wording.named(self.rights, in_words=in_words)
        sides = (left, number(self.left), right, number(self.right))
        if self.relation is Relation.EQUAL:
            return wording.inequality(*sides, number(self.difference))
        return wording.bound(*sides, self.left - self.right)

    def equation(self) -> str:
        return f"{number(self.left)} {self.relation} {number(self.right)}"


@dataclass(frozen=True)
class ChangeTrial(Trial):
    """A number is within ``limit`` % of the one ``before``, stated for the period ``words``."""

    key: str
    before: int
    words: str
    limit: int
    times: int

    @property
    def keys(self) -> tuple[str, ...]:
        return (self.key,)

    @property
    def left(self) -> Number:
        return self.value(self.key)

    @property
    def right(self) -> Number:
        return self.before

    @property
    def holds(self) -> bool:
        return not self._is_slip and self._size * 100 <= self.before * self.limit

    @property
    def _size(self) -> Number:
        return max(self.difference, -self.difference)

    @property
    def _is_slip(self) -> bool:
        """As after one digit too many or too few."""
        low, high = sorted((self.left, self.before))
        return low > 0 and high >= low * self.times

    def admits(self, key: str) -> tuple[Span, ...]:
        return (ANY,)

    def message(self, *, in_words: bool = False) -> str:
        words = {
            "place": wording.sentence(wording.place(self.key, in_words=in_words)),
            "value": number(self.left),
            "period": self.words,
            "before": number(self.before),
            "difference": number(self.difference),
            "times": number(self.times),
            "percent": percent(Ratio(int(self._size), self.before), 1),
        }
        if self._is_slip and self.left > self.before:
            text = gettext("%(place)s (%(value)s) gấp từ %(times)s lần %(period)s (%(before)s).")
        elif self._is_slip:
            text = gettext(
                "%(place)s (%(value)s) không quá một phần %(times)s của %(period)s (%(before)s)."
            )
        elif not self.before:
            text = gettext("%(place)s (%(value)s); %(period)s là 0.")
        elif self.difference > 0:
            text = gettext(
                "%(place)s (%(value)s) tăng %(percent)s so với %(period)s (%(before)s); "
                "chênh %(difference)s."
            )
        else:
            text = gettext(
                "%(place)s (%(value)s) giảm %(percent)s so với %(period)s (%(before)s); "
                "chênh %(difference)s."
            )
        return text % words

    def equation(self) -> str:
        return f"{number(self.before)} → {number(self.left)}"


@dataclass(frozen=True)
class TwinTrial(Trial):
    """Two columns do not state the same number."""

    first: str
    second: str

    @property
    def keys(self) -> tuple[str, ...]:
        return (self.first, self.second)

    @property
    def left(self) -> Number:
        return self.value(self.second)

    @property
    def right(self) -> Number:
        return self.value(self.first)

    @property
    def holds(self) -> bool:
        return self.left != self.right

    def admits(self, key: str) -> tuple[Span, ...]:
        return (ANY,)

    def message(self, *, in_words: bool = False) -> str:
        return wording.twins(self.second, (self.first,), self.left, in_words=in_words)

    def equation(self) -> str:
        return f"{number(self.left)} ≠ {number(self.right)}"
