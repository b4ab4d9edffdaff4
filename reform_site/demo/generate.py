"""Makes the dossiers of every office as lines of COPY, in the numbers that the quotas say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from random import Random
from typing import Any

from dossiers.codes import Channel, Status
from reform_site.demo.days import ONE_DAY, DayTable
from reform_site.demo.durations import Durations
from reform_site.demo.quotas import Office, Quota, quotas
from reform_site.demo.settle import NEVER, Row, Settlement
from reform_site.demo.spread import apportion, in_steps
from reform_site.demo.targets import DossierTotals, Targets
from reporting.periods import previous_year, report_months
from reporting.workdays import WorkingCalendar

#: Days before the earlier period and after the as-of day that generated dates may reach.
MARGIN = 200 * ONE_DAY


@dataclass(frozen=True)
class Window:
    """One period: what becomes of its dossiers, its report months, and their weights."""

    settlement: Settlement
    months: tuple[tuple[int, int], ...]
    online: tuple[float, ...]
    by_hand: tuple[float, ...]


@dataclass(frozen=True)
class Flow:
    """What one office receives by one channel in one period."""

    channel: Channel
    total: int
    by_month: tuple[float, ...]
    mix: tuple[float, ...]
    day_off: float = 0.0


class Generator:
    """The dossiers of all offices; ``total`` is their number."""

    def __init__(
        self,
        targets: Targets,
        offices: Sequence[Office],
        calendar: WorkingCalendar,
        durations: Durations,
        *,
        scale: int,
        seed: int,
    ) -> None:
        self.offices, self.durations, self.seed = offices, durations, seed
        generated = targets.generated
        totals = targets.dossiers.scaled(scale)
        earlier = _earlier(totals, generated["earlier"])
        refused = round(int(generated["not_received"]) / scale)
        postal = float(generated["postal_share"])
        self.now = quotas(offices, totals, postal)
        self.before = quotas(offices, earlier, postal)
        self.refused = apportion(refused, [quota.online for quota in self.now])
        self.total = totals.received_total + earlier.received_total + refused
        span, past = targets.period, previous_year(targets.period)
        self.days = DayTable(past.date_from - MARGIN, targets.as_of + MARGIN, calendar)
        self.day_off = float(generated["day_off_share"])
        self.current = self._window(span.date_from, targets.as_of, generated)
        self.past = self._window(past.date_from, past.date_to, generated)

    def _window(self, first: dt.date, last: dt.date, generated: Mapping[str, Any]) -> Window:
        months, number = report_months(first, last), self.days.number
        share, weights = float(generated["without_result_share"]), generated["months"]
        return Window(
            settlement=Settlement(self.days, number(first), number(last), share),
            months=tuple((number(one.date_from), number(one.date_to)) for one in months),
            online=_as_many(weights["online"], len(months)),
            by_hand=_as_many(weights["direct_postal"], len(months)),
        )

    def lines(self) -> Iterator[str]:
        """Office by office, each in order of reception."""
        columns = zip(self.offices, self.now, self.before, self.refused, strict=True)
        for office, now, before, refused in columns:
            rng = Random(f"{self.seed}:{office.code}")  # noqa: S311 -- to be repeatable
            rows = self._past_rows(office, before, rng)
            rows += self._current_rows(office, now, rng)
            rows += self._refused_rows(office, refused, rng)
            rows.sort(key=lambda row: row.received)
            yield from self._spelled(office, rows, rng)

    def _past_rows(self, office: Office, quota: Quota, rng: Random) -> list[Row]:
        """All of the earlier period was settled, the last of it before the period began."""
        settlement = replace(self.past.settlement, last=self.current.settlement.first - 1)
        rows = self._received(office, quota, self.past, rng)
        settlement.run(rows, quota, rng)
        return rows

    def _current_rows(self, office: Office, quota: Quota, rng: Random) -> list[Row]:
        rows = self._received(office, quota, self.current, rng) + self._stock(office, quota, rng)
        self.current.settlement.run(rows, quota, rng)
        return rows

    def _received(self, office: Office, quota: Quota, window: Window, rng: Random) -> list[Row]:
        mix = office.mix
        flows = (
            Flow(Channel.ONLINE, quota.online, window.online, mix.online, self.day_off),
            Flow(Channel.IN_PERSON, quota.direct, window.by_hand, mix.direct),
            Flow(Channel.POST, quota.postal, window.by_hand, mix.direct),
        )
        rows: list[Row] = []
        for flow in flows:
            by_month = in_steps(flow.total, flow.by_month, rng.random())
            for month, count in zip(window.months, by_month, strict=True):
                if count:
                    rows += self._drawn(office, flow, month, count, rng)
        return rows

    def _drawn(
        self, office: Office, flow: Flow, month: tuple[int, int], count: int, rng: Random
    ) -> list[Row]:
        first, last = month
        weights = self.days.weights(first, last, flow.day_off)
        if not any(weights):
            weights = [1.0] * len(weights)
        days = rng.choices(range(first, last + 1), cum_weights=list(accumulate(weights)), k=count)
        places = rng.choices(range(len(flow.mix)), cum_weights=flow.mix, k=count)
        draws = [self.durations.of(term) for term in office.mix.terms]
        terms, worked, base, random = office.mix.terms, self.days.worked, self.days.base, rng.random
        size, channel = len(draws[0]), flow.channel
        return [
            Row(
                received=day,
                place=place,
                channel=channel,
                due=worked[base[day] + terms[place]],
                finish=max(worked[base[day] + draws[place][int(random() * size)]], day),
            )
            for day, place in zip(days, places, strict=True)
        ]

    def _stock(self, office: Office, quota: Quota, rng: Random) -> list[Row]:
        """What was open when the period began: received before, due on its first day or later."""
        if not quota.carried_over:
            return []
        mix, worked = office.mix, self.days.worked
        start = self.days.base[self.current.settlement.first]
        places = rng.choices(range(len(mix.ids)), cum_weights=mix.stock, k=quota.carried_over)
        came = (quota.online or 1, quota.direct, quota.postal)
        kinds = (Channel.ONLINE, Channel.IN_PERSON, Channel.POST)
        channels = rng.choices(kinds, weights=came, k=quota.carried_over)
        rows = []
        for place, channel in zip(places, channels, strict=True):
            term = max(mix.terms[place], 1)
            takes = self.durations.of_open(term, rng)
            used = 1 + int(rng.random() * takes)
            due, finish = worked[start + term - used], worked[start + takes - used]
            rows.append(Row(worked[start - used], place, channel, due, finish, is_old=True))
        return rows

    def _refused_rows(self, office: Office, count: int, rng: Random) -> list[Row]:
        """Registered in the last days, or refused at some time: no event of any figure."""
        first, last = self.current.settlement.first, self.current.settlement.last
        rows = []
        for _ in range(count):
            is_new = rng.random() < 0.4
            day = rng.randint(max(first, last - 2) if is_new else first, last)
            status = Status.REGISTERED if is_new else Status.REFUSED
            place = rng.choices(range(len(office.mix.ids)), cum_weights=office.mix.online)[0]
            rows.append(Row(day, place, Channel.ONLINE, NEVER, NEVER, status=status))
        return rows

    def _spelled(self, office: Office, rows: Sequence[Row], rng: Random) -> Iterator[str]:
        iso = [*self.days.iso, "\\N"]  # iso[NEVER] is NULL
        stamp, ids, counters = self.days.stamp, office.mix.ids, office.counters
        day, number = NEVER, 0
        for row in rows:
            number = number + 1 if row.received == day else 1
            day = row.received
            desk = rng.choice(counters) if row.channel == Channel.IN_PERSON else counters[0]
            yield (
                f"{office.prefix}-{stamp[day]}-{number:04d}\t{ids[row.place]}\t{desk}\t{office.pk}\t"
                f"{row.channel:d}\t{iso[day]}\t{iso[row.due]}\t{iso[row.resolved]}\t{row.status:d}\n"
            )


def _earlier(totals: DossierTotals, shares: Mapping[str, Any]) -> DossierTotals:
    received = round(totals.new_received * float(shares["share"]))
    online = round(received * float(shares["online_share"]))
    in_time = round(received * float(shares["on_time_share"]))
    return DossierTotals(online, received - online, 0, in_time, received - in_time, 0, 0)


def _as_many(weights: Sequence[float], count: int) -> tuple[float, ...]:
    """``weights`` stretched or cut to ``count`` months."""
    return tuple(float(weights[place * len(weights) // count]) for place in range(count))
