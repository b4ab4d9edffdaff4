"""The pages of the catalogue: every number opens exactly its rows, for whoever reads."""

from __future__ import annotations

import csv
import datetime as dt
import io
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.formats import number_format

from agencies.models import Agency
from agencies.roles import Role
from dossiers.models import Dossier, Procedure
from dossiers.querysets.timing import Times
from dossiers.summary.procedures import TimedProcedure, Timing
from reporting.loading import load_calendar
from tests.clients import client_of, reader
from tests.dossiers.pages_world import FIRST, LAST, heading_of
from tests.factories import (
    DossierFactory,
    ProcedureChangeFactory,
    ProcedureFactory,
    SectorFactory,
    UserFactory,
)

LIST, FORM = reverse("dossiers:procedures"), reverse("dossiers:form-207b")


def detail(procedure):
    return reverse("dossiers:procedure", args=[procedure.code])


def timed(procedure):
    return reverse("dossiers:procedure-dossiers", args=[procedure.code])


@pytest.fixture(autouse=True)
def _calendar(db):
    load_calendar()


@pytest.fixture
def catalogue(province):
    """A province with dossiers, its procedures with agencies, levels, one-stop and workflows."""
    chance = Random(7)
    managers = [None, *Agency.objects.filter(level="province")[1:3]]
    levels = Agency.Level.values
    for procedure in Procedure.objects.order_by("pk"):
        procedure.managing_agency = chance.choice(managers)
        procedure.levels = [one for one in levels if chance.random() < 0.6] or ["commune"]
        procedure.one_stop_levels = [one for one in levels if chance.random() < 0.4]
        procedure.workflow_number = chance.choice(["", "1/QĐ"])
        procedure.working_days = chance.choice([None, 5, 20])
        procedure.save()
    return list(Procedure.objects.order_by("pk"))


def listed(client, url):
    return client.get(url).context["table"].paginator.count


# Form II.07b ----------------------------------------------------------------------------------


def test_every_number_of_form_207b_opens_exactly_its_procedures(catalogue, member_client):
    gone = ProcedureFactory()
    ProcedureChangeFactory(procedure=gone, kind="abolished")
    page = member_client.get(FORM).context["page"]

    cells = [cell for row in page.rows for cell in row["cells"]] + page.foot
    assert next(cell["text"] for cell in page.foot) == str(len(catalogue))
    for cell in cells:
        if cell["href"]:
            assert (listed(member_client, cell["href"]), cell["name"]) == (
                int(cell["text"]), cell["name"],
            )  # fmt: skip
        else:
            assert cell["text"] == "0"
    for row in page.rows:
        assert listed(member_client, row["url"]) == int(row["cells"][0]["text"])


def test_form_207b_by_hand(member_client, construction):
    one = {"managing_agency": construction}
    ProcedureFactory(levels=["province", "commune"], one_stop_levels=["commune"], **one)
    ProcedureFactory(levels=["commune"], workflow_number="1/QĐ", **one)
    ProcedureFactory(levels=["district"], one_stop_levels=["province", "district"])
    page = member_client.get(FORM).context["page"]

    numbers = {row["label"]: [int(cell["text"]) for cell in row["cells"]] for row in page.rows}

    assert numbers == {
        "Sở Xây dựng": [2, 1, 0, 2, 1, 0, 0, 1, 1, 0, 0, 1],
        "Chưa ghi cơ quan quản lý": [1, 0, 1, 0, 1, 1, 1, 0, 0, 0, 0, 0],
    }
    assert [int(cell["text"]) for cell in page.foot] == [3, 1, 1, 2, 2, 1, 1, 1, 1, 0, 0, 1]
    assert page.headline.replace("\xa0", " ") == (
        "3 thủ tục có hiệu lực, 2 thực hiện theo cơ chế một cửa, 1 đã có quy trình nội bộ"
    )


def test_form_207b_as_a_file(catalogue, member_client):
    page = member_client.get(FORM).context["page"]
    answer = member_client.get(FORM, {"export": "csv"})
    rows = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))

    assert rows[-1] == ["", "Tổng số", *(cell["text"] for cell in page.foot)]


