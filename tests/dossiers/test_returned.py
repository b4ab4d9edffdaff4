"""Form II.06 of a period from the forms that agencies sent, and the switch between sources."""

from __future__ import annotations

import csv
import io
import re
from functools import reduce
from html import unescape
from operator import add
from random import Random

import pytest
from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from agencies.models import Agency
from dossiers.columns import Columns
from dossiers.form206 import COLUMNS, KEYS, parts_of
from dossiers.ledger import agency_columns
from dossiers.models import Return
from dossiers.sources import following
from dossiers.sources.differences import gaps
from tests.clients import client_of
from tests.dossiers.pages_world import form_rows, heading_of, parameter
from tests.dossiers.returns_world import sent
from tests.factories import AgencyFactory, DossierFactory, ReturnFactory, SectorFactory

PERIOD = reverse("dossiers:period")
ASKED = {"source": "returns", "as_of": "2024-06-30"}
Status, Level = Return.Status, Agency.Level


def typed(columns: Columns, **changed):
    return {key: getattr(columns, key) for key in KEYS} | changed


def _told(key):
    """A column in SQL: as typed, else what its parts add up to where all of them are typed."""
    parts = [F(part) for part in parts_of(key)]
    return Coalesce(F(key), reduce(add, parts)) if parts else F(key)


def rows_of(response):
    """Each row of the table: its name, and its cells as (text, address)."""
    html = response.content.decode()
    table = html[html.index('<table class="f206">') :]
    found = []
    for body in re.findall(r"<tr[^>]*>(<td>.*?)</tr>", table):
        name = re.search(r'<th scope="row">(.*?)</th>', body)[1]
        cells = re.findall(r"<td[^>]*>(.*?)</td>", body)[1:]
        links = [re.search(r'href="([^"]+)"', cell) for cell in cells]
        texts = [re.sub(r"<[^>]+>", "", cell) for cell in cells]
        urls = [unescape(link[1]) if link else "" for link in links]
        found.append((unescape(re.sub(r"<[^>]+>", "", name)).strip(), texts, urls))
    return found


@pytest.fixture
def world(period, db):
    """Twenty agencies of three levels: most have sent random forms, some with empty cells."""
    chance = Random(206)
    for number in range(20):
        level = chance.choice(list(Level))
        agency = AgencyFactory(code=f"A{number:02}", name=f"Cơ quan {number:02}", level=level)
        if chance.random() < 0.7:
            cells = {key: chance.choice([None, 0, 1, 5, 1200]) for key in KEYS}
            status = chance.choice([Status.SUBMITTED, Status.CONFIRMED, Status.PUBLISHED])
            sent(period, agency, "2024-06-16", status=status, **cells)
    return period


def test_sums_of_the_page_are_the_sums_of_the_rows_in_sql(world, member_client):
    for query, forms in (
        ({}, Return.objects.all()),
        *(({"level": level}, Return.objects.filter(agency__level=level)) for level in Level),
    ):
        page = member_client.get(PERIOD, ASKED | query)
        (_name, texts, _urls) = rows_of(page)[-1]
        sums = forms.aggregate(**{f"{key}_sum": Sum(_told(key)) for key in KEYS})

        shown = [int(text.replace(".", "")) if text.isdigit() or "." in text else None
                 for text in texts]  # fmt: skip
        assert shown == [sums[f"{key}_sum"] for key in KEYS]


def test_the_rows_of_a_level_add_up_to_its_sum(world, member_client):
    by_level = {
        row[0]: row[1] for row in rows_of(member_client.get(PERIOD, ASKED | {"by": "level"}))
    }
    by_agency = rows_of(member_client.get(PERIOD, ASKED))

    for name, texts, _urls in by_agency:
        if name in by_level:
            assert texts == by_level[name]
    assert len(by_level) == 4


