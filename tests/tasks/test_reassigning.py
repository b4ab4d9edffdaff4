"""When an agency ends, its open tasks go to its successors and its history stays."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.urls import reverse

from agencies.models import Agency, User
from agencies.roles import Role
from tasks.models import LeadChange, Task
from tasks.reassigning import (
    HandOver,
    HandOverRefused,
    ended_agencies,
    hand_over,
    of_ended,
    successors,
)
from tests.clients import client_of
from tests.factories import AgencyFactory, AgencySuccessionFactory, TaskFactory, UserFactory

TODAY = dt.date(2024, 6, 14)
ON = dt.date(2024, 3, 1)
PAGE = reverse("tasks:reassign")


@pytest.fixture
def old(db) -> Agency:
    return AgencyFactory(code="SCU", name="Sở Cũ", valid_to=dt.date(2024, 2, 29))


@pytest.fixture
def heir(old) -> Agency:
    found = AgencyFactory(code="SMOI", name="Sở Mới")
    AgencySuccessionFactory(predecessor=old, successor=found, on=ON, legal_reference="1/NQ-HĐND")
    return found


@pytest.fixture
def secretary(db) -> User:
    return UserFactory(role=Role.SECRETARIAT)


def order(old: Agency, heir: Agency, *tasks: Task) -> HandOver:
    leads = {task.pk: heir.pk for task in tasks}
    return HandOver(agency=old, on=ON, leads=leads, document_number="1/NQ-HĐND", reason="Sáp nhập")


def test_open_tasks_move_and_completed_ones_stay(old, heir, secretary):
    task, done = TaskFactory(lead=old), TaskFactory(lead=old, done=True)

    outcome = hand_over(order(old, heir, task, done), secretary, today=TODAY)

    assert [one.pk for one in outcome.moved] == [task.pk]
    assert outcome.left == {done.code: "Hoàn thành"}
    (change,) = LeadChange.objects.all()
    assert (change.task, change.from_agency, change.to_agency, change.on) == (task, old, heir, ON)
    assert (change.document_number, change.entered_by) == ("1/NQ-HĐND", secretary)
    assert set(Task.objects.values_list("pk", "lead__code")) == {
        (task.pk, "SMOI"),
        (done.pk, "SCU"),
    }


def test_before_its_day_a_task_counts_for_the_old_lead(old, heir, secretary):
    task = TaskFactory(lead=old)

    hand_over(order(old, heir, task), secretary, today=TODAY)

    def leads(day: dt.date) -> dict[int, int]:
        tallies = Task.objects.as_of(day).led_by([old.pk, heir.pk])
        return {row.pk: row.lead_then for row in tallies}

    assert leads(dt.date(2024, 2, 29)) == {task.pk: old.pk}
    assert leads(ON) == {task.pk: heir.pk}


def test_a_second_click_moves_nothing(old, heir, secretary):
    task = TaskFactory(lead=old)
    hand_over(order(old, heir, task), secretary, today=TODAY)

    again = hand_over(order(old, heir, task), secretary, today=TODAY)

    assert (again.moved, again.left) == ([], {task.code: "đã đổi cơ quan chủ trì"})
    assert LeadChange.objects.count() == 1


def test_the_coordinating_agency_is_replaced_where_asked(old, heir, secretary):
    helped, led = TaskFactory(), TaskFactory(lead=heir)
    helped.coordinating.add(old)
    led.coordinating.add(old)

    outcome = hand_over(replace(order(old, heir), helpers=(heir.pk,)), secretary, today=TODAY)

    assert outcome.helped == 2
    assert [one.code for one in helped.coordinating.all()] == ["SMOI"]
    assert list(led.coordinating.all()) == []  # its own lead does not help as well


def test_successors_are_followed_to_those_that_exist(old, heir):
    last = AgencyFactory(name="Sở Sau")
    Agency.objects.filter(pk=heir.pk).update(valid_to=dt.date(2024, 4, 30))
    AgencySuccessionFactory(predecessor=heir, successor=last, on=dt.date(2024, 5, 1))

    assert successors(old, TODAY) == [last]
    assert successors(old, ON) == [heir]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"on": dt.date(2024, 2, 29)}, "on"),
        ({"on": dt.date(2024, 6, 15)}, "on"),
        ({"leads": {}}, "leads"),
    ],
)
def test_an_impossible_order_is_refused(old, heir, secretary, change, field):
    task = TaskFactory(lead=old)

    with pytest.raises(HandOverRefused) as refused:
        hand_over(replace(order(old, heir, task), **change), secretary, today=TODAY)

    assert refused.value.field == field
    assert LeadChange.objects.count() == 0


def test_a_receiver_must_exist_and_differ(old, heir, secretary):
    task, gone = TaskFactory(lead=old), AgencyFactory(valid_to=dt.date(2024, 1, 1))

    for wrong in (gone, old):
        with pytest.raises(HandOverRefused):
            hand_over(order(old, wrong, task), secretary, today=TODAY)


def test_who_has_no_right_moves_nothing(old, heir):
    task = TaskFactory(lead=old)
    clerk = UserFactory(role=Role.CLERK, role__agency=old)

    with pytest.raises(HandOverRefused):
        hand_over(order(old, heir, task), clerk, today=TODAY)


def test_the_list_of_tasks_tells_the_secretariat_what_is_left(old, client, member_client):
    TaskFactory(lead=old)
    address = reverse("tasks:list")

    assert "Nhiệm vụ do cơ quan đã kết thúc chủ trì" in client.get(address).content.decode()
    assert "cơ quan đã kết thúc chủ trì" not in member_client.get(address).content.decode()


def test_ended_agencies_are_counted_by_what_they_still_hold(old, heir, secretary):
    TaskFactory(lead=old)
    TaskFactory(lead=old, done=True)
    TaskFactory().coordinating.add(old)
    TaskFactory(lead=heir)

    (found,) = ended_agencies(secretary, TODAY)

    assert (found, found.open_count, found.helped_count) == (old, 1, 1)
    assert of_ended(secretary, TODAY).count() == 1


@pytest.fixture
def client(secretary, period):
    return client_of(secretary)


def test_the_page_proposes_the_successor_and_moves_a_selection(old, heir, client):
    moved, kept = TaskFactory(lead=old), TaskFactory(lead=old)
    page = client.get(PAGE, {"agency": "SCU"}).content.decode()
    assert "Cơ quan kế thừa: Sở Mới." in page
    assert 'value="01/03/2024"' in page
    assert 'value="1/NQ-HĐND"' in page

    data = {"to": "SMOI", "on": "01/03/2024", "document_number": "1/NQ-HĐND", "task": moved.pk}
    response = client.post(f"{PAGE}?agency=SCU", data, follow=True)

    assert "Đã giao lại 1 nhiệm vụ." in response.content.decode().replace("\u00a0", " ")
    assert set(Task.objects.values_list("pk", "lead__code")) == {
        (moved.pk, "SMOI"),
        (kept.pk, "SCU"),
    }
    detail = client.get(reverse("tasks:detail", args=[moved.code])).content.decode()
    assert "Sở Cũ giao lại cho Sở Mới" in detail


def test_a_split_lets_each_task_choose(old, heir, client):
    other = AgencyFactory(code="SHAI", name="Sở Hai")
    AgencySuccessionFactory(predecessor=old, successor=other, kind="split", on=ON)
    first, second = TaskFactory(lead=old), TaskFactory(lead=old)

    data = {
        "to": "SMOI",
        "on": "01/03/2024",
        "document_number": "1",
        "task": [first.pk, second.pk],
        f"lead-{second.pk}": "SHAI",
    }
    client.post(f"{PAGE}?agency=SCU", data)

    assert dict(Task.objects.values_list("pk", "lead__code")) == {
        first.pk: "SMOI",
        second.pk: "SHAI",
    }


@pytest.mark.parametrize(
    "change",
    [
        {"to": "X"},
        {"to": ""},
        {"on": "31/02/2024"},
        {"on": "01/01/2024"},
        {"document_number": ""},
        {"task": ["x", "9" * 30]},
        {"reason": "\0"},
    ],
)
def test_a_wrong_form_moves_nothing_and_keeps_what_was_typed(old, heir, client, change):
    task = TaskFactory(lead=old)
    data = {"to": "SMOI", "on": "01/03/2024", "document_number": "số 7", "task": task.pk}

    response = client.post(f"{PAGE}?agency=SCU", data | change)

    assert response.status_code == 422
    assert LeadChange.objects.count() == 0
    if "document_number" not in change:
        assert "số 7" in response.content.decode()


def test_only_the_secretariat_hands_over(old, heir, member_client, clerk_client):
    for other in (member_client, clerk_client):
        assert other.get(PAGE).status_code == 403
        assert other.post(f"{PAGE}?agency=SCU").status_code == 403


@pytest.mark.parametrize("code", ["none", "\0"])
def test_an_unknown_agency_is_not_found(client, code):
    assert client.get(PAGE, {"agency": code}).status_code == 404


@pytest.mark.parametrize(("choice", "codes"), [("to", {"SMOI"}), ("all", {"SMOI", "SHAI"})])
def test_the_part_of_a_helper_goes_where_the_page_says(old, heir, client, choice, codes):
    other = AgencyFactory(code="SHAI", name="Sở Hai")
    AgencySuccessionFactory(predecessor=old, successor=other, kind="split", on=ON)
    helped = TaskFactory()
    helped.coordinating.add(old)

    data = {"to": "SMOI", "on": "01/03/2024", "document_number": "1", "helpers": choice}
    client.post(f"{PAGE}?agency=SCU", data)

    assert {one.code for one in helped.coordinating.all()} == codes
