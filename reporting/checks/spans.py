"""Ranges of values that one figure may take."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from reporting.checks.figures import Number


@dataclass(frozen=True, slots=True)
class Span:
    """All values from ``low`` to ``high``, both included; ``None`` is no bound."""

    low: Number | None
    high: Number | None

    def __and__(self, other: Span) -> Span | None:
        """What both allow, or ``None`` where they exclude each other."""
        lows = [low for low in (self.low, other.low) if low is not None]
        highs = [high for high in (self.high, other.high) if high is not None]
        low, high = max(lows, default=None), min(highs, default=None)
        if low is not None and high is not None and low > high:
            return None
        return Span(low, high)

    def whole(self) -> Span | None:
        """The whole numbers within, or ``None`` where there are none."""
        low = None if self.low is None else math.ceil(self.low)
        high = None if self.high is None else math.floor(self.high)
        return Span(low, high) & ANY

    def nearest(self, value: Number) -> Number:
        """The allowed value next to ``value``."""
        if self.low is not None and value < self.low:
            return self.low
        if self.high is not None and value > self.high:
            return self.high
        return value


ANY = Span(None, None)


def point(value: Number) -> Span:
    return Span(value, value)


def at_least_zero(constant: Fraction, slope: Fraction) -> Span | None:
    """The whole k for which ``constant + slope * k >= 0``."""
    if slope > 0:
        return Span(math.ceil(-constant / slope), None)
    if slope < 0:
        return Span(None, math.floor(-constant / slope))
    return ANY if constant >= 0 else None


def above_zero(constant: Fraction, slope: Fraction) -> Span | None:
    """The whole k for which ``constant + slope * k > 0``."""
    if slope > 0:
        return Span(math.floor(-constant / slope) + 1, None)
    if slope < 0:
        return Span(None, math.ceil(-constant / slope) - 1)
    return ANY if constant > 0 else None


def common(*spans: Span | None) -> Span | None:
    """What all of them allow."""
    result: Span | None = ANY
    for span in spans:
        if span is None or result is None:
            return None
        result &= span
    return result
