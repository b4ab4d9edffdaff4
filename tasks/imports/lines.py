"""Rows of a sheet set against the tasks that they mean."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from reporting.imports.plans import Change, kind_of
from reporting.imports.problems import Problem
from tasks.imports.rows import Draft
from tasks.models import Task
from tasks.steps import Step


@dataclass(frozen=True)
class Options:
    """What the form asks: which day the file tells of, and what stands in for an empty cell."""

    on: dt.date
    assigned_on: dt.date

    def as_words(self) -> dict[str, str]:
        return {"on": self.on.isoformat(), "assigned_on": self.assigned_on.isoformat()}

    @classmethod
    def from_words(cls, words: dict[str, str]) -> Options:
        return cls(*(dt.date.fromisoformat(words[name]) for name in ("on", "assigned_on")))


@dataclass
class Line:
    """A row of the sheet and what it does; ``step`` is the one that it takes with its task."""

    draft: Draft
    code: str
    task: Task | None
    changes: list[Change] = field(default_factory=list)
    step: Step | None = None

    @property
    def problems(self) -> list[Problem]:
        return self.draft.problems

    @property
    def row(self) -> int:
        return self.draft.row.number

    @property
    def kind(self) -> str:
        return kind_of(
            is_wrong=bool(self.problems),
            is_known=self.task is not None,
            is_changed=bool(self.changes),
        )

    @property
    def title(self) -> str:
        return self.draft.row.values["title"]
