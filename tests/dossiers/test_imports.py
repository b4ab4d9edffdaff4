"""A list of dossiers from upload to figures."""

from __future__ import annotations

import pytest

from agencies.roles import Role
from dossiers.models import Dossier
from reporting.models import ImportRun
from tests.dossiers.import_world import imported, listed, row, seen, sent
from tests.factories import ProcedureFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db):
    return UserFactory(role=Role.PROCEDURE_OFFICE)


@pytest.fixture
def permit(db):
    return ProcedureFactory(code="1.004082")


def test_a_list_becomes_dossiers(construction, permit, office):
    run = sent(listed([row(1), row(2, resolved="", status="4")]), office)
    preview = seen(run)

    assert run.status == ImportRun.Status.PENDING
    assert preview.counts["new"] == 2
    assert not Dossier.objects.exists()

    run = imported(listed([row(1), row(2, resolved="", status="4")]), office)

    assert run.status == ImportRun.Status.DONE
    assert Dossier.objects.count() == 2
