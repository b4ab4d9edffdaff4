"""A cell as a person would type it: days dd/mm/yyyy, numbers without noise, codes as they are."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal

from reporting.imports.xlsx.formats import DAY, PLAIN, SHARE, SPAN
from reporting.imports.xlsx.strings import Strings, unescaped

_REMEMBERED = 20_000
_SECONDS = 86_400
#: Day 0 of the usual system, whose day 60 is a 29 February 1900 that never was.
_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 -- cells know no time zone
_LAST_SERIAL = 2_958_466
#: Days between that day and the first of the system that counts from 1904.
_DAYS_1904 = 1462
_WHOLE = re.compile(r"-?[1-9]\d*|0", re.A)
_BEYOND = 50


class Values(dict[tuple[str, str, str], str]):
    """(type of the cell, its style, its value as stored) → text; forgets all now and then."""

    def __init__(self, strings: Strings, kinds: Sequence[str], *, from_1904: bool) -> None:
        super().__init__()
        self._strings, self._kinds, self._from_1904 = strings, kinds, from_1904

    def __missing__(self, cell: tuple[str, str, str]) -> str:
        text = self._text(*cell)
        if len(self) >= _REMEMBERED:
            self.clear()
        self[cell] = text
        return text

    def _text(self, kind: str, style: str, raw: str) -> str:
        if not raw:
            return ""
        if kind == "s":
            return self._strings[int(raw)]
        if kind == "str":
            return unescaped(raw)
        if kind == "b":
            return "TRUE" if raw.strip() in ("1", "true") else "FALSE"
        if kind == "d":
            return _iso(raw)
        if kind == "e":
            return raw
        return self._number(raw.strip(), int(style or 0))

    def _number(self, raw: str, style: int) -> str:
        written = self._kinds[style] if style < len(self._kinds) else PLAIN
        if written == SHARE:
            return f"{plain(str(Decimal(plain(raw)) * 100))}%"
        if written in (DAY, SPAN):
            return _moment(raw, written, from_1904=self._from_1904)
        return plain(raw)


def plain(raw: str) -> str:
    """A number with the digits that a spreadsheet shows: 15 at most, but whole ones in full."""
    if _WHOLE.fullmatch(raw):
        return raw
    text = f"{float(raw):.15g}"
    if "e" in text:
        value = Decimal(text)
        if value.is_finite() and abs(value.adjusted()) < _BEYOND:
            return f"{value:f}"
    return text


def _moment(raw: str, written: str, *, from_1904: bool) -> str:
    serial = float(raw)
    if not 0 <= serial < _LAST_SERIAL:
        return plain(raw)
    if written == SPAN:
        minutes, second = divmod(round(serial * _SECONDS), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{second:02}"
    seconds = round(serial * _SECONDS)
    if seconds < _SECONDS:
        return f"{_EPOCH + dt.timedelta(seconds=seconds):%H:%M:%S}"
    if from_1904:
        seconds += _DAYS_1904 * _SECONDS
    elif serial < 60:
        seconds += _SECONDS
    return _typed(_EPOCH + dt.timedelta(seconds=seconds))


def _iso(raw: str) -> str:
    """A value of type ``d``: ISO 8601; told as it is where it is something else."""
    try:
        return _typed(dt.datetime.fromisoformat(raw.strip()))
    except ValueError:
        return raw


def _typed(moment: dt.datetime) -> str:
    is_day = moment.time() == dt.time()
    return f"{moment:%d/%m/%Y}" if is_day else f"{moment:%d/%m/%Y %H:%M}"
