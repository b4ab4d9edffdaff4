"""Rows of the sheet set against the returns that they mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from agencies.models import Agency
from dossiers.models import Return
from dossiers.returns.imports.headings import STATUS
from reporting.imports.layout import TableRow
from reporting.imports.plans import CHANGED, kind_of
from reporting.imports.problems import Problem
from reporting.imports.text import fold

#: The kind of a row that is passed over because its agency is not the user's.
FOREIGN = "foreign"

Figures = Mapping[str, int | None]


@dataclass(frozen=True)
class Change:
    key: str
    old: int | None
    new: int | None


@dataclass
class Line:
    """A row with figures. ``figures`` are what it says, None where a cell is empty.

    ``unread`` are the columns whose cell could not be read. ``correction`` tells what the row
    would do to a return that is closed, in words: it is done only where the user asks for it.
    ``foreign`` is the agency of a row that is not the user's to enter: it is passed over.
    """

    row: TableRow
    agency: Agency | None = None
    stored: Return | None = None
    figures: dict[str, int | None] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    correction: str = ""
    foreign: Agency | None = None

    @property
    def is_counted(self) -> bool:
        """Whether totals of the sheet hold the row: our own sheet says where they do not."""
        return not fold(self.row.values.get(STATUS, "")).endswith("khong cong")

    @property
    def number(self) -> int:
        return self.row.number

    @property
    def kind(self) -> str:
        if self.foreign is not None:
            return FOREIGN
        return kind_of(
            is_wrong=bool(self.problems),
            is_known=self.stored is not None,
            is_changed=bool(self.changes),
        )

    @property
    def needs_correction(self) -> bool:
        return bool(self.correction) and self.kind == CHANGED


@dataclass(frozen=True)
class TotalLine:
    """A row that adds up others: all lines of the sheet, or those of its section, which are the
    lines from index ``begins`` to before ``ends``."""

    row: TableRow
    label: str
    figures: Figures
    begins: int
    ends: int
