"""Printed percentages against the counts that they divide (rule T4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext

from reporting.checks import wording
from reporting.checks.figures import Number, Ratio, total
from reporting.checks.rounding import (
    Rounding,
    bounds_of,
    decimals_of,
    half_up,
    rounding_of,
    truncated,
)
from reporting.checks.spans import ANY, Span, above_zero, at_least_zero, common, point
from reporting.checks.trials import Trial
from reporting.numbers import number

USUAL_DECIMALS = 2

#: What each percentage divides, by the code of the metric catalogue. Of several ways to state
#: the same ratio the first whose figures are all there is used.
RATIOS: Mapping[str, tuple[Ratio, ...]] = {
    "R1": (
        Ratio(("resolved_early_on_time",), ("resolved_total",)),
        Ratio(("resolved_early", "resolved_on_time"), ("resolved_total",)),
    ),
    "R2": (
        Ratio(("resolved_early_on_time", "pending_in_time"), ("received_total",)),
        Ratio(("resolved_early", "resolved_on_time", "pending_in_time"), ("received_total",)),
    ),
    "L1": (Ratio(("resolved_overdue",), ("resolved_total",)),),
    "L2": (Ratio(("resolved_overdue", "pending_overdue"), ("received_total",)),),
    "O1": (
        Ratio(("online",), ("online", "direct_postal")),
        Ratio(("online",), ("online", "direct", "postal")),
    ),
    "O2": (Ratio(("online",), ("received_total",)),),
    "C1": (Ratio(("resolved_total",), ("received_total",)),),
    "P1": (Ratio(("completed",), ("assigned",)),),
    "P2": (Ratio(("completed",), ("assigned",), less=("regular",)),),
    "P3": (Ratio(("completed",), ("completed", "open_overdue")),),
    "P4": (Ratio(("completed_on_time",), ("completed",)),),
    "P5": (Ratio(("open_overdue",), ("completed", "open_overdue")),),
}


@dataclass(frozen=True)
class RatioTrial(Trial):
    """A printed percentage is the exact ratio, rounded half up or cut off where it was printed.

    A denominator of 0 leaves nothing to compare with.
    """

    key: str
    ratio: Ratio

    @property
    def keys(self) -> tuple[str, ...]:
        return (self.key, *self.ratio.keys)

    @property
    def left(self) -> Number:
        return self.value(self.key)

    @property
    def right(self) -> Number:
        return half_up(self.exact, decimals_of(self.left))

    @property
    def exact(self) -> Fraction:
        """The percentage before rounding; only for a testable trial."""
        return Fraction(100 * self.numerator) / Fraction(self.denominator)

    @property
    def numerator(self) -> Number:
        return total(self.figures, self.ratio.numerator)

    @property
    def denominator(self) -> Number:
        return total(self.figures, self.ratio.denominator) - total(self.figures, self.ratio.less)

    @property
    def rounding(self) -> Rounding | None:
        """Which rounding matched; ``None`` when the trial fails."""
        return rounding_of(self.left, self.exact)

    @property
    def is_testable(self) -> bool:
        return self.denominator > 0

    @property
    def holds(self) -> bool:
        return not self.is_testable or self.rounding is not None

    def admits(self, key: str) -> tuple[Span, ...]:
        """Points for the percentage itself; for a count, the range that prints the same."""
        if key != self.key:
            return self._counts_printed_alike(key)
        if not self.is_testable:
            return (ANY,)
        return tuple(point(value) for value in dict.fromkeys(self._printable()))

    def message(self, *, in_words: bool = False) -> str:
        return wording.inequality(
            wording.name(self.key),
            wording.percentage(self.left),
            self._division,
            wording.percentage(self.right),
            gettext("%(points)s điểm phần trăm") % {"points": number(self.difference)},
        )

    def equation(self) -> str:
        how = {
            Rounding.HALF_UP: gettext("làm tròn"),
            Rounding.TRUNCATED: gettext("bỏ phần lẻ"),
            None: "≠",
        }
        return f"{wording.percentage(self.left)} = {self._division} ({how[self.rounding]})"

    @property
    def _division(self) -> str:
        return f"{number(self.numerator)}/{number(self.denominator)}"

    def _printable(self) -> Iterator[Number]:
        """Right percentages, with the decimals that were printed or more, as 58.80 may have been
        stored as 58.8."""
        printed = decimals_of(self.left)
        for decimals in range(printed, max(printed, USUAL_DECIMALS) + 1):
            yield half_up(self.exact, decimals)
            yield truncated(self.exact, decimals)

    def _counts_printed_alike(self, key: str) -> tuple[Span, ...]:
        """Numerator and denominator are linear in the count, hence each bound of the percentage
        is a linear inequality: ``100 * numerator - bound * denominator`` compared with 0."""
        above = Fraction(self.ratio.numerator.count(key))
        below = Fraction(self.ratio.denominator.count(key) - self.ratio.less.count(key))
        rest_above = Fraction(self.numerator) - above * Fraction(self.value(key))
        rest_below = Fraction(self.denominator) - below * Fraction(self.value(key))
        low, high = bounds_of(self.left)
        alike = common(
            at_least_zero(100 * rest_above - low * rest_below, 100 * above - low * below),
            above_zero(high * rest_below - 100 * rest_above, high * below - 100 * above),
            above_zero(rest_below, below),
        )
        untestable = at_least_zero(-rest_below, -below)
        return tuple(span for span in (alike, untestable) if span)
