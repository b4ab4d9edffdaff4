"""Which dossiers a page asks for: in words, in rows, and in a count that costs little.

A question about agencies, levels, sectors and channels is answered by the ledgers. A finer one
reads rows: exactly within one agency's branch or one procedure, elsewhere up to a bound.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from functools import cached_property

from agencies.models import Agency
from agencies.querysets import AgencyQuerySet, Reader, reach_for
from dossiers import ledger
from dossiers.codes import Channel
from dossiers.columns import MOVED, Columns
from dossiers.late.ageing import Band
from dossiers.late.due_days import days_off
from dossiers.models import Dossier, Procedure, Sector
from dossiers.period.table import LOCAL
from dossiers.querysets import DossierQuerySet
from dossiers.structure import Structure, load
from dossiers.structure.held_rows import ever_held, held
from reporting.loading import working_calendar

#: Rows are counted up to here where a count could cost a scan of everything.
BOUND = 1000
#: Instead of a column: every dossier, in whatever period it came.
EVERY = "all"
#: Columns of late dossiers: partial indexes hold them, in a province they are few.
LATE_COLUMNS = ("pending_overdue", "resolved_overdue", "late_or_overdue")
#: What ``apology`` may ask for.
ISSUED, MISSING = "issued", "missing"


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

    ``band``, ``cause`` (a code or ``NO_CAUSE``) and ``apology`` (``ISSUED`` or ``MISSING``) narrow
    late dossiers. ``due_by``: whose due day is from ``until`` to then, their clock running.
    ``is_asked_again``: by a second supplement within the days. ``is_on_day_off``: promised for a
    day on which nobody works.
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
    band: Band | None = None
    cause: str = ""
    apology: str = ""
    due_by: dt.date | None = None
    is_asked_again: bool = False
    is_on_day_off: bool = False
    #: The structure, where it is at hand: a page that asks much loads it once.
    known: Structure | None = field(default=None, compare=False, repr=False)

    @cached_property
    def structure(self) -> Structure:
        return self.known or load(now=self.now)

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
        late = self.band or self.cause or self.apology or self.due_by
        again = self.is_asked_again or self.is_on_day_off
        return bool(self.procedure or self.status or self.timeliness or self.code or late or again)

    # Rows -------------------------------------------------------------------------------------

    def rows(self) -> DossierQuerySet:
        """The dossiers, each with its ``timeliness`` at the end of the span."""
        rows: DossierQuerySet = Dossier.objects.visible_to(self.user)
        rows = self._held(rows)
        rows = rows.with_timeliness(self.until)
        for path, value in self._conditions().items():
            rows = rows.filter(**{path: value})
        return self._narrowed(rows)

    def _narrowed(self, rows: DossierQuerySet) -> DossierQuerySet:
        """By what is asked of lateness."""
        if self.band:
            rows = rows.in_band(self.band)
        if self.cause:
            rows = rows.caused_by(self.cause)
        if self.apology:
            is_issued = self.apology == ISSUED
            rows = rows.apologised(self.until) if is_issued else rows.not_apologised(self.until)
        if self.due_by:
            rows = rows.falling_due(self.until, self.due_by)
        if self.is_asked_again:
            rows = rows.asked_again(self.first, self.until)
        if self.is_on_day_off:
            rows = rows.promised_for(_days_off())
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

    def parts(self) -> list[Question]:
        """Questions that have no row in common and all rows of this one together.

        Late dossiers are of two kinds, each with an index of its own; asked together, the planner
        sees neither.
        """
        if self.column != "late_or_overdue":
            return [self]
        return [replace(self, column=column) for column in LATE_COLUMNS[:2]]

    # Count ------------------------------------------------------------------------------------

    def count(self) -> Count:
        columns = self._columns()
        told = columns.told(self.column) if columns is not None else None
        if told is not None:
            return Count(told)
        if self._is_narrow:
            return Count(sum(part.rows().order_by().count() for part in self.parts()))
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
        """Whether all rows can be read: those of some agencies or of one procedure in a span, and
        those that are few in any province."""
        if self.column in LATE_COLUMNS or self.due_by:
            return True
        if self.is_asked_again or self.is_on_day_off:
            return True
        return self.column != EVERY and bool(self.procedure or not self.is_province)


def _days_off() -> list[dt.date]:
    """None while no year of the calendar is complete."""
    try:
        return days_off(working_calendar())
    except ValueError:
        return []
