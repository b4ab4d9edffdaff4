"""Charts by report month and by agency: exact JSON on a small case, tables with links."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from agencies.models import Agency
from dossiers.charts import channels_card, flows_cards, late_card, on_time_card
from dossiers.codes import Channel, Status
from dossiers.models import Dossier
from dossiers.trends.scope import Scope
from tests.dossiers.pages_world import question_of
from tests.factories import AgencyFactory, DossierFactory

FLOWS, STOCK, OVERDUE, CHANNELS, ON_TIME, LATE = (
    reverse(f"dossiers:{name}-chart")
    for name in ("flows", "stock", "overdue", "channels", "on-time", "late")
)
NBSP = "\N{NO-BREAK SPACE}"


def dossier(agency, received_on, *, channel=Channel.ONLINE, late=None):
    """Resolved on its due day, or a day after; open where ``late`` is None."""
    due = received_on + dt.timedelta(days=3)
    resolved = None if late is None else due + dt.timedelta(days=int(late))
    return DossierFactory(
        agency=agency,
        channel=channel,
        received_on=received_on,
        due_on=due,
        resolved_on=resolved,
        status=Status.PROCESSING if resolved is None else Status.PROCESSED,
    )


def small_case(agency):
    """T1: one online, one in person; T3: two online, one resolved late; one carried over."""
    dossier(agency, dt.date(2023, 11, 20))
    dossier(agency, dt.date(2023, 12, 20), late=False)
    dossier(agency, dt.date(2024, 1, 2), channel=Channel.POST, late=False)
    dossier(agency, dt.date(2024, 2, 20), late=True)
    dossier(agency, dt.date(2024, 3, 14))


def test_channels_chart_is_exact(member_client, construction):
    small_case(construction)

    answer = member_client.get(CHANNELS).json()

    options = answer["options"]
    assert answer["data"] == {
        "labels": ["T1", "T2", "T3", "T4", "T5", "T6"],
        "datasets": [
            {
                "label": "Trực tuyến",
                "role": "online",
                "data": [1, 0, 2, 0, 0, 0],
                "stack": "received",
            },
            {
                "label": "Trực tiếp, dịch vụ bưu chính",
                "role": "direct-postal",
                "data": [1, 0, 0, 0, 0, 0],
                "stack": "received",
            },
            {
                "label": "Đã giải quyết, nộp trực tuyến",
                "role": "online",
                "data": [1, 0, 1, 0, 0, 0],
                "stack": "resolved",
            },
            {
                "label": "Đã giải quyết, nộp trực tiếp, bưu chính",
                "role": "direct-postal",
                "data": [1, 0, 0, 0, 0, 0],
                "stack": "resolved",
            },
        ],
    }
    assert options["kind"] == "stacked-bars"
    assert options["unit"] == "hồ sơ"
    assert options["topLabels"] == [f"50,00{NBSP}%", "", f"100,00{NBSP}%", "", "", ""]
    assert options["longLabels"][0] == "T1 (15/12/2023–14/01/2024)"


def test_an_as_of_day_cuts_the_last_month(member_client, construction):
    small_case(construction)

    answer = member_client.get(CHANNELS, {"as_of": "2024-02-28"}).json()

    assert answer["data"]["labels"] == ["T1", "T2", "T3"]
    assert answer["data"]["datasets"][0]["data"] == [1, 0, 1]
    assert answer["options"]["longLabels"][2] == "T3, chưa đủ tháng (15/02/2024–28/02/2024)"


def test_on_time_chart_draws_what_is_late_from_zero(member_client, construction):
    small_case(construction)

    answer = member_client.get(ON_TIME).json()

    assert answer["data"] == {
        "labels": ["T1", "T2", "T3", "T4", "T5", "T6"],
        "datasets": [
            {"label": "Quá hạn", "role": "late", "data": [0.0, None, 100.0, None, None, None]}
        ],
    }
    assert answer["options"]["limit"] == {"value": 0.5, "label": f"mức 0,50{NBSP}%"}
    assert answer["options"]["yMax"] == 100


def test_late_chart_puts_the_worst_first_and_marks_small_samples(member_client, settings):
    settings.DOSSIERS_SMALL_SAMPLE = 3
    worst, good, small = (AgencyFactory(name=name) for name in ("Sở A", "Sở B", "Sở C"))
    for agency, lates in ((worst, (1, 0, 0)), (good, (0, 0, 0, 0)), (small, (1,))):
        for late in lates:
            dossier(agency, dt.date(2024, 3, 1), late=bool(late))

    answer = member_client.get(LATE).json()

    assert answer["data"] == {
        "labels": ["Sở C", "Sở A", "Sở B"],
        "datasets": [
            {
                "label": "Quá hạn",
                "role": "late",
                "data": [100.0, 33.33, 0.0],
                "hollow": [True, False, False],
            }
        ],
    }
    assert answer["options"]["endLabels"] == [
        f"1{NBSP}/{NBSP}1 · mẫu nhỏ",
        f"1{NBSP}/{NBSP}3",
        f"0{NBSP}/{NBSP}4",
    ]


def test_the_limit_is_a_setting(member_client, settings, selection):
    settings.DOSSIERS_LATE_LIMIT = "40"
    settings.DOSSIERS_SMALL_SAMPLE = 1
    agency = AgencyFactory(name="Sở A")
    for late in (True, False, False):
        dossier(agency, dt.date(2024, 3, 1), late=late)

    card = late_card(Scope(Agency.objects.all(), selection))

    assert card["title"] == f"Không có cơ quan vượt mức quá hạn 40,00{NBSP}%"


def test_charts_follow_the_filters_of_the_page(province, member_client):
    branch = Agency.objects.branch([Agency.objects.get(code="H0").pk])
    rows = Dossier.objects.of_agencies(branch)

    asked = {"agency": "H0", "channel": "2"}
    channels = member_client.get(CHANNELS, asked).json()["data"]["datasets"]
    late = member_client.get(ON_TIME, asked).json()["options"]["links"]

    first, last = dt.date(2023, 12, 15), dt.date(2024, 6, 14)
    assert sum(channels[0]["data"]) == rows.in_column("online", first, last).count()
    assert sum(channels[1]["data"]) == rows.in_column("direct_postal", first, last).count()
    assert "channel=2" in late[0]
    assert "agency=H0" in late[0]


def test_every_number_in_the_tables_opens_its_rows(province, member, selection):
    scope = Scope(Agency.objects.all(), selection)
    cards = [build(scope) for build in (channels_card, on_time_card, late_card)]
    cards += flows_cards(scope)

    cells = [
        cell
        for card in cards
        for row in card["table"]["rows"]
        for cell in row
        if isinstance(cell, dict)
    ]

    assert len(cells) > 40
    for cell in cells:
        assert question_of(cell["href"], member).rows().count() == int(cell["text"]), cell


def test_the_sums_below_a_table_are_the_figures_of_the_period(province, selection):
    first, last = selection.first, selection.until
    scope = Scope(Agency.objects.all(), selection)
    channels = channels_card(scope)["table"]["foot"]
    on_time = on_time_card(scope)["table"]["foot"]

    def count(column):
        return str(Dossier.objects.in_column(column, first, last).count())

    assert [channels[1], channels[2], channels[4]] == [
        count("online"),
        count("direct_postal"),
        count("resolved_total"),
    ]
    assert [on_time[1], on_time[2], on_time[4]] == [
        count("resolved_total"),
        count("resolved_early_on_time"),
        count("resolved_overdue"),
    ]


def test_a_clerk_s_chart_counts_the_own_branch(clerk_client, construction, health):
    dossier(construction, dt.date(2024, 3, 1))
    dossier(health, dt.date(2024, 3, 1))

    answer = clerk_client.get(CHANNELS).json()

    assert answer["data"]["datasets"][0]["data"] == [0, 0, 1, 0, 0, 0]


def test_the_page_shows_titles_and_tables_of_the_same_charts(member_client, construction):
    small_case(construction)

    response = member_client.get(reverse("dossiers:charts"))

    cards = [*response.context["months"], response.context["late"]]
    assert [card["url"] for card in cards] == [
        FLOWS,
        STOCK,
        OVERDUE,
        CHANNELS,
        ON_TIME,
        LATE,
    ]
    page = response.content.decode()
    assert all(card["title"] in page for card in cards)
