"""``check_ledger`` tells what is wrong, ``rebuild_ledger`` puts it right."""

from __future__ import annotations

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from agencies.models import Agency
from dossiers import ledger
from dossiers.books.upkeep import Difference, differences
from dossiers.codes import Status
from dossiers.models import AgencyBalance, AgencyDay, Dossier, LevelBalance, LevelDay
from tests.factories import AgencyFactory, DossierFactory, ProcedureFactory, SectorFactory

pytestmark = pytest.mark.django_db

FEBRUARY = dt.date(2024, 2, 5)


@pytest.fixture
def agency():
    """An agency with two dossiers, one of them due in the far future."""
    agency = AgencyFactory(code="SXD")
    procedure = ProcedureFactory(sector=SectorFactory(code="xay-dung"))
    for due_on in (dt.date(2024, 2, 9), dt.date(9999, 12, 31)):
        DossierFactory(agency=agency, procedure=procedure, received_on=FEBRUARY, due_on=due_on)
    return agency


def check(**options) -> str:
    out = StringIO()
    call_command("check_ledger", stdout=out, **options)
    return out.getvalue()


def test_check_says_that_ledgers_and_dossiers_agree(agency):
    assert check() == "Sổ và hồ sơ khớp nhau.\n"


def test_check_tells_ledger_key_day_counter_and_both_numbers(agency):
    AgencyDay.objects.filter(day=FEBRUARY).update(received_online=5)
    out = StringIO()

    with pytest.raises(CommandError, match="khác nhau ở 1 chỗ") as caught:
        call_command("check_ledger", stdout=out)

    assert out.getvalue() == ("sổ A, SXD, 2024-02-05: received_online trong sổ 5, theo hồ sơ 2\n")
    assert caught.value.returncode == 1


def test_check_looks_at_the_newest_and_at_future_days(agency):
    LevelDay.objects.filter(day__gt=dt.date(2024, 2, 8)).delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM dossiers_agencyday WHERE day > '9999-12-31'")

    assert list(differences()) == [
        Difference("a", "day", "SXD", "10000-01-01", "became_online", 0, 1),
        Difference("b", "day", "province xay-dung none", "10000-01-01", "became_online", 0, 1),
        Difference("b", "day", "province xay-dung none", "2024-02-10", "became_online", 0, 1),
    ]


def test_check_tells_wrong_and_missing_balances(agency):
    AgencyBalance.objects.update(received_online=7)
    LevelBalance.objects.filter(month=dt.date(2024, 3, 1)).delete()
    out = StringIO()

    with pytest.raises(CommandError, match="ở 3 chỗ"):
        call_command("check_ledger", stdout=out)

    assert out.getvalue().splitlines() == [
        "sổ A, SXD, 10000-02-01: số dư received_online trong sổ 7, theo hồ sơ 2",
        "sổ A, SXD, 2024-03-01: số dư received_online trong sổ 7, theo hồ sơ 2",
        "sổ B, province xay-dung none, 2024-03-01: thiếu số dư đầu tháng",
    ]


def test_check_tells_rows_of_a_key_that_has_no_dossier(agency):
    AgencyDay.objects.create(agency_id=0, day=FEBRUARY, late_post=1)

    assert list(differences()) == [Difference("a", "day", "#0", "2024-02-05", "late_post", 1, 0)]


def test_check_of_one_agency_leaves_the_others_out(agency):
    other = AgencyFactory(code="SYT")
    DossierFactory(agency=other)
    AgencyDay.objects.filter(agency_id=other.pk).update(received_online=9)
    LevelDay.objects.update(received_online=9)

    assert check(agency="SXD") == "Sổ và hồ sơ khớp nhau.\n"
    with pytest.raises(CommandError, match="ở 2 chỗ"):
        check(agency="SYT")


def test_check_of_an_unknown_agency_names_the_code(agency):
    with pytest.raises(CommandError, match="“SGD”"):
        check(agency="SGD")


def test_check_prints_no_more_than_its_limit(agency):
    AgencyDay.objects.update(received_post=1)
    out = StringIO()

    with pytest.raises(CommandError, match="ở 3 chỗ"):
        call_command("check_ledger", stdout=out, limit=2)

    assert len(out.getvalue().splitlines()) == 2


def rows_of_ledgers() -> list[list[tuple]]:
    with connection.cursor() as cursor:
        tables = [m._meta.db_table for m in (AgencyDay, AgencyBalance, LevelDay, LevelBalance)]
        found = []
        for table in tables:
            cursor.execute(f"SELECT {table}::text FROM {table} ORDER BY 1")  # noqa: S608 -- our tables
            found.append(cursor.fetchall())
        return found


def test_rebuild_makes_the_rows_that_the_triggers_made(agency):
    DossierFactory(agency=agency, received_on=FEBRUARY, late=True)
    before = rows_of_ledgers()
    for model in (AgencyDay, AgencyBalance, LevelDay, LevelBalance):
        model.objects.all().delete()
    out = StringIO()

    call_command("rebuild_ledger", stdout=out)

    assert rows_of_ledgers() == before
    assert out.getvalue().splitlines() == [
        "Tiếp nhận tháng 2024-02: 3 hồ sơ",
        "Đã lập lại sổ từ 3 hồ sơ.",
    ]


def test_rebuild_mends_what_check_found_and_drops_rows_of_zeros(agency):
    DossierFactory(agency=agency, received_on=FEBRUARY, due_on=dt.date(2024, 3, 1))
    Dossier.objects.filter(due_on=dt.date(2024, 3, 1)).update(
        status=Status.PROCESSED, resolved_on=dt.date(2024, 3, 1)
    )
    AgencyDay.objects.filter(day=FEBRUARY).update(received_online=100)
    AgencyBalance.objects.all().delete()
    assert AgencyDay.objects.filter(day=dt.date(2024, 3, 2)).exists()

    call_command("rebuild_ledger", stdout=StringIO())

    assert list(differences()) == []
    assert not AgencyDay.objects.filter(day=dt.date(2024, 3, 2)).exists()


def test_an_agency_without_dossiers_can_be_deleted_though_its_ledger_rows_stay(agency):
    Dossier.objects.all().delete()

    Agency.objects.filter(pk=agency.pk).delete()

    assert list(differences()) == []
    assert not any(ledger.agency_columns(Agency.objects.all(), FEBRUARY, FEBRUARY).values())
