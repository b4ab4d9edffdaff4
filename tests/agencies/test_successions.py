"""The entry form of an agency refuses a succession that its days contradict."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from agencies.admin.successions import contradictions
from agencies.models import Agency, AgencySuccession
from agencies.roles import Role
from tests.admin_forms import posted
from tests.clients import client_of
from tests.factories import AgencyFactory, UserFactory

pytestmark = pytest.mark.django_db

ON, EVE = dt.date(2024, 4, 15), dt.date(2024, 4, 14)
BEFORE = dt.date(2020, 1, 1)


def agency(code="MOI", first=None, last=None) -> Agency:
    return AgencyFactory(code=code, name=f"Sở {code}", valid_from=first, valid_to=last)


@pytest.mark.parametrize(
    ("kind", "old_last", "new_first", "new_last", "fields"),
    [
        ("renamed", EVE, ON, None, set()),
        ("renamed", None, ON, None, {"on"}),
        ("renamed", ON, ON, None, {"on"}),
        ("renamed", EVE, None, None, {"successor"}),
        ("renamed", EVE, BEFORE, None, {"successor"}),
        ("renamed", None, BEFORE, None, {"on", "successor"}),
        ("merged", EVE, ON, None, set()),
        ("merged", EVE, BEFORE, None, set()),
        ("merged", None, BEFORE, None, {"on"}),
        ("merged", EVE, BEFORE, EVE, {"successor"}),
        ("merged", EVE, dt.date(2024, 5, 1), None, {"successor"}),
        ("absorbed", EVE, BEFORE, None, set()),
        ("absorbed", EVE, None, None, set()),
        ("absorbed", EVE, ON, None, {"successor"}),
        ("split", None, ON, None, set()),
        ("split", EVE, BEFORE, None, set()),
        ("split", None, BEFORE, EVE, {"successor"}),
        ("abolished", EVE, BEFORE, None, set()),
        ("abolished", None, BEFORE, None, {"on"}),
    ],
)
def test_what_contradicts_the_days_of_the_agencies(kind, old_last, new_first, new_last, fields):
    old = agency("CU", last=old_last)

    assert set(contradictions(old, kind, agency("MOI", new_first, new_last), ON)) == fields


def test_an_end_without_a_successor_only_needs_its_day():
    assert contradictions(agency("CU", last=EVE), "abolished", None, ON) == {}
    assert set(contradictions(agency("CU2"), "abolished", None, ON)) == {"on"}


def type_succession(client: Client, old: Agency, *rows: tuple[str, Agency], **changes: str):
    url = reverse("admin:agencies_agency_change", args=[old.pk])
    typed = {"successions-TOTAL_FORMS": len(rows)}
    for place, (kind, successor) in enumerate(rows):
        typed |= {
            f"successions-{place}-kind": kind,
            f"successions-{place}-successor": successor.pk,
            f"successions-{place}-on": "15/04/2024",
            f"successions-{place}-predecessor": old.pk,
        }
    return client.post(url, posted(client.get(url), **typed, **changes))


@pytest.fixture
def secretary() -> Client:
    return client_of(UserFactory(role=Role.SECRETARIAT))


def test_a_rename_into_a_living_agency_is_refused_with_words(secretary):
    old, living = agency("CU"), agency("MOI", BEFORE)
    text = type_succession(secretary, old, ("renamed", living)).content.decode()

    assert (
        "Sở CU phải kết thúc ngay trước ngày 15/04/2024; hãy nhập “Có hiệu lực đến hết” là "
        "14/04/2024, hoặc sửa ngày có hiệu lực của việc kế thừa."
    ) in text
    assert "Đổi tên thì cơ quan mới bắt đầu đúng ngày 15/04/2024, nhưng Sở MOI" in text
    assert not AgencySuccession.objects.exists()


def test_the_end_typed_on_the_same_form_counts(secretary):
    old, new = agency("CU"), agency("MOI", ON)
    answer = type_succession(secretary, old, ("renamed", new), valid_to="14/04/2024")

    assert answer.status_code == 302
    assert AgencySuccession.objects.get().successor == new


def test_one_merger_has_one_successor(secretary):
    old, first, second = agency("CU"), agency("A", BEFORE), agency("B", BEFORE)
    rows = (("absorbed", first), ("absorbed", second))
    text = type_succession(secretary, old, *rows, valid_to="14/04/2024").content.decode()

    assert "Ngày 15/04/2024 đang có 2 dòng kế thừa" in text
    assert not AgencySuccession.objects.exists()
