"""Money of tasks in words: running totals, and what does not fit together. Amounts in đồng."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from reporting.numbers import NBSP, Ratio, number

#: The kinds of amount, in the order in which money passes through them.
KINDS = ("planned", "allocated", "spent")


@dataclass(frozen=True)
class Amount:
    """An amount of ``kind`` (one of ``KINDS``) that counts from ``on``; negative corrects."""

    kind: str
    dong: int
    on: dt.date


@dataclass(frozen=True)
class Totals:
    planned: int = 0
    allocated: int = 0
    spent: int = 0

    def plus(self, one: Amount) -> Totals:
        return replace(self, **{one.kind: getattr(self, one.kind) + one.dong})

    @property
    def share(self) -> Ratio:
        """Spent of what is allocated; no percentage where nothing is allocated."""
        return Ratio(self.spent, max(self.allocated, 0))


def running(amounts: Iterable[Amount]) -> list[Totals]:
    """The totals after each amount, in the order given."""
    found, totals = [], Totals()
    for one in amounts:
        totals = totals.plus(one)
        found.append(totals)
    return found


def totals_on(amounts: Iterable[Amount], on: dt.date) -> Totals:
    """The totals of the amounts dated until ``on``."""
    totals = Totals()
    for one in amounts:
        if one.on <= on:
            totals = totals.plus(one)
    return totals


def warnings(totals: Totals) -> list[str]:
    """What does not fit: more spent than allocated, more allocated than planned."""
    found = []
    if totals.spent > totals.allocated:
        text = _("Đã chi vượt số đã cấp %(sum)s")
        found.append(text % {"sum": dong(totals.spent - totals.allocated)})
    if totals.allocated > totals.planned:
        text = _("Đã cấp vượt số dự kiến %(sum)s")
        found.append(text % {"sum": dong(totals.allocated - totals.planned)})
    return found


def dong(amount: int) -> str:
    """``1.250.000.000 đồng``, exact, the number never parted from its unit."""
    return (_("%(amount)s đồng") % {"amount": number(amount)}).replace(" ", NBSP)
