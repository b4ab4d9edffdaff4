"""Whether a procedure is in force on a day; publication in time."""

from __future__ import annotations

import datetime as dt

import pytest

from dossiers.codes import ProcedureState
from dossiers.models import Procedure, ProcedureChange
from dossiers.querysets import publication
from reporting.workdays import WorkingCalendar
from tests.factories import ProcedureChangeFactory, ProcedureFactory

pytestmark = pytest.mark.django_db

CALENDAR = WorkingCalendar.from_seed()
FIRST, LAST = dt.date(2024, 1, 1), dt.date(2024, 6, 14)
THERE, NOT_YET, GONE = (
    ProcedureState.IN_FORCE,
    ProcedureState.NOT_YET,
    ProcedureState.ABOLISHED,
)


def day(text):
    number, month = text.split("/")
    return dt.date(2024, int(month), int(number))


def change(procedure, kind, decided, effective=None, **more):
    return ProcedureChangeFactory(
        procedure=procedure,
        kind=kind,
        decided_on=day(decided),
        effective_on=day(effective) if effective else None,
        **more,
    )


@pytest.mark.parametrize(
    ("changes", "on", "state"),
    [
        ([], "10/03", THERE),
        ([("published", "01/02", "01/03")], "29/02", NOT_YET),
        ([("published", "01/02", "01/03")], "01/03", THERE),
        ([("published", "01/02", None)], "31/01", NOT_YET),
        ([("published", "01/02", None)], "01/02", THERE),
        ([("amended", "01/02", "01/03")], "01/01", THERE),
        ([("abolished", "01/02", "01/03")], "29/02", THERE),
        ([("abolished", "01/02", "01/03")], "01/03", GONE),
        ([("published", "01/01", "02/01"), ("abolished", "01/02", "01/03")], "01/01", NOT_YET),
        ([("abolished", "01/02", "01/03"), ("published", "01/04", "10/04")], "09/04", GONE),
        ([("abolished", "01/02", "01/03"), ("published", "01/04", "10/04")], "10/04", THERE),
        ([("abolished", "02/02", "01/03"), ("amended", "01/02", "01/03")], "01/03", GONE),
        ([("amended", "01/02", "05/03"), ("abolished", "20/02", "01/03")], "04/03", GONE),
    ],
)
def test_state_on_a_day(changes, on, state):
    procedure = ProcedureFactory()
    for each in changes:
        change(procedure, *each)
    change(ProcedureFactory(), "abolished", "01/01")

    found = Procedure.objects.with_state(day(on)).get(pk=procedure.pk)

    assert found.state == state
    in_force = Procedure.objects.in_force(day(on)).filter(pk=procedure.pk)
    assert in_force.exists() == (state == THERE)


@pytest.mark.parametrize(
    ("decided", "effective", "is_in_time"),
    [
        ("07/06", "14/06", True),  # five working days: 10, 11, 12, 13, 14
        ("10/06", "14/06", False),
        ("08/06", "14/06", True),  # a Saturday: the five days of the next week
        ("14/06", "10/06", False),
        ("23/04", "03/05", True),  # 24, 25, 26 April, 2, 3 May: a holiday of five days between
        ("24/04", "03/05", False),
        ("07/06", None, None),
    ],
)
def test_decided_before_the_legal_basis_takes_effect(decided, effective, is_in_time):
    change(ProcedureFactory(), "published", decided, effective)

    (found,) = publication.judged(ProcedureChange.objects.all(), CALENDAR, FIRST, LAST)

    assert found.is_decided_in_time is is_in_time


@pytest.mark.parametrize(
    ("decided", "published", "is_in_time"),
    [
        ("03/06", "10/06", True),  # 4, 5, 6, 7, 10
        ("03/06", "11/06", False),
        ("03/06", "03/06", True),
        ("03/06", "01/06", True),
        ("06/06", None, False),  # the sixth working day is the as-of day
        ("07/06", None, None),  # may still come today
        ("07/06", "17/06", None),  # not yet public on the as-of day
        ("06/06", "17/06", False),
    ],
)
def test_made_public_after_the_decision(decided, published, is_in_time):
    on = day(published) if published else None
    change(ProcedureFactory(), "published", decided, published_on=on)

    (found,) = publication.judged(ProcedureChange.objects.all(), CALENDAR, FIRST, LAST)

    assert found.is_public_in_time is is_in_time


def test_one_late_decision_makes_the_procedure_late():
    good, mixed, outside = (ProcedureFactory() for _each in range(3))
    for procedure in (good, mixed):
        change(procedure, "published", "01/02", published_on=day("02/02"))
    change(mixed, "amended", "01/03", published_on=day("01/04"))
    change(outside, "published", "15/06", published_on=day("15/06"))
    changes = publication.judged(ProcedureChange.objects.all(), CALENDAR, FIRST, LAST)

    def listed(key):
        return set(publication.of_list(Procedure.objects.all(), key, changes))

    assert listed("public") == {good, mixed}
    assert listed("public_in_time") == {good}
    assert listed("decided") == set()


def test_without_a_calendar_nothing_is_judged():
    change(ProcedureFactory(), "published", "01/02", "10/02", published_on=day("02/02"))

    (found,) = publication.judged(ProcedureChange.objects.all(), None, FIRST, LAST)

    assert (found.is_decided_in_time, found.is_public_in_time) == (None, None)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("1.000948.000.00.00.h23", ["1.000948.H23"]),
        ("1.000948", ["1.000948", "1.000948.H23"]),
        ("2.", ["2.001218"]),
        ("khai sinh", ["1.000948", "1.000948.H23"]),
        ("SINH dang", ["1.000948", "1.000948.H23"]),
        ("dat dai", ["2.001218"]),
        ("khai tử", []),
        ("\x00", ["1.000948", "1.000948.H23", "2.001218"]),
    ],
)
def test_search_by_any_spelling_and_without_accents(text, codes):
    ProcedureFactory(code="1.000948.H23", name="Đăng ký khai sinh lưu động")
    ProcedureFactory(code="1.000948", name="Đăng ký khai sinh")
    ProcedureFactory(code="2.001218", name="Đính chính giấy chứng nhận đất đai")

    found = Procedure.objects.searched(text).order_by("code").values_list("code", flat=True)

    assert list(found) == codes
