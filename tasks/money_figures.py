"""What the figures of money mean: planned, allocated, spent, in đồng, printed in million đồng."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from reporting.figures import Definition, Direction, Example, Unit

_common: dict[str, Any] = {
    "topic": _("Kinh phí thực hiện nhiệm vụ"),
    "owner": _("Cơ quan thường trực cải cách hành chính"),
    "source": _("Các khoản kinh phí đã nhập của nhiệm vụ, tính theo cơ quan chủ trì"),
}
_EXAMPLE = _("Ví dụ tính, số liệu đầu vào bằng đồng")
_EDGE = (
    _("Hiện bằng triệu đồng, một chữ số thập phân; danh sách các khoản chính xác đến đồng."),
    _("Khoản điều chỉnh là một dòng riêng, có thể âm."),
    _("Tính cho cơ quan đang chủ trì nhiệm vụ: kinh phí đi theo nhiệm vụ."),
    _("Kinh phí của nhiệm vụ đã thôi thực hiện vẫn được tính."),
)
_Amount = partial(
    Definition,
    unit=Unit.MILLION_DONG,
    scale=(1, 1_000_000),
    places=1,
    edge_cases=_EDGE,
    **_common,
)

AMOUNTS = (
    _Amount(
        code="budget_planned",
        label=_("Kinh phí dự kiến"),
        formula=_("tổng các khoản dự kiến có ngày không sau ngày tính"),
        numerator=("budget_planned",),
        rows="planned",
        example=Example({"budget_planned": 1_250_000_000}, "1.250,0", _EXAMPLE),
    ),
    _Amount(
        code="budget_allocated",
        label=_("Kinh phí đã cấp"),
        formula=_("tổng các khoản đã cấp có ngày không sau ngày tính"),
        numerator=("budget_allocated",),
        rows="allocated",
        example=Example({"budget_allocated": 1_100_050_000}, "1.100,1", _EXAMPLE),
    ),
    _Amount(
        code="budget_spent",
        label=_("Kinh phí đã chi"),
        formula=_("tổng các khoản đã chi có ngày không sau ngày tính"),
        numerator=("budget_spent",),
        rows="spent",
        example=Example({"budget_spent": 730_000_000}, "730,0", _EXAMPLE),
    ),
)

SHARE = Definition(
    code="budget_share",
    label=_("Tỷ lệ chi trên số đã cấp"),
    unit=Unit.PERCENT,
    formula=_("kinh phí đã chi / kinh phí đã cấp"),
    numerator=("budget_spent",),
    denominator=("budget_allocated",),
    rows="spent",
    base_rows="allocated",
    example=Example(
        {"budget_spent": 730_000_000, "budget_allocated": 1_100_000_000}, "66,36 %", _EXAMPLE
    ),
    edge_cases=(_("Trên 100 % là chi vượt số đã cấp, trang nêu từng nhiệm vụ."),),
    better=Direction.NEITHER,
    **_common,
)

FIGURES = (*AMOUNTS, SHARE)
