"""Rows of a sheet set against the procedures that they mean."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from dossiers.models import Procedure, ProcedureChange
from dossiers.procedures.catalogue.columns import LABELS
from reporting.imports.layout import Table, TableRow
from reporting.imports.plans import Change, kind_of
from reporting.imports.problems import Problem


@dataclass
class Line:
    """A row of the sheet and what it does.

    ``said`` holds what the row says, by field; what an empty cell leaves unsaid is not in it.
    ``decision`` is the change of the procedure that the row adds or corrects.
    """

    row: TableRow
    table: Table
    said: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    procedure: Procedure | None = None
    changes: list[Change] = field(default_factory=list)
    decision: ProcedureChange | None = None

    @property
    def code(self) -> str:
        """As the catalogue has it, where the row means one of its procedures."""
        if self.procedure is not None:
            return self.procedure.code
        return str(self.said.get("code") or self.row.values.get("code", ""))

    @property
    def title(self) -> str:
        return self.row.values["name"]

    @property
    def kind(self) -> str:
        return kind_of(
            is_wrong=bool(self.problems),
            is_known=self.procedure is not None,
            is_changed=bool(self.changes),
        )

    def label(self, key: str) -> str:
        """The heading over ``key``, as the file writes it where it has the column."""
        return self.table.title(key) or LABELS[key]

    def refuse(self, key: str, wrong: object, mend: object = "") -> None:
        """Notes that what stands (or is missing) under ``key`` cannot be taken."""
        value = self.row.values.get(key, "")
        problem = Problem(self.row.number, self.label(key), value, str(wrong), str(mend))
        self.problems.append(problem)
