"""Two people and one row: nothing is overwritten unseen, nothing is saved twice."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.urls import reverse

from agencies.models import AgencyPlacement, SavedForm
from agencies.roles import Role
from reporting.models import StatedFigure
from tasks.models import Document, Programme
from tests.admin_forms import posted, save
from tests.factories import (
    AgencyFactory,
    ExtensionFactory,
    StatedFigureFactory,
    TaskFactory,
    UserFactory,
)

#: A report on a task that is overdue would have to explain why.
NOT_DUE = dt.date(2099, 12, 31)


def change_url(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def logged_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def first(db):
    return logged_in(UserFactory(role=Role.SECRETARIAT, full_name="Nguyễn Thị Hoa"))


@pytest.fixture
def second(db):
    return logged_in(UserFactory(role=Role.SECRETARIAT, full_name="Trần Văn Bình"))


def test_second_of_two_saves_is_shown_both_values(first, second, time_machine):
    time_machine.move_to(dt.datetime(2024, 6, 14, 3, 5, tzinfo=dt.UTC), tick=False)
    task = TaskFactory(note="Cũ")
    page_of_first, page_of_second = first.get(change_url(task)), second.get(change_url(task))

    first.post(change_url(task), posted(page_of_first, note="Của Hoa", progress="not_started"))
    answer = second.post(change_url(task), posted(page_of_second, note="Của Bình"))

    task.refresh_from_db()
    assert task.note == "Của Hoa"
    told = list(answer.context["adminform"].form.non_field_errors())
    assert told[1:] == [
        "Tiến độ: đang lưu “Chưa thực hiện”, bạn nhập “Đang thực hiện”.",
        "Ghi chú: đang lưu “Của Hoa”, bạn nhập “Của Bình”.",
    ]
    assert told[0].startswith("Nguyễn Thị Hoa (lúc ")
    assert answer.context["adminform"].form["note"].value() == "Của Bình"


def test_saving_again_after_having_seen_both_values_is_taken(first, second):
    task = TaskFactory(note="Cũ")
    page = second.get(change_url(task))
    save(first, change_url(task), note="Của Hoa")
    shown = second.post(change_url(task), posted(page, note="Của Bình"))

    second.post(change_url(task), posted(shown))

    task.refresh_from_db()
    assert task.note == "Của Bình"


def test_form_without_a_version_cannot_overwrite(first):
    task = TaskFactory(note="Cũ")

    answer = first.post(
        change_url(task), posted(first.get(change_url(task)), row_version=None, note="Mù")
    )

    task.refresh_from_db()
    assert (answer.status_code, task.note) == (200, "Cũ")


def test_change_by_any_other_writer_counts_too(first):
    task = TaskFactory(note="Cũ")
    page = first.get(change_url(task))
    # A transaction of its own, as every other writer has.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE tasks_task SET note = 'Từ SQL' WHERE id = %s", [task.pk])

    answer = first.post(change_url(task), posted(page, note="Từ biểu mẫu"))

    task.refresh_from_db()
    assert task.note == "Từ SQL"
    assert answer.context["adminform"].form.non_field_errors()[0].startswith("Người khác đã lưu")


def test_rows_on_the_form_are_guarded_as_well(first, second):
    figure = StatedFigureFactory(value=100)
    url = change_url(figure.statement)
    page = second.get(url)
    save(first, url, **{"figures-0-value": "200"})

    second.post(url, posted(page, **{"figures-0-value": "300"}))

    assert StatedFigure.objects.get().value == 200


def test_extension_by_one_is_not_undone_by_the_form_of_another(first, second):
    task = ExtensionFactory().task
    page = second.get(change_url(task))
    ExtensionFactory(task=task, due_on=dt.date(2024, 6, 30), decided_on=dt.date(2024, 5, 20))

    second.post(change_url(task), posted(page, note="Chỉ sửa ghi chú"))

    task.refresh_from_db()
    assert (task.effective_due_on, task.note) == (dt.date(2024, 6, 30), "Chỉ sửa ghi chú")


def test_new_row_of_one_does_not_hinder_the_form_of_another(first, second):
    task = TaskFactory(original_due_on=NOT_DUE)
    page = second.get(change_url(task))
    save(first, change_url(task), **{"updates-0-result": "Bước một"})

    second.post(change_url(task), posted(page, **{"updates-0-result": "Bước hai"}))

    assert sorted(task.updates.values_list("result", flat=True)) == ["Bước hai", "Bước một"]


def test_what_only_the_database_refuses_is_told_in_a_sentence(first):
    """Two new places that overlap each other: no form sees it, the constraint does."""
    agency, parents = AgencyFactory(), AgencyFactory.create_batch(2)

    answer = save(
        first,
        change_url(agency),
        name="Tên đã gõ",
        **{"placements-TOTAL_FORMS": 2, "placements-0-agency": agency.pk},
        **{f"placements-{n}-parent": parent.pk for n, parent in enumerate(parents)},
    )

    form = answer.context["adminform"].form
    assert form.non_field_errors() == ["Cơ quan đã có cấp trên trong khoảng thời gian này."]
    assert form["name"].value() == "Tên đã gõ"
    assert not AgencyPlacement.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_one_of_eight_simultaneous_saves_wins():
    user = UserFactory(role=Role.SECRETARIAT)
    task = TaskFactory(note="Cũ")
    clients = [logged_in(user) for _ in range(8)]
    pages = [posted(each.get(change_url(task)), note=f"Số {n}") for n, each in enumerate(clients)]

    answers = _at_once(
        lambda n: clients[n].post(change_url(task), pages[n]),
        len(clients),
    )

    assert sorted(answers) == [200] * 7 + [302]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("code", ["KH2024", ""])
def test_double_submit_saves_one_row_and_no_fault(code):
    """With a unique code the second is refused by its code, without one by the form's key."""
    client = logged_in(UserFactory(role=Role.SECRETARIAT))
    if code:
        url, model = reverse("admin:tasks_programme_add"), Programme
        typed = {"code": code, "name": "Kế hoạch", "short_name": "KH", "kind": "plan"}
    else:
        url, model = reverse("admin:tasks_document_add"), Document
        typed = {"kind": "CV", "issuer": "UBND tỉnh", "excerpt": "Trích yếu"}
    data = posted(client.get(url), **typed)

    answers = _at_once(lambda n: client.post(url, data), 6)

    assert model.objects.count() == 1
    assert set(answers) <= {200, 302}


def test_form_sent_twice_adds_its_new_rows_once(first):
    task = TaskFactory(original_due_on=NOT_DUE)
    data = posted(first.get(change_url(task)), **{"updates-0-result": "Bước một"})

    first.post(change_url(task), data)
    again = first.post(change_url(task), data, follow=True)

    assert task.updates.count() == 1
    assert [str(each) for each in again.context["messages"]][-1].startswith("Dữ liệu này vừa được")


def test_receipts_are_not_kept_for_ever(first, time_machine):
    time_machine.move_to(dt.datetime(2024, 6, 10, tzinfo=dt.UTC), tick=False)
    save(first, change_url(TaskFactory()), note="x")
    time_machine.move_to(dt.datetime(2024, 6, 14, tzinfo=dt.UTC), tick=False)
    first = logged_in(UserFactory(role=Role.SECRETARIAT))

    save(first, change_url(TaskFactory()), note="x")

    assert SavedForm.objects.count() == 1


def _at_once(call, times):
    """The status codes of ``times`` calls that begin together."""
    gate = Barrier(times)

    def run(n):
        gate.wait()
        try:
            return call(n).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))
