"""The columns of form II.06 as numbers; ``conditions`` says which dossiers each one counts.

Source: Circular 01/2020/TT-VPCP, form II.06. Column 9 (on time) includes by default what was
returned or withdrawn; with ``DOSSIERS_RETURNED_INSIDE_ON_TIME = False`` in the settings these are
left out of columns 7 to 10 and told apart, and column 3 = 7 + 11 + returned + withdrawn.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from django.conf import settings

#: The names of all figures in ``Columns``, each also a ``DossierQuerySet.in_column``.
KEYS = (
    "received_total",
    "online",
    "direct_postal",
    "direct",
    "postal",
    "carried_over",
    "new_received",
    "resolved_total",
    "resolved_early",
    "resolved_on_time",
    "resolved_early_on_time",
    "resolved_overdue",
    "pending_total",
    "pending_in_time",
    "pending_overdue",
    "returned",
    "withdrawn",
    "in_time_or_settled",
    "late_or_overdue",
    "due_total",
)

#: What moved between agencies within a span; over the whole province it is neither.
MOVED = ("taken_over", "handed_over")


def returned_inside() -> bool:
    """Whether returned and withdrawn dossiers are counted as resolved on time."""
    return bool(getattr(settings, "DOSSIERS_RETURNED_INSIDE_ON_TIME", True))


@dataclass(frozen=True, slots=True)
class Columns:
    """Form II.06 for one row and one span of days: counts of dossiers, addable.

    ``returned`` and ``withdrawn`` are None while they are counted inside ``resolved_on_time``:
    not told apart, which is not zero. ``taken_over`` and ``handed_over`` are what came from and
    went to other agencies within the span, so that 3 + taken over = 7 + 11 + handed over; over all
    agencies the two are equal.
    """

    online: int = 0
    direct: int = 0
    postal: int = 0
    carried_over: int = 0
    resolved_early: int = 0
    resolved_on_time: int = 0
    resolved_overdue: int = 0
    pending_in_time: int = 0
    pending_overdue: int = 0
    returned: int | None = None
    withdrawn: int | None = None
    taken_over: int = 0
    handed_over: int = 0

    @property
    def direct_postal(self) -> int:
        return self.direct + self.postal

    @property
    def new_received(self) -> int:
        return self.online + self.direct + self.postal

    @property
    def received_total(self) -> int:
        return self.new_received + self.carried_over

    @property
    def resolved_early_on_time(self) -> int:
        return self.resolved_early + self.resolved_on_time

    @property
    def resolved_total(self) -> int:
        return self.resolved_early_on_time + self.resolved_overdue

    @property
    def pending_total(self) -> int:
        return self.pending_in_time + self.pending_overdue

    @property
    def in_time_or_settled(self) -> int:
        """Numerator of R2: resolved early or on time, or pending within time."""
        return self.resolved_early_on_time + self.pending_in_time

    @property
    def late_or_overdue(self) -> int:
        """Numerator of L2: resolved overdue, or pending overdue."""
        return self.resolved_overdue + self.pending_overdue

    @property
    def due_total(self) -> int:
        """Denominator of R3: resolved, or pending past the due day."""
        return self.resolved_total + self.pending_overdue

    def counts(self) -> dict[str, int]:
        """Every key of ``KEYS`` with its number; keys that are not told apart are absent."""
        values = {key: getattr(self, key) for key in KEYS}
        return {key: value for key, value in values.items() if value is not None}

    def told(self, key: str) -> int | None:
        """The number of one key of ``KEYS`` or ``MOVED``; None where it is not told apart."""
        if key in MOVED:
            return int(getattr(self, key))
        return self.counts().get(key)

    def __add__(self, other: Columns) -> Columns:
        pairs = ((getattr(self, f.name), getattr(other, f.name)) for f in fields(self))
        return Columns(*(_plus(left, right) for left, right in pairs))

    def __neg__(self) -> Columns:
        return Columns(*(_minus(getattr(self, f.name)) for f in fields(self)))

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))


def add_up(parts: Iterable[Columns]) -> Columns:
    """The sum of many, column by column; as ``sum`` has it, in a fraction of the time."""
    rows = list(parts)
    totals = {}
    for name in (field.name for field in fields(Columns)):
        known = [value for row in rows if (value := getattr(row, name)) is not None]
        totals[name] = sum(known) if known else getattr(_NOTHING, name)
    return Columns(**totals)


_NOTHING = Columns()


def _plus(left: Any, right: Any) -> Any:
    return right if left is None else left if right is None else left + right


def _minus(value: Any) -> Any:
    return None if value is None else -value


@dataclass(frozen=True, slots=True)
class Stock:
    """What is pending at the end of one day."""

    pending_in_time: int = 0
    pending_overdue: int = 0

    @property
    def pending_total(self) -> int:
        return self.pending_in_time + self.pending_overdue
