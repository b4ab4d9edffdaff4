"""The reorganisation of 2025: ten departments become five, the districts end, communes merge.

Departments, districts, days and numbers of communes are those of ``tests/data/merger_2025.json``;
dossiers, and which commune became which, are generated.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from random import Random

import pytest

from agencies.lineage import load as load_lineage
from agencies.loading import load_agencies
from agencies.models import Agency, AgencySuccession
from dossiers import ledger
from dossiers.columns import add_up
from dossiers.models import Dossier
from dossiers.structure import handing, load
from dossiers.structure.handing import Order
from dossiers.structure.opening import opening_stock
from tests.dossiers import recount
from tests.dossiers import structure_world as w
from tests.dossiers.test_structure import numbers, shown
from tests.factories import AgencyFactory, ProcedureFactory, SectorFactory, UserFactory

pytestmark = pytest.mark.django_db

FACTS = json.loads((Path(__file__).parents[1] / "data" / "merger_2025.json").read_text("utf-8"))
DEPARTMENTS_ON = dt.date.fromisoformat(FACTS["departments"]["announced_on"])
LEVEL_ENDS_ON = dt.date.fromisoformat(FACTS["districts"]["on"])
FIRST, LAST = dt.date(2025, 1, 15), dt.date(2025, 7, 14)
NOW = dt.date(2025, 8, 1)
DAY = dt.timedelta(days=1)
Kind = AgencySuccession.Kind


def end(agencies, on):
    Agency.objects.filter(pk__in=[one.pk for one in agencies]).update(valid_to=on - DAY)


def succeed(old, new, kind, on, reference=""):
    AgencySuccession.objects.create(
        predecessor=old, successor=new, kind=kind, on=on, legal_reference=reference
    )


def merge_departments(by_code):
    for row in FACTS["departments"]["successions"]:
        if row["to"] not in by_code:
            by_code[row["to"]] = AgencyFactory(
                code=row["to"], name=row["new_name"], valid_from=DEPARTMENTS_ON
            )
        for code in row["from"]:
            succeed(by_code[code], by_code[row["to"]], row["kind"], DEPARTMENTS_ON)
        end([by_code[code] for code in row["from"]], DEPARTMENTS_ON)


def end_districts(agencies):
    districts = [one for one in agencies if one.level == Agency.Level.DISTRICT]
    for one in districts:
        succeed(one, None, Kind.ABOLISHED, LEVEL_ENDS_ON, FACTS["districts"]["legal_reference"])
    end(districts, LEVEL_ENDS_ON)


def merge_communes(agencies):
    """All communes into the published number of new ones."""
    old = [one for one in agencies if one.level == Agency.Level.COMMUNE]
    count = sum(FACTS["communes"]["after"].values())
    new = [
        AgencyFactory(
            code=f"MINH-HOA-{n}",
            name=f"Xã minh họa {n}",
            level=Agency.Level.COMMUNE,
            kind=Agency.Kind.COMMUNE,
            valid_from=LEVEL_ENDS_ON,
        )
        for n in range(count)
    ]
    for n, one in enumerate(old):
        heir = new[n * count // len(old)]
        succeed(one, heir, Kind.MERGED, LEVEL_ENDS_ON, FACTS["communes"]["legal_reference"])
    end(old, LEVEL_ENDS_ON)


def dossiers(agencies, chance):
    sectors = SectorFactory.create_batch(3)
    procedures = [ProcedureFactory(sector=sector) for sector in sectors]
    large = [one for one in agencies if one.level != Agency.Level.COMMUNE]
    for number in range(400):
        received = FIRST + dt.timedelta(days=chance.randint(-30, 180))
        is_open = chance.random() < 0.2
        agency = chance.choice(large if chance.random() < 0.6 else agencies)
        yield Dossier(
            code=f"H23.01-250101-{number:06d}",
            procedure=chance.choice(procedures),
            receiving_agency=agency,
            resolving_agency=agency,
            channel=chance.randint(1, 3),
            received_on=received,
            due_on=received + dt.timedelta(days=chance.randint(1, 30)),
            resolved_on=None if is_open else received + dt.timedelta(days=chance.randint(0, 60)),
            status=4 if is_open else 9,
        )


@pytest.fixture
def merged():
    """The agencies of Hải Dương by code, after all of it."""
    load_agencies()
    agencies = list(Agency.objects.all())
    by_code = {one.code: one for one in agencies}
    merge_departments(by_code)
    end_districts(agencies)
    merge_communes(agencies)
    Dossier.objects.bulk_create(dossiers(agencies, Random(2025)))
    return {one.code: one for one in Agency.objects.all()}


def test_the_numbers_of_agencies_are_those_published(merged):
    specialised = Agency.objects.filter(kind=Agency.Kind.DEPARTMENT)
    lineage = load_lineage()
    steps = [step for step in lineage.steps.values() if step.on == DEPARTMENTS_ON]
    of_departments = {pk for step in steps for pk in (step.predecessor, step.successor)}
    new = {row["to"] for row in FACTS["departments"]["successions"]}

    assert specialised.valid_on(DEPARTMENTS_ON - DAY).count() == 17
    assert specialised.valid_on(DEPARTMENTS_ON).count() == 12
    assert len(of_departments - {merged["SNNMT"].pk}) == 10
    assert {merged[code].pk for code in new} == {step.successor for step in steps}
    assert len(lineage.ends) == 12
    assert Agency.objects.filter(level="commune").valid_on(LEVEL_ENDS_ON).count() == 64


def hand_over_districts(merged, user):
    """Each district's sectors go to two of the new communes and to a department."""
    takers = [merged["MINH-HOA-1"], merged["MINH-HOA-2"], merged["STC"]]
    for district in Agency.objects.filter(level=Agency.Level.DISTRICT):
        rows = handing.waiting(load(), district.pk).select_related("procedure__sector")
        sectors = sorted({row.procedure.sector for row in rows}, key=lambda sector: sector.pk)
        for sector, taker in zip(sectors, takers, strict=False):
            handing.hand_over(
                Order(district, taker, "202/2025/QH15", sector=sector), user, today=NOW
            )


