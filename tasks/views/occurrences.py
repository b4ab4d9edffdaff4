"""Reports of recurring tasks: the list behind every figure of them, and entering a result."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tables2 import RequestConfig

from reporting.export_pages import ExportPage
from reporting.exports import Export
from reporting.numbers import date, number
from reporting.pages import SelectionPageMixin
from tasks import recurrence
from tasks.detail.actions import Action
from tasks.forms.occurrences import ReportForm
from tasks.models import Occurrence, Task
from tasks.occurrence_exports import export
from tasks.occurrence_filter import OccurrenceFilter
from tasks.occurrence_table import OccurrenceTable
from tasks.summary.occurrences import rows_url
from tasks.tabs import tabs
from tasks.views.actions import PartView
from tasks.views.lists import PER_PAGE


class OccurrenceListView(SelectionPageMixin, ExportPage):
    """Which reports are missing, late, on time: ``?state=missing&agency=SXD``."""

    permission_required = ("tasks.view_task", "tasks.view_occurrence")
    template_name = "tasks/occurrences.html"

    def export(self) -> Export:
        titles = Task.objects.visible_to(self.request.user)
        return export(self.filter, titles, self.selection, self.request.user)

    @cached_property
    def filter(self) -> OccurrenceFilter:
        counted = Occurrence.objects.counted_for(self.request.user).as_of(self.selection.as_of)
        return OccurrenceFilter(
            self.request.GET, counted, request=self.request, selection=self.selection
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        table = OccurrenceTable(
            self.filter.occurrences.for_table(),
            selection=self.selection,
            order_by=self.request.GET.get("sort", ""),
            visible=Task.objects.visible_to(self.request.user),
        )
        RequestConfig(self.request, paginate={"per_page": PER_PAGE}).configure(table)
        return super().get_context_data(
            heading=self.heading(table.paginator.count),
            count=table.paginator.count,
            filter=self.filter,
            table=table,
            hidden=self.selection.fields,
            reset=rows_url(self.selection),
            exports=self.export_links(),
            tabs=tabs(self.selection, "tasks:occurrences"),
            **kwargs,
        )

    def heading(self, count: int) -> str:
        """Of all reports, how many are missing; of one state, how many there are."""
        state = self.filter.state_label
        if state:
            return heading(state, count)
        missing = self.filter.occurrences.counts(self.selection.as_of)["occurrences_missing"]
        words = {"reports": heading("", count), "n": number(missing)}
        if not missing:
            return _("%(reports)s, không có kỳ nào quá hạn chưa có") % words
        return _("%(reports)s, %(n)s kỳ quá hạn chưa có") % words


def heading(state: str, count: int) -> str:
    """``3 kỳ báo cáo: quá hạn, chưa có``."""
    text = ngettext("%(n)s kỳ báo cáo", "%(n)s kỳ báo cáo", count) % {"n": number(count)}
    if not state:
        return text
    return f"{text}: {state[:1].lower()}{state[1:]}"


class OccurrenceReportView(PartView):
    """The lead enters the result of one report."""

    model = Occurrence
    right = recurrence.REPORT

    def make(self, data: Any = None, files: Any = None) -> Action:
        form = ReportForm(data, occurrence=self.part, today=self.today)
        label = _("Nhập kết quả: %(label)s") % {"label": self.part.label}
        return Action(label, self.request.get_full_path(), form)

    def act(self, form: Any) -> str:
        made = recurrence.report(self.part, self.user, today=self.today, **form.cleaned_data)
        words = {"label": made.label, "day": date(made.completed_on)}
        return _("Đã ghi kết quả %(label)s, văn bản ngày %(day)s.") % words
