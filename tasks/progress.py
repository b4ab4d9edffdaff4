"""How far a programme is against its plan, day by day, and what that says in a sentence."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from reporting.numbers import date, number
from reporting.selection import Selection
from tasks import wording
from tasks.deadlines import month_end
from tasks.models import Programme
from tasks.querysets import TaskQuerySet


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
    ends = [month_end(year, month) for year in range(first, last + 1) for month in range(1, 13)]
    return [end for end in ends if end.year == first or end <= on]


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


def alt(progress: Progress) -> str:
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
