"""Agencies with how they stand with their form, in the period and in those before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from dossiers.reported.duties import Report
from dossiers.reported.wording import standing
from dossiers.wording import row_name
from reporting.models import Period
from reporting.numbers import date
from reporting.tables import BaseTable, DateColumn

_PAST = '<svg class="i" aria-hidden="true"><use href="#{}"/></svg><span class="vh">{}</span>'
_PILL = '<span class="{}"><svg class="i" aria-hidden="true"><use href="#{}"/></svg>{}</span>'


@dataclass(frozen=True)
class ReportedRow:
    """A report of the page's period; ``before`` those of the periods before it, newest first,
    None where the agency owed nothing then."""

    report: Report
    before: Sequence[Report | None] = ()


class ReportedTable(BaseTable):
    """Rows of ``ReportedRow``."""

    caption = gettext_lazy("Cơ quan phải báo cáo Biểu II.06")
    unit = pgettext_lazy("plural", "cơ quan")

    agency = tables.Column(gettext_lazy("Cơ quan"), accessor="report__agency")
    level = tables.Column(gettext_lazy("Cấp"), accessor="report__agency__get_level_display")
    due_on = DateColumn(gettext_lazy("Hạn"), accessor="report__due_on", default="–")
    sent_on = DateColumn(gettext_lazy("Ngày gửi"), accessor="report__sent_on", default="–")
    state = tables.Column(gettext_lazy("Tình hình báo cáo"), empty_values=())
    before = tables.Column(gettext_lazy("Các kỳ trước"), accessor="before", empty_values=())

    def __init__(self, rows: Sequence[ReportedRow], earlier: Sequence[Period] = ()) -> None:
        """``earlier``: the periods of ``before``, newest first."""
        self.earlier = earlier
        super().__init__(rows, exclude=() if earlier else ("before",))

    class Meta(BaseTable.Meta):
        orderable = False

    def render_agency(self, record: ReportedRow) -> SafeString | str:
        name = agency_name(record.report)
        if record.report.form is None:
            return name
        url = reverse("dossiers:return", args=[record.report.form])
        return format_html('<a class="tl" href="{}">{}</a>', url, name)

    def render_state(self, record: ReportedRow) -> SafeString:
        found = standing(record.report)
        pill = format_html(_PILL, found.pill, found.icon, found.word)
        after = format_html(' <span class="{}">{}</span>', found.tone, found.after)
        return format_html("<span>{}{}</span>", pill, after if found.after else "")

    def render_before(self, record: ReportedRow) -> SafeString:
        """Oldest first."""
        pairs = list(zip(self.earlier, record.before, strict=True))[::-1]
        cells = (
            (_past(one, period) if one is not None else _nothing_owed(period),)
            for period, one in pairs
        )
        return format_html('<span class="past">{}</span>', format_html_join("", "{}", cells))


def agency_name(report: Report) -> str:
    """The agency, with who answers for one that has ended within the period."""
    name = row_name(report.agency)
    if report.agency.valid_to is None or report.agency.valid_to >= report.period.date_to:
        return name
    words = {"agency": name, "day": date(report.agency.valid_to), "next": report.successor}
    if report.successor:
        return _("%(agency)s (hoạt động đến %(day)s; %(next)s gửi thay)") % words
    return _("%(agency)s (hoạt động đến %(day)s)") % words


def _past(report: Report, period: Period) -> SafeString:
    """A small cell of an earlier period: the shape to see, the words to hear and on pointing."""
    found = standing(report)
    words = f"{period}: {found.word}"
    inner = format_html(_PAST, found.icon, words)
    kind = "late" if report.is_overdue else report.state.value
    if report.form is None:
        return format_html('<span class="heat--{}" title="{}">{}</span>', kind, words, inner)
    url = reverse("dossiers:return", args=[report.form])
    return format_html('<a class="heat--{}" href="{}" title="{}">{}</a>', kind, url, words, inner)


def _nothing_owed(period: Period) -> SafeString:
    words = _("%(period)s: không phải báo cáo") % {"period": period}
    return format_html('<span title="{}">–<span class="vh">{}</span></span>', words, words)
