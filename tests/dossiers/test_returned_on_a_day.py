"""On an earlier day the version that stood then counts; the first sending says whether in time."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from agencies.models import Agency
from dossiers.models import Return
from dossiers.summary.reported import reports
from dossiers.summary.sources import forms
from tests.dossiers.pages_world import heading_of
from tests.dossiers.returns_world import day, deadline, step
from tests.factories import ReturnFactory

PERIOD = reverse("dossiers:period")
REPORTED = reverse("dossiers:reported")
SOURCES = reverse("dossiers:sources")
Status = Return.Status
FIRST, LATER = "2024-06-14", "2026-11-24"
#: Sent in time, given back and sent again long after, published on the same day, then corrected.
WAY = (("draft", FIRST), ("submitted", FIRST), ("draft", "2026-11-20"), ("submitted", LATER))


@pytest.fixture
def old(period, construction):
    deadline(period, "province", "2024-06-16")
    form = ReturnFactory(period=period, agency=construction, status=Status.SUPERSEDED)
    for status, on in (*WAY, ("confirmed", LATER), ("published", LATER), ("superseded", LATER)):
        step(form, status, on)
    return form


@pytest.fixture
def new(old, period, construction):
    form = ReturnFactory(period=period, agency=construction, version=2, replaces=old,
                         status=Status.PUBLISHED, online=61, received_total=101)  # fmt: skip
    for status in ("draft", "submitted", "confirmed", "published"):
        step(form, status, LATER)
    return form


def standing(on):
    return [(form.pk, form.status, sent) for form, sent in forms(Agency.objects.all(), day(on))]


def report(period, on):
    (found,) = reports(Agency.objects.filter(code="SXD"), [period], day(on))[period.pk]
    return found


def test_the_version_of_the_day_stands(old, new):
    assert standing("2024-06-13") == []
    assert standing(FIRST) == [(old.pk, "submitted", day(FIRST))]
    assert standing("2026-11-21") == []
    assert standing(LATER) == [(new.pk, "published", day(LATER))]


def test_while_a_correction_is_on_its_way_the_published_one_stands(old, new):
    Return.objects.filter(pk=new.pk).update(status=Status.SUBMITTED)
    Return.objects.filter(pk=old.pk).update(status=Status.PUBLISHED)
    old.steps.filter(status="superseded").delete()
    new.steps.exclude(status="submitted").delete()

    assert standing(LATER) == [(old.pk, "published", day(FIRST))]


def test_the_page_of_that_day_shows_it_as_provisional(old, new, member_client):
    page = member_client.get(PERIOD, {"source": "returns", "as_of": FIRST})
    text = page.content.decode()

    assert "chỉ có biểu tổng hợp" not in text
    assert f'href="{old.get_absolute_url()}"' in text
    assert "tạm tính" in text


def test_both_pages_of_a_day_count_the_same_agencies(old, new, member_client):
    for on in (FIRST, "2026-11-21", LATER):
        source = member_client.get(PERIOD, {"source": "returns", "as_of": on})
        reported = member_client.get(REPORTED, {"as_of": on})

        figures = reported.context["states"]
        sent = next(one for one in figures if "submitted" in one["url"])["count"]
        assert re.search(rf"\b{sent}/\d+", heading_of(source))


def test_differences_of_that_day_stay_and_open(old, new, member_client):
    page = member_client.get(SOURCES, {"as_of": FIRST}).content.decode()
    url = reverse("dossiers:follow-up", args=[old.pk])

    assert url in page
    assert member_client.get(url).context["report"] == new


def test_who_sent_in_time_and_sent_again_is_not_late(old, new, period):
    assert (report(period, FIRST).state, report(period, FIRST).days_late) == ("on_time", -2)
    assert (report(period, LATER).state, report(period, LATER).days_late) == ("on_time", -2)


def test_what_was_given_back_is_not_sent_and_not_overdue(old, new, period, member_client):
    found = report(period, "2026-11-21")

    assert (found.state, found.is_overdue, found.is_given_back) == ("silent", False, True)
    page = member_client.get(REPORTED, {"as_of": "2026-11-21"}).content.decode()
    assert "đã gửi, được trả lại để sửa" in page
