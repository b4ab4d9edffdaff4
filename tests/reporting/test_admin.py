"""Entry of periods, the calendar and published figures."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from agencies.roles import Role
from reporting.models import CalendarDay, Period, StatedFigure, Statement
from tests.admin_forms import posted, save
from tests.factories import (
    AgencyFactory,
    PeriodFactory,
    StatedFigureFactory,
    StatementFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

ADD = reverse("admin:reporting_statement_add")


@pytest.fixture
def home():
    return AgencyFactory(name="Sở Xây dựng")


@pytest.fixture
def as_role(client, home):
    def log_in(role):
        client.force_login(UserFactory(role=role, role__agency=home))
        return client

    return log_in


def change_url(row):
    return reverse(f"admin:reporting_{row._meta.model_name}_change", args=[row.pk])


def test_statement_starts_with_the_own_agency_and_the_latest_closed_period(
    as_role, home, time_machine
):
    time_machine.move_to(dt.datetime(2024, 7, 1, 2, 0, tzinfo=dt.UTC), tick=False)
    closed = PeriodFactory(status=Period.Status.CLOSED)
    PeriodFactory(status=Period.Status.RUNNING, date_to=dt.date(2024, 12, 14))

    page = as_role(Role.CLERK).get(ADD)

    shown = posted(page)
    assert (shown["agency"], shown["period"], shown["stated_on"]) == (
        str(home.pk),
        str(closed.pk),
        "01/07/2024",
    )


def test_clerk_enters_a_statement_as_printed(as_role, home):
    period = PeriodFactory()

    save(
        as_role(Role.CLERK),
        ADD,
        title="Bản tin",
        period=period.pk,
        stated_on="14/06/2024",
        **{"figures-0-key": "received_total", "figures-0-value": "418.039"},
    )

    statement = Statement.objects.get()
    assert (statement.agency, statement.entered_by.roles) == (home, {Role.CLERK})
    assert StatedFigure.objects.get().value == Decimal("418039")


def test_printed_figures_are_shown_as_people_write_them(as_role, home):
    figure = StatedFigureFactory(value="418039", statement__agency=home)
    share = StatedFigureFactory(value="99.81", statement=figure.statement)
    client = as_role(Role.CLERK)

    typed = posted(client.get(change_url(figure.statement)))
    read = as_role(Role.SECRETARIAT).get(change_url(figure.statement))

    assert {typed["figures-0-value"], typed["figures-1-value"]} == {"418.039", "99,81"}
    assert (read.status_code, share.value) == (200, "99.81")


def test_reader_of_a_statement_sees_the_figures_without_added_zeros(as_role, home):
    figure = StatedFigureFactory(value="418039", statement__agency=home)

    page = as_role(Role.AUDITOR).get(change_url(figure.statement)).content.decode()

    assert "418.039" in page
    assert "418.039,0000" not in page


@pytest.mark.parametrize("role", [Role.CLERK, Role.HEAD, Role.PROCEDURE_OFFICE, Role.AUDITOR])
@pytest.mark.parametrize("model", [Period, CalendarDay])
def test_periods_and_the_calendar_are_the_secretariats(as_role, role, model):
    client = as_role(role)
    name = f"admin:reporting_{model._meta.model_name}"

    assert client.get(reverse(f"{name}_changelist")).status_code == 200
    assert client.get(reverse(f"{name}_add")).status_code == 403


def test_secretariat_locks_a_period(as_role):
    period = PeriodFactory()

    save(as_role(Role.SECRETARIAT), change_url(period), status="locked")

    period.refresh_from_db()
    assert period.status == Period.Status.LOCKED


def test_years_have_no_digit_groups(as_role):
    period = PeriodFactory(year=2024)

    assert posted(as_role(Role.SECRETARIAT).get(change_url(period)))["year"] == "2024"
    assert "2.024" not in as_role(Role.CLERK).get(change_url(period)).content.decode()


def test_statement_of_another_agency_is_not_offered_by_its_address(as_role):
    theirs = StatementFactory()

    answer = as_role(Role.CLERK).get(change_url(theirs))

    assert answer.headers["Location"] == reverse("admin:index")
