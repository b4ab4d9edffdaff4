"""Bands of lateness in calendar days: 1–10, 11–30, 31–60, 61–120, more than 120."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from reporting.numbers import number

_USUAL = (10, 30, 60, 120)


@dataclass(frozen=True)
class Band:
    """Days late from ``first`` to ``last``, both included; ``last`` None: and more."""

    first: int
    last: int | None

    @property
    def key(self) -> str:
        """As the address names it: ``1-10``, ``121-``."""
        return f"{self.first}-{self.last or ''}"

    @property
    def label(self) -> str:
        """``1–10 ngày``, ``trên 120 ngày``."""
        if self.last is None:
            return _("trên %(n)s ngày") % {"n": number(self.first - 1)}
        return _("%(first)s–%(last)s ngày") % {
            "first": number(self.first),
            "last": number(self.last),
        }


def bands() -> list[Band]:
    """The bands, the shortest first (``DOSSIERS_LATE_BANDS``: their last days, rising)."""
    ends: Sequence[int] = getattr(settings, "DOSSIERS_LATE_BANDS", _USUAL)
    firsts = [1, *(end + 1 for end in ends)]
    return [Band(first, last) for first, last in zip(firsts, [*ends, None], strict=True)]


def band_of(key: str) -> Band:
    """The band that the address names. Raises KeyError for none of them."""
    return {one.key: one for one in bands()}[key]


def choices() -> list[tuple[str, str]]:
    return [(one.key, one.label) for one in bands()]
