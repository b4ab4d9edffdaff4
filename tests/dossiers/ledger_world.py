"""A province small enough to collide all the time, and everything that may happen to a dossier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from hypothesis import strategies as st

from agencies.models import Agency
from dossiers.codes import OnlineKind, Status
from dossiers.models import Dossier, Procedure, Sector
from tests.factories import AgencyFactory, ProcedureFactory, SectorFactory

FIRST = dt.date(2023, 12, 20)
FAR = (dt.date(2031, 2, 28), dt.date(2099, 12, 31), dt.date(9999, 12, 31))

#: Two months and a half, so that days, months and balances meet often.
days = st.integers(0, 75).map(lambda n: FIRST + dt.timedelta(days=n))
due_days = st.one_of(st.none(), days, days, st.sampled_from(FAR))
places = st.integers(0, 3)
statuses = st.sampled_from([1, 2, 3, 4, 5, 6, 7, 7, 8, 8, 9, 10, 10])


@dataclass
class World:
    """Four agencies of three levels, two sectors, three procedures; dossiers come and go."""

    agencies: list[Agency] = field(default_factory=list)
    sectors: list[Sector] = field(default_factory=list)
    procedures: list[Procedure] = field(default_factory=list)
    made: int = 0

    @classmethod
    def create(cls) -> World:
        province = AgencyFactory()
        district = AgencyFactory(level=Agency.Level.DISTRICT)
        communes = AgencyFactory.create_batch(2, level=Agency.Level.COMMUNE, parent=district)
        sectors = SectorFactory.create_batch(2)
        kinds = [(0, OnlineKind.FULL), (0, OnlineKind.PARTIAL), (1, OnlineKind.FULL)]
        procedures = [ProcedureFactory(sector=sectors[n], online_kind=kind) for n, kind in kinds]
        return cls([province, district, *communes], sectors, procedures)

    def dossier(self, facts: Facts) -> Dossier:
        self.made += 1
        agency = self.agencies[facts.place]
        return Dossier(
            code=f"H23.01-240101-{self.made:06d}",
            procedure=self.procedures[facts.place % 3],
            receiving_agency=agency,
            resolving_agency=agency,
            channel=facts.channel,
            received_on=facts.received_on,
            due_on=facts.due_on,
            resolved_on=facts.resolved_on,
            status=facts.status,
        )

    def pick(self, number: int) -> Dossier | None:
        """Some dossier, or None when there is none."""
        found = Dossier.objects.order_by("pk")
        count = found.count()
        return found[number % count] if count else None


@dataclass(frozen=True)
class Facts:
    place: int
    channel: int
    received_on: dt.date
    due_on: dt.date | None
    status: int
    after: int

    @property
    def resolved_on(self) -> dt.date | None:
        if self.status not in Status.closed():
            return None
        return self.received_on + dt.timedelta(days=self.after)


facts = st.builds(
    Facts,
    place=places,
    channel=st.integers(1, 3),
    received_on=days,
    due_on=due_days,
    status=statuses,
    after=st.integers(0, 40),
)
numbers = st.integers(0, 50)

Operation = tuple[Callable[..., None], tuple[Any, ...]]


def save(world: World, one: Facts) -> None:
    world.dossier(one).save()


def bulk_create(world: World, many: list[Facts]) -> None:
    Dossier.objects.bulk_create([world.dossier(one) for one in many])


def copy(world: World, many: list[Facts]) -> None:
    columns = [f.column for f in Dossier._meta.concrete_fields if not f.primary_key]
    with connection.cursor() as cursor:
        statement = f"COPY dossiers_dossier ({', '.join(columns)}) FROM STDIN"
        with cursor.copy(statement) as stream:
            for one in many:
                dossier = world.dossier(one)
                fields = [f for f in Dossier._meta.concrete_fields if not f.primary_key]
                stream.write_row([getattr(dossier, f.attname) for f in fields])


def upsert(world: World, number: int, many: list[Facts]) -> None:
    """Some new, and one that exists: the statement fires the insert and the update triggers."""
    rows = [world.dossier(one) for one in many]
    known = world.pick(number)
    if known:
        rows[0].code = known.code
    Dossier.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["resolving_agency", "received_on", "due_on", "resolved_on", "status"],
    )


def rewrite(world: World, number: int, one: Facts) -> None:
    """Everything about a dossier changes: agency, channel, procedure, days and status."""
    dossier = world.pick(number)
    if dossier:
        fresh = world.dossier(one)
        fresh.pk = dossier.pk
        fresh.save()


def move_due_day(world: World, number: int, due_on: dt.date | None) -> None:
    dossier = world.pick(number)
    if dossier:
        Dossier.objects.filter(pk=dossier.pk).update(due_on=due_on)


def close(world: World, number: int, status: int, after: int) -> None:
    dossier = world.pick(number)
    if dossier:
        dossier.status = status
        dossier.resolved_on = dossier.received_on + dt.timedelta(days=after)
        dossier.save(update_fields=["status", "resolved_on"])


def change_open_status(world: World, number: int, status: int) -> None:
    """Takes a result back; 1 and 3 take the dossier out of all figures, 2 and 4 put it back."""
    dossier = world.pick(number)
    if dossier:
        dossier.status, dossier.resolved_on = status, None
        dossier.save()


def change_agency_of_many(world: World, origin: int, target: int) -> None:
    Dossier.objects.filter(resolving_agency=world.agencies[origin]).update(
        resolving_agency=world.agencies[target]
    )


def plain_sql(world: World, sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def recatalogue(world: World, number: int, sector: int, kind: str) -> None:
    procedure = world.procedures[number]
    procedure.sector, procedure.online_kind = world.sectors[sector], kind
    procedure.save()


def recatalogue_all(world: World, kind: str) -> None:
    Procedure.objects.update(online_kind=kind)
    for procedure in world.procedures:
        procedure.refresh_from_db()


def delete(world: World, number: int) -> None:
    dossier = world.pick(number)
    if dossier:
        dossier.delete()


def delete_received_before(world: World, day: dt.date) -> None:
    Dossier.objects.filter(received_on__lt=day).delete()


def truncate(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing may be pending on the table
        cursor.execute("TRUNCATE dossiers_dossier CASCADE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


SQL = (
    "UPDATE dossiers_dossier SET due_on = due_on + 3 WHERE id % 2 = 0 AND due_on < '9999-01-01'",
    "UPDATE dossiers_dossier SET received_on = received_on - 20 WHERE id % 3 = 0",
    "UPDATE dossiers_dossier SET id = id + 1000000, channel = 1 + channel % 3",
    "UPDATE dossiers_dossier SET status = 10 WHERE status = 9",
    "UPDATE dossiers_dossier SET status = 15 - status WHERE status IN (7, 8)",
    "UPDATE dossiers_dossier SET status = 9, resolved_on = received_on + 5"
    " WHERE resolved_on IS NULL",
    "UPDATE dossiers_dossier SET resolved_on = due_on WHERE resolved_on < due_on AND status > 6",
    "DELETE FROM dossiers_dossier WHERE status IN (9, 10) AND id % 2 = 1",
    "WITH gone AS (DELETE FROM dossiers_dossier WHERE id % 5 = 0 RETURNING id)"
    " UPDATE dossiers_dossier SET due_on = NULL WHERE id % 5 = 1",
)

batches = st.lists(facts, min_size=1, max_size=6)
kinds = st.sampled_from(OnlineKind.values)


def _operation(name: Callable[..., None], *arguments: st.SearchStrategy[Any]) -> Any:
    return st.tuples(st.just(name), st.tuples(*arguments))


operations = st.one_of(
    _operation(save, facts),
    _operation(bulk_create, batches),
    _operation(copy, batches),
    _operation(upsert, numbers, batches),
    _operation(rewrite, numbers, facts),
    _operation(move_due_day, numbers, due_days),
    _operation(close, numbers, st.sampled_from([7, 8, 9, 10]), st.integers(0, 40)),
    _operation(change_open_status, numbers, st.sampled_from([1, 2, 3, 4, 5])),
    _operation(change_agency_of_many, places, places),
    _operation(plain_sql, st.sampled_from(SQL)),
    _operation(recatalogue, st.integers(0, 2), st.integers(0, 1), kinds),
    _operation(recatalogue_all, kinds),
    _operation(delete, numbers),
    _operation(delete_received_before, days),
    _operation(truncate),
)


def play(world: World, history: list[Operation]) -> None:
    for name, arguments in history:
        name(world, *arguments)
