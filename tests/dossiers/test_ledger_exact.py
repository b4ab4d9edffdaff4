"""The ledgers say exactly what the dossiers say, whatever happened to them and in any order."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection, transaction
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agencies.models import Agency
from dossiers import ledger
from dossiers.books.upkeep import differences
from dossiers.codes import OnlineKind, Status
from dossiers.columns import KEYS, Columns
from dossiers.models import Dossier
from tests.dossiers import ledger_world as w
from tests.dossiers.ledger_world import World, play
from tests.dossiers.recount import Row, all_rows, count, of

pytestmark = pytest.mark.django_db

ASK = [
    (dt.date(2023, 12, 20), dt.date(2024, 1, 31)),
    (dt.date(2024, 1, 1), dt.date(2024, 1, 31)),
    (dt.date(2024, 2, 15), dt.date(2024, 2, 15)),
    (dt.date(2024, 1, 10), dt.date(2024, 3, 9)),
    (dt.date(2000, 1, 1), dt.date(9998, 12, 31)),
    (dt.date(2031, 3, 1), dt.date(2100, 1, 1)),
]
spans = st.tuples(w.days, w.days).map(lambda pair: (min(pair), max(pair)))


def shown(columns: Columns) -> dict[str, int]:
    return {key: number for key, number in columns.counts().items() if number}


def expected(rows: list[Row], span: tuple[dt.date, dt.date], inside: bool) -> dict[str, int]:
    counted = count(rows, *span, returned_inside=inside)
    hidden = ("returned", "withdrawn") if inside else ()
    return {key: number for key, number in counted.items() if key not in hidden}


def assert_exact(world: World, asked: list[tuple[dt.date, dt.date]], *, inside: bool) -> None:
    """Both ledgers, by every key, and the rows behind every column."""
    rows = all_rows()
    for span in asked:
        assert_agencies(world, rows, span, inside)
        assert_levels(world, rows, span, inside)
        assert_channels(world, rows, span, inside)
        assert_columns(rows, span, inside)
    assert_series(world, rows, asked, inside)
    assert list(differences()) == []


def assert_agencies(world: World, rows: list[Row], span: w.Any, inside: bool) -> None:
    found = ledger.agency_columns(Agency.objects.all(), *span)
    branch = Agency.objects.branch([world.agencies[1].pk])
    ids = [agency.pk for agency in world.agencies[1:]]
    assert {pk: shown(columns) for pk, columns in found.items()} == {
        agency.pk: expected(of(rows, lambda row, pk=agency.pk: row.agency == pk), span, inside)
        for agency in world.agencies
    }
    assert shown(ledger.total(branch, *span)) == expected(
        of(rows, lambda row: row.agency in ids), span, inside
    )
    assert shown(ledger.total(ids, *span)) == shown(ledger.total(branch, *span))


def assert_levels(world: World, rows: list[Row], span: w.Any, inside: bool) -> None:
    by = ("online_kind", "level", "sector")
    found = ledger.level_columns(*span, by=by)
    keys = {(row.online_kind, row.level, row.sector) for row in rows}
    wanted = {
        key: expected(
            of(rows, lambda row, k=key: (row.online_kind, row.level, row.sector) == k), span, inside
        )
        for key in sorted(keys)
    }
    assert [(key, shown(columns)) for key, columns in found] == [
        (key, numbers) for key, numbers in wanted.items() if numbers
    ]
    some = ledger.level_columns(
        *span,
        levels=["province", "commune"],
        sectors=[world.sectors[0].pk],
        online_kinds=[OnlineKind.FULL],
        by=(),
    )
    few = of(
        rows,
        lambda row: (
            row.level != "district"
            and row.sector == world.sectors[0].pk
            and row.online_kind == OnlineKind.FULL
        ),
    )
    numbers = expected(few, span, inside)
    assert [(key, shown(columns)) for key, columns in some] == ([((), numbers)] if numbers else [])


def assert_channels(world: World, rows: list[Row], span: w.Any, inside: bool) -> None:
    for channels in ([2], [1, 3]):
        wanted = expected(of(rows, lambda row, c=channels: row.channel in c), span, inside)
        total = ledger.total(Agency.objects.all(), *span, channels=channels)
        levels = ledger.level_columns(*span, channels=channels, by=())
        assert shown(total) == wanted
        assert [shown(columns) for _, columns in levels] == ([wanted] if wanted else [])


def assert_columns(rows: list[Row], span: w.Any, inside: bool) -> None:
    """Every number opens to as many rows."""
    wanted = count(rows, *span, returned_inside=inside)
    found = {key: Dossier.objects.in_column(key, *span).count() for key in KEYS}
    assert {key: number for key, number in found.items() if number} == wanted
    by_sector = Dossier.objects.columns_by(*span, "procedure__sector")
    assert shown(sum(by_sector.values(), Columns())) == expected(rows, span, inside)


def assert_series(world: World, rows: list[Row], asked: w.Any, inside: bool) -> None:
    everywhere = Agency.objects.all()
    assert [shown(columns) for columns in ledger.monthly(asked, everywhere)] == [
        expected(rows, span, inside) for span in asked
    ]
    for _, day in asked:
        stock = ledger.stock_on(day, everywhere)
        numbers = count(rows, day, day, returned_inside=inside)
        assert (stock.pending_in_time, stock.pending_overdue) == (
            numbers.get("pending_in_time", 0),
            numbers.get("pending_overdue", 0),
        )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    history=st.lists(w.operations, min_size=1, max_size=15),
    inside=st.booleans(),
    asked=st.lists(spans, min_size=1, max_size=3),
)
def test_ledgers_equal_a_recount_after_any_history(history, inside, asked):
    with transaction.atomic():
        world = World.create()
        play(world, history)
        with override_settings(DOSSIERS_RETURNED_INSIDE_ON_TIME=inside):
            assert_exact(world, asked, inside=inside)
        transaction.set_rollback(True)


#: A history in which every kind of event is booked, moved, taken back and moved between keys.
HISTORY = [
    (w.bulk_create, ([w.Facts(n % 4, 1 + n % 3, w.FIRST + dt.timedelta(days=3 * n),
                              w.FIRST + dt.timedelta(days=3 * n + 9), status, n % 20)
                      for n, status in enumerate([2, 7, 8, 9, 10, 4, 9, 8, 5, 7, 10, 6] * 2)],)),
    (w.plain_sql, (w.SQL[0],)),
    (w.change_agency_of_many, (0, 2)),
    (w.close, (3, 9, 30)),
    (w.close, (5, 8, 25)),
    (w.change_open_status, (4, Status.PROCESSING)),
    (w.change_open_status, (7, 3)),
    (w.ask_supplement, (8, 9)),
    (w.ask_supplement, (10, 16)),
    (w.ask_supplement, (11, None)),
    (w.change_open_status, (11, Status.PROCESSING)),
    (w.recatalogue, (0, 1, OnlineKind.NONE)),
    (w.delete, (2,)),
]  # fmt: skip

LATER = w.FIRST + dt.timedelta(days=200)
#: The first of its agency for months: it opens new balances.
MUCH_LATER = (w.save, (w.Facts(0, 2, LATER, LATER, 10, 60),))


@pytest.mark.parametrize("inside", [True, False])
def test_every_kind_of_event_is_booked_and_moved(settings, inside):
    settings.DOSSIERS_RETURNED_INSIDE_ON_TIME = inside
    world = World.create()

    play(world, HISTORY)

    assert_exact(world, ASK, inside=inside)


def trigger_function(model: type, name: str) -> str:
    (trigger,) = [found for found in model._meta.triggers if found.name == name]
    return trigger.get_pgid(model)


BROKEN = {
    "update is not booked": ("ledger_update", "old_id IS NOT NULL", "false"),
    "old side is not taken away": ("ledger_update", "SELECT -1 AS sign", "SELECT 0 AS sign"),
    "deletes are not booked": ("ledger_delete", "-1 AS sign", "0 AS sign"),
    "withdrawn are late": ("ledger_insert", "status IN (7, 8) OR due_on", "due_on"),
    "overdue is not taken back": ("ledger_update", "channel + 12, -sign", "channel + 12, 0"),
    "waiting is overdue": ("ledger_update", "AND NOT waits", ""),
    "new waiting is overdue": ("ledger_insert", "AND NOT waits", ""),
    "waiting from late on is in time": ("ledger_update", "<= r.due_on", "<= r.due_on + 99"),
    "status 3 counts": ("ledger_update", "status NOT IN (1, 3)", "status NOT IN (1)"),
    "the due day is overdue": ("ledger_insert", "due_on + 1", "due_on"),
    "balances stay": ("ledger_update", "b.month >= r.month", "b.month > 'infinity'"),
    "balances start from nothing": ("ledger_insert", "coalesce(b.received_online, 0)", "0"),
    "ledger B stays": ("ledger_update", "FROM sums WHERE is_level = 1", "FROM sums WHERE false"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_trigger_is_noticed(fault):
    """The comparison above is able to fail: each fault in the SQL makes it."""
    name, right, wrong = BROKEN[fault]
    function = trigger_function(Dossier, name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef(%s::regproc)", [function])
        (source,) = cursor.fetchone()
        assert right in source
        cursor.execute(source.replace(right, wrong))
    world = World.create()

    play(world, [*HISTORY[:1], MUCH_LATER, *HISTORY])

    with pytest.raises(AssertionError):
        assert_exact(world, ASK, inside=True)


def test_a_write_around_the_triggers_is_noticed():
    world = World.create()
    play(world, HISTORY)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing may be pending on the table
        cursor.execute("ALTER TABLE dossiers_dossier DISABLE TRIGGER USER")

    play(world, [(w.plain_sql, (w.SQL[5],))])

    with pytest.raises(AssertionError):
        assert_exact(world, ASK, inside=True)
