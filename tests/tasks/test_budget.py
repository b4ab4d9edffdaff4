"""Money of tasks: totals as of a day, the amounts behind them, what does not fit, entry."""

from __future__ import annotations

import csv
import datetime as dt
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from agencies.roles import Role
from reporting.numbers import NBSP, Ratio
from tasks import money
from tasks.models import Funding
from tasks.money import Amount, Totals
from tests.admin_forms import posted
from tests.clients import reader
from tests.conftest import DAY
from tests.factories import (
    AgencyFactory,
    FundingFactory,
    ProgrammeFactory,
    TaskFactory,
    UserFactory,
)

PAGE, ROWS = reverse("tasks:budget"), reverse("tasks:budget-rows")
MILLION = 1_000_000
Kind = Funding.Kind

amounts = st.lists(
    st.builds(
        Amount,
        kind=st.sampled_from(money.KINDS),
        dong=st.integers(-(10**12), 10**12).filter(bool),
        on=st.dates(dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
    )
)


# Arithmetic --------------------------------------------------------------------------------------


@given(rows=amounts)
def test_the_last_running_total_is_the_sum(rows):
    last = money.running(rows)[-1] if rows else Totals()

    assert last == money.totals_on(rows, dt.date.max)
    assert last == Totals(*(sum(one.dong for one in rows if one.kind == k) for k in money.KINDS))


@given(rows=amounts, on=st.dates(dt.date(2024, 1, 1), dt.date(2024, 12, 31)))
def test_totals_of_a_day_leave_out_what_comes_later(rows, on):
    assert money.totals_on(rows, on) == money.totals_on([one for one in rows if one.on <= on], on)


@pytest.mark.parametrize(
    ("totals", "said"),
    [
        (Totals(100, 100, 100), []),
        (Totals(100, 80, 90), ["Đã chi vượt số đã cấp 10 đồng"]),
        (Totals(50, 80, 10), ["Đã cấp vượt số dự kiến 30 đồng"]),
        (
            Totals(0, MILLION, 2 * MILLION),
            ["Đã chi vượt số đã cấp 1.000.000 đồng", "Đã cấp vượt số dự kiến 1.000.000 đồng"],
        ),
    ],
)
def test_what_does_not_fit_is_said_with_the_amount(totals, said):
    assert [text.replace(NBSP, " ") for text in money.warnings(totals)] == said


def test_nothing_allocated_has_no_share():
    assert Totals(spent=5).share == Ratio(5, 0)
    assert Totals(allocated=-3, spent=5).share.percent() is None


# Pages -------------------------------------------------------------------------------------------


def plain(text: str) -> str:
    return text.replace(NBSP, " ")


@pytest.fixture
def funded(member_client: Any) -> dict[str, Any]:
    """Two programmes; of the second one task has spent more than it was given."""
    one, two = ProgrammeFactory(code="KH"), ProgrammeFactory(code="DA")
    lead = AgencyFactory(code="SNV", name="Sở Nội vụ")
    first = TaskFactory(code="A", programme=one, lead=lead)
    second = TaskFactory(code="B", programme=two)
    for task, rows in (
        (first, ((Kind.PLANNED, 100), (Kind.ALLOCATED, 80), (Kind.SPENT, 20), (Kind.SPENT, -5))),
        (second, ((Kind.PLANNED, 50), (Kind.ALLOCATED, 40), (Kind.SPENT, 45))),
    ):
        for kind, amount in rows:
            FundingFactory(task=task, kind=kind, amount=amount * MILLION)
    FundingFactory(task=first, kind=Kind.SPENT, amount=60 * MILLION, on=dt.date(2024, 6, 15))
    return {"first": first, "second": second}


def texts(table: dict[str, Any]) -> list[list[str]]:
    rows = [*table["rows"], table["foot"]]
    return [[row["label"], *(plain(cell["text"]) for cell in row["cells"])] for row in rows]


def test_totals_by_programme_as_of_the_day(member_client, funded):
    context = member_client.get(PAGE).context

    assert [row[1:] for row in texts(context["programmes"])] == [
        ["50,0", "40,0", "45,0", "112,50 %"],
        ["100,0", "80,0", "15,0", "18,75 %"],
        ["150,0", "120,0", "60,0", "50,00 %"],
    ]
    assert plain(context["headline"]) == "Đã chi 60,0 trên 120,0 triệu đồng đã cấp (50,00 %)"
    later = member_client.get(PAGE, {"as_of": "2024-06-15"}).context
    assert texts(later["programmes"])[-1][3] == "120,0"


def test_every_number_opens_exactly_its_amounts(member_client, funded):
    context = member_client.get(PAGE).context
    opened = 0
    for table in (context["programmes"], context["leads"]):
        for row in [*table["rows"], table["foot"]]:
            for cell in row["cells"][:3]:
                rows = member_client.get(cell["href"]).context["table"].rows
                dong = sum(row.record.amount for row in rows)
                assert f"{dong / MILLION:.1f}".replace(".", ",") == cell["text"]
                opened += 1
    assert opened == 18


def test_the_list_of_amounts_prints_the_exact_sum(member_client, funded):
    response = member_client.get(ROWS, {"kind": "spent", "programme": "KH"})

    assert plain(response.context["heading"]) == "Đã chi 15.000.000 đồng, 2 khoản"
    assert funded["first"].title in response.content.decode()


def test_what_does_not_fit_is_named_and_opens_its_tasks(member_client, funded):
    context = member_client.get(PAGE).context

    assert [(one.code, [plain(text) for text in one.warnings]) for one in context["beyond"]] == [
        ("B", ["Đã chi vượt số đã cấp 5.000.000 đồng"])
    ]
    assert context["beyond_title"] == "1 nhiệm vụ chi vượt cấp hoặc cấp vượt dự kiến"
    listed = member_client.get(context["beyond_url"]).context
    assert [row.record.code for row in listed["table"].rows] == ["B"]


def test_the_task_shows_running_totals_and_marks_what_is_later(member_client, funded):
    response = member_client.get(funded["first"].get_absolute_url())
    rows = response.context["money"].rows

    assert [(row["amount"], row["total"], row["is_later"]) for row in rows] == [
        ("100.000.000", "100.000.000", False),
        ("80.000.000", "80.000.000", False),
        ("20.000.000", "20.000.000", False),
        ("−5.000.000", "15.000.000", False),
        ("60.000.000", "75.000.000", True),
    ]
    said = [plain(row["text"]) for row in response.context["money"].totals]
    assert said == ["100.000.000 đồng", "80.000.000 đồng", "15.000.000 đồng"]


def test_a_task_without_money_has_no_such_section(member_client):
    response = member_client.get(TaskFactory().get_absolute_url())

    assert 'id="money"' not in response.content.decode()


def test_a_clerk_counts_only_the_money_of_tasks_that_the_own_agency_leads(
    clerk_client, construction, funded
):
    funded["second"].coordinating.add(construction)
    FundingFactory(task=TaskFactory(lead=construction), amount=7 * MILLION)

    assert texts(clerk_client.get(PAGE).context["programmes"])[-1][1] == "7,0"
    assert len(clerk_client.get(ROWS).context["table"].rows) == 1


def test_files_hold_exact_amounts_and_their_tasks(member_client, funded):
    sheet = openpyxl.load_workbook(
        BytesIO(b"".join(member_client.get(ROWS, {"export": "xlsx", "programme": "DA"})))
    ).active
    rows = list(sheet.iter_rows(values_only=True))
    text = b"".join(member_client.get(ROWS, {"export": "csv", "kind": "planned"})).decode(
        "utf-8-sig"
    )

    assert sorted(row[2] for row in rows[-3:]) == [40 * MILLION, 45 * MILLION, 50 * MILLION]
    assert [row[3:5] for row in csv.reader(StringIO(text))][-2:] == [
        ["B", funded["second"].title],
        ["A", funded["first"].title],
    ]


def test_texts_of_restricted_tasks_stay_hidden_and_their_money_counts(as_user, period):
    office = UserFactory(role=Role.CLERK, role__agency=(agency := AgencyFactory()))
    task = TaskFactory(lead=agency, title="Việc kín", is_restricted=True)
    FundingFactory(task=task, amount=3 * MILLION, note="Ghi chú kín", document_number="9/KÍN")
    client = as_user(office)

    page = client.get(ROWS)
    file = b"".join(client.get(ROWS, {"export": "csv"})).decode()

    assert plain(page.context["heading"]).startswith("Dự kiến 3.000.000 đồng")
    for text in (page.content.decode(), file, client.get(PAGE).content.decode()):
        assert not [word for word in ("Việc kín", "Ghi chú kín", "9/KÍN") if word in text]


@pytest.mark.parametrize(
    "query", [{"kind": "x"}, {"task": "\0"}, {"programme": "\0"}, {"sort": "x"}]
)
def test_bad_addresses_are_told_and_never_an_error(member_client, funded, query):
    for page in (PAGE, ROWS):
        assert member_client.get(page, query).status_code == 200


BUDGET_QUERIES = (
    3  # session, user, memberships
    + 1  # the period
    + 3  # totals, by programme, by lead
    + 2  # programmes; choices of programmes
    + 2  # agencies: of the table, of the filter
    + 2  # tasks whose money does not fit: how many, the first
    + 1  # periods of the bar
)
ROWS_QUERIES = (
    3  # session, user, memberships
    + 1  # the period
    + 3  # how many, the sums, the amounts
    + 1  # their tasks
    + 2  # choices: programmes, agencies
    + 1  # periods of the bar
)


@pytest.mark.parametrize("rows", [1, 20])
def test_pages_ask_the_same_queries_for_any_number_of_amounts(
    member_client, rows, django_assert_num_queries
):
    for _ in range(rows):
        FundingFactory(kind=Kind.SPENT)
    member_client.get(PAGE)

    with django_assert_num_queries(BUDGET_QUERIES):
        member_client.get(PAGE)
    with django_assert_num_queries(ROWS_QUERIES):
        member_client.get(ROWS)


# Entry -------------------------------------------------------------------------------------------


def test_a_clerk_enters_money_on_the_form_of_the_own_task(clerk_client, construction):
    task = TaskFactory(lead=construction)
    url = reverse("admin:tasks_task_change", args=[task.pk])
    form = posted(clerk_client.get(url))
    form |= {
        "fundings-TOTAL_FORMS": "1",
        "fundings-0-kind": "planned",
        "fundings-0-amount": "45000000",
        "fundings-0-on": "15/01/2024",
        "fundings-0-document_number": "12/QĐ-SXD",
        "fundings-0-note": "",
    }

    assert clerk_client.post(url, form).status_code == 302
    assert list(task.fundings.values_list("kind", "amount", "on")) == [
        ("planned", 45 * MILLION, dt.date(2024, 1, 15))
    ]


@pytest.mark.parametrize("role", [Role.CLERK, Role.SECRETARIAT])
def test_stored_money_is_corrected_by_a_further_row_only(construction, role):
    """Totals as of a day that is past would change."""
    stored = FundingFactory(task=TaskFactory(lead=construction), amount=45 * MILLION)
    client = reader(role, construction)
    url = reverse("admin:tasks_task_change", args=[stored.task_id])
    form = posted(client.get(url))
    assert "fundings-0-amount" not in form

    rows = {"TOTAL_FORMS": "1", "INITIAL_FORMS": "1", "0-id": stored.pk, "0-task": stored.task_id}
    rows |= {"0-kind": stored.kind, "0-amount": "1", "0-on": "15/01/2024", "0-DELETE": "on"}
    client.post(url, form | {f"fundings-{name}": value for name, value in rows.items()})

    stored.refresh_from_db()
    assert stored.amount == 45 * MILLION


def test_the_day_is_the_period_s(member_client, funded):
    assert member_client.get(PAGE).context["selection"].as_of == DAY
