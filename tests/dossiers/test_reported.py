"""Who has reported: expected, sent, in time, late, silent, and the agencies behind each number."""

from __future__ import annotations

import csv
import datetime as dt
import io
from random import Random

import pytest
from django.urls import reverse

from agencies.models import Agency, AgencySuccession
from agencies.roles import Role
from dossiers.models import Return
from dossiers.reported.duties import counts, owing, sent_on
from dossiers.summary.reported import report_figures, reports
from reporting.models import Period
from reporting.selection import Selection
from tests.clients import client_of
from tests.dossiers.pages_world import heading_of, parameter
from tests.dossiers.returns_world import day, deadline, sent, step
from tests.factories import AgencyFactory, PeriodFactory, ReturnFactory, SectorFactory, UserFactory

REPORTED = reverse("dossiers:reported")
Level, Kind, Status = Agency.Level, Agency.Kind, Return.Status


@pytest.fixture
def asked(period):
    """The period with a deadline of the communes, an internal one and its own."""
    period.internal_due_on = day("2024-06-17")
    period.due_on = day("2024-06-20")
    period.save()
    deadline(period, Level.COMMUNE, "2024-06-15")
    return period


def state_of(period, agency, on="2024-06-30"):
    (report,) = reports(Agency.objects.filter(pk=agency.pk), [period], day(on))[period.pk]
    return report.state, report.sent_on


def texts(response, code):
    """The states' tabs: count by state."""
    return next(one["count"] for one in response.context["states"] if code in one["url"])


# The deadline ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "on", "state"),
    [
        (Level.PROVINCE, "2024-06-17", "on_time"),
        (Level.PROVINCE, "2024-06-18", "late"),
        (Level.COMMUNE, "2024-06-15", "on_time"),
        (Level.COMMUNE, "2024-06-16", "late"),
    ],
)
def test_on_time_is_sent_by_the_last_day_of_the_level(asked, level, on, state):
    agency = AgencyFactory(level=level)
    sent(asked, agency, on)

    assert state_of(asked, agency) == (state, day(on))


def test_without_any_deadline_nothing_is_on_time_or_late(period, construction, health):
    sent(period, construction, "2024-06-16")
    found = reports(Agency.objects.all(), [period], day("2024-06-30"))[period.pk]

    assert counts(found) == {
        "returns_expected": 2,
        "returns_submitted": 1,
        "returns_on_time": None,
        "returns_late": None,
        "returns_silent": 1,
    }
    figures = report_figures(found, Selection(period, day("2024-06-30")))
    assert (figures["RR1"].text, figures["RR2"].text) == ("50,00\u00a0%", "–")


def test_what_was_sent_after_the_day_of_the_page_is_not_sent_yet(asked, construction):
    sent(asked, construction, "2024-06-17")

    assert state_of(asked, construction, on="2024-06-16") == ("silent", None)
    assert state_of(asked, construction, on="2024-06-17") == ("on_time", day("2024-06-17"))


# The steps ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ([], None),
        ([("draft", 1)], None),
        ([("submitted", 3)], 3),
        ([("submitted", 3), ("confirmed", 5), ("published", 7)], 3),
        ([("confirmed", 5)], 5),
        ([("submitted", 3), ("draft", 4)], None),
        ([("submitted", 3), ("draft", 4), ("submitted", 6)], 3),
        ([("submitted", 3), ("published", 4), ("superseded", 9)], 3),
        ([("submitted", 11)], None),
    ],
)
def test_a_form_given_back_is_not_sent_until_it_is_sent_again(steps, found):
    def on(number):
        return dt.date(2024, 6, number)

    days = [(status, on(number)) for status, number in steps]

    assert sent_on(days, on(10)) == (on(found) if found else None)


