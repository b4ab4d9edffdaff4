"""What the figures of tasks mean: counts on a day, and the percentages P1–P5."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from reporting.figures import Definition, Direction, Example, Unit, register
from reporting.numbers import number
from tasks import (
    checks,
    course_figures,
    discipline_figures,
    money_figures,
    occurrence_figures,
    original_figures,
)
from tasks.states import due_soon_days, due_urgent_days

_QUANG_NINH = _("Quảng Ninh, kế hoạch 6 tháng đầu năm 2024")
_GOVERNMENT = _("Chính phủ, kế hoạch năm 2024")
_NATIONAL = _("Cả nước, nhiệm vụ Chính phủ, Thủ tướng giao năm 2017")

_common: dict[str, Any] = {
    "topic": _("Nhiệm vụ"),
    "owner": _("Cơ quan thường trực cải cách hành chính"),
    "source": _("Theo dõi nhiệm vụ, tính theo cơ quan chủ trì"),
}
Count = partial(Definition, unit=Unit.TASKS, **_common)
Rate = partial(Definition, unit=Unit.PERCENT, **_common)

_BASE = _(
    "Tính nhiệm vụ đã giao đến ngày tính; nhiệm vụ đã thôi thực hiện thì không tính, nhiệm vụ tạm "
    "dừng thì vẫn tính."
)
_DONE = _("Hoàn thành: ngày văn bản kết quả không sau ngày tính.")


def _days(setting: Callable[[], int]) -> str:
    """A number of days that the office sets, read when it is shown."""
    found: str = lazy(lambda: number(setting()), str)()
    return found


COUNTS = (
    Count(
        code="assigned",
        label=_("Nhiệm vụ được giao"),
        formula=_("hoàn thành + chưa hoàn thành"),
        numerator=("completed", "open"),
        rows="assigned",
        example=Example({"completed": 16051, "open": 5863}, "21.914", _NATIONAL),
        edge_cases=(_BASE,),
    ),
    Count(
        code="completed",
        label=_("Nhiệm vụ đã hoàn thành"),
        formula=_("hoàn thành trước, đúng hạn + hoàn thành quá hạn"),
        numerator=("completed_on_time", "completed_late"),
        rows="completed",
        example=Example({"completed_on_time": 14068, "completed_late": 1983}, "16.051", _NATIONAL),
        edge_cases=(_DONE,),
        better=Direction.UP,
    ),
    Count(
        code="completed_on_time",
        label=_("Nhiệm vụ hoàn thành trước, đúng hạn"),
        formula=_("ngày hoàn thành không sau hạn có hiệu lực"),
        numerator=("completed_on_time",),
        example=Example({"completed_on_time": 14068}, "14.068", _NATIONAL),
        edge_cases=(
            _("Nhiệm vụ không có thời hạn mà đã hoàn thành được tính là đúng hạn."),
            _("Gia hạn quyết định sau ngày hoàn thành không làm thay đổi kết quả."),
        ),
        better=Direction.UP,
    ),
    Count(
        code="completed_late",
        label=_("Nhiệm vụ hoàn thành quá hạn"),
        formula=_("ngày hoàn thành sau hạn có hiệu lực"),
        numerator=("completed_late",),
        example=Example({"completed_late": 1983}, "1.983", _NATIONAL),
        better=Direction.DOWN,
    ),
    Count(
        code="open",
        label=_("Nhiệm vụ chưa hoàn thành"),
        formula=_("trong hạn + quá hạn + tạm dừng"),
        numerator=("open_in_time", "open_overdue", "postponed"),
        rows="open",
        example=Example(
            {"open_in_time": 5640, "open_overdue": 223, "postponed": 0}, "5.863", _NATIONAL
        ),
    ),
    Count(
        code="open_in_time",
        label=_("Nhiệm vụ chưa hoàn thành, trong hạn"),
        formula=_("chưa đến hạn, sắp đến hạn hoặc không có thời hạn"),
        numerator=("open_in_time",),
        example=Example({"open_in_time": 5640}, "5.640", _NATIONAL),
    ),
    Count(
        code="open_overdue",
        label=_("Nhiệm vụ quá hạn"),
        formula=_("chưa hoàn thành, đã qua hạn có hiệu lực"),
        numerator=("open_overdue",),
        example=Example({"open_overdue": 223}, "223", _NATIONAL),
        edge_cases=(_("Nhiệm vụ không có thời hạn không bao giờ quá hạn."),),
        better=Direction.DOWN,
    ),
    Count(
        code="due_soon",
        label=_("Nhiệm vụ sắp đến hạn"),
        formula=format_lazy(
            _("chưa hoàn thành, đến hạn trong {n} ngày kể từ ngày tính"), n=_days(due_soon_days)
        ),
        numerator=("due_soon",),
        example=Example({"due_soon": 6}, "6", _("Ví dụ tính")),
    ),
    Count(
        code="due_urgent",
        label=_("Nhiệm vụ đến hạn gấp"),
        formula=format_lazy(
            _("chưa hoàn thành, đến hạn trong {n} ngày kể từ ngày tính"),
            n=_days(due_urgent_days),
        ),
        numerator=("due_urgent",),
        example=Example({"due_urgent": 2}, "2", _("Ví dụ tính")),
        edge_cases=(_("Là một phần của nhiệm vụ sắp đến hạn."),),
    ),
    Count(
        code="planned",
        label=_("Nhiệm vụ phải hoàn thành theo tiến độ"),
        formula=_("hạn gốc không sau ngày tính"),
        numerator=("planned",),
        example=Example({"planned": 31}, "31", _("Ví dụ tính")),
        edge_cases=(
            _("Theo hạn gốc, không theo hạn đã gia hạn; nhiệm vụ không có thời hạn không tính."),
        ),
    ),
    Count(
        code="postponed",
        label=_("Nhiệm vụ tạm dừng"),
        formula=_("đã có ngày tạm dừng, chưa thực hiện tiếp"),
        numerator=("postponed",),
        example=Example({"postponed": 1}, "1", _GOVERNMENT),
    ),
    *original_figures.COUNTS,
)

RATES = (
    Rate(
        code="P1",
        label=_("Hoàn thành kế hoạch"),
        short=_("Tỷ lệ hoàn thành kế hoạch (P1)"),
        formula=_("nhiệm vụ hoàn thành / tổng số nhiệm vụ"),
        numerator=("completed",),
        denominator=("assigned",),
        example=Example({"completed": 25, "assigned": 44}, "56,82 %", _QUANG_NINH),
        edge_cases=(_BASE, _("Gồm cả nhiệm vụ thường xuyên; tỷ lệ không gồm số này là P2.")),
        better=Direction.UP,
    ),
    Rate(
        code="P2",
        label=_("Hoàn thành, không gồm nhiệm vụ thường xuyên"),
        short=_("Tỷ lệ không gồm thường xuyên (P2)"),
        formula=_("hoàn thành / (tổng số − thường xuyên)"),
        numerator=("completed_not_regular",),
        denominator=("not_regular",),
        example=Example({"completed_not_regular": 18, "not_regular": 21}, "85,71 %", _GOVERNMENT),
        better=Direction.UP,
    ),
    Rate(
        code="P3",
        label=_("Hoàn thành nhiệm vụ đến hạn"),
        short=_("Tỷ lệ hoàn thành đến hạn (P3)"),
        formula=_("hoàn thành / (hoàn thành + chưa hoàn thành quá hạn)"),
        numerator=("completed",),
        denominator=("completed", "open_overdue"),
        base_rows="completed_or_overdue",
        example=Example({"completed": 16051, "open_overdue": 223}, "98,63 %", _NATIONAL),
        edge_cases=(_("Nguồn in 98,62 % vì bỏ phần lẻ; trang này làm tròn."),),
        better=Direction.UP,
    ),
    Rate(
        code="P4",
        label=_("Hoàn thành trước, đúng hạn"),
        short=_("Tỷ lệ đúng hạn (P4)"),
        formula=_("hoàn thành trước, đúng hạn / hoàn thành"),
        numerator=("completed_on_time",),
        denominator=("completed",),
        example=Example({"completed_on_time": 14068, "completed": 16051}, "87,65 %", _NATIONAL),
        better=Direction.UP,
    ),
    Rate(
        code="on_time_of_assigned",
        label=_("Hoàn thành trước, đúng hạn trên số được giao"),
        formula=_("hoàn thành trước, đúng hạn / được giao"),
        numerator=("completed_on_time",),
        denominator=("assigned",),
        example=Example({"completed_on_time": 14068, "assigned": 21914}, "64,20 %", _NATIONAL),
        edge_cases=(_BASE,),
        better=Direction.UP,
    ),
    Rate(
        code="P5",
        label=_("Nhiệm vụ quá hạn trong số đến hạn"),
        short=_("Tỷ lệ quá hạn (P5)"),
        formula=_("chưa hoàn thành quá hạn / (hoàn thành + chưa hoàn thành quá hạn)"),
        numerator=("open_overdue",),
        denominator=("completed", "open_overdue"),
        base_rows="completed_or_overdue",
        example=Example({"completed": 16051, "open_overdue": 223}, "1,37 %", _NATIONAL),
        better=Direction.DOWN,
    ),
    *original_figures.RATES,
)

register(
    *COUNTS,
    *RATES,
    *course_figures.FIGURES,
    *money_figures.FIGURES,
    *occurrence_figures.FIGURES,
    *checks.FIGURES,
    *discipline_figures.FIGURES,
)
