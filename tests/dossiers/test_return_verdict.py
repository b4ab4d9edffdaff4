"""Whether a return adds up where nobody typed its totals: page, list, grid, publishing."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from agencies.roles import Role
from dossiers.form206 import completed
from dossiers.models import Return
from dossiers.returns import steps as return_steps
from dossiers.returns.neighbours import Neighbours
from dossiers.returns.steps import StepRefused
from dossiers.returns.verdict import Verdict
from dossiers.summary import findings_of, issues_of_each
from tests.dossiers.pages_world import heading_of
from tests.factories import PeriodFactory, ReturnFactory, UserFactory

#: 25,511 received; 48,415 resolved; 1,431 pending: columns 4–6, 8–10, 12 and 13.
PARTS = {"online": 20000, "direct_postal": 4000, "carried_over": 1511}
PARTS |= {"resolved_early": 48000, "resolved_on_time": 400, "resolved_overdue": 15}
PARTS |= {"pending_in_time": 1400, "pending_overdue": 31}
NO_TOTALS = {"received_total": None, "resolved_total": None, "pending_total": None}
SENTENCE = "Cột 3 (25.511) ≠ cột 7 + 11 (49.846); chênh −24.335."
LIST = reverse("dossiers:returns")
GRID = reverse("admin:dossiers_return_grid")


def found_in(row):
    return [(one.rules, one.messages()) for one in findings_of(row, Neighbours([row]))]


@pytest.fixture
def row(period, construction):
    sourced = {"document_number": "1/BC", "as_of": dt.date(2024, 6, 14)}
    return ReturnFactory(period=period, agency=construction, **NO_TOTALS | PARTS | sourced)


def test_the_totals_that_nobody_typed_are_crossed(row):
    assert found_in(row) == [(("D4",), [SENTENCE])]


@pytest.mark.parametrize("total", list(NO_TOTALS))
def test_a_typed_total_is_crossed_with_those_that_are_not(row, total):
    sums = {"received_total": 25511, "resolved_total": 48415, "pending_total": 1431}
    setattr(row, total, sums[total])

    assert found_in(row) == [(("D4",), [SENTENCE])]


def test_the_edit_that_closes_it_is_one_of_a_part(period, construction):
    row = ReturnFactory(period=period, agency=construction, online=61, **NO_TOTALS)

    (finding,) = findings_of(row)

    assert {edit.key for edit in finding.edits} >= {"online", "pending_in_time"}
    assert not {edit.key for edit in finding.edits} & set(NO_TOTALS)


def test_column_5_is_known_from_its_halves(row):
    row.direct_postal, row.direct, row.postal = None, 3000, 1000

    assert completed(row.stated())["received_total"] == 25511
    assert (("D4",), [SENTENCE]) in found_in(row)


@pytest.mark.parametrize("part", list(PARTS))
def test_while_a_part_is_missing_nothing_is_said_to_fit(row, part):
    setattr(row, part, None)

    (issues,) = issues_of_each([row])

    assert Verdict.of(row, issues).word == "Chưa đủ số để đối chiếu"


def test_the_page_says_what_differs_and_what_is_missing(member_client, row):
    page = member_client.get(row.get_absolute_url())
    assert heading_of(page).startswith("Biểu II.06 của Sở Xây dựng có 1 chỗ không khớp")
    assert SENTENCE[:-1] in page.content.decode()

    Return.objects.filter(pk=row.pk).update(pending_in_time=None, pending_overdue=None)
    page = member_client.get(row.get_absolute_url())

    assert heading_of(page).startswith("Biểu II.06 của Sở Xây dựng chưa đủ số để đối chiếu")
    assert "D1–D4: các cột 12, 13 để trống." in page.content.decode()
    assert "đều khớp" not in page.content.decode()


def test_an_empty_return_agrees_with_nothing(member_client, period, construction):
    row = ReturnFactory(
        period=period, agency=construction, **NO_TOTALS | dict.fromkeys(PARTS, None)
    )

    assert heading_of(member_client.get(row.get_absolute_url())) == (
        "Biểu II.06 của Sở Xây dựng chưa đủ số để đối chiếu"
    )


def test_list_and_grid_say_the_same(member_client, as_user, row, health, period):
    ReturnFactory(period=period, agency=health, pending_in_time=None)

    table = member_client.get(LIST).context["table"]
    office = as_user(UserFactory(role=Role.PROCEDURE_OFFICE))
    grid = office.get(GRID).context["page"]

    said = {one.record.row.agency.name: one.record.verdict.word for one in table.rows}
    assert said == {"Sở Xây dựng": "1 chỗ không khớp", "Sở Y tế": "Chưa đủ số để đối chiếu"}
    assert {one["agency"].name: one["verdict"] for one in grid.rows if one["verdict"]} == said


def test_the_list_shows_totals_that_nobody_typed(member_client, row):
    (listed,) = member_client.get(LIST).context["table"].rows

    shown = [listed.get_cell_value(one) for one in ("received_total", "resolved_total")]
    assert (shown, listed.get_cell_value("pending_total")) == (["25.511", "48.415"], "1.431")


def test_what_does_not_cross_is_not_published(row):
    office = UserFactory(role=Role.PROCEDURE_OFFICE)
    Return.objects.filter(pk=row.pk).update(status=Return.Status.CONFIRMED)

    with pytest.raises(StepRefused) as refused:
        return_steps.publish(row, office, on=dt.date(2024, 6, 16))

    assert SENTENCE in refused.value.message


def test_a_stock_is_carried_over_from_totals_that_nobody_typed(period, construction):
    before = PeriodFactory(date_from=dt.date(2023, 6, 15), date_to=dt.date(2023, 12, 14))
    ReturnFactory(period=before, agency=construction, pending_total=None)
    row = ReturnFactory(period=period, agency=construction, carried_over=11, online=59)

    assert [rules for rules, _messages in found_in(row)] == [("D6",)]
