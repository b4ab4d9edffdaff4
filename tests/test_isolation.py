"""Nobody of one agency sees, counts or moves a row of another, by any address of the site.

The addresses are read from the URL configuration, the parameters from the code that reads them:
a new page is walked over without anybody remembering to add it.
"""

from __future__ import annotations

import datetime as dt
import logging
import re

import pytest
from django.urls import reverse

from agencies.admin.fields import ScopedFields
from agencies.admin.scoped import ScopedAdmin
from agencies.models import Agency
from agencies.querysets import AgencyQuerySet, ScopedQuerySet
from dossiers.models import Dossier, Return
from dossiers.querysets import DossierQuerySet
from reporting.models import Statement
from reporting.models.statements import StatementQuerySet
from tasks.querysets import TaskQuerySet
from tests.isolation.addresses import all_addresses
from tests.isolation.forms import filled
from tests.isolation.walk import PARTS, Walk, said
from tests.isolation.world import Other, other_rows, our_models, own_rows, shared_rows

# Walks touch every line and assert nothing about most: counted, they would make coverage say more
# than it is.
pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(dt.datetime(2024, 6, 14, 2, 0, tzinfo=dt.UTC), tick=False)


@pytest.fixture(autouse=True)
def _quiet():
    """Thousands of refusals are what is wanted; their log is not."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def shared():
    return shared_rows()


@pytest.fixture
def clerk(shared):
    return own_rows(shared)


@pytest.fixture
def other(shared):
    return other_rows(shared)


def told(leaks):
    return [str(leak) for leak in leaks]


@pytest.mark.parametrize("part", PARTS)
def test_clerk_reads_nothing_of_another_agency(clerk, other, part):
    assert told(Walk(clerk, other, part).reads()) == []


@pytest.mark.parametrize("part", PARTS)
def test_clerk_moves_nothing_of_another_agency(clerk, other, part):
    assert told(Walk(clerk, other, part).writes()) == []


def test_stranger_reads_nothing_at_all(other):
    assert told(Walk(None, other).reads()) == []


def test_walk_knows_every_kind_of_scoped_row(other):
    scoped = {model for model in our_models() if hasattr(model.objects.all(), "of_agencies")}
    theirs = Agency.objects.filter(pk__in=other.keys[Agency])

    forgotten = {model for model in scoped if not model.objects.of_agencies(theirs).exists()}

    assert forgotten == set()


def all_rows(self, *args):
    return self.all()


@pytest.mark.parametrize(
    "queryset", [AgencyQuerySet, ScopedQuerySet, TaskQuerySet, DossierQuerySet, StatementQuerySet]
)
def test_walk_finds_a_scope_that_was_taken_away(clerk, other, monkeypatch, queryset):
    monkeypatch.setattr(queryset, "visible_to", all_rows, raising=False)

    assert next(Walk(clerk, other).leaks(), None) is not None


def first_move(walk):
    return next((leak for leak in walk.writes() if leak.what.startswith("moves")), None)


def test_walk_finds_rows_that_anybody_may_write(clerk, other, monkeypatch):
    for queryset in (AgencyQuerySet, ScopedQuerySet):
        monkeypatch.setattr(queryset, "writable_by", all_rows)
    for queryset in (AgencyQuerySet, ScopedQuerySet, TaskQuerySet):
        monkeypatch.setattr(queryset, "visible_to", all_rows)

    assert first_move(Walk(clerk, other)) is not None


def test_walk_finds_a_choice_that_is_not_limited(clerk, other, monkeypatch):
    def unlimited(self, db_field, request):
        return db_field.remote_field.model._default_manager.all()

    monkeypatch.setattr(ScopedFields, "offered_rows", unlimited)
    monkeypatch.setattr(ScopedAdmin, "offered_rows", unlimited)

    assert first_move(Walk(clerk, other)) is not None


def test_walk_finds_a_screen_without_scope(clerk, other, monkeypatch):
    def unscoped(self, request):
        return self.model._default_manager.all()

    monkeypatch.setattr(ScopedAdmin, "get_queryset", unscoped)

    assert next(Walk(clerk, other).leaks(), None) is not None


@pytest.mark.parametrize(
    ("screen", "model"),
    [
        ("admin:dossiers_dossier_add", Dossier),
        ("admin:dossiers_return_add", Return),
        ("admin:reporting_statement_add", Statement),
    ],
)
def test_forms_that_the_walk_sends_are_such_as_get_saved(clerk, client, screen, model):
    """Otherwise a refusal of theirs would prove nothing."""
    client.force_login(clerk)
    model.objects.all().delete()
    page = client.get(reverse(screen))

    client.post(reverse(screen), filled(page))

    assert model.objects.visible_to(clerk).count() == 1


def test_address_with_an_unknown_converter_fails_the_walk(other, monkeypatch):
    class Unknown:
        regex = "[0-9]{4}"

    address = all_addresses()[0]
    strange = type(address)("x/<year>/", ("year",), (Unknown(),), address.view, "x", None)

    with pytest.raises(AssertionError, match="teach the walk"):
        list(strange.paths(other))


#: What differs between any two answers: the keys of forms and of requests.
EACH_TIME = re.compile(r"(?:csrf\w*|form_key)[^>]*>|value=\"\w{64}\"")


def pages(clerk):
    """What every address without a hole in it says to the clerk."""
    walk = Walk(clerk, Other())
    return {
        address.route: EACH_TIME.sub("", said(walk.client.get(f"/{address.route}")))
        for address in all_addresses()
        if not address.names
    }


def changed_pages(shared, clerk):
    before = pages(clerk)
    other_rows(shared)
    after = pages(clerk)
    return [route for route in before if before[route] != after[route]]


def test_no_page_depends_on_rows_of_another_agency(shared, clerk):
    """Neither names nor counts: each page is the same before the other agency has rows at all."""
    assert changed_pages(shared, clerk) == []


def test_a_count_without_scope_changes_pages(shared, clerk, monkeypatch):
    monkeypatch.setattr(ScopedQuerySet, "visible_to", all_rows)

    assert "statements/" in changed_pages(shared, clerk)
