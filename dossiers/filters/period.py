"""Filters of the pages of a period: form II.06, trends, late dossiers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from agencies.querysets import AgencyQuerySet
from dossiers.codes import Channel
from dossiers.filters.fields import (
    agency_filter,
    choice,
    online_filter,
    sector_filter,
    structure_filter,
)
from dossiers.period.span import SpanSelection
from dossiers.structure import NOW, THEN
from reporting.filters import BaseFilterSet, DayFilter
from reporting.numbers import date
from reporting.selection import Selection

#: Days before it are slips of the pen.
EARLIEST = dt.date(1945, 9, 2)


class QuestionFilter(BaseFilterSet):
    """A form whose values are put together by ``Question``, which asks for the rows."""

    def leave(self, rows: Any, name: str, value: Any) -> Any:
        return rows

    @property
    def now(self) -> dt.date | None:
        """The day whose organisation is asked for; None: that of each day."""
        return timezone.localdate() if self.value("structure") == NOW else None

    def number(self, name: str) -> int | None:
        value = self.value(name)
        return None if value is None else int(value)


class SpanFields(QuestionFilter):
    """Days of one's own instead of those of the period."""

    since = DayFilter(label=_("Từ ngày"), method="leave")
    until = DayFilter(label=_("Đến ngày"), method="leave")

    def spanned(self, selection: Selection) -> SpanSelection:
        """``selection`` with the days asked for; with those of the period where the days are
        ``wrong_days``."""
        first = self.value("since") or selection.first
        last = self.value("until") or selection.until
        if not EARLIEST <= first <= last <= selection.as_of:
            first, last = selection.first, selection.until
        return SpanSelection(selection.period, selection.as_of, selection.problems, first, last)

    def wrong_days(self, selection: Selection) -> list[str]:
        """What a page says that passes over days which are in the wrong order, or go beyond its
        as-of day; nothing where they can be."""
        found = self.spanned(selection)
        asked = {"since": found.first, "until": found.until}
        if all(self.value(name) in (None, day) for name, day in asked.items()):
            return []
        text = _t(
            "Ngày đầu không được sau ngày cuối, ngày cuối không được sau %(day)s (ngày tính "
            "số liệu); trang này bỏ qua khoảng đã chọn."
        )
        return [text % {"day": date(selection.as_of)}]


class PeriodFilter(QuestionFilter):
    """Over dossiers of a period by agency or level."""

    agency = agency_filter()
    level = choice(_("Cấp"), Agency.Level.choices, _("Tất cả các cấp"))
    channel = choice(_("Hình thức nộp"), Channel.choices, _("Mọi hình thức"))

    class Meta:
        model = Agency
        fields: list[str] = []

    def agencies(self) -> AgencyQuerySet:
        """Those of the agencies that the reader sees which the filters let through."""
        found: AgencyQuerySet = Agency.objects.visible_to(self.request.user)
        if agency := self.value("agency"):
            found = found.branch([agency.pk])
        return found.filter(level=self.value("level")) if self.value("level") else found

    def kept(self) -> dict[str, str]:
        """The filters in force as the address names them."""
        names = {name: self.value(name) for name in self.filters}
        return {
            name: value.code if hasattr(value, "code") else str(value)
            for name, value in names.items()
            if value is not None and value != self.usual.get(name)
        }


class SectorPeriodFilter(PeriodFilter):
    """Over dossiers of a period by agency, level and sector."""

    sector = sector_filter(method="leave")
    online_kind = online_filter()


class FormFilter(PeriodFilter, SpanFields):
    """Over form II.06 by agency or level, of the period or of days of one's own."""

    usual = {"structure": THEN}
    more = ("structure",)

    structure = structure_filter()


class SectorFormFilter(FormFilter, SectorPeriodFilter):
    """Over form II.06 by level and sector."""
