"""Pages of definitions and of printed figures."""

from __future__ import annotations

import datetime as dt

import pytest

from agencies.models import Agency
from agencies.roles import Role
from reporting.figures import definitions
from tests.clients import reader
from tests.factories import (
    AgencyFactory,
    PeriodFactory,
    StatedFigureFactory,
    StatementFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def statement():
    province = AgencyFactory(name="UBND tỉnh", kind=Agency.Kind.LEADERSHIP)
    found = StatementFactory(title="Bản tin", agency=province, period=PeriodFactory())
    for key, value in {
        "received_total": 100,
        "online": 60,
        "direct_postal": 30,
        "carried_over": 60,
    }.items():
        StatedFigureFactory(statement=found, subject="", key=key, value=value)
    return found


def test_list_of_figures_links_every_definition():
    body = reader().get("/figures/").content.decode()

    assert all(f'href="/figures/{meant.code}/"' in body for meant in definitions())


@pytest.mark.parametrize("meant", definitions(), ids=lambda meant: meant.code)
def test_definition_page_shows_formula_and_worked_example(meant):
    response = reader().get(f"/figures/{meant.code}/")

    assert response.status_code == 200
    assert (
        response.context["example"]["foot"][1].replace("\N{NO-BREAK SPACE}", " ")
        == meant.example.result
    )


def test_unknown_definition_is_not_found():
    assert reader().get("/figures/nonsense/").status_code == 404


def test_statement_shows_what_does_not_add_up_and_what_would_close_it(statement):
    response = reader().get(statement.get_absolute_url())

    [note] = [one["note"] for one in response.context["issues"]]
    assert note["code"] == "D9, D1"
    assert note["title"] == "Cột 6 trùng cột 4, cùng bằng 60"
    assert note["lines"][:2] == [
        "Cột 3 (100) ≠ cột 4 + 5 + 6 (150); chênh −50.",
        "Giá trị khớp cho cột 6: 10.",
    ]
    [group] = response.context["groups"]
    assert [row["is_doubtful"] for row in group["rows"]] == [True] * 4


def test_list_counts_findings_of_each_statement(statement):
    sound = StatementFactory(title="Nguồn khớp", agency=statement.agency, period=statement.period)
    StatedFigureFactory(statement=sound, key="online", value=5)

    rows = reader().get("/statements/").context["rows"]

    assert {row["statement"].title: row["findings"] for row in rows} == {
        "Bản tin": 1,
        "Nguồn khớp": 0,
    }


def test_a_clerk_sees_statements_of_the_own_branch_only(statement):
    own = AgencyFactory()
    StatementFactory(
        title="Của tôi", agency=own, period=statement.period, stated_on=dt.date(2024, 6, 1)
    )
    client = reader(Role.CLERK, own)

    assert [row["statement"].title for row in client.get("/statements/").context["rows"]] == [
        "Của tôi"
    ]
    assert client.get(statement.get_absolute_url()).status_code == 404


def test_only_who_may_change_a_statement_is_offered_the_form(statement):
    member = reader().get(statement.get_absolute_url())
    secretariat = reader(Role.SECRETARIAT).get(statement.get_absolute_url())

    assert member.context["change_url"] is None
    assert secretariat.context["change_url"] == f"/admin/reporting/statement/{statement.pk}/change/"


@pytest.mark.parametrize("rows", [1, 20])
def test_list_asks_the_same_queries_for_any_number_of_statements(
    rows, statement, django_assert_num_queries
):
    for number in range(rows):
        StatedFigureFactory(
            statement=StatementFactory(
                title=f"N{number}", agency=statement.agency, period=statement.period
            )
        )
    client = reader()
    client.get("/figures/")  # the session is renewed once a minute

    queries = (
        3  # session, user, memberships
        + 1  # how many
        + 1  # statements with agency and period
        + 1  # their figures
        + 1  # differences accepted
    )
    with django_assert_num_queries(queries):
        client.get("/statements/")
