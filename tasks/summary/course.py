"""How a plan runs: tasks at risk, and its pace by programme and by lead agency."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Agency
from reporting.figures import Definition, Figure, Link, computed
from reporting.numbers import date, number
from reporting.selection import Selection
from tasks import pace, risk, wording
from tasks.course_figures import AT_RISK, PACES
from tasks.links import detail_url, list_url
from tasks.models import Programme
from tasks.pace import Pace, Window
from tasks.querysets import TaskQuerySet
from tasks.states import Timeliness
from tasks.summary.scope import Filters


@dataclass(frozen=True)
class PaceRow:
    """A programme, or a lead agency within one, and its pace. ``sentence`` says it in words;
    ``tone`` is ``late`` where the recent pace is too slow."""

    code: str
    label: str
    url: str
    pace: Pace
    total: Link
    open: Link
    blocking: Link
    figures: dict[str, Figure]
    sentence: str
    tone: str


@dataclass(frozen=True)
class Held:
    """An open task and why it holds its plan up."""

    code: str
    text: str
    url: str
    agency: str
    due: str
    reason: str


def risk_figure(
    tasks: TaskQuerySet, selection: Selection, filters: Filters | None = None
) -> Figure:
    """The figure ``at_risk`` of ``tasks`` (not yet narrowed to a day). One query.

    ``filters`` name the same tasks in the URL of the list.
    """
    count = tasks.as_of(selection.as_of).at_risk().count()
    return risk_of_count(count, selection, filters or {})


def risk_of_count(count: int, selection: Selection, filters: Filters) -> Figure:
    """The figure ``at_risk`` from its count."""

    def link(key: str) -> Link:
        return Link(list_url(selection, figure=key, **filters), count)

    return computed(AT_RISK, {"at_risk": count}, selection, link, note=risk.method())


def window_of(programme: Programme, selection: Selection) -> Window:
    """The days of a programme: its own, else its year, else the year of the period."""
    year = programme.year or selection.period.year
    return pace.window(
        programme.starts_on or dt.date(year, 1, 1),
        programme.ends_on or dt.date(year, 12, 31),
        selection.as_of,
    )


def by_programme(
    tasks: TaskQuerySet,
    selection: Selection,
    programmes: Iterable[Programme],
    filters: Filters | None = None,
) -> list[PaceRow]:
    """The pace of each of ``programmes`` that has a task with a deadline. Two queries."""
    listed = list(programmes)
    windows = {one.pk: window_of(one, selection) for one in listed}
    found = tasks.as_of(selection.as_of).paces(windows)
    return [
        _row(
            one.code,
            wording.full_programme_name(one),
            found[one.pk],
            selection,
            {**(filters or {}), "programme": one.code},
        )
        for one in listed
        if one.pk in found
    ]


def by_lead(
    tasks: TaskQuerySet, selection: Selection, programme: Programme, agencies: Iterable[Agency]
) -> list[PaceRow]:
    """The pace of each lead agency within ``programme``, the one that is most behind first: by
    what blocks, then by what is left. Two queries."""
    windows = {programme.pk: window_of(programme, selection)}
    found = tasks.as_of(selection.as_of).paces(windows, "lead")
    rows = [
        _row(
            one.code,
            one.name,
            found[programme.pk, one.pk],
            selection,
            {"programme": programme.code, "lead": one.code},
            url=selection.url(one.get_absolute_url()),
        )
        for one in agencies
        if (programme.pk, one.pk) in found
    ]
    return sorted(rows, key=lambda row: (-row.pace.blocking, -row.pace.open))


def blocking(tasks: TaskQuerySet, selection: Selection, limit: int) -> list[Held]:
    """The tasks that hold a plan up, the most urgent first, each with its reason. One query."""
    return held(tasks.as_of(selection.as_of).blocking(), selection, limit)


def held(rows: TaskQuerySet, selection: Selection, limit: int) -> list[Held]:
    """Open tasks of ``rows`` (on the day), the most urgent first, each with what presses it: days
    late, why at risk, days left. One query."""
    on = selection.as_of
    return [
        Held(
            code=task.code,
            text=task.title,
            url=detail_url(selection, task.code),
            agency=task.lead_on_day.label,
            due=wording.due(task),
            reason=_reason(task, on),
        )
        for task in rows.for_table().urgent_first()[:limit]
    ]


def _reason(task: Any, on: dt.date) -> str:
    if task.timeliness == Timeliness.OVERDUE:
        return _("Quá hạn %(days)s") % {"days": wording.days(task.days_late)}
    if task.timeliness == Timeliness.STOPPED:
        return _("Tạm dừng từ %(day)s") % {"day": date(task.postponed_on)}
    said = risk.of_task(task, on)
    if said or task.due_on is None:
        return said
    left = wording.left((task.due_on - on).days)
    return left[:1].upper() + left[1:]


def _row(
    code: str, label: str, found: Pace, selection: Selection, filters: Filters, *, url: str = ""
) -> PaceRow:
    def link(key: str, count: int) -> Link:
        return Link(list_url(selection, **filters | {"figure": key}), count)

    return PaceRow(
        code=code,
        label=label,
        url=url or list_url(selection, **filters),
        pace=found,
        total=link("dated", found.total),
        open=link("open_dated", found.open),
        blocking=link("blocking", found.blocking),
        figures=pace_figures(found, selection, filters),
        sentence=sentence(found),
        tone="late" if found.is_enough is False else "",
    )


def pace_figures(found: Pace, selection: Selection, filters: Filters) -> dict[str, Figure]:
    """The three paces by code: needed, since the start, recent. Each opens to the tasks counted."""
    window, counts = found.window, found.counts
    since = {
        "pace_actual": {"completed_from": window.starts_on.isoformat()},
        "pace_recent": {"completed_from": window.recent_from.isoformat()},
    }

    def pace_of(meant: Definition) -> Figure:
        def link(key: str) -> Link:
            named = filters | {"figure": key} | since.get(meant.code, {})
            return Link(list_url(selection, **named), counts[meant.numerator[0]])

        return computed(meant, counts, selection, link)

    return {meant.code: pace_of(meant) for meant in PACES}


def sentence(found: Pace) -> str:
    """``Để hoàn thành 51 nhiệm vụ đến 31/12/2024 cần 3,2 nhiệm vụ mỗi tháng; …``."""
    window = found.window
    words = {"total": number(found.total), "n": number(found.open), "day": date(window.ends_on)}
    if not found.total:
        return _("Chưa có nhiệm vụ có thời hạn")
    if not found.open:
        return _("Đã hoàn thành toàn bộ %(total)s nhiệm vụ có thời hạn") % words
    if not window.days_left:
        return _("Kế hoạch kết thúc ngày %(day)s, còn %(n)s nhiệm vụ có thời hạn") % words
    texts = {meant.code: meant.text(meant.value(found.counts)) for meant in PACES}
    need = _(
        "Để hoàn thành %(total)s nhiệm vụ có thời hạn đến %(day)s cần %(pace)s nhiệm vụ mỗi tháng"
    ) % (words | {"pace": texts["pace_required"]})
    return "; ".join(part for part in (need, _recent(found, texts["pace_recent"])) if part)


def _recent(found: Pace, text: str) -> str:
    window = found.window
    if not window.days_recent:
        return ""
    if window.recent_from == window.starts_on:
        return _("từ đầu kế hoạch đạt %(pace)s") % {"pace": text}
    return _("3 tháng gần nhất đạt %(pace)s") % {"pace": text}


def held_words(count: int) -> str:
    """``4 nhiệm vụ đang cản trở``."""
    if not count:
        return _("Không có nhiệm vụ cản trở nhịp độ")
    text = ngettext("%(n)s nhiệm vụ cản trở nhịp độ", "%(n)s nhiệm vụ cản trở nhịp độ", count)
    return text % {"n": number(count)}
