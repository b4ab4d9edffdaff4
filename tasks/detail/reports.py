"""Reports and evidence on the page of a task: what was told, what proves it, and the forms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.querysets import Reader
from reporting.numbers import date, number, per_cent
from reporting.selection import Selection
from tasks import evidence, reports, wording
from tasks.detail.actions import Action
from tasks.forms.reports import EvidenceForm, UpdateForm
from tasks.links import detail_url
from tasks.models import Task
from tasks.states import Progress
from tasks.steps import CLOSED, CONFIRM

Row = dict[str, Any]

#: The rights that decide about the forms of both sections.
RIGHTS = (reports.REPORT, evidence.ADD, evidence.REMOVE)


@dataclass
class Section:
    """``rows`` and the form for one more, if the reader may."""

    rows: list[Row] = field(default_factory=list)
    action: Action | None = None


def reports_of(
    task: Any, rights: Collection[str], selection: Selection, *, today: dt.date
) -> Section:
    """What the lead reported, newest first. Updates and proofs are prefetched."""
    proofs: dict[int | None, list[Any]] = {}
    for one in task.proofs.all():
        proofs.setdefault(one.update_id, []).append(one)
    rows = [_report(one, proofs.get(one.pk, []), selection.as_of) for one in task.updates.all()]
    if reports.REPORT not in rights or task.progress in CLOSED:
        return Section(rows)
    url = selection.url(reverse("tasks:report", args=[task.pk]))
    return Section(rows, report_action(task, url, today=today))


def report_action(
    task: Task, url: str, *, today: dt.date, data: Any = None, files: Any = None
) -> Action:
    late = reports.was_late(task, today)
    form = UpdateForm(data, files, today=today, is_late=late)
    return Action(_("Báo cáo tiến độ"), url, form, has_file=True)


def _report(one: Any, proofs: list[Any], on: dt.date) -> Row:
    told = (
        (_("Kết quả"), one.result),
        (_("Nguyên nhân chậm"), str(one.cause) if one.cause else ""),
        (_("Lý do chậm"), one.delay_reason),
        (_("Giải pháp"), one.remedy),
    )
    return {
        "day": date(one.reported_on),
        "iso": one.reported_on.isoformat(),
        "percent": "" if one.percent is None else per_cent(number(one.percent)),
        "lines": [{"term": term, "text": text} for term, text in told if text],
        "proofs": [{"text": _name(each), "url": each.file_url()} for each in proofs],
        "by": str(one.entered_by) if one.entered_by else "",
        "is_later": one.reported_on > on,
    }


def evidence_of(
    task: Any, rights: Collection[str], selection: Selection, reader: Reader, *, today: dt.date
) -> Section:
    """The documents of ``task`` (prefetched), each with the other tasks that its file proves.

    One query where there is a file.
    """
    stored = list(task.proofs.all())
    others = evidence.other_tasks(stored, task, reader)
    removable = evidence.REMOVE in rights and evidence.may_remove(task, CONFIRM in rights)
    rows = [_proof(one, others.get(one.sha256, []), selection, removable) for one in stored]
    if evidence.ADD not in rights or task.progress == Progress.CANCELLED:
        return Section(rows)
    url = selection.url(reverse("tasks:evidence-add", args=[task.pk]))
    return Section(rows, evidence_action(url, today=today))


def evidence_action(url: str, *, today: dt.date, data: Any = None, files: Any = None) -> Action:
    form = EvidenceForm(data, files, today=today)
    return Action(_("Thêm minh chứng"), url, form, has_file=True)


def _proof(one: Any, others: list[str], selection: Selection, removable: bool) -> Row:
    issued = _("ngày %(day)s") % {"day": date(one.issued_on)} if one.issued_on else ""
    url = selection.url(reverse("tasks:evidence-remove", args=[one.pk])) if removable else ""
    return {
        "kind": one.get_kind_display(),
        "number": one.number,
        "title": one.title,
        "more": ", ".join(part for part in (issued, one.issuer) if part),
        "file_url": one.file_url(),
        "file": _size(one),
        "entered": wording.entered(one.entered_by, one.entered_at),
        "others": [{"code": code, "url": detail_url(selection, code)} for code in others],
        "remove_url": url,
        "is_later": one.issued_on is not None and one.issued_on > selection.as_of,
    }


def _name(one: Any) -> str:
    return " ".join(part for part in (one.number, one.title) if part) or one.get_kind_display()


def _size(one: Any) -> str:
    """``PDF, 1,2 MB``; empty without a file."""
    if not one.file:
        return ""
    return f"{one.file.name.rpartition('.')[2].upper()}, {filesizeformat(one.size)}"
