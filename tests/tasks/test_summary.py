"""What the front page says of tasks: each number opens to rows that are as many."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.urls import reverse

from agencies.models import Agency
from reporting.figures import Firmness
from reporting.models import Period
from reporting.numbers import Ratio
from tasks import summary
from tasks.figures import COUNTS, RATES
from tasks.links import list_url
from tasks.models import Programme, Task
from tasks.states import Field, Progress
from tests.conftest import DAY
from tests.factories import (
    AgencyFactory,
    ExtensionFactory,
    PeriodFactory,
    ProgrammeFactory,
    TaskFactory,
)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.fixture
def plan(construction: Agency, health: Agency) -> Programme:
    """Seven tasks of the plan: 3 completed (1 late), 1 in time, 2 overdue, 1 stopped; the
    completed of another programme beside them."""
    plan = ProgrammeFactory(code="KH2024", name="Kế hoạch CCHC năm 2024")
    done = {"progress": Progress.COMPLETED, "programme": plan}
    TaskFactory(completed_on=day("2024-04-20"), lead=construction, field=0, **done)
    TaskFactory(completed_on=day("2024-04-30"), lead=health, field=2, **done)
    TaskFactory(completed_on=day("2024-05-02"), lead=health, field=2, **done)
    TaskFactory(original_due_on=day("2024-06-20"), lead=construction, field=2, programme=plan,
                code="SOON", title="Sắp đến hạn")  # fmt: skip
    TaskFactory(original_due_on=day("2024-02-29"), lead=health, field=2, programme=plan,
                code="LATE-1", title="Chậm nhất")  # fmt: skip
    TaskFactory(original_due_on=day("2024-06-10"), lead=health, field=6, programme=plan,
                code="LATE-2", title="Chậm ít")  # fmt: skip
    TaskFactory(postponed_on=day("2024-05-01"), lead=construction, field=2, programme=plan)
    TaskFactory(done=True, lead=construction)
    return plan


def listed(client: Any, url: str) -> tuple[int, int]:
    """How many rows the list has, and the number that its heading prints (0 for none)."""
    response = client.get(url)
    assert response.status_code == 200
    heading = response.context["heading"].text
    printed = re.match(r"\d+", heading)
    return response.context["count"], int(printed.group()) if printed else 0


def test_figures_of_a_programme(selection, plan):
    found = summary.figures_of(Task.objects.all(), selection, programme=plan)

    assert {code: figure.value for code, figure in found.items()} == {
        "assigned": 7,
        "completed": 3,
        "completed_on_time": 2,
        "completed_late": 1,
        "open": 4,
        "open_in_time": 1,
        "open_overdue": 2,
        "due_soon": 1,
        "planned": 6,
        "postponed": 1,
        "P1": Ratio(3, 7),
        "P2": Ratio(3, 7),
        "P3": Ratio(3, 5),
        "P4": Ratio(2, 3),
        "on_time_of_assigned": Ratio(2, 7),
        "P5": Ratio(2, 5),
        "due_urgent": 0,
        "completed_on_time_original": 2,
        "completed_late_original": 1,
        "open_overdue_original": 2,
        "P3g": Ratio(3, 5),
        "P4g": Ratio(2, 3),
        "P5g": Ratio(2, 5),
    }


def test_every_figure_opens_to_as_many_rows(selection, plan, member_client, construction):
    figures = [
        *summary.figures_of(Task.objects.all(), selection, programme=plan).values(),
        *summary.figures_of(Task.objects.all(), selection, programme=None).values(),
        *summary.figures_of(
            Task.objects.all(), selection, programme=plan, agency=construction
        ).values(),
    ]
    assert len(figures) == 3 * len([*COUNTS, *RATES])

    for figure in figures:
        for link in filter(None, (figure.rows, figure.base)):
            assert listed(member_client, link.url) == (link.count, link.count), link.url
        if figure.base is None:
            assert figure.rows.count == figure.value
        else:
            assert figure.value == Ratio(figure.rows.count, figure.base.count)


def test_figures_of_a_clerk_open_to_as_many_rows(
    selection, plan, clerk, clerk_client, construction
):
    TaskFactory(programme=plan).coordinating.add(construction)  # seen, but counted by its lead

    found = summary.figures_of(Task.objects.counted_for(clerk), selection, programme=plan)

    assert found["assigned"].value == 3
    for figure in found.values():
        assert listed(clerk_client, figure.url)[0] == figure.rows.count


def test_several_programmes_in_one_query(selection, plan, django_assert_num_queries):
    empty = ProgrammeFactory(code="CP")

    with django_assert_num_queries(1):
        found = summary.figures_by_programme(Task.objects.all(), selection, [plan, empty])

    assert found[plan.pk] == summary.figures_of(Task.objects.all(), selection, programme=plan)
    assert found[empty.pk]["P1"].text == "–"
    assert found[empty.pk]["assigned"].value == 0


@pytest.mark.parametrize(
    ("status", "firmness"),
    [
        (Period.Status.RUNNING, Firmness.PROVISIONAL),
        (Period.Status.CLOSED, Firmness.PROVISIONAL),
        (Period.Status.LOCKED, Firmness.CONFIRMED),
    ],
)
def test_figures_are_confirmed_when_the_period_is_locked(selection, plan, status, firmness):
    selection.period.status = status

    found = summary.figures_of(Task.objects.all(), selection, programme=plan)

    assert {figure.firmness for figure in found.values()} == {firmness}


def test_figures_carry_the_note_of_their_programme(selection, plan):
    plan.note = "Giả định"

    assert (
        summary.figures_of(Task.objects.all(), selection, programme=plan)["P1"].note == "Giả định"
    )


def test_fields_add_up_and_open_to_as_many_rows(selection, plan, member_client):
    rows = summary.by_field(Task.objects.all(), selection, plan)

    assert [(row.label, row.done, row.open, row.late, row.total) for row in rows] == [
        ("Chỉ đạo, điều hành", "1", "0", "0", "1"),
        ("Cải cách thể chế", "0", "0", "0", "0"),
        ("Cải cách TTHC", "2", "2", "1", "5"),
        ("Tổ chức bộ máy", "0", "0", "0", "0"),
        ("Chế độ công vụ", "0", "0", "0", "0"),
        ("Tài chính công", "0", "0", "0", "0"),
        ("Chính quyền điện tử, chính quyền số", "0", "0", "1", "1"),
    ]
    assert len(rows) == len(Field)
    for row in rows:
        numbers = {row.done_url: row.done, row.open_url: row.open, row.late_url: row.late}
        for url, text in ({row.total_url: row.total} | numbers).items():
            if url:
                assert listed(member_client, url) == (int(text), int(text))
            else:
                assert text == "0"


def test_bars_of_fields_stand_on_one_scale(selection, plan):
    rows = summary.by_field(Task.objects.all(), selection, plan)

    assert rows[0].segments == [{"cls": "m-done", "x": "0.00%", "width": "20.00%"}]
    assert rows[1].segments == []
    assert rows[2].segments == [
        {"cls": "m-done", "x": "0.00%", "width": "40.00%"},
        {"cls": "m-track", "x": "40.00%", "width": "40.00%"},
        {"cls": "m-late", "x": "80.00%", "width": "20.00%"},
    ]


def test_overdue_tasks_stand_under_their_agencies_the_latest_first(selection, plan, member_client):
    TaskFactory(lead=AgencyFactory(name="UBND huyện"), original_due_on=day("2024-05-31"))

    found = summary.overdue(Task.objects.all(), selection, 10)

    assert (found.total, found.agencies, found.first, found.longest) == (3, 2, "Sở Y tế", 106)
    assert [
        (group.label, group.count, [row.text for row in group.rows]) for group in found.groups
    ] == [
        ("Sở Y tế", "2\N{NO-BREAK SPACE}nhiệm\N{NO-BREAK SPACE}vụ", ["Chậm nhất", "Chậm ít"]),
        (
            "UBND huyện",
            "1\N{NO-BREAK SPACE}nhiệm\N{NO-BREAK SPACE}vụ",
            [Task.objects.latest("pk").title],
        ),
    ]
    row = found.groups[0].rows[0]
    assert (row.due, row.band, row.width, row.days) == (
        "29/02/2024",
        4,
        "88.33%",
        "106\N{NO-BREAK SPACE}ngày",
    )
    for group in found.groups:
        assert listed(member_client, group.url)[0] == int(group.count.split()[0])
    assert [age["count"] for age in found.ages] == ["1", "1", "0", "1", "0"]
    for age in found.ages:
        assert listed(member_client, age["url"])[0] == int(age["count"])


def test_an_agency_with_units_below_opens_to_its_own_overdue_tasks(selection, member_client):
    district = AgencyFactory(name="UBND huyện")
    commune = AgencyFactory(name="UBND xã", parent=district)
    TaskFactory(lead=district)
    TaskFactory(lead=commune)

    for group in summary.overdue_groups(Task.objects.all(), selection, 10):
        assert listed(member_client, group.url) == (1, 1)


def test_a_limit_shortens_the_rows_not_the_counts(selection, plan):
    found = summary.overdue(Task.objects.all(), selection, 1)

    assert found.total == 2
    assert [(group.count.split()[0], len(group.rows)) for group in found.groups] == [("2", 1)]


def test_nobody_overdue(selection, db):
    found = summary.overdue(Task.objects.all(), selection, 10)

    assert (found.total, found.agencies, found.first, found.groups) == (0, 0, "", [])
    assert [age["count"] for age in found.ages] == ["0"] * 5


def test_what_falls_due_next(selection, plan):
    TaskFactory(title="Hôm nay", original_due_on=DAY)
    moved = TaskFactory(title="Gia hạn", original_due_on=day("2024-05-01"))
    ExtensionFactory(task=moved, due_on=day("2024-06-29"))
    TaskFactory(title="Sau đó", original_due_on=day("2024-06-30"))

    rows = summary.due_next(Task.objects.all(), selection)

    hard = "\N{NO-BREAK SPACE}"
    assert [(row.day, row.left, row.text) for row in rows] == [
        ("14/06 · Thứ Sáu", "đến hạn trong ngày", "Hôm nay"),
        ("20/06 · Thứ Năm", f"còn 6{hard}ngày", "Sắp đến hạn"),
        ("29/06 · Thứ Bảy", f"còn 15{hard}ngày", "Gia hạn"),
    ]
    figures = summary.figures_of(Task.objects.all(), selection, programme=None)
    assert len(rows) == figures["due_soon"].value
    assert len(summary.due_next(Task.objects.all(), selection, limit=1)) == 1
    assert [row.text for row in summary.due_next(Task.objects.all(), selection, 0)] == ["Hôm nay"]


@pytest.mark.parametrize("rows", [1, 20])
def test_summaries_ask_the_same_queries_for_any_number_of_rows(
    selection, rows, django_assert_num_queries
):
    plan = ProgrammeFactory()
    for place in range(rows):
        TaskFactory(programme=plan, field=place % 7)
        TaskFactory(programme=plan, original_due_on=DAY)
    tasks = Task.objects.all()

    with django_assert_num_queries(1):
        summary.figures_of(tasks, selection, programme=plan)
    with django_assert_num_queries(1):
        summary.by_field(tasks, selection, plan)
    with django_assert_num_queries(3):  # counts by lead, keys of the rows shown, those rows
        summary.overdue(tasks, selection, 10)
    with django_assert_num_queries(1):
        summary.due_next(tasks, selection)


def test_the_plan_of_the_periods_year_is_the_default(selection):
    assert summary.default_programme(selection) is None

    older = ProgrammeFactory(code="KH2023", year=2023)
    ProgrammeFactory(code="CP", kind="government", year=None)
    assert summary.default_programme(selection) == older

    plan = ProgrammeFactory(code="KH2024", year=2024)
    assert summary.default_programme(selection) == plan
    earlier = type(selection)(PeriodFactory(year=2023), DAY)
    assert summary.default_programme(earlier) == older


def test_list_links_keep_the_selection(selection):
    assert list_url(selection, figure="completed", programme=None, field=0) == (
        f"{reverse('tasks:list')}?period=2024-H1&as_of=2024-06-14&figure=completed&field=0"
    )
