"""What stands below the tiles: tasks, dossiers, what comes next and what does not add up."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.querysets import AgencyQuerySet
from dossiers import summary as dossier_summary
from dossiers.charts import channels_card
from dossiers.links import period_url
from dossiers.querysets import ReturnQuerySet
from dossiers.trends.scope import Scope
from reform_site.front import headlines
from reporting.findings import of_statements, still_open
from reporting.models.statements import StatementQuerySet
from reporting.numbers import number, span
from reporting.selection import Selection
from tasks import wording
from tasks.charts import card_of
from tasks.links import list_url
from tasks.models import Programme
from tasks.progress import Progress
from tasks.querysets import TaskQuerySet
from tasks.states import due_soon_days
from tasks.summary import FieldRow, by_field, due_next, overdue
from tasks.summary.course import risk_figure

ONE_DAY = dt.timedelta(days=1)

#: How many overdue tasks the page names; the list has all of them.
OVERDUE_SHOWN = 10
#: How many of those that fall due next.
DUE_SHOWN = 12


def of_tasks(
    tasks: TaskQuerySet, selection: Selection, plan: Programme | None, progress: Progress | None
) -> dict[str, Any]:
    late = overdue(tasks, selection, OVERDUE_SHOWN)
    due = due_next(tasks, selection)
    fields = by_field(tasks, selection, plan) if plan else []
    return {
        "progress": _progress_card(progress, selection, plan),
        "fields": fields,
        "fields_title": fields_title(fields),
        "fields_caption": _("Nhiệm vụ kế hoạch theo nội dung cải cách"),
        "overdue": late,
        "overdue_title": headlines.overdue(late.total, late.agencies, late.first, late.longest),
        "overdue_url": list_url(selection, figure="open_overdue"),
        "tasks_url": list_url(selection),
        "rates_url": selection.url(reverse("tasks:rates")),
        "due": due[:DUE_SHOWN],
        "due_count": len(due),
        "at_risk": risk_figure(tasks, selection),
        "due_title": due_title(len(due), selection),
        "due_url": list_url(selection, figure="due_soon"),
    }


def _progress_card(
    progress: Progress | None, selection: Selection, plan: Programme | None
) -> dict[str, Any] | None:
    if progress is None or plan is None:
        return None
    return card_of(progress, selection, plan, {"programme": plan.code})


def fields_title(rows: list[FieldRow]) -> str:
    """The field with most overdue tasks: ``Cải cách TTHC có 3 trong 5 nhiệm vụ … quá hạn``."""
    total = sum(row.late_count for row in rows)
    if not total:
        return _("Không có nhiệm vụ kế hoạch quá hạn")
    worst = max(rows, key=lambda row: row.late_count)
    return _("%(field)s có %(n)s trong %(total)s nhiệm vụ kế hoạch quá hạn") % {
        "field": worst.label,
        "n": number(worst.late_count),
        "total": number(total),
    }


def due_title(count: int, selection: Selection) -> str:
    """``6 nhiệm vụ đến hạn trong 15 ngày tới (14/06/2024–29/06/2024)``."""
    last = selection.as_of + due_soon_days() * ONE_DAY
    days = span(selection.as_of, last)
    if not count:
        return _("Không có nhiệm vụ đến hạn trong %(n)d ngày tới (%(days)s)") % {
            "n": due_soon_days(),
            "days": days,
        }
    return _("%(tasks)s đến hạn trong %(n)d ngày tới (%(days)s)") % {
        "tasks": wording.tasks(count),
        "n": due_soon_days(),
        "days": days,
    }


def of_dossiers(agencies: AgencyQuerySet, selection: Selection) -> dict[str, Any]:
    return {
        "channels": channels_card(Scope(agencies, selection)),
        "rates": dossier_summary.on_time_by_agency(agencies, selection),
        "dossiers_url": period_url(selection),
    }


def of_findings(statements: StatementQuerySet, returns: ReturnQuerySet) -> dict[str, Any]:
    """Open findings of what was printed and of what agencies returned, for the period."""
    printed = still_open(of_statements(statements.with_figures()))
    issues = printed + dossier_summary.return_issues(returns)
    return {
        "notes": [issue.note() for issue in issues],
        "notes_title": headlines.findings(len(issues)),
        "notes_count": len(issues),
        "statements_url": reverse("reporting:statements"),
    }


def todo(context: dict[str, Any]) -> list[dict[str, Any]]:
    """What the committee must look at, beside the headline."""
    late = context["overdue"]
    due = context["due"]
    more_late = ""
    if late.total:
        more_late = ngettext(
            "%(k)s cơ quan, chậm nhất %(days)s", "%(k)s cơ quan, chậm nhất %(days)s", late.agencies
        ) % {"k": number(late.agencies), "days": wording.days(late.longest)}
    return [
        {
            "url": "#overdue",
            "state": "overdue",
            "count": number(late.total),
            "text": _("nhiệm vụ quá hạn"),
            "more": more_late,
        },
        {
            "url": "#due",
            "state": "due_soon",
            "count": number(context["due_count"]),
            "text": _("nhiệm vụ đến hạn trong %(n)d ngày") % {"n": due_soon_days()},
            "more": _("sớm nhất %(day)s") % {"day": due[0].day} if due else "",
        },
        {
            "url": context["at_risk"].url,
            "state": "not_due",
            "count": context["at_risk"].text,
            "text": _("nhiệm vụ có nguy cơ chậm"),
            "more": _("chưa quá hạn, báo cáo kém xa thời gian") if context["at_risk"].value else "",
        },
        {
            "url": "#findings",
            "state": "warning",
            "count": number(context["notes_count"]),
            "text": _("cảnh báo số liệu"),
            "more": _("trong số liệu đã công bố và Biểu II.06") if context["notes_count"] else "",
        },
    ]