def test_every_cell_opens_its_form(world, member_client):
    forms = {form.agency.name: form for form in Return.objects.select_related("agency")}
    seen = 0
    for name, texts, urls in rows_of(member_client.get(PERIOD, ASKED)):
        # “Cơ quan 12” begins with “Cơ quan 1”, too.
        named = next((one for one in forms if f"{name} ".startswith(f"{one} ")), None)
        if named is None:
            continue
        form = forms[named]
        seen += 1
        for key, text, url in zip(KEYS, texts, urls, strict=True):
            value = form.completed()[key]
            if value is None:
                assert (text, url) == ("để trống", "")
            else:
                assert (int(text.replace(".", "")), url) == (value, form.get_absolute_url())
    assert seen == len(forms)


def test_every_sum_opens_the_forms_that_add_up_to_it(world, member_client):
    rows = rows_of(member_client.get(PERIOD, ASKED))
    sums = [row for row in rows if "cơ quan" in row[0] and len(row[1]) == len(KEYS)]
    seen = 0
    for _name, texts, urls in sums:
        for text, url in zip(texts[:3], urls[:3], strict=True):
            if not url:
                continue
            page = member_client.get(url)
            values = [row.value for row in page.context["table"].data]
            assert sum(value or 0 for value in values) == int(text.replace(".", ""))
            assert f": {text}, cộng từ" in heading_of(page)
            seen += 1
    assert seen > 6


def test_both_sides_of_a_rate_open_the_forms_that_add_up_to_them(world, member_client):
    for rate in member_client.get(PERIOD, ASKED).context["rates"]:
        for link in (rate["rows"], rate["base"]):
            if link.count is not None:
                page = member_client.get(link.url)
                values = [row.value or 0 for row in page.context["table"].data]
                assert sum(values) == link.count


def test_the_forms_that_add_up_are_a_file(world, member_client):
    url = reverse("dossiers:returned-cells")
    asked = {"as_of": "2024-06-30", "column": "online"}
    shown = member_client.get(url, asked).context["table"].data
    file = member_client.get(url, asked | {"export": "csv"})
    lines = list(csv.reader(io.StringIO(b"".join(file.streaming_content).decode("utf-8-sig"))))

    top = next(n for n, row in enumerate(lines) if row and row[0] == "Mã cơ quan")
    assert [(row[0], row[-1]) for row in lines[top + 1 :]] == [
        (row.form.agency.code, "" if row.value is None else str(row.value)) for row in shown
    ]


def test_a_level_that_is_silent_says_so(folded, member_client):
    rows = rows_of(member_client.get(PERIOD, ASKED | {"by": "level"}))

    (silent,) = [(texts, urls) for _n, texts, urls in rows if texts == ["chưa báo cáo"]]
    assert parameter(silent[1][0], "state") == "silent"


def test_a_failed_identity_shows_both_numbers_and_the_gap(period, member_client, construction):
    cells = {"received_total": 70736, "online": 60363, "direct_postal": 6122, "carried_over": 4249}
    sent(period, construction, "2024-06-16", **cells)

    page = member_client.get(PERIOD, ASKED)

    first = page.context["identities"][0]
    assert (first["holds"], first["text"]) == (False, "70.736 ≠ 70.734; chênh 2")
    assert "(3) = (4) + (5) + (6): không khớp" in page.content.decode()


def test_pages_of_one_source_do_not_keep_the_other(period, member_client):
    tabs = {tab["label"]: tab["url"] for tab in member_client.get(PERIOD, ASKED).context["tabs"]}

    assert parameter(tabs["Theo cấp"], "source") == "returns"
    for name in ("Theo lĩnh vực", "Xu hướng", "Quá hạn"):
        assert parameter(tabs[name], "source") is None
    told = member_client.get(PERIOD, ASKED | {"by": "sector"}).content.decode()
    assert "không phân theo lĩnh vực; trang này lấy số liệu từ danh sách hồ sơ." in told


