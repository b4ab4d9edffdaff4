"""Rules over the rows of tasks (T6 to T8): what each says, how grave it is, what to do.

The rows themselves are found by ``TaskQuerySet.breaking``; rules about printed numbers are
``reporting.checks``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from reporting.figures import Definition, Direction, Example, Unit
from reporting.figures.definitions import Text


class Severity(models.TextChoices):
    ERROR = "error", _("Lỗi")
    WARNING = "warning", _("Cảnh báo")


@dataclass(frozen=True)
class Check:
    """``finding`` names what is counted, ``says`` the rule, ``mend`` what to do about it."""

    code: str
    severity: Severity
    finding: Text
    says: Text
    mend: Text

    @property
    def name(self) -> Text:
        return format_lazy("{code}: {finding}", code=self.code, finding=self.finding)


CHECKS = (
    Check(
        code="T6",
        severity=Severity.WARNING,
        finding=_("Nhiệm vụ hoàn thành, chưa đủ minh chứng"),
        says=_("Nhiệm vụ hoàn thành có ngày, số ký hiệu văn bản kết quả và minh chứng."),
        mend=_("Bổ sung số văn bản hoặc minh chứng trên trang nhiệm vụ."),
    ),
    Check(
        code="T7",
        severity=Severity.ERROR,
        finding=_("Nhiệm vụ có ngày không thể có"),
        says=_(
            "Ngày hoàn thành không sau ngày hôm nay, không trước ngày giao; các bước theo đúng thứ "
            "tự, gia hạn không trước ngày giao."
        ),
        mend=_("Đối chiếu văn bản rồi sửa ngày ở mục nhập liệu."),
    ),
    Check(
        code="T8",
        severity=Severity.ERROR,
        finding=_("Nhiệm vụ giao cho cơ quan không tồn tại vào ngày giao"),
        says=_("Mỗi nhiệm vụ có đúng một cơ quan chủ trì, có hiệu lực vào ngày giao."),
        mend=_("Sửa cơ quan chủ trì, ngày giao hoặc hiệu lực của cơ quan."),
    ),
)


def check_of(code: str) -> Check:
    """Raises KeyError for an unknown code."""
    return {one.code: one for one in CHECKS}[code]


_common: dict[str, Any] = {
    "topic": _("Kiểm tra nhiệm vụ, minh chứng"),
    "owner": _("Cơ quan thường trực cải cách hành chính"),
    "source": _("Theo dõi nhiệm vụ, tính theo cơ quan chủ trì"),
}
_EXAMPLE = _("Ví dụ tính")
_ROW = _("Minh chứng là một tài liệu đã nhập, có số ký hiệu hoặc có tệp; mô tả bằng lời thì không.")
_ISSUED = _("Tài liệu ban hành sau ngày tính không tính.")
_Count = partial(Definition, unit=Unit.TASKS, **_common)

_BROKEN = tuple(
    _Count(
        code=one.code,
        label=one.finding,
        formula=one.says,
        numerator=(one.code,),
        example=Example({one.code: 1}, "1", _EXAMPLE),
        edge_cases=(one.mend, *((_ROW, _ISSUED) if one.code == "T6" else ())),
        better=Direction.DOWN,
        short=format_lazy("{finding} ({code})", finding=one.finding, code=one.code),
    )
    for one in CHECKS
)

WITHOUT = _Count(
    code="completed_without_evidence",
    label=_("Nhiệm vụ hoàn thành, chưa có minh chứng"),
    formula=_("hoàn thành − hoàn thành có minh chứng"),
    numerator=("completed_without_evidence",),
    example=Example({"completed_without_evidence": 4}, "4", _EXAMPLE),
    edge_cases=(_ROW, _ISSUED),
    better=Direction.DOWN,
)
WITH = _Count(
    code="completed_with_evidence",
    label=_("Nhiệm vụ hoàn thành có minh chứng"),
    formula=_("hoàn thành, có ít nhất một tài liệu minh chứng"),
    numerator=("completed_with_evidence",),
    example=Example({"completed_with_evidence": 26}, "26", _EXAMPLE),
    edge_cases=(_ROW, _ISSUED),
    better=Direction.UP,
)
PROVEN = Definition(
    code="P1m",
    label=_("Hoàn thành kế hoạch, có minh chứng"),
    short=_("Tỷ lệ hoàn thành có minh chứng (P1m)"),
    unit=Unit.PERCENT,
    formula=_("nhiệm vụ hoàn thành có minh chứng / tổng số nhiệm vụ"),
    numerator=("completed_with_evidence",),
    denominator=("assigned",),
    example=Example({"completed_with_evidence": 26, "assigned": 51}, "50,98 %", _EXAMPLE),
    edge_cases=(_("Đứng cạnh P1: P1 là tỷ lệ khai, P1m là phần đã có minh chứng."), _ROW),
    better=Direction.UP,
    **_common,
)

FIGURES = (*_BROKEN, WITH, WITHOUT, PROVEN)
