"""A page that counts dossiers says which day it counts, and where the dossiers end before it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.http import QueryDict

from agencies.roles import Role
from dossiers.freshness import day_notes, newest_day
from reporting.selection import select
from tests.factories import AgencyFactory, DossierFactory, PeriodFactory, UserFactory

PAGES = ("/dossiers/", "/dossiers/late/", "/dossiers/charts/", "/", "/agencies/", "/agencies/SXD/")
ENDED = "Kỳ báo cáo kết thúc ngày 14/06/2024: số hồ sơ tính đến hết ngày đó, không phải 01/07/2025."
BEHIND = "Dữ liệu hồ sơ mới có đến 14/06/2024"


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.fixture
def year(db):
    """A year that still runs, with dossiers of its first half only."""
    return PeriodFactory(
        code="2024", date_from=day("2023-12-15"), date_to=day("2024-12-14"), status="running"
    )


def received(on: str, resolved: str | None = None, due: str = "2024-08-30"):
    return DossierFactory(
        received_on=day(on),
        due_on=day(due),
        resolved_on=resolved and day(resolved),
        status=10 if resolved else 2,
    )


def everyone():
    return UserFactory(role=Role.MEMBER)


def notes(query: str):
    data = QueryDict(query)
    return day_notes(select(data), data, everyone())


def test_the_newest_day_is_that_of_the_last_receipt_or_result_not_of_a_due_day(db):
    assert newest_day(everyone()) is None
    received("2024-06-03", due="2024-08-30")
    assert newest_day(everyone()) == day("2024-06-03")
    received("2024-05-02", resolved="2024-06-14")
    received("2024-06-01", due="2024-06-02")

    assert newest_day(everyone()) == day("2024-06-14")


def test_days_after_the_newest_dossier_are_told_with_a_way_back(year):
    received("2024-06-14")
    (note,) = notes("period=2024&level=district&page=3")

    assert note["text"].startswith(BEHIND)
    assert note["label"] == "Tính đến 14/06/2024"
    assert note["url"] == "?period=2024&level=district&as_of=2024-06-14"


@pytest.mark.parametrize(("as_of", "told"), [("2024-06-24", 0), ("2024-06-25", 1)])
def test_ten_days_without_a_dossier_are_usual(year, as_of, told):
    received("2024-06-14")

    assert len(notes(f"period=2024&as_of={as_of}")) == told


def test_dossiers_that_end_before_the_period_leave_no_day_to_go_to(year):
    received("2023-06-14")
    (note,) = notes("period=2024")

    assert (note["text"].startswith("Dữ liệu hồ sơ mới có đến 14/06/2023"), "url" in note) == (
        True,
        False,
    )


def test_a_day_after_the_period_is_told(period):
    received("2024-06-13")

    assert notes("as_of=2025-07-01") == [{"text": ENDED}]
    assert notes("") == []


def test_without_dossiers_nothing_is_told(year):
    assert notes("period=2024") == []


@pytest.mark.parametrize("path", PAGES)
def test_every_page_that_counts_dossiers_tells(period, year, construction, member_client, path):
    received("2024-06-14", due="2024-06-13")

    assert BEHIND in member_client.get(path, {"period": "2024"}).content.decode()
    late = member_client.get(path, {"period": "2024-H1", "as_of": "2025-07-01"})
    assert ENDED in late.content.decode()


@pytest.mark.parametrize("path", PAGES[:3])
def test_the_head_on_paper_names_the_day_that_is_counted(period, member_client, path):
    answer = member_client.get(path, {"period": "2024-H1", "as_of": "2025-07-01"})

    assert answer.context["letterhead_note"].endswith("tính đến 14/06/2024")


def test_months_asked_for_are_counted_to_their_own_end(period, year, member_client):
    received("2024-06-14")
    asked = {"period": "2024-H1", "as_of": "2025-07-01", "last_month": "2025-06"}
    (note,) = member_client.get("/dossiers/charts/", asked).context["day_notes"]

    assert note["text"].startswith(BEHIND)


def test_the_newest_day_is_one_query(db, django_assert_num_queries):
    for _number in range(3):
        DossierFactory(agency=AgencyFactory())
    reader = everyone()
    newest_day(reader)
    with django_assert_num_queries(1):
        newest_day(reader)


def test_a_clerk_is_told_of_the_own_agencies_alone(period, construction, health, clerk):
    DossierFactory(resolving_agency=health, received_on=day("2024-06-13"))
    assert newest_day(clerk) is None
    DossierFactory(resolving_agency=construction, received_on=day("2024-05-13"), due_on=None)

    assert newest_day(clerk) == day("2024-05-13")
