"""Planned against actual: how far a programme is, month by month."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from agencies.models import Agency
from reporting.chart_cards import card
from reporting.charts import Chart, ChartView, Series
from reporting.numbers import date, day_month, number, signed
from reporting.selection import Selection
from tasks import wording
from tasks.models import Programme, Task
from tasks.querysets import TaskQuerySet
from tasks.summary import default_programme
from tasks.summary.scope import narrowed


@dataclass(frozen=True)
class Point:
    """Cumulative counts on a day. ``actual`` is None after the as-of day: not known yet."""

    day: dt.date
    planned: int
    actual: int | None


@dataclass(frozen=True)
class Progress:
    """The curve of a programme. Deadlines are the original ones; tasks without are left out.

    ``total`` is how many tasks have a deadline at all, in whatever year; ``undated`` how many
    have none.
    """

    as_of: dt.date
    points: tuple[Point, ...]
    total: int
    undated: int

    @property
    def now(self) -> Point:
        """The point of the as-of day."""
        return next(point for point in self.points if point.day == self.as_of)

    @property
    def behind(self) -> int:
        """Tasks that should be done by the as-of day and are not; negative when ahead."""
        return self.now.planned - (self.now.actual or 0)

    @property
    def worst(self) -> Point | None:
        """The last month end before the as-of day on which the plan was furthest behind."""
        past = [point for point in self.points[1:] if point.day < self.as_of]
        return max(past, key=lambda point: (_behind(point), point.day), default=None)


def _behind(point: Point) -> int:
    return point.planned - (point.actual or 0)


def progress_of(tasks: TaskQuerySet, selection: Selection, year: int) -> Progress:
    """The curve of ``tasks`` (of one programme, not yet narrowed to a day). One query.

    Points: the first day of ``year``, its month ends, and the as-of day; month ends go on until
    an as-of day of a later year.
    """
    on = selection.as_of
    days = sorted({dt.date(year, 1, 1), on, *_month_ends(year, max(year, on.year), on)})
    curve = tasks.curve(days, on)
    points = tuple(
        Point(day, planned, actual if day <= on else None)
        for day, (planned, actual) in zip(days, curve.counts, strict=True)
    )
    return Progress(on, points, curve.dated, curve.undated)


def _month_ends(first: int, last: int, on: dt.date) -> list[dt.date]:
    """The month ends of the year ``first``, and those of later years until ``on``."""
    ends = [
        dt.date(year, month, calendar.monthrange(year, month)[1])
        for year in range(first, last + 1)
        for month in range(1, 13)
    ]
    return [end for end in ends if end.year == first or end <= on]


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
        unit=_("nhiệm vụ"),
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


def headline(progress: Progress) -> str:
    """The finding: behind, level or ahead on the as-of day, and what it was at its worst."""
    if not progress.total:
        return _("Chưa có nhiệm vụ có thời hạn")
    behind, worst = progress.behind, progress.worst
    recovered = worst is not None and _behind(worst) > max(behind, 0)
    words = {"n": number(abs(behind))}
    if recovered and worst is not None:
        words |= {"worst": number(_behind(worst)), "month": _month(worst.day, progress.as_of)}
    if behind > 0:
        text = (
            ngettext(
                "Còn chậm %(n)s nhiệm vụ so với kế hoạch, đã thu hẹp từ %(worst)s %(month)s",
                "Còn chậm %(n)s nhiệm vụ so với kế hoạch, đã thu hẹp từ %(worst)s %(month)s",
                behind,
            )
            if recovered
            else ngettext(
                "Chậm %(n)s nhiệm vụ so với kế hoạch",
                "Chậm %(n)s nhiệm vụ so với kế hoạch",
                behind,
            )
        )
    elif behind < 0:
        text = ngettext(
            "Vượt %(n)s nhiệm vụ so với kế hoạch", "Vượt %(n)s nhiệm vụ so với kế hoạch", -behind
        )
    else:
        text = (
            _("Đúng tiến độ kế hoạch, sau khi chậm %(worst)s nhiệm vụ %(month)s")
            if recovered
            else _("Đúng tiến độ kế hoạch")
        )
    return text % words


def _month(day: dt.date, as_of: dt.date) -> str:
    """``cuối tháng 4``, with its year where that is not the one of the as-of day."""
    this_year, other_year = pgettext("date format", "n"), pgettext("date format", "m/Y")
    month = date_format(day, this_year if day.year == as_of.year else other_year)
    return _("cuối tháng %(month)s") % {"month": month}


def subtitle(progress: Progress, programme: Programme) -> str:
    """What is counted, by which deadline, and what is left out."""
    words = {"programme": wording.programme_name(programme), "n": number(progress.undated)}
    if not progress.undated:
        return _("%(programme)s: số nhiệm vụ lũy kế, kế hoạch theo hạn gốc") % words
    return (
        _(
            "%(programme)s: số nhiệm vụ lũy kế, kế hoạch theo hạn gốc; không gồm %(n)s nhiệm vụ "
            "không có thời hạn"
        )
        % words
    )


def progress_card(
    tasks: TaskQuerySet,
    selection: Selection,
    programme: Programme,
    *,
    agency: Agency | None = None,
) -> dict[str, Any]:
    """``progress_chart`` with its key and table, for ``_components/chart_card.html``."""
    tasks, filters = narrowed(tasks, programme, agency)
    progress = progress_of(tasks, selection, programme.year or selection.as_of.year)
    return card(
        chart_of(progress, programme),
        reverse("tasks:progress-chart"),
        query=selection.url("", **filters),
        ident="chart-progress",
        alt=_alt(progress),
        table=_table(progress, programme),
    )


def _alt(progress: Progress) -> str:
    now = progress.now
    return _(
        "Đường lũy kế: đến %(day)s kế hoạch %(planned)s, thực hiện %(actual)s; tất cả %(total)s "
        "nhiệm vụ có thời hạn."
    ) % {
        "day": date(now.day),
        "planned": number(now.planned),
        "actual": number(now.actual),
        "total": number(progress.total),
    }


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
            return Chart(_("Chưa có nhiệm vụ có thời hạn"), "", "progress", _("nhiệm vụ"), (), ())
        visible = Agency.objects.visible_to(self.request.user)
        agency = get_object_or_404(visible, code=of) if of else None
        tasks = Task.objects.counted_for(self.request.user)
        return progress_chart(tasks, self.selection, programme, agency=agency)
