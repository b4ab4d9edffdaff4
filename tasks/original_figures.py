"""The same counts and percentages against the deadline as first set, whatever was extended.

An extension does not launder lateness: pages show both beside each other.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from reporting.figures import Definition, Direction, Example, Unit

_common: dict[str, Any] = {
    "topic": _("Nhiệm vụ"),
    "owner": _("Cơ quan thường trực cải cách hành chính"),
    "source": _("Theo dõi nhiệm vụ, tính theo cơ quan chủ trì"),
    "edge_cases": (
        _("Tính theo hạn gốc, không theo hạn đã gia hạn."),
        _("Mỗi kỳ báo cáo của nhiệm vụ định kỳ tính theo hạn của kỳ đó."),
    ),
}
Count = partial(Definition, unit=Unit.TASKS, **_common)
Rate = partial(Definition, unit=Unit.PERCENT, **_common)

_EXAMPLE = _("Ví dụ tính")

COUNTS = (
    Count(
        code="completed_on_time_original",
        label=_("Nhiệm vụ hoàn thành trước, đúng hạn gốc"),
        formula=_("ngày hoàn thành không sau hạn gốc"),
        numerator=("completed_on_time_original",),
        example=Example({"completed_on_time_original": 27}, "27", _EXAMPLE),
        better=Direction.UP,
    ),
    Count(
        code="completed_late_original",
        label=_("Nhiệm vụ hoàn thành sau hạn gốc"),
        formula=_("ngày hoàn thành sau hạn gốc"),
        numerator=("completed_late_original",),
        example=Example({"completed_late_original": 3}, "3", _EXAMPLE),
        better=Direction.DOWN,
    ),
    Count(
        code="open_overdue_original",
        label=_("Nhiệm vụ chưa hoàn thành, quá hạn gốc"),
        formula=_("chưa hoàn thành, đã qua hạn gốc"),
        numerator=("open_overdue_original",),
        example=Example({"open_overdue_original": 7}, "7", _EXAMPLE),
        better=Direction.DOWN,
    ),
)

RATES = (
    Rate(
        code="P3g",
        label=_("Hoàn thành nhiệm vụ đến hạn, theo hạn gốc"),
        short=_("Tỷ lệ hoàn thành đến hạn gốc (P3g)"),
        formula=_("hoàn thành / (hoàn thành + chưa hoàn thành quá hạn gốc)"),
        numerator=("completed",),
        denominator=("completed", "open_overdue_original"),
        base_rows="completed_or_overdue_original",
        example=Example({"completed": 30, "open_overdue_original": 7}, "81,08 %", _EXAMPLE),
        better=Direction.UP,
    ),
    Rate(
        code="P4g",
        label=_("Hoàn thành trước, đúng hạn gốc"),
        short=_("Tỷ lệ đúng hạn gốc (P4g)"),
        formula=_("hoàn thành trước, đúng hạn gốc / hoàn thành"),
        numerator=("completed_on_time_original",),
        denominator=("completed",),
        example=Example({"completed_on_time_original": 27, "completed": 30}, "90,00 %", _EXAMPLE),
        better=Direction.UP,
    ),
    Rate(
        code="P5g",
        label=_("Nhiệm vụ quá hạn gốc trong số đến hạn"),
        short=_("Tỷ lệ quá hạn gốc (P5g)"),
        formula=_("chưa hoàn thành quá hạn gốc / (hoàn thành + chưa hoàn thành quá hạn gốc)"),
        numerator=("open_overdue_original",),
        denominator=("completed", "open_overdue_original"),
        base_rows="completed_or_overdue_original",
        example=Example({"completed": 30, "open_overdue_original": 7}, "18,92 %", _EXAMPLE),
        better=Direction.DOWN,
    ),
)
