"""Form II.06 says whose it is, of which days, and what it cannot follow; its files do too."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from dossiers.form206 import KEYS
from dossiers.models import Dossier
from reporting.exports import Column, Export
from reporting.numbers import Ratio
from tests.dossiers.pages_world import form_rows, heading_of, question_of
from tests.dossiers.returns_world import day
from tests.factories import DossierFactory

PERIOD, LIST = reverse("dossiers:period"), reverse("dossiers:list")


def head_of(response):
    """The words over the table."""
    found = re.search(r'<div class="f206-head">(.*?)</div>\s*(?:<p class|<div class="scroll)',
                      response.content.decode(), re.S)  # fmt: skip
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[1])).split())


def csv_head(response):
    return [row[0] for row in csv.reader(io.StringIO(body(response).decode("utf-8-sig"))) if row]


def body(response):
    found = b"".join(response.streaming_content)
    if file := getattr(response, "file_to_stream", None):
        file.close()
    return found


def name_of(response):
    return response.headers["Content-Disposition"].rpartition("''")[2]


# Whose form it is --------------------------------------------------------------------------------


def test_the_whole_form_is_the_office_s_and_is_signed(province, member_client, settings):
    response = member_client.get(PERIOD)

    assert f"Đơn vị báo cáo: {settings.SITE_ORG}" in head_of(response)
    assert 'class="sign"' in response.content.decode()


@pytest.mark.parametrize("source", ["rows", "returns"])
def test_the_form_of_an_agency_names_the_agency(province, period, member_client, source):
    response = member_client.get(PERIOD, {"agency": "SYT", "source": source})

    if source == "rows":
        assert "Đơn vị báo cáo: Sở Y tế" in head_of(response)
        assert "Điều kiện lọc" not in head_of(response)
        assert 'class="sign"' in response.content.decode()
    assert heading_of(response).startswith("Sở Y tế: ")


def test_a_district_is_named_with_its_communes(province, member_client):
    head = head_of(member_client.get(PERIOD, {"agency": "H0"}))

    assert "Đơn vị báo cáo: Ủy ban nhân dân huyện 0 và cấp xã trực thuộc" in head


def test_a_clerk_s_form_is_that_of_the_own_agency(clerk_client, construction, settings):
    DossierFactory(agency=construction)

    response = clerk_client.get(PERIOD)

    assert "Đơn vị báo cáo: Sở Xây dựng" in head_of(response)
    assert settings.SITE_ORG not in head_of(response)
    assert heading_of(response).startswith("Sở Xây dựng: ")


@pytest.mark.parametrize("query", [{"level": "commune"}, {"channel": "2"}, {"by": "sector",
                                   "sector": "lv-0"}])  # fmt: skip
def test_a_part_says_what_it_is_of_and_is_not_signed(province, member_client, query):
    response = member_client.get(PERIOD, query)

    assert "Điều kiện lọc: " in head_of(response)
    assert 'class="sign"' not in response.content.decode()


# Days of one's own -------------------------------------------------------------------------------

DAYS = {"since": "2024-02-01", "until": "2024-03-31"}


@pytest.mark.parametrize("by", ["agency", "level", "sector"])
def test_any_days_are_counted_and_every_cell_opens_its_rows(province, member, member_client, by):
    response = member_client.get(PERIOD, DAYS | {"by": by})
    rows = form_rows(response.content.decode())

    total = rows[-1]
    span = (day(DAYS["since"]), day(DAYS["until"]))
    assert total.counts == tuple(Dossier.objects.in_column(key, *span).count() for key in KEYS)
    assert "(Từ ngày 01/02/2024 đến ngày 31/03/2024)" in head_of(response)
    for row in rows:
        for count, url in zip(row.counts, row.urls, strict=True):
            assert question_of(url, member).count().value == count
    (sector,) = [tab["url"] for tab in response.context["tabs"] if "by=sector" in tab["url"]]
    assert "since=2024-02-01" in sector


def test_days_that_cannot_be_are_told_and_passed_over(province, member_client):
    whole = form_rows(member_client.get(PERIOD).content.decode())[-1].counts

    for query in (
        {"since": "2024-04-01", "until": "2024-03-31"},
        {"since": "2024-04-01", "until": "2024-06-15"},
        {"since": "x"},
    ):
        response = member_client.get(PERIOD, query)
        page = unescape(response.content.decode())
        assert form_rows(response.content.decode())[-1].counts == whole
        assert "trang này bỏ qua khoảng đã chọn" in page or "không đọc được" in page


def test_the_file_says_its_days(province, member_client):
    response = member_client.get(PERIOD, DAYS | {"export": "csv"})

    assert name_of(response) == "bieu-II-06-2024-H1-2024-02-01-2024-03-31.csv"
    assert "Số liệu của khoảng ngày 01/02/2024–31/03/2024." in csv_head(response)


def test_forms_that_were_sent_have_no_days(period, member_client):
    page = member_client.get(PERIOD, DAYS | {"source": "returns"}).content.decode()

    assert "hãy chọn nguồn “Danh sách hồ sơ”" in page


# What a page cannot follow -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"by": "xyz"}, "Bộ lọc “Cách chia dòng” không có giá trị “xyz”"),
        ({"rows": "xyz"}, "Bộ lọc “Phạm vi cơ quan” không có giá trị “xyz”"),
        ({"source": "xyz"}, "Bộ lọc “Nguồn số liệu” không có giá trị “xyz”"),
        ({"sector": "XX"}, "không lọc theo “Lĩnh vực” nên bỏ qua giá trị “XX”"),
        ({"sector": "XX", "by": "sector"}, "XX"),
        ({"procedure": "1.000001"}, "không lọc theo “Mã thủ tục”"),
    ],
)
def test_what_cannot_be_followed_is_told(province, member_client, query, told):
    page = unescape(member_client.get(PERIOD, query).content.decode())

    assert told in page


def test_a_procedure_that_there_is_not_is_told_on_the_list(province, member_client):
    page = unescape(member_client.get(LIST, {"procedure": "zzz"}).content.decode())

    assert "zzz" in page
    assert re.search(r"<details[^>]* open", page)
    assert re.search(r"Mã thủ tục[^<]*phải|không có thủ tục|mã thủ tục", page, re.I)


# The list ----------------------------------------------------------------------------------------


def test_the_heading_says_what_narrows_the_list(province, member_client):
    query = {"column": "resolved_overdue", "sector": "lv-0", "channel": "2"}
    heading = heading_of(member_client.get(LIST, query))

    assert re.search(r"quá hạn \(hình thức nộp: Trực tuyến; lĩnh vực: .+\)$", heading)
    query = {"column": "pending_in_time", "due_by": "2024-06-17"}
    heading = heading_of(member_client.get(LIST, query))
    assert heading.endswith("trong hạn (đến hạn đến ngày: 17/06/2024)")


def test_a_page_of_the_list_says_of_how_many(province, member_client):
    response = member_client.get(LIST)

    count = response.context["count"].value
    assert count > 50
    assert response.context["pages"]["summary"].startswith(f"50 trong {count} hồ sơ, tiếp nhận từ")
    few = member_client.get(LIST, {"agency": "SXD", "column": "withdrawn"})
    assert " trong " not in few.context["pages"]["summary"]


# Files -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "name", "told"),
    [
        ({}, "bieu-II-06-2024-H1", "hồ sơ riêng của một cơ quan"),
        ({"rows": "branch"}, "bieu-II-06-2024-H1-gom-cap-xa", "cấp huyện gồm cả cấp xã"),
        ({"by": "level"}, "bieu-II-06-2024-H1-theo-cap", "một cấp giải quyết"),
        ({"by": "sector"}, "bieu-II-06-2024-H1-theo-linh-vuc", "một lĩnh vực"),
        ({"agency": "SYT"}, "bieu-II-06-2024-H1-SYT", "Đơn vị báo cáo: Sở Y tế."),
        ({"level": "commune"}, "bieu-II-06-2024-H1-co-loc", "Điều kiện lọc: Cấp: Cấp xã."),
    ],
)
def test_a_file_of_the_form_says_what_it_holds(province, member_client, query, name, told):
    response = member_client.get(PERIOD, query | {"export": "csv"})

    assert name_of(response) == f"{name}.csv"
    assert any(told in line for line in csv_head(response))


def test_a_workbook_is_laid_out_to_be_read_and_printed(province, member_client):
    response = member_client.get(PERIOD, {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(body(response))).active

    top = next(cell.row for cell in sheet["A"] if cell.value == "(1) TT")
    assert sheet.title == "II.06"
    assert sheet.freeze_panes == f"A{top + 1}"
    assert sheet.print_title_rows == f"${top}:${top}"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_a_share_is_a_number_of_a_workbook_and_words_of_a_text():
    columns = [Column("Tên", lambda row: row[0]), Column("Tỷ lệ", lambda row: row[1])]
    rows = [("a", Ratio(1, 8)), ("b", Ratio(0, 0))]
    export = Export("ten", [], columns, rows, sheet="Tên [dài]: " + "x" * 40)

    sheet = load_workbook(io.BytesIO(body(export.response("xlsx")))).active
    text = body(export.response("csv")).decode("utf-8-sig").splitlines()

    assert (sheet["B3"].value, sheet["B3"].number_format) == (0.125, "0.00%")
    assert sheet["B4"].value is None
    assert text[1:] == ['a,"12,50\u00a0%"', "b,"]
    assert sheet.title == ("Tên dài " + "x" * 40)[:31]


def test_a_file_of_two_sources_says_the_state_of_its_rows(province, period, member_client):
    url = reverse("dossiers:sources")

    for query, told in (({}, "Chưa xử lý"), ({"state": "accepted"}, "Đã chấp nhận")):
        lines = csv_head(member_client.get(url, query | {"export": "csv"}))
        assert any(f"Điều kiện lọc: Trạng thái: {told}." in line for line in lines)
