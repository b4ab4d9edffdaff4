"""Form II.06 of days of one's own, within what is known on the as-of day of a page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from reporting.selection import Selection


@dataclass(frozen=True)
class SpanSelection(Selection):
    """A selection whose flows are those of ``since`` to ``last``, both included, instead of those
    of its period. Its address stays that of the period: the days stand among the filters."""

    since: dt.date | None = None
    last: dt.date | None = None

    @property
    def first(self) -> dt.date:
        return self.since or super().first

    @property
    def until(self) -> dt.date:
        return self.last or super().until

    @property
    def is_whole(self) -> bool:
        """Whether these are the days of the period as far as it is known."""
        return (self.first, self.until) == (super().first, super().until)
