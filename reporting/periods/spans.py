"""Value objects: a span of days, and a reporting period before it is stored."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

FIRST_YEAR, LAST_YEAR = 2000, 2100


class PeriodError(ValueError):
    """A period that cannot be; the message is for the person who typed it."""


class Kind(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    NINE_MONTHS = "nine_months"
    YEAR = "year"
    CUSTOM = "custom"


class Rule(StrEnum):
    """The text that fixes a preset's days."""

    REFORM_REPORT = "reform_report"
    DECREE_09 = "decree_09"


@dataclass(frozen=True, order=True)
class Span:
    """Days ``date_from`` … ``date_to``, both included; ``PeriodError`` when reversed."""

    date_from: dt.date
    date_to: dt.date

    def __post_init__(self) -> None:
        if self.date_to < self.date_from:
            raise PeriodError(
                _("Ngày kết thúc %(to)s sớm hơn ngày bắt đầu %(from)s. Hãy sửa một trong hai ngày.")
                % {"to": _show(self.date_to), "from": _show(self.date_from)}
            )

    def __contains__(self, day: object) -> bool:
        return isinstance(day, dt.date) and self.date_from <= day <= self.date_to

    @property
    def days(self) -> int:
        return (self.date_to - self.date_from).days + 1


@dataclass(frozen=True)
class PeriodSpan(Span):
    """A reporting period before it is stored.

    ``index`` counts within the year (month 1–12, quarter 1–4, half 1–2), 1 for nine months, year
    and custom. ``due_on`` is the day by which the report is sent, ``None`` where no text fixes
    one. ``year`` is the year reported on, not that of ``date_from``.
    """

    kind: Kind
    year: int
    index: int = 1
    due_on: dt.date | None = None
    rule: Rule | None = None
    is_verified: bool = True
    """False where the bounds are practice and no text was read."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_year(self.year)
        if self.due_on is not None and self.due_on < self.date_to:
            raise PeriodError(
                _("Hạn gửi %(due)s sớm hơn ngày kết thúc kỳ %(to)s. Hãy sửa hạn gửi.")
                % {"due": _show(self.due_on), "to": _show(self.date_to)}
            )

    @property
    def code(self) -> str:
        """As used in addresses: ``2024``, ``2024-H1``, ``2024-Q3``, ``2024-M06``, ``2024-9M``.

        A custom period is its two days, ``20231215-20240614``.
        """
        match self.kind:
            case Kind.MONTH:
                return f"{self.year}-M{self.index:02d}"
            case Kind.QUARTER:
                return f"{self.year}-Q{self.index}"
            case Kind.HALF:
                return f"{self.year}-H{self.index}"
            case Kind.NINE_MONTHS:
                return f"{self.year}-9M"
            case Kind.YEAR:
                return f"{self.year}"
            case Kind.CUSTOM:
                return f"{self.date_from:%Y%m%d}-{self.date_to:%Y%m%d}"

    @property
    def name_vi(self) -> str:
        if self.kind is Kind.CUSTOM:
            return f"Từ {_show(self.date_from)} đến {_show(self.date_to)}"
        return preset_name(self.kind, self.index, self.year)

    @property
    def name_en(self) -> str:
        if self.kind is Kind.CUSTOM:
            return f"{_show(self.date_from)} to {_show(self.date_to)}"
        return f"{_NAMES_EN[self.kind, self.index]} {self.year}"

    def is_running(self, on: dt.date) -> bool:
        return on in self

    def is_over(self, on: dt.date) -> bool:
        """Whether the last day has passed; the cut-off day itself is still running."""
        return self.date_to < on


_MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_NAMES_VI: dict[tuple[Kind, int], str] = {
    **{(Kind.MONTH, n): f"Tháng {n} năm" for n in range(1, 13)},
    **{
        (Kind.QUARTER, n): f"Quý {roman} năm" for n, roman in enumerate(("I", "II", "III", "IV"), 1)
    },
    (Kind.HALF, 1): "6 tháng đầu năm",
    (Kind.HALF, 2): "6 tháng cuối năm",
    (Kind.NINE_MONTHS, 1): "9 tháng đầu năm",
    (Kind.YEAR, 1): "Năm",
}
_NAMES_EN: dict[tuple[Kind, int], str] = {
    **{(Kind.MONTH, n): name for n, name in enumerate(_MONTHS_EN, 1)},
    **{(Kind.QUARTER, n): f"Quarter {n} of" for n in range(1, 5)},
    (Kind.HALF, 1): "First half of",
    (Kind.HALF, 2): "Second half of",
    (Kind.NINE_MONTHS, 1): "First nine months of",
    (Kind.YEAR, 1): "Year",
}


def preset_name(kind: Kind, index: int, year: int) -> str:
    """Vietnamese name of a preset; ``PeriodError`` when there is none, like month 13."""
    if (kind, index) not in _NAMES_VI:
        raise PeriodError(
            _("Không có kỳ báo cáo số %(index)s loại này trong năm %(year)d. Hãy chọn kỳ khác.")
            % {"index": index, "year": year}
        )
    return f"{_NAMES_VI[kind, index]} {year}"


def check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise PeriodError(
            _("Năm %(year)d nằm ngoài khoảng %(first)d–%(last)d. Hãy sửa năm của kỳ báo cáo.")
            % {"year": year, "first": FIRST_YEAR, "last": LAST_YEAR}
        )


def _show(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"
