"""What any province may load from files: agencies, calendar days, periods."""

from __future__ import annotations

import datetime as dt
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from agencies.loading import AgencyFileError, Loaded, load_agencies
from agencies.models import Agency, AgencyPlacement
from reporting.loading import load_calendar, load_periods, working_calendar
from reporting.models import CalendarDay, Period
from reporting.periods import Rule
from reporting.workdays import WorkingCalendar

pytestmark = pytest.mark.django_db


def unit(**changes: object) -> dict[str, object]:
    return {
        "code": "SNV",
        "gso_code": None,
        "name": "Sở Nội vụ",
        "short_name": "SNV",
        "kind": "department",
        "parent": None,
        "ranked": True,
        "valid_from": None,
    } | changes


def written(tmp_path: Path, *units: dict[str, object]) -> Path:
    path = tmp_path / "agencies.json"
    path.write_text(json.dumps({"units": units}), encoding="utf-8")
    return path


def test_agencies_are_added_once_below_their_parents(tmp_path: Path) -> None:
    ward = unit(code="X1", name="UBND xã A", kind="commune", parent="SNV", valid_from="2024-12-01")
    path = written(tmp_path, unit(), ward)

    first, second = load_agencies(path), load_agencies(path)

    assert (first, second) == (Loaded(added=2, kept=0), Loaded(added=0, kept=2))
    commune = Agency.objects.get(code="X1")
    assert (commune.level, commune.valid_from) == ("commune", dt.date(2024, 12, 1))
    assert AgencyPlacement.objects.get().parent.code == "SNV"


def test_an_agency_that_was_corrected_stays_corrected(tmp_path: Path) -> None:
    path = written(tmp_path, unit())
    load_agencies(path)
    Agency.objects.update(name="Sở Nội vụ tỉnh")

    load_agencies(path)

    assert Agency.objects.get().name == "Sở Nội vụ tỉnh"


def test_agencies_sort_as_vietnamese_names_do(tmp_path: Path) -> None:
    names = ["Sở Y tế", "Sở Đất đai", "Sở Dân tộc", "Sở Ăn uống", "Sở An ninh"]
    units = [unit(code=f"C{number}", name=name) for number, name in enumerate(names)]

    load_agencies(written(tmp_path, *units))

    found = list(Agency.objects.values_list("name", flat=True))
    assert found == ["Sở An ninh", "Sở Ăn uống", "Sở Dân tộc", "Sở Đất đai", "Sở Y tế"]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (unit(kind="ministry"), "đơn vị SNV: giá trị thiếu hoặc không hợp lệ"),
        (unit(parent="ABC"), "đơn vị SNV: không có cơ quan cấp trên ABC"),
        ({"code": "SNV", "kind": "department"}, "đơn vị SNV: giá trị thiếu"),
    ],
)
def test_a_wrong_unit_is_named_and_nothing_is_kept(
    tmp_path: Path, wrong: dict[str, object], message: str
) -> None:
    path = written(tmp_path, unit(code="STC"), wrong)

    with pytest.raises(AgencyFileError, match=message):
        load_agencies(path)

    assert not Agency.objects.exists()


def test_an_unreadable_file_is_told_by_the_command(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"Không đọc được tệp cơ quan none\.json"):
        call_command("load_agencies", tmp_path / "none.json")


def test_the_command_counts_what_it_added() -> None:
    out = StringIO()

    call_command("load_agencies", stdout=out)

    assert out.getvalue() == f"Cơ quan: thêm {Agency.objects.count()}, đã có 0.\n"


def test_the_loaded_calendar_is_that_of_the_seed() -> None:
    added = load_calendar()
    CalendarDay.objects.filter(date="2024-01-01").update(name="Tết dương lịch (sửa)")

    assert (added, load_calendar()) == (CalendarDay.objects.count(), 0)
    assert CalendarDay.objects.get(date="2024-01-01").name == "Tết dương lịch (sửa)"
    assert working_calendar().days == WorkingCalendar.from_seed().days


def test_periods_up_to_a_day_are_closed() -> None:
    on = dt.date(2024, 6, 14)

    added = load_periods([2024], on=on)

    status = dict(Period.objects.values_list("code", "status"))
    assert added == len(status)
    assert {code for code, value in status.items() if value == "closed"} == {"2024-Q1", "2024-H1"}
    assert Period.objects.get(code="2024-H1").due_on == dt.date(2024, 6, 20)
    assert load_periods([2024], on=on) == 0


def test_periods_of_the_other_rule_are_added_beside() -> None:
    on = dt.date(2024, 6, 14)
    load_periods([2024], on=on)

    load_periods([2024], on=on, rule=Rule.DECREE_09)

    codes = set(Period.objects.values_list("code", flat=True))
    assert codes >= {"2024-M01", "2024-Q2", "2024-H2", "2024-9M", "2024"}


def test_the_calendar_command_adds_days_and_periods() -> None:
    out = StringIO()

    call_command("load_calendar", periods=[2024], closed_until=dt.date(2024, 6, 14), stdout=out)

    assert "kỳ báo cáo: thêm 5." in out.getvalue()
    assert Period.objects.latest_closed().code == "2024-H1"
