"""Recurring tasks: occurrences from rules, each with its own deadline and result."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from agencies.roles import Role
from reporting.selection import Selection
from tasks.detail.occurrences import occurrences_of
from tasks.models import Occurrence, RecurrenceRule, Task
from tasks.recurrence import ReportRefused, generate, report, settle, spans
from tasks.states import DeadlineKind, Progress, Timeliness
from tasks.summary.occurrences import occurrence_figures
from tests.admin_forms import save
from tests.clients import reader
from tests.factories import (
    OccurrenceFactory,
    RecurrenceRuleFactory,
    TaskFactory,
    UserFactory,
)

YEAR_END = dt.date(2024, 12, 31)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.fixture
def monthly(construction) -> Task:
    """Assigned on 02/01/2024 until the end of the year, no rule yet."""
    return TaskFactory(
        code="DK",
        lead=construction,
        assigned_on=day("2024-01-02"),
        deadline_kind=DeadlineKind.RECURRING,
        deadline_label="Hằng tháng, trước ngày 20",
        original_due_on=YEAR_END,
    )


def stored(task: Task) -> list[tuple[str, dt.date]]:
    return list(task.occurrences.order_by("covers_from").values_list("label", "due_on"))


def standing(task: Task, on: str) -> tuple[dt.date, str]:
    row = Task.objects.as_of(day(on)).get(pk=task.pk)
    return row.due_on, row.timeliness


@pytest.mark.parametrize(
    ("every", "number", "found"),
    [
        (
            "month",
            31,
            [
                ("Tháng 1/2024", day("2024-01-31")),
                ("Tháng 2/2024", day("2024-02-29")),
                ("Tháng 3/2024", day("2024-03-31")),
                ("Tháng 4/2024", day("2024-04-30")),
            ],
        ),
        ("quarter", 15, [("Quý I/2024", day("2024-03-15")), ("Quý II/2024", day("2024-06-15"))]),
    ],
)
def test_a_rule_gives_the_periods_that_begin_within_it(every, number, found):
    made = spans(every, number, day("2024-01-01"), day("2024-04-30"))

    assert [(one.label, one.due_on) for one in made] == found


def test_the_label_gives_the_first_rule_and_its_occurrences(monthly):
    assert settle(monthly) == 12
    assert settle(monthly) == 0

    assert stored(monthly)[:2] == [
        ("Tháng 1/2024", day("2024-01-20")),
        ("Tháng 2/2024", day("2024-02-20")),
    ]


def test_a_change_of_rule_affects_only_what_begins_later_and_has_no_result(monthly):
    settle(monthly)
    monthly.occurrences.filter(label="Tháng 6/2024").update(completed_on=day("2024-06-03"))

    RecurrenceRuleFactory(
        task=monthly, every=RecurrenceRule.Every.QUARTER, day=31, valid_from=day("2024-04-01")
    )
    generate(monthly)

    assert stored(monthly) == [
        ("Tháng 1/2024", day("2024-01-20")),
        ("Tháng 2/2024", day("2024-02-20")),
        ("Tháng 3/2024", day("2024-03-20")),
        ("Quý II/2024", day("2024-06-30")),
        ("Tháng 6/2024", day("2024-06-20")),
        ("Quý III/2024", day("2024-09-30")),
        ("Quý IV/2024", day("2024-12-31")),
    ]


def test_another_day_of_the_month_moves_only_open_occurrences(monthly):
    settle(monthly)
    monthly.occurrences.filter(label="Tháng 1/2024").update(completed_on=day("2024-01-18"))

    monthly.recurrence_rules.update(day=25)
    generate(monthly)

    assert stored(monthly)[:2] == [
        ("Tháng 1/2024", day("2024-01-20")),
        ("Tháng 2/2024", day("2024-02-25")),
    ]


def test_a_report_not_made_makes_the_task_overdue_until_it_is(monthly):
    settle(monthly)
    first, second = monthly.occurrences.order_by("due_on")[:2]

    assert standing(monthly, "2024-01-20") == (day("2024-01-20"), Timeliness.DUE_SOON)
    assert standing(monthly, "2024-01-21") == (day("2024-01-20"), Timeliness.OVERDUE)

    first.completed_on = day("2024-01-25")
    first.save()
    assert standing(monthly, "2024-01-24") == (day("2024-01-20"), Timeliness.OVERDUE)
    assert standing(monthly, "2024-01-25") == (day("2024-02-20"), Timeliness.NOT_DUE)

    second.cancelled_on = day("2024-02-01")
    second.save()
    assert standing(monthly, "2024-02-01")[0] == day("2024-03-20")


def test_the_row_carries_the_next_report_that_is_due(monthly):
    settle(monthly)
    monthly.refresh_from_db()
    assert monthly.effective_due_on == day("2024-01-20")

    monthly.occurrences.filter(label="Tháng 1/2024").update(completed_on=day("2024-01-19"))
    monthly.refresh_from_db()
    assert monthly.effective_due_on == day("2024-02-20")


def test_a_completed_task_is_measured_by_its_own_last_day(monthly):
    settle(monthly)
    Task.objects.filter(pk=monthly.pk).update(
        progress=Progress.COMPLETED, completed_on=day("2024-12-30")
    )

    assert standing(monthly, "2024-12-31") == (YEAR_END, Timeliness.COMPLETED_EARLY)
    assert generate(monthly) == 0


def test_a_task_given_up_gets_no_more_reports(monthly):
    settle(monthly)
    Task.objects.filter(pk=monthly.pk).update(
        progress=Progress.CANCELLED, cancelled_on=day("2024-03-01")
    )
    monthly.occurrences.filter(covers_from__gte=day("2024-04-01")).delete()

    assert generate(monthly) == 0


def test_figures_add_up_and_open_to_as_many_rows(monthly, selection, member_client, member):
    settle(monthly)
    made = {
        "Tháng 1/2024": "2024-01-19",
        "Tháng 2/2024": "2024-02-28",
        "Tháng 3/2024": "2024-07-01",
    }
    for label, on in made.items():
        monthly.occurrences.filter(label=label).update(completed_on=day(on))
    OccurrenceFactory(task__assigned_on=day("2024-07-01"))

    counted = Occurrence.objects.counted_for(member)
    figures = occurrence_figures(counted, selection, {})

    # January on time, February late, March to May not made by 14/06/2024.
    assert {code: figure.value for code, figure in figures.items()} == {
        "occurrences_due": 5,
        "occurrences_on_time": 1,
        "occurrences_late": 1,
        "occurrences_missing": 3,
    }
    for figure in figures.values():
        page = member_client.get(figure.url)
        assert (page.status_code, page.context["count"]) == (200, figure.value)


def test_the_list_is_exported_as_it_is_filtered(monthly, selection, member_client):
    settle(monthly)
    monthly.occurrences.filter(label="Tháng 1/2024").update(
        completed_on=day("2024-01-19"), result="=1+1"
    )
    url = selection.url(reverse("tasks:occurrences"), state="on_time", export="csv")

    text = b"".join(member_client.get(url).streaming_content).decode("utf-8-sig")

    *_head, row = text.strip().splitlines()
    assert row.startswith("Tháng 1/2024")
    assert "'=1+1" in row


def test_the_command_makes_what_is_missing_once(monthly, capsys):
    RecurrenceRuleFactory(task=monthly, day=20, valid_from=day("2024-11-01"))

    call_command("generate_occurrences")
    call_command("generate_occurrences")

    assert capsys.readouterr().out == "Đã tạo 2 kỳ báo cáo.\nĐã tạo 0 kỳ báo cáo.\n"


def test_a_clerk_enters_a_result_on_the_page_of_the_task(monthly, clerk_client, selection):
    settle(monthly)
    one = monthly.occurrences.order_by("due_on")[0]
    url = reverse("tasks:occurrence-report", args=[one.pk])

    page = clerk_client.get(selection.url(monthly.get_absolute_url()))
    assert f'action="{selection.url(url).replace("&", "&amp;")}"' in page.content.decode()
    sent = {"completed_on": "18/01/2024", "result_number": "12/BC-SXD", "result": ""}
    answer = clerk_client.post(url, sent)

    assert answer.status_code == 302
    assert answer["Location"] == f"{monthly.get_absolute_url()}?as_of={timezone.localdate()}"
    one.refresh_from_db()
    assert (one.completed_on, one.result_number) == (day("2024-01-18"), "12/BC-SXD")


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"completed_on": "31/02/2024", "result": "x"}, "31/02/2024"),
        ({"completed_on": "01/01/2099", "result": "x"}, "Ngày này chưa đến"),
        ({"completed_on": "01/01/2024", "result": "x"}, "trước ngày giao nhiệm vụ (02/01/2024)"),
        ({"completed_on": "18/01/2024", "result": ""}, "Hãy nhập số, ký hiệu văn bản hoặc"),
    ],
)
def test_a_wrong_result_is_told_and_keeps_what_was_typed(monthly, clerk_client, sent, told):
    settle(monthly)
    one = monthly.occurrences.order_by("due_on")[0]

    page = clerk_client.post(reverse("tasks:occurrence-report", args=[one.pk]), sent)

    assert page.status_code == 200
    assert told in page.content.decode()
    assert sent["completed_on"] in page.content.decode()
    one.refresh_from_db()
    assert one.completed_on is None


def test_only_the_lead_enters_results(monthly, health, as_user, period):
    settle(monthly)
    one = monthly.occurrences.order_by("due_on")[0]
    stranger = UserFactory(role=Role.CLERK, role__agency=health)
    url = reverse("tasks:occurrence-report", args=[one.pk])

    assert as_user(stranger).post(url, {"completed_on": "18/01/2024"}).status_code == 404
    assert as_user(UserFactory(role=Role.MEMBER)).get(url).status_code == 403
    with pytest.raises(PermissionDenied):
        report(
            one,
            stranger,
            completed_on=day("2024-01-18"),
            result_number="1",
            result="",
            today=day("2024-01-19"),
        )


def test_results_of_a_closed_task_stay(monthly, clerk):
    settle(monthly)
    Task.objects.filter(pk=monthly.pk).update(
        progress=Progress.COMPLETED, completed_on=day("2024-12-30")
    )
    one = monthly.occurrences.order_by("due_on")[0]

    with pytest.raises(ReportRefused):
        report(
            one,
            clerk,
            completed_on=day("2024-01-18"),
            result_number="1",
            result="",
            today=day("2024-12-31"),
        )


# Entry screens -----------------------------------------------------------------------------------


def typed(client, one: Occurrence, **changes: str):
    """Types over the stored row on the form of its task, as a browser that offers all would."""
    url = reverse("admin:tasks_task_change", args=[one.task_id])
    return save(client, url, **{f"occurrences-0-{name}": text for name, text in changes.items()})


@pytest.fixture
def owed(construction) -> Occurrence:
    """Of a task assigned on 15/01/2024, due on 20/04/2024 and not reported."""
    task = TaskFactory(
        lead=construction, deadline_kind=DeadlineKind.RECURRING, original_due_on=YEAR_END
    )
    return OccurrenceFactory(task=task, label="Tháng 4", due_on=day("2024-04-20"))


@pytest.mark.parametrize(
    ("role", "kept"), [(Role.CLERK, True), (Role.HEAD, True), (Role.SECRETARIAT, False)]
)
def test_only_the_keeper_moves_a_report_or_gives_it_up(owed, construction, role, kept):
    typed(
        reader(role, construction),
        owed,
        label="Quý II",
        due_on="20/07/2024",
        cancelled_on="19/04/2024",
    )

    owed.refresh_from_db()
    now = (owed.label, owed.due_on, owed.cancelled_on)
    given_up = ("Quý II", day("2024-07-20"), day("2024-04-19"))
    assert now == (("Tháng 4", day("2024-04-20"), None) if kept else given_up)


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (
            {"completed_on": "15/06/2024", "result_number": "1"},
            {"completed_on": ["Ngày này chưa đến; hãy nhập ngày việc đã diễn ra."]},
        ),
        (
            {"completed_on": "14/01/2024", "result_number": "1"},
            {
                "completed_on": [
                    "Ngày 14/01/2024 trước ngày giao nhiệm vụ (15/01/2024); hãy nhập lại."
                ]
            },
        ),
        (
            {"completed_on": "18/04/2024"},
            {"result": ["Hãy nhập số, ký hiệu văn bản hoặc nội dung kết quả."]},
        ),
        ({"result": "Xong"}, {"completed_on": ["Hãy nhập ngày của văn bản kết quả."]}),
    ],
)
def test_results_on_the_form_follow_the_rules_of_the_page(
    owed, clerk_client, time_machine, sent, told
):
    time_machine.move_to(dt.datetime(2024, 6, 14, 2, 0, tzinfo=dt.UTC))

    response = typed(clerk_client, owed, **sent)

    [formset] = [
        one.formset
        for one in response.context["inline_admin_formsets"]
        if one.formset.model is Occurrence
    ]
    assert formset.errors[0] == told
    owed.refresh_from_db()
    assert (owed.completed_on, owed.result) == (None, "")


def test_no_result_for_a_report_given_up(owed, clerk_client):
    Occurrence.objects.update(cancelled_on=day("2024-04-01"))

    response = typed(clerk_client, owed, completed_on="18/04/2024", result_number="1")

    assert "Kỳ này đã thôi thực hiện." in response.content.decode()


def test_result_on_the_form_is_entered_and_taken_back(owed, clerk_client):
    typed(clerk_client, owed, completed_on="18/04/2024", result_number="12/BC")
    owed.refresh_from_db()
    assert (owed.completed_on, owed.result_number) == (day("2024-04-18"), "12/BC")

    typed(clerk_client, owed, completed_on="", result_number="")
    owed.refresh_from_db()
    assert (owed.completed_on, owed.result_number) == (None, "")


def test_a_task_that_is_not_recurring_asks_no_query_for_occurrences(
    selection: Selection, django_assert_num_queries
):
    task = TaskFactory()
    with django_assert_num_queries(0):
        assert occurrences_of(task, set(), selection, today=selection.as_of) == []
