"""What a sheet would do to the returns of a period: nothing is written here."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from agencies.models import Agency, User
from dossiers.form206 import sums
from dossiers.models import Return
from dossiers.returns.entry import Cell, worked_on
from dossiers.returns.imports.agencies import Book
from dossiers.returns.imports.headings import AGENCY
from dossiers.returns.imports.lines import Change, Line, TotalLine
from dossiers.returns.imports.reading import Reader
from dossiers.returns.imports.reading import sums as running_sums
from dossiers.returns.imports.sheet import Sheet
from dossiers.returns.neighbours import Neighbours
from dossiers.returns.writing import Gate
from dossiers.summary import findings_of
from reporting.checks import wording
from reporting.imports.layout import NoTable, Table
from reporting.imports.plans import CHANGED, CLOSED, KINDS, NEW, Planned
from reporting.imports.problems import Problem
from reporting.numbers import number, signed


@dataclass
class Plan(Planned[Line]):
    """``unreported``: agencies that have a row in the sheet and no number in it."""

    cell: Cell
    sheet: Sheet
    lines: list[Line]
    totals: list[TotalLine]
    unreported: list[Agency]
    table: Table = field(init=False)

    def __post_init__(self) -> None:
        self.table = self.sheet.table

    @cached_property
    def counts(self) -> dict[str, int]:
        """By kind; a correction counts as left closed until somebody asks for it."""
        return self.counts_with(corrections=False)

    def counts_with(self, *, corrections: bool) -> dict[str, int]:
        kinds = Counter(
            CLOSED if one.needs_correction and not corrections else one.kind for one in self.lines
        )
        found = {kind: kinds[kind] for kind in KINDS}
        return found | ({CLOSED: kinds[CLOSED]} if kinds[CLOSED] else {})

    @property
    def corrections(self) -> list[Line]:
        return [line for line in self.lines if line.needs_correction]

    def of_kind(self, kind: str) -> list[Line]:
        return [line for line in self.lines if line.kind == kind and not line.needs_correction]

    @property
    def foreign(self) -> list[Agency]:
        """Agencies of rows that are not the user's to enter."""
        return [line.foreign for line in self.lines if line.foreign is not None]

    @property
    def does_something(self) -> bool:
        return any(line.kind in (NEW, CHANGED) for line in self.lines)

    @cached_property
    def fingerprint(self) -> str:
        told = [
            [
                line.number,
                line.kind,
                line.correction,
                line.agency.code if line.agency else "",
                line.stored.pk if line.stored else 0,
                sorted((one.key, one.old, one.new) for one in line.changes),
            ]
            for line in self.lines
        ]
        sector = self.cell.sector.pk if self.cell.sector else 0
        words = json.dumps([self.cell.period.pk, self.cell.role, sector, told])
        return hashlib.sha256(words.encode()).hexdigest()


def make_plan(sheet: Sheet, cell: Cell, user: User, *, lock: bool = False) -> Plan:
    """Compares the rows of ``sheet`` with the returns of ``cell``; about five queries.

    Raises ``NoTable`` where columns 8 and 9 stand in one. ``lock`` keeps the compared returns
    as they are until the transaction ends.
    """
    if sheet.is_joined():
        raise NoTable(
            _("Bảng gộp “Trước hạn” và “Đúng hạn” vào một cột; Biểu II.06 tách cột 8 và cột 9."),
            _("Hãy tách thành hai cột “Trước hạn”, “Đúng hạn” rồi tải lại."),
        )
    period = cell.period
    reader = Reader(sheet, Book(user, (period.date_to, period.date_from)))
    named = [line.agency for line in reader.lines if line.agency is not None]
    stored = worked_on(cell, (agency.pk for agency in named), lock=lock)
    gate = Gate(user, stored.values())
    for line in reader.lines:
        if line.agency is not None:
            line.stored = stored.get(line.agency.pk)
            if not line.problems:
                _compare(line, sheet, gate)
    _add_notes([line for line in reader.lines if line.agency and not line.problems], cell)
    return Plan(cell, sheet, reader.lines, reader.totals, reader.unreported)


def _compare(line: Line, sheet: Sheet, gate: Gate) -> None:
    old = line.stored
    if old is None:
        line.changes = [Change(key, None, new) for key, new in line.figures.items()]
        return
    line.changes = [
        Change(key, getattr(old, key), new)
        for key, new in line.figures.items()
        if getattr(old, key) != new and not _is_our_sum(key, line, old)
    ]
    if not line.changes:
        return
    line.correction = gate.correction(old)
    if wrong := gate.refusal(old):
        name = line.row.values.get(AGENCY, "")
        line.problems.append(Problem(line.number, sheet.table.title(AGENCY), name, wrong))


def _is_our_sum(key: str, line: Line, old: Return) -> bool:
    """Nobody typed the total, and the sheet prints what its parts add up to: no claim is new."""
    if getattr(old, key) is not None or key not in sums({}):
        return False
    parts = {one: getattr(old, one) for one in Return.COLUMNS} | line.figures
    return line.figures[key] == sums(parts)[key]


def _add_notes(lines: Sequence[Line], cell: Cell) -> None:
    """What would not add up, in the words of the checks. Three queries."""
    rows = [_imagined(line, cell) for line in lines]
    neighbours = Neighbours(rows)
    for line, row in zip(lines, rows, strict=True):
        found = findings_of(row, neighbours)
        line.notes = [" ".join(finding.messages()) for finding in found]


def _imagined(line: Line, cell: Cell) -> Return:
    """The return as it would be."""
    row = Return(
        pk=line.stored.pk if line.stored else None,
        period=cell.period,
        agency=line.agency,
        agency_role=cell.role,
        sector=cell.sector,
    )
    for key in (*Return.COLUMNS, *Return.OPTIONAL):
        stored = getattr(line.stored, key) if line.stored else None
        setattr(row, key, line.figures.get(key, stored))
    return row


# Rows of totals ---------------------------------------------------------------------------------


def unequal(total: TotalLine, lines: list[Line]) -> list[str]:
    """Where a row of totals differs from the sum of the rows; empty where it agrees.

    Such a row may add up all rows or those of its section: it agrees where either fits.
    """
    spans = dict.fromkeys([(0, len(lines)), (total.begins, total.ends)])
    told = [_differences(total, lines, *span) for span in spans if span[1] > span[0]]
    return min(told, key=len, default=[])


def _differences(total: TotalLine, lines: list[Line], begins: int, ends: int) -> list[str]:
    found = []
    for key, stated in total.figures.items():
        upto = running_sums(lines[begins:ends], key)[-1]
        if stated is None or upto is None or stated == upto:
            continue
        words = {
            "place": wording.sentence(wording.place(key, in_words=False)),
            "stated": number(stated),
            "sum": number(upto),
            "difference": signed(stated - upto),
        }
        found.append(
            _("%(place)s: tệp ghi %(stated)s, cộng các dòng được %(sum)s, chênh %(difference)s.")
            % words
        )
    return found
