"""What the figures of a plan's course mean: tasks at risk, and its pace."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from reporting.figures import Definition, Direction, Example, Unit
from tasks import risk

_common: dict[str, Any] = {
    "topic": _("Nguy cơ chậm, nhịp độ thực hiện"),
    "owner": _("Cơ quan thường trực cải cách hành chính"),
    "source": _("Theo dõi nhiệm vụ và báo cáo tiến độ, tính theo cơ quan chủ trì"),
}
_EXAMPLE = _("Ví dụ tính")
_DATED = _(
    "Chỉ tính nhiệm vụ có thời hạn; nhiệm vụ thường xuyên, theo tiến độ Trung ương thì không."
)
_MONTH = _("Một tháng tính bằng 365/12 ngày, để so được hai khoảng thời gian bất kỳ.")

AT_RISK = Definition(
    code="at_risk",
    label=_("Nhiệm vụ có nguy cơ chậm"),
    unit=Unit.TASKS,
    formula=lazy(risk.formula, str)(),
    numerator=("at_risk",),
    example=Example(
        {"at_risk": 1},
        "1",
        _(
            "Giao 15/01/2024, hạn 15/07/2024; ngày 14/06/2024 đã dùng 151/182 ngày = 82 % thời "
            "gian, báo 30 %: 82 − 30 = 52 ≥ 30, có nguy cơ chậm"
        ),
    ),
    edge_cases=(
        _("Ba mức trong công thức do cơ quan thường trực đặt trong cấu hình."),
        _("Thời gian tính từ ngày giao đến hạn có hiệu lực, làm tròn xuống đến phần trăm."),
        _("Chưa báo tỷ lệ thì coi là 0 %; chưa có báo cáo nào thì đếm ngày từ ngày giao."),
        _(
            "Không xét nhiệm vụ chờ xác nhận, tạm dừng, định kỳ hoặc không thời hạn; nhiệm vụ đã "
            "quá hạn là chậm, không còn là nguy cơ."
        ),
        _("Mỗi nhiệm vụ luôn kèm lý do, không chấm điểm."),
    ),
    better=Direction.DOWN,
    **_common,
)

_Pace = partial(Definition, unit=Unit.TASKS_PER_MONTH, scale=(365, 12), places=1, **_common)

PACES = (
    _Pace(
        code="pace_required",
        label=_("Nhịp độ cần đạt"),
        formula=_("nhiệm vụ có thời hạn chưa hoàn thành / số ngày còn lại của kế hoạch × 365/12"),
        numerator=("open_dated",),
        denominator=("days_left",),
        example=Example({"open_dated": 21, "days_left": 200}, "3,2", _EXAMPLE),
        edge_cases=(
            _DATED,
            _MONTH,
            _("Hết thời gian, đã xong hoặc không có nhiệm vụ có thời hạn thì hiện “–”."),
        ),
        better=Direction.DOWN,
    ),
    _Pace(
        code="pace_actual",
        label=_("Nhịp độ đạt được từ đầu kế hoạch"),
        formula=_("nhiệm vụ có thời hạn hoàn thành từ đầu kế hoạch / số ngày đã qua × 365/12"),
        numerator=("completed_since_start",),
        denominator=("days_gone",),
        rows="completed_dated",
        example=Example({"completed_since_start": 30, "days_gone": 166}, "5,5", _EXAMPLE),
        edge_cases=(_DATED, _MONTH),
        better=Direction.UP,
    ),
    _Pace(
        code="pace_recent",
        label=_("Nhịp độ 3 tháng gần nhất"),
        formula=_("nhiệm vụ có thời hạn hoàn thành trong 3 tháng đến ngày tính / số ngày × 365/12"),
        numerator=("completed_recently",),
        denominator=("days_recent",),
        rows="completed_dated",
        example=Example({"completed_recently": 15, "days_recent": 92}, "5,0", _EXAMPLE),
        edge_cases=(
            _DATED,
            _MONTH,
            _("Kế hoạch bắt đầu chưa được 3 tháng thì tính từ ngày bắt đầu."),
        ),
        better=Direction.UP,
    ),
)

FIGURES = (AT_RISK, *PACES)
