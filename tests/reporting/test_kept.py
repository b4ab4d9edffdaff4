"""Kept pages: whoever asks gets what a fresh page would say, with the own name on it."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.contrib import messages
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies.models import User
from agencies.roles import Role
from reform_site.management.commands.migrate import watched
from reporting import kept
from reporting.models import Digest
from tasks.models import CalendarFeed, Task
from tests.clients import client_of
from tests.factories import AgencyFactory, PeriodFactory, TaskFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

LIST = "/tasks/"


@pytest.fixture
def task():
    PeriodFactory(code="2024-H1")
    return TaskFactory(title="Rà soát quy trình nội bộ")


@pytest.fixture
def reader():
    return UserFactory(role=Role.MEMBER, full_name="Nguyễn Thị An")


def page(user: User, path: str = LIST) -> str:
    return client_of(user).get(path).text


def kept_pages() -> int:
    return len([key for key in cache._cache if ":page:" in key])


# The version -----------------------------------------------------------------------------------


def test_every_table_of_rows_is_watched():
    with connection.cursor() as cursor:
        cursor.execute(kept._WATCHED)
        found = {name for (name,) in cursor.fetchall()}

    assert found == {model._meta.db_table for model in watched()}


@pytest.mark.parametrize(
    "write",
    [
        lambda task: task.save(),
        lambda task: Task.objects.filter(pk=task.pk).update(note="x"),
        lambda task: Task.objects.bulk_update([task], ["note"]),
        lambda task: task.coordinating.add(task.lead),
        lambda task: task.delete(),
        lambda task: connection.cursor().execute("UPDATE tasks_programme SET note = 'x'"),
        lambda task: AgencyFactory(),
    ],
)
def test_every_way_of_writing_moves_the_version(task, write):
    before = kept.version()

    write(task)

    assert kept.version() > before


def test_reading_and_logging_in_do_not_move_it(task, reader):
    before = kept.version()

    page(reader)
    reader.save(update_fields=["last_login"])

    assert kept.version() == before


def test_what_programs_write_day_and_night_does_not_move_it(reader, client):
    PeriodFactory(code="2024-H1")
    _feed, token = CalendarFeed.create(reader, None)
    before = kept.version()

    client.get(reverse("tasks:calendar", args=[token]))
    Digest.objects.create(
        user=reader, kind="daily", day=dt.date(2024, 6, 14), next_try_at=timezone.now()
    )

    assert CalendarFeed.objects.get().read_at is not None
    assert kept.version() == before


def migrate_with(monkeypatch: pytest.MonkeyPatch, migration: Callable[[], None]) -> None:
    """``manage.py migrate``, with one migration to run."""
    monkeypatch.setattr(migrate.Command, "handle", lambda *args, **options: migration())
    call_command("migrate", verbosity=0)


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_migration_may_change_the_type_of_a_watched_column(monkeypatch, task):
    before = kept.version()
    table = Task.coordinating.through._meta.db_table
    statement = f"ALTER TABLE {table} ALTER COLUMN agency_id TYPE bigint"

    migrate_with(monkeypatch, lambda: run(statement))

    assert kept.version() > before


def test_a_column_that_came_later_moves_the_version(monkeypatch, task):
    run("DROP TRIGGER data_version ON tasks_task")
    run(kept._WATCH.format(table="tasks_task", columns="code"))

    migrate_with(monkeypatch, lambda: None)
    before = kept.version()
    Task.objects.filter(pk=task.pk).update(note="x")

    assert kept.version() > before


def test_no_page_is_kept_while_a_migration_runs_or_after_it_has_failed(monkeypatch, task, reader):
    def fail() -> None:
        Task.objects.filter(pk=task.pk).update(title="Ban hành quy trình mới")
        assert kept.version() is None
        raise RuntimeError

    before = kept.version()
    assert "Rà soát quy trình nội bộ" in page(reader)
    with pytest.raises(RuntimeError):
        migrate_with(monkeypatch, fail)
    assert (kept.version(), kept_pages()) == (None, 1)
    assert "Ban hành quy trình mới" in page(reader)
    assert kept_pages() == 1

    for _again in range(2):
        migrate_with(monkeypatch, lambda: None)
        assert kept.version() > before
        before = kept.version()
    assert "Ban hành quy trình mới" in page(reader)


def write_in_vain(task: Task) -> None:
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        task.save()
        _ = 1 / 0


def test_a_transaction_moves_it_once_and_a_rolled_back_one_not_at_all(task):
    before = kept.version()
    with transaction.atomic():
        task.save()
        write_in_vain(task)
        task.save()
    assert kept.version() == before + 1

    write_in_vain(task)
    assert kept.version() == before + 1


def test_writers_do_not_wait_for_each_other(task):
    """Two transactions write to different rows and end only when both have written."""
    before, both, other = kept.version(), Barrier(2, timeout=20), TaskFactory()

    def write(pk: int) -> None:
        try:
            with transaction.atomic():
                Task.objects.filter(pk=pk).update(note="x")
                both.wait()
        finally:
            connection.close()

    moved = kept.version()
    threads = [Thread(target=write, args=[one.pk]) for one in (task, other)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)

    assert not both.broken
    assert kept.version() >= moved + 2 > before


# The page --------------------------------------------------------------------------------------


def test_a_page_asked_again_is_the_same_and_costs_four_queries(task, reader, as_user):
    client = as_user(reader)
    first = client.get(LIST)

    with CaptureQueriesContext(connection) as asked:
        again = client.get(LIST)

    assert len(asked) == 1 + 1 + 1 + 1  # session, user, memberships, version
    assert (again.text, again.headers["Content-Type"]) == (
        first.text.replace(_form_key(first.text), _form_key(again.text)),
        first.headers["Content-Type"],
    )


def _form_key(text: str) -> str:
    """The key in the reader's own menu: another one in every answer."""
    return text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]