# The list -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({"q": "1.000948.000.00.00.H23"}, ["1.000948.H23"]),
        ({"q": "khai sinh"}, ["1.000948.H23"]),
        ({"q": "000948"}, ["1.000948.H23"]),
        ({"q": "1000948"}, ["1.000948.H23"]),
        ({"q": "0948.h23"}, ["1.000948.H23"]),
        ({"q": "1.0009"}, ["1.000948.H23"]),
        ({"level": "commune"}, ["2.000002"]),
        ({"online_kind": "full"}, ["2.000002"]),
        ({"agency": "SXD"}, ["2.000002"]),
        ({"agency": "none"}, ["1.000948.H23", "3.000003"]),
        ({"sector": "dat-dai"}, ["3.000003"]),
        ({"state": "abolished"}, ["3.000003"]),
        ({"state": "in_force", "sector": "dat-dai"}, []),
        ({"dossiers": "yes"}, ["1.000948.H23"]),
        ({"dossiers": "no"}, ["2.000002", "3.000003"]),
        ({"one_stop": "any"}, ["2.000002"]),
        ({"one_stop": "commune"}, ["2.000002"]),
        ({"one_stop": "district"}, []),
        ({"one_stop": "no"}, ["1.000948.H23", "3.000003"]),
        ({"workflow": "yes"}, ["3.000003"]),
        ({"agency": "nowhere"}, ["1.000948.H23", "2.000002", "3.000003"]),
    ],
)
def test_filters(member_client, construction, query, codes):
    first = ProcedureFactory(code="1.000948.H23", name="Đăng ký khai sinh")
    ProcedureFactory(
        code="2.000002", levels=["commune"], online_kind="full", one_stop_levels=["commune"],
        managing_agency=construction,
    )  # fmt: skip
    third = ProcedureFactory(
        code="3.000003", sector=SectorFactory(code="dat-dai"), workflow_number="1/QĐ"
    )
    ProcedureChangeFactory(procedure=third, kind="abolished")
    DossierFactory(procedure=first, agency=construction, received_on=dt.date(2024, 6, 14))
    DossierFactory(procedure=third, agency=construction, received_on=dt.date(2024, 6, 15))

    table = member_client.get(LIST, query).context["table"]

    assert sorted(row.procedure.code for row in table.data) == codes


def test_the_finding_names_the_worst(member_client, construction, settings):
    settings.DOSSIERS_SMALL_SAMPLE = 10
    slow = ProcedureFactory(name="Cấp phép", working_days=2)
    DossierFactory.create_batch(8, procedure=slow, agency=construction, **days(2))
    DossierFactory.create_batch(2, procedure=slow, agency=construction, **days(5))
    fine = ProcedureFactory(name="Xác nhận", working_days=5)
    DossierFactory.create_batch(10, procedure=fine, agency=construction, **days(5))
    small = ProcedureFactory(name="Hiếm", working_days=0)
    DossierFactory.create_batch(9, procedure=small, agency=construction, **days(5))

    page = member_client.get(LIST)

    assert heading_of(page) == (
        "3 thủ tục có hiệu lực: 1 thủ tục có hơn 10 % hồ sơ vượt thời hạn, cao nhất là Cấp "
        "phép (20,00 %)"
    )
    rows = list(page.context["table"].data)
    assert [row.procedure for row in rows] == [slow, fine, small]
    assert [(row.times.median, row.times.p90) for row in rows] == [(2, 5), (5, 5), (5, 5)]


