"""The report months of a period, 15th to 14th, with what happened in each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from agencies.querysets import AgencyQuerySet
from dossiers import ledger
from dossiers.codes import Channel
from dossiers.columns import Columns
from dossiers.links import list_url
from reporting.numbers import span
from reporting.periods import ReportMonth, report_months
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


def channels_of(filters: Mapping[str, str]) -> list[int]:
    """The channels that a page counts, by its ``channel`` parameter."""
    channel = filters.get("channel")
    return [int(channel)] if channel else list(Channel.values)


def months_of(
    agencies: AgencyQuerySet,
    selection: Selection,
    *,
    channels: Collection[int] = tuple(Channel.values),
) -> list[Month]:
    """The months from the first day of the period to the as-of day. One query."""
    spans = report_months(selection.first, selection.until)
    counts: Sequence[Columns] = ledger.monthly(
        [(one.date_from, one.date_to) for one in spans], agencies, channels=channels
    )
    return [Month(one, columns) for one, columns in zip(spans, counts, strict=True)]
