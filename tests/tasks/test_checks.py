"""Rules over tasks: which rows break which, and that every number opens exactly those rows."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from agencies.roles import Role
from reporting.numbers import NBSP
from tasks.checks import CHECKS
from tasks.models import Task
from tasks.querysets.checking import CODES
from tasks.states import Progress
from tasks.summary.checks import check_figures
from tests.conftest import DAY
from tests.factories import (
    AgencyFactory,
    EvidenceFactory,
    ExtensionFactory,
    LeadChangeFactory,
    ProgrammeFactory,
    TaskFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

TODAY = dt.date(2024, 6, 20)
PAGE = reverse("tasks:checks")
CHECK_QUERIES = (
    3  # session, user, memberships
    + 1  # the version of the data
    + 2  # the period, those of the bar
    + 2  # programmes and agencies of the filter
    + 1  # rules by lead (the agencies are those of the filter)
    + 3  # completed with and without evidence, all tasks
    + 1  # P1
)
LIST = reverse("tasks:list")


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(dt.datetime(2024, 6, 20, 2, 0, tzinfo=dt.UTC))


def breaking(code, on=DAY):
    rows = Task.objects.as_of(on).breaking(code, TODAY)
    return set(rows.values_list("pk", flat=True))


def proven(**words):
    task = TaskFactory(done=True, result_number="1/BC", **words)
    EvidenceFactory(task=task)
    return task


# T6 -----------------------------------------------------------------------------------------------


def test_completed_task_needs_number_and_evidence():
    proven()
    without = TaskFactory(done=True, result_number="2/BC", evidence="Có báo cáo giấy")
    unnumbered = TaskFactory(done=True)
    EvidenceFactory(task=unnumbered)
    TaskFactory()

    assert breaking("T6") == {without.pk, unnumbered.pk}


def test_what_is_not_yet_completed_on_the_day_needs_none():
    TaskFactory(done=True)

    assert breaking("T6", dt.date(2024, 4, 19)) == set()


def test_evidence_issued_later_proves_nothing_yet():
    task = TaskFactory(done=True, result_number="1/BC")
    EvidenceFactory(task=task, issued_on=dt.date(2024, 6, 15))

    assert (breaking("T6"), breaking("T6", dt.date(2024, 6, 15))) == ({task.pk}, set())


def test_evidence_without_a_date_counts():
    task = TaskFactory(done=True, result_number="1/BC")
    EvidenceFactory(task=task, issued_on=None)

    assert breaking("T6") == set()


# T7 -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "days",
    [
        {"progress": Progress.COMPLETED, "completed_on": dt.date(2024, 6, 21)},
        {"progress": Progress.COMPLETED, "completed_on": dt.date(2024, 1, 14)},
        {"result_on": dt.date(2024, 6, 21)},
        {"started_on": dt.date(2024, 1, 14)},
        {"submitted_on": dt.date(2024, 1, 14)},
        {
            "progress": Progress.COMPLETED,
            "started_on": dt.date(2024, 4, 1),
            "completed_on": dt.date(2024, 3, 31),
        },
    ],
)
def test_days_that_cannot_be(days):
    task = TaskFactory(**days)

    assert breaking("T7") == {task.pk}


@pytest.mark.parametrize(
    "days",
    [
        {"progress": Progress.COMPLETED, "completed_on": TODAY},
        {"progress": Progress.COMPLETED, "completed_on": dt.date(2024, 1, 15)},
        {"postponed_on": dt.date(2024, 5, 1), "resumed_on": dt.date(2024, 3, 1)},
        {"assigned_on": dt.date(2024, 6, 14), "original_due_on": dt.date(2024, 12, 31)},
    ],
)
def test_days_that_can_be(days):
    TaskFactory(**days)

    assert breaking("T7") == set()


def test_a_later_completion_is_no_fault_of_an_earlier_day():
    TaskFactory(progress=Progress.COMPLETED, completed_on=dt.date(2024, 6, 18))

    assert breaking("T7", dt.date(2024, 3, 1)) == set()


def test_extension_decided_before_the_task_was_given():
    early = ExtensionFactory(decided_on=dt.date(2024, 1, 14))
    ExtensionFactory()

    assert breaking("T7") == {early.task_id}


# T8 -----------------------------------------------------------------------------------------------


def test_lead_that_did_not_exist_on_the_day():
    young = AgencyFactory(valid_from=dt.date(2024, 1, 16))
    gone = AgencyFactory(valid_to=dt.date(2024, 1, 14))
    fitting = AgencyFactory(valid_from=dt.date(2024, 1, 15), valid_to=dt.date(2024, 1, 15))
    wrong = [TaskFactory(lead=lead).pk for lead in (young, gone)]
    for lead in (fitting, AgencyFactory()):
        TaskFactory(lead=lead)

    assert breaking("T8") == set(wrong)


def test_after_a_handover_the_first_lead_is_judged():
    old = AgencyFactory(valid_to=dt.date(2024, 2, 29))
    new = AgencyFactory(valid_from=dt.date(2024, 3, 1))
    task = TaskFactory(lead=new)
    LeadChangeFactory(task=task, from_agency=old, to_agency=new)

    assert breaking("T8") == set()


# Numbers and their rows ---------------------------------------------------------------------------


@pytest.fixture
def findings(construction, health):
    plan = ProgrammeFactory(code="KH2024")
    proven(programme=plan, lead=construction)
    TaskFactory(programme=plan, lead=construction, done=True)
    TaskFactory(programme=plan, lead=health, done=True, started_on=dt.date(2024, 1, 1))
    TaskFactory(programme=plan, lead=health)
    return plan


def figures(selection, **filters):
    rows = Task.objects.as_of(selection.as_of)
    return check_figures(rows, selection, rows.broken_by("lead", TODAY).values(), filters)


def test_figures_and_the_percentage_with_evidence(findings, selection):
    found = figures(selection)

    assert {code: one.text.replace(NBSP, " ") for code, one in found.items()} == {
        "T6": "2",
        "T7": "1",
        "T8": "0",
        "completed_with_evidence": "1",
        "completed_without_evidence": "2",
        "P1m": "25,00 %",
    }


def test_every_number_opens_exactly_its_rows(findings, selection, member_client):
    links = [link for one in figures(selection).values() for link in (one.rows, one.base) if link]

    opened = [member_client.get(link.url).context["count"] for link in links]

    assert opened == [link.count for link in links]


def test_list_of_a_rule_says_what_it_lists(findings, member_client):
    page = member_client.get(LIST, {"check": "T6"})

    assert page.context["heading"].text.replace(NBSP, " ") == (
        "2 nhiệm vụ hoàn thành, chưa đủ minh chứng"
    )
    assert page.context["heading"].definition["title"].endswith("(T6)")
    assert page.context["heading"].parts == []


def test_unknown_rule_filters_nothing(findings, member_client):
    page = member_client.get(LIST, {"check": "T9"})

    assert page.context["count"] == 4


def test_page_leads_with_errors_and_names_agencies(findings, member_client):
    page = member_client.get(PAGE)

    assert page.context["headline"].replace(NBSP, " ") == (
        "1 nhiệm vụ có ngày không thể có (T7); 2 nhiệm vụ hoàn thành, chưa đủ minh chứng (T6)"
    )
    assert [
        (row["label"], [cell["text"] for cell in row["cells"]])
        for row in page.context["leads"]["rows"]
    ] == [("Sở Xây dựng", ["1", "0", "0"]), ("Sở Y tế", ["1", "1", "0"])]
    assert page.context["proven"].text.replace(NBSP, " ") == "25,00 %"
    assert page.context["claimed"].text.replace(NBSP, " ") == "75,00 %"


def test_cells_of_agencies_open_their_rows(findings, member_client):
    page = member_client.get(PAGE, {"programme": "KH2024"})
    cells = [cell for row in page.context["leads"]["rows"] for cell in row["cells"] if cell["href"]]

    assert [member_client.get(cell["href"]).context["count"] for cell in cells] == [
        int(cell["text"]) for cell in cells
    ]


def test_nothing_to_mend(member_client, construction):
    proven(lead=construction)

    page = member_client.get(PAGE)

    assert page.context["headline"] == "Nhiệm vụ đạt cả 3 quy tắc kiểm tra"
    assert page.context["leads"] is None


def test_clerk_sees_the_own_findings_only(findings, clerk_client):
    page = clerk_client.get(PAGE)

    assert [row["count"] for row in page.context["checks"]] == ["1", "0", "0"]
    assert [row["label"] for row in page.context["leads"]["rows"]] == ["Sở Xây dựng"]


def test_restricted_tasks_count_for_those_who_must_not_read_them(findings, as_user, period, health):
    Task.objects.filter(lead=health).update(is_restricted=True)
    clerk = UserFactory(role=Role.CLERK, role__agency=health)

    page = as_user(clerk).get(PAGE)

    assert [row["count"] for row in page.context["checks"]] == ["1", "1", "0"]


def test_codes_of_rules_and_of_their_rows_are_the_same():
    assert tuple(one.code for one in CHECKS) == CODES


@pytest.mark.parametrize("rows", [1, 20])
def test_page_asks_the_same_queries_for_any_number_of_rows(
    member_client, rows, django_assert_num_queries
):
    for _ in range(rows):
        TaskFactory(done=True)
    member_client.get(PAGE)
    TaskFactory()

    with django_assert_num_queries(CHECK_QUERIES):
        member_client.get(PAGE)
