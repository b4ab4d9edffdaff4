"""Entry discipline: working days between the fact and its entry, by agency, with the rows."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from agencies.roles import Role
from reporting.loading import load_calendar
from reporting.models import Period
from reporting.numbers import NBSP
from reporting.selection import Selection
from tasks.discipline import BANDS, Entries, discipline_of, discipline_url
from tasks.models import TaskUpdate
from tasks.querysets.entries import Band, Kind
from tests.factories import (
    AgencyFactory,
    LeadChangeFactory,
    PeriodFactory,
    ProgrammeFactory,
    TaskFactory,
    TaskStepFactory,
    TaskUpdateFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
PAGE = reverse("tasks:discipline")
_COMMON = (
    3  # session, user, memberships
    + 1  # the version of the data
    + 2  # the period, those of the bar
    + 2  # programmes and agencies of the filter
    + 1  # the calendar
)
SUMMED = _COMMON + 2 + 1  # reports and steps by lead; codes of the leads
LISTED = _COMMON + 1 + 1 + 1  # count, rows, tasks


@pytest.fixture
def calendar(db):
    load_calendar()


def at(day, hour=9):
    return dt.datetime(*day, hour, tzinfo=HERE)


def told(task, day, entered, hour=9):
    """A report of a day, typed on another."""
    return TaskUpdateFactory(task=task, reported_on=dt.date(*day), entered_at=at(entered, hour))


def step(task, kind, day, entered):
    return TaskStepFactory(task=task, kind=kind, on=dt.date(*day), entered_at=at(entered))


def bands(user, selection, **more):
    counts = discipline_of(user, selection, **more).counts
    return {band: n for band, n in counts.items() if n}


# How late -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "entered", "band"),
    [
        ((2024, 5, 6), (2024, 5, 6), "same"),
        ((2024, 5, 6), (2024, 5, 7), "one"),
        ((2024, 5, 6), (2024, 5, 8), "two"),
        ((2024, 5, 6), (2024, 5, 9), "more"),
        ((2024, 5, 6), (2026, 5, 9), "more"),
        ((2024, 5, 10), (2024, 5, 12), "same"),  # Friday, typed on Sunday
        ((2024, 5, 10), (2024, 5, 13), "one"),  # Friday, typed on Monday
        ((2024, 5, 11), (2024, 5, 13), "same"),  # Saturday counts as Monday
        ((2024, 5, 11), (2024, 5, 14), "one"),
        ((2024, 4, 26), (2024, 5, 2), "one"),  # five days off in a row
        ((2024, 5, 3), (2024, 5, 4), "one"),  # a Saturday that was worked
        ((2024, 5, 8), (2024, 5, 6), "same"),  # typed before its day
    ],
)
def test_working_days_until_entry(calendar, member, selection, day, entered, band):
    told(TaskFactory(), day, entered)

    assert bands(member, selection) == {band: 1}


def test_the_day_of_entry_is_that_of_viet_nam(calendar, member, selection):
    task = TaskFactory()
    TaskUpdateFactory(
        task=task,
        reported_on=dt.date(2024, 5, 7),
        entered_at=dt.datetime(2024, 5, 6, 17, 30, tzinfo=dt.UTC),
    )

    assert bands(member, selection) == {"same": 1}


def test_without_a_calendar_nothing_is_guessed(member, selection):
    told(TaskFactory(), (2024, 5, 6), (2024, 5, 6))

    found = discipline_of(member, selection)

    assert (bands(member, selection), found.share.text) == ({"unknown": 1}, "–")


DAYS = st.dates(dt.date(2023, 12, 15), dt.date(2024, 6, 14))


@given(day=DAYS, later=st.integers(-3, 40))
def test_sql_counts_as_the_calendar_does(day, later):
    load_calendar()
    TaskUpdate.objects.all().delete()
    selection = Selection(Period.objects.first() or PeriodFactory(), dt.date(2024, 6, 14))
    entered = day + dt.timedelta(days=later)
    told(TaskFactory(assigned_on=dt.date(2023, 1, 1)), day.timetuple()[:3], entered.timetuple()[:3])
    entries = Entries(UserFactory(role=Role.MEMBER), selection)

    lag = entries.lag(day, entered)

    wanted = {0: "same", 1: "one", 2: "two"}.get(lag, "more")
    assert [row["band"] for row in entries.rows("all")] == [wanted]


# What counts --------------------------------------------------------------------------------------


def test_reports_and_submissions_are_the_leads_confirmations_apart(calendar, member, selection):
    task = TaskFactory(result_on=dt.date(2024, 5, 6))
    told(task, (2024, 5, 6), (2024, 5, 6))
    step(task, "submitted", (2024, 5, 8), (2024, 5, 8))
    step(task, "confirmed", (2024, 5, 6), (2024, 5, 10))
    step(task, "started", (2024, 5, 6), (2024, 5, 20))

    assert bands(member, selection) == {"same": 1, "two": 1}
    confirmed = Entries(member, selection, kinds=(Kind.CONFIRMATION,))
    assert dict(confirmed.whole({}).counts) == {"more": 1}


def test_a_submission_of_an_earlier_document_keeps_its_own_day(calendar, member, selection):
    task = TaskFactory(result_on=dt.date(2024, 6, 3))
    step(task, "submitted", (2024, 5, 6), (2024, 5, 7))

    assert bands(member, selection) == {"one": 1}


def test_only_days_of_the_period_up_to_the_day(calendar, member, selection):
    task = TaskFactory(assigned_on=dt.date(2023, 1, 1))
    for day in ((2023, 12, 14), (2024, 6, 17)):
        told(task, day, day)
    told(task, (2023, 12, 15), (2023, 12, 15))
    told(task, (2024, 6, 14), (2024, 7, 1))

    assert bands(member, selection) == {"same": 1, "more": 1}


def test_entries_belong_to_the_lead_of_their_day(calendar, member, selection, construction, health):
    task = TaskFactory(lead=health)
    LeadChangeFactory(task=task, from_agency=construction, to_agency=health)
    told(task, (2024, 2, 28), (2024, 2, 28))
    told(task, (2024, 3, 1), (2024, 3, 8))

    assert [bands(member, selection, agency=one) for one in (construction, health)] == [
        {"same": 1},
        {"more": 1},
    ]


def test_branch_and_the_agency_alone(calendar, member, selection, construction):
    below = AgencyFactory(parent=construction)
    for lead in (construction, below):
        told(TaskFactory(lead=lead), (2024, 5, 6), (2024, 5, 6))

    whole = discipline_of(member, selection, construction)
    own = discipline_of(member, selection, construction, own=True)

    assert (whole.total, own.total) == (2, 1)
    assert (whole.filters, own.filters) == ({"agency": "SXD"}, {"lead": "SXD"})


def test_others_entries_do_not_count(calendar, clerk, selection, construction, health):
    helped = TaskFactory(lead=health)
    helped.coordinating.add(construction)
    told(helped, (2024, 5, 6), (2024, 5, 6))
    told(TaskFactory(lead=construction), (2024, 5, 6), (2024, 5, 7))

    assert bands(clerk, selection) == {"one": 1}


# Numbers and their rows ---------------------------------------------------------------------------


@pytest.fixture
def entered(calendar, construction, health):
    plan = ProgrammeFactory(code="KH2024")
    first, second = (TaskFactory(lead=lead, programme=plan) for lead in (construction, health))
    for day in ((2024, 5, 6), (2024, 5, 7), (2024, 5, 8)):
        told(first, (2024, 5, 6), day)
    told(second, (2024, 5, 6), (2024, 5, 20))
    step(second, "submitted", (2024, 5, 6), (2024, 5, 6))
    return plan


def test_figures(entered, member, selection):
    found = discipline_of(member, selection).figures

    assert {code: one.text.replace(NBSP, " ") for code, one in found.items()} == {
        "entries": "5",
        "entries_same": "2",
        "entries_one": "1",
        "entries_two": "1",
        "entries_more": "1",
        "entries_unknown": "0",
        "entry_discipline": "40,00 %",
    }


def test_every_number_opens_exactly_its_rows(entered, member, selection, member_client, health):
    found = [discipline_of(member, selection), discipline_of(member, selection, health)]
    links = [
        link
        for one in found
        for figure in one.figures.values()
        for link in (figure.rows, figure.base)
        if link
    ]

    opened = [member_client.get(link.url).context["table"].paginator.count for link in links]

    assert opened == [link.count for link in links]


def test_agencies_the_least_disciplined_first(entered, member_client):
    page = member_client.get(PAGE)

    assert page.context["headline"].replace(NBSP, " ") == (
        "40,00 % lượt nhập trong ngày: 2/5; 1 lượt sau 3 ngày làm việc trở lên"
    )
    assert [
        (row["label"], [cell["text"].replace(NBSP, " ") for cell in row["cells"]])
        for row in page.context["leads"]["rows"]
    ] == [
        ("Sở Xây dựng", ["3", "33,33 %", "1", "1", "1", "0"]),
        ("Sở Y tế", ["2", "50,00 %", "1", "0", "0", "1"]),
    ]


def test_cells_open_their_rows(entered, member_client):
    table = member_client.get(PAGE).context["leads"]
    cells = [
        cell
        for row in (*table["rows"], table["foot"])
        for cell in row["cells"]
        if cell["href"] and "%" not in cell["text"]
    ]

    opened = [member_client.get(cell["href"]).context["table"].paginator.count for cell in cells]

    assert opened == [int(cell["text"]) for cell in cells]


def test_list_names_task_lead_and_days(entered, member_client):
    page = member_client.get(PAGE, {"band": "more"})

    assert page.context["headline"] == "1 lượt nhập sau 3 ngày làm việc trở lên"
    [row] = page.context["table"].rows
    assert [row.get_cell_value(name) for name in ("day",)] == [dt.date(2024, 5, 6)]
    assert row.get_cell("late") == "10 ngày làm việc"
    assert row.get_cell("lead") == "Sở Y tế"


def test_restricted_task_is_counted_and_not_named(entered, as_user, period, health):
    clerk = UserFactory(role=Role.CLERK, role__agency=health)
    health.led_tasks.update(is_restricted=True)

    page = as_user(clerk).get(PAGE, {"band": "all"})

    titles = list(health.led_tasks.values_list("title", flat=True))
    assert page.context["table"].paginator.count == 2
    assert titles[0] not in page.content.decode()


def test_who_typed_is_told_of_what_may_be_read(entered, as_user, period, health):
    clerk = UserFactory(role=Role.CLERK, role__agency=health)
    typist = UserFactory(full_name="Người nhập lượt")
    TaskUpdate.objects.filter(task__lead=health).update(entered_by=typist)

    def page():
        return as_user(clerk).get(PAGE, {"band": "all"}).content.decode()

    assert "Người nhập lượt" in page()
    health.led_tasks.update(is_restricted=True)
    assert "Người nhập lượt" not in page()


@pytest.mark.parametrize(
    "query", [{"band": "x"}, {"kind": "x"}, {"lead": "KHONG-CO"}, {"agency": "\0"}]
)
def test_wrong_values_filter_nothing(entered, member_client, query):
    page = member_client.get(PAGE, query)

    assert page.status_code == 200
    assert page.context["headline"].startswith("40,00")


def test_page_without_any_entry(member_client):
    page = member_client.get(PAGE)

    assert page.context["headline"] == "Chưa có lượt nhập nào trong kỳ"
    assert member_client.get(PAGE, {"band": "all"}).status_code == 200


def test_kinds_are_looked_at_alone(entered, member_client):
    page = member_client.get(PAGE, {"kind": "submission", "band": "all"})

    assert page.context["table"].paginator.count == 1


def test_url_of_a_band(selection):
    assert discipline_url(selection, band="more", lead="SXD") == (
        "/tasks/discipline/?period=2024-H1&as_of=2024-06-14&band=more&lead=SXD"
    )
    assert set(Band) < set(BANDS)


@pytest.mark.parametrize("rows", [1, 20])
@pytest.mark.parametrize("query", [{}, {"band": "all"}])
def test_page_asks_the_same_queries_for_any_number_of_rows(
    calendar, member_client, rows, query, django_assert_num_queries
):
    for _ in range(rows):
        told(TaskFactory(), (2024, 5, 6), (2024, 5, 7))
    member_client.get(PAGE, query)
    TaskFactory()

    with django_assert_num_queries(SUMMED if not query else LISTED):
        member_client.get(PAGE, query)
