"""Form II.06 of a period, row by row: which agencies, under which heading, and no dossier twice.

Pure: counts come in, lines go out. A row counts an agency's own dossiers. Communes are folded
by district; a fold is the sum of the rows that open below it. With ``is_branch`` a district takes
in its communes, which then have no row of their own. Either way each dossier is in one row, and
totals are sums over agencies, never over rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Agency
from dossiers.columns import Columns, add_up
from dossiers.form206 import KEYS
from dossiers.links import BRANCH, OWN
from dossiers.period.frame import Frame
from dossiers.sources.differences import NO_GAPS, Gaps
from dossiers.tables.form206 import Line, marks
from dossiers.wording import row_name

Level = Agency.Level

HEADINGS: dict[str, tuple[str, str | Promise]] = {
    Level.PROVINCE: ("I", gettext_lazy("Sở, ban, ngành")),
    Level.DISTRICT: ("II", gettext_lazy("UBND huyện, thị xã, thành phố")),
    Level.COMMUNE: ("III", gettext_lazy("UBND xã, phường, thị trấn")),
}
#: District and commune together, where a district takes in its communes.
LOCAL = "local"

#: Agencies with their counts, in the order of the page.
Group = list[tuple[Agency, Columns]]


@dataclass(frozen=True)
class PeriodTable:
    """``idle``: agencies that existed in the period and had no dossier."""

    sections: Sequence[Sequence[Line]]
    total: Line
    columns: Columns
    idle: Sequence[Agency] = ()


def values(columns: Columns) -> tuple[int, ...]:
    """Columns 3 to 13."""
    return tuple(getattr(columns, key) for key in KEYS)


def by_agency(
    agencies: Sequence[Agency],
    counts: Mapping[int, Columns],
    districts: Mapping[int, Agency],
    frame: Frame,
) -> PeriodTable:
    """The form with a row per agency.

    ``agencies`` know their parent (``parent_id_last``); ``districts`` are all that the reader
    sees, by id, whether or not a filter leaves them in.
    """
    sections = _Agencies(agencies, counts, districts, frame)
    whole = add_up(counts.values())
    first, until = frame.selection.first, frame.selection.until
    idle = [a for a in agencies if not counts.get(a.pk) and _existed(a, first, until)]
    return PeriodTable(sections.all(), _total(whole, frame), whole, idle)


def communes_of(district: Agency) -> str:
    """The name of the row that folds the communes of a district."""
    return _("Cấp xã, %(district)s") % {"district": district.label.removeprefix("UBND ")}


def _existed(agency: Agency, first: dt.date, last: dt.date) -> bool:
    is_over = agency.valid_to is not None and agency.valid_to < first
    is_to_come = agency.valid_from is not None and agency.valid_from > last
    return not is_over and not is_to_come


def by_level(
    counts: Mapping[str, Columns], frame: Frame, gaps: Mapping[str, Gaps] | None = None
) -> PeriodTable:
    """The form with a row per level. ``gaps``: how many cells of its agencies differ from the
    forms that they sent."""
    lines = [
        Line(
            numeral,
            str(heading),
            values(counts[level]),
            frame.cells(level=level),
            marks=marks(
                frame.selection,
                (gaps or {}).get(level, NO_GAPS),
                {**frame.filters, "level": level},
            ),
        )
        for level, (numeral, heading) in HEADINGS.items()
        if counts.get(level)
    ]
    whole = add_up(counts.values())
    return PeriodTable([lines] if lines else [], _total(whole, frame), whole)


def by_sector(
    counts: Mapping[tuple[str, str], Columns], names: Mapping[str, str], frame: Frame
) -> PeriodTable:
    """The form with a row per level and sector.

    ``counts`` by (level, sector code); ``names`` by sector code, in the order of the rows.
    """
    sections = []
    for level in HEADINGS:
        found = [(code, counts[level, code]) for code in names if counts.get((level, code))]
        if found:
            lines = [
                _sector(n, code, names[code], columns, frame.cells(level=level, sector=code))
                for n, (code, columns) in enumerate(found, start=1)
            ]
            whole = add_up(columns for _code, columns in found)
            sections.append([_head(level, whole, frame.cells(level=level)), *lines])
    whole = add_up(counts.values())
    return PeriodTable(sections, _total(whole, frame), whole)


def _sector(number: int, code: str, name: str, columns: Columns, url: str) -> Line:
    return Line(str(number), name, values(columns), url, code=code)


def _head(level: str, columns: Columns, url: str, heading: str = "") -> Line:
    numeral, usual = HEADINGS[level]
    return Line(numeral, heading or str(usual), values(columns), url, kind="sum")


def _total(columns: Columns, frame: Frame) -> Line:
    return Line("", _("Tổng cộng"), values(columns), frame.cells(), id="total")


@dataclass(frozen=True)
class _Agencies:
    """Puts agencies under their headings."""

    agencies: Sequence[Agency]
    counts: Mapping[int, Columns]
    districts: Mapping[int, Agency]
    frame: Frame

    def all(self) -> list[list[Line]]:
        levels = (Level.PROVINCE,) if self.frame.is_branch else (Level.PROVINCE, Level.DISTRICT)
        last = self.branches() if self.frame.is_branch else self.communes()
        return [lines for lines in (*(self.own_rows(level) for level in levels), last) if lines]

    def counted(self, *levels: str) -> Group:
        """Agencies of these levels that had dossiers, in the order of the page."""
        found = ((a, self.counts.get(a.pk)) for a in self.agencies if a.level in levels)
        return [(agency, columns) for agency, columns in found if columns]

    def own_rows(self, level: str) -> list[Line]:
        found = self.counted(level)
        if not found:
            return []
        whole = add_up(columns for _a, columns in found)
        return [_head(level, whole, self.frame.cells(level=level)), *self.each(found)]

    def own(self, agency: Agency, columns: Columns, number: int, kind: str = "") -> Line:
        url = self.frame.cells(agency=agency.code, rows=OWN)
        return Line(
            str(number),
            row_name(agency),
            values(columns),
            url,
            kind,
            id=f"a-{agency.code}",
            code=agency.code,
            marks=marks(
                self.frame.selection,
                self.frame.gaps.get(agency.pk, NO_GAPS),
                {"agency": agency.code, "rows": OWN},
            ),
        )

    def below(self, *levels: str) -> dict[int | None, Group]:
        """Counted agencies by district, None for a commune whose district is not seen."""
        groups: dict[int | None, Group] = {pk: [] for pk in self.districts}
        for agency, columns in self.counted(*levels):
            is_district = agency.level == Level.DISTRICT
            above = agency.pk if is_district else agency.parent_id_last  # type: ignore[attr-defined]
            groups.setdefault(above if above in self.districts else None, []).append(
                (agency, columns)
            )
        return {pk: group for pk, group in groups.items() if group}

    def communes(self) -> list[Line]:
        groups = self.below(Level.COMMUNE)
        lines: list[Line] = []
        for number, (pk, group) in enumerate(groups.items(), start=1):
            if pk is None:
                lines += self.each(group, number)
            else:
                lines += self.fold(self.districts[pk], group, number)
        if not lines:
            return []
        whole = add_up(columns for group in groups.values() for _a, columns in group)
        return [_head(Level.COMMUNE, whole, self.frame.cells(level=Level.COMMUNE)), *lines]

    def each(self, group: Group, first: int = 1, kind: str = "") -> list[Line]:
        """A row per agency, numbered from ``first``."""
        return [self.own(a, columns, n, kind) for n, (a, columns) in enumerate(group, first)]

    def fold(self, district: Agency, group: Group, number: int) -> list[Line]:
        """The communes of a district as one row, with theirs below it when it is open."""
        code = district.code
        is_open = self.frame.is_open(code)
        line = Line(
            str(number),
            communes_of(district),
            values(add_up(columns for _a, columns in group)),
            self.frame.cells(agency=code, level=Level.COMMUNE, rows=BRANCH),
            id=f"x-{code}",
            code=code,
            label_url=self.frame.fold(code),
            is_open=is_open,
        )
        return [line, *(self.each(group, kind="sub") if is_open else [])]

    def branches(self) -> list[Line]:
        """A row per district with its communes; communes without one stand for themselves."""
        groups = self.below(Level.DISTRICT, Level.COMMUNE)
        lines: list[Line] = []
        for number, (pk, group) in enumerate(groups.items(), start=1):
            if pk is None:
                lines += self.each(group, number)
            else:
                lines.append(self.branch(self.districts[pk], group, number))
        if not lines:
            return []
        whole = add_up(columns for group in groups.values() for _a, columns in group)
        heading = _("UBND cấp huyện, gồm cả cấp xã")
        url = self.frame.cells(**({} if "level" in self.frame.filters else {"level": LOCAL}))
        return [_head(Level.DISTRICT, whole, url, heading), *lines]

    def branch(self, district: Agency, group: Group, number: int) -> Line:
        url = self.frame.cells(agency=district.code, rows=BRANCH)
        counts = values(add_up(columns for _a, columns in group))
        code = district.code
        return Line(str(number), row_name(district), counts, url, id=f"a-{code}", code=code)