def days():
    """Every day around the two reorganisations, and every week between."""
    every = [FIRST + dt.timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    around = dt.timedelta(days=4)
    cuts = (DEPARTMENTS_ON, LEVEL_ENDS_ON)
    return [
        day
        for n, day in enumerate(every)
        if n % 7 == 0 or any(abs(day - cut) <= around for cut in cuts)
    ]


@pytest.mark.parametrize("now", [None, NOW])
def test_nothing_is_lost_around_and_between_the_days(merged, now):
    hand_over_districts(merged, UserFactory())
    rows, structure = recount.all_rows(), load(now=now)
    everywhere = list(Agency.objects.values_list("pk", flat=True))

    for day in days():
        found = ledger.agency_columns(everywhere, FIRST, day, structure=structure)
        whole = add_up(found.values())
        plain = recount.count(rows, FIRST, day, returned_inside=True)
        assert whole.counts() == {name: plain.get(name, 0) for name in whole.counts()}, day
        assert whole.taken_over == whole.handed_over


def test_each_agency_has_what_it_held(merged):
    hand_over_districts(merged, UserFactory())
    held, facts = w.all_held(), w.Facts()
    for span in ((FIRST, LAST), (DEPARTMENTS_ON, LEVEL_ENDS_ON), (LEVEL_ENDS_ON, LAST)):
        found = ledger.agency_columns(Agency.objects.all(), *span)

        assert {pk: shown(one) for pk, one in found.items() if shown(one)} == numbers(
            w.as_was(held, facts, *span)
        )


def test_stocks_are_carried_to_the_successors(merged):
    """D6 with succession, for each of the five and each new commune."""
    eve = {DEPARTMENTS_ON: DEPARTMENTS_ON - DAY, LEVEL_ENDS_ON: LEVEL_ENDS_ON - DAY}
    lineage = load_lineage()
    total = 0
    for heir in {step.successor: step.on for step in lineage.steps.values()}.items():
        agency, on = Agency.objects.get(pk=heir[0]), heir[1]
        before = ledger.agency_columns(
            [agency.pk, *(step.predecessor for step in lineage.predecessors(agency.pk, on))],
            FIRST,
            eve[on],
        )
        pending = sum(columns.pending_total for columns in before.values())
        assert opening_stock(agency, on) == pending
        total += pending
    assert total > 50


def test_districts_wait_until_everything_is_handed_over(merged):
    districts = Agency.objects.filter(level=Agency.Level.DISTRICT)
    waits = sum(handing.waiting(load(), one.pk).count() for one in districts)
    pending = ledger.total(districts, FIRST, LAST).pending_total
    assert waits >= pending > 0

    hand_over_districts(merged, UserFactory())

    assert not any(handing.waiting(load(), one.pk).exists() for one in districts)
    assert ledger.total(districts, FIRST, LAST).pending_total == 0
    as_now = ledger.agency_columns(districts, FIRST, LAST, structure=load(now=NOW))
    assert sum(columns.pending_total for columns in as_now.values()) == 0


def test_levels_never_mix(merged):
    """Before the day the districts' work is that of districts, whatever became of it since."""
    hand_over_districts(merged, UserFactory())
    before = dict(ledger.level_columns(FIRST, LEVEL_ENDS_ON - DAY, by=("level",)))
    after = dict(ledger.level_columns(LEVEL_ENDS_ON, LAST, by=("level",)))
    rows = [row for row in recount.all_rows() if row.level == "district"]
    counted = recount.count(rows, FIRST, LEVEL_ENDS_ON - DAY, returned_inside=True)

    assert before[("district",)].counts()["resolved_total"] == counted["resolved_total"]
    assert ("district",) not in after
