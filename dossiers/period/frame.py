"""What all rows of form II.06 on one page share: its days, its filters, how it is folded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode

from dossiers.links import list_url, period_url
from dossiers.sources.differences import Gaps
from reporting.selection import Selection

#: Instead of a list of districts: every fold is open.
ALL = "all"


@dataclass(frozen=True)
class Frame:
    """``filters`` are URL parameters that every link of the page keeps. ``opened`` holds the
    codes of the districts whose communes are listed, or ``ALL``; ``gaps`` how many cells of an
    agency (id) differ from the form that it sent.
    """

    selection: Selection
    filters: Mapping[str, str] = field(default_factory=dict)
    is_branch: bool = False
    opened: frozenset[str] = frozenset()
    gaps: Mapping[int, Gaps] = field(default_factory=dict)

    @cached_property
    def _list(self) -> str:
        return list_url(self.selection)

    def cells(self, **narrower: str) -> str:
        """The list of a row's dossiers, up to the column."""
        query = urlencode(dict(self.filters) | narrower)
        return f"{self._list}&{query}" if query else self._list

    def fold(self, code: str) -> str:
        """This page with the communes of ``code`` opened, or closed if they are open."""
        codes = self.opened - {ALL}
        others = codes - {code} if code in codes else codes | {code}
        address = period_url(self.selection, **dict(self.filters), open=",".join(sorted(others)))
        return f"{address}#x-{code}"

    def is_open(self, code: str) -> bool:
        return code in self.opened or ALL in self.opened