def test_a_correction_does_not_make_a_report_late(asked, construction):
    first = sent(asked, construction, "2024-06-16", status=Status.PUBLISHED)
    Return.objects.filter(pk=first.pk).update(status=Status.SUPERSEDED)
    again = ReturnFactory(
        period=asked, agency=construction, version=2, replaces=first, status=Status.PUBLISHED
    )
    step(again, Status.SUBMITTED, "2024-06-25")

    assert state_of(asked, construction) == ("on_time", day("2024-06-16"))


def test_a_draft_and_a_form_by_receiving_agency_are_no_report(asked, construction, health):
    ReturnFactory(period=asked, agency=construction, status=Status.DRAFT)
    sent(asked, health, "2024-06-16", agency_role=Return.AgencyRole.RECEIVING)

    assert state_of(asked, construction) == ("silent", None)
    assert state_of(asked, health) == ("silent", None)


def test_forms_by_sector_count_where_there_is_none_over_all(asked, construction):
    sent(asked, construction, "2024-06-16", sector=SectorFactory())
    assert state_of(asked, construction) == ("on_time", day("2024-06-16"))

    sent(asked, construction, "2024-06-19")
    assert state_of(asked, construction) == ("late", day("2024-06-19"))


def test_a_form_with_the_agencies_below_counts_where_nothing_else_was_sent(asked, construction):
    sent(asked, construction, "2024-06-16", is_aggregate=True)

    assert state_of(asked, construction) == ("on_time", day("2024-06-16"))


def test_a_form_without_steps_was_sent_on_the_day_of_its_entry(asked, construction):
    form = ReturnFactory(period=asked, agency=construction, status=Status.SUBMITTED)
    entered = dt.datetime(2024, 6, 16, 20, 0, tzinfo=dt.UTC)  # the 17th in Việt Nam
    Return.objects.filter(pk=form.pk).update(entered_at=entered)

    assert state_of(asked, construction) == ("on_time", day("2024-06-17"))


# Who owes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "does"),
    [
        ({}, True),
        ({"kind": Kind.LEADERSHIP}, False),
        ({"kind": Kind.PUBLIC_SERVICE}, False),
        ({"valid_to": day("2023-12-14")}, False),
        ({"valid_to": day("2023-12-15")}, True),
        ({"valid_from": day("2024-06-14")}, True),
        ({"valid_from": day("2024-06-15")}, False),
    ],
)
def test_who_existed_in_the_period_and_settles_procedures_owes_the_form(asked, changes, does):
    agency = AgencyFactory(**changes)
    every = Agency.objects.all()

    assert owing(every, asked.date_from, asked.date_to).exists() is does
    assert [one.agency for one in reports(every, [asked], day("2024-06-30"))[asked.pk]] == (
        [agency] if does else []
    )


def test_kinds_that_owe_nothing_are_a_setting(asked, settings):
    settings.DOSSIERS_KINDS_NOT_ASKED = ("vertical",)
    AgencyFactory(kind=Kind.VERTICAL)
    unit = AgencyFactory(kind=Kind.PUBLIC_SERVICE)

    owed = reports(Agency.objects.all(), [asked], day("2024-06-30"))[asked.pk]

    assert [one.agency for one in owed] == [unit]


def test_of_an_agency_that_ended_the_successor_is_named(asked, member_client, health):
    ended = AgencyFactory(name="Sở cũ", valid_to=day("2024-03-31"))
    AgencySuccession.objects.create(
        predecessor=ended, successor=health, kind="merged", on=day("2024-04-01")
    )

    page = member_client.get(REPORTED, {"as_of": "2024-06-30"}).content.decode()

    assert "Sở cũ (hoạt động đến 31/03/2024; Sở Y tế gửi thay)" in page


# The page ----------------------------------------------------------------------------------------


