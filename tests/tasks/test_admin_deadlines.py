"""The deadline on the form of a task: the label alone will do."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from agencies.roles import Role
from tasks.models import Task
from tasks.states import DeadlineKind
from tests.admin_forms import save
from tests.factories import ProgrammeFactory, TaskFactory, UserFactory

ADD = reverse("admin:tasks_task_add")


@pytest.fixture
def secretariat(db: None, client: Client) -> Client:
    client.force_login(UserFactory(role=Role.SECRETARIAT))
    return client


def add(client: Client, construction, **typed: str):
    common = {
        "code": "NV-01",
        "title": "Báo cáo",
        "programme": ProgrammeFactory(year=2024).pk,
        "field": 2,
        "lead": construction.pk,
        "assigned_on": "02/01/2024",
        "deadline_kind": "",
        "original_due_on": "",
        "deadline_label": "",
        "progress": "not_started",
    }
    return save(client, ADD, **common | typed)


@pytest.mark.parametrize(
    ("label", "kind", "due_on"),
    [
        ("Quý II", DeadlineKind.QUARTER, dt.date(2024, 6, 30)),
        ("trước ngày 25/12/2024", DeadlineKind.DATE, dt.date(2024, 12, 25)),
        ("Thường xuyên", DeadlineKind.REGULAR, None),
    ],
)
def test_the_label_alone_gives_kind_and_day(secretariat, construction, label, kind, due_on):
    assert add(secretariat, construction, deadline_label=label).status_code == 302

    task = Task.objects.get()
    assert (task.deadline_kind, task.original_due_on, task.deadline_label) == (kind, due_on, label)


def test_a_recurring_label_makes_its_rule_and_reports(secretariat, construction):
    add(secretariat, construction, deadline_label="Hằng quý, ngày 15 tháng cuối quý")

    task = Task.objects.get()
    assert [(rule.every, rule.day) for rule in task.recurrence_rules.all()] == [("quarter", 15)]
    assert list(task.occurrences.values_list("due_on", flat=True)) == [
        dt.date(2024, month, 15) for month in (3, 6, 9, 12)
    ]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, "Hãy ghi thời hạn, ví dụ Quý II/2024, hoặc chọn loại thời hạn."),
        (
            {"deadline_label": "Quý II/2024", "deadline_kind": "quarter",
             "original_due_on": "30/09/2024"},
            "Thời hạn ghi “Quý II/2024” nghĩa là: Quý, 30/06/2024; hãy sửa loại thời hạn, hạn gốc "
            "hoặc lời ghi cho khớp.",
        ),
        ({"deadline_label": "31/02/2024"}, "Không có ngày 31/2/2024; hãy xem lại ngày và tháng."),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told(secretariat, construction, typed, told):
    response = add(secretariat, construction, **typed)

    assert response.context["adminform"].form.errors == {"deadline_label": [told]}
    assert not Task.objects.exists()


def test_free_words_stand_beside_a_kind_that_was_chosen(secretariat, construction):
    label = "sau khi Luật có hiệu lực"

    add(secretariat, construction, deadline_label=label, deadline_kind="centre")

    assert Task.objects.get().deadline_label == label


def test_a_clerk_who_reads_the_deadline_can_still_save(clerk_client, construction):
    task = TaskFactory(lead=construction, deadline_label="Quý I", original_due_on="2024-04-30")

    response = save(clerk_client, reverse("admin:tasks_task_change", args=[task.pk]), note="x")

    assert response.status_code == 302
