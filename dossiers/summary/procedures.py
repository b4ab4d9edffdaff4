"""Procedures published in time, and procedures that take too long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.db.models import Count, F, IntegerField, Q, QuerySet, Value
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dossiers.columns import Columns
from dossiers.links import procedures_url, timed_url
from dossiers.procedures.figures import PUBLICATION, TIMES
from dossiers.querysets import DossierQuerySet, ProcedureQuerySet, publication
from dossiers.querysets.timing import Times, place_among, times_by
from dossiers.summary.ranking import small_sample
from reporting.figures import Figure, Link, computed
from reporting.numbers import Ratio, number, percent
from reporting.periods.months import ReportMonth, report_months
from reporting.selection import Selection
from reporting.workdays import WorkingCalendar

#: Nine in ten dossiers should keep to the limit: beyond this share a procedure exceeds its time.
_TOLERATED = Fraction(1, 10)


# Publication ----------------------------------------------------------------------------------


def publication_figures(
    procedures: ProcedureQuerySet, changes: QuerySet[Any], selection: Selection
) -> list[Figure]:
    """Indicators 1.1 and 1.2 over all procedures; ``changes`` as ``publication.judged``."""
    listed = {
        key: Count("pk", filter=Q(pk__in=publication.of_list(procedures, key, changes)))
        for key in publication.LISTS
    }
    counts: dict[str, int | None] = procedures.model.objects.aggregate(**listed)

    def link(key: str) -> Link:
        return Link(procedures_url(selection, publication=key), counts[key])

    return [
        computed(meant, counts, selection, link, as_of=selection.until) for meant in PUBLICATION
    ]


# Times ----------------------------------------------------------------------------------------


def resolved_of(
    dossiers: DossierQuerySet, procedures: Sequence[int], selection: Selection
) -> DossierQuerySet:
    """Dossiers of these procedures resolved in the period, by an index of both."""
    column = dossiers.in_column("resolved_total", selection.first, selection.until)
    found: DossierQuerySet = column.filter(procedure__in=procedures)
    return found


@dataclass(frozen=True)
class TimedProcedure:
    """A procedure (``for_table``, ``with_state``, ``with_allowed``) with the times of its dossiers
    in the period."""

    procedure: Any
    times: Times = field(default_factory=Times)

    @property
    def allowed(self) -> int | None:
        """What is allowed for a dossier received on the as-of day."""
        limit: int | None = self.procedure.allowed
        return limit

    @property
    def is_small(self) -> bool:
        return self.times.limited < small_sample()

    @property
    def beyond(self) -> Fraction | None:
        """The share that took longer than allowed; None where nothing can be compared."""
        times = self.times
        return Fraction(times.beyond, times.limited) if times.limited else None

    @property
    def is_over(self) -> bool:
        """More than one dossier in ten took longer: the 90th percentile lies over the limit."""
        return self.beyond is not None and self.beyond > _TOLERATED


@dataclass(frozen=True)
class Timing:
    """Procedures by the share of their dossiers that took longer than allowed, most first."""

    rows: Sequence[TimedProcedure]

    @cached_property
    def over(self) -> list[TimedProcedure]:
        """Beyond what is tolerated, small samples left aside."""
        return [row for row in self.rows if row.is_over and not row.is_small]

    @property
    def finding(self) -> str:
        """``3 thủ tục có hơn 10 % hồ sơ vượt thời hạn, nhiều nhất là …: 25,00 %``."""
        judged = [row for row in self.rows if row.beyond is not None and not row.is_small]
        if not any(row.times.count for row in self.rows):
            return _("chưa có hồ sơ được giải quyết trong kỳ")
        if not judged:
            words = {"n": number(small_sample())}
            return (
                _("chưa thủ tục nào đủ %(n)s hồ sơ giải quyết trong kỳ để so với thời hạn") % words
            )
        worst = judged[0]
        words = {
            "k": number(len(self.over)),
            "name": worst.procedure.name,
            "share": percent(Ratio(worst.times.beyond, worst.times.limited)),
        }
        if not any(row.times.beyond for row in self.rows):
            return _("không có hồ sơ nào vượt thời hạn")
        if not worst.times.beyond:
            words = {"n": number(small_sample())}
            return _("ở thủ tục có từ %(n)s hồ sơ, không có hồ sơ nào vượt thời hạn") % words
        if not self.over:
            return (
                _(
                    "không thủ tục nào có hơn 10 %% hồ sơ vượt thời hạn, cao nhất là %(name)s "
                    "(%(share)s)"
                )
                % words
            )
        text = ngettext(
            "%(k)s thủ tục có hơn 10 %% hồ sơ vượt thời hạn, cao nhất là %(name)s (%(share)s)",
            "%(k)s thủ tục có hơn 10 %% hồ sơ vượt thời hạn, cao nhất là %(name)s (%(share)s)",
            len(self.over),
        )
        return text % words


def timing(
    procedures: ProcedureQuerySet,
    dossiers: DossierQuerySet,
    selection: Selection,
    calendar: WorkingCalendar | None,
) -> Timing:
    """Two queries, however many procedures and dossiers there are."""
    listed = list(procedures.for_table().order_by("code"))
    rows = resolved_of(dossiers, [one.pk for one in listed], selection)
    times = times_by(rows, calendar, "procedure") if listed else {}
    found = [TimedProcedure(one, times.get(one.pk, Times())) for one in listed]
    return Timing(sorted(found, key=_most_beyond))


def times_of(
    rows: DossierQuerySet, selection: Selection, calendar: WorkingCalendar | None
) -> tuple[Times, list[tuple[ReportMonth, Times]]]:
    """The times of resolved ``rows`` of the period, and by report month. Two queries."""
    months = report_months(selection.first, selection.until)
    starts = [month.date_from for month in months]
    monthly = times_by(rows, calendar, place_among(starts, F("resolved_on")))
    return times_of_all(rows, calendar), [
        (month, monthly.get(place, Times())) for place, month in enumerate(months, 1)
    ]


def times_of_all(rows: DossierQuerySet, calendar: WorkingCalendar | None) -> Times:
    """The times of resolved ``rows``, all in one. One query."""
    return times_by(rows, calendar, Value(0, output_field=IntegerField())).get(0, Times())


def columns_of(rows: DossierQuerySet, selection: Selection) -> Columns:
    """Form II.06 over dossiers of one procedure, by its index: whatever was resolved before the
    period is in none of its columns."""
    in_office = rows.filter(Q(resolved_on=None) | Q(resolved_on__gte=selection.first))
    return in_office.columns_by(selection.first, selection.until).get((), Columns())


def _most_beyond(row: TimedProcedure) -> tuple[Any, ...]:
    """Those that can be judged first, the largest share on top; the others by code."""
    if row.beyond is None:
        return (2, 0, -row.times.count)
    return (int(row.is_small), -row.beyond, -row.times.count)


def time_figures(times: Times, code: str, selection: Selection, **span: str) -> list[Figure]:
    """Median, 90th percentile and share within the limit, each with its dossiers."""
    is_limited = bool(times.limited)
    counts: dict[str, int | None] = {
        "days_median": times.median,
        "days_p90": times.p90,
        "within": times.within if is_limited else None,
        "timed": times.limited if is_limited else None,
    }

    def link(key: str) -> Link:
        asked = key if key == "within" else "timed"
        count = times.within if key == "within" else times.timed
        return Link(timed_url(selection, code, time=asked, **span), count)

    return [computed(meant, counts, selection, link, as_of=selection.until) for meant in TIMES]
