"""What the figures of entry discipline mean."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from reporting.figures import Definition, Direction, Example, Unit

_common: dict[str, Any] = {
    "topic": _("Kỷ luật nhập liệu"),
    "owner": _("Cơ quan thường trực cải cách hành chính"),
    "source": _("Thời điểm nhập của báo cáo tiến độ, bước trình và bước xác nhận"),
}
_EXAMPLE = _("Ví dụ tính")
_WHEN = _(
    "Tính từ ngày mà lượt nhập nói đến (ngày báo cáo, ngày văn bản kết quả) đến ngày nhập, theo "
    "lịch làm việc; việc rơi vào ngày nghỉ tính từ ngày làm việc kế tiếp."
)
_WHOSE = _(
    "Của cơ quan chủ trì vào ngày đó: báo cáo tiến độ và bước trình; bước xác nhận của cơ quan "
    "thường trực xem riêng."
)
_APART = _("Nhập muộn không làm nhiệm vụ chậm: đúng hạn hay chậm tính theo ngày văn bản.")
_Count = partial(Definition, unit=Unit.ENTRIES, **_common)

ENTRIES = _Count(
    code="entries",
    label=_("Lượt nhập trong kỳ"),
    formula=_("lượt nhập nói đến một ngày trong kỳ, không sau ngày tính"),
    numerator=("entries_same", "entries_one", "entries_two", "entries_more", "entries_unknown"),
    rows="all",
    example=Example(
        {
            "entries_same": 34,
            "entries_one": 3,
            "entries_two": 1,
            "entries_more": 2,
            "entries_unknown": 0,
        },
        "40",
        _EXAMPLE,
    ),
    edge_cases=(_WHOSE,),
)
COUNTS = (
    _Count(
        code="entries_same",
        label=_("Lượt nhập trong ngày"),
        formula=_("không quá ngày làm việc của việc được nhập"),
        numerator=("entries_same",),
        rows="same",
        example=Example({"entries_same": 34}, "34", _EXAMPLE),
        edge_cases=(_WHEN, _APART),
        better=Direction.UP,
    ),
    _Count(
        code="entries_one",
        label=_("Lượt nhập sau 1 ngày làm việc"),
        formula=_("nhập sau 1 ngày làm việc"),
        numerator=("entries_one",),
        rows="one",
        example=Example({"entries_one": 3}, "3", _EXAMPLE),
        edge_cases=(_WHEN, _APART),
        better=Direction.DOWN,
    ),
    _Count(
        code="entries_two",
        label=_("Lượt nhập sau 2 ngày làm việc"),
        formula=_("nhập sau 2 ngày làm việc"),
        numerator=("entries_two",),
        rows="two",
        example=Example({"entries_two": 1}, "1", _EXAMPLE),
        edge_cases=(_WHEN, _APART),
        better=Direction.DOWN,
    ),
    _Count(
        code="entries_more",
        label=_("Lượt nhập sau 3 ngày làm việc trở lên"),
        formula=_("nhập sau 3 ngày làm việc trở lên"),
        numerator=("entries_more",),
        rows="more",
        example=Example({"entries_more": 2}, "2", _EXAMPLE),
        edge_cases=(_WHEN, _APART),
        better=Direction.DOWN,
    ),
    _Count(
        code="entries_unknown",
        label=_("Lượt nhập chưa tính được số ngày"),
        formula=_("ngày ngoài các năm có lịch làm việc"),
        numerator=("entries_unknown",),
        rows="unknown",
        example=Example({"entries_unknown": 0}, "0", _EXAMPLE),
        edge_cases=(_("Nhập đủ ngày nghỉ của năm đó ở mục Lịch làm việc để tính được."),),
        better=Direction.DOWN,
    ),
)
SHARE = Definition(
    code="entry_discipline",
    label=_("Tỷ lệ nhập trong ngày"),
    short=_("Kỷ luật nhập liệu"),
    unit=Unit.PERCENT,
    formula=_("lượt nhập trong ngày / lượt nhập tính được"),
    numerator=("entries_same",),
    denominator=("entries_same", "entries_one", "entries_two", "entries_more"),
    rows="same",
    base_rows="known",
    example=Example(
        {"entries_same": 34, "entries_one": 3, "entries_two": 1, "entries_more": 2},
        "85,00 %",
        _EXAMPLE,
    ),
    edge_cases=(_WHEN, _WHOSE, _APART),
    better=Direction.UP,
    **_common,
)

FIGURES = (ENTRIES, *COUNTS, SHARE)
