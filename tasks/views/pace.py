"""How fast the plan goes, how fast it must go, and what holds it up."""

from __future__ import annotations

from typing import Any, cast

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from agencies.models import Agency
from reporting.pages import KeptPage, SelectionPageMixin
from reporting.panels import definition_panel
from reporting.sums import Cell, Line, count_cell, figure_cell, sums_table
from tasks import risk
from tasks.links import list_url
from tasks.models import Programme, Task
from tasks.querysets import TaskQuerySet
from tasks.scope_filters import ScopeFilter
from tasks.summary import course
from tasks.summary.scope import default_programme, programmes
from tasks.tabs import tabs

HEAD = (
    gettext_lazy("Có thời hạn"),
    gettext_lazy("Chưa hoàn thành"),
    gettext_lazy("Cản trở"),
    gettext_lazy("Cần mỗi tháng"),
    gettext_lazy("Từ đầu kế hoạch"),
    gettext_lazy("3 tháng gần nhất"),
)
#: How many tasks that hold the plan up the page names; the list has all of them.
SHOWN = 20


class PaceView(KeptPage, SelectionPageMixin, TemplateView):
    """Required against actual pace by programme and by agency, and the open tasks that block.

    ``?programme=KH2024&agency=SXD``; without a programme the plan of the period's year.
    """

    permission_required = "tasks.view_task"
    template_name = "tasks/pace.html"

    @cached_property
    def filter(self) -> ScopeFilter:
        tasks = Task.objects.counted_for(self.request.user)
        return ScopeFilter(self.request.GET, tasks, request=self.request)

    @cached_property
    def tasks(self) -> TaskQuerySet:
        """Those of the agency asked for, of every programme."""
        return cast(TaskQuerySet, self.filter.filtered(("programme",)))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        selection, whose = self.selection, self.filter.kept("agency", "lead")
        chosen: Programme | None = self.filter.value("programme") or default_programme(selection)
        rows = course.by_programme(self.tasks, selection, programmes(), whose)
        at_risk = course.risk_figure(self.tasks, selection, whose)
        context = super().get_context_data(
            filter=self.filter,
            hidden=selection.fields,
            programmes=pace_table(_("Chương trình"), rows, noted=True),
            at_risk=at_risk,
            at_risk_panel=definition_panel(at_risk),
            method=risk.method(),
            tabs=tabs(selection, "tasks:pace"),
            **kwargs,
        )
        return context | self.of_programme(chosen, rows)

    def of_programme(self, chosen: Programme | None, rows: list[course.PaceRow]) -> dict[str, Any]:
        """The chosen programme: its sentence on top, its agencies, what blocks it."""
        code = chosen.code if chosen else ""
        row = next((one for one in rows if one.code == code), None)
        if chosen is None or row is None:
            return {"headline": _("Chưa có nhiệm vụ có thời hạn"), "chosen": None}
        mine = self.tasks.filter(programme=chosen)
        agencies = Agency.objects.visible_to(self.request.user)
        return {
            "headline": row.sentence,
            "chosen": row,
            "panels": [definition_panel(figure) for figure in row.figures.values()],
            "leads": pace_table(
                _("Cơ quan chủ trì"), course.by_lead(mine, self.selection, chosen, agencies)
            ),
            "held": course.blocking(mine, self.selection, SHOWN),
            "held_title": course.held_words(row.pace.blocking),
            "held_more": max(row.pace.blocking - SHOWN, 0),
            "list_url": list_url(self.selection, programme=chosen.code),
        }


def pace_table(first: str, rows: list[course.PaceRow], *, noted: bool = False) -> dict[str, Any]:
    """``_components/sums_table.html`` of paces; ``noted`` says each one in a sentence, too."""
    caption = _("Nhịp độ, nhiệm vụ mỗi tháng: %(first)s") % {"first": first}
    lines = [
        Line(row.label, row.url, _cells(row), row.sentence if noted else "", row.tone)
        for row in rows
    ]
    return sums_table(caption, first, [str(text) for text in HEAD], lines)


def _cells(row: course.PaceRow) -> list[Cell]:
    return [
        count_cell(row.pace.total, row.total.url),
        count_cell(row.pace.open, row.open.url),
        count_cell(row.pace.blocking, row.blocking.url, "late"),
        figure_cell(row.figures["pace_required"]),
        figure_cell(row.figures["pace_actual"]),
        figure_cell(row.figures["pace_recent"], row.tone),
    ]