def test_it_says_what_a_page_that_was_never_kept_says(task, reader):
    page(reader)
    with_keeping = page(reader)
    with transaction.atomic():
        without = page(reader)

    assert with_keeping.replace(_form_key(with_keeping), "") == without.replace(
        _form_key(without), ""
    )


def test_a_change_shows_at_once(task, reader):
    assert "Rà soát quy trình nội bộ" in page(reader)

    Task.objects.filter(pk=task.pk).update(title="Ban hành quy trình mới")

    assert "Ban hành quy trình mới" in page(reader)
    assert "Rà soát quy trình nội bộ" not in page(reader)


def test_the_masthead_is_the_readers_own(task, reader):
    other = UserFactory(role=Role.MEMBER, role__agency=reader.memberships.get().agency)
    other.full_name = "Trần Văn Bình"
    other.save()

    texts = page(reader), page(other), page(reader)

    assert [("Nguyễn Thị An" in text, "Trần Văn Bình" in text) for text in texts] == [
        (True, False),
        (False, True),
        (True, False),
    ]
    assert kept_pages() == 1


def test_other_rights_get_another_page(task, reader):
    stranger = UserFactory(role=Role.CLERK)
    assert task.title in page(reader)
    assert task.title not in page(stranger)

    Task.objects.filter(pk=task.pk).update(is_restricted=True)
    office = UserFactory(role=Role.PROCEDURE_OFFICE)
    assert task.title in page(reader)
    assert task.title not in page(office)
    assert "Nhiệm vụ hạn chế xem" in page(office)


def test_an_ended_membership_ends_the_page(task, reader):
    assert task.title in page(reader)

    reader.memberships.update(valid_to=dt.date(2020, 1, 1))

    assert task.title not in page(reader)


def test_the_other_language_is_another_page(task, reader):
    vietnamese = page(reader)
    reader.language = "en"
    reader.save()

    assert page(reader) != vietnamese
    assert 'lang="en"' in page(reader)


def test_what_was_said_to_one_reader_is_not_kept(task, reader):
    wrong = f"{LIST}?as_of=2024-02-31"

    page(reader, wrong)

    assert kept_pages() == 0


def test_a_message_waiting_for_a_reader_comes_with_a_kept_page(task, reader, as_user, rf):
    client = as_user(reader)
    client.get(LIST)
    session = client.session
    request = rf.get("/")
    request.session = session
    storage = messages.storage.default_storage(request)
    storage.add(messages.SUCCESS, "Đã lưu nhiệm vụ")
    storage.update(None)
    session.save()

    assert "Đã lưu nhiệm vụ" in client.get(LIST).text
    assert "Đã lưu nhiệm vụ" not in client.get(LIST).text


def test_pages_with_a_form_of_the_reader_are_not_kept(task, rf, reader):
    request = rf.get("/")
    request.user, request._messages = reader, type("None", (), {"added_new": False})()

    assert kept._is_for_all("<p>text</p>", request)
    assert not kept._is_for_all('<input name="csrfmiddlewaretoken">', request)


def test_nothing_is_kept_inside_a_transaction(task, reader):
    with transaction.atomic():
        page(reader)

    assert kept_pages() == 0


def test_files_and_refusals_pass_through(task, reader, as_user):
    client = as_user(reader)

    assert client.get(f"{LIST}?export=csv").headers["Content-Type"].startswith("text/csv")
    missing = client.get(reverse("tasks:detail", args=["no-such"]))
    assert (missing.status_code, kept_pages()) == (404, 0)
    assert "mast__in" in missing.text
