"""What the columns of a sheet of form II.06 are called, and how a heading is told from its path.

“Tổng số” and “Quá hạn” stand there more than once: the heading above decides which is meant,
where there is none the neighbours do. Spelling, case, accents and spaces do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dossiers.form206 import COLUMNS
from dossiers.models import Return
from reporting.imports.layout import ORDER
from reporting.imports.text import fold

AGENCY, CODE = "agency", "code"
#: How a return stood when the sheet was taken away: says which rows its totals leave out.
STATUS = "status"
#: Columns that are known and never read: what an error file adds, remarks, rates.
LEFT_ALONE = "left_alone"
#: Columns 8 and 9 in one, which cannot be parted again.
EARLY_ON_TIME = "resolved_early_on_time"

RECEIVED, RESOLVED, PENDING = "received", "resolved", "pending"

#: Every number that a sheet may bring, in the order of the form.
FIGURES = (*Return.COLUMNS, *Return.OPTIONAL)
#: Number of a column on the form → its key.
BY_NUMBER = {1: ORDER, 2: AGENCY, **{column.number: column.key for column in COLUMNS}}

_STAGES = (
    (RESOLVED, re.compile(r"\b(?:da|ket qua) (?:giai quyet|xu ly)\b")),
    (PENDING, re.compile(r"\b(?:dang|chua) (?:giai quyet|xu ly)\b")),
    (RECEIVED, re.compile(r"\b(?:tiep nhan|nhan giai quyet|phai giai quyet)\b")),
)
#: Headings above others that say nothing of their own.
_NEUTRAL = re.compile(r"^(?:trong do|chia ra|gom|bao gom|so ho so|ho so|cot|don vi tinh.*)$")

_TOTAL = ("tong so", "tong", "cong", "tong cong", "tong so ho so")
_OVERDUE = ("qua han", "tre han", "tre", "da qua han", "cham")

#: key, the part of the form that it belongs to (empty: none), what it is called.
_NAMES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (ORDER, "", ("tt", "stt", "so tt", "so thu tu")),
    (
        AGENCY,
        "",
        (
            "co quan",
            "don vi",
            "ten",
            "ten co quan",
            "ten don vi",
            "ten co quan don vi",
            "co quan don vi",
            "linh vuc cong viec giai quyet theo cap",
            "linh vuc giai quyet theo cap",
            "linh vuc cong viec",
        ),
    ),
    (CODE, "", ("ma", "ma co quan", "ma don vi", "ma dinh danh", "ma co quan don vi")),
    (STATUS, "", ("trang thai",)),
    (LEFT_ALONE, "", ("loi", "ghi chu", "ty le", "ty le %", "linh vuc")),
    ("received_total", RECEIVED, (*_TOTAL, "tong tiep nhan", "tong so tiep nhan")),
    ("online", RECEIVED, ("truc tuyen", "tiep nhan qua mang", "qua mang", "truc tuyen qua mang")),
    (
        "direct_postal",
        RECEIVED,
        (
            "truc tiep dich vu buu chinh",
            "truc tiep va bcci",
            "truc tiep bcci",
            "truc tiep va buu chinh",
            "truc tiep buu chinh",
            "truc tiep va buu chinh cong ich",
            "truc tiep dich vu buu chinh cong ich",
            "truc tiep hoac dich vu buu chinh",
            "truc tiep va dich vu buu chinh",
        ),
    ),
    ("direct", RECEIVED, ("truc tiep",)),
    (
        "postal",
        RECEIVED,
        ("buu chinh", "buu chinh cong ich", "dich vu buu chinh", "bcci", "dich vu bcci"),
    ),
    (
        "carried_over",
        RECEIVED,
        (
            "tu ky truoc",
            "ky truoc",
            "ky truoc chuyen sang",
            "ky truoc chuyen qua",
            "tu ky truoc chuyen sang",
            "ton ky truoc",
            "ton dau",
            "ton dau ky",
        ),
    ),
    ("resolved_total", RESOLVED, (*_TOTAL, "ho so da giai quyet", "da giai quyet", "da xu ly")),
    ("resolved_early", RESOLVED, ("truoc han", "som", "som han")),
    ("resolved_on_time", RESOLVED, ("dung han", "dung")),
    (
        EARLY_ON_TIME,
        RESOLVED,
        ("truoc va trong han", "truoc va dung han", "trong han", "truoc han va dung han"),
    ),
    ("resolved_overdue", RESOLVED, _OVERDUE),
    (
        "pending_total",
        PENDING,
        (*_TOTAL, "dang giai quyet", "chua xu ly", "chua giai quyet", "ton cuoi", "ton cuoi ky"),
    ),
    ("pending_in_time", PENDING, ("trong han", "chua den han", "con han")),
    ("pending_overdue", PENDING, _OVERDUE),
    (
        "returned",
        "",
        (
            "ho so tra lai",
            "tra lai",
            "tu choi",
            "ho so tu choi",
            "tra lai ho so",
            "tu choi tiep nhan",
        ),
    ),
    (
        "withdrawn",
        "",
        ("cd rut ho so", "cong dan rut ho so", "xin rut", "rut ho so", "ho so rut", "rut"),
    ),
    (
        "waiting_supplement",
        "",
        ("cho bo sung", "dang cho bo sung", "cho bo sung ho so", "yeu cau bo sung"),
    ),
    (
        "apologies",
        "",
        ("thu xin loi", "thu xin loi da gui", "xin loi", "van ban xin loi", "so thu xin loi"),
    ),
)

_BY_LEAF: dict[str, list[tuple[str, str]]] = {}
for _key, _stage, _spellings in _NAMES:
    for _spelling in _spellings:
        _BY_LEAF.setdefault(_spelling, []).append((_key, _stage))

_STAGE_OF = {key: stage for key, stage, _spellings in _NAMES if stage}
_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")
_PARTED = re.compile(r"\s*[:–—]\s*|\s+-\s+")


@dataclass(frozen=True)
class Told:
    """What a heading may mean: one key, or several that only neighbours can tell apart."""

    keys: tuple[str, ...]


def meanings(paths: Sequence[Sequence[str]]) -> dict[int, str]:
    """Place of a column → its key, for the columns that are known.

    ``paths`` holds for each column its headings from the top down, empty ones left out.
    """
    told = [_told(path) for path in paths]
    found = {place: one.keys[0] for place, one in enumerate(told) if one and len(one.keys) == 1}
    for place, one in enumerate(told):
        if one and len(one.keys) > 1 and (key := _by_neighbours(one, place, found)):
            found[place] = key
    return found


def _told(path: Sequence[str]) -> Told | None:
    parts = [part for text in path for part in _parts(text)]
    if not parts:
        return None
    *above, leaf = parts
    stage = _stage_above(above)
    if stage is None:
        return None
    candidates = _BY_LEAF.get(leaf)
    if candidates is None:
        stage, candidates = _leaf_with_stage(leaf, stage)
    if stage:
        fitting = [key for key, of in candidates if of in (stage, "")]
    else:
        fitting = [key for key, _of in candidates if key != EARLY_ON_TIME or len(candidates) == 1]
    return Told(tuple(fitting)) if fitting else None


def _parts(text: str) -> list[str]:
    """A cell that says several levels at once, parted: ``Đã giải quyết – Quá hạn``."""
    bare = _BRACKETS.sub(" ", text)
    return [found for piece in _PARTED.split(bare) if (found := fold(piece))]


def _stage_above(above: Sequence[str]) -> str | None:
    """The part of the form that the headings above name; empty where they name none, None where
    they speak of something else."""
    for text in reversed(above):
        if stage := stage_of(text):
            return stage
        if not _NEUTRAL.match(text):
            return None
    return ""


def stage_of(text: str) -> str:
    return next((stage for stage, pattern in _STAGES if pattern.search(text)), "")


def _leaf_with_stage(leaf: str, stage: str) -> tuple[str, list[tuple[str, str]]]:
    """``so ho so dang giai quyet qua han``: the part of the form and the column in one text."""
    for name, pattern in _STAGES:
        if found := pattern.search(leaf):
            rest = leaf[found.end() :].strip() or _TOTAL[0]
            return name, _BY_LEAF.get(rest, []) if stage in ("", name) else []
    return stage, []


def _by_neighbours(told: Told, place: int, found: dict[int, str]) -> str:
    """“Tổng số” belongs to what follows it, “Quá hạn” and “Trong hạn” to what goes before."""
    is_total = any(key.endswith("_total") for key in told.keys)
    if is_total:
        order = sorted(at for at in found if at > place)
    else:
        order = sorted((at for at in found if at < place), reverse=True)
    stage = next((_STAGE_OF[found[at]] for at in order if found[at] in _STAGE_OF), "")
    return next((key for key in told.keys if _STAGE_OF.get(key) == stage), "")
