"""The columns of form II.06, and what moves between agencies."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dossiers.figures.common import (
    CLOSED_WITHOUT_RESULT,
    KON_TUM,
    LAM_DONG,
    LANG_SON,
    Count,
)
from reporting.figures import Direction, Example

_GENERATED = _("Ví dụ minh họa")

#: What moves between agencies; not among the columns of the form.
MOVES = (
    Count(
        code="taken_over",
        label=_("Nhận bàn giao trong kỳ"),
        short=_("Nhận bàn giao"),
        formula=_("hồ sơ đang giải quyết cuối ngày trước ngày cơ quan trước kết thúc"),
        numerator=("taken_over",),
        rows="taken_over",
        example=Example({"taken_over": 12}, "12", _GENERATED),
        edge_cases=(
            _("Bàn giao đúng ngày đầu kỳ tính vào kỳ trước chuyển sang, không tính vào số này."),
            _("Cộng mọi cơ quan, số nhận bàn giao bằng số bàn giao."),
        ),
    ),
    Count(
        code="handed_over",
        label=_("Bàn giao cho cơ quan khác trong kỳ"),
        short=_("Bàn giao"),
        formula=_("hồ sơ đang giải quyết cuối ngày trước ngày cơ quan kết thúc"),
        numerator=("handed_over",),
        rows="handed_over",
        example=Example({"handed_over": 12}, "12", _GENERATED),
        edge_cases=(_("Hồ sơ chưa có cơ quan nhận vẫn tính là đang giải quyết ở cơ quan cũ."),),
    ),
)

COUNTS = (
    Count(
        code="received_total",
        label=_("Hồ sơ TTHC đã tiếp nhận"),
        short=_("Tiếp nhận, tổng số"),
        formula=_("cột 3 = cột 4 + cột 5 + cột 6"),
        numerator=("online", "direct_postal", "carried_over"),
        rows="received_total",
        example=Example(
            {"online": 12516, "direct_postal": 38613, "carried_over": 4910}, "56.039", KON_TUM
        ),
        edge_cases=(
            _("Hồ sơ mới đăng ký (trạng thái 1) và không được tiếp nhận (3) không tính."),
            _("Số kỳ trước chuyển sang là số tồn đầu kỳ: cộng hai kỳ thì không cộng số này."),
        ),
    ),
    Count(
        code="online",
        label=_("Tiếp nhận trực tuyến trong kỳ"),
        short=_("Trực tuyến"),
        formula=_("cột 4"),
        numerator=("online",),
        example=Example({"online": 12516}, "12.516", KON_TUM),
        better=Direction.UP,
    ),
    Count(
        code="direct_postal",
        label=_("Tiếp nhận trực tiếp, dịch vụ bưu chính trong kỳ"),
        short=_("Trực tiếp, dịch vụ bưu chính"),
        formula=_("cột 5 = trực tiếp + bưu chính công ích"),
        numerator=("direct", "postal"),
        rows="direct_postal",
        example=Example({"direct": 991, "postal": 23}, "1.014", LANG_SON),
        edge_cases=(_("Hồ sơ không ghi hình thức nộp được tính là trực tiếp."),),
    ),
    Count(
        code="carried_over",
        label=_("Kỳ trước chuyển sang"),
        short=_("Từ kỳ trước"),
        formula=_("cột 6 = cột 11 của kỳ trước: tiếp nhận trước ngày đầu kỳ, chưa giải quyết"),
        numerator=("carried_over",),
        example=Example({"carried_over": 4910}, "4.910", KON_TUM),
        better=Direction.DOWN,
    ),
    Count(
        code="new_received",
        label=_("Tiếp nhận trong kỳ"),
        formula=_("cột 4 + cột 5"),
        numerator=("online", "direct_postal"),
        rows="new_received",
        example=Example({"online": 12516, "direct_postal": 38613}, "51.129", KON_TUM),
    ),
    Count(
        code="resolved_total",
        label=_("Hồ sơ đã giải quyết"),
        short=_("Đã giải quyết, tổng số"),
        formula=_("cột 7 = cột 8 + cột 9 + cột 10"),
        numerator=("resolved_early", "resolved_on_time", "resolved_overdue"),
        rows="resolved_total",
        example=Example(
            {"resolved_early": 399, "resolved_on_time": 1093, "resolved_overdue": 9},
            "1.501",
            LANG_SON,
        ),
        edge_cases=(CLOSED_WITHOUT_RESULT,),
    ),
    Count(
        code="resolved_early_on_time",
        label=_("Giải quyết trước hạn, đúng hạn"),
        short=_("Trước hạn, đúng hạn"),
        formula=_("cột 8 + cột 9"),
        numerator=("resolved_early", "resolved_on_time"),
        rows="resolved_early_on_time",
        example=Example({"resolved_early": 399, "resolved_on_time": 1093}, "1.492", LANG_SON),
        edge_cases=(
            _("Hồ sơ không có ngày hẹn trả được tính là đúng hạn."),
            CLOSED_WITHOUT_RESULT,
        ),
        better=Direction.UP,
    ),
    Count(
        code="resolved_early",
        label=_("Giải quyết trước hạn"),
        short=_("Trước hạn"),
        formula=_("cột 8: ngày kết thúc xử lý trước ngày hẹn trả"),
        numerator=("resolved_early",),
        example=Example({"resolved_early": 399}, "399", LANG_SON),
    ),
    Count(
        code="resolved_on_time",
        label=_("Giải quyết đúng hạn"),
        short=_("Đúng hạn"),
        formula=_("cột 9: ngày kết thúc xử lý đúng ngày hẹn trả"),
        numerator=("resolved_on_time",),
        example=Example({"resolved_on_time": 1093}, "1.093", LANG_SON),
        edge_cases=(CLOSED_WITHOUT_RESULT,),
    ),
    Count(
        code="resolved_overdue",
        label=_("Giải quyết quá hạn"),
        short=_("Quá hạn"),
        formula=_("cột 10: ngày kết thúc xử lý sau ngày hẹn trả"),
        numerator=("resolved_overdue",),
        example=Example({"resolved_overdue": 2534}, "2.534", LAM_DONG),
        better=Direction.DOWN,
    ),
    Count(
        code="pending_total",
        label=_("Hồ sơ đang giải quyết"),
        short=_("Đang giải quyết, tổng số"),
        formula=_("cột 11 = cột 12 + cột 13 = cột 3 − cột 7"),
        numerator=("pending_in_time", "pending_overdue"),
        rows="pending_total",
        example=Example({"pending_in_time": 7815, "pending_overdue": 735}, "8.550", LAM_DONG),
        edge_cases=(
            _(
                "Hồ sơ đang chờ bổ sung giấy tờ vẫn tính là đang giải quyết; nếu được yêu cầu "
                "trong hạn thì tính trong hạn."
            ),
        ),
        better=Direction.DOWN,
    ),
    Count(
        code="pending_in_time",
        label=_("Đang giải quyết, trong hạn"),
        short=_("Trong hạn"),
        formula=_(
            "cột 12: chưa qua ngày hẹn trả, không có ngày hẹn trả, hoặc đang chờ bổ sung được yêu "
            "cầu trong hạn"
        ),
        numerator=("pending_in_time",),
        example=Example({"pending_in_time": 7815}, "7.815", LAM_DONG),
    ),
    Count(
        code="pending_overdue",
        label=_("Đang giải quyết, quá hạn"),
        short=_("Quá hạn"),
        formula=_("cột 13: đã qua ngày hẹn trả mà chưa giải quyết, không gồm hồ sơ chờ bổ sung"),
        numerator=("pending_overdue",),
        example=Example({"pending_overdue": 735}, "735", LAM_DONG),
        better=Direction.DOWN,
    ),
)