@pytest.mark.parametrize("source", ["rows", "returns"])
def test_what_was_accepted_is_marked_as_such_and_opens_its_cells(
    province, period, member, member_client, source
):
    mine = Agency.objects.get(code="SXD")
    columns = agency_columns([mine.pk], period.date_from, period.date_to)[mine.pk]
    form = sent(period, mine, "2024-06-16", **typed(columns, online=9999))
    told = following.told_again(form, form.period.date_to)
    seen = following.seen_of_gaps(gaps(told, form.period.date_to))
    now = timezone.now()
    following.accept(form, form.period.date_to, member, reason="Đã rà soát", seen=seen, now=now)

    html = member_client.get(PERIOD, {"source": source, "as_of": "2024-06-30"}).content.decode()

    marks = re.findall(r'class="differs ([\w-]+)" href="([^"]+)">.*?</svg>(.*?)<span', html)
    assert len(marks) == (2 if source == "returns" else 1)
    for css, url, text in marks:
        assert (css, text) == ("differs--taken", "≠\u00a01\u00a0ô\u00a0đã\u00a0chấp\u00a0nhận")
        (row,) = member_client.get(unescape(url)).context["table"].data
        assert row.key == "online"


def test_the_file_holds_the_rows_of_the_page_and_its_source(world, member_client):
    page = rows_of(member_client.get(PERIOD, ASKED))
    file = member_client.get(PERIOD, ASKED | {"export": "csv"})
    lines = list(csv.reader(io.StringIO(b"".join(file.streaming_content).decode("utf-8-sig"))))
    top = next(n for n, row in enumerate(lines) if row[0] == "(1) TT")

    assert lines[1] == ["Nguồn: Biểu II.06 của các cơ quan, tính theo cơ quan giải quyết."]
    first, last = 3, 3 + len(COLUMNS)
    assert [row[first:last] for row in lines[top + 1 :]] == [
        [text.replace(".", "") if text != "để trống" else "" for text in texts]
        if len(texts) == len(COLUMNS)
        else [""] * len(COLUMNS)
        for _name, texts, _urls in page
    ]
    assert [row[-1] for row in lines[top + 1 :] if row[-1] == "chưa báo cáo"] == [
        texts[0] for _name, texts, _urls in page if texts == ["chưa báo cáo"]
    ]


def test_the_file_of_the_list_names_its_source(province, member_client):
    file = member_client.get(PERIOD, {"export": "csv"})
    lines = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()

    assert lines[1].strip('"') == "Nguồn: danh sách hồ sơ, tính theo cơ quan giải quyết."


def test_silent_agencies_say_so_and_are_no_zero(period, member_client, construction, health):
    sent(period, construction, "2024-06-16")
    ReturnFactory(period=period, agency=health, status=Status.DRAFT)

    rows = {name.split(" ≠")[0]: (texts, urls)
            for name, texts, urls in rows_of(member_client.get(PERIOD, ASKED))}  # fmt: skip

    texts, urls = rows["Sở Y tế"]
    assert texts == ["chưa báo cáo"]
    assert [parameter(url, "agency") for url in urls] == ["SYT"]
    total = next(name for name in rows if name.startswith("Tổng cộng"))
    assert re.search(r"1/3 cơ quan", total)


def test_what_is_not_confirmed_is_marked(period, member_client, construction, health, settings):
    sent(period, construction, "2024-06-16", **typed(Columns()))
    sent(period, health, "2024-06-16", status=Status.CONFIRMED, **typed(Columns()))

    def names():
        return {name for name, _t, _u in rows_of(member_client.get(PERIOD, ASKED))}

    assert {"Sở Xây dựng tạm tính", "Sở Y tế"} <= names()
    settings.DOSSIERS_RETURN_FIRM = ("published",)
    assert {"Sở Xây dựng tạm tính", "Sở Y tế tạm tính"} <= names()


def test_forms_by_sector_have_a_row_each_and_are_not_added_twice(
    period, member_client, construction
):
    land, civil = SectorFactory(name="Đất đai"), SectorFactory(name="Hộ tịch")
    sent(period, construction, "2024-06-16", sector=land, **typed(Columns(online=2)))
    sent(period, construction, "2024-06-16", sector=civil, **typed(Columns(online=3)))
    assert rows_of(member_client.get(PERIOD, ASKED))[-1][1][1] == "5"

    sent(period, construction, "2024-06-16", **typed(Columns(online=7)))
    assert rows_of(member_client.get(PERIOD, ASKED))[-1][1][1] == "7"


