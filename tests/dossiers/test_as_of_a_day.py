"""Rows of an earlier day say what was known then, and beside it what became of them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from html import unescape

import pytest
from django.urls import reverse

from dossiers.codes import Status
from dossiers.wording import status_on, status_since
from tests.factories import DossierFactory

LIST = reverse("dossiers:list")
DAY = dt.date(2024, 3, 14)
ASKED = {"as_of": "2024-03-14", "column": "pending_overdue"}


def cells_of(response):
    """The cells of the first row by heading."""
    html = response.content.decode()
    row = re.search(r"<tbody.*?<tr[^>]*>(.*?)</tr>", html, re.S)[1]
    found = re.findall(r'data-label="([^"]*)"[^>]*>(.*?)</td>', row, re.S)
    texts = ((name, unescape(re.sub(r"<[^>]+>", "", text))) for name, text in found)
    return {name: " ".join(text.split()) for name, text in texts}


@pytest.fixture
def late(construction):
    """Promised for 11/03, overdue on the day, resolved on 02/04."""
    return DossierFactory(
        agency=construction, status=Status.RETURNED_RESULT, resolved_on=dt.date(2024, 4, 2)
    )


def test_a_dossier_closed_later_is_in_process_on_the_day(late, member_client):
    cells = cells_of(member_client.get(LIST, ASKED))

    assert cells["Kết thúc xử lý"] == "–"
    assert cells["Trạng thái"] == (
        "Đang giải quyết hiện nay: Đã trả kết quả, kết thúc xử lý ngày 02/04/2024"
    )
    assert cells["Thời hạn"] == "Quá hạn chậm 3 ngày"


def test_after_its_end_the_list_says_so(late, member_client):
    cells = cells_of(member_client.get(LIST, {"column": "resolved_overdue"}))

    assert (cells["Kết thúc xử lý"], cells["Trạng thái"]) == ("02/04/2024", "Đã trả kết quả")


def test_the_dossier_s_own_page_agrees(late, member_client):
    url = reverse("dossiers:detail", args=[late.code])
    page = member_client.get(url, {"as_of": "2024-03-14"}).context["page"]

    dates = {row["term"]: row["text"] for row in page.dates}
    facts = {row["term"]: row["text"] for row in page.facts}
    assert dates["Ngày kết thúc xử lý"] == ""
    assert facts["Trạng thái"] == "Đang giải quyết"
    assert facts["Trạng thái hiện nay"] == "Đã trả kết quả, kết thúc xử lý ngày 02/04/2024"
    today = member_client.get(url).context["page"]
    assert "Trạng thái hiện nay" not in {row["term"] for row in today.facts}


def test_the_file_says_which_columns_are_of_now(late, member_client):
    response = member_client.get(LIST, ASKED | {"export": "csv"})
    rows = list(csv.reader(io.StringIO(b"".join(response).decode("utf-8-sig"))))
    found = dict(zip(*rows[-2:], strict=True))

    assert found["Trạng thái hiện nay"] == "10. Đã trả kết quả"
    assert found["Ngày kết thúc xử lý (ghi nhận đến nay)"] == "02/04/2024"
    assert found["Tình trạng vào ngày tính"] == "Quá hạn"
    assert not {"Trạng thái", "Ngày kết thúc xử lý"} & set(found)


@pytest.mark.parametrize(
    ("changes", "then", "since"),
    [
        ({}, "Đang xử lý", ""),
        ({"received_on": dt.date(2024, 3, 20)}, "Chưa tiếp nhận", "Đang xử lý"),
        ({"status": Status.REGISTERED}, "Mới đăng ký", ""),
        (
            {"status": Status.SUPPLEMENT_ASKED, "waiting_since": dt.date(2024, 3, 15)},
            "Đang giải quyết",
            "Yêu cầu bổ sung giấy tờ",
        ),
        (
            {"status": Status.SUPPLEMENT_ASKED, "waiting_since": DAY},
            "Yêu cầu bổ sung giấy tờ",
            "",
        ),
        ({"status": Status.PROCESSED, "resolved_on": DAY}, "Đã xử lý xong", ""),
    ],
)
def test_what_was_known_on_the_day(changes, then, since, construction):
    dossier = DossierFactory.build(agency=construction, **changes)

    assert (status_on(dossier, DAY), status_since(dossier, DAY)) == (then, since)
