"""Who has sent form II.06 for the period, in time, late or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.utils.translation import gettext as _
from django_tables2 import RequestConfig

from agencies.models import Agency
from dossiers.links import reported_url
from dossiers.period.table import HEADINGS
from dossiers.reported import exports as report_exports
from dossiers.reported import wording as report_wording
from dossiers.reported.duties import Report, by_level
from dossiers.reported.filters import ReportedFilter
from dossiers.summary.reported import history, report_figures, reports
from dossiers.tables.reported import ReportedRow, ReportedTable
from dossiers.views.tabs import REPORTED, tabs
from reporting.export_pages import ExportPage
from reporting.exports import Export
from reporting.figures import Figure
from reporting.models import Period
from reporting.numbers import date
from reporting.pages import KeptPage, SelectionPageMixin
from reporting.panels import definition_panel
from reporting.sums import Cell, Line, figure_cell, sums_table

PER_PAGE = 25
#: Periods side by side, the page's own among them.
PERIODS = 6

#: Columns of the table by level, with the tone of a number above 0.
_SHOWN = (
    ("returns_expected", ""),
    ("returns_submitted", ""),
    ("returns_on_time", ""),
    ("returns_late", "soon"),
    ("returns_silent", "late"),
)
_RATES = (("RR1", "returns_submitted"), ("RR2", "returns_on_time"))


class ReportedView(KeptPage, SelectionPageMixin, ExportPage):
    """Expected, sent, in time, late and silent, by level and by agency: ``?state=silent``.

    As of the day of the page: what was sent after it is not sent yet. Each number opens its
    agencies on this page.
    """

    permission_required = "dossiers.view_return"
    template_name = "dossiers/reported.html"

    def export(self) -> Export:
        chips = self.filter.chips()
        return report_exports.of_reports(
            self.rows, self.periods[1:], self.selection, chips, self.request.user
        )

    @cached_property
    def filter(self) -> ReportedFilter:
        return ReportedFilter(self.request.GET, Agency.objects.all(), request=self.request)

    @cached_property
    def periods(self) -> list[Period]:
        """The page's period and those of its kind before it, newest first."""
        return history(self.selection.period, PERIODS)

    @cached_property
    def _reports(self) -> dict[int, list[Report]]:
        return reports(self.filter.agencies(), self.periods, self.selection.as_of)

    @property
    def owed(self) -> list[Report]:
        """All reports of the period that the filters of agencies let through."""
        return self._reports[self.selection.period.pk]

    @cached_property
    def rows(self) -> list[ReportedRow]:
        """The agencies in the state asked for, by level and name, each with its periods before."""
        before = [
            {one.agency.pk: one for one in self._reports[period.pk]} for period in self.periods[1:]
        ]
        shown = [one for rows in by_level(self.filter.passing(self.owed)).values() for one in rows]
        return [ReportedRow(one, [found.get(one.agency.pk) for found in before]) for one in shown]

    # The page ---------------------------------------------------------------------------------

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        for problem in self.filter.problems():
            messages.warning(self.request, problem)
        kept = self.filter.kept("state")
        figures = report_figures(self.owed, self.selection, **kept)
        table = ReportedTable(self.rows, self.periods[1:])
        RequestConfig(self.request, paginate={"per_page": PER_PAGE}).configure(table)
        return super().get_context_data(
            headline=report_wording.headline(figures, sum(one.is_overdue for one in self.owed)),
            levels=self.levels(figures, kept),
            definitions=[definition_panel(one) for one in figures.values()],
            states=self.states(figures),
            filter=self.filter,
            hidden=self.selection.fields,
            reset=reported_url(self.selection),
            exports=self.export_links(),
            table=table,
            past=", ".join(str(period) for period in reversed(self.periods[1:])),
            signs=report_wording.signs(),
            tabs=tabs(self.selection, REPORTED),
            **kwargs,
        )

    def states(self, figures: dict[str, Figure]) -> list[dict[str, Any]]:
        """The list behind each number, as tabs with counts."""
        icons = {"returns_late": "completed_late", "returns_on_time": "completed"}
        icons["returns_silent"] = "not_started"
        return [
            {
                "url": figures[code].url,
                "label": str(figures[code].definition.label),
                "count": figures[code].text,
                "state": icons.get(code, ""),
                "current": code.removeprefix("returns_") == self.filter.state_key,
            }
            for code, _tone in _SHOWN
        ]

    def levels(self, figures: dict[str, Figure], kept: dict[str, str]) -> dict[str, Any]:
        """The figures by level, each with the deadline of its level, and of all together."""
        groups = by_level(self.owed)
        lines = []
        for level, rows in groups.items():
            of_level = report_figures(rows, self.selection, **kept | {"level": level})
            due = self.selection.period.due_for(level)
            note = _("Hạn gửi %(day)s") % {"day": date(due)} if due else _("Không đặt hạn gửi")
            url = reported_url(self.selection, **kept | {"level": level})
            lines.append(Line(str(HEADINGS[level][1]), url, _cells(of_level, rows), note))
        head = [str(figures[code].definition.label) for code, _tone in _SHOWN]
        head += [str(figures[code].definition.short) for code, _rows in _RATES]
        foot = Line(_("Tất cả"), "", _cells(figures, self.owed)) if len(lines) > 1 else None
        return sums_table(_("Báo cáo theo cấp"), _("Cấp"), head, lines, foot)


def _cells(figures: dict[str, Figure], rows: Sequence[Report]) -> list[Cell]:
    """Nobody is late before the deadline: silence is coloured only where it is overdue."""
    is_overdue = any(one.is_overdue for one in rows)
    counts = [
        figure_cell(figures[code], tone if code != "returns_silent" or is_overdue else "")
        for code, tone in _SHOWN
    ]
    return counts + [figure_cell(figures[code]) for code, _rows in _RATES]
