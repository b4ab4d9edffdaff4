"""Agencies by any name that clerks give them."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from functools import lru_cache

from django.utils.translation import gettext as _

from agencies.models import Agency, AgencySuccession
from agencies.querysets import AgencyQuerySet
from reporting.imports.problems import WrongValue
from reporting.imports.text import fold
from reporting.numbers import date

#: Days on which an agency may exist to be named: when the task was given, and the day of the file.
Days = tuple[dt.date, ...]

#: Bounds on what one cell may ask: names, parts of a name between commas, letters of a name, and
#: unknown names of a file that get a suggestion.
_MOST_NAMES, _MOST_COMMAS, _LONGEST_NAME, _MOST_SOUGHT = 300, 6, 200, 200

#: How alike a name must be to be suggested, from 0 to 1: more than its usual first words.
_NEAR = 0.75

#: What tells agencies of one name apart, the weightiest first.
Hints = Sequence[Callable[[Agency], bool]]

_PARTS = re.compile(r"[;\n]+")
_SHORT = (
    (re.compile(r"\bubnd\b"), "uy ban nhan dan"),
    (re.compile(r"\bvp\b"), "van phong"),
    (re.compile(r"\btp\b"), "thanh pho"),
    (re.compile(r"\btx\b"), "thi xa"),
    (re.compile(r"\btt\b"), "thi tran"),
    (re.compile(r"\bgd dt\b"), "giao duc va dao tao"),
    (re.compile(r"\bkh cn\b"), "khoa hoc va cong nghe"),
    (re.compile(r"\btn mt\b"), "tai nguyen va moi truong"),
    (re.compile(r"\bnn ptnt\b"), "nong nghiep va phat trien nong thon"),
    (re.compile(r"\bkh dt\b"), "ke hoach va dau tu"),
    (re.compile(r"\bvh tt dl\b|\bvhttdl\b"), "van hoa the thao va du lich"),
    (re.compile(r"\bld tb xh\b|\bldtbxh\b"), "lao dong thuong binh va xa hoi"),
    (re.compile(r"\btt tt\b|\btttt\b"), "thong tin va truyen thong"),
    (re.compile(r"\bql\b"), "quan ly"),
    (re.compile(r"\bkcn\b"), "khu cong nghiep"),
    (re.compile(r"\bva\b|\btinh\b"), " "),
)
#: What a plan calls by one name: folded spelling → kinds of agency.
_GROUPS = {
    "cac so ban nganh": (Agency.Kind.DEPARTMENT, Agency.Kind.BOARD),
    "cac so nganh": (Agency.Kind.DEPARTMENT, Agency.Kind.BOARD),
    "so ban nganh": (Agency.Kind.DEPARTMENT, Agency.Kind.BOARD),
    "cac so": (Agency.Kind.DEPARTMENT,),
    "uy ban nhan dan cac huyen thi xa thanh pho": (Agency.Kind.DISTRICT,),
    "uy ban nhan dan huyen thi xa thanh pho": (Agency.Kind.DISTRICT,),
    "uy ban nhan dan cap huyen": (Agency.Kind.DISTRICT,),
    "cac huyen thi xa thanh pho": (Agency.Kind.DISTRICT,),
    "uy ban nhan dan cap xa": (Agency.Kind.COMMUNE,),
    "uy ban nhan dan cac xa phuong thi tran": (Agency.Kind.COMMUNE,),
}


@lru_cache(maxsize=2_000)
def plain(text: str) -> str:
    """A name without accents, case, “và”, “tỉnh”, its usual short forms written out."""
    found = fold(text)
    for pattern, full in _SHORT:
        found = pattern.sub(full, found)
    return " ".join(found.split())


class AgencyBook:
    """The agencies that may be named, by code, name and short name. Two queries in all."""

    def __init__(self, agencies: AgencyQuerySet) -> None:
        self.by_name: dict[str, list[Agency]] = defaultdict(list)
        self.every = list(agencies)
        for one in self.every:
            for name in {plain(each) for each in self.names_of(one)} - {""}:
                self.by_name[name].append(one)
        self.near: dict[str, list[str]] = {}
        self.heirs: dict[int, list[Agency]] = defaultdict(list)
        successions = AgencySuccession.objects.filter(predecessor__in=self.every)
        for row in successions.select_related("successor").order_by("on", "pk"):
            if row.successor is not None:
                self.heirs[row.predecessor_id].append(row.successor)

    def names_of(self, agency: Agency) -> Iterable[str]:
        """What an agency is called; spelling does not matter."""
        return (agency.code, agency.name, agency.short_name)

    def find(self, text: str, on: Days, hints: Hints = ()) -> Agency:
        """The agency called ``text`` on the first of the days ``on`` that knows it.

        ``hints`` choose among several of that name. Raises ``WrongValue``.
        """
        found = self._named(text, on, hints)
        if found is None:
            raise WrongValue(_("Không có cơ quan này."), self._suggestion(text, on))
        return found

    def find_all(self, text: str, on: Days, *, but: Agency | None = None) -> list[Agency]:
        """Several agencies, parted by semicolons, line breaks or commas; ``but`` is left out."""
        found: dict[int, Agency] = {}
        for part in _PARTS.split(text):
            for one in self._part(part.strip(" .-–+•"), on):
                if but is None or one.pk != but.pk:
                    found[one.pk] = one
        return list(found.values())

    def _part(self, text: str, on: Days) -> list[Agency]:
        """A part that may still hold commas, some of them inside names."""
        if not plain(text):
            return []
        if (whole := self._several(text, on)) is not None:
            return whole
        pieces = [piece.strip() for piece in text.split(",")]
        if len(pieces) > _MOST_NAMES:
            raise WrongValue(
                _("Ô này có quá nhiều tên."),
                _("Hãy ghi không quá %(n)s cơ quan.") % {"n": _MOST_NAMES},
            )
        found: list[Agency] = []
        start = 0
        while start < len(pieces):
            for end in range(min(len(pieces), start + _MOST_COMMAS), start, -1):
                several = self._several(", ".join(pieces[start:end]), on)
                if several is not None:
                    found += several
                    start = end
                    break
            else:
                raise WrongValue(
                    _("Không có cơ quan “%(name)s”.") % {"name": pieces[start][:60]},
                    self._suggestion(pieces[start], on),
                )
        return found

    def _several(self, text: str, on: Days) -> list[Agency] | None:
        """One agency, or all of a group; None where the name is not known."""
        name = plain(text)
        if not name:
            return []
        if kinds := _GROUPS.get(name.removesuffix(" tren dia ban").strip()):
            return [one for one in self.every if one.kind in kinds and one.exists_on(on[0])]
        one = self._named(text, on)
        return None if one is None else [one]

    def _named(self, text: str, on: Days, hints: Hints = ()) -> Agency | None:
        """Raises ``WrongValue`` where the agency is known but on none of the days."""
        candidates = self.by_name.get(plain(text), [])
        living: list[Agency] = []
        for day in on:
            living = living or [one for one in candidates if one.exists_on(day)]
        exact = [one for one in living if text in (one.code, one.name, one.short_name)]
        chosen = exact or living
        for hint in hints:
            chosen = [one for one in chosen if hint(one)] or chosen
        if len(chosen) > 1:
            codes = ", ".join(one.code for one in chosen)
            raise WrongValue(
                _("Có %(n)s cơ quan cùng tên này.") % {"n": len(chosen)},
                _("Hãy ghi mã cơ quan: %(codes)s.") % {"codes": codes},
            )
        if chosen:
            return chosen[0]
        if candidates:
            raise self._ended(candidates[-1], on[-1])
        return None

    def _ended(self, agency: Agency, on: dt.date) -> WrongValue:
        heirs = " ".join(f"“{one.name}”" for one in self.heirs[agency.pk])
        mend = _("Hãy ghi cơ quan kế thừa: %(names)s.") % {"names": heirs} if heirs else ""
        if agency.valid_to and agency.valid_to < on:
            words = {"day": date(agency.valid_to)}
            return WrongValue(_("Cơ quan đã kết thúc hoạt động ngày %(day)s.") % words, mend)
        words = {"day": date(agency.valid_from)}
        return WrongValue(_("Cơ quan chỉ hoạt động từ ngày %(day)s.") % words, mend)

    def _suggestion(self, text: str, on: Days) -> str:
        asked = plain(text[:_LONGEST_NAME])
        if asked not in self.near and len(self.near) < _MOST_SOUGHT:
            self.near[asked] = get_close_matches(asked, self.by_name, n=3, cutoff=_NEAR)
        near = self.near.get(asked, [])
        names = [one.name for name in near for one in self.by_name[name] if one.exists_on(on[-1])]
        if not names:
            return _("Hãy ghi tên, tên viết tắt hoặc mã như trong danh sách cơ quan.")
        return _("Gần nhất: %(names)s.") % {
            "names": ", ".join(f"“{name}”" for name in dict.fromkeys(names))
        }
