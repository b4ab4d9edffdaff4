"""Working days that dossiers took: SQL against plain Python."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from fractions import Fraction
from math import ceil
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossiers.models import Dossier
from dossiers.querysets.timing import (
    Times,
    place_among,
    times_by,
    with_days_used,
    within_limit,
)
from reporting.workdays import UncoveredDateError, WorkingCalendar
from tests.factories import (
    AgencyFactory,
    DossierFactory,
    ProcedureChangeFactory,
    ProcedureFactory,
    SupplementFactory,
)

CALENDAR = WorkingCalendar.from_seed()


def day(text):
    return dt.datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 -- a day


@pytest.mark.parametrize(
    ("received", "resolved", "used"),
    [
        ("03/06/2024", "03/06/2024", 0),  # a Monday, the same day
        ("03/06/2024", "04/06/2024", 1),
        ("07/06/2024", "10/06/2024", 1),  # over a weekend
        ("08/06/2024", "10/06/2024", 0),  # received on Saturday: as on Monday
        ("08/06/2024", "11/06/2024", 1),
        ("08/06/2024", "09/06/2024", 0),  # finished before it counts as received
        ("26/04/2024", "07/05/2024", 5),  # swapped days: the Saturday of 4 May is worked
        ("29/04/2024", "02/05/2024", 0),
    ],
)
def test_days_used_by_hand(received, resolved, used):
    assert CALENDAR.days_used(day(received), day(resolved)) == used


@given(st.dates(dt.date(2023, 1, 1), dt.date(2027, 6, 30)), st.integers(0, 60))
def test_a_dossier_that_ends_on_its_due_day_used_its_term(received, term):
    first = CALENDAR.working_day_on_or_after(received)

    assert CALENDAR.days_used(received, CALENDAR.add_working_days(first, term)) == term


def recount(rows, allowed):
    """The times of (received, resolved) pairs, in the order of the definition."""
    used = []
    for received, resolved in rows:
        try:
            used.append(CALENDAR.days_used(received, resolved))
        except UncoveredDateError:
            continue
    used.sort()

    def percentile(share):
        return used[ceil(share * len(used)) - 1] if used else None

    limited = len(used) if allowed is not None else 0
    within = sum(days <= allowed for days in used) if allowed is not None else 0
    halves = percentile(Fraction(1, 2)), percentile(Fraction(9, 10))
    limit = allowed if used else None
    return Times(len(rows), len(used), *halves, limited, within, limit, limit)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(6))
def test_times_are_those_of_a_plain_recount(seed):
    chance = Random(seed)
    agency = AgencyFactory()
    procedures = [
        ProcedureFactory(working_days=chance.choice([None, 0, 3, 10])) for _each in range(5)
    ]
    counts = [0, 1, 10, chance.randint(2, 30), 110]
    expected, rows = {}, []
    for procedure, count in zip(procedures, counts, strict=True):
        pairs = []
        for _each in range(count):
            received = dt.date(2022, 12, 1) + dt.timedelta(days=chance.randint(0, 1900))
            pairs.append((received, received + dt.timedelta(days=chance.randint(0, 40))))
        rows += [(procedure, *pair) for pair in pairs]
        if pairs:
            expected[procedure.pk] = recount(pairs, procedure.working_days)
    Dossier.objects.bulk_create(
        DossierFactory.build(
            code=f"H23.01-240101-{number:04d}", procedure=procedure, receiving_agency=agency,
            resolving_agency=agency, received_on=received, resolved_on=resolved, status=10,
        )
        for number, (procedure, received, resolved) in enumerate(rows)
    )  # fmt: skip

    assert times_by(Dossier.objects.all(), CALENDAR, "procedure") == expected
    for is_within in (True, False):
        listed = within_limit(with_days_used(Dossier.objects.all(), CALENDAR), is_within=is_within)
        by_hand = sum(one.within if is_within else one.beyond for one in expected.values())
        assert listed.count() == by_hand


@pytest.mark.django_db
def test_waiting_for_a_supplement_is_no_time_of_the_agency():
    procedure = ProcedureFactory(working_days=3)
    dossier = DossierFactory(
        procedure=procedure, received_on=dt.date(2024, 6, 3), resolved_on=dt.date(2024, 6, 14),
        status=9,
    )  # fmt: skip
    for day, waited in ((4, 4), (11, 2)):
        SupplementFactory(
            dossier=dossier, asked_on=dt.date(2024, 6, day), answered_on=dt.date(2024, 6, day + 1),
            days_waited=waited,
        )  # fmt: skip

    found = times_by(Dossier.objects.all(), CALENDAR, "procedure")[procedure.pk]

    assert CALENDAR.days_used(dossier.received_on, dossier.resolved_on) == 9
    assert (found.median, found.within) == (3, 1)


@pytest.mark.django_db
def test_each_dossier_is_compared_with_the_limit_of_its_reception():
    procedure = ProcedureFactory(working_days=2)
    for effective, before in ((dt.date(2024, 6, 15), 10), (dt.date(2024, 5, 1), None)):
        ProcedureChangeFactory(
            procedure=procedure, kind="amended", decided_on=dt.date(2024, 4, 1),
            effective_on=effective, changes_term=True, working_days_before=before,
        )  # fmt: skip
    received = {dt.date(2024, 4, 26): None, dt.date(2024, 6, 14): True, dt.date(2024, 6, 17): False}
    for day in received:
        DossierFactory(
            procedure=procedure, received_on=day, resolved_on=day + dt.timedelta(days=7), status=9
        )

    found = times_by(Dossier.objects.all(), CALENDAR, "procedure")[procedure.pk]

    assert (found.timed, found.limited, found.within, found.least, found.most) == (3, 2, 1, 2, 10)
    timed = with_days_used(Dossier.objects.all(), CALENDAR)
    for is_within in (True, False):
        listed = within_limit(timed, is_within=is_within).values_list("received_on", flat=True)
        assert list(listed) == [day for day, kept in received.items() if kept is is_within]


@pytest.mark.django_db
def test_times_by_month():
    agency, procedure = AgencyFactory(), ProcedureFactory(working_days=3)
    starts = [dt.date(2024, 5, 15), dt.date(2024, 6, 15)]
    days = [dt.date(2024, 5, 14), dt.date(2024, 5, 15), dt.date(2024, 6, 14), dt.date(2024, 6, 15)]
    for resolved in days:
        DossierFactory(
            agency=agency, procedure=procedure, received_on=dt.date(2024, 5, 10),
            resolved_on=resolved, status=9,
        )  # fmt: skip

    found = times_by(Dossier.objects.all(), CALENDAR, place_among(starts, "resolved_on"))

    assert {key: one.count for key, one in found.items()} == {0: 1, 1: 2, 2: 1}
    assert [bisect_right(starts, resolved) for resolved in days] == [0, 1, 1, 2]
    assert found[1].share.percent() == 50


@pytest.mark.django_db
def test_without_a_calendar_nothing_is_timed():
    DossierFactory(on_time=True)

    (found,) = times_by(Dossier.objects.all(), None, "procedure").values()

    assert found == Times(count=1)


@pytest.mark.django_db
def test_no_rows_have_no_times():
    assert times_by(Dossier.objects.none(), CALENDAR, "procedure") == {}
