"""Planned against actual: how far a programme is, month by month."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agencies.models import Agency
from reporting.chart_cards import card
from reporting.charts import Chart, ChartView, Series
from reporting.numbers import date, day_month, number, signed
from reporting.selection import Selection
from tasks import wording
from tasks.models import Programme, Task
from tasks.progress import Progress, alt, headline, progress_of, subtitle
from tasks.querysets import TaskQuerySet
from tasks.summary import default_programme
from tasks.summary.scope import Filters, narrowed


def progress_chart(
    tasks: TaskQuerySet,
    selection: Selection,
    programme: Programme,
    *,
    agency: Agency | None = None,
) -> Chart:
    """Cumulative tasks of ``programme``: due by their original deadline, and completed.

    ``tasks`` are those that count for the reader; ``agency`` narrows them to its branch.
    """
    tasks, _filters = narrowed(tasks, programme, agency)
    return chart_of(
        progress_of(tasks, selection, programme.year or selection.as_of.year), programme
    )


def chart_of(progress: Progress, programme: Programme) -> Chart:
    days = [point.day for point in progress.points]
    return Chart(
        title=headline(progress),
        subtitle=subtitle(progress, programme),
        kind="progress",
        unit=pgettext("plural", "nhiệm vụ"),
        labels=[day.isoformat() for day in days],
        long_labels=[date(day) for day in days],
        series=[
            Series(
                _("Kế hoạch: đến hạn lũy kế"),
                "plan",
                [point.planned for point in progress.points]
                if progress.total
                else [None] * len(days),
                short=_("Kế hoạch"),
            ),
            Series(
                _("Thực hiện: hoàn thành lũy kế"),
                "actual",
                [point.actual for point in progress.points]
                if progress.total
                else [None] * len(days),
                short=_("Thực hiện"),
            ),
        ],
        options={"asOf": {"x": progress.as_of.isoformat(), "label": _as_of_label(progress.as_of)}},
    )


def _as_of_label(day: dt.date) -> str:
    return _("Đến %(day)s") % {"day": day_month(day)}


def progress_card(
    tasks: TaskQuerySet,
    selection: Selection,
    programme: Programme,
    *,
    agency: Agency | None = None,
) -> dict[str, Any]:
    """``progress_chart`` with its key and table, for ``_components/chart_card.html``."""
    narrow, filters = narrowed(tasks, programme, agency)
    progress = progress_of(narrow, selection, programme.year or selection.as_of.year)
    return card_of(progress, selection, programme, filters)


def card_of(
    progress: Progress, selection: Selection, programme: Programme, filters: Filters
) -> dict[str, Any]:
    """``progress_card`` of a curve that is at hand; ``filters`` name the same tasks in a URL."""
    return card(
        chart_of(progress, programme),
        reverse("tasks:progress-chart"),
        query=selection.url("", **filters),
        ident="chart-progress",
        alt=alt(progress),
        table=_table(progress, programme),
    )


def _table(progress: Progress, programme: Programme) -> dict[str, Any]:
    return {
        "caption": _("Nhiệm vụ lũy kế: %(programme)s")
        % {"programme": wording.full_programme_name(programme)},
        "head": [_("Đến ngày"), _("Kế hoạch"), _("Thực hiện"), _("Chênh lệch")],
        "rows": [
            [
                date(point.day),
                number(point.planned),
                number(point.actual),
                number(None) if point.actual is None else signed(point.actual - point.planned),
            ]
            for point in progress.points
        ],
    }


class ProgressChartView(ChartView):
    """``?programme=KH2024&agency=SXD``; without a programme the plan of the period's year."""

    permission_required = "tasks.view_task"

    def get_chart(self) -> Chart:
        code, of = self.request.GET.get("programme"), self.request.GET.get("agency")
        programme = (
            get_object_or_404(Programme, code=code) if code else default_programme(self.selection)
        )
        if programme is None:
            return Chart(
                _("Chưa có nhiệm vụ có thời hạn"),
                "",
                "progress",
                pgettext("plural", "nhiệm vụ"),
                (),
                (),
            )
        visible = Agency.objects.visible_to(self.request.user)
        agency = get_object_or_404(visible, code=of) if of else None
        tasks = Task.objects.counted_for(self.request.user)
        return progress_chart(tasks, self.selection, programme, agency=agency)
