"""The page of late dossiers: every number is a recount in plain Python, and opens its rows."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections import Counter
from random import Random

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from django.urls import reverse

from agencies.models import Agency
from agencies.roles import Role
from dossiers.codes import Channel, Status
from dossiers.late import ageing
from dossiers.late.pareto import Share, finding, pareto
from dossiers.late.selection import BOTH, PENDING, RESOLVED, LateFilter
from dossiers.models import Apology, Dossier, Supplement
from dossiers.summary.lateness import late_figures, lateness
from reporting.loading import load_calendar
from reporting.selection import select
from reporting.workdays import WorkingCalendar
from tests.dossiers.pages_world import FIRST, LAST, heading_of, list_links, question_of
from tests.factories import (
    AgencyFactory,
    DossierDelayCauseFactory,
    DossierFactory,
    ProcedureFactory,
    SectorFactory,
    UserFactory,
)

LATE = reverse("dossiers:late")
PARETO = reverse("dossiers:pareto-chart")
ENDS = (10, 30, 60, 120)


@pytest.fixture
def late_province(province, period):
    """With causes, letters, supplements, and dossiers that wait."""
    load_calendar()
    chance = Random(7)
    causes = [DossierDelayCauseFactory(code=f"c{n}") for n in range(3)]
    rows, letters, requests = list(Dossier.objects.order_by("pk")), [], []
    for row in rows:
        row.delay_cause = chance.choice([None, *causes])
        if row.status == Status.SUPPLEMENT_ASKED and chance.random() < 0.8:
            row.waiting_since = row.received_on + dt.timedelta(days=chance.randint(0, 25))
        if row.due_on and chance.random() < 0.3:
            row.due_on -= dt.timedelta(days=chance.choice([5, 40, 90]))
        if row.due_on and chance.random() < 0.4:
            issued = row.due_on + dt.timedelta(days=chance.randint(-1, 30))
            letters.append(Apology(dossier=row, number="1", issued_on=issued, new_due_on=issued))
        for _time in range(chance.choice([0, 0, 1, 2, 3])):
            asked = row.received_on + dt.timedelta(days=chance.randint(0, 30))
            requests.append(Supplement(dossier=row, asked_on=asked, answered_on=asked))
    Dossier.objects.bulk_update(rows, ["delay_cause", "waiting_since", "due_on"])
    Apology.objects.bulk_create(letters)
    Supplement.objects.bulk_create(requests)
    return province


# Plain Python -------------------------------------------------------------------------------------


def days_late(row: Dossier, what: str) -> int | None:
    """Days late where the column counts the dossier, else None."""
    if row.status in (1, 3) or row.due_on is None or row.received_on > LAST:
        return None
    closed = row.resolved_on is not None and row.resolved_on <= LAST
    if closed:
        is_late = row.status in (9, 10) and row.resolved_on > row.due_on
        in_span = row.resolved_on >= FIRST
        counts = is_late and in_span and what != PENDING
        return (row.resolved_on - row.due_on).days if counts else None
    waits_in_time = row.status == 5 and (row.waiting_since or row.received_on) <= row.due_on
    if row.due_on >= LAST or waits_in_time or what == RESOLVED:
        return None
    return (LAST - row.due_on).days


def band(days: int) -> int:
    return next((place for place, end in enumerate(ENDS) if days <= end), len(ENDS))


def chosen(rows, **query):
    """The filters of the page, by looking at each dossier."""
    if level := query.get("level"):
        rows = [row for row in rows if row.resolving_agency.level == level]
    if code := query.get("agency"):
        root = Agency.objects.get(code=code)
        branch = set(Agency.objects.branch([root.pk]).values_list("pk", flat=True))
        rows = [row for row in rows if row.resolving_agency_id in branch]
    if channel := query.get("channel"):
        rows = [row for row in rows if row.channel == int(channel)]
    if sector := query.get("sector"):
        rows = [row for row in rows if row.procedure.sector.code == sector]
    return rows


def all_rows():
    return list(
        Dossier.objects.select_related("resolving_agency", "procedure__sector", "delay_cause")
    )


def filter_of(user, **query) -> LateFilter:
    data = QueryDict(mutable=True)
    data.update({"period": "2024-H1"} | query)
    request = RequestFactory().get(LATE)
    request.user = user
    return LateFilter(data, Agency.objects.all(), request=request, selection=select(data))


QUERIES = [
    {},
    {"what": PENDING},
    {"what": RESOLVED},
    {"agency": "H1"},
    {"level": "commune", "what": PENDING},
    {"channel": str(Channel.ONLINE.value), "sector": "lv-1"},
    {"sector": "lv-0", "agency": "SXD", "what": RESOLVED},
    # days of form II.06, which this page does not ask: nor must its lists
    {"since": "2024-02-01", "until": "2024-03-31"},
]


@pytest.mark.parametrize("query", QUERIES)
def test_counts_are_those_of_a_recount(late_province, member, query):
    found = lateness(filter_of(member, **query))
    what = query.get("what", BOTH)
    rows = [
        (row, days)
        for row in chosen(all_rows(), **query)
        if (days := days_late(row, what)) is not None
    ]

    assert found.total == len(rows) > 0
    by_agency = Counter((row.resolving_agency_id, band(days)) for row, days in rows)
    assert {
        (row.agency.pk, place): count
        for row in found.agencies
        for place, count in enumerate(row.counts)
        if count
    } == by_agency
    by_level = Counter((row.resolving_agency.level, band(days)) for row, days in rows)
    assert {
        (row.level, place): count
        for row in found.levels
        for place, count in enumerate(row.counts)
        if count
    } == by_level
    assert {one.code: one.count for one in found.sectors} == Counter(
        row.procedure.sector.code for row, _days in rows
    )
    assert {one.code: one.count for one in found.procedures} == Counter(
        row.procedure.code for row, _days in rows
    )
    assert found.causes == Counter(
        row.delay_cause.code if row.delay_cause else "none" for row, _days in rows
    )


@pytest.mark.parametrize(
    "query",
    [{}, {"agency": "H1"}, {"sector": "lv-1", "days": "working"}, {"what": PENDING}],
)
def test_figures_are_those_of_a_recount(late_province, member, query):
    asked = filter_of(member, **query)
    figures = late_figures(asked)
    rows = chosen(all_rows(), **query)
    what = query.get("what", BOTH)
    late = [row for row in rows if days_late(row, what) is not None]
    letters = dict(Apology.objects.values_list("dossier", "issued_on"))
    issued = [row for row in late if row.pk in letters and letters[row.pk] <= LAST]
    again = {
        row.pk for row in rows if row.status not in (1, 3) and row.received_on <= LAST
        and (row.resolved_on is None or row.resolved_on >= FIRST) and is_asked_again(row)
    }  # fmt: skip
    calendar = WorkingCalendar.from_seed()
    days = query.get("days")
    last = calendar.add_working_days(LAST, 3) if days else LAST + dt.timedelta(days=3)

    assert {code: figure.value for code, figure in figures.items()} == {
        "apology_due": len(late),
        "apology_issued": len(issued),
        "apology_missing": len(late) - len(issued),
        "supplement_again": len(again),
        "dossiers_due_soon": sum(is_due_soon(row, last) for row in rows),
        "promised_day_off": sum(
            is_pending(row)
            and row.resolved_on is None
            and row.due_on is not None
            and not calendar.is_working_day(row.due_on)
            for row in rows
        ),
    }
    assert len(again) > 0 < len(issued)
    for figure in figures.values():
        question = question_of(figure.url, member)
        assert question.rows().count() == question.count().value == figure.value
        assert question.count().is_exact


def is_pending(row) -> bool:
    if row.status in (1, 3) or row.received_on > LAST:
        return False
    return row.resolved_on is None or row.resolved_on > LAST


def is_due_soon(row, last) -> bool:
    waits = row.status == 5 and row.due_on and (row.waiting_since or row.received_on) <= row.due_on
    return bool(is_pending(row) and row.due_on and LAST <= row.due_on <= last and not waits)


def is_asked_again(row) -> bool:
    asked = sorted(one.asked_on for one in row.supplements.all())
    return any(FIRST <= day <= LAST for day in asked[1:])


# The page -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", QUERIES)
def test_every_number_opens_exactly_its_rows(late_province, member, member_client, query):
    response = member_client.get(LATE, query)

    numbers = list_links(response.content.decode())
    assert response.status_code == 200
    assert len(numbers) > 15
    for url, count in numbers:
        question = question_of(url, member)
        assert (question.rows().count(), question.count().value) == (count, count), url


def test_the_list_shows_the_filter_and_the_same_count(late_province, member_client):
    response = member_client.get(
        reverse("dossiers:list"),
        {"column": BOTH, "band": "11-30", "cause": "none", "apology": "missing"},
    )

    body = response.content.decode()
    rows = [
        row
        for row in all_rows()
        if (days := days_late(row, BOTH)) is not None and 11 <= days <= 30 and not row.delay_cause
        and not Apology.objects.filter(dossier=row, issued_on__lte=LAST).exists()
    ]  # fmt: skip
    assert heading_of(response) == (
        f"{len(rows)} hồ sơ quá hạn, kể cả đang giải quyết (số ngày quá hạn: 11–30 ngày; "
        "nguyên nhân quá hạn: Chưa nêu nguyên nhân; văn bản xin lỗi: Chưa có văn bản xin lỗi)"
    )
    for chip in ("11–30 ngày", "Chưa nêu nguyên nhân", "Chưa có văn bản xin lỗi"):
        assert chip in body


def test_chart_and_table_and_headline_tell_one_story(late_province, member, member_client):
    chart = member_client.get(PARETO).json()
    sectors = lateness(filter_of(member)).sectors

    assert chart["data"]["labels"] == [one.name for one in sectors]
    assert chart["data"]["datasets"][0]["data"] == [one.count for one in sectors]
    said = finding(sectors).replace("\N{NO-BREAK SPACE}", " ")
    assert said in heading_of(member_client.get(LATE))


def test_nothing_late_says_so(member_client, period):
    response = member_client.get(LATE)

    assert heading_of(response) == "Không có hồ sơ quá hạn"


def test_files_hold_the_rows_of_the_page(late_province, member, member_client):
    found = lateness(filter_of(member))

    agencies = csv_of(member_client, {"export": "csv"})
    procedures = csv_of(member_client, {"export": "csv", "table": "procedures"})

    assert [line[0] for line in agencies] == [row.agency.code for row in found.agencies]
    assert [int(line[3]) for line in agencies] == [row.total for row in found.agencies]
    assert [int(line[2]) for line in procedures] == [one.count for one in found.procedures]


def csv_of(client, query) -> list[list[str]]:
    text = b"".join(client.get(LATE, query).streaming_content).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    start = next(place for place, line in enumerate(lines) if line[0].startswith("Mã"))
    return lines[start + 1 :]


@pytest.mark.parametrize("rows", [1, 25])
def test_the_page_asks_the_same_queries_for_any_number_of_rows(
    member_client, django_assert_num_queries, rows
):
    load_calendar()
    for number in range(rows):
        DossierFactory(
            agency=AgencyFactory(),
            procedure=ProcedureFactory(sector=SectorFactory()),
            due_on=LAST + dt.timedelta(days=2 if number % 5 == 4 else -number - 1),
        )
    DossierFactory(due_on=LAST)
    member_client.get(LATE)

    with django_assert_num_queries(QUERIES_OF_PAGE):
        member_client.get(LATE)


QUERIES_OF_PAGE = 29


def test_a_clerk_sees_the_own_agency_only(late_province, client, period):
    home = Agency.objects.get(code="SXD")
    clerk = UserFactory(role=Role.CLERK, role__agency=home)

    found = lateness(filter_of(clerk))

    own = [row for row in all_rows() if row.resolving_agency_id == home.pk]
    assert found.total == sum(days_late(row, BOTH) is not None for row in own)
    assert {row.agency.code for row in found.agencies} == {"SXD"}


def test_nobody_from_outside_opens_the_page(client, period):
    assert client.get(LATE).status_code == 302
    assert client.get(PARETO).status_code == 302


@pytest.mark.parametrize(
    "query",
    [
        {"band": "7-8"},
        {"cause": "không-có"},
        {"apology": "x"},
        {"due_by": "31/02/2024"},
        {"supplement": "0"},
        {"promise": "\0"},
    ],
)
def test_garbage_in_the_address_is_told_and_filters_nothing(late_province, member_client, query):
    response = member_client.get(reverse("dossiers:list"), {"column": BOTH} | query)

    assert response.status_code == 200


@pytest.mark.parametrize("query", [{"within": "x"}, {"within": "-1"}, {"days": "?"}, {"what": "y"}])
def test_garbage_on_the_page_is_told_too(late_province, member_client, query):
    assert member_client.get(LATE, query).status_code == 200


# Pareto, bands ------------------------------------------------------------------------------------


def test_one_sector_that_causes_almost_all_is_named():
    parts = pareto([("a", "Hộ tịch", 33), ("b", "Đất đai", 3236)])

    assert [(one.name, one.so_far) for one in parts] == [("Đất đai", 3236), ("Hộ tịch", 3269)]
    assert finding(parts) == "Đất đai chiếm 98,99\N{NO-BREAK SPACE}% số hồ sơ quá hạn"


def test_without_such_a_sector_the_few_that_make_four_fifths_are_counted():
    parts = pareto([(str(n), f"Lĩnh vực {n}", n) for n in (40, 30, 20, 10)])

    assert finding(parts) == "3 lĩnh vực chiếm 90,00\N{NO-BREAK SPACE}% số hồ sơ quá hạn"
    assert parts[-1] == Share("10", "Lĩnh vực 10", 10, 100, 100)


def test_bands_follow_the_setting(settings):
    settings.DOSSIERS_LATE_BANDS = (5, 15)

    assert [(one.key, one.label) for one in ageing.bands()] == [
        ("1-5", "1–5 ngày"),
        ("6-15", "6–15 ngày"),
        ("16-", "trên 15 ngày"),
    ]
    assert ageing.band_of("16-").first == 16


def test_rarer_filters_stay_folded_until_one_is_in_use(late_province, member_client):
    folds = re.compile(r'<details class="filter__more"( open)?>')

    def is_open(**query):
        return bool(folds.search(member_client.get(LATE, query).content.decode())[1])

    assert not is_open()
    assert not is_open(sector="lv-0", what="resolved_overdue")
    assert is_open(channel="2")
    assert is_open(days="working")
    assert is_open(within="x")


def test_long_tables_are_all_on_the_page_the_first_rows_open(member_client, period):
    for number in range(8):
        home = AgencyFactory(code=f"A{number}", name=f"Sở {number}")
        DossierFactory(agency=home, due_on=LAST - dt.timedelta(days=1 + number))
        DossierFactory(agency=home, due_on=LAST + dt.timedelta(days=1))
    context = member_client.get(LATE).context

    for table in (context["page"].agencies, context["soon"]["agencies"]):
        assert [len(table["rows"]), len(table["rest"]["rows"])] == [5, 3]
        assert table["more"] == "Xem thêm 3 cơ quan"
    assert [one["text"] for one in context["jumps"]] == ["8", "0", "8", "8"]
    assert context["soon_title"] == "8 hồ sơ sẽ đến hạn từ 14/06/2024 đến 17/06/2024"


def test_words_stand_left_and_numbers_right(member_client, period):
    DossierFactory(due_on=LAST + dt.timedelta(days=1))
    text = member_client.get(LATE).content.decode()
    soon = text[text.index("Bảng: Hồ sơ đến hạn trước nhất") :]

    assert '<th scope="col">Cơ quan giải quyết</th><th scope="col" class="r">Hẹn trả</th>' in soon
