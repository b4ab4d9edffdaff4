"""Tasks counted in groups: from one query, every count of a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from tasks.standing import COUNTED, Counted
from tasks.states import AGE_BANDS, Timeliness


@dataclass(frozen=True)
class Group:
    """``n`` tasks that stand alike. ``age`` is the place in ``AGE_BANDS`` from 1, None if not
    late; ``longest`` the most days late among them."""

    timeliness: str
    is_regular: bool
    is_planned: bool
    is_past_original: bool
    is_urgent: bool
    age: int | None
    longest: int | None
    n: int

    def is_in(self, counted: Counted) -> bool:
        return self.timeliness in counted.also or (
            (counted.timeliness is None or self.timeliness in counted.timeliness)
            and counted.is_regular in (None, self.is_regular)
            and counted.is_planned in (None, self.is_planned)
            and counted.is_past_original in (None, self.is_past_original)
            and counted.is_urgent in (None, self.is_urgent)
        )


@dataclass(frozen=True)
class Tally:
    """How many tasks, by every key that a page may ask for."""

    groups: tuple[Group, ...] = ()

    @classmethod
    def sum(cls, tallies: Iterable[Tally]) -> Self:
        return cls(tuple(group for tally in tallies for group in tally.groups))

    @property
    def total(self) -> int:
        return sum(group.n for group in self.groups)

    def count(self, key: str) -> int:
        """Tasks of the counted figure ``key`` (a key of ``COUNTED``)."""
        return sum(group.n for group in self.groups if group.is_in(COUNTED[key]))

    def counts(self) -> dict[str, int | None]:
        return {key: self.count(key) for key in COUNTED}

    def with_timeliness(self, *values: str) -> int:
        return sum(group.n for group in self.groups if group.timeliness in values)

    def _overdue(self) -> list[Group]:
        return [group for group in self.groups if group.timeliness == Timeliness.OVERDUE]

    def ages(self) -> dict[str, int]:
        """Overdue tasks by code of ageing band; bands without any are 0."""
        return {
            band.code: sum(group.n for group in self._overdue() if group.age == place)
            for place, band in enumerate(AGE_BANDS, start=1)
        }

    @property
    def longest(self) -> int:
        """The most days that an overdue task is late; 0 where none is."""
        return max((group.longest or 0 for group in self._overdue()), default=0)


@dataclass(frozen=True)
class Curve:
    """Cumulative (planned, actual) counts per day, and how many tasks have a deadline or none."""

    counts: list[tuple[int, int]]
    dated: int
    undated: int
