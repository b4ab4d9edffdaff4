"""A rule of a row, those that several columns share, and rules as bits of a number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dossiers.imports import days
from dossiers.imports.letters import strange_letter

DAY_FORM = _("Hãy ghi dạng 14/06/2024.")


@dataclass(frozen=True)
class Rule:
    """``column`` is a column of ``ImportLine``; ``condition`` is empty where a later statement
    sets the bit; ``label`` names the rule in a count of problems; ``beside`` is another column
    that it is about."""

    code: str
    column: str
    condition: str
    label: str | Promise
    wrong: str | Promise
    mend: str | Promise = ""
    told: Callable[[str], tuple[str, str]] | None = None
    beside: str = ""

    def sentence(self, value: str) -> tuple[str, str]:
        """(what is wrong, how to mend it) with the text of a cell."""
        if self.told is not None and all(found := self.told(value)):
            return found
        return str(self.wrong), str(self.mend)


def letters_told(value: str) -> tuple[str, str]:
    return strange_letter(value), str(_("Hãy gõ lại mã bằng bàn phím, không chép từ nơi khác."))


def day_told(value: str) -> tuple[str, str]:
    reading = days.read(value)
    return reading.wrong, reading.mend


def day_rule(column: str, label: str | Promise) -> Rule:
    return Rule(
        f"{column}_wrong",
        column,
        f"r.{column} IS NOT NULL AND r.{column}_on IS NULL",
        label,
        _("Không đọc được ngày."),
        DAY_FORM,
        day_told,
    )


def agency_rules(column: str, unless: str) -> list[Rule]:
    place = f"r.{column}_state"
    return [
        Rule(
            f"{column}_unknown",
            column,
            f"{place} = 'unknown'{unless}",
            _("Không tìm thấy cơ quan"),
            _("Không tìm thấy cơ quan này trong phạm vi được nhập."),
            _("Hãy ghi mã, tên hoặc tên viết tắt như trong danh sách cơ quan."),
        ),
        Rule(
            f"{column}_ambiguous",
            column,
            f"{place} = 'ambiguous'{unless}",
            _("Nhiều cơ quan cùng tên"),
            _("Có nhiều cơ quan cùng tên này."),
            _("Hãy ghi mã cơ quan thay cho tên."),
        ),
        Rule(
            f"{column}_ended",
            column,
            f"{place} = 'ended'{unless}",
            _("Cơ quan không hoạt động vào ngày tiếp nhận"),
            _("Cơ quan này không hoạt động vào ngày tiếp nhận hồ sơ."),
            _("Hãy kiểm tra ngày tiếp nhận, hoặc ghi cơ quan hoạt động vào ngày đó."),
        ),
    ]


def mask(kinds: tuple[Rule, ...]) -> str:
    """SQL: the sum of the bits of all conditions that hold."""
    return " + ".join(
        f"CASE WHEN {rule.condition} THEN {1 << place} ELSE 0 END"
        for place, rule in enumerate(kinds)
        if rule.condition
    )


def of(found: int, kinds: tuple[Rule, ...]) -> list[Rule]:
    """The rules whose bits ``found`` holds, in their order."""
    return [rule for place, rule in enumerate(kinds) if found >> place & 1]
