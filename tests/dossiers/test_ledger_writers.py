"""Several writers at once, on real connections: nothing is lost and nothing is counted twice."""

from __future__ import annotations

import datetime as dt
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.db.utils import NotSupportedError

from dossiers.books.upkeep import differences, rebuild
from dossiers.codes import OnlineKind, Status
from dossiers.models import Dossier, Procedure
from tests.dossiers.ledger_world import Facts, World

pytestmark = pytest.mark.django_db(transaction=True)

JANUARY, MARCH = dt.date(2024, 1, 10), dt.date(2024, 3, 10)
PATIENCE = 20.0  # seconds


class Writer(threading.Thread):
    """Does something on a connection of its own and keeps what went wrong."""

    def __init__(self, work: Callable[[], object]) -> None:
        super().__init__()
        self.work = work
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            self.work()
        except Exception as error:
            self.error = error
        finally:
            connection.close()

    def finish(self) -> None:
        self.join(PATIENCE)
        assert not self.is_alive()
        if self.error:
            raise self.error


def start(work: Callable[[], object]) -> Writer:
    """Starts ``work`` and comes back when it waits for a lock, or has ended."""
    writer = Writer(work)
    writer.start()
    end = time.monotonic() + PATIENCE
    while writer.is_alive() and not _somebody_waits() and time.monotonic() < end:
        time.sleep(0.01)
    return writer


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_database ON oid = database"
            " WHERE datname = current_database() AND NOT granted"
        )
        return bool(cursor.fetchone()[0])


def receive(world: World, day: dt.date) -> Callable[[], object]:
    dossier = world.dossier(Facts(0, 2, day, day + dt.timedelta(days=5), Status.PROCESSING, 0))
    return dossier.save


@contextmanager
def without_key_locks() -> Iterator[None]:
    """The insert trigger as it would be without the locks of the keys."""
    (trigger,) = [found for found in Dossier._meta.triggers if found.name == "ledger_insert"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef(%s::regproc)", [trigger.get_pgid(Dossier)])
        (source,) = cursor.fetchone()
        cursor.execute(source.replace("pg_advisory_xact_lock(hash", "abs(hash"))
        try:
            yield
        finally:
            cursor.execute(source)


@pytest.mark.parametrize(("first", "second"), [(JANUARY, MARCH), (MARCH, JANUARY)])
def test_two_writers_of_one_agency_in_different_months(first, second):
    world = World.create()

    with transaction.atomic():
        receive(world, first)()
        other = start(receive(world, second))
    other.finish()

    assert Dossier.objects.count() == 2
    assert list(differences()) == []


def test_without_the_locks_the_second_writer_is_lost():
    """The test above is able to fail."""
    world = World.create()

    with without_key_locks():
        with transaction.atomic():
            receive(world, JANUARY)()
            other = start(receive(world, MARCH))
        other.finish()

    assert {found.day for found in differences()} == {"2024-04-01"}


def recatalogue(procedure: Procedure) -> Callable[[], object]:
    procedure.online_kind = OnlineKind.NONE
    return procedure.save


def test_a_dossier_written_while_its_procedure_changes_sector():
    world = World.create()

    with transaction.atomic():
        recatalogue(world.procedures[0])()
        other = start(receive(world, JANUARY))
    other.finish()

    assert list(differences()) == []


def test_a_procedure_that_changes_while_a_dossier_is_written():
    world = World.create()

    with transaction.atomic():
        receive(world, JANUARY)()
        other = start(recatalogue(world.procedures[0]))
    other.finish()

    assert list(differences()) == []


def test_rebuild_waits_for_a_writer_and_counts_what_it_wrote():
    world = World.create()
    receive(world, JANUARY)()

    with transaction.atomic():
        receive(world, MARCH)()
        other = start(rebuild)
    other.finish()

    assert list(differences()) == []


def test_a_status_that_changes_no_figure_waits_for_nobody():
    world = World.create()
    receive(world, JANUARY)()
    receive(world, JANUARY)()
    first, second = Dossier.objects.order_by("pk")

    with transaction.atomic():
        Dossier.objects.filter(pk=first.pk).update(due_on=MARCH)
        start(lambda: Dossier.objects.filter(pk=second.pk).update(status=6)).finish()

    assert list(differences()) == []


def test_many_writers_at_once():
    """Single statements of three writers on the same keys: no deadlock, and all is counted."""
    world = World.create()
    writers = [Writer(lambda seed=seed: _work(world, seed)) for seed in range(3)]

    for writer in writers:
        writer.start()
    for writer in writers:
        writer.finish()

    assert Dossier.objects.count() > 20
    assert list(differences()) == []


def _work(world: World, seed: int) -> None:
    chance = random.Random(seed)
    own = World(world.agencies, world.sectors, world.procedures, made=seed * 1000)
    for step in range(40):
        place = chance.randrange(4)
        day = JANUARY + dt.timedelta(days=chance.randrange(90))
        status = chance.choice([2, 4, 7, 8, 9, 10])
        Dossier.objects.bulk_create(
            own.dossier(Facts((place + n) % 4, 1 + n, day, MARCH, status, n)) for n in range(3)
        )
        mine = Dossier.objects.filter(code__startswith=f"H23.01-240101-{seed:03d}")
        if step % 3 == 0:
            mine.filter(resolved_on=None).update(due_on=day)
        if step % 5 == 0:
            mine.filter(received_on__lt=day).delete()


@pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE"])
def test_a_transaction_that_cannot_see_other_writers_is_refused(level):
    world = World.create()

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET TRANSACTION ISOLATION LEVEL {level}")
        with pytest.raises(NotSupportedError, match="READ COMMITTED"):
            receive(world, JANUARY)()
        transaction.set_rollback(True)