def test_a_form_with_the_agencies_below_is_never_added(period, member_client, construction):
    sent(period, construction, "2024-06-16", is_aggregate=True)

    rows = rows_of(member_client.get(PERIOD, ASKED))

    assert ["chỉ có biểu tổng hợp cả đơn vị trực thuộc"] in [texts for _n, texts, _u in rows]
    assert rows[-1][1] == ["để trống"] * len(KEYS)


def test_the_page_is_as_of_its_day(period, member_client, construction):
    sent(period, construction, "2024-06-16")

    before = member_client.get(PERIOD, ASKED | {"as_of": "2024-06-15"})
    after = member_client.get(PERIOD, ASKED | {"as_of": "2024-06-16"})

    assert heading_of(before).startswith("Chưa có cơ quan gửi Biểu II.06 cho kỳ này (0/2)")
    assert heading_of(after) == (
        "97,78 % hồ sơ giải quyết trước hạn, đúng hạn, theo Biểu II.06 của 1/2 cơ quan"
    )


def test_the_reader_switches_and_keeps_the_filters(province, period, member_client):
    rows = member_client.get(PERIOD, {"agency": "H0", "level": "commune", "channel": "2"})
    (here, there) = rows.context["sources"]

    assert (here["current"], there["current"]) == (True, False)
    assert [parameter(there["url"], name) for name in ("source", "agency", "level", "channel")] == [
        "returns", "H0", "commune", None,
    ]  # fmt: skip
    returns = member_client.get(there["url"])
    (here, there) = returns.context["sources"]
    assert (here["current"], there["current"]) == (False, True)
    assert parameter(here["url"], "source") is None
    assert len(form_rows(member_client.get(here["url"]).content.decode())) == 6


def test_a_filter_that_forms_cannot_tell_is_told(period, member_client):
    page = member_client.get(PERIOD, ASKED | {"channel": "2"}).content.decode()

    assert "Biểu II.06 không phân theo hình thức nộp; trang này bỏ qua bộ lọc đó." in page


@pytest.mark.parametrize("source", ["rows", "returns"])
def test_what_differs_is_marked_with_the_way_to_the_comparison(
    province, period, member_client, source
):
    mine = Agency.objects.get(code="SXD")
    columns = agency_columns([mine.pk], period.date_from, period.date_to)[mine.pk]
    sent(period, mine, "2024-06-16", **typed(columns, online=9999, resolved_total=9998))
    same = Agency.objects.get(code="SYT")
    columns = agency_columns([same.pk], period.date_from, period.date_to)[same.pk]
    sent(period, same, "2024-06-16", **typed(columns))

    for by in ("agency", "level"):
        query = {"source": source, "as_of": "2024-06-30", "by": by}
        html = member_client.get(PERIOD, query).content.decode()

        marks = re.findall(r'class="differs" href="([^"]+)">.*?</svg>(.*?)<span', html)
        for url, text in marks:
            opened = member_client.get(unescape(url))
            assert len(opened.context["table"].data) == 2
            assert text == "≠\u00a02\u00a0ô"
        assert len(marks) == (2 if (by, source) == ("agency", "returns") else 1)


def test_nothing_is_marked_before_the_period_is_over(period, member_client, construction):
    DossierFactory(agency=construction)
    sent(period, construction, "2024-06-10", online=99)

    assert "differs" not in member_client.get(PERIOD, {"as_of": "2024-06-12"}).content.decode()
    assert "differs" in member_client.get(PERIOD, {"as_of": "2024-06-14"}).content.decode()


def test_a_clerk_sees_the_own_forms_only(period, clerk, construction, health):
    for agency in (construction, health):
        sent(period, agency, "2024-06-16", **typed(Columns(online=4)))

    rows = rows_of(client_of(clerk).get(PERIOD, ASKED))

    assert rows[-1][1][1] == "4"
    assert not any("Sở Y tế" in name for name, _t, _u in rows)


