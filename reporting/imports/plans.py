"""What a file would do, row by row: the kinds of rows, their changes, and how many there are."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, Protocol, TypeVar

from reporting.imports.layout import Table
from reporting.imports.problems import Problem

NEW, CHANGED, UNCHANGED, REFUSED = "new", "changed", "unchanged", "refused"
KINDS = (NEW, CHANGED, UNCHANGED, REFUSED)
#: Of kinds of data that can be closed: rows that would change what is, and are left alone.
CLOSED = "closed"


def kind_of(*, is_wrong: bool, is_known: bool, is_changed: bool) -> str:
    """The kind of a row: whether it has problems, means something stored, and changes it."""
    if is_wrong:
        return REFUSED
    if not is_known:
        return NEW
    return CHANGED if is_changed else UNCHANGED


@dataclass(frozen=True)
class Change:
    """``old`` and ``new`` in words; ``value`` is what is to be stored."""

    name: str
    label: str
    old: str
    new: str
    value: Any = None


class PlannedLine(Protocol):
    """A row of the sheet and what it does."""

    @property
    def kind(self) -> str: ...

    @property
    def problems(self) -> Sequence[Problem]: ...


L = TypeVar("L", bound=PlannedLine)


class Planned(ABC, Generic[L]):
    """The rows of ``table`` set against what is stored; what each importer adds is its own."""

    table: Table
    lines: list[L]

    @cached_property
    def counts(self) -> dict[str, int]:
        """Rows by kind, every kind given."""
        found = Counter(line.kind for line in self.lines)
        return {kind: found[kind] for kind in KINDS}

    @property
    def problems(self) -> list[Problem]:
        return [problem for line in self.lines for problem in line.problems]

    def of_kind(self, kind: str) -> list[L]:
        return [line for line in self.lines if line.kind == kind]

    @property
    def does_something(self) -> bool:
        return bool(self.counts[NEW] or self.counts[CHANGED])

    @property
    @abstractmethod
    def fingerprint(self) -> str:
        """The same as long as the file would do the same: what was seen is what is confirmed."""
