"""As was and as now add up to what a plain count of dossiers day by day has, on every day."""

from __future__ import annotations

import datetime as dt

import pytest

from agencies.models import Agency
from dossiers import ledger
from dossiers.columns import Columns, add_up
from dossiers.models import Dossier, DossierHolding
from dossiers.structure import load
from dossiers.structure.held_rows import held
from tests.dossiers import structure_world as w
from tests.dossiers.ledger_world import truncate

pytestmark = pytest.mark.django_db

#: The columns that the others are sums of, and what moves between agencies.
PARTS = (*w.PARTS, "taken_over", "handed_over")
SEEDS = range(6)
NOW = w.day(30)


def shown(columns: Columns) -> dict[str, int]:
    return {name: getattr(columns, name) for name in PARTS if getattr(columns, name)}


def numbers(found: dict[int, dict[str, list[int]]]) -> dict[int, dict[str, int]]:
    return {
        agency: {name: len(ids) for name, ids in columns.items()}
        for agency, columns in found.items()
    }


def counted(spans, structure):
    everywhere = Agency.objects.all()
    return [
        {
            agency: shown(columns)
            for agency, columns in ledger.agency_columns(
                everywhere, *span, structure=structure
            ).items()
            if shown(columns)
        }
        for span in spans
    ]


def spans_of(chance):
    ends = [sorted((chance.randint(-5, w.DAYS), chance.randint(-5, w.DAYS))) for _n in range(4)]
    return [(w.day(first), w.day(last)) for first, last in ends]


@pytest.mark.parametrize("seed", SEEDS)
def test_as_was_is_a_count_of_who_held_each_dossier_on_each_day(seed):
    world = w.World.create(seed)
    spans = spans_of(world.chance)
    rows, facts = w.all_held(), w.Facts()

    found = counted(spans, load())

    assert found == [numbers(w.as_was(rows, facts, *span)) for span in spans]


@pytest.mark.parametrize("seed", SEEDS)
def test_as_now_counts_everything_for_who_holds_it_on_that_day(seed):
    world = w.World.create(seed)
    spans = spans_of(world.chance)
    rows, facts = w.all_held(), w.Facts()

    found = counted(spans, load(now=NOW))

    assert found == [numbers(w.as_now(rows, facts, *span, NOW)) for span in spans]


@pytest.mark.parametrize("now", [None, NOW])
def test_sums_are_those_of_the_province_on_every_day(now):
    w.World.create(99, dossiers=120)
    rows = w.recount.all_rows()
    structure = load(now=now)
    assert DossierHolding.objects.exists()

    for number in range(w.DAYS):
        span = (w.day(0), w.day(number))
        whole = add_up(
            ledger.agency_columns(Agency.objects.all(), *span, structure=structure).values()
        )
        plain = w.recount.count(rows, *span, returned_inside=True)
        assert whole.counts() == {name: plain.get(name, 0) for name in whole.counts()}
        assert whole.taken_over == whole.handed_over


@pytest.mark.parametrize("now", [None, NOW])
@pytest.mark.parametrize("seed", range(4))
def test_each_number_opens_its_rows(seed, now):
    world = w.World.create(seed)
    span = (w.day(3), w.day(50))
    rows, facts = w.all_held(), w.Facts()
    structure = load(now=now)
    wanted = w.as_was(rows, facts, *span) if now is None else w.as_now(rows, facts, *span, now)

    for agency in world.agencies:
        for name in PARTS:
            found = Dossier.objects.filter(held(structure, name, *span, [agency.pk]))
            assert sorted(found.values_list("pk", flat=True)) == sorted(
                wanted.get(agency.pk, {}).get(name, [])
            ), (agency.pk, name)


@pytest.mark.parametrize("seed", range(4))
def test_each_row_closes_with_what_it_took_and_gave(seed):
    w.World.create(seed)
    columns = ledger.agency_columns(Agency.objects.all(), w.day(3), w.day(50))

    for found in columns.values():
        assert found.received_total + found.taken_over == (
            found.resolved_total + found.pending_total + found.handed_over
        )


def test_months_and_stock_are_those_of_the_agencies_asked_for():
    world = w.World.create(7)
    some = [agency.pk for agency in world.agencies[:3]]
    spans = [(w.day(n), w.day(n + 13)) for n in range(0, 56, 14)]
    by_agency = [add_up(ledger.agency_columns(some, *span).values()) for span in spans]

    assert ledger.monthly(spans, some) == by_agency
    assert [ledger.stock_on(last, some).pending_total for _first, last in spans] == [
        columns.pending_total for columns in by_agency
    ]
    assert sum(one.handed_over + one.taken_over for one in by_agency) > 0


@pytest.mark.parametrize("seed", range(4))
def test_what_is_kept_apart_follows_the_holder(seed, settings):
    settings.DOSSIERS_RETURNED_INSIDE_ON_TIME = False
    w.World.create(seed)
    rows, facts = w.all_held(), w.Facts()
    span = (w.day(0), w.day(50))
    wanted = {agency.pk: 0 for agency in Agency.objects.all()}
    for one in rows:
        if one.row.status in (7, 8) and span[0] <= one.row.resolved_on <= span[1]:
            wanted[facts.holder(one, one.row.resolved_on)] += 1

    found = ledger.agency_columns(Agency.objects.all(), *span)

    apart = {pk: (one.returned or 0) + (one.withdrawn or 0) for pk, one in found.items()}
    assert apart == wanted


def test_a_structure_without_successions_asks_for_nothing_more(django_assert_num_queries):
    w.AgencyFactory()
    with django_assert_num_queries(2):
        ledger.agency_columns(Agency.objects.all(), dt.date(2025, 1, 1), dt.date(2025, 1, 31))


def test_emptying_the_table_of_dossiers_leaves_nothing_behind():
    world = w.World.create(99, dossiers=40)
    assert DossierHolding.objects.exists()

    truncate(world)

    assert not DossierHolding.objects.exists()
    assert not any(ledger.agency_columns(Agency.objects.all(), w.day(0), w.day(50)).values())
