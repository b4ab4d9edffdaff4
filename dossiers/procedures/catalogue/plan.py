"""What a list of procedures would do to the catalogue: nothing is written here."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from dossiers.codes import find_code, national_part
from dossiers.models import Procedure, Sector
from dossiers.procedures.catalogue.changes import changes_of
from dossiers.procedures.catalogue.lines import Line
from dossiers.procedures.catalogue.rows import Reader
from reporting.imports.layout import Table, TableRow
from reporting.imports.plans import Planned


@dataclass
class Plan(Planned[Line]):
    """``missing`` are the procedures in force, of the sectors that the file speaks of, that it
    lacks: they are proposed for abolition and left as they are."""

    table: Table
    lines: list[Line]
    new_sectors: list[Sector] = field(default_factory=list)
    unknown_sectors: list[str] = field(default_factory=list)
    missing: list[Procedure] = field(default_factory=list)

    @cached_property
    def fingerprint(self) -> str:
        told = [
            [
                line.row.number,
                line.kind,
                line.code,
                *([one.name, one.old, one.new] for one in line.changes),
            ]
            for line in self.lines
        ]
        words = json.dumps([told, [one.name for one in self.new_sectors]])
        return hashlib.sha256(words.encode()).hexdigest()


def make_plan(table: Table, rows: list[TableRow], *, creates_sectors: bool, on: dt.date) -> Plan:
    """Reads ``rows`` and compares them with the catalogue; six queries.

    ``on``: the day on which a procedure must be in force to be missed.
    """
    reader = Reader(table, creates_sectors=creates_sectors)
    lines = [reader.read(row) for row in rows]
    catalogue = _catalogue()
    matcher = _Matcher(catalogue)
    for line in lines:
        matcher.match(line)
        if not line.problems:
            changes_of(line)
    used = {id(line.said.get("sector")) for line in lines if not line.problems}
    return Plan(
        table,
        lines,
        [one for one in reader.new_sectors.values() if id(one) in used],
        list(reader.unknown_sectors.values()),
        _missing(lines, catalogue, matcher.told, on),
    )


def _catalogue() -> dict[str, Procedure]:
    rows = Procedure.objects.for_table().prefetch_related("changes")
    return {one.code: one for one in rows}


class _Matcher:
    """Finds the procedure that each row means, with or without the letters of its agency.

    ``told`` are the codes of the catalogue that the rows speak of, those of refused rows, too.
    """

    def __init__(self, catalogue: dict[str, Procedure]) -> None:
        self.catalogue = catalogue
        self.told: set[str] = set()
        self._known = _by_national_part(catalogue)
        self._rows: dict[str, int] = {}
        self._new: dict[str, dict[str, int]] = defaultdict(dict)

    def match(self, line: Line) -> None:
        code: Any = line.said.get("code")
        if code is None:
            return
        found = find_code(code, self._known.get(national_part(code), ()))
        self.told.update(found)
        if len(found) > 1:
            line.refuse(
                "code",
                _("Danh mục có nhiều thủ tục cùng mã quốc gia: %(codes)s.")
                % {"codes": ", ".join(found)},
                _("Hãy ghi đủ mã, kể cả phần chữ của cơ quan."),
            )
            return
        if found:
            line.procedure, rows = self.catalogue[found[0]], self._rows
            same = [rows[found[0]]] if found[0] in rows else []
        else:
            rows = self._new[national_part(code)]
            same = [rows[one] for one in find_code(code, rows)]
        rows.setdefault(found[0] if found else code, line.row.number)
        if same:
            line.refuse(
                "code",
                _("Trùng mã với dòng %(row)s của tệp.") % {"row": same[0]},
                _("Hãy xóa một trong hai dòng."),
            )


def _by_national_part(catalogue: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for code in catalogue:
        found[national_part(code)].append(code)
    return found


def _missing(
    lines: list[Line], catalogue: dict[str, Procedure], told: set[str], on: dt.date
) -> list[Procedure]:
    """A row that is refused still tells that its procedure is there."""
    sectors = {one.pk for line in lines if (one := line.said.get("sector")) and one.pk}
    in_force = Procedure.objects.in_force(on).filter(sector__in=sectors)
    codes = set(in_force.values_list("code", flat=True)) - told
    return [one for code, one in catalogue.items() if code in codes]
