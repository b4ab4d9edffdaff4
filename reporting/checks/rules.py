"""The table of rules. Ids and severities are those of the project's rule list (D1 … A2).

A rule turns figures into trials, one for each of its questions that can be put: a figure that
was not stated makes the question untestable, which is neither right nor wrong. A new identity
is a line in the table; a new kind of rule is a class with ``trials``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reporting.checks.figures import Figures, Ratio
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


def _are_stated(keys: Iterable[str], figures: Figures) -> bool:
    return all(key in figures for key in keys)


def _any_stated(keys: Iterable[str], figures: Figures) -> bool:
    return any(key in figures for key in keys)


def _sum_error(id_: str, *identities: Identity) -> SumRule:
    return SumRule(id_, Severity.ERROR, identities)


RULES: tuple[Rule, ...] = (
    CopyRule("D9", Severity.WARNING, (Family.DOSSIERS,)),
    _sum_error(
        "D1",
        adds_up("received_total", ("online", "direct_postal", "carried_over")),
        adds_up(
            "received_total",
            ("online", "direct", "postal", "carried_over"),
            unless=("direct_postal",),
        ),
    ),
    _sum_error("D1b", adds_up("direct_postal", ("direct", "postal"))),
    _sum_error(
        "D1n",
        adds_up("received_total", ("new_received", "carried_over")),
        adds_up("new_received", ("online", "direct_postal")),
        adds_up("new_received", ("online", "direct", "postal"), unless=("direct_postal",)),
    ),
    _sum_error(
        "D2",
        adds_up("resolved_total", ("resolved_early_on_time", "resolved_overdue")),
        adds_up("resolved_early_on_time", ("resolved_early", "resolved_on_time")),
        adds_up(
            "resolved_total",
            ("resolved_early", "resolved_on_time", "resolved_overdue"),
            unless=("resolved_early_on_time",),
        ),
    ),
    _sum_error("D3", adds_up("pending_total", ("pending_in_time", "pending_overdue"))),
    _sum_error(
        "D4", adds_up("received_total", ("resolved_total", "pending_total"), adds_outside=True)
    ),
    CountRule("D8", Severity.ERROR, (Family.DOSSIERS, Family.TASKS)),
    _sum_error(
        "T1",
        adds_up("assigned", ("completed", "open"), unless=("late",)),
        # “Late” may be part of “completed”, or a third group of tasks still open.
        adds_up("assigned", ("completed", "open"), ("completed", "open", "late")),
    ),
    _sum_error(
        "T2",
        adds_up("completed", ("completed_on_time", "completed_late")),
        adds_up(
            "completed",
            ("completed_on_time", "late"),
            ("completed_on_time",),
            unless=("completed_late", "open_overdue"),
        ),
    ),
    _sum_error("T3", adds_up("open", ("open_in_time", "open_overdue"))),
    RatioRule("T4", Severity.WARNING),
    _sum_error(
        "T5",
        adds_up(
            "assigned",
            ("completed_on_time", "open", "late"),
            unless=("completed_late", "open_overdue"),
        ),
        adds_up("assigned", ("completed_on_time", "completed_late", "open"), unless=("completed",)),
        adds_up("assigned", ("completed", "open_in_time", "open_overdue"), unless=("open",)),
        adds_up(
            "assigned",
            ("completed_on_time", "completed_late", "open_in_time", "open_overdue"),
            unless=("completed", "open"),
        ),
    ),
)
