"""Form II.06 of a period from the forms that agencies sent, row by row. Pure.

The cells are those of the forms: nothing is counted, only added up, and only what they tell. An
agency that has sent nothing says so; one that sent forms by sector has a row for each. Forms that
take in the agencies below are never added to the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from agencies.models import Agency
from dossiers.form206 import KEYS
from dossiers.links import BRANCH, OWN, reported_url, returned_cells_url
from dossiers.period.frame import Frame
from dossiers.period.table import HEADINGS, communes_of
from dossiers.reported.duties import Report
from dossiers.sources.differences import NO_GAPS, Gaps
from dossiers.tables.form206 import Line, marks
from dossiers.wording import form_name, row_name
from reporting.numbers import number
from reporting.selection import Selection

if TYPE_CHECKING:
    from dossiers.models import Return

Values = tuple[int | None, ...]


def values(form: Return) -> Values:
    """Columns 3 to 13: as typed, totals that nobody typed added up from complete parts."""
    known = form.completed()
    return tuple(known[key] for key in KEYS)


def total(rows: Iterable[Values]) -> Values:
    """Column by column what the forms tell, added up; None where no form tells anything."""
    columns = list(zip(*rows, strict=True)) or [() for _key in KEYS]
    known = [[value for value in column if value is not None] for column in columns]
    return tuple(sum(column) if column else None for column in known)


#: Sums of columns of which rates are taken, with their parts.
SUMS = {
    "new_received": ("online", "direct_postal"),
    "resolved_early_on_time": ("resolved_early", "resolved_on_time"),
}


def value_of(form: Return, key: str) -> int | None:
    """What a form tells of a column or one of ``SUMS``; None where it tells nothing."""
    told = form.completed()
    known = [value for part in SUMS.get(key, (key,)) if (value := told[part]) is not None]
    return sum(known) if known else None


def is_firm(form: Return) -> bool:
    return form.status in settings.DOSSIERS_RETURN_FIRM


def counting(forms: Iterable[Return]) -> list[Return]:
    """Forms that are added up: of an agency that over all sectors, else those by sector."""
    groups: dict[int, list[Return]] = defaultdict(list)
    for form in forms:
        groups[form.agency_id].append(form)
    found = []
    for rows in groups.values():
        whole = [form for form in rows if form.sector_id is None]
        found += whole or rows
    return found


@dataclass(frozen=True)
class ReturnedTable:
    """``forms`` are those that count, ``reports`` what every agency owes, ``gaps`` how many cells
    of an agency (id) differ from the list of dossiers.

    Communes are folded by district: ``above`` has the last parent of an agency (id) and
    ``districts`` those that fold theirs, by id; any other commune stands for itself.
    """

    reports: Sequence[Report]
    forms: Sequence[Return]
    gaps: Mapping[int, Gaps]
    selection: Selection
    filters: Mapping[str, str]
    frame: Frame
    above: Mapping[int, int | None] = field(default_factory=dict)
    districts: Mapping[int, Agency] = field(default_factory=dict)

    @cached_property
    def by_agency(self) -> dict[int, list[Return]]:
        found: dict[int, list[Return]] = defaultdict(list)
        for form in self.forms:
            found[form.agency_id].append(form)
        return found

    @cached_property
    def agencies(self) -> dict[str, list[Agency]]:
        """Those that owe a form or sent one, by level, in the order of the page."""
        rows = {one.agency.pk: one.agency for one in self.reports}
        rows |= {form.agency_id: form.agency for form in self.forms}
        found: dict[str, list[Agency]] = {level: [] for level in HEADINGS}
        for agency in sorted(rows.values(), key=lambda one: (one.sort_key, one.code)):
            found[agency.level].append(agency)
        return {level: members for level, members in found.items() if members}

    @cached_property
    def told(self) -> dict[int, Values]:
        """What each form (id) says, worked out once: its row, its fold and all sums read it."""
        return {form.pk: values(form) for form in self.forms}

    @cached_property
    def columns(self) -> Values:
        return total(self.told.values())

    @property
    def counts(self) -> dict[str, int]:
        """The row of totals by key; what nobody typed is absent."""
        pairs = zip(KEYS, self.columns, strict=True)
        return {key: value for key, value in pairs if value is not None}

    @property
    def provisional(self) -> int:
        return sum(not is_firm(form) for form in self.forms)

    @property
    def blank(self) -> int:
        """Cells left empty, which no total holds."""
        return sum(value is None for told in self.told.values() for value in told)

    def sent(self, agencies: Iterable[Agency]) -> str:
        """``12/34``: of those agencies, how many are in the numbers."""
        rows = list(agencies)
        there = sum(agency.pk in self.by_agency for agency in rows)
        return f"{number(there)}/{number(len(rows))}"

    # Rows -------------------------------------------------------------------------------------

    def by_agencies(self) -> list[list[Line]]:
        """A section per level: its sums, and a row per agency, form by sector or fold."""
        return [
            [self.level_line(level, members), *self.members(members)]
            for level, members in self.agencies.items()
        ]

    def members(self, agencies: Sequence[Agency]) -> list[Line]:
        """Rows of agencies of one level; numbered by agency, folds by district."""
        groups: dict[int | None, list[Agency]] = {pk: [] for pk in self.districts}
        for agency in agencies:
            above = self.above.get(agency.pk) if agency.level == Agency.Level.COMMUNE else None
            groups.setdefault(above if above in self.districts else None, []).append(agency)
        found: list[Line] = []
        for place, (pk, group) in enumerate(((p, g) for p, g in groups.items() if g), start=1):
            if pk is None:
                found += [line for n, one in enumerate(group, place) for line in self.lines(one, n)]
            else:
                found += self.fold(self.districts[pk], group, place)
        return found

    def fold(self, district: Agency, group: Sequence[Agency], place: int) -> list[Line]:
        """The communes of a district as one row that tells how many have sent, with theirs below
        it when it is open."""
        code, forms = district.code, self.forms_of(group)
        is_open = self.frame.is_open(code)
        narrower = {"agency": code, "level": Agency.Level.COMMUNE.value, "rows": BRANCH}
        line = Line(
            str(place),
            communes_of(district),
            total(self.told[form.pk] for form in forms),
            self.cells_url(**narrower),
            id=f"x-{code}",
            label_url=self.frame.fold(code),
            is_open=is_open,
            code=code,
            opens="" if forms else self.silent_url(**narrower),
            absent="" if forms else _("chưa báo cáo"),
            note=_("%(sent)s xã đã báo cáo") % {"sent": self.sent(group)},
            marks=marks(self.selection, self.gaps_of(group), {**self.filters, **narrower}),
        )
        below = (row for n, one in enumerate(group, 1) for row in self.lines(one, n, "sub"))
        return [line, *(below if is_open else ())]

    def by_levels(self) -> list[list[Line]]:
        rows = [self.level_line(level, members) for level, members in self.agencies.items()]
        return [rows] if rows else []

    def total_line(self) -> Line:
        every = [agency for members in self.agencies.values() for agency in members]
        return Line(
            "",
            _("Tổng cộng"),
            self.columns,
            self.cells_url(),
            id="total",
            note=_("%(sent)s cơ quan") % {"sent": self.sent(every)},
        )

    def level_line(self, level: str, members: Sequence[Agency]) -> Line:
        numeral, heading = HEADINGS[level]
        forms = self.forms_of(members)
        return Line(
            numeral,
            str(heading),
            total(self.told[form.pk] for form in forms) if forms else (),
            self.cells_url(level=level),
            kind="sum",
            opens="" if forms else self.silent_url(level=level),
            absent="" if forms else _("chưa báo cáo"),
            note=_("%(sent)s cơ quan") % {"sent": self.sent(members)},
            marks=marks(self.selection, self.gaps_of(members), {**self.filters, "level": level}),
        )

    def forms_of(self, agencies: Iterable[Agency]) -> list[Return]:
        return [form for one in agencies for form in self.by_agency.get(one.pk, ())]

    def gaps_of(self, agencies: Iterable[Agency]) -> Gaps:
        return sum((self.gaps.get(one.pk, NO_GAPS) for one in agencies), NO_GAPS)

    def cells_url(self, **narrower: str) -> str:
        """The forms that are added up, up to the column."""
        return returned_cells_url(self.selection, **{**self.filters, **narrower})

    def silent_url(self, **narrower: str) -> str:
        """The agencies that have sent nothing."""
        return reported_url(self.selection, **{**self.filters, **narrower}, state="silent")

    def lines(self, agency: Agency, place: int, kind: str = "") -> list[Line]:
        forms = self.by_agency.get(agency.pk, [])
        if not forms:
            return [self.silent(agency, place, kind)]
        return [self.line(form, agency, place, kind) for form in forms]

    def silent(self, agency: Agency, place: int, kind: str) -> Line:
        report = next(one for one in self.reports if one.agency.pk == agency.pk)
        url = reported_url(self.selection, agency=agency.code, rows=OWN)
        text = _("chỉ có biểu tổng hợp cả đơn vị trực thuộc") if report.is_sent else ""
        absent = text or _("chưa báo cáo")
        return Line(
            str(place), row_name(agency), (), "", kind, code=agency.code, opens=url, absent=absent
        )

    def line(self, form: Return, agency: Agency, place: int, kind: str) -> Line:
        return Line(
            str(place),
            form_name(form),
            self.told[form.pk],
            "",
            kind,
            id=f"f-{form.pk}",
            code=agency.code,
            opens=form.get_absolute_url(),
            note="" if is_firm(form) else _("tạm tính"),
            marks=marks(
                self.selection,
                self.gaps.get(agency.pk, NO_GAPS),
                {"agency": agency.code, "rows": OWN},
            ),
        )
