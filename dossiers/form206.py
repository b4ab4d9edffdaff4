"""The columns of form II.06, once: for the table, its file, the returns and their form.

Source: Circular 01/2020/TT-VPCP, form II.06. Columns 1 and 2 are the number and the name of
the row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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

PARTS = tuple(column.key for column in COLUMNS if not column.is_total)
#: Column 5 where a form tells its two halves and not their sum.
_HALVES = ("direct", "postal")

Figures = Mapping[str, int | None]


def parts_of(key: str) -> tuple[str, ...]:
    """Keys of the columns that add up to the total ``key``."""
    return tuple(BY_NUMBER[number].key for number in BY_KEY[key].sums)


def sums(figures: Figures) -> dict[str, int | None]:
    """Columns 3, 7 and 11 added up from their parts; None while a part is not reported."""
    return {
        column.key: _added(figures.get(key) for key in parts_of(column.key))
        for column in COLUMNS
        if column.is_total
    }


def completed(figures: Figures) -> dict[str, int | None]:
    """Columns 3 to 13: as typed, and a total that nobody typed added up where its parts are
    complete. Column 5 is also known from its halves."""
    known = {key: figures.get(key) for key in KEYS}
    if known["direct_postal"] is None:
        known["direct_postal"] = _added(figures.get(half) for half in _HALVES)
    return known | {key: value for key, value in sums(known).items() if known[key] is None}


def lacking(figures: Figures) -> list[FormColumn]:
    """The columns without which identities D1 to D4 cannot all be put, in the order of the form."""
    known = completed(figures)
    return [BY_KEY[key] for key in PARTS if known[key] is None]


def _added(values: Iterable[int | None]) -> int | None:
    found = list(values)
    known = [value for value in found if value is not None]
    return sum(known) if len(known) == len(found) else None
