"""The columns of form II.06, once: for the table, its file, the returns and their form.

Source: Circular 01/2020/TT-VPCP, form II.06. Columns 1 and 2 are the number and the name of
the row.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class FormColumn:
    """``sums`` are the numbers of the columns that add up to a total."""

    number: int
    key: str
    group: str | Promise
    label: str | Promise
    sums: tuple[int, ...] = ()

    @property
    def is_total(self) -> bool:
        return bool(self.sums)

    @property
    def is_late(self) -> bool:
        return self.key in ("resolved_overdue", "pending_overdue")

    @property
    def heading(self) -> str:
        """``Số hồ sơ tiếp nhận: Tổng số``, for a file with one row of headings."""
        return f"({self.number}) {self.group}: {self.label}"

    @property
    def formula(self) -> str:
        """``(3) = 4+5+6``, the row of numbers under the heading."""
        sums = "+".join(str(number) for number in self.sums)
        return f"({self.number}) = {sums}" if sums else f"({self.number})"


_RECEIVED = _("Số hồ sơ tiếp nhận")
_RESOLVED = _("Số hồ sơ đã giải quyết")
_PENDING = _("Số hồ sơ đang giải quyết")

COLUMNS = (
    FormColumn(3, "received_total", _RECEIVED, _("Tổng số"), (4, 5, 6)),
    FormColumn(4, "online", _RECEIVED, _("Trực tuyến")),
    FormColumn(5, "direct_postal", _RECEIVED, _("Trực tiếp, dịch vụ bưu chính")),
    FormColumn(6, "carried_over", _RECEIVED, _("Từ kỳ trước")),
    FormColumn(7, "resolved_total", _RESOLVED, _("Tổng số"), (8, 9, 10)),
    FormColumn(8, "resolved_early", _RESOLVED, _("Trước hạn")),
    FormColumn(9, "resolved_on_time", _RESOLVED, _("Đúng hạn")),
    FormColumn(10, "resolved_overdue", _RESOLVED, _("Quá hạn")),
    FormColumn(11, "pending_total", _PENDING, _("Tổng số"), (12, 13)),
    FormColumn(12, "pending_in_time", _PENDING, _("Trong hạn")),
    FormColumn(13, "pending_overdue", _PENDING, _("Quá hạn")),
)
KEYS = tuple(column.key for column in COLUMNS)
BY_NUMBER = {column.number: column for column in COLUMNS}
BY_KEY = {column.key: column for column in COLUMNS}
