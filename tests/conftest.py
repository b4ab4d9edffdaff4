"""What every test gets: a period and its day, a member who sees all, a clerk of one agency."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from hypothesis import settings as hypothesis_settings

from agencies.models import Agency, User
from agencies.roles import Role
from reporting.models import Period
from reporting.selection import Selection
from tests.clients import client_of
from tests.factories import AgencyFactory, PeriodFactory, UserFactory
from tests.template import template
from tests.workers import Scheduling

DAY = dt.date(2024, 6, 14)

hypothesis_settings.register_profile("suite", derandomize=True, max_examples=50, deadline=None)
hypothesis_settings.load_profile("suite")


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Scheduling:
    """Asked only with ``-n``."""
    return Scheduling(config, log)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings) -> None:
    """The test database is a copy of one that has every migration."""
    connection.settings_dict["TEST"]["TEMPLATE"] = template()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The test database has ids of four digits, as a used one: a key that a page groups by
    thousands is then no key. It can be dropped at the end, whatever a server's thread has left
    open."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1233)"
            " FROM pg_sequences WHERE schemaname = 'public' AND coalesce(last_value, 0) < 1233"
        )
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )


@pytest.fixture(autouse=True)
def _media(settings, tmp_path: Path) -> None:
    """Uploaded files of one test stay with that test."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _cache() -> None:
    """No test sees what another has cached."""
    cache.clear()


@pytest.fixture
def period(db: None) -> Period:
    return PeriodFactory(code="2024-H1", name="6 tháng đầu năm 2024", name_en="First half of 2024")


@pytest.fixture
def selection(period: Period) -> Selection:
    """The first half of 2024, as of its last day."""
    return Selection(period, DAY)


@pytest.fixture
def construction(db: None) -> Agency:
    return AgencyFactory(code="SXD", name="Sở Xây dựng")


@pytest.fixture
def health(db: None) -> Agency:
    return AgencyFactory(code="SYT", name="Sở Y tế")


@pytest.fixture
def member(db: None) -> User:
    return UserFactory(role=Role.MEMBER)


@pytest.fixture
def clerk(construction: Agency) -> User:
    """Of Sở Xây dựng."""
    return UserFactory(role=Role.CLERK, role__agency=construction)


@pytest.fixture
def as_user() -> Callable[[User], Client]:
    """A browser in which that user is logged in."""
    return client_of


@pytest.fixture
def member_client(member: User, as_user: Callable[[User], Client], period: Period) -> Client:
    return as_user(member)


@pytest.fixture
def clerk_client(clerk: User, as_user: Callable[[User], Client], period: Period) -> Client:
    return as_user(clerk)
