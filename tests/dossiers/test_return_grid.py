"""Form II.06 of many agencies on one screen: typed as a sheet, saved together or not at all."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from agencies.models import Agency
from agencies.roles import Role
from dossiers.models import Return, ReturnStep
from dossiers.returns.entry import Cell
from dossiers.returns.grid.question import PER_PAGE, TOGETHER
from dossiers.returns.grid.saving import save
from dossiers.returns.grid.typed import TypedRow
from reporting.models import Period
from tests.admin_forms import posted
from tests.clients import client_of
from tests.dossiers.return_sheets import ON, World, figures_of
from tests.factories import (
    AgencyFactory,
    DossierFactory,
    PeriodFactory,
    ReturnFactory,
    SectorFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

GRID = reverse("admin:dossiers_return_grid")
LIST = reverse("admin:dossiers_return_changelist")
PARTS = (
    *("online", "direct_postal", "carried_over"),
    *("resolved_early", "resolved_on_time", "resolved_overdue"),
    *("pending_in_time", "pending_overdue"),
)
#: Columns 4–6, 8–10, 12 and 13.
TYPED = (60, 30, 10, 50, 38, 2, 9, 1)


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(dt.datetime(2024, 6, 16, 2, 0, tzinfo=dt.UTC), tick=False)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def client(world) -> Client:
    return client_of(world.office)


def typed(agency: Agency, figures: tuple = TYPED, keys: tuple = PARTS) -> dict[str, str]:
    return {f"c{agency.pk}-{key}": str(value) for key, value in zip(keys, figures, strict=True)}


def opened(client: Client, **asked: str):
    return client.get(GRID, {"period": "2024-H1", **asked})


def sent(client: Client, page, *, action: str = "save", **changes: str):
    """What a browser sends from ``page`` with ``changes`` typed into it."""
    data = posted(page) | changes | {f"_{action}": "x"}
    return client.post(page.context["action_url"], data)


def rows(response) -> dict[str, dict]:
    return {row["agency"].code: row for row in response.context["page"].rows}


def texts(row) -> list[str]:
    return [cell["value"] for cell in row["cells"] if cell["is_input"]]


# Which rows -------------------------------------------------------------------------------------


def test_rows_are_the_agencies_that_owe_a_return_by_level(client, world):
    ended = AgencyFactory(code="CU", name="Sở Cũ", valid_to=dt.date(2024, 3, 1))
    AgencyFactory(code="DV", name="Đơn vị", kind=Agency.Kind.PUBLIC_SERVICE)

    page = opened(client).context["page"]

    assert page.headline == "Biểu II.06: 0 cơ quan đã có biểu, 7 cơ quan chưa có"
    assert [(one["label"], [row["agency"].code for row in one["rows"]]) for one in page.groups] == [
        ("I. Sở, ban, ngành", ["STP", "VP"]),
        ("II. UBND huyện, thị xã, thành phố", ["HB", "HN"]),
        ("III. UBND xã, phường, thị trấn", ["XB2", "XB1", "XN1"]),
    ]
    ReturnFactory(period=world.period, agency=ended)
    assert "CU" in rows(opened(client))


def test_a_clerk_has_the_own_branch(world):
    client = client_of(UserFactory(role=Role.CLERK, role__agency=world.north))

    assert list(rows(opened(client))) == ["HB", "XB2", "XB1"]


@pytest.mark.parametrize("role", [Role.MEMBER, Role.SECRETARIAT, Role.AUDITOR])
def test_whoever_enters_no_returns_has_no_grid(world, role):
    client = client_of(UserFactory(role=role, role__agency=world.home))

    assert opened(client).status_code == 403


def test_many_agencies_are_shown_by_level_and_page(client, world):
    for n in range(TOGETHER):
        AgencyFactory(code=f"XX{n}", level="commune", kind="commune", parent=world.south)

    page = opened(client).context["page"]
    assert list(rows(opened(client))) == ["STP", "VP"]
    assert [(one["label"], one["current"]) for one in page.parts] == [
        ("Sở, ban, ngành", True),
        ("UBND huyện, thị xã, thành phố", False),
        ("UBND xã, phường, thị trấn, trang 1", False),
        ("UBND xã, phường, thị trấn, trang 2", False),
    ]
    found = [len(rows(client.get(f"{GRID}{one['url']}"))) for one in page.parts]
    assert found == [2, 2, PER_PAGE, 3 + TOGETHER - PER_PAGE]


@pytest.mark.parametrize("asked", [{"level": "x"}, {"page": "x"}, {"page": "-1"}, {"role": "x"}])
def test_nonsense_in_the_address_is_passed_over(client, asked):
    assert opened(client, **asked).status_code == 200


# Saving -----------------------------------------------------------------------------------------


def test_all_typed_rows_are_saved_and_the_others_stay_without_a_return(client, world):
    page = opened(client)

    response = sent(
        client, page, **typed(world.justice), **typed(world.north, ("1.234", *TYPED[1:]))
    )

    assert response.status_code == 302
    found = {row.agency: row for row in Return.objects.all()}
    assert set(found) == {world.justice, world.north}
    assert figures_of(found[world.justice]) == (None, 60, 30, 10, None, 50, 38, 2, None, 9, 1)
    assert found[world.north].online == 1234
    assert found[world.justice].entered_by == world.office
    assert [(step.status, step.on) for step in ReturnStep.objects.all()] == [
        ("draft", dt.date(2024, 6, 16))
    ] * 2


def test_what_was_saved_is_told_and_shown_with_its_checks(client, world):
    ReturnFactory(period=world.period, agency=world.justice)
    page = opened(client)
    response = sent(client, page, **{f"c{world.justice.pk}-online": "61"})

    page = client.get(response.url)

    assert "Đã lưu biểu của 1 cơ quan." in page.content.decode()
    assert rows(page)["STP"]["notes"] == [
        "Cột 6 trùng cột 11, cùng bằng 10. Cột 3 (100) ≠ cột 4 + 5 + 6 (101); chênh −1. "
        "Giá trị khớp cho cột 6: 9."
    ]
    assert rows(page)["HB"]["notes"] == []


def test_totals_are_added_up_and_summed_over_the_screen(client, world):
    ReturnFactory(period=world.period, agency=world.justice, received_total=418039)
    ReturnFactory(period=world.period, agency=world.north, online=1000)

    page = opened(client)

    sums = [cell["sum"] for cell in rows(page)["STP"]["cells"] if cell["column"].is_total]
    assert sums == ["100", "90", "10"]
    assert [one["text"] for one in page.context["page"].totals] == [
        *("1.140", "1.060", "60", "20", "180", "100", "76", "4", "20", "18", "2"),
    ]


def test_typed_totals_are_kept_while_folded_and_typed_when_unfolded(client, world):
    ReturnFactory(period=world.period, agency=world.justice, received_total=101)
    page = opened(client)
    assert len(texts(rows(page)["STP"])) == 8
    sent(client, page, **{f"c{world.justice.pk}-online": "61"})
    assert Return.objects.get().received_total == 101

    page = sent(client, opened(client), action="totals", **{f"c{world.justice.pk}-online": "62"})
    assert texts(rows(page)["STP"])[:2] == ["101", "62"]
    sent(client, page, **{f"c{world.justice.pk}-received_total": "102"})

    found = Return.objects.get()
    assert (found.received_total, found.online) == (102, 62)


def test_nothing_typed_saves_nothing(client, world):
    ReturnFactory(period=world.period, agency=world.justice)

    response = sent(client, opened(client))

    assert "Không có số nào thay đổi." in client.get(response.url).content.decode()
    assert Return.objects.count() == 1


def test_a_wrong_cell_keeps_everything_that_was_typed(client, world):
    response = sent(
        client,
        opened(client),
        **typed(world.justice),
        **typed(world.north, ("12,5", *TYPED[1:])),
    )

    assert Return.objects.count() == 0
    found = rows(response)
    assert texts(found["STP"]) == [str(one) for one in TYPED]
    assert texts(found["HB"])[0] == "12,5"
    assert found["HB"]["cells"][1]["error"].startswith("Số hồ sơ phải là số nguyên.")
    assert response.context["page"].problem == (
        "Chưa lưu dòng nào: 1 dòng có ô chưa đúng (Ủy ban nhân dân huyện Bắc: cột 4). Mọi số bạn "
        "nhập còn nguyên dưới đây."
    )

    sent(client, response, **{f"c{world.north.pk}-online": "12"})

    assert {row.agency.code for row in Return.objects.all()} == {"STP", "HB"}


def test_a_row_that_somebody_changed_is_told_with_both_values(client, world):
    stored = ReturnFactory(period=world.period, agency=world.justice)
    page = opened(client)
    clerk = client_of(UserFactory(role=Role.CLERK, role__agency=world.justice, full_name="Lê An"))
    sent(clerk, opened(clerk), **{f"c{world.justice.pk}-online": "70"})

    response = sent(client, page, **{f"c{world.justice.pk}-online": "65"}, **typed(world.north))

    stored.refresh_from_db()
    assert stored.online == 70
    assert Return.objects.count() == 1
    found = rows(response)
    who, *both = found["STP"]["conflict"]
    assert who.startswith("Lê An đã lưu dòng này lúc ")
    assert both == ["Cột 4: đang lưu 70, bạn nhập 65."]
    assert texts(found["HB"]) == [str(one) for one in TYPED]

    sent(client, response)

    stored.refresh_from_db()
    assert stored.online == 65
    assert Return.objects.count() == 2


def test_a_second_click_changes_nothing_and_tells_no_conflict(client, world):
    page = opened(client)
    sent(client, page, **typed(world.justice))

    again = sent(client, page, **typed(world.justice))

    assert again.status_code == 302
    assert Return.objects.count() == 1
    assert ReturnStep.objects.count() == 1


def test_a_row_that_only_somebody_else_touched_is_left_as_it_is(client, world):
    stored = ReturnFactory(period=world.period, agency=world.justice)
    page = opened(client)
    Return.objects.update(online=70)

    assert sent(client, page, **typed(world.north)).status_code == 302

    stored.refresh_from_db()
    assert stored.online == 70
    assert Return.objects.count() == 2


def test_a_return_that_somebody_entered_meanwhile_is_not_doubled(client, world):
    page = opened(client)
    ReturnFactory(period=world.period, agency=world.justice)

    response = sent(client, page, **typed(world.justice, (61, *TYPED[1:])))

    assert Return.objects.count() == 1
    assert rows(response)["STP"]["conflict"][1:] == ["Cột 4: đang lưu 60, bạn nhập 61."]


@pytest.mark.parametrize("status", ["confirmed", "published"])
def test_closed_rows_are_read_only_with_a_link(client, world, status):
    stored = ReturnFactory(period=world.period, agency=world.justice, status=status)

    found = rows(opened(client))["STP"]

    assert texts(found) == []
    assert found["cells"][1]["text"] == "60"
    assert found["url"] == stored.get_absolute_url()


def test_a_row_that_was_confirmed_meanwhile_is_not_written(client, world):
    stored = ReturnFactory(period=world.period, agency=world.justice)
    page = opened(client)
    Return.objects.update(status="confirmed")

    response = sent(client, page, **{f"c{world.justice.pk}-online": "61"})

    stored.refresh_from_db()
    assert stored.online == 60
    assert rows(response)["STP"]["conflict"] == [
        "Biểu đã ở trạng thái “Đã xác nhận” nên số bạn nhập chưa được lưu.",
        "Cột 4: đang lưu 60, bạn nhập 61.",
    ]


def test_a_correction_that_is_being_written_is_the_one_to_type_in(client, world):
    old = ReturnFactory(period=world.period, agency=world.justice, status="published")
    new = ReturnFactory(period=world.period, agency=world.justice, version=2, replaces=old)

    sent(client, opened(client), **{f"c{world.justice.pk}-online": "61"})

    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.online, new.online) == (60, 61)


def test_a_locked_period_is_only_read(client, world):
    page = opened(client)
    world.period.status = Period.Status.LOCKED
    world.period.save()
    assert [texts(row) for row in rows(opened(client)).values()] == [[]] * 7

    response = sent(client, page, **typed(world.justice))

    assert Return.objects.count() == 0
    assert rows(response)["STP"]["conflict"] == [
        "6 tháng đầu năm 2024 đã khóa nên không nhận thêm hoặc sửa số liệu."
    ]


def test_rows_of_another_agency_are_not_written(world):
    client = client_of(UserFactory(role=Role.CLERK, role__agency=world.north))
    page = opened(client)
    data = posted(page) | typed(world.justice) | {"row": [str(world.justice.pk)]}

    response = client.post(page.context["action_url"], data)

    assert Return.objects.count() == 0
    assert [str(one) for one in response.context["messages"]] == [
        "Chưa lưu dòng nào: 1 dòng không còn thuộc quyền nhập của bạn. Các dòng khác còn nguyên"
        " dưới đây; hãy xem lại rồi bấm lưu lần nữa."
    ]


def test_a_row_that_is_no_longer_mine_is_told_and_the_others_stand_as_typed(client, world):
    page = opened(client)
    data = posted(page) | typed(world.north) | {"_save": "x"}
    data["row"] = [*data["row"], "1.234"]

    response = client.post(page.context["action_url"], data)

    assert Return.objects.count() == 0
    assert "1 dòng không còn thuộc quyền nhập của bạn" in str(*response.context["messages"])
    assert texts(rows(response)[world.north.code]) == [str(value) for value in TYPED]
    sent(client, response)
    assert Return.objects.get().agency == world.north


def test_role_and_sector_are_those_of_the_sheet(client, world):
    sector = SectorFactory(code="dat-dai")
    ReturnFactory(period=world.period, agency=world.justice)

    page = opened(client, role="receiving", sector="dat-dai")
    assert texts(rows(page)["STP"]) == [""] * 8
    sent(client, page, **typed(world.justice))

    found = Return.objects.get(sector=sector)
    assert (found.agency_role, found.online) == ("receiving", 60)


@pytest.mark.django_db(transaction=True)
def test_two_people_who_enter_the_same_return_at_once_do_not_overwrite_each_other(world):
    barrier, told = threading.Barrier(2), []
    period = world.period

    def save_at_once(value):
        row = TypedRow(world.justice, {"online": str(value)}, dict.fromkeys(Return.COLUMNS))
        row.figures = {"online": value}
        barrier.wait()
        try:
            saved = save(Cell(period), {world.justice.pk: row}, world.office, on=ON)
            told.append((value, saved, len(row.conflict)))
        finally:
            connection.close()

    threads = [threading.Thread(target=save_at_once, args=[value]) for value in (60, 70)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    first = Return.objects.get().online
    second = 130 - first
    assert sorted(told) == sorted([(first, 1, 0), (second, None, 2)])


# Column 6 ---------------------------------------------------------------------------------------


@pytest.fixture
def before(world) -> Period:
    return PeriodFactory(
        code="2023-H2", date_from=dt.date(2023, 6, 15), date_to=dt.date(2023, 12, 14)
    )


def test_column_6_is_suggested_and_saved_only_when_taken(client, world, before):
    ReturnFactory(period=before, agency=world.justice, pending_total=13480)
    for _n in range(2):
        DossierFactory(agency=world.north, received_on=dt.date(2023, 12, 1))
    page = opened(client)
    hints = {code: row["cells"][3]["hint"] for code, row in rows(page).items()}
    assert (hints["STP"], hints["HB"]) == ("13480", "2")
    sent(client, page)
    assert Return.objects.filter(period=world.period).count() == 0

    taken = sent(client, page, action="suggest", **{f"c{world.north.pk}-carried_over": "7"})
    assert Return.objects.filter(period=world.period).count() == 0
    assert texts(rows(taken)["STP"])[2] == "13480"
    assert texts(rows(taken)["HB"])[2] == "7"

    sent(client, taken)
    found = Return.objects.get(period=world.period, agency=world.justice)
    assert (found.carried_over, found.online) == (13480, None)


# Cost -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 12])
def test_the_screen_asks_the_same_queries_for_any_number_of_rows(
    client, world, before, count, django_assert_max_num_queries
):
    for agency in AgencyFactory.create_batch(count):
        ReturnFactory(period=world.period, agency=agency, carried_over=None)
        ReturnFactory(period=before, agency=agency)
    opened(client)

    with django_assert_max_num_queries(27):
        opened(client)


def test_the_list_of_returns_leads_here(client, world):
    assert f'href="{GRID}"' in client.get(LIST).content.decode()


def test_without_a_period_the_list_says_so(world):
    client = client_of(world.office)
    Period.objects.all().delete()

    response = client.get(GRID, follow=True)

    assert "Chưa có kỳ báo cáo nào; hãy lập kỳ báo cáo trước." in response.content.decode()