def days(count):
    """Received on a Monday, resolved so many working days later."""
    received = dt.date(2024, 5, 6)
    resolved = received + dt.timedelta(days=count + 2 * (count // 5))
    return {"received_on": received, "resolved_on": resolved, "status": 10}


def test_one_in_ten_beyond_is_tolerated(member_client, construction, settings):
    settings.DOSSIERS_SMALL_SAMPLE = 10
    slow = ProcedureFactory(name="Cấp phép", working_days=2)
    DossierFactory.create_batch(9, procedure=slow, agency=construction, **days(2))
    DossierFactory(procedure=slow, agency=construction, **days(5))

    assert heading_of(member_client.get(LIST)) == (
        "1 thủ tục có hiệu lực: không thủ tục nào có hơn 10 % hồ sơ vượt thời hạn, cao nhất là "
        "Cấp phép (10,00 %)"
    )


def test_numbers_of_the_list_open_exactly_their_dossiers(catalogue, member_client):
    rows = member_client.get(LIST).context["table"].data

    assert sum(row.times.count for row in rows) == (
        Dossier.objects.in_column("resolved_total", FIRST, LAST).count()
    )
    for row in rows:
        url = timed(row.procedure)
        assert listed(member_client, url) == row.times.count
        assert listed(member_client, f"{url}?time=timed") == row.times.timed
        assert listed(member_client, f"{url}?time=within") == row.times.within
        assert listed(member_client, f"{url}?time=beyond") == row.times.beyond


def test_766_opens_its_procedures(member_client):
    for decided, effective, published in (
        ("01", "20", "02"),
        ("12", "14", "02"),
        ("03", "28", None),
    ):
        ProcedureChangeFactory(
            decided_on=f"2024-02-{decided}",
            effective_on=f"2024-02-{effective}",
            published_on=published and f"2024-03-{published}",
        )

    rates = member_client.get(LIST).context["publication"]

    assert [one["value"].replace("\xa0", " ") for one in rates] == ["66,67 %", "0,00 %"]
    for one in rates:
        for link in (one["rows"], one["base"]):
            assert listed(member_client, link.url) == link.count


def test_the_list_asks_the_same_whatever_its_length(catalogue, member_client):
    def count():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            member_client.get(LIST)
        return len(asked)

    count()
    before = count()
    for procedure in ProcedureFactory.create_batch(40):
        ProcedureChangeFactory(procedure=procedure)
        DossierFactory(procedure=procedure, on_time=True)

    assert count() == before


def test_an_empty_catalogue(member_client):
    page = member_client.get(LIST)

    assert heading_of(page) == "Không có thủ tục nào khớp với điều kiện lọc"
    assert "Chưa có thủ tục nào trong danh mục" in member_client.get(FORM).content.decode()


@pytest.mark.parametrize("sort", ["median", "-p90", "allowed", "-resolved", "share", "name", "x"])
def test_the_list_can_be_sorted(catalogue, member_client, sort):
    assert member_client.get(LIST, {"sort": sort}).status_code == 200


# One procedure --------------------------------------------------------------------------------


def test_the_page_of_a_procedure_adds_up(catalogue, member_client):
    for procedure in catalogue:
        page = member_client.get(detail(procedure)).context["page"]

        received = Dossier.objects.filter(procedure=procedure)
        expected = received.in_column("received_total", FIRST, LAST).count()
        assert page.counts[0]["text"] == number_format(expected)
        assert page.times.count == page.columns.resolved_total
        assert sum(one.count for _month, one in page.by_month) == page.times.count
        for row in page.months["rows"]:
            for cell in row["cells"][:1]:
                if cell["href"]:
                    assert listed(member_client, cell["href"]) == int(cell["text"])
        for one in page.durations[2:]:
            if one["href"]:
                assert listed(member_client, one["href"]) == page.times.within


def test_decisions_and_facts_of_a_procedure(member_client, construction):
    one = ProcedureFactory(
        managing_agency=construction, levels=["district", "commune"], workflow_number="9/QĐ",
        workflow_on=dt.date(2024, 1, 2), working_days=3, one_stop_levels=["commune"],
    )  # fmt: skip
    ProcedureChangeFactory(procedure=one, decision_number="1/QĐ-UBND")
    ProcedureChangeFactory(
        procedure=one, kind="amended", decision_number="2/QĐ-UBND", decided_on=dt.date(2024, 3, 1)
    )

    page = member_client.get(detail(one)).context["page"]

    assert [(row["kind"], row["number"]) for row in page.changes] == [
        ("Sửa đổi, bổ sung", "2/QĐ-UBND"), ("Công bố", "1/QĐ-UBND"),
    ]  # fmt: skip
    facts = {row["term"]: row["text"].replace("\xa0", " ") for row in page.facts}
    assert facts["Cấp giải quyết"] == "Cấp huyện; Cấp xã"
    assert facts["Thời hạn giải quyết"] == "3 ngày làm việc"
    assert facts["Quy trình nội bộ"] == "9/QĐ ngày 02/01/2024"
    assert facts["Tiếp nhận tại Bộ phận Một cửa"] == "Cấp xã"


@pytest.mark.parametrize("name", ["procedure", "procedure-dossiers"])
def test_another_spelling_leads_to_the_page(member_client, name):
    ProcedureFactory(code="1.000948.H23")
    typed = reverse(f"dossiers:{name}", args=["1.000948.000.00.00.h23"])

    answer = member_client.get(typed, {"period": "2024-H1"})

    wanted = reverse(f"dossiers:{name}", args=["1.000948.H23"])
    assert (answer.status_code, answer.url) == (302, f"{wanted}?period=2024-H1")
    assert member_client.get(reverse(f"dossiers:{name}", args=["1.999999"])).status_code == 404
    assert member_client.get(reverse(f"dossiers:{name}", args=["x"])).status_code == 404


def test_headlines_of_a_procedure(member_client, construction):
    one = ProcedureFactory(name="Cấp phép", working_days=2)
    assert heading_of(member_client.get(detail(one))) == (
        "Cấp phép: chưa có hồ sơ được giải quyết trong kỳ"
    )
    DossierFactory.create_batch(4, procedure=one, agency=construction, **days(1))
    assert heading_of(member_client.get(detail(one))) == (
        "Cấp phép: 90 % hồ sơ giải quyết trong 1 ngày làm việc, thời hạn 2 ngày làm việc"
    )
    DossierFactory(procedure=one, agency=construction, **days(5))
    assert heading_of(member_client.get(detail(one))) == (
        "Cấp phép: 20,00 % hồ sơ vượt thời hạn 2 ngày làm việc"
    )
    beyond = member_client.get(timed(one), {"time": "beyond"})
    assert heading_of(beyond) == "1 hồ sơ vượt thời hạn 2 ngày làm việc"
    assert [row.days_used for row in beyond.context["table"].data] == [5]


def test_dossiers_of_a_procedure_as_a_file(member_client, construction):
    one = ProcedureFactory(working_days=2)
    DossierFactory(procedure=one, agency=construction, **days(5))
    for url in (timed(one), detail(one)):
        answer = member_client.get(url, {"export": "csv"})
        rows = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
        assert rows[-1][-2:] == ["5", "2"]


# Who ------------------------------------------------------------------------------------------


def test_a_clerk_counts_the_dossiers_of_the_own_agency(clerk_client, construction, health):
    one = ProcedureFactory(working_days=9)
    DossierFactory.create_batch(2, procedure=one, agency=construction, **days(1))
    DossierFactory.create_batch(3, procedure=one, agency=health, **days(5))

    (row,) = clerk_client.get(LIST).context["table"].data

    assert (row.times.count, row.times.p90) == (2, 1)
    assert listed(clerk_client, timed(one)) == 2
    assert clerk_client.get(detail(one)).context["page"].times.count == 2


def test_who_may_read_and_who_may_change(catalogue, period):
    office = client_of(UserFactory(role=Role.PROCEDURE_OFFICE))
    assert office.get(LIST).context["import_url"]
    assert office.get(detail(catalogue[0])).context["change_url"]
    assert reader(Role.ADMINISTRATOR).get(LIST).status_code == 403
    clerk = reader(Role.CLERK)
    assert clerk.get(LIST).context["import_url"] == ""
    assert clerk.get(detail(catalogue[0])).context["change_url"] == ""


def test_the_office_enters_a_procedure_with_its_decision(client, period):
    client.force_login(UserFactory(role=Role.PROCEDURE_OFFICE), backend="agencies.auth.RoleBackend")
    sector = SectorFactory()
    data = {
        "code": "1.000948.000.00.00.h23",
        "name": "Đăng ký khai sinh",
        "sector": sector.pk,
        "levels": ["district", "commune"],
        "online_kind": "full",
        "serves": "people",
        "working_days": "3",
        "changes-TOTAL_FORMS": 1,
        "changes-INITIAL_FORMS": 0,
        "changes-0-kind": "published",
        "changes-0-decision_number": "1/QĐ-UBND",
        "changes-0-decided_on": "15/01/2024",
    }

    answer = client.post(reverse("admin:dossiers_procedure_add"), data)

    assert answer.status_code == 302, answer.context["adminform"].form.errors
    one = Procedure.objects.get()
    assert (one.code, one.levels, one.one_stop_levels) == (
        "1.000948.H23", ["district", "commune"], [],
    )  # fmt: skip
    assert one.changes.get().decided_on == dt.date(2024, 1, 15)
    page = client.get(reverse("admin:dossiers_procedure_change", args=[one.pk]))
    assert page.content.decode().count('name="levels"') == 3
    found = client.get(reverse("admin:dossiers_procedure_changelist"), {"q": data["code"]})
    assert found.context["cl"].result_count == 1


def test_a_clerk_reads_a_procedure_in_words(clerk_client):
    one = ProcedureFactory(levels=["district", "commune"])

    page = clerk_client.get(reverse("admin:dossiers_procedure_change", args=[one.pk]))

    assert "Cấp huyện; Cấp xã" in page.content.decode()
    assert 'name="levels"' not in page.content.decode()


@pytest.mark.parametrize(
    ("times", "finding"),
    [
        ([], "chưa có hồ sơ được giải quyết trong kỳ"),
        ([(9, 9)], "chưa thủ tục nào đủ 10 hồ sơ giải quyết trong kỳ để so với thời hạn"),
        ([(20, 20), (9, 9)], "không có hồ sơ nào vượt thời hạn"),
        ([(20, 20), (9, 8)], "ở thủ tục có từ 10 hồ sơ, không có hồ sơ nào vượt thời hạn"),
    ],
)
def test_findings_where_nobody_is_over(settings, times, finding):
    settings.DOSSIERS_SMALL_SAMPLE = 10
    one = ProcedureFactory.build(working_days=1)
    rows = [
        TimedProcedure(one, Times(limited, limited, 1, 1, limited, within))
        for limited, within in times
    ]

    assert Timing(rows).finding == finding


def test_the_heading_says_how_many_are_in_force_and_how_many_not(member_client):
    ProcedureFactory.create_batch(2)
    ProcedureChangeFactory(procedure=ProcedureFactory(), kind="abolished")

    assert heading_of(member_client.get(LIST)).startswith("3 thủ tục, 2 có hiệu lực, 1 không: ")
    only = member_client.get(LIST, {"state": "in_force"})
    assert heading_of(only).startswith("2 thủ tục có hiệu lực: ")