@pytest.mark.parametrize("rows", [1, 12])
def test_queries_do_not_grow_with_forms(period, member, rows, django_assert_num_queries):
    for agency in AgencyFactory.create_batch(rows):
        sent(period, agency, "2024-06-16")
    client = client_of(member)
    queries = (
        9  # session, user, memberships, period, periods, demonstration; session kept (3)
        + 2  # the period with its deadlines
        + 2  # forms, steps
        + 3  # successions, ledger, what was accepted
        + 1  # agencies with their parents
        + 3  # agencies, their forms, steps
        + 1  # choices of agencies
    )
    with django_assert_num_queries(queries):
        client.get(PERIOD, ASKED)


@pytest.fixture
def folded(province, period):
    """Of two districts with three communes each, two communes of the first have sent."""
    for code, online in (("X00", 3), ("X02", 4), ("H0", 100)):
        agency = Agency.objects.get(code=code)
        sent(period, agency, "2024-06-16", **typed(Columns(online=online)))
    return period


def named(response):
    return {name.split(" ≠")[0]: (texts, urls) for name, texts, urls in rows_of(response)}


FOLD = "+ Cấp xã, huyện 0: mở các đơn vị bên dưới 2/3 xã đã báo cáo"
EMPTY = "+ Cấp xã, huyện 1: mở các đơn vị bên dưới 0/3 xã đã báo cáo"


def test_communes_are_folded_by_district_and_opened_on_demand(folded, member_client):
    page = rows_of(member_client.get(PERIOD, ASKED))
    names = [name.split(" ≠")[0] for name, _t, _u in page]
    first = next(n for n, name in enumerate(names) if name.startswith("UBND xã, phường"))

    assert names[first + 1 : -1] == [FOLD, EMPTY]
    html = member_client.get(PERIOD, ASKED).content.decode()
    fold = unescape(re.search(r'class="fold" href="([^"]+)"', html)[1])
    assert (parameter(fold, "open"), parameter(fold, "source")) == ("H0", "returns")
    opened = [name.split(" ≠")[0] for name, _t, _u in rows_of(member_client.get(fold))]
    assert [name for name in opened if "dân xã 0" in name] == [
        "Ủy ban nhân dân xã 00 tạm tính", "Ủy ban nhân dân xã 01", "Ủy ban nhân dân xã 02 tạm tính",
    ]  # fmt: skip
    every = rows_of(member_client.get(PERIOD, ASKED | {"open": "all"}))
    assert len(every) == len(page) + 6


def test_a_fold_adds_up_what_opens_below_it_and_opens_those_agencies(folded, member_client):
    rows = named(member_client.get(PERIOD, ASKED))

    texts, urls = rows[FOLD]
    assert texts[1] == "7"
    opened = member_client.get(urls[1]).context["table"].data
    assert [(row.form.agency.code, row.value) for row in opened] == [("X00", 3), ("X02", 4)]
    texts, urls = rows[EMPTY]
    assert texts == ["chưa báo cáo"]
    silent = member_client.get(urls[0]).context["table"].data
    assert sorted(row.report.agency.code for row in silent) == ["X10", "X11", "X12"]


def test_a_commune_that_is_asked_for_stands_for_itself(folded, member_client):
    for query, label in (({}, "Ủy ban nhân dân xã 00"), (ASKED, "Ủy ban nhân dân xã 00 tạm tính")):
        rows = named(member_client.get(PERIOD, {**query, "agency": "X00"}))

        assert label in rows
        assert not any("Cấp xã" in name for name in rows)


def test_the_file_lists_every_commune(folded, member_client):
    file = member_client.get(PERIOD, ASKED | {"export": "csv"})
    text = b"".join(file.streaming_content).decode("utf-8-sig")

    assert [f"X{n}{k}" in text for n in range(2) for k in range(3)] == [True] * 6
