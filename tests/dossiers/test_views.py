"""Form II.06, the list of dossiers and one dossier: every number is its rows."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from agencies.models import Agency
from agencies.roles import Role
from dossiers import questions
from dossiers.codes import Channel, Status
from dossiers.columns import KEYS as ALL_KEYS
from dossiers.form206 import KEYS
from dossiers.models import Dossier
from dossiers.views import listing
from tests.dossiers.pages_world import (
    FIRST,
    LAST,
    form_rows,
    heading_of,
    parameter,
    question_of,
)
from tests.factories import (
    AgencyFactory,
    CalendarDayFactory,
    DossierFactory,
    ProcedureFactory,
    SectorFactory,
    UserFactory,
)

PERIOD, LIST, CHARTS = (reverse(f"dossiers:{name}") for name in ("period", "list", "charts"))


def rows_of(client, **query):
    response = client.get(PERIOD, query)
    assert response.status_code == 200
    return form_rows(response.content.decode())


def add(rows):
    return tuple(map(sum, zip(*(row.counts for row in rows), strict=True)))


def counted(**agencies):
    """Columns 3 to 13 by scanning the dossiers."""
    rows = Dossier.objects.filter(**agencies)
    return tuple(rows.in_column(key, FIRST, LAST).count() for key in KEYS)


# Form II.06 --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        {"open": "all"},
        {"open": "H0"},
        {"rows": "branch"},
        {"by": "level"},
        {"by": "sector"},
        {"agency": "H1"},
        {"agency": "H1", "rows": "branch"},
        {"agency": "TINH", "open": "all"},
        {"channel": "2", "open": "all"},
        {"level": "commune", "open": "all"},
        {"level": "district", "rows": "branch"},
        {"by": "sector", "online_kind": "full"},
        {"by": "sector", "agency": "H0", "channel": "1"},
        {"by": "sector", "sector": "lv-1", "level": "province"},
        {"by": "level", "agency": "SXD", "channel": "3"},
    ],
)
def test_every_cell_opens_to_exactly_the_rows_that_it_counts(
    province, member, member_client, query
):
    rows = rows_of(member_client, **query)

    cells = [(url, count) for row in rows for url, count in zip(row.urls, row.counts, strict=True)]

    assert len(cells) == 11 * len(rows)
    assert len(rows) > 1
    wrong = {
        url: (count, found)
        for url, count in cells
        if count != (found := question_of(url, member).rows().count())
    }
    assert wrong == {}


def test_an_agency_s_row_counts_its_own_dossiers(province, member_client):
    rows = {row.id: row for row in rows_of(member_client, open="all")}

    for agency in province.agencies:
        assert rows[f"a-{agency.code}"].counts == counted(resolving_agency=agency)


def test_each_dossier_is_in_one_row_and_the_total_is_all_of_them(province, member_client):
    everything = counted()

    for query in ({}, {"open": "all"}, {"rows": "branch"}, {"by": "level"}, {"by": "sector"}):
        *rows, total = rows_of(member_client, **query)
        lowest = [row for row in rows if row.kind not in ("sum", "sub")]
        heads = [row for row in rows if row.kind == "sum"]
        assert total.counts == everything, query
        assert add(lowest) == everything, query
        assert not heads or add(heads) == everything, query


def test_communes_open_below_their_district_and_add_up_to_it(province, member_client):
    rows = rows_of(member_client, open="H0")

    place = next(n for n, row in enumerate(rows) if row.id == "x-H0")
    below = [row for row in rows[place + 1 :] if row.kind == "sub"]

    assert [row.id for row in below] == ["a-X00", "a-X01", "a-X02"]
    assert add(below) == rows[place].counts


def test_in_branch_mode_a_district_takes_in_its_communes(province, member_client):
    rows = {row.id: row for row in rows_of(member_client, rows="branch")}

    branch = Agency.objects.branch([Agency.objects.get(code="H1").pk])
    assert rows["a-H1"].counts == counted(resolving_agency__in=branch)
    assert "a-X10" not in rows
    assert "x-H1" not in rows


def test_agencies_without_a_dossier_stand_apart(province, member_client):
    top = Agency.objects.get(code="TINH")
    AgencyFactory(name="Sở đã giải thể", parent=top, valid_to=FIRST - dt.timedelta(days=1))

    response = member_client.get(PERIOD, {"agency": "TINH"})

    names = [name for group in response.context["idle"] for name in group["names"]]
    assert names == ["Thanh tra tỉnh", "UBND tỉnh"]


def test_the_finding_names_the_share_and_who_is_late(member_client, construction, settings):
    settings.DOSSIERS_SMALL_SAMPLE = 2
    DossierFactory.create_batch(3, agency=construction, on_time=True)
    DossierFactory(agency=construction, late=True)

    assert heading_of(member_client.get(PERIOD)) == (
        "75,00 % hồ sơ giải quyết trước hạn, đúng hạn; 1 cơ quan vượt mức quá hạn 0,50 %, "
        "chiếm 1/1 hồ sơ quá hạn"
    )


def test_sectors_stand_in_vietnamese_order(member_client, construction):
    names = ["Hộ tịch", "Đất đai", "Xây dựng", "Chứng thực"]
    for name in names:
        sector = SectorFactory(name=name)
        DossierFactory(agency=construction, procedure__sector=sector)

    response = member_client.get(PERIOD, {"by": "sector"})

    expected = ["Chứng thực", "Đất đai", "Hộ tịch", "Xây dựng"]
    rows = form_rows(response.content.decode())
    assert [row.name for row in rows[1:-1]] == expected
    choices = response.context["filter"].form.fields["sector"].choices
    assert [label for value, label in choices if value] == expected


def test_without_dossiers_the_page_says_so(member_client):
    response = member_client.get(PERIOD)

    assert heading_of(response) == "Chưa có hồ sơ được giải quyết trong kỳ này"
    assert "Kỳ này không có hồ sơ" in response.content.decode()


def test_a_rate_opens_two_lists_that_print_its_two_numbers(province, member_client):
    rates = member_client.get(PERIOD).context["rates"]

    for rate in (*rates["first"], *rates["others"]):
        for link in (rate["rows"], rate["base"]):
            assert member_client.get(link.url).context["count"].value == link.count
            assert heading_of(member_client.get(link.url)).startswith(f"{link.text} hồ sơ")


def test_the_four_identities_are_shown_with_their_numbers(province, member_client):
    found = member_client.get(PERIOD).context["identities"]

    assert [one["label"] for one in found] == [
        "(3) = (4) + (5) + (6)",
        "(7) = (8) + (9) + (10)",
        "(11) = (12) + (13)",
        "(3) = (7) + (11)",
    ]
    assert all(one["holds"] for one in found)


def test_returned_and_withdrawn_can_be_kept_apart(province, member, member_client, settings):
    settings.DOSSIERS_RETURNED_INSIDE_ON_TIME = False
    response = member_client.get(PERIOD, {"open": "all"})
    rows = form_rows(response.content.decode())

    apart = response.context["apart"]
    closed = Dossier.objects.filter(resolved_on__range=(FIRST, LAST))
    assert [int(one["count"]) for one in apart] == [
        closed.filter(status=Status.STOPPED).count(),
        closed.filter(status=Status.WITHDRAWN).count(),
    ]
    assert all(int(one["count"]) for one in apart)
    assert rows[-1].counts == counted()
    assert response.context["identities"][3]["label"] == "(3) = (7) + (11) + trả lại + xin rút"
    assert all(one["holds"] for one in response.context["identities"])
    for one in apart:
        assert question_of(one["url"], member).rows().count() == int(one["count"])
        assert heading_of(member_client.get(one["url"])).startswith(f"{one['count']} hồ sơ")


# The list ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("column", ALL_KEYS)
def test_the_heading_prints_how_many_rows_a_column_has(province, member_client, column):
    count = Dossier.objects.in_column(column, FIRST, LAST).count()

    response = member_client.get(LIST, {"column": column})

    assert count > 0
    assert response.context["count"] == questions.Count(count, is_exact=True)
    assert heading_of(response).startswith(f"{count} hồ sơ")


@pytest.mark.parametrize(
    "query",
    [
        {"agency": "H0"},
        {"agency": "H0", "rows": "own"},
        {"agency": "H0", "level": "commune"},
        {"level": "local", "channel": "2"},
        {"sector": "lv-0"},
        {"sector": "lv-0", "online_kind": "full", "level": "province"},
        {"sector": "lv-1", "agency": "H1", "channel": "3"},
        {"sector": "lv-1", "agency": "TINH"},
        {"since": "2024-01-15", "until": "14/02/2024"},
        {"status": "9"},
        {"timeliness": "late"},
        {"timeliness": "pending_overdue", "level": "commune"},
        {"code": "H23.01-240101-00"},
    ],
)
@pytest.mark.parametrize("column", ["received_total", "resolved_overdue", "pending_total"])
def test_the_count_is_that_of_the_rows_under_any_filter(
    province, member, member_client, query, column
):
    asked = query | {"column": column}
    response = member_client.get(LIST, asked)
    question = question_of(response.wsgi_request.get_full_path(), member)

    assert response.context["count"] == questions.Count(question.rows().count(), is_exact=True)


def test_the_span_of_a_list_may_be_a_part_of_the_period(province, member_client):
    first, last = dt.date(2024, 2, 15), dt.date(2024, 3, 14)
    response = member_client.get(
        LIST, {"column": "online", "since": first.isoformat(), "until": last.isoformat()}
    )

    rows = Dossier.objects.in_column("online", first, last)
    assert response.context["count"].value == rows.count()
    assert {row.record.pk for row in response.context["table"].rows} == {row.pk for row in rows}


def test_a_span_may_begin_before_the_period(province, member_client):
    first, last = dt.date(2023, 11, 1), dt.date(2024, 1, 14)
    response = member_client.get(
        LIST, {"column": "new_received", "since": first.isoformat(), "until": last.isoformat()}
    )

    rows = Dossier.objects.in_column("new_received", first, last)
    assert rows.filter(received_on__lt=FIRST).exists()
    assert response.context["count"].value == rows.count()
    assert "Khoảng ngày 01/11/2023–14/01/2024." in response.context["said"]


@pytest.mark.parametrize(
    ("since", "until"),
    [("2024-05-01", "2024-04-01"), ("0001-01-01", ""), ("", "2024-06-15")],
)
def test_a_wrong_span_is_told_and_left_out(province, member_client, since, until):
    response = member_client.get(LIST, {"since": since, "until": until})

    told = "ngày cuối không được sau 14/06/2024 (ngày tính số liệu)"
    assert told in response.content.decode()
    whole = Dossier.objects.in_column("received_total", FIRST, LAST).count()
    assert response.context["count"].value == whole


def test_an_open_question_is_counted_up_to_a_bound(province, member_client, monkeypatch):
    monkeypatch.setattr(questions, "BOUND", 7)

    response = member_client.get(LIST, {"column": "all", "channel": "1"})

    assert Dossier.objects.filter(channel=Channel.IN_PERSON).count() > 7
    assert response.context["count"] == questions.Count(7, is_exact=False)
    assert heading_of(response) == "Trên 7 hồ sơ của mọi kỳ (hình thức nộp: Trực tiếp)"


def test_pages_go_through_all_rows_once_and_back(province, member_client, monkeypatch):
    monkeypatch.setattr(listing, "PER_PAGE", 20)
    expected = list(
        Dossier.objects.in_column("received_total", FIRST, LAST)
        .order_by("-received_on", "-pk")
        .values_list("code", flat=True)
    )

    seen, url, pages = [], LIST, []
    while url:
        response = member_client.get(url)
        pages.append([row.record.code for row in response.context["table"].rows])
        seen += pages[-1]
        url = response.context["pages"]["next_url"] and LIST + response.context["pages"]["next_url"]
    back = member_client.get(LIST + response.context["pages"]["previous_url"])

    assert seen == expected
    assert len(pages) > 2
    assert [row.record.code for row in back.context["table"].rows] == pages[-2]


def test_a_cursor_that_cannot_be_read_shows_the_first_page(province, member_client):
    first = member_client.get(LIST).context["table"].rows[0].record

    response = member_client.get(LIST, {"cursor": "older.2024-13-99.x"})

    assert response.context["table"].rows[0].record == first


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("column", "cot-3"),
        ("agency", "KHONG-CO"),
        ("sector", "khong-co"),
        ("procedure", "1.999999"),
        ("procedure", "abc"),
        ("level", "ward"),
        ("status", "99"),
        ("channel", "9"),
        ("since", "31/02/2024"),
    ],
)
def test_a_wrong_filter_is_told_and_filters_nothing(province, member_client, name, value):
    response = member_client.get(LIST, {name: value})

    assert response.context["filter"].form.errors[name]
    whole = Dossier.objects.in_column("received_total", FIRST, LAST).count()
    assert response.context["count"].value == whole


def test_a_procedure_filters_and_is_counted_exactly(member_client, construction):
    procedure = ProcedureFactory(code="1.004082")
    mine = DossierFactory(agency=construction, procedure=procedure)
    DossierFactory(agency=construction)

    response = member_client.get(LIST, {"procedure": "1.004082"})

    assert [row.record for row in response.context["table"].rows] == [mine]
    assert heading_of(response).startswith("1 hồ sơ")


def test_a_code_outside_the_period_can_be_looked_for_in_every_period(member_client, construction):
    old = DossierFactory(
        agency=construction,
        received_on=dt.date(2023, 3, 1),
        due_on=dt.date(2023, 3, 8),
        on_time=True,
    )

    response = member_client.get(LIST, {"code": old.code})
    again = member_client.get(LIST + response.context["every_period"])

    assert list(response.context["table"].rows) == []
    assert [row.record for row in again.context["table"].rows] == [old]


def test_a_code_is_found_in_small_letters(member_client, construction):
    dossier = DossierFactory(agency=construction, code="H23.01-240301-7777")

    response = member_client.get(LIST, {"code": "h23.01-240301-77"})

    assert [row.record for row in response.context["table"].rows] == [dossier]


def test_rows_tell_days_late_as_of_the_day(member_client, construction):
    DossierFactory(agency=construction, due_on=dt.date(2024, 6, 4))

    page = member_client.get(LIST, {"column": "pending_overdue"}).content.decode()

    assert "chậm 10\N{NO-BREAK SPACE}ngày" in page


def test_an_earlier_as_of_day_brings_back_that_day(member_client, construction):
    DossierFactory(agency=construction, due_on=dt.date(2024, 3, 4), late=True)

    then = member_client.get(LIST, {"column": "pending_overdue", "as_of": "2024-03-05"})
    now = member_client.get(LIST, {"column": "pending_overdue"})

    assert heading_of(then) == "Không có hồ sơ đang giải quyết, quá hạn"
    assert heading_of(now) == "Không có hồ sơ đang giải quyết, quá hạn"
    assert (
        heading_of(member_client.get(LIST, {"column": "resolved_overdue", "as_of": "2024-03-05"}))
        == "1 hồ sơ giải quyết quá hạn"
    )
    assert (
        heading_of(member_client.get(LIST, {"column": "pending_total", "as_of": "2024-03-04"}))
        == "1 hồ sơ đang giải quyết"
    )


# One dossier -------------------------------------------------------------------------------------


def detail(client, dossier, **query):
    return client.get(reverse("dossiers:detail", args=[dossier.code]), query)


def test_a_dossier_tells_the_columns_that_count_it(member_client, construction):
    dossier = DossierFactory(agency=construction, late=True)

    counted_in = [one["number"] for one in detail(member_client, dossier).context["page"].counted]

    assert counted_in == ["(3)", "(4)", "(7)", "(10)"]


def test_a_dossier_of_no_column_says_why(member_client, construction):
    registered = DossierFactory(agency=construction, status=Status.REGISTERED)
    later = DossierFactory(agency=construction, received_on=dt.date(2024, 7, 1), due_on=None)

    assert (
        detail(member_client, registered)
        .context["page"]
        .not_counted.startswith("Hồ sơ mới đăng ký")
    )
    assert detail(member_client, later).context["page"].not_counted.startswith("Tiếp nhận sau kỳ")


def test_working_days_are_counted_on_the_calendar(member_client, construction):
    for n in range(11):  # a year with its eleven holidays
        CalendarDayFactory(date=dt.date(2024, 3, 4 + n) if n < 1 else dt.date(2024, 12, n))
    dossier = DossierFactory(
        agency=construction, procedure=ProcedureFactory(working_days=5), on_time=True
    )

    dates = {
        row["term"]: row["text"] for row in detail(member_client, dossier).context["page"].dates
    }

    assert dates["Thời hạn của thủ tục"] == "5\N{NO-BREAK SPACE}ngày làm việc"
    assert dates["Đã dùng"].startswith("5\N{NO-BREAK SPACE}ngày làm việc")


# Scope -------------------------------------------------------------------------------------------


def test_a_clerk_sees_the_own_branch_with_the_same_code(province, as_user, period):
    district = Agency.objects.get(code="H0")
    clerk = UserFactory(role=Role.CLERK, role__agency=district)
    client = as_user(clerk)
    branch = Agency.objects.branch([district.pk])

    for query in ({"open": "all"}, {"rows": "branch"}, {"by": "sector"}, {"by": "level"}):
        rows = rows_of(client, **query)
        assert rows[-1].counts == counted(resolving_agency__in=branch), query
        for row in rows:
            for url, count in zip(row.urls, row.counts, strict=True):
                assert question_of(url, clerk).count() == questions.Count(count), url
    assert not any(row.id == "a-SXD" for row in rows_of(client, open="all"))


def test_another_agency_s_dossiers_cannot_be_reached(clerk_client, health, construction):
    theirs = DossierFactory(agency=health)
    mine = DossierFactory(agency=construction)

    listed = clerk_client.get(LIST)
    asked = clerk_client.get(LIST, {"agency": "SYT"})

    assert [row.record for row in listed.context["table"].rows] == [mine]
    assert asked.context["filter"].form.errors["agency"]
    assert [row.record for row in asked.context["table"].rows] == [mine]
    assert detail(clerk_client, theirs).status_code == 404
    assert "SYT" not in clerk_client.get(PERIOD).content.decode()


@pytest.mark.parametrize("name", ["period", "list", "charts", "returns"])
def test_pages_ask_for_a_login_and_a_permission(name, client, as_user, period):
    url = reverse(f"dossiers:{name}")
    administrator = UserFactory(role=Role.ADMINISTRATOR)

    assert client.get(url).status_code == 302
    assert as_user(administrator).get(url).status_code == 403


# Budgets -----------------------------------------------------------------------------------------

PAGE = (
    1  # session
    + 1  # user
    + 1  # memberships: what the reader may do and see
    + 1  # the period asked for, or the latest closed one
    + 1  # periods to choose from
    + 1  # whether this is a demonstration
    + 2  # the session is prolonged: savepoint and update
    + 1  # release of the savepoint
)
PERIOD_QUERIES = (
    PAGE
    + 1  # agencies
    + 2  # the structure, and their columns from ledger A
    + 1  # forms that were sent, to mark what differs
    + 1  # the newest day of the dossiers
    + 1  # agencies to choose from
)
LIST_QUERIES = (
    PAGE
    + 2  # the structure, and the count from ledger A
    + 1  # a page of rows with procedure, sector and agencies
    + 1  # agencies to choose from
    + 1  # sectors to choose from
    + 1  # causes of delay to choose from
)
CHARTS_QUERIES = (
    PAGE
    + 1  # the structure
    + 1  # months, for four charts
    + 1  # months of the channel online
    + 1  # the same months a year before
    + 1  # the days, and those a year before, for the rates
    + 2  # ledger A by agency, and the agencies
    + 1  # the newest day of the dossiers
    + 2  # months to choose from: the first period, the first dossier
    + 2  # agencies and sectors to choose from
)
DETAIL_QUERIES = (
    PAGE
    + 1  # the dossier with procedure, sector and agencies
    + 1  # working calendar
    + 2  # requests for supplements, moves of its due day
)


@pytest.mark.parametrize("rows", [1, 20])
@pytest.mark.parametrize(
    ("url", "queries"), [(PERIOD, PERIOD_QUERIES), (LIST, LIST_QUERIES), (CHARTS, CHARTS_QUERIES)]
)
def test_a_page_asks_the_same_queries_for_any_number_of_rows(
    member_client, rows, url, queries, django_assert_num_queries
):
    for _ in range(rows):
        DossierFactory(
            agency=AgencyFactory(), procedure=ProcedureFactory(sector=SectorFactory()), late=True
        )

    with django_assert_num_queries(queries):
        member_client.get(url)


def test_one_dossier_asks_few_queries(member_client, construction, django_assert_num_queries):
    dossier = DossierFactory(agency=construction)

    with django_assert_num_queries(DETAIL_QUERIES):
        detail(member_client, dossier)


def test_names_and_addresses_are_escaped(member_client):
    agency = AgencyFactory(name="<b>Sở</b>", code="SO&1")
    DossierFactory(agency=agency)

    page = member_client.get(PERIOD, {"open": '"><script>', "agency": "SO&1"}).content.decode()

    assert "&lt;b&gt;Sở&lt;/b&gt;" in page
    assert "agency=SO%261&amp;rows=own" in page
    assert "<script>" not in page


@pytest.mark.parametrize(
    "name", ["period", "as_of", "agency", "sector", "procedure", "code", "open", "cursor", "by"]
)
@pytest.mark.parametrize("value", ["\0", "9" * 400, "%", "٣"])
@pytest.mark.parametrize("url", [PERIOD, LIST])
def test_no_garbage_breaks_a_page(member_client, construction, url, name, value):
    DossierFactory(agency=construction)

    assert member_client.get(url, {name: value}).status_code == 200


def test_a_code_that_cannot_be_is_not_found(member_client):
    assert member_client.get(f"{LIST}%00/").status_code == 404


def test_links_keep_period_and_day(province, member_client):
    rows = rows_of(member_client, as_of="2024-03-31")

    assert {parameter(url, "as_of") for row in rows for url in row.urls} == {"2024-03-31"}
    assert {parameter(url, "period") for row in rows for url in row.urls} == {"2024-H1"}
