"""The rates built on the columns of form II.06, each with its formula."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dossiers.figures.common import (
    CLOSED_WITHOUT_RESULT,
    COMMON,
    KON_TUM,
    LAM_DONG,
    LANG_SON,
    Rate,
)
from reporting.figures import Definition, Direction, Example, Unit

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
            LANG_SON,
        ),
        edge_cases=(
            _("Không gồm hồ sơ đang giải quyết đã quá hạn; xem L2."),
            CLOSED_WITHOUT_RESULT,
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
            LANG_SON,
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
            CLOSED_WITHOUT_RESULT,
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
        example=Example({"resolved_overdue": 2534, "resolved_total": 151295}, "1,67 %", LAM_DONG),
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
            LAM_DONG,
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
        example=Example({"online": 12516, "direct_postal": 38613}, "24,48 %", KON_TUM),
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
        example=Example({"online": 12516, "received_total": 56039}, "22,33 %", KON_TUM),
        better=Direction.UP,
    ),
    Rate(
        code="C1",
        label=_("Hồ sơ đã giải quyết trên tiếp nhận"),
        short=_("Tỷ lệ giải quyết (C1)"),
        formula=_("đã giải quyết / tiếp nhận: cột 7 / cột 3"),
        numerator=("resolved_total",),
        denominator=("received_total",),
        example=Example({"resolved_total": 48249, "received_total": 56039}, "86,10 %", KON_TUM),
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
        example=Example({"pending_days": 8550 * 91, "resolved_total": 151295}, "5,1", LAM_DONG),
        edge_cases=(
            _("Số ngày là số ngày theo lịch của khoảng tính; quý I/2024 có 91 ngày."),
            _("Chưa giải quyết hồ sơ nào thì không có số này."),
        ),
        better=Direction.DOWN,
        **COMMON,
    ),
)