@pytest.fixture
def reporting_world(asked):
    """Twelve agencies of three levels with a random past: sent early, late, given back, never."""
    chance = Random(20240614)
    for number in range(12):
        level = chance.choice([Level.PROVINCE, Level.DISTRICT, Level.COMMUNE])
        agency = AgencyFactory(code=f"A{number:02}", name=f"Cơ quan {number:02}", level=level)
        if chance.random() < 0.75:
            form = sent(asked, agency, f"2024-06-{chance.randint(12, 22)}")
            if chance.random() < 0.3:
                step(form, Status.DRAFT, "2024-06-23")
    return asked


def test_every_number_opens_exactly_its_agencies(reporting_world, member):
    client = client_of(member)
    page = client.get(REPORTED, {"as_of": "2024-06-30"})

    cells = [
        (cell["name"], int(cell["text"]), cell["href"])
        for row in (*page.context["levels"]["rows"], page.context["levels"]["foot"])
        for cell in row["cells"]
        if cell["href"] and "%" not in cell["text"]
    ]
    assert len(cells) > 8
    for name, count, href in cells:
        opened = client.get(href)
        assert len(opened.context["table"].data) == count, name


def test_the_levels_add_up_to_all(reporting_world, member_client):
    levels = member_client.get(REPORTED, {"as_of": "2024-06-30"}).context["levels"]

    def numbers(row):
        return [int(cell["text"]) for cell in row["cells"][:5]]

    sums = [sum(column) for column in zip(*map(numbers, levels["rows"]), strict=True)]
    assert sums == numbers(levels["foot"])
    expected, submitted, on_time, late, silent = sums
    assert (expected, submitted) == (13, on_time + late)  # with the member's own agency
    assert expected == submitted + silent
    assert {on_time, late, silent} & {0} == set()


def test_the_file_holds_what_the_page_shows(reporting_world, member_client):
    for state in ("expected", "late", "silent"):
        query = {"as_of": "2024-06-30", "state": state}
        page = member_client.get(REPORTED, query)
        file = member_client.get(REPORTED, query | {"export": "csv"})
        rows = list(csv.reader(io.StringIO(b"".join(file.streaming_content).decode("utf-8-sig"))))
        top = next(n for n, row in enumerate(rows) if row[0] == "Mã cơ quan")

        assert [(row[0], row[4]) for row in rows[top + 1 :]] == [
            (
                row.record.report.agency.code,
                f"{row.record.report.sent_on:%d/%m/%Y}" if row.record.report.sent_on else "",
            )
            for row in page.context["table"].rows
        ]


def test_the_headline_tells_how_many_and_who_is_overdue(asked, member_client, construction, health):
    sent(asked, construction, "2024-06-18")

    on_the_day = member_client.get(REPORTED, {"as_of": "2024-06-17"})
    after = member_client.get(REPORTED, {"as_of": "2024-06-18"})

    role_agencies = Agency.objects.exclude(pk__in=[construction.pk, health.pk]).count()
    expected = 2 + role_agencies
    assert heading_of(on_the_day) == (
        f"0/{expected} cơ quan đã báo cáo (0,00 %); {expected} chưa báo cáo, còn hạn"
    )
    assert heading_of(after) == (
        f"1/{expected} cơ quan đã báo cáo (33,33 %), 1 muộn; "
        f"{expected - 1} chưa báo cáo, đều đã quá hạn"
    )


def test_the_deadline_of_each_level_is_named(asked, member_client, construction):
    AgencyFactory(level=Level.COMMUNE)

    rows = member_client.get(REPORTED).context["levels"]["rows"]

    assert [row["note"] for row in rows] == ["Hạn gửi 17/06/2024", "Hạn gửi 15/06/2024"]


