"""The list of tasks: the rows behind every figure of tasks."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.utils import timezone
from django.utils.functional import cached_property
from django_tables2 import RequestConfig

from reporting.export_pages import ExportPage
from reporting.exports import Export
from reporting.pages import KeptPage, SelectionPageMixin
from reporting.tables import PagedRows
from tasks import exports, headings, inbox
from tasks.filters import STATE_FILTERS, TaskFilter
from tasks.links import list_url
from tasks.models import Task
from tasks.querysets import TaskQuerySet
from tasks.tables import TaskTable
from tasks.tabs import tabs
from tasks.tally import Tally
from tasks.tools import tools

PER_PAGE = 50


class TaskListView(KeptPage, SelectionPageMixin, ExportPage):
    """Which tasks are overdue, due soon, done: of whom, in which programme and field, on a day.

    The rows behind every figure of tasks: ``?figure=`` narrows to exactly what it counts.
    """

    permission_required = "tasks.view_task"
    template_name = "tasks/list.html"

    def export(self) -> Export:
        return exports.export(self.filter, self.request.user)

    @cached_property
    def filter(self) -> TaskFilter:
        return TaskFilter(
            self.request.GET,
            Task.objects.visible_to(self.request.user).as_of(self.selection.as_of),
            request=self.request,
            selection=self.selection,
        )

    @cached_property
    def tallies(self) -> dict[Any, Tally]:
        """By programme, over the rows of the filters that do not pick out a state."""
        rows: TaskQuerySet = self.filter.filtered(STATE_FILTERS)
        return rows.tallies("programme")

    def get_table(self) -> TaskTable:
        rows = self.filter.rows.for_table().urgent_first()
        order = self.request.GET.get("sort", "")
        table = TaskTable(PagedRows(rows), selection=self.selection, order_by=order)
        RequestConfig(self.request, paginate={"per_page": PER_PAGE}).configure(table)
        return table

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        for problem in self.filter.problems():
            messages.warning(self.request, problem)
        table = self.get_table()
        count = table.paginator.count
        heading = headings.Heading(self.filter, self.tallies, count)
        return super().get_context_data(
            filter=self.filter,
            table=table,
            count=count,
            heading=heading,
            states=headings.states(self.filter, Tally.sum(self.tallies.values())),
            ages=headings.ages(self.filter, Tally.sum(self.tallies.values())),
            order=headings.order(self.request.GET.get("sort", "")),
            hidden=self.hidden(),
            reset=list_url(self.selection),
            tabs=tabs(self.selection, "tasks:list"),
            inbox=inbox.link(self.request.user),
            tools=tools(self.request.user, self.query(), today=timezone.localdate()),
            exports=self.export_links(),
            **kwargs,
        )

    def hidden(self) -> list[dict[str, str]]:
        """What the filter form keeps: the selection and the order."""
        kept = self.selection.query
        if sort := self.request.GET.get("sort"):
            kept |= {"sort": sort}
        return [{"name": name, "value": value} for name, value in kept.items()]
