"""What the cells of a list of procedures mean. Each reader raises ``WrongValue`` with a way to
mend it."""

from __future__ import annotations

import datetime as dt
import re

from django.utils.translation import gettext as _

from agencies.models import Agency
from dossiers.codes import OnlineKind, normal_procedure_code
from dossiers.models import Procedure, ProcedureChange
from dossiers.models.procedures import LEVELS
from reporting.imports.problems import WrongValue
from reporting.imports.text import fold
from reporting.imports.values import day, fitting, labels

_PARTS = re.compile(r"[;,/\n]+|\bvà\b")
_CUT = re.compile(r"[1-3][.,]\d{1,5}")
_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}")
_DECISION = re.compile(r"\d+[\w.-]*/[\w&/.-]*\w")

_LEVEL_WORDS = {"tinh": "province", "huyen": "district", "xa": "commune"}
_LEVEL_WORDS |= {f"cap {word}": level for word, level in _LEVEL_WORDS.items()}
_LEVEL_WORDS |= {f"ubnd {word}": level for word, level in _LEVEL_WORDS.items()}
_ONLINE_WORDS = (
    ("toan trinh", OnlineKind.FULL),
    ("mot phan", OnlineKind.PARTIAL),
    ("chua truc tuyen", OnlineKind.NONE),
    ("cung cap thong tin", OnlineKind.NONE),
    ("khong", OnlineKind.NONE),
)
_PEOPLE = ("cong dan", "nguoi dan", "ca nhan", "nguoi viet nam", "nguoi nuoc ngoai")
_BUSINESSES = ("doanh nghiep", "hop tac xa", "ho kinh doanh", "to chuc")
_KIND_WORDS = (
    ("bai bo", ProcedureChange.Kind.ABOLISHED),
    ("huy bo", ProcedureChange.Kind.ABOLISHED),
    ("sua doi", ProcedureChange.Kind.AMENDED),
    ("bo sung", ProcedureChange.Kind.AMENDED),
    ("thay the", ProcedureChange.Kind.AMENDED),
    ("chuan hoa", ProcedureChange.Kind.AMENDED),
    ("moi", ProcedureChange.Kind.PUBLISHED),
    ("cong bo", ProcedureChange.Kind.PUBLISHED),
)
_NOT_SAID = ("", "khong", "khong co", "no", "none")


def code(text: str) -> str:
    found = normal_procedure_code(text)
    if found is not None:
        return found
    if _CUT.fullmatch(text.strip()):
        raise WrongValue(
            _("Mã thủ tục phải có sáu chữ số sau dấu chấm."),
            _("Excel có thể đã bỏ số 0 ở cuối; hãy định dạng cột là Văn bản (Text) rồi ghi đủ."),
        )
    raise WrongValue(_("Không phải mã thủ tục."), _("Hãy ghi dạng 1.004082 hoặc 1.000948.H23."))


def text_of(name: str, text: str) -> str:
    """Text for the field ``name`` of a procedure or of a change; raises where it is too long."""
    model = Procedure if hasattr(Procedure, name) else ProcedureChange
    return fitting(model, name, " ".join(text.split()))


def levels(text: str) -> list[str]:
    """``Cấp Tỉnh; Cấp Xã`` in the order of the forms."""
    known = {fold(name): value for name, value in labels(Agency.Level).items()}
    found = set()
    for part in _PARTS.split(text):
        name = fold(part)
        if not name:
            continue
        level = known.get(name) or _LEVEL_WORDS.get(name)
        if level is None:
            raise WrongValue(
                _("Không có cấp “%(name)s”.") % {"name": part.strip()[:60]},
                _("Hãy ghi Cấp tỉnh, Cấp huyện, Cấp xã; nhiều cấp cách nhau bằng dấu chấm phẩy."),
            )
        found.add(level)
    return [one for one in LEVELS if one in found]


def one_stop(text: str) -> list[str]:
    return [] if fold(text) in _NOT_SAID else levels(text)


def online_kind(text: str) -> str:
    name = fold(text)
    if name in (known := labels(OnlineKind)):
        return known[name]
    for words, kind in _ONLINE_WORDS:
        if words in name:
            return kind.value
    raise WrongValue(
        _("Không có mức độ dịch vụ công này."),
        _("Hãy ghi “Toàn trình”, “Một phần” hoặc “Chưa trực tuyến” (Nghị định 42/2022/NĐ-CP)."),
    )


def serves(text: str) -> str:
    name = fold(text)
    if name in (known := labels(Procedure.Serves)):
        return known[name]
    people = any(word in name for word in _PEOPLE)
    businesses = any(word in name for word in _BUSINESSES)
    if not people and not businesses:
        raise WrongValue(
            _("Không rõ đối tượng."), _("Hãy ghi người dân, doanh nghiệp, hoặc cả hai.")
        )
    both, one = Procedure.Serves.BOTH, Procedure.Serves.PEOPLE
    return both if people and businesses else one if people else Procedure.Serves.BUSINESSES


def kind(text: str) -> ProcedureChange.Kind | None:
    """What a decision does; None where the cell is empty."""
    name = fold(text)
    if not name:
        return None
    if name in (known := labels(ProcedureChange.Kind)):
        return ProcedureChange.Kind(known[name])
    for words, found in _KIND_WORDS:
        if words in name:
            return found
    raise WrongValue(
        _("Không rõ loại quyết định."),
        _("Hãy ghi “Công bố”, “Sửa đổi, bổ sung” hoặc “Bãi bỏ”."),
    )


def decision(text: str) -> tuple[str, dt.date | None]:
    """``2345/QĐ-UBND ngày 12/03/2024`` → its number and its day, None where it has none."""
    days = _DAY.findall(text)
    found = _DECISION.search(_DAY.sub(" ", text))
    number = found[0] if found else text
    return text_of("decision_number", number), day(days[0]) if days else None
