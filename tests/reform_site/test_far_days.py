"""Every page that reads an as-of day answers an absurd one with words, not with an error."""

from __future__ import annotations

import pytest
from django.test import Client

from agencies.roles import Role
from tests.clients import client_of
from tests.factories import DossierFactory, TaskFactory, UserFactory
from tests.isolation.addresses import all_addresses


def pages() -> list[str]:
    """Addresses of the site without a hole, entry screens left out."""
    return [f"/{one.route}" for one in all_addresses() if not one.names and not one.is_entry]


@pytest.fixture
def secretary(period) -> Client:
    return client_of(UserFactory(role=Role.SECRETARIAT))


@pytest.mark.parametrize("day", ["9999-12-31", "2034-12-31", "0001-01-01"])
def test_no_page_fails_on_a_far_day(secretary, construction, day):
    TaskFactory(lead=construction)
    DossierFactory(resolving_agency=construction)
    paths = [*pages(), f"/agencies/{construction.code}/"]
    query = {"period": "2024-H1", "as_of": day}
    failed = [path for path in paths if secretary.get(path, query).status_code >= 500]

    assert ("/" in paths, "/dossiers/charts/" in paths) == (True, True)
    assert failed == []


@pytest.mark.parametrize("path", ["/", "/agencies/", "/agencies/SXD/", "/dossiers/charts/"])
def test_a_page_says_that_the_day_is_refused(secretary, construction, path):
    text = secretary.get(path, {"as_of": "9999-12-31"}).content.decode()

    assert "Ngày 31/12/9999 cách kỳ báo cáo quá xa" in text
