"""Form II.06 and the list as files: every field, the rows of the page, what they are of."""

from __future__ import annotations

import csv
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from dossiers.form206 import COLUMNS
from dossiers.list_columns import field_names, list_columns
from dossiers.models import Dossier
from reporting import provenance
from reporting.models import Provenance
from tests.dossiers.pages_world import FIRST, LAST, form_rows
from tests.factories import DossierFactory

PERIOD, LIST = reverse("dossiers:period"), reverse("dossiers:list")


def body(response):
    return b"".join(response) if response.streaming else response.content


def csv_rows(client, url, **query):
    response = client.get(url, query | {"export": "csv"})
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(body(response).decode("utf-8-sig"))))


def table(rows, first):
    """The rows below the headings, by heading."""
    top = next(place for place, row in enumerate(rows) if row and row[0] == first)
    return [dict(zip(rows[top], row, strict=True)) for row in rows[top + 1 :]]


def test_no_field_of_a_dossier_is_missing(db):
    fields = {
        field.name
        for field in Dossier._meta.get_fields()
        if not field.auto_created and field.name != "id"
    }

    assert set(field_names()) == fields
    assert len(list_columns()) >= len(fields)


def test_the_list_has_the_rows_of_the_page(province, member_client):
    rows = table(csv_rows(member_client, LIST, column="resolved_total", channel="2"), "Mã hồ sơ")

    expected = Dossier.objects.in_column("resolved_total", FIRST, LAST).filter(channel=2)
    assert [row["Mã hồ sơ"] for row in rows] == list(
        expected.order_by("-received_on", "-pk").values_list("code", flat=True)
    )


def test_a_row_has_dates_words_and_no_number_of_a_row(member_client, construction):
    dossier = DossierFactory(agency=construction, late=True)

    (row,) = table(csv_rows(member_client, LIST), "Mã hồ sơ")

    assert row["Thủ tục"] == dossier.procedure.code
    assert row["Cơ quan giải quyết"] == "Sở Xây dựng"
    assert row["Ngày tiếp nhận"] == "01/03/2024"
    assert row["Ngày kết thúc xử lý (ghi nhận đến nay)"] == "12/03/2024"
    assert row["Trạng thái hiện nay"] == "10. Đã trả kết quả"
    assert row["Tình trạng vào ngày tính"] == "Giải quyết quá hạn"
    assert row["Số ngày chậm (âm là còn hạn)"] == "1"


def test_the_list_is_a_workbook_with_real_dates(member_client, construction):
    DossierFactory(agency=construction, late=True)

    response = member_client.get(LIST, {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(body(response))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]

    top = next(place for place, row in enumerate(rows) if row[0] == "Mã hồ sơ")
    found = dict(zip(rows[top], rows[top + 1], strict=True))
    assert found["Ngày tiếp nhận"].date().isoformat() == "2024-03-01"
    assert found["Số ngày chậm (âm là còn hạn)"] == 1


def test_form_ii_06_has_the_rows_of_the_page_all_opened(province, member_client):
    shown = form_rows(member_client.get(PERIOD, {"open": "all"}).content.decode())

    rows = table(csv_rows(member_client, PERIOD), "(1) TT")

    headings = [column.heading for column in COLUMNS]
    assert [tuple(int(row[heading]) for heading in headings) for row in rows] == [
        row.counts for row in shown
    ]
    assert rows[-1]["(2) Lĩnh vực, công việc giải quyết theo cấp"] == "Tổng cộng"
    assert {row["Mã"] for row in rows} >= {"SXD", "SYT", "H0", "X00", "X12"}


@pytest.mark.parametrize("query", [{"by": "sector"}, {"by": "level"}, {"rows": "branch"}])
def test_the_file_follows_the_page_s_layout(province, member_client, query):
    shown = form_rows(member_client.get(PERIOD, query).content.decode())

    rows = table(csv_rows(member_client, PERIOD, **query), "(1) TT")

    assert len(rows) == len(shown)


def test_a_file_says_what_it_is_of(province, member_client, member):
    provenance.forget()
    Provenance.objects.create(
        pk=1, kind=Provenance.Kind.DEMO, label="Tỉnh minh họa", loaded_at=timezone.now()
    )
    for url, query in ((LIST, {"column": "online", "agency": "H0"}), (PERIOD, {"agency": "H0"})):
        head = [row[0] for row in csv_rows(member_client, url, **query)[:8] if row]

        assert any("15/12/2023–14/06/2024" in line and "14/06/2024" in line for line in head)
        assert any("Cơ quan giải quyết: Ủy ban nhân dân huyện 0" in line for line in head)
        assert any(str(member) in line and "Xuất lúc" in line for line in head)
        assert any(line.startswith("Dữ liệu minh họa") for line in head)


def test_a_clerk_exports_the_own_branch_only(clerk_client, construction, health):
    DossierFactory(agency=health)
    mine = DossierFactory(agency=construction)

    rows = table(csv_rows(clerk_client, LIST), "Mã hồ sơ")

    assert [row["Mã hồ sơ"] for row in rows] == [mine.code]
