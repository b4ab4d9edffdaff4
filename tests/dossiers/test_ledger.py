"""The figures that pages take from the ledgers."""

from __future__ import annotations

import datetime as dt

import pytest

from agencies.models import Agency
from dossiers import ledger
from dossiers.codes import Channel, Status
from dossiers.columns import Columns, Stock
from tests.factories import AgencyFactory, DossierFactory, ProcedureFactory

pytestmark = pytest.mark.django_db

MARCH = (dt.date(2024, 3, 1), dt.date(2024, 3, 31))
APRIL = (dt.date(2024, 4, 1), dt.date(2024, 4, 30))


@pytest.fixture
def agency():
    """Carried into March: 1. In March: 3 received, one resolved early, one late, one withdrawn."""
    agency = AgencyFactory()
    DossierFactory(agency=agency, received_on=dt.date(2024, 2, 20), due_on=dt.date(2024, 2, 29))
    DossierFactory(
        agency=agency,
        status=Status.PROCESSED,
        resolved_on=dt.date(2024, 3, 5),
        channel=Channel.POST,
    )
    DossierFactory(agency=agency, late=True)
    DossierFactory(agency=agency, status=Status.WITHDRAWN, resolved_on=dt.date(2024, 3, 20))
    return agency


IN_MARCH = Columns(
    online=2,
    postal=1,
    carried_over=1,
    resolved_early=1,
    resolved_on_time=1,
    resolved_overdue=1,
    pending_overdue=1,
)


def test_columns_of_an_agency(agency):
    assert ledger.agency_columns([agency.pk], *MARCH) == {agency.pk: IN_MARCH}


def test_totals_follow_from_the_parts(agency):
    assert IN_MARCH.counts() == {
        "received_total": 4,
        "online": 2,
        "direct_postal": 1,
        "direct": 0,
        "postal": 1,
        "carried_over": 1,
        "new_received": 3,
        "resolved_total": 3,
        "resolved_early": 1,
        "resolved_on_time": 1,
        "resolved_early_on_time": 2,
        "resolved_overdue": 1,
        "pending_total": 1,
        "pending_in_time": 0,
        "pending_overdue": 1,
        "in_time_or_settled": 2,
        "late_or_overdue": 2,
        "due_total": 4,
    }


def test_what_is_kept_apart_leaves_column_9(agency, settings):
    settings.DOSSIERS_RETURNED_INSIDE_ON_TIME = False

    columns = ledger.total([agency.pk], *MARCH)

    assert (columns.resolved_on_time, columns.returned, columns.withdrawn) == (0, 0, 1)
    assert columns.received_total == columns.resolved_total + columns.pending_total + 1


def test_the_next_month_carries_over_what_was_pending(agency):
    march, april = ledger.monthly([MARCH, APRIL], [agency.pk])

    assert march == IN_MARCH
    assert april == Columns(carried_over=1, pending_overdue=1)


def test_agencies_without_dossiers_have_columns_of_zeros(agency):
    idle = AgencyFactory()

    assert ledger.agency_columns(Agency.objects.filter(pk=idle.pk), *MARCH) == {idle.pk: Columns()}
    assert not Columns()


def test_no_agencies_no_figures(agency):
    assert ledger.agency_columns(Agency.objects.none(), *MARCH) == {}
    assert ledger.agency_columns([], *MARCH) == {}
    assert ledger.total(Agency.objects.none(), *MARCH) == Columns()


def test_an_agency_counts_its_own_dossiers_and_a_branch_adds_up(agency):
    commune = AgencyFactory(parent=agency)
    DossierFactory(agency=commune)

    own = ledger.agency_columns(Agency.objects.all(), *MARCH)

    assert own[agency.pk] == IN_MARCH
    branch = Agency.objects.branch([agency.pk])
    assert ledger.total(branch, *MARCH) == own[agency.pk] + own[commune.pk]


def test_levels_and_sectors_have_their_own_lines(agency):
    commune = AgencyFactory(level=Agency.Level.COMMUNE)
    procedure = ProcedureFactory()
    DossierFactory.create_batch(2, agency=commune, procedure=procedure)

    found = dict(ledger.level_columns(*MARCH))

    assert found["commune", procedure.sector_id] == Columns(online=2, pending_overdue=2)
    assert sum(found.values(), Columns()) == IN_MARCH + found["commune", procedure.sector_id]
    assert ledger.level_columns(*MARCH, by=("level",), levels=["commune"]) == [
        (("commune",), Columns(online=2, pending_overdue=2))
    ]


def test_stock_at_the_end_of_a_day(agency):
    assert ledger.stock_on(dt.date(2024, 3, 1), [agency.pk]) == Stock(3, 1)
    assert ledger.stock_on(dt.date(2024, 3, 12), [agency.pk]) == Stock(0, 2)
    assert ledger.stock_on(dt.date(2024, 3, 20), [agency.pk]).pending_total == 1


def test_a_span_that_ends_before_it_begins_is_refused(agency):
    with pytest.raises(ValueError, match="2024-03-31 is after 2024-03-01"):
        ledger.total([agency.pk], MARCH[1], MARCH[0])


@pytest.mark.parametrize("count", [1, 20])
def test_each_question_is_two_queries(count, django_assert_num_queries):
    for agency in AgencyFactory.create_batch(count):
        DossierFactory(agency=agency)
    everywhere = Agency.objects.all()

    with django_assert_num_queries(5 + 5):  # the structure is asked for besides each
        ledger.agency_columns(everywhere, *MARCH)
        ledger.total(everywhere, *MARCH)
        ledger.monthly([MARCH, APRIL], everywhere)
        ledger.level_columns(*MARCH)
        ledger.stock_on(MARCH[1], everywhere)
