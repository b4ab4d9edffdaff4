"""How printed percentages were rounded. Offices round half up or cut off; both are right."""

from __future__ import annotations

import math
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from reporting.checks.figures import Number


class Rounding(StrEnum):
    HALF_UP = "half_up"
    TRUNCATED = "truncated"


def decimals_of(printed: Number) -> int:
    """Decimal places that were printed: 2 for ``Decimal("58.80")``."""
    exponent = Decimal(printed).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def half_up(exact: Fraction, decimals: int) -> Decimal:
    return _at(math.floor(exact * 10**decimals + Fraction(1, 2)), decimals)


def truncated(exact: Fraction, decimals: int) -> Decimal:
    return _at(math.floor(exact * 10**decimals), decimals)


def nearest_count(value: Number) -> int:
    """The count that was probably meant: without sign and decimals."""
    return int(half_up(abs(Fraction(value)), 0))


def rounding_of(printed: Number, exact: Fraction) -> Rounding | None:
    """Which rounding of ``exact`` (a percentage, ≥ 0) gives the printed one; ``None`` if neither.

    Where both do, half up is named: it is the usual one.
    """
    decimals = decimals_of(printed)
    if printed == half_up(exact, decimals):
        return Rounding.HALF_UP
    if printed == truncated(exact, decimals):
        return Rounding.TRUNCATED
    return None


def bounds_of(printed: Number) -> tuple[Fraction, Fraction]:
    """The exact percentages that print like this: from the first on, up to below the second."""
    last_place = Fraction(1, 10 ** decimals_of(printed))
    return Fraction(printed) - last_place / 2, Fraction(printed) + last_place


def _at(units: int, decimals: int) -> Decimal:
    return Decimal(units).scaleb(-decimals)
