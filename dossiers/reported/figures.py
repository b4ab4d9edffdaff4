"""What the figures of reporting mean: who has sent form II.06, and where its two sources differ."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from reporting.figures import Definition, Direction, Example, Unit

_common: dict[str, Any] = {
    "topic": _("Chế độ báo cáo Biểu II.06"),
    "owner": _("Cơ quan đầu mối kiểm soát thủ tục hành chính"),
    "source": _("Biểu II.06 của các cơ quan và ngày gửi từng biểu"),
    "legal_basis": _("Nghị định 09/2019/NĐ-CP về chế độ báo cáo"),
}
_EXAMPLE = _("Ví dụ tính")
Count = partial(Definition, unit=Unit.AGENCIES, **_common)
Rate = partial(Definition, unit=Unit.PERCENT, **_common)

REPORTS = (
    Count(
        code="returns_expected",
        label=_("Cơ quan phải báo cáo"),
        formula=_("cơ quan giải quyết thủ tục hành chính, hoạt động trong kỳ"),
        numerator=("returns_expected",),
        example=Example({"returns_expected": 268}, "268", _EXAMPLE),
        edge_cases=(
            _(
                "Cơ quan kết thúc hoạt động trong kỳ vẫn phải báo cáo cho những ngày đã hoạt "
                "động; cơ quan kế thừa gửi thay."
            ),
            _(
                "Lãnh đạo tỉnh và đơn vị sự nghiệp công lập không phải báo cáo riêng "
                "(thiết lập được)."
            ),
        ),
    ),
    Count(
        code="returns_submitted",
        label=_("Cơ quan đã báo cáo"),
        formula=_("đã gửi Biểu II.06 đến ngày tính"),
        numerator=("returns_submitted",),
        example=Example({"returns_submitted": 250}, "250", _EXAMPLE),
        edge_cases=(
            _("Bản nháp và biểu bị trả lại để sửa chưa tính là đã báo cáo."),
            _("Biểu gửi sau ngày tính chưa tính là đã báo cáo vào ngày đó."),
        ),
        better=Direction.UP,
    ),
    Count(
        code="returns_on_time",
        label=_("Cơ quan báo cáo đúng hạn"),
        formula=_("ngày gửi không sau hạn của cấp"),
        numerator=("returns_on_time",),
        example=Example({"returns_on_time": 230}, "230", _EXAMPLE),
        edge_cases=(
            _(
                "Hạn của cấp là hạn đặt riêng cho cấp đó; không có thì lấy hạn nội bộ của kỳ, "
                "rồi hạn gửi báo cáo của kỳ."
            ),
            _(
                "Lần gửi đầu quyết định đúng hạn hay muộn: biểu được trả lại rồi gửi lại, hoặc "
                "được đính chính, không vì thế thành muộn."
            ),
            _("Kỳ không đặt hạn thì không có số này."),
        ),
        better=Direction.UP,
    ),
    Count(
        code="returns_late",
        label=_("Cơ quan báo cáo muộn"),
        formula=_("ngày gửi sau hạn của cấp"),
        numerator=("returns_late",),
        example=Example({"returns_late": 20}, "20", _EXAMPLE),
        edge_cases=(_("Kỳ không đặt hạn thì không có số này."),),
        better=Direction.DOWN,
    ),
    Count(
        code="returns_silent",
        label=_("Cơ quan chưa báo cáo"),
        formula=_("phải báo cáo − đã báo cáo"),
        numerator=("returns_silent",),
        example=Example({"returns_silent": 18}, "18", _EXAMPLE),
        edge_cases=(_("Chưa báo cáo không phải là số 0: số liệu của cơ quan đó chưa biết."),),
        better=Direction.DOWN,
    ),
    Rate(
        code="RR1",
        label=_("Cơ quan đã báo cáo trên cơ quan phải báo cáo"),
        short=_("Tỷ lệ báo cáo (RR1)"),
        formula=_("đã báo cáo / phải báo cáo"),
        numerator=("returns_submitted",),
        denominator=("returns_expected",),
        example=Example({"returns_submitted": 250, "returns_expected": 268}, "93,28 %", _EXAMPLE),
        better=Direction.UP,
    ),
    Rate(
        code="RR2",
        label=_("Cơ quan báo cáo đúng hạn trên cơ quan phải báo cáo"),
        short=_("Tỷ lệ báo cáo đúng hạn (RR2)"),
        formula=_("báo cáo đúng hạn / phải báo cáo"),
        numerator=("returns_on_time",),
        denominator=("returns_expected",),
        example=Example({"returns_on_time": 230, "returns_expected": 268}, "85,82 %", _EXAMPLE),
        edge_cases=(_("Kỳ không đặt hạn thì không có tỷ lệ này."),),
        better=Direction.UP,
    ),
)

SOURCES = (
    Definition(
        code="source_gaps",
        label=_("Ô số liệu có hai nguồn khác nhau, chưa xử lý"),
        short=_("Chênh lệch hai nguồn chưa xử lý"),
        unit=Unit.CELLS,
        topic=_("Chế độ báo cáo Biểu II.06"),
        formula=_(
            "số ô (cơ quan × cột) mà số trong Biểu II.06 khác số đếm từ danh sách hồ sơ, chưa "
            "được chấp nhận"
        ),
        numerator=("source_gaps",),
        example=Example({"source_gaps": 7}, "7", _EXAMPLE),
        owner=_("Cơ quan đầu mối kiểm soát thủ tục hành chính"),
        source=_("Biểu II.06 đã gửi và danh sách hồ sơ, tính theo cơ quan giải quyết"),
        edge_cases=(
            _("Ô để trống trong biểu là chưa báo cáo, không phải chênh lệch."),
            _("Cơ quan chưa gửi biểu không có chênh lệch: chưa có nguồn thứ hai."),
        ),
        better=Direction.DOWN,
    ),
)
