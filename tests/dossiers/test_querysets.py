"""Lists of dossiers: scope, columns, timeliness, paging."""

from __future__ import annotations

import datetime as dt

import pytest

from agencies.models import Agency
from agencies.roles import Role
from dossiers.codes import OnlineKind, Status, Timeliness
from dossiers.columns import Columns
from dossiers.models import AgencyDay, Dossier, LevelDay
from dossiers.querysets import Apart, Cursor
from tests.factories import (
    AgencyFactory,
    DossierFactory,
    ProcedureFactory,
    SectorFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

ON = dt.date(2024, 3, 12)
MARCH = (dt.date(2024, 3, 1), dt.date(2024, 3, 31))


def day(number: int) -> dt.date:
    return dt.date(2024, 3, number)


def test_a_dossier_is_seen_by_the_branch_that_resolves_it():
    district = AgencyFactory()
    commune = AgencyFactory(parent=district)
    mine = [DossierFactory(agency=district), DossierFactory(agency=commune)]
    DossierFactory(receiving_agency=commune)
    DossierFactory()

    clerk = UserFactory(role=Role.CLERK, role__agency=district)
    member = UserFactory(role=Role.MEMBER)

    assert set(Dossier.objects.visible_to(clerk)) == set(mine)
    assert Dossier.objects.visible_to(member).count() == 4
    assert Dossier.objects.visible_to(UserFactory()).count() == 0


def test_ledger_rows_are_seen_like_the_dossiers_they_count():
    clerk = UserFactory(role=Role.CLERK)
    (agency_id,) = clerk.memberships.values_list("agency_id", flat=True)
    DossierFactory(agency=Agency.objects.get(pk=agency_id))
    DossierFactory()

    assert set(AgencyDay.objects.visible_to(clerk).values_list("agency_id", flat=True)) == {
        agency_id
    }
    assert LevelDay.objects.visible_to(clerk).count() == 0
    assert LevelDay.objects.visible_to(UserFactory(role=Role.MEMBER)).count() > 0


def test_rows_by_level_sector_online_kind_and_channel():
    procedure = ProcedureFactory(online_kind=OnlineKind.FULL)
    commune = AgencyFactory(level="commune")
    wanted = DossierFactory(agency=commune, procedure=procedure, channel=3)
    DossierFactory(procedure=ProcedureFactory(sector=SectorFactory()), channel=1)

    assert list(Dossier.objects.of_level("commune")) == [wanted]
    assert list(Dossier.objects.of_sector(procedure.sector_id)) == [wanted]
    assert list(Dossier.objects.of_online_kind(OnlineKind.FULL)) == [wanted]
    assert list(Dossier.objects.of_channels([2, 3])) == [wanted]


def test_overdue_is_pending_past_the_due_day_and_not_resolved_late():
    overdue = DossierFactory(due_on=day(11))
    due_today = DossierFactory(due_on=ON)
    DossierFactory(due_on=day(5), late=True)
    DossierFactory(due_on=day(5), status=Status.REFUSED)
    resolved_later = DossierFactory(due_on=day(8), status=Status.PROCESSED, resolved_on=day(20))

    assert set(Dossier.objects.overdue(ON)) == {overdue, resolved_later}
    assert set(Dossier.objects.pending(ON)) == {overdue, due_today, resolved_later}


TIMELINESS = [
    (Status.PROCESSED, day(11), day(8), Timeliness.EARLY, -3),
    (Status.PROCESSED, day(11), day(11), Timeliness.ON_TIME, 0),
    (Status.PROCESSED, None, day(11), Timeliness.ON_TIME, None),
    (Status.RETURNED_RESULT, day(5), day(11), Timeliness.LATE, 6),
    (Status.STOPPED, day(5), day(11), Timeliness.RETURNED, 6),
    (Status.WITHDRAWN, day(11), day(5), Timeliness.WITHDRAWN, -6),
    (Status.PROCESSED, day(5), day(20), Timeliness.PENDING_OVERDUE, 7),
    (Status.WITHDRAWN, day(20), day(20), Timeliness.PENDING_IN_TIME, -8),
    (Status.PROCESSING, day(11), None, Timeliness.PENDING_OVERDUE, 1),
    (Status.PROCESSING, ON, None, Timeliness.PENDING_IN_TIME, 0),
    (Status.SUPPLEMENT_ASKED, None, None, Timeliness.PENDING_IN_TIME, None),
    (Status.REGISTERED, day(11), None, None, 1),
]


@pytest.mark.parametrize(("status", "due_on", "resolved_on", "timeliness", "days"), TIMELINESS)
def test_timeliness_on_a_day(status, due_on, resolved_on, timeliness, days):
    DossierFactory(status=status, due_on=due_on, resolved_on=resolved_on)

    found = Dossier.objects.with_timeliness(ON).get()

    assert (found.timeliness, found.days_late) == (timeliness, days)


def test_a_dossier_received_later_has_no_timeliness_yet():
    DossierFactory(received_on=day(13))

    assert Dossier.objects.with_timeliness(ON).get().timeliness is None


def test_columns_counted_from_rows_by_what_the_ledgers_do_not_know():
    agency = AgencyFactory()
    procedure = ProcedureFactory()
    DossierFactory(agency=agency, procedure=procedure, late=True)
    DossierFactory(agency=agency, procedure=procedure, due_on=dt.date(2024, 4, 1))
    DossierFactory(agency=agency)

    found = Dossier.objects.of_agencies([agency.pk]).columns_by(*MARCH, "procedure__sector")

    assert found[(procedure.sector_id,)] == Columns(online=2, resolved_overdue=1, pending_in_time=1)
    assert len(found) == 2
    assert Dossier.objects.columns_by(*MARCH) == {(): sum(found.values(), Columns())}


@pytest.mark.parametrize("inside", [True, False])
def test_returned_and_withdrawn_are_counted_apart_in_either_case(settings, inside):
    settings.DOSSIERS_RETURNED_INSIDE_ON_TIME = inside
    agency = AgencyFactory()
    DossierFactory(agency=agency, status=Status.STOPPED, resolved_on=day(5))
    DossierFactory.create_batch(2, agency=agency, status=Status.WITHDRAWN, resolved_on=day(31))
    DossierFactory(agency=agency, status=Status.WITHDRAWN, resolved_on=dt.date(2024, 4, 1))
    DossierFactory(agency=agency, late=True)

    assert Dossier.objects.kept_apart(*MARCH) == Apart(returned=1, withdrawn=2)
    assert Dossier.objects.kept_apart_by(*MARCH, "resolving_agency") == {(agency.pk,): Apart(1, 2)}
    assert Dossier.objects.none().kept_apart(*MARCH) == Apart()


def test_an_unknown_column_is_refused():
    with pytest.raises(KeyError):
        Dossier.objects.in_column("received", *MARCH)


def test_bounded_count_stops_at_its_limit():
    DossierFactory.create_batch(4)

    assert Dossier.objects.bounded_count(3) == 3
    assert Dossier.objects.bounded_count(10) == 4


@pytest.fixture
def seven():
    """Seven dossiers, newest first; several on one day."""
    made = [DossierFactory(received_on=day(number)) for number in (1, 2, 2, 2, 3, 3, 4)]
    return sorted(made, key=lambda one: (one.received_on, one.pk), reverse=True)


def test_pages_lead_to_the_end_and_back(seven):
    first = Dossier.objects.keyset_page(3)
    second = Dossier.objects.keyset_page(3, older_than=first.older)
    third = Dossier.objects.keyset_page(3, older_than=second.older)

    assert [list(page.rows) for page in (first, second, third)] == [
        seven[:3], seven[3:6], seven[6:],
    ]  # fmt: skip
    assert (first.newer, third.older) == (None, None)
    back = Dossier.objects.keyset_page(3, newer_than=third.newer)
    assert list(back.rows) == seven[3:6]
    start = Dossier.objects.keyset_page(3, newer_than=back.newer)
    assert (list(start.rows), start.newer) == (seven[:3], None)


def test_a_page_that_holds_everything_leads_nowhere(seven):
    page = Dossier.objects.keyset_page(7)

    assert (list(page.rows), page.newer, page.older) == (seven, None, None)
    assert list(Dossier.objects.none().keyset_page(7).rows) == []


def test_a_page_is_one_query_with_all_that_a_row_shows(seven, django_assert_num_queries):
    with django_assert_num_queries(1):
        page = Dossier.objects.for_table().with_timeliness(ON).keyset_page(5)
        shown = [
            (row.procedure.sector.name, row.receiving_agency.name, row.resolving_agency.name)
            for row in page.rows
        ]

    assert len(shown) == 5


def test_a_cursor_reads_back_what_it_writes():
    cursor = Cursor(day(5), 1234)

    assert str(cursor) == "2024-03-05.1234"
    assert Cursor.parse(str(cursor)) == cursor


@pytest.mark.parametrize(
    "text",
    [None, "", "2024-03-05", "2024-13-05.1", "x.1", "2024-03-05.-1", "2024-03-05." + "9" * 30],
)
def test_a_cursor_that_cannot_be_read_is_none(text):
    assert Cursor.parse(text) is None
