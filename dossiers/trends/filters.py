"""What the page of trends and its charts are asked for: filters, and which report months."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Min
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from dossiers.filters import SectorPeriodFilter, choice, structure_filter
from dossiers.models import Dossier
from dossiers.questions import is_province
from dossiers.structure import THEN
from dossiers.trends.scope import Scope
from reporting.models import Period
from reporting.periods import ReportMonth, Span, report_months
from reporting.selection import Selection

MONTHS = ("first_month", "last_month")


class TrendFilter(SectorPeriodFilter):
    """Over any report months up to the as-of day; without them, those of the period."""

    usual = {"structure": THEN}

    structure = structure_filter()
    first_month = choice(_("Từ tháng"), (), _("Đầu kỳ"))
    last_month = choice(_("Đến tháng"), (), _("Ngày tính số liệu"))

    more = ("level", "channel", "online_kind")

    def __init__(self, *args: Any, selection: Selection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.selection = selection
        self.months = {_code(one): one for one in _months(selection)}
        choices = [(code, _label(one)) for code, one in reversed(self.months.items())]
        for name in MONTHS:
            self.filters[name].extra["choices"] = choices

    @property
    def span(self) -> Span | None:
        """The days asked for; None for those of the period, or where they are in wrong order."""
        first, last = (self.months.get(self.value(name) or "") for name in MONTHS)
        if first is None and last is None:
            return None
        begin = first.date_from if first else self.selection.first
        end = last.date_to if last else self.selection.until
        return Span(begin, end) if begin <= end else None

    def problems(self) -> list[str]:
        found = super().problems()
        if self.span is None and any(self.value(name) for name in MONTHS):
            found.append(_t("Tháng đầu phải trước tháng cuối; trang này bỏ qua hai tháng đã chọn."))
        return found

    def scope(self) -> Scope:
        kept = {name: value for name, value in self.kept().items() if name not in MONTHS}
        return Scope(
            self.agencies(),
            self.selection,
            kept,
            is_province=is_province(self.request.user, self.value("agency")),
            asked=self.span,
            now=self.now,
        )


def _months(selection: Selection) -> list[ReportMonth]:
    """From the first month of which anything is known to the as-of day."""
    known = [
        Period.objects.aggregate(first=Min("date_from"))["first"],
        Dossier.objects.aggregate(first=Min("received_on"))["first"],
        selection.first,
    ]
    first: dt.date = min(day for day in known if day is not None)
    return report_months(first, max(selection.as_of, first))


def _code(month: ReportMonth) -> str:
    return f"{month.year}-{month.number:02}"


def _label(month: ReportMonth) -> str:
    return _t("Tháng %(month)d/%(year)d") % {"month": month.number, "year": month.year}
