"""Money for tasks: totals as of a day, and the amounts behind each of them."""

from __future__ import annotations

from typing import Any, cast

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from django_tables2 import RequestConfig

from agencies.models import Agency
from reporting.export_pages import ExportPage
from reporting.exports import Export
from reporting.numbers import number
from reporting.pages import SelectionPageMixin
from reporting.panels import definition_panel
from reporting.sums import Cell, Line, figure_cell, sums_table
from tasks import money
from tasks.funding_exports import export
from tasks.funding_table import FundingTable
from tasks.links import list_url
from tasks.models import Funding, Task
from tasks.querysets import FundingQuerySet
from tasks.scope_filters import FundingFilter, ScopeFilter
from tasks.summary import budget
from tasks.summary.scope import programmes
from tasks.tabs import tabs
from tasks.views.lists import PER_PAGE

#: How many tasks whose money does not fit the page names; the list has all of them.
SHOWN = 20

HEAD = (
    gettext_lazy("Dự kiến"),
    gettext_lazy("Đã cấp"),
    gettext_lazy("Đã chi"),
    gettext_lazy("Chi / cấp"),
)


class BudgetView(SelectionPageMixin, TemplateView):
    """How much is planned, allocated and spent by programme and agency, and what does not fit.

    ``?programme=KH2024&agency=SXD``. In million đồng; the amounts behind are exact.
    """

    permission_required = ("tasks.view_task", "tasks.view_funding")
    template_name = "tasks/budget.html"

    @cached_property
    def filter(self) -> FundingFilter:
        known = Funding.objects.counted_for(self.request.user).known_on(self.selection.as_of)
        return FundingFilter(self.request.GET, known, request=self.request)

    @cached_property
    def tasks_filter(self) -> ScopeFilter:
        tasks = Task.objects.counted_for(self.request.user).as_of(self.selection.as_of)
        return ScopeFilter(self.request.GET, tasks, request=self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        selection, kept = self.selection, self.filter.kept()
        amounts = cast(FundingQuerySet, self.filter.filtered(("kind", "task")))
        agencies = Agency.objects.visible_to(self.request.user)
        whole = budget.total(amounts, selection, kept)
        by_programme = budget.by_programme(amounts, selection, programmes(), kept)
        by_lead = budget.by_lead(amounts, selection, agencies, kept)
        over = self.tasks_filter.rows.over_budget()
        return super().get_context_data(
            headline=headline(whole),
            panels=[definition_panel(figure) for figure in whole.figures.values()],
            filter=self.tasks_filter,
            hidden=selection.fields,
            programmes=_table(_("Chương trình"), by_programme, whole),
            leads=_table(_("Cơ quan chủ trì"), by_lead, whole),
            beyond=budget.beyond(self.tasks_filter.rows, selection, SHOWN),
            beyond_title=beyond_words(over.count()),
            beyond_url=list_url(selection, figure="over_budget", **kept),
            tabs=tabs(selection, "tasks:budget"),
            **kwargs,
        )


def headline(whole: budget.BudgetRow) -> str:
    """``Đã chi 730,0 trên 1.100,0 triệu đồng đã cấp (66,36 %)``."""
    figures = whole.figures
    if not any(figures[code].value for code in ("budget_planned", "budget_allocated")):
        return _("Chưa có kinh phí nhiệm vụ đến ngày tính")
    return _("Đã chi %(spent)s trên %(allocated)s triệu đồng đã cấp (%(share)s)") % {
        "spent": figures["budget_spent"].text,
        "allocated": figures["budget_allocated"].text,
        "share": figures["budget_share"].text,
    }


def beyond_words(count: int) -> str:
    if not count:
        return _("Không có nhiệm vụ chi vượt cấp hoặc cấp vượt dự kiến")
    text = ngettext(
        "%(n)s nhiệm vụ chi vượt cấp hoặc cấp vượt dự kiến",
        "%(n)s nhiệm vụ chi vượt cấp hoặc cấp vượt dự kiến",
        count,
    )
    return text % {"n": number(count)}


def _table(first: str, rows: list[budget.BudgetRow], whole: budget.BudgetRow) -> dict[str, Any]:
    caption = _("Kinh phí, triệu đồng: %(first)s") % {"first": first}
    lines = [
        Line(row.label, row.url, _cells(row), "; ".join(row.warnings), row.tone) for row in rows
    ]
    foot = Line(_("Tổng cộng"), "", _cells(whole)) if rows else None
    return sums_table(caption, first, [str(text) for text in HEAD], lines, foot)


def _cells(row: budget.BudgetRow) -> list[Cell]:
    return [figure_cell(figure) for figure in row.figures.values()]


class BudgetRowsView(SelectionPageMixin, ExportPage):
    """The amounts behind every figure of money, exact, with their documents; also as a file."""

    permission_required = ("tasks.view_task", "tasks.view_funding")
    template_name = "tasks/budget_rows.html"

    def export(self) -> Export:
        titles = Task.objects.visible_to(self.request.user)
        return export(self.filter, titles, self.selection, self.request.user)

    @cached_property
    def filter(self) -> FundingFilter:
        known = Funding.objects.counted_for(self.request.user).known_on(self.selection.as_of)
        return FundingFilter(self.request.GET, known, request=self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        amounts = self.filter.amounts
        table = FundingTable(
            amounts.for_table(),
            selection=self.selection,
            order_by=self.request.GET.get("sort", ""),
            visible=Task.objects.visible_to(self.request.user),
        )
        RequestConfig(self.request, paginate={"per_page": PER_PAGE}).configure(table)
        sums = budget.total(amounts, self.selection, self.filter.kept())
        kind = self.filter.value("kind")
        return super().get_context_data(
            heading=rows_words(kind, sums, table.paginator.count),
            filter=self.filter,
            table=table,
            hidden=self.selection.fields,
            reset=budget.rows_url(self.selection),
            exports=self.export_links(),
            tabs=tabs(self.selection, "tasks:budget"),
            **kwargs,
        )


def rows_words(kind: str | None, sums: budget.BudgetRow, count: int) -> str:
    """``Đã cấp 1.100.000.000 đồng, 12 khoản``; without a kind, each of the three."""
    kinds = [kind] if kind else list(money.KINDS)
    parts = [f"{Funding.Kind(one).label} {money.dong(getattr(sums.totals, one))}" for one in kinds]
    return _("%(sums)s, %(n)s khoản") % {"sums": "; ".join(parts), "n": number(count)}
