"""What the figures of lateness mean: letters of apology, second supplements, what falls due."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from reporting.figures import Definition, Direction, Example, Unit

_ONE_STOP = _("Nghị định 61/2018/NĐ-CP, Nghị định 107/2021/NĐ-CP")
_LAM_DONG = _("Lâm Đồng, quý I/2024")
_EXAMPLE = _("Ví dụ tính")

_common: dict[str, Any] = {
    "topic": _("Hồ sơ thủ tục hành chính"),
    "owner": _("Cơ quan đầu mối kiểm soát thủ tục hành chính"),
    "source": _("Danh sách hồ sơ, tính theo cơ quan giải quyết"),
}
Count = partial(Definition, unit=Unit.DOSSIERS, **_common)

FIGURES = (
    Count(
        code="apology_due",
        label=_("Hồ sơ quá hạn phải có văn bản xin lỗi"),
        short=_("Phải xin lỗi"),
        formula=_("giải quyết quá hạn trong kỳ + đang giải quyết quá hạn: cột 10 + cột 13"),
        numerator=("resolved_overdue", "pending_overdue"),
        rows="late_or_overdue",
        legal_basis=_ONE_STOP,
        example=Example({"resolved_overdue": 2534, "pending_overdue": 735}, "3.269", _LAM_DONG),
        edge_cases=(
            _("Hồ sơ chờ bổ sung được yêu cầu trong hạn không quá hạn nên không phải xin lỗi."),
            _("Hồ sơ trả lại hoặc xin rút không tính, dù đã qua ngày hẹn trả."),
        ),
        better=Direction.DOWN,
    ),
    Count(
        code="apology_issued",
        label=_("Hồ sơ quá hạn đã có văn bản xin lỗi"),
        short=_("Đã xin lỗi"),
        formula=_("hồ sơ phải xin lỗi có văn bản ban hành đến ngày tính"),
        numerator=("apology_issued",),
        legal_basis=_ONE_STOP,
        example=Example({"apology_issued": 3269}, "3.269", _LAM_DONG),
        edge_cases=(_("Mỗi hồ sơ chỉ được hẹn lại một lần; ngày hẹn trả cũ không thay đổi."),),
        better=Direction.UP,
    ),
    Count(
        code="apology_missing",
        label=_("Hồ sơ quá hạn chưa có văn bản xin lỗi"),
        short=_("Chưa xin lỗi"),
        formula=_("phải xin lỗi − đã xin lỗi"),
        numerator=("apology_missing",),
        legal_basis=_ONE_STOP,
        example=Example({"apology_missing": 0}, "0", _LAM_DONG),
        better=Direction.DOWN,
    ),
    Count(
        code="supplement_again",
        label=_("Hồ sơ bị yêu cầu bổ sung từ lần thứ hai"),
        short=_("Yêu cầu bổ sung từ lần thứ hai"),
        formula=_("hồ sơ có lần yêu cầu bổ sung thứ hai trở đi trong kỳ"),
        numerator=("supplement_again",),
        legal_basis=_("Quyết định 766/QĐ-TTg, nhóm tiến độ giải quyết"),
        example=Example({"supplement_again": 4}, "4", _EXAMPLE),
        edge_cases=(
            _("Chỉ số 766 tính các hồ sơ này là trễ; Biểu II.06 thì không."),
            _("Một hồ sơ tính một lần, dù bị yêu cầu nhiều lần trong kỳ."),
        ),
        better=Direction.DOWN,
    ),
    Count(
        code="dossiers_due_soon",
        label=_("Hồ sơ sắp đến hạn"),
        short=_("Sắp đến hạn"),
        formula=_("đang giải quyết, ngày hẹn trả từ ngày tính đến hết số ngày đã chọn"),
        numerator=("due_soon",),
        example=Example({"due_soon": 12}, "12", _EXAMPLE),
        edge_cases=(_("Không gồm hồ sơ đang chờ bổ sung: thời hạn của các hồ sơ này đang dừng."),),
    ),
    Count(
        code="promised_day_off",
        label=_("Hồ sơ hẹn trả vào ngày nghỉ"),
        short=_("Hẹn trả vào ngày nghỉ"),
        formula=_("đang giải quyết, ngày hẹn trả đã hứa là ngày nghỉ theo lịch làm việc"),
        numerator=("promised_day_off",),
        example=Example({"promised_day_off": 2}, "2", _EXAMPLE),
        edge_cases=(_("Ngày đã hứa không tự đổi; ngày hệ thống tính thì đổi theo lịch làm việc."),),
        better=Direction.DOWN,
    ),
)
