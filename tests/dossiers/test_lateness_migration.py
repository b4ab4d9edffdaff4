"""The migration that stops the clock books what the ledgers already hold anew."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from dossiers import ledger
from dossiers.books.upkeep import differences
from dossiers.codes import Status
from dossiers.models import Dossier
from tests.factories import AgencyFactory, DossierFactory

pytestmark = pytest.mark.django_db

BEFORE, AFTER = "0004_imports_of_lists", "0005_lateness_of_dossiers"
LAST = dt.date(2024, 6, 14)


def overdue(agency) -> int:
    return ledger.stock_on(LAST, [agency.pk]).pending_overdue


def migrate(name: str) -> None:
    MigrationExecutor(connection).migrate([("dossiers", name)])


def test_dossiers_that_wait_are_booked_anew_both_ways():
    agency = AgencyFactory()
    days = {"received_on": dt.date(2024, 3, 1), "due_on": dt.date(2024, 4, 1)}
    for status in (Status.SUPPLEMENT_ASKED, Status.SUPPLEMENT_ASKED, Status.PROCESSING):
        DossierFactory(resolving_agency=agency, status=status, resolved_on=None, **days)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    counted = [overdue(agency)]
    migrate(BEFORE)
    counted.append(overdue(agency))
    migrate(AFTER)
    counted.append(overdue(agency))

    assert counted == [1, 3, 1]
    assert list(differences()) == []
    assert Dossier.objects.filter(status=Status.SUPPLEMENT_ASKED).count() == 2
