"""Rows of tasks counted: by figure, state and age, by anything, and along a plan."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Self

from django.db.models import Count, DateField, F, Max, Q, Value

from agencies.querysets import ScopedQuerySet
from tasks import standing
from tasks.querysets.below import read_from
from tasks.querysets.listed import LISTED
from tasks.standing import COUNTED, IS_DONE, IS_PLANNED, IS_REGULAR, of_the_day
from tasks.states import AGE_BANDS, Timeliness
from tasks.tally import Curve, Group, Tally

#: Columns that the rules of ``standing`` read once the deadline in force is known.
_READ = (
    *("id", "deadline_kind", "original_due_on"),
    *("completed_on", "postponed_on", "resumed_on"),
)


class CountingQuerySet(ScopedQuerySet):
    """The counting half of ``TaskQuerySet``. All but ``curve`` build on ``standing``."""

    def known_on(self, on: dt.date) -> Self:
        """Tasks that count on day ``on``: assigned by then and not cancelled by then."""
        return self.filter(assigned_on__lte=on).exclude(cancelled_on__lte=on)

    def in_figure(self, key: str) -> Self:
        """The rows behind the counted figure ``key`` (a key of ``COUNTED`` or ``LISTED``)."""
        if key in LISTED:
            listed: Self = getattr(self, key)()
            return listed
        counted = COUNTED[key]
        found = self._marked().filter(counted.rows)
        states = {*(counted.timeliness or standing.DONE), *counted.also}
        # What is completed is told by one date, before any deadline is looked for.
        return found.exclude(IS_DONE) if states.isdisjoint(standing.DONE) else found

    def _marked(self) -> Self:
        """Annotates the marks that ``Counted`` reads beside ``timeliness``."""
        return self.alias(
            is_past_original=standing.told(standing.IS_PAST_ORIGINAL),
            is_urgent=standing.told(standing.IS_URGENT),
        )

    def in_age_band(self, code: str) -> Self:
        """Overdue tasks by days overdue (codes of ``AGE_BANDS``)."""
        band = next(band for band in AGE_BANDS if band.code == code)
        late = self.filter(timeliness=Timeliness.OVERDUE, days_late__gte=band.first)
        return late if band.last is None else late.filter(days_late__lte=band.last)

    def tallies(self, *by: str) -> dict[Any, Tally]:
        """Counts of the rows selected so far for each value of ``by``, in one query.

        One name gives plain keys, several give tuples. ``lead`` means the lead of the day.
        """
        names = [of_the_day(name) for name in by]
        keys = [f"by_{place}" for place in range(len(by))]
        marks = ("is_regular", "is_planned", "is_past_original", "is_urgent")
        rows = (
            self._worked_out(names)
            .annotate(
                is_regular=standing.told(IS_REGULAR),
                is_planned=standing.told(IS_PLANNED),
                is_past_original=standing.told(standing.IS_PAST_ORIGINAL),
                is_urgent=standing.told(standing.IS_URGENT),
                age=standing.age(),
            )
            .values(*keys, "timeliness", *marks, "age")
            .annotate(longest=Max("days_late"), n=Count("pk"))
        )
        found: dict[Any, list[Group]] = defaultdict(list)
        for row in rows:
            key = tuple(row.pop(name) for name in keys)
            found[key[0] if len(by) == 1 else key].append(Group(**row))
        return {key: Tally(tuple(groups)) for key, groups in found.items()}

    def _worked_out(self, names: Sequence[str]) -> Self:
        """The rows as they stand on their day, ``names`` as ``by_0``, ``by_1``, …

        The deadline in force is worked out once a row, below; every rule reads it several times.
        """
        self.values("pk", *names)  # refuses content of tasks that somebody reads
        keys = {f"by_{place}": F(name) for place, name in enumerate(names)}
        below = self.order_by().annotate(**keys).values(*_READ, "due_on", *keys)
        told = below.query.annotations
        outputs = {name: told[name].output_field for name in ("due_on", *keys)}
        everything = type(self)(self.model, using=self.db)
        day: Any = self.query.annotations["as_of_day"]
        return read_from(everything, below.query, outputs).by_rules(day.value)

    def by_rules(self, on: dt.date) -> Self:
        """Annotates what ``due_on`` tells on ``on``: see ``TaskQuerySet.standing``."""
        return (
            self.annotate(as_of_day=Value(on, DateField()))
            .alias(urgent_until=standing.urgent_until(on))
            .annotate(timeliness=standing.timeliness(on))
            .annotate(days_late=standing.days_late())
        )

    def tally(self) -> Tally:
        """Counts of the rows selected so far, in one query."""
        return Tally.sum(self.tallies().values())

    def counts(self) -> dict[str, int | None]:
        """Every counted figure over the rows selected so far, in one query."""
        return self.tally().counts()

    def counts_by_lead(self, *keys: str) -> dict[int, dict[str, int]]:
        """Counted figures ``keys`` for each lead agency (by id) that has tasks, in one query."""
        return {
            lead: {key: tally.count(key) for key in keys}
            for lead, tally in self.tallies("lead").items()
        }

    def curve(self, days: Sequence[dt.date], on: dt.date) -> Curve:
        """For each day how many tasks known on ``on`` were to be completed by then, by their
        original deadline, and how many were. Tasks without a deadline are left out. One query."""
        dated = Q(original_due_on__isnull=False)
        counted: dict[str, Any] = {
            "dated": Count("pk", filter=dated),
            "undated": Count("pk", filter=~dated),
        }
        for place, day in enumerate(days):
            counted[f"planned_{place}"] = Count("pk", filter=Q(original_due_on__lte=day))
            counted[f"actual_{place}"] = Count("pk", filter=dated & Q(completed_on__lte=day))
        row = self.known_on(on).aggregate(**counted)
        pairs = [(row[f"planned_{place}"], row[f"actual_{place}"]) for place in range(len(days))]
        return Curve(pairs, row["dated"], row["undated"])
