"""Restricted tasks: their words reach nobody without the right, their numbers reach everybody.

A secret word stands in every text of a restricted task and of all that hangs on it. Readers
without the right walk over every address of the site and of the admin; no word may come back.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from string import ascii_lowercase

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import CharField, F, Model, Prefetch, TextField, Value
from django.db.models.functions import Coalesce, Upper
from django.test import Client
from factory.django import DjangoModelFactory

from agencies.models import Agency, User
from agencies.reach import permissions_of_roles
from agencies.roles import Role
from tasks.models import Extension, Task, TaskUpdate
from tasks.querysets.masking import RIGHT
from tests import factories as make
from tests.isolation.addresses import all_addresses
from tests.isolation.walk import PARTS, Walk, said
from tests.isolation.world import TYPED, Other, Shared, keys_from_here, our_models, shared_rows

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]

DAY = dt.date(2024, 6, 14)
TITLE = "Nhiệm vụ hạn chế xem"


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(dt.datetime(2024, 6, 14, 2, 0, tzinfo=dt.UTC), tick=False)


@pytest.fixture(autouse=True)
def _quiet():
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@dataclass
class Restricted(Other):
    """A restricted task with everything that may hang on it. ``words`` tell where each stood."""

    words: dict[str, str] = field(default_factory=dict)

    @property
    def secrets(self) -> list[str]:
        return list(self.words)

    def word(self, place: str) -> str:
        """A new word without digits: those of a page are compared."""
        number = len(self.words)
        word = "zqx" + ascii_lowercase[number // 26] + ascii_lowercase[number % 26] + "qz"
        self.words[word] = place
        return word


def texts(model: type[Model]) -> Iterator[str]:
    """Fields in which people write: no choices, no files, no names of a period."""
    for one in model._meta.concrete_fields:
        is_text = type(one) in (CharField, TextField)
        if is_text and not one.choices and one.name not in ("code", "sha256", "label"):
            yield one.name


def parts_of_tasks() -> set[type[Model]]:
    return {
        relation.related_model
        for relation in Task._meta.related_objects
        if relation.one_to_many and relation.related_model in our_models()
    }


def factory_of(model: type[Model]) -> type[DjangoModelFactory]:
    kinds = [one for one in vars(make).values() if isinstance(one, type)]
    kinds = [one for one in kinds if issubclass(one, DjangoModelFactory)]
    return next(one for one in kinds if one._meta.model is model)


def plant(found: Restricted, model: type[Model], **values: object) -> Model:
    label = model.__name__
    words = {name: f"{TYPED} {found.word(f'{label}.{name}')}" for name in texts(model)}
    row = factory_of(model)(**words | values)
    found.add(row)
    return row


@pytest.fixture
def shared() -> Shared:
    return shared_rows()


@pytest.fixture
def home(shared) -> Agency:
    return make.AgencyFactory(code="SXD", name="Sở Xây dựng", parent=shared.province)


@pytest.fixture
def restricted(shared, home) -> Restricted:
    """The restricted task, overdue, and a plain one of the same agency."""
    keys_from_here()
    found = Restricted()
    made = {"programme": shared.programme, "lead": home}
    document = make.DocumentFactory()
    conclusion = make.ConclusionFactory(meeting__held_on=dt.date(2023, 1, 1))
    task = plant(
        found, Task, code="NV-MAT", is_restricted=True, document=document, conclusion=conclusion,
        progress=Task.Progress.SUBMITTED, submitted_on=dt.date(2024, 5, 20), **made,
    )  # fmt: skip
    for model in sorted(parts_of_tasks(), key=lambda each: each.__name__):
        plant(found, model, task=task)
    plain = make.TaskFactory(code="NV-THUONG", title="Nhiệm vụ thường", **made)
    make.TaskUpdateFactory(task=plain, result="Kết quả thường")
    found.codes += ["SXD", "KH2024"]  # the filters of lists
    return found


@pytest.fixture
def office(home) -> User:
    """Sees every agency, and not what restricted tasks are about."""
    return make.UserFactory(role=Role.PROCEDURE_OFFICE, role__agency=home)


@pytest.fixture
def clerk(home) -> User:
    """Of the very agency that leads the task."""
    return make.UserFactory(role=Role.CLERK, role__agency=home)


@pytest.fixture
def head(home) -> User:
    return make.UserFactory(role=Role.HEAD, role__agency=home)


def told(leaks, found: Restricted) -> list[str]:
    """The leaks with the field that each word stood in."""
    return [re.sub(r"zqx\w\wqz", lambda word: found.words[word[0]], str(leak)) for leak in leaks]


# Nobody without the right reads it -------------------------------------------------------------


@pytest.mark.parametrize("part", PARTS)
def test_office_reads_no_word_at_any_address(office, restricted, part):
    """As it is, and with everything that may stand behind the question mark."""
    walk = Walk(office, restricted, part)

    assert told(walk.reads(), restricted) == []


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_clerk_of_the_lead_neither_reads_nor_moves_it(clerk, restricted, method):
    """The addresses as they are: what may stand behind the question mark was asked above."""
    walk = Walk(clerk, restricted)
    leaks = [
        leak
        for address in all_addresses()
        for path in address.paths(restricted)
        for leak in walk.ask(method, path, {}, {"post": "yes"} if method == "POST" else None)
    ]

    assert told(leaks, restricted) == []


def test_walk_finds_a_task_that_is_not_masked(office, restricted, monkeypatch):
    monkeypatch.setitem(_permissions(), Role.PROCEDURE_OFFICE, _more(Role.PROCEDURE_OFFICE))

    leak = next(Walk(office, restricted).leaks(), None)

    assert leak is not None
    assert leak.what.startswith("tells")


def test_every_kind_of_row_that_hangs_on_a_task_is_planted(restricted):
    assert {model for model in restricted.keys if model in parts_of_tasks()} == parts_of_tasks()


# Everybody counts it ---------------------------------------------------------------------------

#: What differs between any two answers: the keys of forms and of requests, and the length.
EACH_TIME = re.compile(r"(?:csrf\w*|form_key|nonce)[^>]*>|value=\"\w{64}\"|content-length: \d+")


def numbers(user: User, restricted: Restricted) -> dict[str, list[str]]:
    """Every number of every page that opens, by address: all but the page of the task itself, and
    the admin, which lists only what may be changed."""
    client = Client()
    client.force_login(user, backend="agencies.auth.RoleBackend")
    found = {}
    for address in all_addresses():
        for path in address.paths(restricted) if not address.is_entry else ():
            answer = client.get(path)
            if answer.status_code == 200 and "NV-MAT" not in path:
                found[path] = re.findall(r"\d[\d.,]*", EACH_TIME.sub("", said(answer)))
    return found


def test_every_number_is_that_of_a_reader_with_the_right(office, restricted, monkeypatch):
    without = numbers(office, restricted)
    monkeypatch.setitem(_permissions(), Role.PROCEDURE_OFFICE, _more(Role.PROCEDURE_OFFICE))
    with_right = numbers(User.objects.get(pk=office.pk), restricted)

    assert {path for path in without if without[path] != with_right[path]} == {
        "/meetings/2023-01-01/"  # counts it, but does not tell that it is this conclusion's
    }
    assert {"/", "/tasks/", "/agencies/SXD/"} <= set(without)
    # Only the pages of what hangs on the task are closed: no list, no sum.
    assert [path for path in with_right.keys() - without.keys() if not re.search(r"\d", path)] == []


def test_a_meeting_counts_it_and_does_not_name_it(restricted, office, head, as_user):
    def counted(user):
        page = as_user(user).get("/meetings/2023-01-01/").context["page"]
        (row,) = page.conclusions
        tasks = [as_user(user).get(one.href).context["count"] for one in page.counts]
        return [one.text for one in page.counts], tasks, len(row.tasks)

    assert counted(office) == (["1", "1"], [1, 1], 0)
    assert counted(head) == (["1", "1"], [1, 1], 1)


def _permissions():
    return permissions_of_roles()


def _more(role):
    return permissions_of_roles()[role] | {RIGHT}


# What a reader gets ----------------------------------------------------------------------------


@pytest.fixture
def task(restricted, clerk) -> Task:
    return Task.objects.visible_to(clerk).get(code="NV-MAT")


def test_a_hidden_task_keeps_what_it_is_counted_by(task, home):
    assert (task.is_hidden, task.title, task.code, task.lead) == (True, TITLE, "NV-MAT", home)
    assert task.original_due_on == dt.date(2024, 4, 30)
    assert task.submitted_on == dt.date(2024, 5, 20)


def test_a_hidden_task_has_lost_its_texts_and_its_source(task):
    told = {name: getattr(task, name) for name in texts(Task)}

    assert told == dict.fromkeys(texts(Task), "") | {"title": TITLE}
    assert (task.document, task.document_id, task.conclusion, task.conclusion_id) == (None,) * 4


def test_nothing_that_hangs_on_a_hidden_task_is_reached_through_it(task):
    for relation in Task._meta.related_objects:
        if relation.one_to_many:
            manager = getattr(task, relation.get_accessor_name())
            assert (relation.name, list(manager.all()), manager.filter(pk__gt=0).count()) == (
                relation.name,
                [],
                0,
            )


@pytest.mark.parametrize(
    "fetch",
    [
        lambda rows: rows.get(),
        lambda rows: rows.only("title").get(),
        lambda rows: rows.defer("title", "note").get(),
        lambda rows: rows.select_related("document", "conclusion__meeting").get(),
        lambda rows: next(rows.iterator()),
        lambda rows: rows.in_bulk(field_name="code")["NV-MAT"],
        lambda rows: rows.as_of(DAY).for_table().urgent_first()[0],
        lambda rows: rows.as_of(DAY).for_detail().get(),
        lambda rows: next(rows.as_of(DAY).for_export().iterator(chunk_size=10)),
        lambda rows: rows.prefetch_related(Prefetch("updates", to_attr="newest")).get(),
    ],
)
def test_however_it_is_fetched_it_is_masked(restricted, office, fetch):
    task = fetch(Task.objects.visible_to(office).filter(code="NV-MAT"))
    prefetched = {**task.__dict__, **task._state.fields_cache}

    assert (task.title, task.note, task.document) == (TITLE, "", None)
    assert "zqx" not in repr(prefetched)
    assert list(task.updates.all()) == getattr(task, "newest", []) == []


def test_rows_for_counting_are_masked_too(restricted, clerk):
    assert [task.title for task in Task.objects.counted_for(clerk).filter(is_restricted=True)] == [
        TITLE
    ]


@pytest.mark.parametrize(
    "names",
    [
        *((), ("title",), ("code", "note"), ("document__number",)),
        *(("updates__result",), ("extensions__reason",)),
        *((F("title"),), (Upper("title"),), (Coalesce("code", "note"),)),
    ],
)
def test_content_is_never_read_as_values(restricted, member, names):
    with pytest.raises(TypeError, match="comes from instances"):
        Task.objects.visible_to(member).values_list(*names)


def test_what_a_hidden_task_is_counted_by_is_read_as_values(restricted, member):
    rows = Task.objects.visible_to(member).annotate(n=Value(1))

    assert len(rows.values_list("pk", "lead_id", "lead__code", "n", Upper("code"))) == 2


def test_a_hidden_task_is_not_saved(task):
    with pytest.raises(PermissionDenied):
        task.save()
    with pytest.raises(PermissionDenied):
        Task.objects.bulk_update([task], ["title"])


def test_a_search_finds_a_hidden_task_by_its_code_alone(restricted, office, head):
    def found(user, text):
        return [task.code for task in Task.objects.visible_to(user).search(text)]

    assert (found(office, TYPED), found(head, TYPED)) == ([], ["NV-MAT"])
    assert (found(office, "NV-MAT"), found(head, "NV-MAT")) == (["NV-MAT"], ["NV-MAT"])


def test_parts_are_seen_with_the_content_and_counted_without_it(restricted, clerk, head):
    theirs = [
        (model.objects.visible_to(user).count(), model.objects.counted_for(user).count())
        for user in (clerk, head)
        for model in (TaskUpdate, Extension)
    ]

    assert theirs == [(1, 2), (0, 1), (2, 2), (1, 1)]


def test_only_who_may_read_it_may_change_it(restricted, clerk, head):
    for user, codes in ((clerk, ["NV-THUONG"]), (head, ["NV-MAT", "NV-THUONG"])):
        rows = Task.objects.writable_by(user, "tasks.change_task")
        assert [task.code for task in rows] == codes
        parts = TaskUpdate.objects.writable_by(user, "tasks.add_taskupdate")
        assert sorted(part.task.code for part in parts) == codes


def test_the_head_of_a_coordinating_agency_reads_it(restricted, shared):
    agency = make.AgencyFactory(parent=shared.province)
    helper = make.UserFactory(role=Role.HEAD, role__agency=agency)
    Task.objects.get(code="NV-MAT").coordinating.add(agency)

    assert not Task.objects.visible_to(helper).get(code="NV-MAT").is_hidden


def test_a_right_over_one_agency_does_not_open_the_tasks_of_another(restricted, office, shared):
    other = make.AgencyFactory(parent=shared.province)
    make.MembershipFactory(user=office, agency=other, role=Role.HEAD)

    assert Task.objects.visible_to(office).get(code="NV-MAT").is_hidden


def test_list_and_page_carry_the_mark_for_everybody(restricted, clerk, head, as_user):
    for user in (clerk, head):
        for path in ("/tasks/", "/tasks/NV-MAT/"):
            assert "Hạn chế xem" in as_user(user).get(path).text


def test_the_page_says_why_it_shows_so_little(restricted, clerk, as_user):
    page = as_user(clerk).get("/tasks/NV-MAT/")

    assert page.templates[0].name == "tasks/hidden.html"
    assert "Bạn không có quyền xem nội dung nhiệm vụ này" in page.text


def test_models_of_parts_are_scoped(restricted):
    """A new kind of row that hangs on a task follows it, too."""
    for model in parts_of_tasks():
        assert hasattr(model._default_manager.all(), "counted_for"), model
    assert apps.get_model("tasks", "task")._default_manager.all().told_to
