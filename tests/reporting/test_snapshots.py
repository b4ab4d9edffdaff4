"""Figures frozen at a meeting: never changed, proven, and set beside those of now."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pgtrigger
import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.roles import Role
from reform_site.front.province import sections_of
from reform_site.meetings import selection_of
from reporting import snapshots
from reporting.models import Snapshot, SnapshotFigure
from tasks.models import Programme
from tests.clients import client_of
from tests.factories import (
    DossierFactory,
    MeetingFactory,
    PeriodFactory,
    ProgrammeFactory,
    TaskFactory,
    UserFactory,
)

HELD = dt.date(2024, 6, 14)


@pytest.fixture
def keeper(db: None) -> Any:
    return UserFactory(role=Role.SECRETARIAT, full_name="Trần Thị Thường Trực")


@pytest.fixture
def meeting(period) -> Any:
    return MeetingFactory(number=3, held_on=HELD, period=period)


@pytest.fixture
def task(db: None) -> Any:
    plan = ProgrammeFactory(code="KH2024", year=2024)
    TaskFactory(programme=plan, done=True)
    return TaskFactory(programme=plan)


def freeze(keeper: Any, meeting: Any) -> Any:
    return client_of(keeper).post(reverse("meeting-freeze", args=[meeting.held_on]), follow=True)


def shown(user: Any, meeting: Any) -> Any:
    return client_of(user).get(meeting.get_absolute_url()).context["frozen"]


def said(section: Any) -> dict[str, tuple[str, str, str]]:
    return {row.label: (row.then, row.now, row.difference) for row in section.rows}


def test_freezing_keeps_the_figures_of_all_apps_with_their_meaning(keeper, meeting, task):
    DossierFactory()
    freeze(keeper, meeting)

    snapshot = Snapshot.objects.get()
    assert (snapshot.version, snapshot.period, snapshot.as_of) == (1, meeting.period, HELD)
    assert (snapshot.title, snapshot.taken_by) == ("Phiên họp thứ 3, 14/06/2024", keeper)
    figures = {(one.section, one.code): one for one in snapshot.figures.all()}
    assert {section for section, _code in figures} == {"tasks", "plan", "dossiers"}
    p1 = figures["plan", "P1"]
    assert (p1.numerator, p1.denominator, p1.text) == (1, 2, "50,00\N{NO-BREAK SPACE}%")
    assert p1.unit == "percent"
    assert p1.formula
    assert "figure=completed" in p1.rows_url
    assert figures["dossiers", "received_total"].numerator == 1


def test_frozen_is_what_the_front_page_says(keeper, meeting, task, selection):
    freeze(keeper, meeting)

    sections = sections_of(keeper, selection)
    now = next(one for one in sections if one.key == "plan").figures["P1"]
    front = client_of(keeper).get(reverse("front"), selection.query).context
    plan = next(tile for tile in front["tiles"] if tile["id"] == "tile-plan")
    frozen = SnapshotFigure.objects.get(section="plan", code="P1")
    assert frozen.text == plan["value"] == now.text


def test_a_later_correction_shows_as_a_restatement(keeper, meeting, task, member):
    freeze(keeper, meeting)
    assert shown(member, meeting)["title"] == "Số liệu đã chốt khớp với số tính lại hiện nay"

    task.progress, task.completed_on = "completed", dt.date(2024, 4, 20)
    task.save()

    frozen = shown(member, meeting)
    plan = said(frozen["sections"][1])
    assert plan["Nhiệm vụ đã hoàn thành"] == ("1", "2", "+1")
    assert plan["Hoàn thành kế hoạch"] == (
        "50,00\N{NO-BREAK SPACE}%",
        "100,00\N{NO-BREAK SPACE}%",
        "+50,00 điểm %",
    )
    assert plan["Nhiệm vụ được giao"] == ("2", "2", "")


def test_a_rate_that_prints_the_same_is_not_marked(keeper, meeting, task):
    task.delete()
    freeze(keeper, meeting)
    TaskFactory(programme=Programme.objects.get(), done=True)

    plan = said(shown(keeper, meeting)["sections"][1])

    assert plan["Nhiệm vụ đã hoàn thành"] == ("1", "2", "+1")
    assert plan["Hoàn thành kế hoạch"][2] == ""


def test_every_number_opens_its_rows(keeper, meeting, task):
    freeze(keeper, meeting)
    client = client_of(keeper)

    rows = [row for section in shown(keeper, meeting)["sections"] for row in section.rows]
    counts = [row for row in rows if "/tasks/?" in row.now_url and row.now.isdigit()]

    assert len(counts) > 10
    for row in counts:
        assert str(client.get(row.now_url).context["count"]) == row.now
        assert row.then_url == row.now_url


def test_a_second_click_freezes_nothing_more(keeper, meeting, task):
    freeze(keeper, meeting)
    answer = freeze(keeper, meeting)

    assert Snapshot.objects.count() == 1
    assert "không chốt thêm" in str(next(iter(answer.context["messages"])))


def test_freezing_again_is_a_new_version_and_keeps_the_old(keeper, meeting, task):
    freeze(keeper, meeting)
    task.progress, task.completed_on = "completed", dt.date(2024, 4, 20)
    task.save()
    freeze(keeper, meeting)

    second, first = Snapshot.objects.order_by("-version")
    assert (first.version, second.version) == (1, 2)
    assert second.previous_digest == first.digest
    assert [len(one.figures.all()) for one in (first, second)] == [len(first.figures.all())] * 2
    frozen = shown(keeper, meeting)
    assert [bool(one["url"]) for one in frozen["versions"]] == [False, True]
    assert frozen["title"] == "Số liệu đã chốt khớp với số tính lại hiện nay"

    earlier = client_of(keeper).get(frozen["versions"][1]["url"]).context["frozen"]
    assert said(earlier["sections"][1])["Nhiệm vụ đã hoàn thành"] == ("1", "2", "+1")
    assert [bool(one["url"]) for one in earlier["versions"]] == [True, False]


@pytest.mark.parametrize("version", ["0", "9", "x", "²", "99999", "-1", ""])
def test_a_version_that_is_not_there_shows_the_newest(keeper, meeting, task, version):
    freeze(keeper, meeting)

    page = client_of(keeper).get(meeting.get_absolute_url(), {"version": version})

    assert page.context["frozen"]["versions"][0]["url"] == ""


def test_a_closed_meeting_is_not_frozen_again(keeper, meeting, task):
    meeting.closed_on = dt.date(2024, 6, 30)
    meeting.save()

    answer = freeze(keeper, meeting)

    assert Snapshot.objects.count() == 0
    assert "đã kết thúc ngày 30/06/2024" in str(next(iter(answer.context["messages"])))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reporting_snapshot SET title = 'khác'",
        "DELETE FROM reporting_snapshot",
        "UPDATE reporting_snapshotfigure SET text = '0'",
        "DELETE FROM reporting_snapshotfigure",
    ],
)
def test_nobody_changes_what_is_frozen(keeper, meeting, task, statement):
    freeze(keeper, meeting)

    with (
        pytest.raises(DatabaseError, match="Cannot update or delete rows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_tampering_around_the_triggers_shows(keeper, meeting, task):
    freeze(keeper, meeting)
    snapshot = Snapshot.objects.get()
    assert snapshots.is_intact(snapshot, snapshots.versions(snapshot.occasion))

    with pgtrigger.ignore("reporting.SnapshotFigure:snapshot_figure_is_never_changed"):
        SnapshotFigure.objects.filter(code="completed").update(numerator=99)

    assert not snapshots.is_intact(snapshot, snapshots.versions(snapshot.occasion))
    assert shown(keeper, meeting)["is_intact"] is False


def test_a_figure_slipped_in_later_shows(keeper, meeting, task):
    freeze(keeper, meeting)
    snapshot = Snapshot.objects.get()
    copy = snapshot.figures.last()
    copy.pk, copy.position, copy.code = None, copy.position + 1, "extra"
    copy.save(force_insert=True)

    assert not snapshots.is_intact(snapshot, snapshots.versions(snapshot.occasion))


@pytest.mark.parametrize("role", [Role.CLERK, Role.MEMBER, Role.AUDITOR, Role.PROCEDURE_OFFICE])
def test_only_the_secretariat_freezes(meeting, task, role):
    user = UserFactory(role=role)

    answer = client_of(user).post(reverse("meeting-freeze", args=[HELD]))

    assert answer.status_code == 403
    assert Snapshot.objects.count() == 0


def test_a_branch_does_not_read_the_province(keeper, meeting, task, clerk):
    freeze(keeper, meeting)

    assert shown(clerk, meeting) is None


def test_without_a_period_the_finest_of_the_day_is_taken(db):
    first = dt.date(2023, 12, 15)
    ends = [dt.date(2024, 12, 14), dt.date(2024, 3, 14), dt.date(2024, 9, 14), HELD]
    found = [PeriodFactory(date_from=first, date_to=end) for end in ends]

    taken = selection_of(MeetingFactory(held_on=dt.date(2024, 2, 1)))

    assert taken.period == found[1]


def test_what_is_frozen_is_vietnamese_whoever_freezes(keeper, meeting, task):
    keeper.language = "en"
    keeper.save()

    freeze(keeper, meeting)

    snapshot = Snapshot.objects.get()
    assert (snapshot.title, snapshot.scope) == ("Phiên họp thứ 3, 14/06/2024", "Toàn tỉnh")


def test_the_figures_cost_the_same_for_any_number_of_versions(keeper, meeting, task):
    client = client_of(keeper)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(meeting.get_absolute_url())
        return len([one for one in queries if "reporting_snapshot" in one["sql"]])

    freeze(keeper, meeting)
    once = asked()
    task.progress, task.completed_on = "completed", dt.date(2024, 4, 20)
    task.save()
    freeze(keeper, meeting)

    assert (once, asked()) == (2, 2)


def test_without_a_period_the_one_of_the_day_is_taken(period):
    running = PeriodFactory(date_from=dt.date(2024, 6, 15), date_to=dt.date(2024, 12, 14))

    found = selection_of(MeetingFactory(held_on=dt.date(2024, 8, 1)))
    assert (found.period, found.as_of) == (running, dt.date(2024, 8, 1))
    assert selection_of(MeetingFactory(held_on=dt.date(2030, 1, 1))) is None
