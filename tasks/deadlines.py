"""Deadlines as clerks write them, read into a kind, a day and, for recurring ones, a rule.

Accents, case and spaces do not matter; a year that is not written is that of the plan. A month,
quarter, half-year or year is due on its last day; “trước ngày 20” is due on the 20th, as trackers
of such tasks take it. The label itself is always kept as written.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reporting.numbers import date
from tasks.states import DeadlineKind

FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST = 100

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


class DeadlineProblem(ValueError):  # noqa: N818 -- what is told to the person who typed
    """A deadline that cannot be read; the message says how to write it."""


@dataclass(frozen=True)
class Recurrence:
    """A report by day ``day`` of each month, or of the last month of each quarter."""

    every: str
    day: int


@dataclass(frozen=True)
class Deadline:
    """``due_on`` is None exactly for the kinds without a date (``DeadlineKind.without_date``).

    Of a recurring deadline it is the last day of the year: that of the task as a whole.
    """

    kind: DeadlineKind
    due_on: dt.date | None
    label: str
    recurrence: Recurrence | None = None


def plain(text: str) -> str:
    """Lower case, no accents, single spaces: ``Quý II/2024`` → ``quy ii/2024``."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    bare = "".join(sign for sign in letters if not unicodedata.combining(sign))
    return " ".join(bare.split())


def parse_deadline(text: str, *, year: int) -> Deadline:
    """Reads ``text``; ``year`` (of the plan) completes what names none.

    Raises ``DeadlineProblem`` with a Vietnamese sentence for what cannot be read.
    """
    label = " ".join(unicodedata.normalize("NFC", text).split())
    if not label:
        raise DeadlineProblem(_("Chưa ghi thời hạn. %(examples)s") % {"examples": _examples(year)})
    if len(label) > LONGEST:
        raise DeadlineProblem(
            _("Thời hạn dài quá %(n)s ký tự; hãy ghi gọn, phần giải thích để ở ghi chú.")
            % {"n": LONGEST}
        )
    words = _PREFIX.sub("", plain(label).strip(" .,;"))
    for pattern, read in _READERS:
        if match := pattern.fullmatch(words):
            kind, due_on, recurrence = read(match, year)
            return Deadline(kind, due_on, label, recurrence)
    raise DeadlineProblem(
        _("Không đọc được thời hạn “%(text)s”. %(examples)s")
        % {"text": label[:60], "examples": _examples(year)}
    )


def contradiction(label: str, kind: str, due_on: dt.date | None, *, year: int) -> str:
    """What the label says other than ``kind`` and ``due_on`` do; empty where they agree, or
    where the label is free text that names no deadline."""
    try:
        read = parse_deadline(label, year=due_on.year if due_on else year)
    except DeadlineProblem:
        return ""
    if read.kind == DeadlineKind.RECURRING and kind == DeadlineKind.RECURRING:
        return ""  # the last day of a recurring task may be earlier than the end of the year
    if read.kind == kind and read.due_on == due_on:
        return ""
    words = {
        "label": label[:60],
        "kind": read.kind.label,
        "day": date(read.due_on) if read.due_on else _("không có ngày"),
    }
    return (
        _(
            "Thời hạn ghi “%(label)s” nghĩa là: %(kind)s, %(day)s; hãy sửa loại thời hạn, hạn gốc "
            "hoặc lời ghi cho khớp."
        )
        % words
    )


def _examples(year: int) -> str:
    return _(
        "Hãy ghi như: 30/06/%(year)s; Tháng 6/%(year)s; Quý II/%(year)s; 6 tháng đầu năm; "
        "Năm %(year)s; Hằng tháng, ngày 20; Hằng quý, ngày 15 tháng cuối quý; Thường xuyên; "
        "Theo tiến độ của Trung ương."
    ) % {"year": year}


# Readers ----------------------------------------------------------------------------------------

_Read = tuple[DeadlineKind, dt.date | None, Recurrence | None]

#: Words before the deadline proper.
_PREFIX = re.compile(
    r"^(?:(?:hoan thanh|xong|cham nhat|muon nhat|trinh|truoc het|truoc|trong|den het|den|"
    r"vao|han|thoi han|la|cuoi)\b[ :]*)*(?=\S)"
)


def month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, monthrange(year, month)[1])


def _year(text: str | None, default: int) -> int:
    found = int(text) if text else default
    if not FIRST_YEAR <= found <= LAST_YEAR:
        raise DeadlineProblem(
            _("Năm %(year)s không hợp lý; hãy ghi năm từ %(first)s đến %(last)s.")
            % {"year": found, "first": FIRST_YEAR, "last": LAST_YEAR}
        )
    return found


def _day(day: str, month: str, year: int) -> _Read:
    try:
        return DeadlineKind.DATE, dt.date(year, int(month), int(day)), None
    except ValueError:
        raise DeadlineProblem(
            _("Không có ngày %(day)s/%(month)s/%(year)s; hãy xem lại ngày và tháng.")
            % {"day": int(day), "month": int(month), "year": year}
        ) from None