def test_periods_before_stand_beside_each_other(asked, member_client, construction):
    before = PeriodFactory(
        code="2023-H2",
        name="Sáu tháng cuối 2023",
        date_from=day("2023-06-15"),
        date_to=day("2023-12-14"),
        due_on=day("2023-12-20"),
    )
    sent(before, construction, "2023-12-19")
    PeriodFactory(kind=Period.Kind.QUARTER, date_to=day("2024-03-14"))  # of another kind

    page = member_client.get(REPORTED, {"period": "2024-H1", "as_of": "2024-06-18"})

    assert page.context["past"] == "Sáu tháng cuối 2023"
    row = next(
        row for row in page.context["table"].rows if row.record.report.agency == construction
    )
    cell = row.get_cell("before")
    assert '#i-done"/></svg><span class="vh">Sáu tháng cuối 2023: Gửi đúng hạn</span>' in cell
    assert str(row.get_cell("state")).count("Chưa báo cáo") == 1
    assert page.content.decode().count("Sở Xây dựng</a>") <= 1


def test_rows_stand_by_level_and_then_by_name(asked, member_client):
    for name, level in (("Xã B", "commune"), ("Sở Y", "province"), ("Phường Ân", "commune"),
                        ("TP A", "district"), ("Sở Đ", "province")):  # fmt: skip
        AgencyFactory(name=name, level=level)

    rows = member_client.get(REPORTED).context["table"].rows

    names = [row.record.report.agency.name for row in rows]
    ours = [name for name in names if name in {"Xã B", "Sở Y", "Phường Ân", "TP A", "Sở Đ"}]
    assert ours == ["Sở Đ", "Sở Y", "TP A", "Phường Ân", "Xã B"]


def test_a_clerk_counts_the_own_branch_only(asked, clerk, construction, health):
    sent(asked, health, "2024-06-16")

    page = client_of(clerk).get(REPORTED, {"as_of": "2024-06-30"})

    assert [row.record.report.agency for row in page.context["table"].rows] == [construction]
    assert heading_of(page).startswith("0/1 cơ quan")


@pytest.mark.parametrize("rows", [1, 15])
def test_queries_do_not_grow_with_agencies(asked, member, rows, django_assert_num_queries):
    for agency in AgencyFactory.create_batch(rows):
        sent(asked, agency, "2024-06-16")
    client = client_of(member)
    queries = (
        9  # session, user, memberships, period, periods, demonstration; session kept (3)
        + 2  # periods of the kind, their deadlines
        + 1  # deadlines of the period, by level
        + 1  # choices of agencies
        + 3  # agencies, forms, steps
    )
    with django_assert_num_queries(queries):
        client.get(REPORTED)


def test_wrong_filters_are_told_and_filter_nothing(asked, member_client, construction):
    page = member_client.get(REPORTED, {"state": "x", "level": "y", "agency": "z"})

    assert page.status_code == 200
    assert set(page.context["filter"].form.errors) == {"state", "level", "agency"}
    assert len(page.context["table"].data) == Agency.objects.count()


def test_an_own_agency_opens_alone(asked, member_client, construction):
    below = AgencyFactory(code="DUOI", name="Chi cục", parent=construction)

    branch = member_client.get(REPORTED, {"agency": "SXD"}).context["table"].rows
    alone = member_client.get(REPORTED, {"agency": "SXD", "rows": "own"}).context["table"].rows

    assert {row.record.report.agency for row in branch} == {construction, below}
    assert [row.record.report.agency for row in alone] == [construction]
    assert parameter(reverse("dossiers:reported") + "?rows=own", "rows") == "own"


def test_who_may_not_see_forms_gets_no_page(asked):
    administrator = UserFactory(role=Role.ADMINISTRATOR)

    assert client_of(administrator).get(REPORTED).status_code == 403


@pytest.mark.parametrize(("on", "tone"), [("2024-06-14", ""), ("2024-06-18", "late")])
def test_silence_is_coloured_only_once_it_is_overdue(asked, member_client, construction, on, tone):
    levels = member_client.get(REPORTED, {"as_of": on}).context["levels"]
    silent = next(
        cell for cell in levels["rows"][0]["cells"] if "state=silent" in (cell["href"] or "")
    )

    assert (silent["text"], silent["tone"]) == ("2", tone)
