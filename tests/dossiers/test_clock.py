"""The clock of a dossier: stopped for a supplement, started again; letters; moved due days."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agencies.roles import Role
from dossiers.books.upkeep import differences
from dossiers.codes import Status
from dossiers.late import clock, due_days
from dossiers.models import Apology, Dossier, DueDateChange, Supplement
from dossiers.returns.refusals import Refused
from reporting.loading import load_calendar, working_calendar
from reporting.models import CalendarDay
from reporting.workdays import WorkingCalendar
from tests.admin_forms import save
from tests.factories import (
    AgencyFactory,
    DossierDelayCauseFactory,
    DossierFactory,
    ProcedureFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

TODAY = dt.date(2024, 6, 14)
MONDAY = dt.date(2024, 6, 3)
SEED = WorkingCalendar.from_seed()


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(dt.datetime(2024, 6, 14, 2, 0, tzinfo=dt.UTC), tick=False)


@pytest.fixture
def home():
    return AgencyFactory(code="SXD", name="Sở Xây dựng")


@pytest.fixture
def clerk(home):
    return UserFactory(role=Role.CLERK, role__agency=home)


@pytest.fixture
def dossier(home):
    """Received on Monday 3 June 2024, due on Friday the 7th."""
    load_calendar()
    return DossierFactory(
        agency=home, received_on=MONDAY, due_on=MONDAY + dt.timedelta(days=4), status=4
    )


def june(day: int) -> dt.date:
    return dt.date(2024, 6, day)


def facts(row: Dossier) -> tuple[int, dt.date | None, dt.date | None]:
    row.refresh_from_db()
    return row.status, row.waiting_since, row.due_on


def overdue_on(row: Dossier, *days: dt.date) -> list[bool]:
    return [Dossier.objects.filter(pk=row.pk).overdue(day).exists() for day in days]


def moves(row: Dossier) -> list[tuple[dt.date | None, dt.date | None, str]]:
    return list(row.due_changes.values_list("old_due_on", "new_due_on", "reason"))


def test_a_dossier_that_waits_is_not_overdue_and_its_due_day_moves_by_the_wait(dossier, clerk):
    """Asked on Thursday, answered on Wednesday: four working days."""
    clock.ask(dossier, june(6), clerk, today=TODAY)
    waiting, seen = facts(dossier), overdue_on(dossier, june(8), june(12), TODAY)

    found = clock.answer(dossier, june(12), clerk, today=TODAY)

    assert (waiting, seen) == ((5, june(6), june(7)), [False, False, False])
    assert (facts(dossier), found.days_waited) == ((4, None, june(13)), 4)
    assert overdue_on(dossier, june(8), june(12), june(13), june(14)) == [False] * 3 + [True]
    assert moves(dossier) == [(june(7), june(13), "supplement")]
    assert list(differences()) == []


def test_a_wait_that_begins_after_the_due_day_stops_nothing(dossier, clerk):
    clock.ask(dossier, june(10), clerk, today=TODAY)
    seen = overdue_on(dossier, june(9), june(12))

    found = clock.answer(dossier, june(12), clerk, today=TODAY)

    assert (seen, found.days_waited, moves(dossier)) == ([True, True], None, [])
    assert facts(dossier) == (4, None, june(7))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(asked=st.integers(0, 25), left=st.integers(0, 20), wait=st.integers(0, 30))
def test_no_day_of_a_wait_in_time_is_overdue_afterwards(asked, left, wait):
    """The due day moves by as many working days as were waited, and not to before the answer."""
    if not CalendarDay.objects.exists():
        load_calendar()
    asked_on = MONDAY + dt.timedelta(days=asked)
    due_on, came = asked_on + dt.timedelta(days=left), asked_on + dt.timedelta(days=wait)

    waited, moved = clock.moved(due_on, asked_on, came)

    assert moved >= came
    assert SEED.count_working_days(due_on, moved) == waited


@pytest.mark.parametrize(
    ("day", "field"),
    [(dt.date(2024, 6, 15), "on"), (dt.date(2024, 6, 2), "on")],
)
def test_a_request_of_a_day_that_cannot_be_is_refused(dossier, clerk, day, field):
    with pytest.raises(Refused) as refused:
        clock.ask(dossier, day, clerk, today=TODAY)

    assert (refused.value.field, Supplement.objects.count()) == (field, 0)


def test_the_second_click_is_known_and_a_second_request_has_to_wait(dossier, clerk, home):
    other = UserFactory(role=Role.CLERK, role__agency=home)
    clock.ask(dossier, june(6), clerk, today=TODAY)

    with pytest.raises(Refused) as again:
        clock.ask(dossier, june(6), clerk, today=TODAY)
    with pytest.raises(Refused) as late:
        clock.ask(dossier, june(7), other, today=TODAY)

    assert (again.value.is_repeat, late.value.is_repeat) == (True, False)
    assert late.value.message == (
        "Hồ sơ đang chờ bổ sung từ ngày 06/06/2024; hãy ghi ngày nộp bổ sung trước."
    )


def test_a_closed_dossier_asks_for_nothing(home, clerk):
    row = DossierFactory(agency=home, on_time=True)

    with pytest.raises(Refused):
        clock.ask(row, TODAY, clerk, today=TODAY)

    assert Supplement.objects.count() == 0


def test_who_has_no_right_over_the_dossier_is_refused(dossier):
    stranger = UserFactory(role=Role.CLERK, role__agency=AgencyFactory())

    for act in (
        lambda: clock.ask(dossier, june(6), stranger, today=TODAY),
        lambda: clock.name_cause(dossier, None, stranger, today=TODAY),
        lambda: clock.apologise(
            dossier, number="1", issued_on=TODAY, new_due_on=TODAY, user=stranger, today=TODAY
        ),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_dossier_that_waits_without_a_written_request_is_answered_too(home, clerk):
    load_calendar()
    row = DossierFactory(agency=home, received_on=MONDAY, due_on=june(7), status=5)

    found = clock.answer(row, june(5), clerk, today=TODAY)

    assert (found.asked_on, found.days_waited, facts(row)) == (MONDAY, 2, (4, None, june(11)))


def test_beyond_the_calendar_the_answer_is_refused_and_nothing_is_written(home, clerk):
    row = DossierFactory(agency=home, received_on=MONDAY, due_on=june(7), status=4)
    clock.ask(row, june(6), clerk, today=TODAY)

    with pytest.raises(Refused):
        clock.answer(row, june(12), clerk, today=TODAY)

    assert facts(row) == (5, june(6), june(7))
    assert Supplement.objects.get().answered_on is None


# Letters ------------------------------------------------------------------------------------------


def apologise(row, user, **changes):
    typed = {"number": "12/XL", "issued_on": june(10), "new_due_on": june(20)} | changes
    return clock.apologise(row, **typed, user=user, today=TODAY)


def test_one_letter_and_the_due_day_stays(dossier, clerk):
    apologise(dossier, clerk)

    with pytest.raises(Refused) as again:
        apologise(dossier, clerk)
    with pytest.raises(Refused) as second:
        apologise(dossier, clerk, number="13/XL")

    assert (again.value.is_repeat, second.value.is_repeat) == (True, False)
    assert second.value.message == (
        "Hồ sơ này đã có văn bản xin lỗi số 12/XL ngày 10/06/2024; chỉ được hẹn lại ngày trả một "
        "lần."
    )
    assert facts(dossier)[2] == june(7)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"issued_on": june(15)}, "issued_on"),
        ({"issued_on": june(2)}, "issued_on"),
        ({"new_due_on": june(7)}, "new_due_on"),
        ({"new_due_on": june(9)}, "new_due_on"),
    ],
)
def test_a_letter_of_days_that_cannot_be_is_refused(dossier, clerk, changes, field):
    with pytest.raises(Refused) as refused:
        apologise(dossier, clerk, **changes)

    assert (refused.value.field, Apology.objects.count()) == (field, 0)


# Due days -----------------------------------------------------------------------------------------


def computed(home, received_on: dt.date, term: int, **facts) -> Dossier:
    due_on = due_days.compute(received_on, term, working_calendar())
    return DossierFactory(
        agency=home,
        received_on=received_on,
        due_on=due_on,
        is_due_computed=True,
        due_term=term,
        **facts,
    )


def test_a_change_of_the_calendar_moves_computed_due_days_and_says_so(home, clerk):
    load_calendar()
    open_one = computed(home, MONDAY, 5)
    closed = computed(home, MONDAY, 5, on_time=True)
    promised = DossierFactory(agency=home, received_on=MONDAY, due_on=june(5))
    CalendarDay.objects.create(date=june(5), kind="swap_off", name="Nghỉ hoán đổi")

    found = due_days.recompute(clerk.pk)

    assert found == due_days.Recomputed(moved=1, out_of_reach=0, on_day_off=1)
    assert [facts(row)[2] for row in (open_one, closed, promised)] == [
        june(11),
        june(10),
        june(5),
    ]
    assert moves(open_one) == [(june(10), june(11), "calendar")]
    assert DueDateChange.objects.get().changed_by == clerk
    assert due_days.recompute().moved == 0
    assert list(differences()) == []


def test_days_waited_are_counted_anew_with_the_calendar(home, clerk):
    load_calendar()
    row = computed(home, MONDAY, 5)
    clock.ask(row, june(4), clerk, today=TODAY)
    clock.answer(row, june(6), clerk, today=TODAY)
    before = facts(row)[2]
    CalendarDay.objects.create(date=june(5), kind="swap_off", name="Nghỉ hoán đổi")

    due_days.recompute()

    assert (before, facts(row)[2]) == (june(12), june(12))
    assert Supplement.objects.get().days_waited == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(
    rows=st.lists(
        st.tuples(
            st.integers(0, 30),
            st.integers(0, 20),
            st.lists(st.integers(0, 6), max_size=4),
        ),
        min_size=1,
        max_size=5,
    ),
    off=st.sets(st.integers(0, 80), max_size=5),
)
def test_due_days_moved_by_sql_are_those_counted_in_plain_python(rows, off):
    if not CalendarDay.objects.exists():
        load_calendar()
    Dossier.objects.all().delete()
    made = [_with_waits(*row) for row in rows]
    days = {MONDAY + dt.timedelta(days=n) for n in off}
    known = CalendarDay.objects.filter(date__in=days)
    days -= set(known.values_list("date", flat=True))
    CalendarDay.objects.bulk_create(
        CalendarDay(date=day, kind="swap_off", name="Nghỉ") for day in days
    )
    calendar = working_calendar()

    due_days.recompute()

    wanted = []
    for row in made:
        row.refresh_from_db()
        due = due_days.compute(row.received_on, row.due_term, calendar)
        for one in row.supplements.order_by("asked_on", "pk"):
            came = calendar.working_day_on_or_after(one.answered_on)
            due = calendar.add_working_days(due, calendar.count_working_days(one.asked_on, came))
        wanted.append(due)
    assert [row.due_on for row in made] == wanted
    CalendarDay.objects.filter(date__in=days).delete()


def _with_waits(received: int, term: int, waits: list[int]) -> Dossier:
    received_on = MONDAY + dt.timedelta(days=received)
    day = received_on
    row = DossierFactory(
        received_on=received_on,
        due_on=due_days.compute(received_on, term, working_calendar()),
        is_due_computed=True,
        due_term=term,
    )
    for wait in waits:
        asked_on, day = day, day + dt.timedelta(days=wait)
        Supplement.objects.create(dossier=row, asked_on=asked_on, answered_on=day, days_waited=wait)
    return row


def test_a_due_day_that_somebody_else_writes_is_a_promise(home):
    load_calendar()
    row = computed(home, MONDAY, 5)

    Dossier.objects.filter(pk=row.pk).update(due_on=june(21))

    row.refresh_from_db()
    assert (row.is_due_computed, row.due_term) == (False, None)


def test_the_log_of_due_days_is_not_rewritten(home, clerk):
    load_calendar()
    row = computed(home, MONDAY, 5)
    clock.ask(row, june(4), clerk, today=TODAY)
    clock.answer(row, june(6), clerk, today=TODAY)

    with pytest.raises(DatabaseError), transaction.atomic():
        row.due_changes.update(old_due_on=june(1))


# Entry screens ------------------------------------------------------------------------------------


def change_url(row) -> str:
    return reverse(f"admin:dossiers_{row._meta.model_name}_change", args=[row.pk])


def test_the_entry_screen_begins_and_ends_a_wait(dossier, clerk, client):
    client.force_login(clerk)

    save(client, change_url(dossier), status=5, waiting_since="06/06/2024")
    waiting = facts(dossier)
    save(client, change_url(dossier), status=10, resolved_on="12/06/2024")

    assert waiting == (5, june(6), june(7))
    assert facts(dossier) == (10, None, june(13))
    assert Supplement.objects.get().answered_on == june(12)
    assert list(differences()) == []


def test_the_entry_screen_remembers_that_it_computed_and_what_was_typed_over(home, clerk, client):
    load_calendar()
    client.force_login(clerk)
    procedure = ProcedureFactory(working_days=5)
    add = reverse("admin:dossiers_dossier_add")
    save(client, add, code="H23.01-240603-0001", procedure=procedure.pk, received_on="03/06/2024")
    row = Dossier.objects.get()
    before = (row.due_on, row.is_due_computed, row.due_term)

    save(client, change_url(row), due_on="20/06/2024")

    row.refresh_from_db()
    assert before == (june(10), True, 5)
    assert (row.due_on, row.is_due_computed, row.due_term) == (june(20), False, None)
    assert moves(row) == [(june(10), june(20), "correction")]


def test_a_letter_and_a_cause_are_entered_with_the_dossier(dossier, clerk, client):
    client.force_login(clerk)
    cause = DossierDelayCauseFactory()

    save(
        client,
        change_url(dossier),
        delay_cause=cause.pk,
        **{
            "apology-TOTAL_FORMS": 1,
            "apology-0-number": "12/XL",
            "apology-0-issued_on": "10/06/2024",
            "apology-0-new_due_on": "20/06/2024",
        },
    )

    dossier.refresh_from_db()
    assert (dossier.delay_cause, dossier.apology.number) == (cause, "12/XL")
    assert dossier.apology.entered_by == clerk


def test_a_change_of_the_calendar_in_the_admin_moves_due_days(home, client):
    load_calendar()
    row = computed(home, MONDAY, 5)
    client.force_login(UserFactory(role=Role.SECRETARIAT))
    add = reverse("admin:reporting_calendarday_add")

    save(client, add, date="05/06/2024", kind="swap_off", name="Nghỉ hoán đổi")
    moved = facts(row)[2]
    day = CalendarDay.objects.get(date=june(5))
    client.post(reverse("admin:reporting_calendarday_delete", args=[day.pk]), {"post": "yes"})

    assert (moved, facts(row)[2]) == (june(11), june(10))
    assert [reason for *_days, reason in moves(row)] == ["calendar", "calendar"]


def test_the_command_says_what_it_moved(home, capsys):
    load_calendar()
    computed(home, MONDAY, 5)
    CalendarDay.objects.create(date=june(5), kind="swap_off", name="Nghỉ hoán đổi")

    call_command("recompute_due_days")

    assert capsys.readouterr().out == "Đã tính lại lịch: 1 hồ sơ đổi ngày hẹn trả.\n"


def test_status_5_alone_waits(dossier):
    Dossier.objects.filter(pk=dossier.pk).update(status=4, waiting_since=june(5))

    assert facts(dossier) == (Status.PROCESSING, None, june(7))
