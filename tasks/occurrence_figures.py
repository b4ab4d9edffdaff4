"""What the figures of recurring reports mean."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from reporting.figures import Definition, Direction, Example, Unit

_common: dict[str, Any] = {
    "topic": _("Báo cáo định kỳ của nhiệm vụ"),
    "owner": _("Cơ quan thường trực cải cách hành chính"),
    "source": _("Các kỳ báo cáo của nhiệm vụ định kỳ, tính theo cơ quan chủ trì"),
}
_EXAMPLE = _("Ví dụ tính")
Count = partial(Definition, unit=Unit.REPORTS, **_common)

FIGURES = (
    Count(
        code="occurrences_due",
        label=_("Kỳ báo cáo đã qua hạn"),
        formula=_("có đúng hạn + có sau hạn + chưa có"),
        numerator=("occurrences_on_time", "occurrences_late", "occurrences_missing"),
        rows="due",
        example=Example(
            {"occurrences_on_time": 10, "occurrences_late": 1, "occurrences_missing": 1},
            "12",
            _EXAMPLE,
        ),
        edge_cases=(_("Kỳ có hạn đúng ngày tính chưa qua hạn."),),
    ),
    Count(
        code="occurrences_on_time",
        label=_("Kỳ báo cáo có trước, đúng hạn"),
        formula=_("ngày văn bản kết quả không sau hạn của kỳ"),
        numerator=("occurrences_on_time",),
        rows="on_time",
        example=Example({"occurrences_on_time": 10}, "10", _EXAMPLE),
        better=Direction.UP,
    ),
    Count(
        code="occurrences_late",
        label=_("Kỳ báo cáo có sau hạn"),
        formula=_("ngày văn bản kết quả sau hạn của kỳ"),
        numerator=("occurrences_late",),
        rows="late",
        example=Example({"occurrences_late": 1}, "1", _EXAMPLE),
        better=Direction.DOWN,
    ),
    Count(
        code="occurrences_missing",
        label=_("Kỳ báo cáo quá hạn, chưa có"),
        formula=_("đã qua hạn của kỳ, chưa có kết quả"),
        numerator=("occurrences_missing",),
        rows="missing",
        example=Example({"occurrences_missing": 1}, "1", _EXAMPLE),
        edge_cases=(_("Một kỳ chưa có làm nhiệm vụ quá hạn cho đến khi có kết quả."),),
        better=Direction.DOWN,
    ),
)
