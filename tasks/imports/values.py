"""What the cells of a plan annex mean. Each reader raises ``WrongValue`` with a way to mend it."""

from __future__ import annotations

import datetime as dt
import re

from django.db.models import Choices
from django.utils.translation import gettext as _

from reporting.imports import values
from reporting.imports.problems import WrongValue
from reporting.imports.text import fold
from reporting.imports.values import labels
from reporting.numbers import date
from tasks.models import Task
from tasks.states import Communication, DeadlineKind, Field, Progress

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}
_PERCENT = re.compile(r"^(\d{1,3})(?:[.,]0+)?\s*%?$")
_NUMBERED = re.compile(r"^([0-6])\b")

#: Words by which a field is known, the most telling first.
_FIELD_WORDS = (
    ("thu tuc hanh chinh", Field.PROCEDURES),
    ("tthc", Field.PROCEDURES),
    ("the che", Field.INSTITUTIONS),
    ("bo may", Field.APPARATUS),
    ("cong vu", Field.CIVIL_SERVICE),
    ("can bo cong chuc", Field.CIVIL_SERVICE),
    ("tai chinh", Field.PUBLIC_FINANCE),
    ("chinh quyen dien tu", Field.DIGITAL),
    ("chinh phu dien tu", Field.DIGITAL),
    ("chinh quyen so", Field.DIGITAL),
    ("chuyen doi so", Field.DIGITAL),
    ("hien dai hoa", Field.DIGITAL),
    ("chi dao", Field.STEERING),
    ("dieu hanh", Field.STEERING),
    ("tuyen truyen", Field.STEERING),
)
_PROGRESS_WORDS = {
    "hoan thanh": Progress.COMPLETED,
    "da hoan thanh": Progress.COMPLETED,
    "hoan thanh dung han": Progress.COMPLETED,
    "hoan thanh truoc han": Progress.COMPLETED,
    "hoan thanh qua han": Progress.COMPLETED,
    "da thuc hien": Progress.COMPLETED,
    "dang trien khai": Progress.IN_PROGRESS,
    "dang thuc hien": Progress.IN_PROGRESS,
    "chua hoan thanh": Progress.IN_PROGRESS,
    "chua trien khai": Progress.NOT_STARTED,
}


def day(text: str, *, until: dt.date | None = None) -> dt.date | None:
    """A day as typed; None where the cell is empty. ``until``: it must not lie after that day."""
    found = values.day(text)
    if found is not None and until is not None and found > until:
        raise WrongValue(
            _("Ngày này sau ngày số liệu của tệp (%(day)s).") % {"day": date(until)},
            _("Hãy kiểm tra lại ngày, hoặc chọn lại ngày số liệu khi tải tệp."),
        )
    return found


def field(text: str) -> Field | None:
    """0–6 as a number, a Roman numeral or a name; None where the cell is empty."""
    name = fold(text)
    if not name:
        return None
    found = _field_by_number(name) if len(name) < 4 else None
    if found is None and (numbered := _NUMBERED.match(name)):
        found = Field(int(numbered[1]))
    found = found if found is not None else _field_by_name(name)
    if found is None:
        names = "; ".join(f"{value}. {label}" for value, label in Field.choices)
        raise WrongValue(
            _("Không có lĩnh vực này."), _("Hãy ghi số hoặc tên: %(names)s.") % {"names": names}
        )
    return found


def field_of_section(text: str) -> Field | None:
    """By the name of a section, else by its Roman numeral; None where neither tells."""
    name = fold(text)
    if not name:
        return None
    found = _field_by_name(name)
    return found if found is not None else _field_by_number(name.split(" ")[0])


def _field_by_number(name: str) -> Field | None:
    if name.isdigit() and int(name) in Field.values:
        return Field(int(name))
    return Field(_ROMAN[name]) if name in _ROMAN else None


def _field_by_name(name: str) -> Field | None:
    if name in (known := labels(Field)):
        return Field(int(known[name]))
    for word, found in _FIELD_WORDS:
        if re.search(rf"\b{word}\b", name):
            return found
    return None


def progress(text: str) -> Progress | None:
    """A state in words; None where the text is none."""
    name = fold(text)
    found = _PROGRESS_WORDS.get(name) or labels(Progress).get(name)
    return None if found is None else Progress(found)


def percent(text: str, *, strict: bool) -> int | None:
    """0–100. Where not ``strict`` (a column of free text) other text gives None."""
    if not text:
        return None
    found = _PERCENT.match(text)
    if found and int(found[1]) <= 100:
        return int(found[1])
    if not strict:
        return None
    raise WrongValue(_("Không phải tỷ lệ phần trăm."), _("Hãy ghi số nguyên từ 0 đến 100."))


def deadline_kind(text: str) -> str:
    return _choice(text, DeadlineKind)


def communication(text: str) -> str:
    return _choice(text, Communication) if text else ""


def _choice(text: str, kind: type[Choices]) -> str:
    known = labels(kind)
    if fold(text) not in known:
        names = "; ".join(f"“{label}”" for label in kind.labels)
        raise WrongValue(
            _("Không có giá trị này."), _("Hãy ghi một trong: %(names)s.") % {"names": names}
        )
    return known[fold(text)]


def yes(text: str) -> bool:
    name = fold(text)
    if name in ("", "khong", "no", "false", "0"):
        return False
    if name in ("co", "yes", "true", "1", "x"):
        return True
    raise WrongValue(_("Không đọc được."), _("Hãy ghi “Có” hoặc “Không”."))


def text_of(name: str, text: str) -> str:
    """Text for the field ``name`` of a task; raises where it is longer than the field."""
    return values.fitting(Task, name, text)
