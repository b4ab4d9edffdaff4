"""The report months of a period, 15th to 14th, with what happened in each."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from dossiers.columns import Columns
from dossiers.links import list_url
from dossiers.trends.scope import Scope
from reporting.numbers import span
from reporting.periods import ReportMonth, Span, previous_year, report_months
from reporting.selection import Selection


@dataclass(frozen=True)
class Month:
    """One report month, cut by the period and the as-of day.

    ``stock`` columns (carried over, pending) are those of the month: no chart adds them up.
    """

    span: ReportMonth
    columns: Columns

    @property
    def label(self) -> str:
        return self.span.label

    @property
    def long_label(self) -> str:
        """``T6 (15/05/2024–14/06/2024)``, with a word where the month is not whole."""
        days = span(self.span.date_from, self.span.date_to)
        if self.span.is_partial:
            return _("%(month)s, chưa đủ tháng (%(days)s)") % {"month": self.label, "days": days}
        return f"{self.label} ({days})"

    def url(self, selection: Selection, column: str, **filters: str | None) -> str:
        """The dossiers of this month that ``column`` counts."""
        return list_url(
            selection,
            column=column,
            since=self.span.date_from.isoformat(),
            until=self.span.date_to.isoformat(),
            **filters,
        )


def months_of(scope: Scope, *, channels: Collection[int] | None = None) -> list[Month]:
    """The report months of the span of ``scope``, cut at both of its ends."""
    spans = report_months(scope.span.date_from, scope.span.date_to)
    counts = scope.columns(spans, channels)
    return [Month(one, columns) for one, columns in zip(spans, counts, strict=True)]


def months_a_year_before(scope: Scope) -> list[Month]:
    """The same months one year earlier, cut on the same days."""
    spans = report_months(scope.span.date_from, scope.span.date_to)
    earlier = [
        replace(one, **_days(previous_year(one)), year=one.year - 1, is_partial=one.is_partial)
        for one in spans
    ]
    counts = scope.columns(earlier)
    return [Month(one, columns) for one, columns in zip(earlier, counts, strict=True)]


def _days(one: Span) -> dict[str, Any]:
    return {"date_from": one.date_from, "date_to": one.date_to}
