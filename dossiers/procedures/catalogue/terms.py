"""Time limits as the national list writes them: what can be read for certain, nothing else."""

from __future__ import annotations

import re
from typing import NamedTuple

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from reporting.imports.problems import WrongValue
from reporting.imports.text import fold

_NUMERAL = "(?:mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin|muoi|tram|linh|le|khong)"
_BEFORE = "(?:khong qua|toi da|cham nhat|trong vong|trong|thoi han|giai quyet|la)"
_TERM = re.compile(
    rf"^(?:(?:{_BEFORE}|{_NUMERAL}) )*0*(\d{{1,3}})(?: {_NUMERAL})* (ngay|gio)( lam viec)?"
    r"(?: (.*))?$"
)
#: After the limit: a second one, or a condition under which it is another.
_MORE = re.compile(r"\d|\b(?:thang|tuan|truong hop|doi voi|them|hoac)\b")
_NO_TERM = (
    "khong quy dinh",
    "khong quy dinh thoi han",
    "khong co thoi han",
    "khong xac dinh thoi han",
    "chua quy dinh",
)
_SAME_DAY = (
    "trong ngay",
    "ngay trong ngay",
    "trong ngay lam viec",
    "ngay trong ngay lam viec",
    "giai quyet ngay",
    "tra ngay",
)
#: What ``fold`` makes of one working day in hours.
_HOURS_A_DAY = 8


class Term(NamedTuple):
    """``working_days`` None: no limit is laid down."""

    working_days: int | None


def term(text: str) -> Term:
    """The time limit in working days: what can be read for certain, nothing else.

    ``15`` alone is in working days, as the column of the catalogue is. Calendar days, months,
    parts of a day and several limits are refused: none of them is a number of working days.
    """
    name = fold(text)
    if name in _NO_TERM or name == fold(_every("Không quy định", name)):
        return Term(None)
    if name in _SAME_DAY or name == fold(_every("Trong ngày", name)):
        return Term(0)
    if name.isdecimal() and len(name) < 4:
        return Term(int(name))
    return Term(_days(name))


def _days(name: str) -> int:
    found = _TERM.match(name)
    english = re.fullmatch(r"(\d{1,3}) working days?", name)
    if english:
        return int(english[1])
    if found is None or _MORE.search(found[4] or ""):
        raise WrongValue(
            _("Không đọc được thời hạn, hoặc ô có nhiều thời hạn."),
            _(
                "Hãy ghi một số ngày làm việc, ví dụ “15 ngày làm việc”; hoặc “Trong ngày”, “Không "
                "quy định”."
            ),
        )
    number, unit, is_working = int(found[1]), found[2], bool(found[3])
    if not is_working:
        raise WrongValue(
            _("Thời hạn không tính theo ngày làm việc."),
            _("Hãy quy đổi ra ngày làm việc, ví dụ “15 ngày làm việc”."),
        )
    if unit == "gio":
        if not number or number % _HOURS_A_DAY:
            raise WrongValue(
                _("Thời hạn không tròn ngày làm việc (8 giờ)."),
                _("Hãy ghi theo ngày làm việc, hoặc “Trong ngày” khi dưới một ngày."),
            )
        return number // _HOURS_A_DAY
    return number


def _every(text: str, name: str) -> str:
    """``text`` in the language of the site in which it reads as ``name``; else ``text``."""
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            if fold(_(text)) == name:
                return _(text)
    return text
