"""Numbers as the reader expects them: ``418.039``, ``58,82 %``, ``−336.643``.

Arithmetic is exact (integers and Decimal); formatting follows the active language.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
UNKNOWN = "–"


@dataclass(frozen=True)
class Ratio:
    """Two counts, kept apart until they are printed. A denominator of 0 has no percentage."""

    numerator: int
    denominator: int

    def percent(self, places: int = 2) -> Decimal | None:
        """Percentage rounded half up at ``places`` decimals; None without a denominator."""
        if not self.denominator:
            return None
        exact = Decimal(100 * self.numerator) / Decimal(self.denominator)
        return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def number(value: int | Decimal | None, places: int | None = None) -> str:
    """``418.039`` (vi) or ``418,039`` (en); unknown is a dash, never zero."""
    if value is None:
        return UNKNOWN
    size: int | Decimal = -value if value < 0 else value
    text = formats.number_format(size, decimal_pos=places, use_l10n=True, force_grouping=True)
    return f"{MINUS}{text}" if value < 0 else text


def signed(value: int | Decimal, places: int | None = None) -> str:
    """With its sign: ``+1.204``, ``−336.643``, ``0``."""
    return f"+{number(value, places)}" if value > 0 else number(value, places)


def percent(value: Ratio | Decimal | None, places: int = 2) -> str:
    """``58,82 %`` (vi) or ``58.82%`` (en), the sign never parted from its number."""
    share = value.percent(places) if isinstance(value, Ratio) else value
    return UNKNOWN if share is None else per_cent(number(share, places))


def per_cent(text: str) -> str:
    """A number with the sign after it, as the active language sets it."""
    return f"{text}%" if translation.get_language() == "en" else f"{text}{NBSP}%"


def date(value: dt.date | None) -> str:
    """``14/06/2024`` in both languages."""
    return f"{value:%d/%m/%Y}" if value else UNKNOWN


def moment(value: dt.datetime) -> str:
    """``12/06/2024 09:15``, in local time, in both languages."""
    return f"{timezone.localtime(value):%d/%m/%Y %H:%M}"


def day_month(value: dt.date) -> str:
    return f"{value:%d/%m}"


def span(first: dt.date, last: dt.date) -> str:
    """``15/12/2023–14/06/2024``."""
    return f"{date(first)}–{date(last)}"


def validity(first: dt.date | None, last: dt.date | None) -> str:
    """From when to when, either end open; empty where neither is known."""
    if first and last:
        return span(first, last)
    if first:
        return _("từ %(first)s") % {"first": date(first)}
    return _("đến hết %(last)s") % {"last": date(last)} if last else ""


def in_language(vi: str, en: str) -> str:
    """A name that is stored in both languages; Vietnamese where English is missing."""
    return en if en and translation.get_language() == "en" else vi


def svg_share(part: int, whole: int) -> str:
    """A width or position for SVG attributes: ``58.82%``; 0 of nothing is ``0%``."""
    return f"{100 * part / whole:.2f}%" if whole else "0%"
