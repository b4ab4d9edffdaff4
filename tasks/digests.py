"""What a digest tells of tasks. Each function reads with the rights of the user at that moment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import User
from agencies.querysets import reach_for
from reporting.mailing import Line, Section, absolute
from reporting.numbers import date, number
from reporting.reminding import windows
from reporting.selection import Selection
from reporting.workdays import WorkingCalendar
from tasks import inbox, steps, wording
from tasks.links import detail_url, list_url
from tasks.models import Programme, Task
from tasks.querysets import TaskQuerySet
from tasks.standing import OPEN
from tasks.states import Progress
from tasks.summary import figures_by_programme

#: Lines of one section; the rest is a link.
MOST = 20


def daily(
    user: User, selection: Selection, days_before: Sequence[int], calendar: WorkingCalendar | None
) -> list[Section]:
    """What is overdue, returned or due for a clerk or head; what waits for whoever decides."""
    sections = _waiting(user, selection)
    if user.has_perm(steps.ENTER) and not reach_for(user, steps.ENTER).is_everything:
        rows = Task.objects.counted_for(user).as_of(selection.as_of).with_progress()
        sections += _own(rows, selection, days_before, calendar)
    return sections


def _own(
    rows: TaskQuerySet,
    selection: Selection,
    days_before: Sequence[int],
    calendar: WorkingCalendar | None,
) -> list[Section]:
    on = selection.as_of
    late = rows.in_figure("open_overdue").order_by("-days_late", "code")
    returned = rows.filter(progress_then=Progress.RETURNED).order_by("code")
    found = [
        _section(
            _("Quá hạn"), late, selection, lambda task: wording.late(task.days_late), "overdue"
        ),
        _section(
            _("Trả lại để làm lại"),
            returned,
            selection,
            wording.due,
            Progress.RETURNED.value,
        ),
    ]
    for days, first, last in windows(on, days_before, calendar):
        title = ngettext("Còn %(n)s ngày làm việc", "Còn %(n)s ngày làm việc", days)
        coming = rows.filter(timeliness__in=OPEN).due_between(first, last)
        found.append(
            _section(
                title % {"n": number(days)},
                coming.order_by("due_on", "code"),
                selection,
                lambda task: date(task.due_on),
                "due_soon",
            )
        )
    return [one for one in found if one is not None]


def _section(
    title: str, rows: TaskQuerySet, selection: Selection, note: Any, state: str
) -> Section | None:
    count = rows.order_by().count()
    if not count:
        return None
    shown = rows.select_related("lead")[:MOST]
    left_out = ngettext("Còn %(n)s nhiệm vụ khác", "Còn %(n)s nhiệm vụ khác", count - MOST)
    return Section(
        title=f"{title}: {wording.tasks(count)}",
        lines=[
            Line(
                f"{task.code} {task.title}",
                absolute(detail_url(selection, task.code)),
                f"{task.lead.label}; {note(task)}",
            )
            for task in shown
        ],
        more=left_out % {"n": number(count - MOST)} if count > MOST else "",
        url=absolute(list_url(selection, state=state)),
    )


def _waiting(user: User, selection: Selection) -> list[Section]:
    """Queues that the user works off: submissions, requests, what is ready to be handed in."""
    lines = [
        Line(
            f"{queue.label}: {number(queue.count)}",
            absolute(f"{reverse('tasks:inbox')}?list={queue.key}"),
        )
        for queue in inbox.queues_of(user)
        if queue.count
    ]
    return [Section(_("Chờ xử lý"), lines)] if lines else []


def weekly(user: User, selection: Selection) -> list[Section]:
    """Every programme in figures, and the tasks that are latest."""
    tasks = Task.objects.counted_for(user)
    known = tasks.as_of(selection.as_of)
    if not known.exists():
        return []
    programmes = list(Programme.objects.filter(tasks__in=known.order_by().values("pk")).distinct())
    figures = figures_by_programme(tasks, selection, programmes)
    lines = [_programme(one, figures[one.pk]) for one in programmes]
    late = _section(
        _("Quá hạn lâu nhất"),
        known.in_figure("open_overdue").order_by("-days_late", "code"),
        selection,
        lambda task: wording.late(task.days_late),
        "overdue",
    )
    found = [Section(_("Tiến độ các chương trình"), lines)]
    return [*found, late] if late else found


def _programme(programme: Programme, figures: dict[str, Any]) -> Line:
    p1 = figures["P1"]
    words = {
        "programme": wording.programme_name(programme),
        "share": p1.text,
        "done": p1.rows.text,
        "all": p1.base.text,
    }
    parts = [
        (figures["open_overdue"], _("quá hạn")),
        (figures["due_urgent"], _("đến hạn gấp")),
    ]
    return Line(
        _("%(programme)s: hoàn thành %(share)s (%(done)s/%(all)s)") % words,
        absolute(p1.url),
        "; ".join(f"{figure.text} {word}" for figure, word in parts),
    )
