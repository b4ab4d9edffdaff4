"""The keys under which figures are stated, with their names on screen and on form II.06.

The keys follow the form: one key per column, and a few more for the finer or coarser
breakdowns that published texts use. Circular 01/2020/TT-VPCP, form II.06, gives the column
numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise


class Family(StrEnum):
    """Figures of one family are counts of the same things, so a number may sit under the
    wrong key of its own family, never under one of another."""

    DOSSIERS = "dossiers"
    #: What is told beside the dossiers, and never part of their sums.
    BESIDES = "besides"
    TASKS = "tasks"
    RATES = "rates"


@dataclass(frozen=True, slots=True)
class Key:
    """What one stated figure is called. ``column`` is its number on form II.06, if any."""

    code: str
    family: Family
    label: str | Promise
    column: int | None = None


def _family(family: Family, *rows: tuple[str, str | Promise, int | None]) -> dict[str, Key]:
    return {code: Key(code, family, label, column) for code, label, column in rows}


KEYS: dict[str, Key] = {
    **_family(
        Family.DOSSIERS,
        ("received_total", _("Tiếp nhận, tổng số"), 3),
        ("online", _("Tiếp nhận trực tuyến"), 4),
        ("direct_postal", _("Tiếp nhận trực tiếp, dịch vụ bưu chính"), 5),
        ("carried_over", _("Từ kỳ trước"), 6),
        ("resolved_total", _("Đã giải quyết, tổng số"), 7),
        ("resolved_early", _("Giải quyết trước hạn"), 8),
        ("resolved_on_time", _("Giải quyết đúng hạn"), 9),
        ("resolved_overdue", _("Giải quyết quá hạn"), 10),
        ("pending_total", _("Đang giải quyết, tổng số"), 11),
        ("pending_in_time", _("Đang giải quyết, trong hạn"), 12),
        ("pending_overdue", _("Đang giải quyết, quá hạn"), 13),
        ("direct", _("Tiếp nhận trực tiếp"), None),
        ("postal", _("Tiếp nhận qua bưu chính công ích"), None),
        ("new_received", _("Tiếp nhận mới trong kỳ"), None),
        ("resolved_early_on_time", _("Giải quyết trước hạn, đúng hạn"), None),
        ("returned", _("Trả lại, từ chối"), None),
        ("withdrawn", _("Xin rút"), None),
    ),
    **_family(
        Family.BESIDES,
        ("waiting_supplement", _("Chờ bổ sung hồ sơ"), None),
        ("apologies", _("Thư xin lỗi đã gửi"), None),
    ),
    **_family(
        Family.TASKS,
        ("assigned", _("Được giao"), None),
        ("completed", _("Hoàn thành"), None),
        ("completed_on_time", _("Hoàn thành trước hạn, đúng hạn"), None),
        ("completed_late", _("Hoàn thành quá hạn"), None),
        ("open", _("Chưa hoàn thành"), None),
        ("open_in_time", _("Chưa hoàn thành, trong hạn"), None),
        ("open_overdue", _("Chưa hoàn thành, quá hạn"), None),
        # Printed beside the others without telling whether the task was finished in the end.
        ("late", _("Chậm"), None),
        ("regular", _("Nhiệm vụ thường xuyên"), None),
        ("postponed", _("Tạm hoãn"), None),
    ),
    **_family(
        Family.RATES,
        ("R1", _("Tỷ lệ giải quyết trước hạn, đúng hạn"), None),
        ("R2", _("Tỷ lệ xử lý đúng hạn, tính cả hồ sơ trong hạn"), None),
        ("L1", _("Tỷ lệ giải quyết quá hạn"), None),
        ("L2", _("Tỷ lệ quá hạn trên tổng tiếp nhận"), None),
        ("O1", _("Tỷ lệ tiếp nhận trực tuyến trong kỳ"), None),
        ("O2", _("Tỷ lệ trực tuyến trên tổng tiếp nhận"), None),
        ("C1", _("Tỷ lệ đã giải quyết trên tổng tiếp nhận"), None),
        ("P1", _("Tỷ lệ hoàn thành kế hoạch"), None),
        ("P2", _("Tỷ lệ hoàn thành, không tính nhiệm vụ thường xuyên"), None),
        ("P3", _("Tỷ lệ hoàn thành nhiệm vụ đến hạn"), None),
        ("P4", _("Tỷ lệ hoàn thành đúng hạn"), None),
        ("P5", _("Tỷ lệ quá hạn chưa hoàn thành"), None),
    ),
}

#: Keys in the order of the table above: what lists and ties are sorted by.
ORDER: dict[str, int] = {code: place for place, code in enumerate(KEYS)}

#: Columns 3–13 of form II.06, by key.
FORM_COLUMNS: tuple[str, ...] = tuple(key.code for key in KEYS.values() if key.column)


def of_family(*families: Family) -> tuple[str, ...]:
    """The codes of these families, in order."""
    return tuple(key.code for key in KEYS.values() if key.family in families)


def family_of(code: str) -> Family | None:
    """``None`` for a key that the table does not know; such figures are never summed."""
    key = KEYS.get(code)
    return key.family if key else None


def is_count(code: str) -> bool:
    """Counts of dossiers, letters or tasks, as against percentages and keys outside the table."""
    return family_of(code) in {Family.DOSSIERS, Family.BESIDES, Family.TASKS}


def choices() -> list[tuple[str, str | Promise]]:
    """For entry forms: every key with its name."""
    return [(key.code, key.label) for key in KEYS.values()]
