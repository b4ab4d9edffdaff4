"""What the figures of dossiers mean: the columns of form II.06 and the rates built on them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from dossiers import late_figures, procedure_figures  # noqa: F401 -- declares its own
from dossiers.report_figures import REPORTS, SOURCES
from reporting.figures import Definition, Direction, Example, Unit, register

__all__ = ["COUNTS", "RATES", "REPORTS", "SOURCES"]

_FORM = _("Biểu II.06, Thông tư 01/2020/TT-VPCP")
_LANG_SON = _("Lạng Sơn, Trung tâm Phục vụ hành chính công, tháng 7/2019")
_KON_TUM = _("Kon Tum, quý I/2023")
_LAM_DONG = _("Lâm Đồng, quý I/2024")

_common: dict[str, Any] = {
    "topic": _("Hồ sơ thủ tục hành chính"),
    "owner": _("Cơ quan đầu mối kiểm soát thủ tục hành chính"),
    "source": _("Danh sách hồ sơ, tính theo cơ quan giải quyết"),
}
Count = partial(Definition, unit=Unit.DOSSIERS, legal_basis=_FORM, **_common)
Rate = partial(Definition, unit=Unit.PERCENT, **_common)

_CLOSED_WITHOUT_RESULT = _(
    "Hồ sơ trả lại hoặc xin rút tính trong số giải quyết đúng hạn, theo tiêu đề Biểu II.06 "
    "(thiết lập được)."
)

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
            {"online": 12516, "direct_postal": 38613, "carried_over": 4910}, "56.039", _KON_TUM
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
        example=Example({"online": 12516}, "12.516", _KON_TUM),
        better=Direction.UP,
    ),
    Count(
        code="direct_postal",
        label=_("Tiếp nhận trực tiếp, dịch vụ bưu chính trong kỳ"),
        short=_("Trực tiếp, dịch vụ bưu chính"),
        formula=_("cột 5 = trực tiếp + bưu chính công ích"),
        numerator=("direct", "postal"),
        rows="direct_postal",
        example=Example({"direct": 991, "postal": 23}, "1.014", _LANG_SON),
        edge_cases=(_("Hồ sơ không ghi hình thức nộp được tính là trực tiếp."),),
    ),
    Count(
        code="carried_over",
        label=_("Kỳ trước chuyển sang"),
        short=_("Từ kỳ trước"),
        formula=_("cột 6 = cột 11 của kỳ trước: tiếp nhận trước ngày đầu kỳ, chưa giải quyết"),
        numerator=("carried_over",),
        example=Example({"carried_over": 4910}, "4.910", _KON_TUM),
        better=Direction.DOWN,
    ),
    Count(
        code="new_received",
        label=_("Tiếp nhận trong kỳ"),
        formula=_("cột 4 + cột 5"),
        numerator=("online", "direct_postal"),
        rows="new_received",
        example=Example({"online": 12516, "direct_postal": 38613}, "51.129", _KON_TUM),
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
            _LANG_SON,
        ),
        edge_cases=(_CLOSED_WITHOUT_RESULT,),
    ),
    Count(
        code="resolved_early_on_time",
        label=_("Giải quyết trước hạn, đúng hạn"),
        short=_("Trước hạn, đúng hạn"),
        formula=_("cột 8 + cột 9"),
        numerator=("resolved_early", "resolved_on_time"),
        rows="resolved_early_on_time",
        example=Example({"resolved_early": 399, "resolved_on_time": 1093}, "1.492", _LANG_SON),
        edge_cases=(
            _("Hồ sơ không có ngày hẹn trả được tính là đúng hạn."),
            _CLOSED_WITHOUT_RESULT,
        ),
        better=Direction.UP,
    ),
    Count(
        code="resolved_early",
        label=_("Giải quyết trước hạn"),
        short=_("Trước hạn"),
        formula=_("cột 8: ngày kết thúc xử lý trước ngày hẹn trả"),
        numerator=("resolved_early",),
        example=Example({"resolved_early": 399}, "399", _LANG_SON),
    ),
    Count(
        code="resolved_on_time",
        label=_("Giải quyết đúng hạn"),
        short=_("Đúng hạn"),
        formula=_("cột 9: ngày kết thúc xử lý đúng ngày hẹn trả"),
        numerator=("resolved_on_time",),
        example=Example({"resolved_on_time": 1093}, "1.093", _LANG_SON),
        edge_cases=(_CLOSED_WITHOUT_RESULT,),
    ),
    Count(
        code="resolved_overdue",
        label=_("Giải quyết quá hạn"),
        short=_("Quá hạn"),
        formula=_("cột 10: ngày kết thúc xử lý sau ngày hẹn trả"),
        numerator=("resolved_overdue",),
        example=Example({"resolved_overdue": 2534}, "2.534", _LAM_DONG),
        better=Direction.DOWN,
    ),
    Count(
        code="pending_total",
        label=_("Hồ sơ đang giải quyết"),
        short=_("Đang giải quyết, tổng số"),
        formula=_("cột 11 = cột 12 + cột 13 = cột 3 − cột 7"),
        numerator=("pending_in_time", "pending_overdue"),
        rows="pending_total",
        example=Example({"pending_in_time": 7815, "pending_overdue": 735}, "8.550", _LAM_DONG),
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
        example=Example({"pending_in_time": 7815}, "7.815", _LAM_DONG),
    ),
    Count(
        code="pending_overdue",
        label=_("Đang giải quyết, quá hạn"),
        short=_("Quá hạn"),
        formula=_("cột 13: đã qua ngày hẹn trả mà chưa giải quyết, không gồm hồ sơ chờ bổ sung"),
        numerator=("pending_overdue",),
        example=Example({"pending_overdue": 735}, "735", _LAM_DONG),
        better=Direction.DOWN,
    ),
)

RATES = (
    Rate(
        code="R1",
        label=_("Hồ sơ giải quyết trước hạn, đúng hạn"),
        short=_("Tỷ lệ đúng hạn (R1)"),
        formula=_("(trước hạn + đúng hạn) / đã giải quyết: (cột 8 + cột 9) / cột 7"),
        numerator=("resolved_early", "resolved_on_time"),
        denominator=("resolved_total",),
        rows="resolved_early_on_time",
        example=Example(
            {"resolved_early": 399, "resolved_on_time": 1093, "resolved_total": 1501},
            "99,40 %",
            _LANG_SON,
        ),
        edge_cases=(
            _("Không gồm hồ sơ đang giải quyết đã quá hạn; xem L2."),
            _CLOSED_WITHOUT_RESULT,
        ),
        better=Direction.UP,
    ),
    Rate(
        code="R2",
        label=_("Hồ sơ xử lý đúng tiến độ"),
        short=_("Tỷ lệ đúng tiến độ (R2)"),
        formula=_("(trước hạn + đúng hạn + đang giải quyết trong hạn) / tiếp nhận"),
        numerator=("resolved_early", "resolved_on_time", "pending_in_time"),
        denominator=("received_total",),
        rows="in_time_or_settled",
        legal_basis=_("Quyết định 766/QĐ-TTg, nhóm tiến độ giải quyết"),
        example=Example(
            {
                "resolved_early": 399,
                "resolved_on_time": 1093,
                "pending_in_time": 556,
                "received_total": 2099,
            },
            "97,57 %",
            _LANG_SON,
        ),
        better=Direction.UP,
    ),
    Rate(
        code="R3",
        label=_("Hồ sơ đúng hạn trên hồ sơ đến hạn"),
        short=_("Tỷ lệ đúng hạn trên đến hạn (R3)"),
        formula=_(
            "(trước hạn + đúng hạn) / (trước hạn + đúng hạn + quá hạn + đang giải quyết quá hạn)"
        ),
        numerator=("resolved_early_on_time",),
        denominator=("resolved_early_on_time", "late_or_overdue"),
        base_rows="due_total",
        example=Example(
            {"resolved_early_on_time": 4157, "late_or_overdue": 12},
            "99,71 %",
            _("Vĩnh Phúc, tháng 9/2021"),
        ),
        edge_cases=(
            _("Hồ sơ giải quyết trước ngày hẹn trả được tính là đã đến hạn."),
            _CLOSED_WITHOUT_RESULT,
        ),
        better=Direction.UP,
    ),
    Rate(
        code="L1",
        label=_("Hồ sơ giải quyết quá hạn"),
        short=_("Tỷ lệ quá hạn (L1)"),
        formula=_("quá hạn / đã giải quyết: cột 10 / cột 7"),
        numerator=("resolved_overdue",),
        denominator=("resolved_total",),
        example=Example({"resolved_overdue": 2534, "resolved_total": 151295}, "1,67 %", _LAM_DONG),
        better=Direction.DOWN,
    ),
    Rate(
        code="L2",
        label=_("Hồ sơ quá hạn, kể cả đang giải quyết"),
        short=_("Tỷ lệ quá hạn đầy đủ (L2)"),
        formula=_("(giải quyết quá hạn + đang giải quyết quá hạn) / tiếp nhận"),
        numerator=("resolved_overdue", "pending_overdue"),
        denominator=("received_total",),
        rows="late_or_overdue",
        example=Example(
            {"resolved_overdue": 2534, "pending_overdue": 735, "received_total": 159845},
            "2,05 %",
            _LAM_DONG,
        ),
        better=Direction.DOWN,
    ),
    Rate(
        code="O1",
        label=_("Hồ sơ tiếp nhận trực tuyến"),
        short=_("Tỷ lệ trực tuyến (O1)"),
        formula=_("trực tuyến / tiếp nhận trong kỳ: cột 4 / (cột 4 + cột 5)"),
        numerator=("online",),
        denominator=("online", "direct_postal"),
        base_rows="new_received",
        example=Example({"online": 12516, "direct_postal": 38613}, "24,48 %", _KON_TUM),
        edge_cases=(_("Không gồm số kỳ trước chuyển sang; tỷ lệ có gồm số đó là O2."),),
        better=Direction.UP,
    ),
    Rate(
        code="O2",
        label=_("Hồ sơ trực tuyến trên tổng tiếp nhận"),
        short=_("Tỷ lệ trực tuyến trên tổng tiếp nhận (O2)"),
        formula=_("trực tuyến / tiếp nhận, kể cả kỳ trước chuyển sang: cột 4 / cột 3"),
        numerator=("online",),
        denominator=("received_total",),
        example=Example({"online": 12516, "received_total": 56039}, "22,33 %", _KON_TUM),
        better=Direction.UP,
    ),
    Rate(
        code="C1",
        label=_("Hồ sơ đã giải quyết trên tiếp nhận"),
        short=_("Tỷ lệ giải quyết (C1)"),
        formula=_("đã giải quyết / tiếp nhận: cột 7 / cột 3"),
        numerator=("resolved_total",),
        denominator=("received_total",),
        example=Example({"resolved_total": 48249, "received_total": 56039}, "86,10 %", _KON_TUM),
        better=Direction.UP,
    ),
    Definition(
        code="B1",
        label=_("Số ngày giải quyết hết hồ sơ tồn"),
        short=_("Tồn đọng tính theo ngày (B1)"),
        unit=Unit.DAYS,
        formula=_("đang giải quyết / số giải quyết bình quân một ngày: cột 11 × số ngày / cột 7"),
        numerator=("pending_days",),
        denominator=("resolved_total",),
        rows="pending_total",
        places=1,
        example=Example({"pending_days": 8550 * 91, "resolved_total": 151295}, "5,1", _LAM_DONG),
        edge_cases=(
            _("Số ngày là số ngày theo lịch của khoảng tính; quý I/2024 có 91 ngày."),
            _("Chưa giải quyết hồ sơ nào thì không có số này."),
        ),
        better=Direction.DOWN,
        **_common,
    ),
)

register(*COUNTS, *MOVES, *RATES, *REPORTS, *SOURCES, *late_figures.FIGURES)
