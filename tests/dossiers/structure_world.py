"""A province in which agencies come and go, and a plain count of who held which dossier when."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

from agencies.models import Agency, AgencySuccession, User
from dossiers.codes import OnlineKind, Status
from dossiers.models import Dossier, DossierHolding, Procedure
from dossiers.structure import load
from dossiers.structure.handing import HandingError, Order, hand_over
from tests.dossiers import recount
from tests.factories import AgencyFactory, ProcedureFactory, SectorFactory, UserFactory

FIRST = dt.date(2025, 1, 1)
DAYS = 60
ONE_DAY = dt.timedelta(days=1)
Kind = AgencySuccession.Kind
#: The columns that all others are sums of.
PARTS = (
    "carried_over", "online", "direct", "postal", "resolved_early", "resolved_on_time",
    "resolved_overdue", "pending_in_time", "pending_overdue",
)  # fmt: skip
WHOLE = (Kind.RENAMED, Kind.MERGED, Kind.ABSORBED, Kind.ABOLISHED)


def day(number: int) -> dt.date:
    return FIRST + dt.timedelta(days=number)


@dataclass
class World:
    """Eight agencies of two levels; ``chance`` decides everything else."""

    chance: Random
    agencies: list[Agency] = field(default_factory=list)
    procedures: list[Procedure] = field(default_factory=list)
    user: User | None = None

    @classmethod
    def create(cls, seed: int, *, dossiers: int = 60, handovers: int = 4) -> World:
        world = cls(Random(seed))
        levels = [Agency.Level.PROVINCE] * 5 + [Agency.Level.COMMUNE] * 3
        world.agencies = [AgencyFactory(level=level) for level in levels]
        sectors = SectorFactory.create_batch(2)
        world.procedures = [
            ProcedureFactory(sector=sector, online_kind=kind)
            for sector in sectors
            for kind in (OnlineKind.FULL, OnlineKind.PARTIAL)
        ]
        world.user = UserFactory()
        world.succeed()
        Dossier.objects.bulk_create(world.dossier(number) for number in range(dossiers))
        for _n in range(handovers):
            world.hand_over()
        return world

    def succeed(self) -> None:
        """Half of the agencies end, in one of every way there is."""
        for old in self.chance.sample(self.agencies, 5):
            on = day(self.chance.randint(1, DAYS))
            others = [one for one in self.agencies if one.pk != old.pk]
            way = self.chance.choice(["whole", "whole", "split", "partial", "nobody"])
            if way == "whole":
                kind, heirs = self.chance.choice(WHOLE), [self.chance.choice(others)]
            elif way == "nobody":
                kind, heirs = Kind.ABOLISHED, [None]
            else:
                kind, heirs = Kind.SPLIT, self.chance.sample(others, 2)
            for heir in heirs:
                AgencySuccession.objects.create(predecessor=old, successor=heir, kind=kind, on=on)
            if way != "partial":
                Agency.objects.filter(pk=old.pk).update(valid_to=on - ONE_DAY)

    def dossier(self, number: int) -> Dossier:
        chance = self.chance
        received = day(chance.randint(-20, DAYS))
        status = chance.choice([1, 3, 2, 4, 5, 7, 8, 9, 9, 9, 10, 10])
        resolved = None
        if status in Status.closed():
            resolved = received + dt.timedelta(days=chance.randint(0, 40))
        due = received + dt.timedelta(days=chance.randint(0, 20))
        agency = chance.choice(self.agencies)
        return Dossier(
            code=f"H23.01-250101-{number:06d}",
            procedure=chance.choice(self.procedures),
            receiving_agency=agency,
            resolving_agency=agency,
            channel=chance.randint(1, 3),
            received_on=received,
            due_on=due if chance.random() < 0.9 else None,
            resolved_on=resolved,
            status=status,
        )

    def hand_over(self) -> None:
        """Some ended agency hands over a sector, a procedure, some codes or everything."""
        ended = sorted(load().lineage.ends)
        if not ended:
            return
        old = Agency.objects.get(pk=self.chance.choice(ended))
        new = Agency.objects.get(pk=self.chance.choice(self.agencies).pk)
        chosen = {
            "sector": {"sector": self.chance.choice(self.procedures).sector},
            "procedure": {"procedure": self.chance.choice(self.procedures)},
            "all": {},
        }[self.chance.choice(["sector", "procedure", "all"])]
        order = Order(old, new, "Căn cứ", **chosen)  # type: ignore[arg-type]
        assert self.user is not None
        try:
            hand_over(order, self.user, today=dt.date(2026, 1, 1))
        except HandingError:
            return


@dataclass(frozen=True)
class Held:
    """One dossier, and what decides who holds it."""

    pk: int
    row: recount.Row
    holdings: list[tuple[dt.date | None, dt.date | None, int]]


def all_held() -> list[Held]:
    holdings = defaultdict(list)
    for dossier, since, until, agency in DossierHolding.objects.values_list(
        "dossier_id", "since", "until", "agency_id"
    ):
        holdings[dossier].append((since, until, agency))
    keys = Dossier.objects.order_by("pk").values_list("pk", flat=True)
    return [Held(pk, row, holdings[pk]) for pk, row in zip(keys, recount.all_rows(), strict=True)]


class Facts:
    """Successions as the law has them, looked up day by day without any cleverness."""

    def __init__(self) -> None:
        self.levels = dict(Agency.objects.values_list("pk", "level"))
        self.ends = dict(Agency.objects.values_list("pk", "valid_to"))
        self.rows = list(
            AgencySuccession.objects.values_list("predecessor", "successor", "kind", "on")
        )
        self.heirs = {agency: self.heir(agency) for agency in self.levels}

    def heir(self, agency: int) -> tuple[dt.date, int] | None:
        """The day and the agency that takes over everything of ``agency``, if there is one."""
        goes_on = self.ends[agency] is None
        rows = [r for r in self.rows if r[0] == agency and not (r[2] == Kind.SPLIT and goes_on)]
        if len(rows) != 1 or rows[0][2] == Kind.SPLIT or rows[0][1] is None:
            return None
        _old, new, _kind, on = rows[0]
        return (on, new) if self.levels[new] == self.levels[agency] else None

    def stands(self, agency: int, on: dt.date, seen: frozenset[int] = frozenset()) -> int:
        """Who stands for ``agency`` on a day: an ended one is followed until there is no more."""
        heir = self.heirs[agency]
        if heir is None or heir[0] > on or agency in seen:
            return agency
        return self.stands(heir[1], on, seen | {agency})

    def holder(self, held: Held, on: dt.date) -> int:
        for since, until, agency in held.holdings:
            if (since is None or since <= on) and (until is None or on <= until):
                return self.stands(agency, on)
        return self.stands(held.row.agency, on)


def as_was(
    held: Iterable[Held], facts: Facts, first: dt.date, last: dt.date
) -> dict[int, dict[str, list[int]]]:
    """Ids of dossiers by agency and column: each is looked at on every day of the span."""
    found: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    span = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    for one in held:
        for name, on in _counted(one.row, first, last):
            found[facts.holder(one, on)][name].append(one.pk)
        for eve, on in pairwise(span):
            before, after = facts.holder(one, eve), facts.holder(one, on)
            if before != after and one.row.is_in_office(eve):
                found[before]["handed_over"].append(one.pk)
                found[after]["taken_over"].append(one.pk)
    return {agency: dict(columns) for agency, columns in found.items()}


def as_now(
    held: Iterable[Held], facts: Facts, first: dt.date, last: dt.date, now: dt.date
) -> dict[int, dict[str, list[int]]]:
    found: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for one in held:
        for name, _on in _counted(one.row, first, last):
            found[facts.holder(one, now)][name].append(one.pk)
    return {agency: dict(columns) for agency, columns in found.items()}


def _counted(row: recount.Row, first: dt.date, last: dt.date) -> Iterable[tuple[str, dt.date]]:
    """Columns that count a dossier, each with the day on which its holder is asked for."""
    days = {"carried_over": first, "pending_in_time": last, "pending_overdue": last}
    total = Counter(recount.count([row], first, last, returned_inside=True))
    for name in PARTS:
        if total[name]:
            flow = row.resolved_on if name.startswith("resolved") else row.received_on
            on = days.get(name, flow)
            assert on is not None
            yield name, on
