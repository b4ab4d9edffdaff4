"""Single edits: change one number, or move a number to another key."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from django.utils.translation import gettext

from reporting.checks import wording
from reporting.checks.figures import Figures, Number, with_move, with_value
from reporting.checks.keys import is_count
from reporting.checks.spans import Span
from reporting.checks.trials import Trial
from reporting.numbers import number


@dataclass(frozen=True)
class Edit(ABC):
    """One edit of one figure, with the failed trials that hold or fall away after it.

    ``proof``: the trials that the edited number takes part in afterwards and that hold. Without
    proof nothing speaks against the edit, and nothing for it either.
    ``is_copied``: the number was flagged as a copy, or another column states the same.
    """

    key: str
    old: Number
    closes: frozenset[Trial]
    proof: tuple[Trial, ...]
    is_copied: bool

    @property
    def is_proven(self) -> bool:
        return bool(self.proof)

    @property
    @abstractmethod
    def relative_change(self) -> Fraction | None:
        """Change of the number relative to the old one; ``None`` where that was 0."""

    @abstractmethod
    def applied(self, figures: Figures) -> Figures:
        """The figures after the edit."""

    @abstractmethod
    def message(self, *, in_words: bool = False) -> str:
        """What to do, in a sentence or two."""


@dataclass(frozen=True)
class Change(Edit):
    """Another number under the same key: ``new``, or any of ``span`` where several close."""

    new: Number
    span: Span

    @property
    def relative_change(self) -> Fraction | None:
        if self.old == 0:
            return None
        return abs((Fraction(self.new) - Fraction(self.old)) / Fraction(self.old))

    def applied(self, figures: Figures) -> Figures:
        return with_value(figures, self.key, self.new)

    def message(self, *, in_words: bool = False) -> str:
        spell = number if is_count(self.key) else wording.percentage
        fitting = gettext("Giá trị khớp cho %(place)s: %(value)s.") % {
            "place": wording.place(self.key, in_words=in_words),
            "value": spell(self.new),
        }
        return f"{fitting} {self._alternatives()}".rstrip()

    def _alternatives(self) -> str:
        low, high = self.span.low, self.span.high
        if low is None or low == high:
            return ""
        if high is None:
            return gettext("Mọi số từ %(low)s trở lên đều khớp.") % {"low": number(low)}
        return gettext("Mọi số từ %(low)s đến %(high)s đều khớp.") % {
            "low": number(low),
            "high": number(high),
        }


@dataclass(frozen=True)
class Move(Edit):
    """The same number under ``target``, where nothing was stated before.

    A move that no sum confirms could go to any of ``targets``; a proven one has one target.
    """

    target: str
    targets: tuple[str, ...]

    @property
    def relative_change(self) -> Fraction:
        return Fraction(0)

    def applied(self, figures: Figures) -> Figures:
        return with_move(figures, self.key, self.target)

    def message(self, *, in_words: bool = False) -> str:
        return self._proven() if self.is_proven else self._possible()

    def _proven(self) -> str:
        stated = gettext("%(value)s là số của mục “%(target)s”, không phải “%(key)s”") % {
            "value": number(self.old),
            "target": wording.label(self.target),
            "key": wording.label(self.key),
        }
        return f"{stated}: {'; '.join(trial.equation() for trial in self.proof)}."

    def _possible(self) -> str:
        return gettext(
            "%(value)s (%(key)s) có thể là số của mục khác: %(targets)s; "
            "chưa có phép tính nào xác nhận."
        ) % {
            "value": number(self.old),
            "key": wording.label(self.key),
            "targets": ", ".join(f"“{wording.label(target)}”" for target in self.targets),
        }


def told_together(edits: Sequence[Edit]) -> Iterator[Edit]:
    """The same edits in the same order, the unproven moves of one number as one edit."""
    moves: dict[str, list[Move]] = {}
    for edit in edits:
        if isinstance(edit, Move) and not edit.is_proven:
            moves.setdefault(edit.key, []).append(edit)
    for edit in edits:
        alike = moves.get(edit.key, [])
        if edit not in alike:
            yield edit
        elif edit == alike[0]:
            targets = tuple(move.target for move in alike)
            closes = frozenset.intersection(*(move.closes for move in alike))
            yield replace(alike[0], closes=closes, targets=targets)
