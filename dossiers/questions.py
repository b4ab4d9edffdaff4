"""Which dossiers a page asks for: in words, in rows, and in a count that costs little.

A question about agencies, levels, sectors and channels is answered by the ledgers. A finer one
reads rows: exactly within one agency's branch or one procedure, elsewhere up to a bound.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from agencies.models import Agency
from agencies.querysets import AgencyQuerySet, Reader, reach_for
from dossiers import ledger
from dossiers.codes import Channel
from dossiers.columns import MOVED, Columns
from dossiers.held_rows import ever_held, held
from dossiers.models import Dossier, Procedure, Sector
from dossiers.period_table import LOCAL
from dossiers.querysets import DossierQuerySet
from dossiers.structure import Structure, load

#: Rows are counted up to here where a count could cost a scan of everything.
BOUND = 1000
#: Instead of a column: every dossier, in whatever period it came.
EVERY = "all"


@dataclass(frozen=True)
class Count:
    """How many rows there are; ``value`` is only a lower bound where it is not exact."""

    value: int
    is_exact: bool = True


def is_province(user: Reader, agency: Agency | None) -> bool:
    """Whether the branch of ``agency``, or without one what ``user`` sees, is every agency."""
    if not reach_for(user).is_everything:
        return False
    if agency is None:
        return True
    everything = Agency.objects.all()
    return bool(everything.branch([agency.pk]).count() == everything.count())


@dataclass(frozen=True)
class Question:
    """The filters of a list. ``column`` is one of ``columns.KEYS`` or ``EVERY``.

    ``agency`` means its branch, with ``is_own`` the agency alone. ``level`` is that of the
    resolving agency, or ``LOCAL``. Days are both included.
    """

    user: Reader
    first: dt.date
    until: dt.date
    column: str
    agency: Agency | None = None
    is_own: bool = False
    level: str | None = None
    channel: int | None = None
    sector: Sector | None = None
    online_kind: str | None = None
    procedure: Procedure | None = None
    status: int | None = None
    timeliness: str | None = None
    code: str = ""
    #: Count for whoever holds a dossier on this day; None: as was.
    now: dt.date | None = None

    @cached_property
    def structure(self) -> Structure:
        return load(now=self.now)

    @property
    def levels(self) -> list[str] | None:
        if self.level == LOCAL:
            return [Agency.Level.DISTRICT, Agency.Level.COMMUNE]
        return [self.level] if self.level else None

    @property
    def channels(self) -> list[int]:
        return [self.channel] if self.channel else list(Channel.values)

    def agencies(self) -> AgencyQuerySet:
        """The agencies whose dossiers are asked for, among those that the reader sees."""
        found: AgencyQuerySet = Agency.objects.visible_to(self.user)
        if self.agency:
            ids = [self.agency.pk]
            found = found.filter(pk__in=ids) if self.is_own else found.branch(ids)
        return found.filter(level__in=self.levels) if self.levels else found

    @cached_property
    def agency_ids(self) -> list[int] | None:
        """None: every agency. A list of ids, unlike a subquery, lets an index be used."""
        if self.agency is None and not self.levels and reach_for(self.user).is_everything:
            return None
        return list(self.agencies().order_by().values_list("pk", flat=True))

    @cached_property
    def is_province(self) -> bool:
        """Whether the question is about every agency there is, of its levels."""
        if self.agency and self.is_own:
            return False
        return is_province(self.user, self.agency)

    @property
    def is_finer(self) -> bool:
        """Whether it asks for what no ledger knows."""
        return bool(self.procedure or self.status or self.timeliness or self.code)

    # Rows -------------------------------------------------------------------------------------

    def rows(self) -> DossierQuerySet:
        """The dossiers, each with its ``timeliness`` at the end of the span."""
        rows: DossierQuerySet = Dossier.objects.visible_to(self.user)
        rows = self._held(rows)
        rows = rows.with_timeliness(self.until)
        for path, value in self._conditions().items():
            rows = rows.filter(**{path: value})
        return rows

    def _held(self, rows: DossierQuerySet) -> DossierQuerySet:
        """Those that the agencies held when the column counts them."""
        is_every = self.column == EVERY
        if self.structure.is_plain:
            if self.agency_ids is not None:
                rows = rows.of_agencies(self.agency_ids)
            return rows if is_every else rows.in_column(self.column, self.first, self.until)
        if self.agency_ids is None and self.column not in MOVED:
            return rows if is_every else rows.in_column(self.column, self.first, self.until)
        ids = set(self.agencies().order_by().values_list("pk", flat=True))
        if is_every:
            return rows.filter(ever_held(self.structure, ids))
        return rows.filter(held(self.structure, self.column, self.first, self.until, ids))

    def _conditions(self) -> dict[str, object]:
        asked: dict[str, object] = {
            "channel": self.channel,
            "procedure__sector": self.sector,
            "procedure__online_kind": self.online_kind,
            "procedure": self.procedure,
            "status": self.status,
            "timeliness": self.timeliness,
            "code__startswith": self.code,
        }
        return {path: value for path, value in asked.items() if value}

    # Count ------------------------------------------------------------------------------------

    def count(self) -> Count:
        columns = self._columns()
        told = columns.told(self.column) if columns is not None else None
        if told is not None:
            return Count(told)
        if self._is_narrow:
            return Count(self.rows().order_by().count())
        found = self.rows().bounded_count(BOUND + 1)
        return Count(min(found, BOUND), found <= BOUND)

    def _columns(self) -> Columns | None:
        """Form II.06 of the question from a ledger; None where the ledgers cannot tell."""
        if self.is_finer or self.column == EVERY:
            return None
        if not self.sector and not self.online_kind:
            chosen = Agency.objects.all() if self.agency_ids is None else self.agency_ids
            return ledger.total(
                chosen, self.first, self.until, channels=self.channels, structure=self.structure
            )
        if not self.is_province:
            return None
        found = ledger.level_columns(
            self.first,
            self.until,
            levels=self.levels,
            sectors=[self.sector.pk] if self.sector else None,
            online_kinds=[self.online_kind] if self.online_kind else None,
            channels=self.channels,
            by=(),
            structure=self.structure,
        )
        return found[0][1] if found else Columns()

    @property
    def _is_narrow(self) -> bool:
        """Whether all rows can be read: those of some agencies or of one procedure in a span."""
        return self.column != EVERY and bool(self.procedure or not self.is_province)
