"""Dossiers: row by row what the ledgers count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from typing import Any, NamedTuple, Self

from django.db import models
from django.db.models import Case, Count, F, Func, Q, Value, When
from django.db.models.functions import Coalesce, Least

from agencies.models import Agency
from agencies.querysets import Reader, reach_for
from agencies.reach import Reach
from dossiers import conditions
from dossiers.codes import Status, Timeliness
from dossiers.columns import MOVED, Columns, returned_inside
from dossiers.conditions import RUNS, WAITS, behind, is_pending
from dossiers.querysets.lateness import LatenessQuerySet
from dossiers.querysets.paging import Cursor, Page, page_of

#: The fields of ``Columns`` that are always told, by the column of the same name.
_TOLD = (
    "online",
    "direct",
    "postal",
    "carried_over",
    "resolved_early",
    "resolved_on_time",
    "resolved_overdue",
    "pending_in_time",
    "pending_overdue",
)
_APART = ("returned", "withdrawn")

#: Which dossiers a column counts between two days, as ``conditions.behind`` says.
Behind = Callable[[str, dt.date, dt.date], Q]


class Apart(NamedTuple):
    """Dossiers closed without a result, in whichever column they are counted."""

    returned: int = 0
    withdrawn: int = 0


class DossierQuerySet(LatenessQuerySet):
    """A dossier belongs to the agency that resolves it (form II.06 counts so).

    ``visible_to`` follows: another agency that merely received it does not see it, because its
    figures are not those of that agency. The one successor of an agency sees all of its rows;
    where the law names none, those that were handed over to it by name. The row's own agency
    goes on seeing it.
    """

    agency_path = "resolving_agency"

    def within(self, reach: Reach) -> Self:
        return self._within(reach, Q())

    def writable_by(self, user: Reader, permission: str) -> Self:
        """As ``visible_to``; but what was handed on by name is no longer to be changed."""
        return self._within(reach_for(user, permission), Q(until=None))

    def _within(self, reach: Reach, holding: Q) -> Self:
        from dossiers.models import DossierHolding  # noqa: PLC0415 -- models import querysets
        from dossiers.structure import load  # noqa: PLC0415 -- models import querysets

        if reach.is_everything:
            return self.all()
        if not reach.roots:
            return self.none()
        structure = load()
        agencies = Agency.objects.with_sources(reach, structure.lineage)
        if not structure.has_handovers:
            return self.of_agencies(agencies)
        held = DossierHolding.objects.filter(holding, agency__in=agencies)
        # Lists of ids, unlike subqueries, let both indexes be used.
        handed = list(held.order_by().values_list("dossier", flat=True))
        ids = list(agencies.order_by().values_list("pk", flat=True))
        return self.filter(Q(pk__in=handed) | Q(resolving_agency__in=ids))

    def of_level(self, level: str) -> Self:
        """Resolved by agencies of this level, the level of form II.06 and of ledger B."""
        return self.filter(resolving_agency__level=level)

    def of_sector(self, sector: int) -> Self:
        return self.filter(procedure__sector=sector)

    def of_online_kind(self, online_kind: str) -> Self:
        return self.filter(procedure__online_kind=online_kind)

    def of_channels(self, channels: Collection[int]) -> Self:
        return self.filter(channel__in=channels)

    def in_column(self, key: str, date_from: dt.date, date_to: dt.date) -> Self:
        """Exactly the dossiers that a column of form II.06 counts, both days included.

        ``key`` is one of ``columns.KEYS``; raises KeyError for any other.
        """
        return self.filter(behind(key, date_from, date_to))

    def pending(self, on: dt.date) -> Self:
        """Received and not resolved at the end of day ``on``."""
        return self.filter(is_pending(on))

    def overdue(self, on: dt.date) -> Self:
        """Pending at the end of day ``on`` and past their due day; not those resolved late, nor
        those that wait for a supplement asked for in time."""
        return self.filter(behind("pending_overdue", on, on))

    def for_table(self) -> Self:
        """With everything that a list shows of a row."""
        agencies = ("receiving_agency", "resolving_agency")
        return self.select_related("procedure__sector", *agencies, "delay_cause")

    def with_timeliness(self, on: dt.date) -> Self:
        """Annotates ``timeliness`` (of ``codes.Timeliness``) and ``days_late`` as of day ``on``.

        ``timeliness`` is None for a dossier that has not been received by then. ``days_late``
        counts calendar days from the due day to the day of resolution or, of a pending dossier,
        to ``on``, or to the day on which it began to wait for a supplement in time: negative is
        early or still to go, None without a due day. A returned or
        withdrawn dossier says so, whichever column counts it.
        """
        closed = Q(resolved_on__lte=on)
        return self.annotate(
            timeliness=Case(
                When(Q(status__in=Status.not_received()) | Q(received_on__gt=on), then=None),
                When(closed & Q(status=Status.STOPPED), then=Value(Timeliness.RETURNED)),
                When(closed & Q(status=Status.WITHDRAWN), then=Value(Timeliness.WITHDRAWN)),
                When(closed & Q(resolved_on__gt=F("due_on")), then=Value(Timeliness.LATE)),
                When(closed & Q(resolved_on__lt=F("due_on")), then=Value(Timeliness.EARLY)),
                When(closed, then=Value(Timeliness.ON_TIME)),
                When(Q(due_on__lt=on) & RUNS, then=Value(Timeliness.PENDING_OVERDUE)),
                default=Value(Timeliness.PENDING_IN_TIME),
                output_field=models.CharField(),
            ),
            days_late=_days_between(F("due_on"), Least("resolved_on", Value(on), _stopped_on())),
        )

    def with_columns(self, keys: Collection[str], date_from: dt.date, date_to: dt.date) -> Self:
        """Annotates ``in_<key>`` for each key: whether that column counts the dossier."""
        return self.annotate(
            **{
                f"in_{key}": Case(
                    When(behind(key, date_from, date_to), then=Value(True)), default=Value(False)
                )
                for key in keys
            }
        )

    def bounded_count(self, limit: int) -> int:
        """How many rows there are, but never more than ``limit``: the cost stays bounded."""
        return self.order_by()[:limit].count()

    def keyset_page(
        self, size: int, *, older_than: Cursor | None = None, newer_than: Cursor | None = None
    ) -> Page:
        """One page by (received_on, id), newest first; see ``paging.page_of``."""
        return page_of(self, size, older_than=older_than, newer_than=newer_than)

    def page_at(self, size: int, place: str) -> Page:
        """The page that an address asks for by ``older.2024-06-14.1234``; else the first."""
        way, _dot, text = place.partition(".")
        cursor = Cursor.parse(text)
        return self.keyset_page(
            size,
            older_than=cursor if way == "older" else None,
            newer_than=cursor if way == "newer" else None,
        )

    def columns_by(
        self, date_from: dt.date, date_to: dt.date, *paths: str, behind: Behind | None = None
    ) -> dict[tuple[Any, ...], Columns]:
        """Form II.06 by lookup paths, e.g. ``"procedure__sector"``, counted from the rows.

        For what the ledgers do not know, within one agency's branch or one procedure: it reads
        every row of the span. Groups without a row are absent. ``behind`` tells which rows a
        column counts where dossiers went from one agency to another (``held_rows.behind_of``).
        """
        names = list(_TOLD if returned_inside() else _TOLD + _APART)
        if behind is not None:
            names += MOVED
        counted = self._counted(names, date_from, date_to, paths, behind)
        return {group: Columns(**numbers) for group, numbers in counted.items()}

    def kept_apart_by(
        self, date_from: dt.date, date_to: dt.date, *paths: str
    ) -> dict[tuple[Any, ...], Apart]:
        """Returned and withdrawn dossiers of the span by lookup paths, by a partial index.

        The same numbers whether column 9 includes them or not. Groups without one are absent.
        """
        rows = self.filter(status__in=Status.without_result(), resolved_on__gte=date_from)
        counted = rows._counted(_APART, date_from, date_to, paths)
        return {group: Apart(**numbers) for group, numbers in counted.items()}

    def kept_apart(self, date_from: dt.date, date_to: dt.date) -> Apart:
        """Returned and withdrawn dossiers of the span."""
        return self.kept_apart_by(date_from, date_to).get((), Apart())

    def _counted(
        self,
        names: Collection[str],
        date_from: dt.date,
        date_to: dt.date,
        paths: Collection[str],
        behind: Behind | None = None,
    ) -> dict[tuple[Any, ...], dict[str, int]]:
        is_behind = behind or conditions.behind
        # Each column of the form counts some of those received in the span or carried over.
        rows = self.in_column("received_total", date_from, date_to).order_by()
        counts = {
            f"{name}_count": Count("pk", filter=is_behind(name, date_from, date_to))
            for name in names
        }
        if not paths:
            return {(): _plain(rows.aggregate(**counts))}
        grouped = rows.values(*paths).annotate(**counts)
        return {tuple(row.pop(path) for path in paths): _plain(row) for row in grouped}


def _stopped_on() -> Case:
    """The day on which the clock was stopped; None where it runs."""
    return Case(When(WAITS, then=Coalesce("waiting_since", "received_on")), default=None)


def _plain(row: dict[str, int]) -> dict[str, int]:
    return {name.removesuffix("_count"): number for name, number in row.items()}


def _days_between(first: Any, last: Any) -> Func:
    """Whole days; PostgreSQL subtracts two dates to an integer, Django to a duration."""
    return Func(
        last,
        first,
        arg_joiner=" - ",
        template="(%(expressions)s)",
        output_field=models.IntegerField(),
    )
