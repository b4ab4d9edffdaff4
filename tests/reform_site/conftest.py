"""A small demo province, loaded once per module that asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from agencies.models import User
from reporting import provenance
from tests.clients import client_of

SCALE = 400


@pytest.fixture(scope="module")
def province(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[None]:
    """The demo at a small scale. Each test changes it inside its own transaction."""
    logins = tmp_path_factory.mktemp("demo") / "logins.json"
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", scale=SCALE, logins=logins, stdout=StringIO())
        provenance.forget()
        yield
        transaction.set_rollback(True)
    provenance.forget()


@pytest.fixture
def member(province, db) -> Client:
    return client_of(User.objects.get(username="uyvien"))


@pytest.fixture
def clerk(province, db) -> Client:
    """A clerk of Sở Xây dựng."""
    return client_of(User.objects.get(username="congchuc.xaydung"))
