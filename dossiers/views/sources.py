"""Where form II.06 and the list of dossiers differ, and whose work that is."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tables2 import RequestConfig

from agencies.models import Agency
from dossiers.figures import SOURCES as FIGURES
from dossiers.links import sources_url
from dossiers.reported import exports as report_exports
from dossiers.reported import wording as report_wording
from dossiers.reported.duties import owing
from dossiers.reported.filters import SourcesFilter
from dossiers.sources.differences import Gap, GapState, all_gaps
from dossiers.sources.following import NOTE
from dossiers.summary.sources import forms, told_of
from dossiers.tables.sources import SourcesTable
from dossiers.views.tabs import SOURCES, tabs
from reporting.export_pages import ExportPage
from reporting.exports import Export
from reporting.figures import Figure, Link, computed
from reporting.numbers import number
from reporting.pages import KeptPage, SelectionPageMixin
from reporting.panels import definition_panel

PER_PAGE = 100


class SourcesView(KeptPage, SelectionPageMixin, ExportPage):
    """Cell by cell: what the form says, what the list counts, the difference, its owner and age.

    Forms by resolving agency, in force and sent by the day of the page, against the dossiers of
    the whole period. ``?periods=every`` takes in every period, ``?state=accepted`` or ``settled``
    what is no longer open.
    """

    permission_required = ("dossiers.view_return", "dossiers.view_dossier")
    template_name = "dossiers/sources.html"

    def export(self) -> Export:
        return report_exports.of_gaps(
            self.rows, self.selection, self.filter.told(), self.request.user
        )

    @cached_property
    def filter(self) -> SourcesFilter:
        return SourcesFilter(self.request.GET, Agency.objects.all(), request=self.request)

    @cached_property
    def gaps(self) -> list[Gap]:
        """Every cell of the agencies and periods asked for that has two numbers to tell."""
        period = None if self.filter.is_every_period else self.selection.period
        on = self.selection.as_of
        self.compared = forms(self.filter.agencies(), on, period=period)
        return all_gaps(told_of(self.compared), on)

    @cached_property
    def rows(self) -> list[Gap]:
        return [gap for gap in self.gaps if self.filter.is_in(gap)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        for problem in self.filter.problems():
            messages.warning(self.request, problem)
        known = () if self.filter.is_every_period else ("period",)
        table = SourcesTable(
            self.rows, selection=self.selection, exclude=known, empty_text=self.empty_text
        )
        RequestConfig(self.request, paginate={"per_page": PER_PAGE}).configure(table)
        figure = self.figure()
        return super().get_context_data(
            headline=self.headline(figure),
            compared=report_wording.forms(len(self.compared)),
            coverage=self.coverage,
            may_follow_up=self.request.user.has_perm(NOTE),
            is_empty=not self.compared,
            definition=definition_panel(figure),
            states=self.states(),
            filter=self.filter,
            hidden=self.selection.fields,
            reset=sources_url(self.selection),
            exports=self.export_links(),
            table=table,
            tabs=tabs(self.selection, SOURCES),
            **kwargs,
        )

    @property
    def empty_text(self) -> str:
        if self.filter.chips():
            return _("Không có dòng nào khớp với điều kiện lọc.")
        return _("Không có ô nào đang chờ xử lý trong các biểu đã đối chiếu.")

    @cached_property
    def silent(self) -> int:
        """Agencies of the period that have no form to compare; 0 where every period is meant."""
        if self.filter.is_every_period:
            return 0
        period, there = self.selection.period, {form.agency_id for form, _day in self.compared}
        owed = owing(self.filter.agencies(), period.date_from, period.date_to)
        return owed.exclude(pk__in=there).count()

    @property
    def coverage(self) -> str:
        """How much of the province the comparison leaves out."""
        if not self.silent:
            return ""
        agencies = report_wording.agencies(self.silent)
        return _("%(agencies)s chưa có biểu để đối chiếu.") % {"agencies": agencies}

    def _of_column(self) -> list[Gap]:
        column = self.filter.value("column")
        return [gap for gap in self.gaps if column is None or gap.key == column]

    def figure(self) -> Figure:
        """Open differences under the filters, whichever state is listed."""
        found = sum(gap.state == GapState.OPEN for gap in self._of_column())
        url = sources_url(self.selection, **self.filter.kept("state"))
        counts: dict[str, int | None] = {"source_gaps": found}
        return computed(FIGURES[0], counts, self.selection, lambda _key: Link(url, found))

    def headline(self, figure: Figure) -> str:
        if not self.compared:
            return _("Chưa có Biểu II.06 đã gửi để đối chiếu với danh sách hồ sơ")
        if not figure.value and self.silent:
            words = {
                "forms": report_wording.forms(len(self.compared)),
                "agencies": report_wording.agencies(self.silent),
            }
            text = _(
                "Không còn chênh lệch chưa xử lý ở %(forms)s đã đối chiếu; %(agencies)s chưa có "
                "biểu để đối chiếu"
            )
            return text % words
        if not figure.value:
            return _("Không còn chênh lệch chưa xử lý giữa Biểu II.06 và danh sách hồ sơ")
        agencies = {gap.form.agency_id for gap in self._of_column() if gap.state == GapState.OPEN}
        words = {"n": figure.text, "agencies": report_wording.agencies(len(agencies))}
        return (
            ngettext(
                "%(n)s ô số liệu của %(agencies)s khác nhau giữa Biểu II.06 và danh sách hồ sơ",
                "%(n)s ô số liệu của %(agencies)s khác nhau giữa Biểu II.06 và danh sách hồ sơ",
                int(figure.rows.count or 0),
            )
            % words
        )

    def states(self) -> list[dict[str, Any]]:
        """Open, accepted, settled: each with its count, as tabs."""
        found = Counter(gap.state for gap in self._of_column())
        kept = self.filter.kept("state")
        icons = {GapState.OPEN: "warning", GapState.SETTLED: "completed"}
        return [
            {
                "url": sources_url(self.selection, **kept | {"state": state.value}),
                "label": str(state.label),
                "count": number(found[state]),
                "state": icons.get(state, "") if found[state] else "",
                "current": state == self.filter.state_key,
            }
            for state in GapState
        ]