def _month(month: int, year: int) -> _Read:
    if not 1 <= month <= 12:
        raise DeadlineProblem(
            _("Không có tháng %(month)s; hãy ghi tháng từ 1 đến 12.") % {"month": month}
        )
    return DeadlineKind.MONTH, month_end(year, month), None


def _read_date(match: re.Match[str], year: int) -> _Read:
    return _day(match["day"], match["month"], _year(match["year"], year))


def _read_month(match: re.Match[str], year: int) -> _Read:
    return _month(int(match["month"]), _year(match["year"], year))


def _read_quarter(match: re.Match[str], year: int) -> _Read:
    quarter = _ROMAN.get(match["quarter"]) or int(match["quarter"])
    return DeadlineKind.QUARTER, month_end(_year(match["year"], year), 3 * quarter), None


def _read_half(match: re.Match[str], year: int) -> _Read:
    month = 6 if match["half"] == "dau" else 12
    return DeadlineKind.HALF, month_end(_year(match["year"], year), month), None


def _read_nine_months(match: re.Match[str], year: int) -> _Read:
    return _month(9, _year(match["year"], year))


def _read_year(match: re.Match[str], year: int) -> _Read:
    return DeadlineKind.YEAR, dt.date(_year(match["year"], year), 12, 31), None


def _read_recurring(match: re.Match[str], year: int) -> _Read:
    day = int(match["day"] or 31)
    if not 1 <= day <= 31:
        raise DeadlineProblem(
            _("Không có ngày %(day)s trong tháng; hãy ghi ngày từ 1 đến 31.") % {"day": day}
        )
    every = "month" if match["every"] == "thang" else "quarter"
    last = dt.date(_year(match["year"], year), 12, 31)
    return DeadlineKind.RECURRING, last, Recurrence(every, day)


def _read_regular(match: re.Match[str], year: int) -> _Read:
    return DeadlineKind.REGULAR, None, None


def _read_centre(match: re.Match[str], year: int) -> _Read:
    return DeadlineKind.CENTRE, None, None


_OF_YEAR = r"(?:(?: ?[/.-] ?| nam | )(?P<year>\d{4}))?"
_ON = r"(?:,? ?(?:chan|truoc|cham nhat|vao|trong|bao cao)*,? ?(?:ngay|mung)? ?(?P<day>\d{1,2}))?"

_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int], _Read]], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (r"(?:ngay )?(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", _read_date),
        (
            r"(?:ngay )?(?P<day>\d{1,2}) ?[/.-] ?(?P<month>\d{1,2})(?: ?[/.-] ?(?P<year>\d{4}))?",
            _read_date,
        ),
        (
            r"ngay (?P<day>\d{1,2}) thang (?P<month>\d{1,2})" + _OF_YEAR,
            _read_date,
        ),
        (r"(?:het )?(?:thang|t) ?(?P<month>\d{1,2})" + _OF_YEAR, _read_month),
        (r"(?P<month>\d{1,2}) ?[/.-] ?(?P<year>\d{4})", _read_month),
        (r"(?:het )?quy ?(?P<quarter>iv|iii|ii|i|[1-4])" + _OF_YEAR, _read_quarter),
        (r"(?:6|sau|06) thang (?P<half>dau|cuoi) nam(?: ?[/.-]? ?(?P<year>\d{4}))?", _read_half),
        (r"nua (?P<half>dau|cuoi) nam(?: (?P<year>\d{4}))?", _read_half),
        (r"(?:9|chin|09) thang(?: dau nam)?" + _OF_YEAR, _read_nine_months),
        (r"(?:ca |het |hang |ca nam )?nam(?: ?(?P<year>\d{4}))?", _read_year),
        (r"(?P<year>\d{4})", _read_year),
        (
            r"(?:dinh ky,? |bao cao )?(?:hang|moi|dinh ky|bao cao) (?P<every>thang|quy)"
            + _ON
            + r"(?: (?:hang thang|cua thang|thang cuoi(?: cua)? quy|hang quy|thang sau))?"
            + _OF_YEAR,
            _read_recurring,
        ),
        (
            r"(?:ngay|mung) ?(?P<day>\d{1,2}) (?:hang|moi) (?P<every>thang|quy)" + _OF_YEAR,
            _read_recurring,
        ),
        (
            r"(?:thuong xuyen|lien tuc)(?:[, ]+(?:lien tuc|trong nam|hang nam|hang ngay))*",
            _read_regular,
        ),
        (
            r"(?:theo|phu thuoc(?: vao)?)[ ,]+(?:tien do|huong dan|yeu cau|chi dao|ke hoach)?"
            r"(?: (?:thuc hien|trien khai))?(?: cua)? ?(?:trung uong|tw|chinh phu|bo(?: [a-z ]+)?|"
            r"bo,? nganh(?: trung uong)?)",
            _read_centre,
        ),
    )
)
