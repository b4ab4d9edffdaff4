"""The migration that stops the clock books what the ledgers already hold anew."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from dossiers.books.counters import columns_of
from dossiers.books.upkeep import differences
from dossiers.codes import Channel, Status
from dossiers.models import AgencyDay, Dossier
from tests.factories import AgencyFactory, DossierFactory

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]

BEFORE = "0004_imports_of_lists"
LAST = dt.date(2024, 6, 14)


def overdue(agency) -> int:
    """By the daily rows themselves: tables of later migrations are not there all the time."""
    rows = AgencyDay.objects.filter(agency_id=agency.pk, day__lte=LAST)
    return sum(
        sum(getattr(row, name) for name in columns_of("became", Channel.values))
        - sum(getattr(row, name) for name in columns_of("late", Channel.values))
        for row in rows
    )


def newest() -> str:
    ((_app, name),) = MigrationExecutor(connection).loader.graph.leaf_nodes("dossiers")
    return name


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
    migrate(newest())
    counted.append(overdue(agency))

    assert counted == [1, 3, 1]
    assert list(differences()) == []
    assert Dossier.objects.filter(status=Status.SUPPLEMENT_ASKED).count() == 2
