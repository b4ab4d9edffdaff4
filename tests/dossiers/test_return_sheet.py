"""The sheet of a period as a file, which the import reads back without a change."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from agencies.models import Agency
from agencies.roles import Role
from dossiers.models import Return
from dossiers.returns.imports.plan import unequal
from reporting.numbers import number
from tests.clients import client_of
from tests.dossiers.return_sheets import World
from tests.factories import AgencyFactory, ReturnFactory, SectorFactory, UserFactory

pytestmark = pytest.mark.django_db

SHEET = reverse("dossiers:return-sheet")


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def returns(world) -> list[Return]:
    """Of every kind: whole, with optional columns, with gaps, with wrong and without totals."""
    made = [
        ReturnFactory(period=world.period, agency=world.justice, direct=20, postal=10, returned=0),
        ReturnFactory(
            period=world.period,
            agency=world.north,
            received_total=418039,
            apologies=1,
            status="submitted",
        ),
        ReturnFactory(
            period=world.period,
            agency=world.communes["XN1"],
            received_total=None,
            resolved_total=None,
            pending_total=None,
            status="published",
        ),
        ReturnFactory(
            period=world.period, agency=world.communes["XB1"], carried_over=None, status="submitted"
        ),
    ]
    ReturnFactory(period=world.period, agency=world.south, sector=SectorFactory())
    ReturnFactory(period=world.period, agency=world.south, agency_role="receiving")
    entered = dt.datetime(2024, 6, 14, 3, 0, tzinfo=dt.UTC)
    Return.objects.update(entered_at=entered)
    return made


def content(world, user=None, **asked):
    client = client_of(user or world.office)
    return client.get(SHEET, {"period": world.period.code, **asked}).content


def test_drafts_and_later_ones_are_marked_and_not_in_the_sums(world, returns):
    file = content(world, as_of="2024-06-13")
    statuses = {one[-1]: one[-2] for one in rows_of(file) if one[-1]}

    assert statuses["STP"] == "Bản nháp, không cộng"
    assert statuses["XN1"] == "Đã công bố sau ngày tính, không cộng"
    assert statuses["VP"] == "Chưa báo cáo"
    assert [one[2] for one in rows_of(file) if one[1] == "Tổng cộng"] == [None]
    assert ["Tính đến ngày 13/06/2024" in str(one[0]) for one in rows_of(file)].count(True) == 1
    assert {one[-1]: one[-2] for one in rows_of(content(world)) if one[-1]}["XN1"] == "Đã công bố"


def test_the_sums_of_the_sheet_are_those_of_the_page(world, returns):
    page = client_of(world.office).get(
        reverse("dossiers:period"), {"source": "returns", "as_of": "2024-06-14"}
    )

    (total,) = [one for one in rows_of(content(world)) if one[1] == "Tổng cộng"]

    foot = page.content.decode().split("<tfoot>")[1]
    assert f">{number(total[2])}<" in foot


def test_the_totals_of_the_sheet_agree_with_its_rows_when_it_is_read_back(world, returns):
    plan = world.plan(content(world))

    assert [unequal(one, plan.lines) for one in plan.totals] == [[]] * len(plan.totals)


def rows_of(content):
    sheet = load_workbook(io.BytesIO(content)).active
    return [list(one) for one in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_import_reads_the_sheet_back_without_a_change(world, returns, kind):
    plan = world.plan(content(world, export=kind), name=f"bieu.{kind}")

    assert plan.counts == {"new": 0, "changed": 0, "unchanged": len(returns), "refused": 0}
    assert plan.problems == []
    assert plan.sheet.table.unknown == []


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_sheet_imported_elsewhere_gives_the_same_returns(world, returns, kind):
    file = content(world, export=kind)
    before = {row.agency_id: row.stated() for row in returns}
    Return.objects.filter(pk__in=[row.pk for row in returns]).delete()

    world.imported(file)

    after = Return.objects.filter(sector=None, agency_role="resolving")
    totals = {"received_total", "resolved_total", "pending_total"}
    assert {
        row.agency_id: {k: v for k, v in row.stated().items() if k not in totals} for row in after
    } == {
        key: {k: v for k, v in stated.items() if k not in totals} for key, stated in before.items()
    }


def test_the_sheet_is_laid_out_as_the_form(world, returns):
    rows = rows_of(content(world))
    top = next(place for place, one in enumerate(rows) if one[0] == "TT")

    assert rows[0][0] == "Biểu số II.06: Tình hình, kết quả giải quyết thủ tục hành chính"
    assert rows[top][:7] == [
        *("TT", "Lĩnh vực, công việc giải quyết theo cấp", "Số hồ sơ tiếp nhận", None, None, None),
        "Số hồ sơ đã giải quyết",
    ]
    assert rows[top + 1][2:7] == ["Tổng số", "Trong đó", None, None, "Tổng số"]
    assert rows[top + 2][3:6] == ["Trực tuyến", "Trực tiếp, dịch vụ bưu chính", "Từ kỳ trước"]
    assert rows[top + 3][:13] == [f"({n})" for n in range(1, 14)]
    assert [one[:4] + one[-1:] for one in rows[top + 4 :]] == [
        ["I", "Sở, ban, ngành", None, None, None],
        [1, "Sở Tư pháp", 100, 60, "STP"],
        [2, "Văn phòng UBND tỉnh", None, None, "VP"],
        ["II", "UBND huyện, thị xã, thành phố", 418039, 60, None],
        [1, "Ủy ban nhân dân huyện Bắc", 418039, 60, "HB"],
        [2, "Ủy ban nhân dân huyện Nam", None, None, "HN"],
        ["III", "UBND xã, phường, thị trấn", 200, 120, None],
        [None, "Ủy ban nhân dân huyện Bắc", None, None, None],
        [1, "Ủy ban nhân dân xã Lam Sơn", None, None, "XB2"],
        [2, "Ủy ban nhân dân xã Tân Tiến", 100, 60, "XB1"],
        [None, "Ủy ban nhân dân huyện Nam", None, None, None],
        [3, "Ủy ban nhân dân xã Tân Tiến", 100, 60, "XN1"],
        [None, "Tổng cộng", 418239, 180, None],
    ]


def test_only_the_return_in_force_is_printed(world):
    old = ReturnFactory(period=world.period, agency=world.justice, status="published")
    ReturnFactory(period=world.period, agency=world.justice, version=2, replaces=old, online=1)

    assert [one[3] for one in rows_of(content(world)) if one[1] == "Sở Tư pháp"] == [60]


def test_role_and_sector_choose_the_sheet(world, returns):
    sector = Return.objects.exclude(sector=None).get().sector
    for asked in ({"sector": sector.code}, {"role": "receiving"}):
        printed = [one[1] for one in rows_of(content(world, **asked)) if one[-1] and one[2] == 100]
        assert printed == ["Ủy ban nhân dân huyện Nam"]


def test_a_clerk_takes_away_the_own_branch_alone(world, returns):
    clerk = UserFactory(role=Role.CLERK, role__agency=world.north)

    codes = [one[-1] for one in rows_of(content(world, clerk)) if one[-1]]

    assert codes == ["Mã cơ quan", "HB", "XB2", "XB1"]


def test_a_name_is_never_a_formula(world):
    AgencyFactory(code="X", name="=1+1", level=Agency.Level.PROVINCE)

    lines = list(csv.reader(io.StringIO(content(world, export="csv").decode("utf-8-sig"))))

    assert [one[1] for one in lines if one and one[-1] == "X"] == ["'=1+1"]


@pytest.mark.parametrize("rows", [0, 3])
def test_the_sheet_asks_the_same_queries_for_any_number_of_returns(
    world, rows, django_assert_num_queries
):
    for agency in (world.justice, world.north, world.south)[:rows]:
        ReturnFactory(period=world.period, agency=agency)
    client = client_of(world.office)
    client.get(SHEET)

    queries = (
        4  # session, user, memberships, period
        + (2 if rows else 1)  # returns in force, their steps
        + 2  # who owes one; names and districts
    )
    with django_assert_num_queries(queries):
        client.get(SHEET)
