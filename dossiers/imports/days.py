"""Days as lists write them.

Understood: day, month, year with ``/``, ``-`` or ``.`` between them and a year of four digits; the
same from the year on; eight digits from the year on; each with a time before or behind, which is
left out. An instant with a zone is the day in the office's zone. Not guessed: a year of two digits,
a day that no calendar has, and the number that a spreadsheet shows of a day whose format was lost.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from reporting.numbers import date

FIRST_YEAR, LAST_YEAR = 1990, 2100

_TIME = r"\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[APap][Mm])?"
_PARTS = re.compile(
    rf"^(?:{_TIME}[ ,]+)?(\d{{1,4}})([-/.])(\d{{1,2}})\2(\d{{1,4}})(?:[ T,]+{_TIME})?$"
)
_DIGITS = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:\d{6})?$")
_ZONED = re.compile(r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*(?:Z|[+-]\d{2}:?\d{2})$")
_SERIAL = re.compile(r"^\d{5}(?:[.,]\d+)?$")
_EPOCH = dt.date(1899, 12, 30)


class Reading(NamedTuple):
    """The day that a text means, or why it means none and how to mend it."""

    day: dt.date | None
    wrong: str = ""
    mend: str = ""


def read(text: str) -> Reading:
    """What ``text``, clean and not empty, means."""
    if _ZONED.match(text) and (instant := _instant(text)):
        return _told(instant.year, instant.month, instant.day)
    if found := _DIGITS.match(text):
        return _told(*map(int, found.groups()))
    if found := _PARTS.match(text):
        first, _sign, month, last = found.groups()
        if len(first) == 4:
            return _told(int(first), int(month), int(last))
        if len(last) == 4:
            return _told(int(last), int(month), int(first))
        return Reading(
            None,
            _("Năm không đủ bốn chữ số nên không chắc là ngày nào."),
            _("Hãy ghi dạng 14/06/2024."),
        )
    if _SERIAL.match(text):
        day = _EPOCH + dt.timedelta(days=int(text[:5]))
        return Reading(
            None,
            _("Đây là số thứ tự ngày của bảng tính (ứng với %(day)s), không phải ngày.")
            % {"day": date(day)},
            _("Hãy định dạng lại cột thành kiểu ngày rồi lưu tệp."),
        )
    return Reading(None, _("Không đọc được ngày."), _("Hãy ghi dạng 14/06/2024."))


def _instant(text: str) -> dt.datetime | None:
    try:
        return timezone.localtime(dt.datetime.fromisoformat(text))
    except ValueError:
        return None


def _told(year: int, month: int, day: int) -> Reading:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return Reading(
            None,
            _("Năm %(year)s ngoài khoảng %(first)s–%(last)s.")
            % {"year": year, "first": FIRST_YEAR, "last": LAST_YEAR},
            _("Hãy kiểm tra lại năm."),
        )
    if not 1 <= month <= 12:
        return Reading(
            None,
            _("Không có tháng %(month)s.") % {"month": month},
            _("Hãy ghi ngày trước, tháng sau: 14/06/2024."),
        )
    try:
        return Reading(dt.date(year, month, day))
    except ValueError:
        words = {"month": month, "year": year, "day": day}
        return Reading(
            None,
            _("Tháng %(month)s/%(year)s không có ngày %(day)s.") % words,
            _("Hãy kiểm tra lại ngày trong hồ sơ gốc."),
        )
