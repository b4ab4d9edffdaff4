"""What the figures of the catalogue mean: form II.07b, publication in time, times of settlement."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from reporting.figures import Definition, Direction, Example, Unit, register

_WORKED = _("Ví dụ minh họa cách tính")
_common: dict[str, Any] = {
    "owner": _("Cơ quan đầu mối kiểm soát thủ tục hành chính"),
}
_Count = partial(
    Definition,
    unit=Unit.PROCEDURES,
    topic=_("Danh mục thủ tục hành chính"),
    source=_("Danh mục thủ tục, theo cơ quan quản lý"),
    legal_basis=_("Biểu II.07b, Thông tư 01/2020/TT-VPCP"),
    **_common,
)
_IN_FORCE = _("Chỉ đếm thủ tục có hiệu lực vào ngày tính.")
_OVERLAP = _(
    "Một thủ tục ở nhiều cấp được đếm ở từng cấp và đếm một lần ở tổng, nên tổng có thể nhỏ hơn "
    "tổng các cấp."
)


def _count(code: str, label: Any, short: Any, formula: Any) -> Definition:
    return _Count(
        code=code,
        label=label,
        short=short,
        formula=formula,
        numerator=(code,),
        example=Example({code: 12}, "12", _WORKED),
        edge_cases=(_IN_FORCE, _OVERLAP),
    )


_SETTLED = _("đếm thủ tục có cấp giải quyết này")
_RECEIVED = _("đếm thủ tục tiếp nhận tại Bộ phận Một cửa cấp này")
_WORKFLOW = _("đếm thủ tục có cấp giải quyết này và đã có quyết định quy trình nội bộ")
_PROVINCE, _DISTRICT, _COMMUNE = _("Cấp tỉnh"), _("Cấp huyện"), _("Cấp xã")

#: Columns of form II.07b in its order, in three groups of four.
FORM_207B = (
    _count("authority", _("Thủ tục thuộc thẩm quyền"), _("Tổng số"), _("đếm thủ tục")),
    _count("authority_province", _("Thủ tục thuộc thẩm quyền cấp tỉnh"), _PROVINCE, _SETTLED),
    _count("authority_district", _("Thủ tục thuộc thẩm quyền cấp huyện"), _DISTRICT, _SETTLED),
    _count("authority_commune", _("Thủ tục thuộc thẩm quyền cấp xã"), _COMMUNE, _SETTLED),
    _count(
        "one_stop",
        _("Thủ tục thực hiện theo cơ chế một cửa"),
        _("Tổng số"),
        _("đếm thủ tục tiếp nhận tại Bộ phận Một cửa của ít nhất một cấp"),
    ),
    _count("one_stop_province", _("Thủ tục tại Bộ phận Một cửa cấp tỉnh"), _PROVINCE, _RECEIVED),
    _count("one_stop_district", _("Thủ tục tại Bộ phận Một cửa cấp huyện"), _DISTRICT, _RECEIVED),
    _count("one_stop_commune", _("Thủ tục tại Bộ phận Một cửa cấp xã"), _COMMUNE, _RECEIVED),
    _count(
        "workflow",
        _("Thủ tục đã có quy trình nội bộ"),
        _("Tổng số"),
        _("đếm thủ tục đã có quyết định quy trình nội bộ"),
    ),
    _count("workflow_province", _("Quy trình nội bộ cấp tỉnh"), _PROVINCE, _WORKFLOW),
    _count("workflow_district", _("Quy trình nội bộ cấp huyện"), _DISTRICT, _WORKFLOW),
    _count("workflow_commune", _("Quy trình nội bộ cấp xã"), _COMMUNE, _WORKFLOW),
)

_766 = partial(
    Definition,
    unit=Unit.PERCENT,
    topic=_("Danh mục thủ tục hành chính"),
    source=_("Quyết định về thủ tục trong kỳ"),
    legal_basis=_("Quyết định 766/QĐ-TTg, nhóm công khai, minh bạch"),
    better=Direction.UP,
    **_common,
)
_ONE_LATE = _("Thủ tục có nhiều quyết định trong kỳ: một lần chậm thì tính là chậm.")

PUBLICATION = (
    _766(
        code="Q11",
        label=_("Thủ tục công bố đúng hạn"),
        short=_("Công bố đúng hạn (766, mục 1.1)"),
        formula=_(
            "thủ tục có ngày quyết định trước ngày có hiệu lực ít nhất 5 ngày làm việc / thủ tục "
            "có quyết định trong kỳ"
        ),
        numerator=("decided_in_time",),
        denominator=("decided",),
        example=Example({"decided_in_time": 9, "decided": 12}, "75,00 %", _WORKED),
        edge_cases=(
            _ONE_LATE,
            _("Quyết định chưa ghi ngày có hiệu lực không tính."),
            _("Số ngày làm việc thiết lập được."),
        ),
    ),
    _766(
        code="Q12",
        label=_("Thủ tục công khai đúng hạn"),
        short=_("Công khai đúng hạn (766, mục 1.2)"),
        formula=_(
            "thủ tục công khai trong 5 ngày làm việc sau ngày quyết định / thủ tục đã công khai "
            "hoặc đã quá hạn công khai"
        ),
        numerator=("public_in_time",),
        denominator=("public",),
        example=Example({"public_in_time": 11, "public": 12}, "91,67 %", _WORKED),
        edge_cases=(
            _ONE_LATE,
            _("Chưa công khai mà chưa quá hạn vào ngày tính thì chưa tính."),
            _("Số ngày làm việc thiết lập được."),
        ),
    ),
)

_Time = partial(
    Definition,
    topic=_("Thời gian giải quyết thủ tục"),
    source=_("Danh sách hồ sơ, lịch làm việc"),
    legal_basis=_("Quyết định 766/QĐ-TTg, nhóm tiến độ giải quyết"),
    better=Direction.DOWN,
    **_common,
)
_COUNTED_DAYS = _(
    "Tính từ ngày làm việc sau ngày tiếp nhận đến hết ngày kết thúc xử lý; tiếp nhận vào ngày nghỉ "
    "được coi là tiếp nhận vào ngày làm việc kế tiếp."
)
_BASE = _("Tính trên đúng các hồ sơ ở cột 7 của Biểu II.06, trừ hồ sơ ngoài lịch làm việc.")
_SUPPLEMENT = _("Không tính thời gian đồng hồ dừng để chờ bổ sung giấy tờ.")

TIMES = (
    _Time(
        code="days_median",
        label=_("Trung vị thời gian giải quyết"),
        short=_("Trung vị"),
        unit=Unit.WORKING_DAYS,
        formula=_("số ngày làm việc mà ít nhất một nửa số hồ sơ không vượt quá"),
        numerator=("days_median",),
        example=Example({"days_median": 7}, "7", _WORKED),
        edge_cases=(_COUNTED_DAYS, _BASE, _SUPPLEMENT),
    ),
    _Time(
        code="days_p90",
        label=_("Thời gian giải quyết của 90 % hồ sơ"),
        short=_("90 % hồ sơ trong"),
        unit=Unit.WORKING_DAYS,
        formula=_("số ngày làm việc mà ít nhất 90 % số hồ sơ không vượt quá (phân vị 90)"),
        numerator=("days_p90",),
        example=Example({"days_p90": 14}, "14", _WORKED),
        edge_cases=(_COUNTED_DAYS, _BASE, _SUPPLEMENT),
    ),
    _Time(
        code="days_within",
        label=_("Hồ sơ giải quyết trong thời hạn của thủ tục"),
        short=_("Trong thời hạn"),
        unit=Unit.PERCENT,
        formula=_("hồ sơ không vượt số ngày làm việc của thủ tục / hồ sơ có thời gian giải quyết"),
        numerator=("within",),
        denominator=("timed",),
        example=Example({"within": 45, "timed": 60}, "75,00 %", _WORKED),
        edge_cases=(
            _COUNTED_DAYS,
            _("So với thời hạn của thủ tục, không phải với ngày hẹn trả như tỷ lệ R1."),
            _("Thời hạn đổi theo một quyết định: dùng thời hạn áp dụng vào ngày tiếp nhận."),
        ),
        better=Direction.UP,
    ),
)

register(*FORM_207B, *PUBLICATION, *TIMES)
