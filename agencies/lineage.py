"""Who stands for an agency on a day: successions followed where they leave no choice.

An agency gives way to another one where the law names exactly one successor of the same level for
all of it: renamed, merged, absorbed, or ended in favour of one body. A split, an end without a
successor and a change of level leave open whose work is whose: there the work stays under the old
name until somebody says so dossier by dossier.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Self

from agencies.models import AgencySuccession

ONE_DAY = dt.timedelta(days=1)


class Step(NamedTuple):
    """``on`` is the first day of the successor."""

    predecessor: int
    successor: int
    on: dt.date


class Stretch(NamedTuple):
    """The days on which an agency stands for another one; None is without an end."""

    agency: int
    first: dt.date | None = None
    last: dt.date | None = None


class End(NamedTuple):
    """An agency that ended without one successor: nobody stands for it from ``on``."""

    on: dt.date
    successors: tuple[int, ...]


class Row(NamedTuple):
    """One succession, with what the rule asks about the two agencies."""

    predecessor: int
    successor: int | None
    kind: str
    on: dt.date
    valid_to: dt.date | None
    level: str
    successor_level: str | None

    @property
    def is_partial(self) -> bool:
        """A part of the agency goes, the agency stays."""
        goes_on = self.valid_to is None or self.valid_to >= self.on
        return self.kind == AgencySuccession.Kind.SPLIT and goes_on

    @property
    def is_whole(self) -> bool:
        is_same_level = self.successor is not None and self.level == self.successor_level
        return is_same_level and self.kind != AgencySuccession.Kind.SPLIT


@dataclass(frozen=True)
class Lineage:
    """Steps and ends by the id of the agency that is over. Each agency has at most one of both."""

    steps: Mapping[int, Step] = field(default_factory=dict)
    ends: Mapping[int, End] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Self:
        days: dict[int, dict[dt.date, list[Row]]] = defaultdict(lambda: defaultdict(list))
        for row in rows:
            days[row.predecessor][row.on].append(row)
        steps: dict[int, Step] = {}
        ends: dict[int, End] = {}
        for agency, by_day in days.items():
            for on in sorted(by_day):
                found = by_day[on]
                if all(row.is_partial for row in found):
                    continue
                (only,) = found if len(found) == 1 else (None,)
                if only is not None and only.is_whole and only.successor is not None:
                    steps[agency] = Step(agency, only.successor, on)
                else:
                    heirs = (row.successor for row in found if row.successor is not None)
                    ends[agency] = End(on, tuple(sorted(heirs)))
                break
        return cls(steps, ends)

    def path(self, agency: int) -> list[Stretch]:
        """Who stands for ``agency``, from the beginning to the end of time, without a gap.

        One agency stands in two stretches only if it gave way and came back.
        """
        found: list[Stretch] = []
        holder, since, used = agency, None, set()
        while (step := self.steps.get(holder)) and holder not in used:
            used.add(holder)
            day = step.on if since is None else max(step.on, since)
            if since is None or since < day:
                found.append(Stretch(holder, since, day - ONE_DAY))
            holder, since = step.successor, day
        found.append(Stretch(holder, since, None))
        return list(_merged(found))

    def holder(self, agency: int, on: dt.date) -> int:
        """Who stands for ``agency`` on day ``on``."""
        return at(self.path(agency), on)

    def sources(self, agencies: Iterable[int], on: dt.date | None = None) -> set[int]:
        """The agencies for which ``agencies`` stand on some day, themselves among them.

        With ``on`` only by steps taken by then.
        """
        heirs: dict[int, list[int]] = defaultdict(list)
        for step in self.steps.values():
            if on is None or step.on <= on:
                heirs[step.successor].append(step.predecessor)
        found: set[int] = set()
        waiting = list(agencies)
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += heirs[one]
        return found

    def predecessors(self, agency: int, on: dt.date) -> list[Step]:
        """The steps that led to ``agency`` directly, by day ``on``."""
        steps = (s for s in self.steps.values() if s.successor == agency and s.on <= on)
        return sorted(steps, key=lambda step: (step.on, step.predecessor))

    def has_ended(self, agency: int, on: dt.date) -> bool:
        """Whether nobody stands for ``agency`` on day ``on``, which is over by then."""
        last = self.holder(agency, on)
        end = self.ends.get(last)
        return end is not None and end.on <= on


def at(path: Iterable[Stretch], on: dt.date) -> int:
    """The agency of the stretch with day ``on``; raises LookupError where there is none."""
    for agency, first, last in path:
        if (first is None or first <= on) and (last is None or on <= last):
            return agency
    raise LookupError(on)


def clipped(
    path: Iterable[Stretch], since: dt.date | None, until: dt.date | None
) -> Iterator[Stretch]:
    """``path`` from ``since`` to ``until``, both included; None is without a limit."""
    for agency, first, last in path:
        begin = max((day for day in (first, since) if day is not None), default=None)
        end = min((day for day in (last, until) if day is not None), default=None)
        if begin is None or end is None or begin <= end:
            yield Stretch(agency, begin, end)


def successions() -> Iterator[Row]:
    """Every succession as the rule takes it. One query."""
    rows = AgencySuccession.objects.order_by("on", "pk").values_list(*FIELDS)
    return (Row(*row) for row in rows)


#: What ``Row`` is made of.
FIELDS = (
    "predecessor_id",
    "successor_id",
    "kind",
    "on",
    "predecessor__valid_to",
    "predecessor__level",
    "successor__level",
)


def load() -> Lineage:
    """The lineage of all agencies. One query."""
    return Lineage.of(successions())


def _merged(path: Iterable[Stretch]) -> Iterator[Stretch]:
    """Neighbouring stretches of the same agency as one."""
    last: Stretch | None = None
    for stretch in path:
        if last is not None and last.agency == stretch.agency:
            last = last._replace(last=stretch.last)
            continue
        if last is not None:
            yield last
        last = stretch
    if last is not None:
        yield last
