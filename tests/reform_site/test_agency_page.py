"""One agency: everything it owes, whose numbers open their rows, and the link to its head."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.urls import reverse

from agencies.models import Agency
from agencies.roles import Role
from reporting.numbers import NBSP
from tests.clients import reader
from tests.factories import (
    AgencyFactory,
    AgencySuccessionFactory,
    ConclusionFactory,
    DossierFactory,
    ExtensionFactory,
    ExtensionRequestFactory,
    OccurrenceFactory,
    ProgrammeFactory,
    TaskFactory,
    TaskUpdateFactory,
    UserFactory,
)


def plain(text: str) -> str:
    return text.replace(NBSP, " ")


@pytest.fixture
def member(db: None) -> Any:
    """Here without the demonstration province, which takes up the usual codes."""
    return UserFactory(role=Role.MEMBER)


@pytest.fixture
def clerk(construction: Any) -> Any:
    """Of Sở Xây dựng."""
    return UserFactory(role=Role.CLERK, role__agency=construction)


@pytest.fixture
def commune(construction: Any) -> Any:
    return AgencyFactory(code="X1", name="Đơn vị trực thuộc", parent=construction)


@pytest.fixture
def owing(construction: Any, commune: Any) -> Any:
    """The agency: one task done, one overdue, one at risk; below it one due soon."""
    plan = ProgrammeFactory(code="KH2024", short_name="Kế hoạch 2024")
    of = {"programme": plan, "lead": construction}
    TaskFactory(code="A", done=True, **of)
    TaskFactory(code="B", **of)
    risky = TaskFactory(
        code="C", original_due_on=dt.date(2024, 7, 15), conclusion=ConclusionFactory(), **of
    )
    TaskUpdateFactory(task=risky, percent=30)
    coming = TaskFactory(
        code="D", programme=plan, lead=commune, original_due_on=dt.date(2024, 6, 20)
    )
    TaskUpdateFactory(task=coming, percent=95, reported_on=dt.date(2024, 6, 10))
    return construction


def test_the_heading_is_a_finding_that_names_the_agency(member_client, owing):
    context = member_client.get(owing.get_absolute_url()).context

    assert plain(context["headline"]) == (
        "Sở Xây dựng: 4 nhiệm vụ, 1 quá hạn (chậm nhất 45 ngày), 1 có nguy cơ chậm"
    )


def test_without_tasks_the_heading_says_so(member_client, health):
    headline = member_client.get(health.get_absolute_url()).context["headline"]

    assert headline == "Sở Y tế không có nhiệm vụ được giao đến ngày tính"


def test_sections_name_what_presses_most_with_its_reason(member_client, owing):
    sections = member_client.get(owing.get_absolute_url()).context["sections"]

    named = {one["key"]: [(row.code, plain(row.reason)) for row in one["rows"]] for one in sections}
    assert named == {
        "open_overdue": [("B", "Quá hạn 45 ngày")],
        "at_risk": [
            ("C", "Đã dùng 82 % thời gian, mới báo 30 %; 74 ngày chưa có báo cáo"),
        ],
        "due_soon": [("D", "Còn 6 ngày")],
    }


def hrefs(context: Any) -> list[tuple[str, str]]:
    """(number, address) of every task number of the page."""
    states = context["states"]
    cells = [cell for row in [*states["rows"], states["foot"]] for cell in row["cells"]]
    found = [(cell["text"], cell["href"]) for cell in cells]
    found += [(one["text"], one["href"]) for one in context["others"][:-1]]  # a share is last
    found += [(one["count"], one["url"]) for one in context["sections"]]
    return [(text, href) for text, href in found if href]


@pytest.mark.parametrize("scope", ["", "own"])
def test_every_number_opens_exactly_its_rows(member_client, owing, scope):
    ExtensionFactory(task__lead=owing, task__original_due_on=dt.date(2024, 5, 1))
    ExtensionRequestFactory(task__lead=owing)
    OccurrenceFactory(task__lead=owing)
    query = {"scope": scope} if scope else {}

    found = hrefs(member_client.get(owing.get_absolute_url(), query).context)

    assert len(found) > 12
    for text, href in found:
        response = member_client.get(href)
        count = response.context.get("count", None)
        assert count is not None, href
        assert str(count) == text, href


def test_the_switch_leaves_out_what_is_below(member_client, owing):
    url = owing.get_absolute_url()

    whole, own = (member_client.get(url, {"scope": scope}).context for scope in ("", "own"))

    assert [one["states"]["foot"]["cells"][0]["text"] for one in (whole, own)] == ["4", "3"]
    assert [item["current"] for item in own["scopes"]] == [False, True]


def test_pending_requests_and_extensions_as_of_the_day(member_client, construction):
    asked = TaskFactory(lead=construction, code="A")
    ExtensionRequestFactory(task=asked, requested_on=dt.date(2024, 6, 10))
    ExtensionFactory(task=TaskFactory(lead=construction), decided_on=dt.date(2024, 6, 20))

    def others(day: str) -> dict[str, str]:
        context = member_client.get(construction.get_absolute_url(), {"as_of": day}).context
        return {one["term"]: one["text"] for one in context["others"]}

    before, after = others("2024-06-09"), others("2024-06-20")
    words = ("Đề nghị gia hạn chờ quyết định", "Nhiệm vụ đã gia hạn")
    assert [before[word] for word in words] == ["0", "0"]
    assert [after[word] for word in words] == ["1", "1"]


def test_entry_discipline_of_the_period_opens_its_entries(member_client, construction):
    TaskUpdateFactory(
        task__lead=construction,
        reported_on=dt.date(2024, 6, 10),
        entered_at=dt.datetime(2024, 6, 10, 9, tzinfo=dt.UTC),
    )

    context = member_client.get(construction.get_absolute_url()).context
    entry = context["others"][-1]

    assert (entry["term"], entry["after"]) == ("Nhập liệu trong ngày", "trong 1 lượt nhập của kỳ")
    assert (entry["text"], entry["href"]) == ("–", "")  # no working calendar has been entered


def test_the_link_to_the_head_is_the_page_itself_on_its_day(member_client, owing, settings):
    query = {"as_of": "2024-05-31", "scope": "own"}

    send = member_client.get(owing.get_absolute_url(), query).context["send"]

    address = urlsplit(send["url"])
    assert f"{address.scheme}://{address.netloc}" == settings.SITE_URL  # whatever host was asked
    assert address.path == owing.get_absolute_url()
    assert parse_qs(address.query) == {
        "period": ["2024-H1"],
        "as_of": ["2024-05-31"],
        "scope": ["own"],
    }
    letter = unquote(send["mailto"])
    assert letter.startswith("mailto:?subject=Nhiệm vụ của Sở Xây dựng, tính đến 31/05/2024&body=")
    assert letter.endswith(send["url"])


def test_the_head_opens_the_link_after_logging_in(member_client, owing, client, as_user):
    url = urlsplit(member_client.get(owing.get_absolute_url()).context["send"]["url"])
    address = f"{url.path}?{url.query}"

    assert client.get(address).url.startswith(reverse("login"))
    head = UserFactory(role=Role.HEAD, role__agency=owing)
    assert as_user(head).get(address).context["states"]["foot"]["cells"][0]["text"] == "4"


def test_another_agency_s_page_is_not_found(clerk_client, health):
    assert clerk_client.get(health.get_absolute_url()).status_code == 404


def test_the_page_fits_one_sheet_by_naming_few_tasks_and_counting_all(member_client, construction):
    TaskFactory.create_batch(12, lead=construction, programme=ProgrammeFactory())

    late = member_client.get(construction.get_absolute_url()).context["sections"][0]

    assert (late["count"], len(late["rows"]), late["more"]) == ("12", 4, 8)


def test_who_may_not_see_tasks_sees_only_the_organisation(owing, period):
    client = reader(Role.ADMINISTRATOR, owing)

    context = client.get(owing.get_absolute_url()).context

    assert context["headline"] == "Sở Xây dựng"
    assert "states" not in context


@pytest.mark.parametrize("rows", [1, 20])
def test_the_page_asks_the_same_queries_for_any_number_of_tasks(
    member_client, construction, rows, django_assert_num_queries
):
    plan = ProgrammeFactory()
    for dates in ({}, {"original_due_on": dt.date(2024, 6, 20)}):
        TaskFactory.create_batch(rows, lead=construction, programme=plan, **dates)
    member_client.get(construction.get_absolute_url())

    with django_assert_num_queries(AGENCY_QUERIES):
        member_client.get(construction.get_absolute_url())


AGENCY_QUERIES = (
    3  # session, user, memberships
    + 1  # the period
    + 2  # the agency, the tree of the day
    + 2  # tasks by programme, those at risk
    + 1  # successions and origins
    + 1
    + 3  # counts of the branch: tasks, structure, dossiers
    + 1  # the newest day of the dossiers
    + 2  # programmes: of the table, of the paces
    + 3  # tasks overdue, at risk, due soon
    + 4  # evidence missing, requests, extensions, conclusions
    + 1  # reports of recurring tasks
    + 3  # entries: reports, steps, and the working calendar
    + 2  # pace: counts, what blocks
    + 1  # periods of the bar
)


def test_an_ended_agency_shows_what_it_did_and_no_link_to_its_head(member_client, construction):
    day = dt.date(2024, 3, 1)
    for code, resolved in (("1", day), ("2", None)):
        DossierFactory(
            code=f"H23.01-240110-000{code}", agency=construction, resolved_on=resolved,
            received_on=dt.date(2024, 1, 10), status=9 if resolved else 4,
        )  # fmt: skip
    construction.valid_to = dt.date(2024, 4, 30)
    construction.save()

    response = member_client.get(construction.get_absolute_url())

    assert response.context["send"] is None
    assert "Cơ quan không hoạt động vào ngày tính số liệu đã chọn." in response.content.decode()
    ((row,),) = (group["rows"] for group in response.context["groups"])
    received, resolved = row["cells"][3:5]
    assert (received["text"], resolved["text"]) == ("2", "1")
    for cell in (received, resolved):
        opened = member_client.get(cell["href"])
        assert opened.context["count"].value == int(cell["text"])


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("absorbed", "Đã sáp nhập vào"),
        ("merged", "Đã hợp nhất vào"),
        ("renamed", "Đã đổi tên thành"),
    ],
)
def test_an_ended_agency_names_its_successor_at_the_top(member_client, construction, kind, said):
    heir = AgencyFactory(code="SM", name="Sở mới")
    on = dt.date(2024, 4, 15)
    AgencySuccessionFactory(predecessor=construction, successor=heir, kind=kind, on=on)
    Agency.objects.filter(pk=construction.pk).update(valid_to=on - dt.timedelta(days=1))

    text = member_client.get(construction.get_absolute_url()).content.decode()
    top = text[text.index("<h1") : text.index("branch")]
    assert said in top
    assert re.search(r'<a href="/agencies/SM/[^"]*">Sở mới</a> từ 15/04/2024\.', top)
    before = member_client.get(construction.get_absolute_url(), {"as_of": "2024-04-14"})
    assert said not in before.content.decode()
