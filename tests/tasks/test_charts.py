"""Planned against actual, exactly."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from tasks import charts
from tasks.models import Task
from tasks.progress import Point, headline, progress_of
from tasks.progress import Progress as Curve
from tasks.states import Progress
from tests.conftest import DAY
from tests.factories import AgencyFactory, ExtensionFactory, ProgrammeFactory, TaskFactory

CHART = reverse("tasks:progress-chart")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.fixture
def plan(construction):
    """Six tasks: due in January, March, April, on the day, in June and in December; one has no
    deadline. Four are completed by the day, one of them without a deadline, one after it."""
    programme = ProgrammeFactory(
        code="KH2024", name="Kế hoạch CCHC năm 2024", short_name="Kế hoạch CCHC 2024"
    )
    common = {"programme": programme, "lead": construction}

    def done(due: str, on: str | None) -> Task:
        progress = Progress.COMPLETED if on else Progress.IN_PROGRESS
        return TaskFactory(
            original_due_on=day(due), completed_on=on and day(on), progress=progress, **common
        )

    done("2024-01-31", "2024-01-31")
    done("2024-03-31", "2024-04-02")
    extended = done("2024-04-30", None)
    done("2024-06-14", "2024-05-30")
    done("2024-06-30", "2024-06-20")
    done("2024-12-31", None)
    ExtensionFactory(task=extended, due_on=day("2024-09-30"))
    TaskFactory(regular=True, progress=Progress.COMPLETED, completed_on=day("2024-02-01"), **common)
    TaskFactory(progress=Progress.CANCELLED, cancelled_on=day("2024-05-01"), **common)
    TaskFactory(assigned_on=day("2024-06-15"), **common)
    TaskFactory(lead=construction, programme=ProgrammeFactory(code="CP", kind="government"))
    return programme


def test_the_chart_of_a_small_plan(member_client, plan):
    answer = member_client.get(CHART, {"programme": "KH2024"}).json()

    assert answer == {
        "data": {
            "labels": [
                "2024-01-01",
                "2024-01-31",
                "2024-02-29",
                "2024-03-31",
                "2024-04-30",
                "2024-05-31",
                "2024-06-14",
                "2024-06-30",
                "2024-07-31",
                "2024-08-31",
                "2024-09-30",
                "2024-10-31",
                "2024-11-30",
                "2024-12-31",
            ],
            "datasets": [
                {
                    "label": "Kế hoạch: đến hạn lũy kế",
                    "role": "plan",
                    "data": [0, 1, 1, 2, 3, 3, 4, 5, 5, 5, 5, 5, 5, 6],
                    "short": "Kế hoạch",
                },
                {
                    "label": "Thực hiện: hoàn thành lũy kế",
                    "role": "actual",
                    "data": [0, 1, 1, 1, 2, 3, 3, *[None] * 7],
                    "short": "Thực hiện",
                },
            ],
        },
        "options": {
            "kind": "progress",
            "unit": "nhiệm vụ",
            "asOf": {"x": "2024-06-14", "label": "Đến 14/06"},
        },
    }


def test_two_answers_are_equal(member_client, plan):
    first, second = (member_client.get(CHART, {"programme": "KH2024"}).content for _ in range(2))

    assert first == second


def test_without_a_programme_the_plan_of_the_year_is_drawn(member_client, plan):
    default = member_client.get(CHART).json()

    assert default == member_client.get(CHART, {"programme": "KH2024"}).json()


def test_without_any_programme_the_chart_is_empty(member_client):
    answer = member_client.get(CHART).json()

    assert answer["data"] == {"labels": [], "datasets": []}


def test_a_plan_without_deadlines_has_gaps_not_zeros(member_client):
    TaskFactory(programme=ProgrammeFactory(code="KH2024"), regular=True)

    answer = member_client.get(CHART, {"programme": "KH2024"}).json()

    assert [set(one["data"]) for one in answer["data"]["datasets"]] == [{None}, {None}]


def test_the_chart_may_be_narrowed_to_an_agency_and_its_branch(member_client, plan, construction):
    below = AgencyFactory(code="SXD-1", parent=construction)
    TaskFactory(programme=plan, lead=below, original_due_on=day("2024-02-01"))

    def planned(**query: str) -> int:
        answer = member_client.get(CHART, {"programme": "KH2024"} | query).json()
        return answer["data"]["datasets"][0]["data"][-1]

    assert (planned(), planned(agency="SXD"), planned(agency="SXD-1")) == (7, 7, 1)


def test_a_clerk_sees_the_own_branch_only(clerk_client, plan, health):
    TaskFactory(programme=plan, lead=health).coordinating.add(plan.tasks.first().lead)

    def planned(**query: str) -> int:
        answer = clerk_client.get(CHART, {"programme": "KH2024"} | query).json()
        return answer["data"]["datasets"][0]["data"][-1]

    assert planned() == 6
    assert clerk_client.get(CHART, {"programme": "KH2024", "agency": "SYT"}).status_code == 404


@pytest.mark.parametrize("query", [{"programme": "none"}, {"programme": "KH2024", "agency": "?"}])
def test_an_unknown_programme_or_agency_is_not_found(member_client, plan, query):
    assert member_client.get(CHART, query).status_code == 404


def test_the_chart_asks_few_queries(member_client, plan, django_assert_num_queries):
    member_client.get(CHART)

    # session, user, memberships; period; programme; the curve
    with django_assert_num_queries(3 + 1 + 1 + 1):
        member_client.get(CHART, {"programme": "KH2024"})


def test_the_curve_goes_on_until_an_as_of_day_of_a_later_year(plan, selection):
    later = type(selection)(selection.period, day("2025-02-10"))

    progress = progress_of(Task.objects.filter(programme=plan), later, 2024)

    last = [point.day for point in progress.points][-3:]
    assert last == [day("2024-12-31"), day("2025-01-31"), day("2025-02-10")]
    assert progress.points[-1].actual == 4


def test_the_curve_starts_at_an_as_of_day_before_its_year(plan, selection):
    earlier = type(selection)(selection.period, day("2023-12-20"))

    progress = progress_of(Task.objects.filter(programme=plan), earlier, 2024)

    assert [point.day for point in progress.points][:2] == [day("2023-12-20"), day("2024-01-01")]
    assert progress.now.actual == 0


def point(text: str, planned: int, actual: int | None) -> Point:
    return Point(day(text), planned, actual)


@pytest.mark.parametrize(
    ("april", "now", "expected"),
    [
        ((10, 7), (31, 30), "Còn chậm 1 nhiệm vụ so với kế hoạch, đã thu hẹp từ 3 cuối tháng 4"),
        ((10, 10), (31, 30), "Chậm 1 nhiệm vụ so với kế hoạch"),
        ((10, 9), (31, 30), "Chậm 1 nhiệm vụ so với kế hoạch"),
        ((10, 8), (31, 31), "Đúng tiến độ kế hoạch, sau khi chậm 2 nhiệm vụ cuối tháng 4"),
        ((10, 10), (31, 31), "Đúng tiến độ kế hoạch"),
        ((10, 12), (31, 33), "Vượt 2 nhiệm vụ so với kế hoạch"),
    ],
)
def test_the_title_is_a_finding(april, now, expected):
    progress = Curve(
        DAY,
        (
            point("2024-01-01", 0, 0),
            point("2024-03-31", 2, 2),
            point("2024-04-30", *april),
            point("2024-06-14", *now),
            point("2024-06-30", 40, None),
        ),
        total=48,
        undated=3,
    )

    assert headline(progress) == expected


def test_the_card_tells_what_the_drawing_tells(selection, plan):
    card = charts.progress_card(Task.objects.all(), selection, plan)

    assert card["url"] == CHART
    assert card["query"] == "?period=2024-H1&as_of=2024-06-14&programme=KH2024"
    assert card["title"] == "Chậm 1 nhiệm vụ so với kế hoạch"
    assert card["sub"] == (
        "Kế hoạch CCHC 2024: số nhiệm vụ lũy kế, kế hoạch theo hạn gốc; không gồm 1 nhiệm vụ "
        "không có thời hạn"
    )
    assert card["alt"] == (
        "Đường lũy kế: đến 14/06/2024 kế hoạch 4, thực hiện 3; tất cả 6 nhiệm vụ có thời hạn."
    )
    assert card["key"] == [
        {"cls": "line-plan", "label": "Kế hoạch: đến hạn lũy kế"},
        {"cls": "line-act", "label": "Thực hiện: hoàn thành lũy kế"},
    ]
    assert card["table"]["head"] == ["Đến ngày", "Kế hoạch", "Thực hiện", "Chênh lệch"]
    assert card["table"]["rows"][6:8] == [
        ["14/06/2024", "4", "3", "−1"],
        ["30/06/2024", "5", "–", "–"],
    ]
