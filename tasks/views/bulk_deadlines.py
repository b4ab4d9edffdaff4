"""One document, many deadlines: the tasks of a filter, the new deadline of each, then the order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import View

from reporting.numbers import date, number
from reporting.pages import ActorMixin, SelectionMixin
from reporting.selection import parse_day
from tasks import bulk_deadlines, wording
from tasks.bulk_deadlines import MOST, Line, Order
from tasks.filters import TaskFilter
from tasks.forms.bulk import DeadlinesForm
from tasks.links import detail_url, list_url
from tasks.models import Task
from tasks.views.reassign import left_in_words, picked

_ASKED = ("way", "due_on", "days", "decided_on", "document_number", "reason", "may_be_earlier")


class BulkDeadlinesView(ActorMixin, SelectionMixin, View):
    """``GET`` with the filters of the task list; with the fields of the form it is a preview."""

    permission_required = bulk_deadlines.RIGHT

    @cached_property
    def filter(self) -> TaskFilter:
        return TaskFilter(
            self.request.GET,
            Task.objects.visible_to(self.user).as_of(self.selection.as_of),
            request=self.request,
            selection=self.selection,
        )

    @cached_property
    def tasks(self) -> list[Task]:
        """The open tasks of the filter, in the order of their deadlines; one more than ``MOST``."""
        ids = self.filter.rows.order_by().values("pk")
        rows = bulk_deadlines.movable(self.user).filter(pk__in=ids)
        found = rows.select_related("lead", "programme").prefetch_related("extensions")
        return list(found.order_by("effective_due_on", "code")[: MOST + 1])

    def form(self, data: Any) -> DeadlinesForm:
        return DeadlinesForm(
            data, key="deadlines", today=self.today, initial={"decided_on": self.today}
        )

    def get(self, request: HttpRequest) -> HttpResponse:
        is_preview = "way" in request.GET
        form = self.form(request.GET if is_preview else None)
        lines = None
        if is_preview and form.is_valid():
            lines = bulk_deadlines.lines_of(self.tasks[:MOST], order_of(form), today=self.today)
        return self.shown(form, lines)

    def shown(self, form: DeadlinesForm, lines: list[Line] | None) -> HttpResponse:
        for problem in (*self.selection.problems, *self.filter.problems()):
            messages.warning(self.request, problem)
        chips = [f"{chip.label}: {chip.value}" for chip in self.filter.chips()]
        moved = [line for line in lines or () if not line.problem]
        left = [line for line in lines or () if line.problem]
        context = {
            "title": self.title(len(self.tasks)),
            "filters": "; ".join(chips),
            "list_url": f"{list_url(self.selection)}&{self.kept()}".rstrip("&"),
            "form": form,
            "kept": self.hidden(),
            "is_preview": lines is not None,
            "asked": [(name, form[name].value() or "") for name in _ASKED],
            "moved": [self.row(line) for line in moved],
            "moved_count": wording.tasks(len(moved)),
            "left": [self.row(line) for line in left],
            "left_count": wording.tasks(len(left)),
            "rows": [] if lines is not None else [self.plain(task) for task in self.tasks[:MOST]],
            "beyond": number(MOST) if len(self.tasks) > MOST else "",
        }
        return render(self.request, "tasks/bulk_deadlines.html", context)

    def title(self, count: int) -> str:
        if not count:
            return _("Không có nhiệm vụ chưa hoàn thành khớp với điều kiện lọc")
        return _("Đổi thời hạn của %(n)s bằng một văn bản") % {"n": wording.tasks(min(count, MOST))}

    def plain(self, task: Task) -> dict[str, Any]:
        return {
            "pk": task.pk,
            "code": task.code,
            "title": task.title,
            "url": detail_url(self.selection, task.code),
            "lead": task.lead.name,
            "due": date(task.effective_due_on)
            if task.effective_due_on
            else task.get_deadline_kind_display(),
            "seen": task.effective_due_on.isoformat() if task.effective_due_on else "",
            "extended": number(task.extension_count) if task.extension_count else "",
        }

    def row(self, line: Line) -> dict[str, Any]:
        return self.plain(line.task) | {
            "new": date(line.new) if line.new else "",
            "problem": line.problem,
            "days": wording.days((line.new - line.present).days)
            if line.new and line.present and line.new > line.present
            else "",
        }

    def hidden(self) -> list[tuple[str, str]]:
        """What the form keeps of the address: the selection and the filters."""
        names = [name for name in self.request.GET if name not in {*_ASKED, "page", "export"}]
        kept = {name: self.request.GET[name] for name in names} | self.selection.query
        return [(name, value) for name, value in kept.items() if value]

    def kept(self) -> str:
        query = self.request.GET.copy()
        for name in (*_ASKED, "period", "as_of", "page", "export"):
            query.pop(name, None)
        return query.urlencode()

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.shown(form, None)
        seen = seen_of(request.POST.getlist("task"))
        outcome = bulk_deadlines.move(order_of(form), seen, self.user, today=self.today)
        if outcome.moved:
            text = _("Đã đổi thời hạn của %(n)s theo %(number)s.")
            words = {
                "n": wording.tasks(len(outcome.moved)),
                "number": form.cleaned_data["document_number"],
            }
            messages.success(request, text % words)
        if outcome.left:
            messages.warning(request, left_in_words(outcome.left))
        if not outcome.moved and not outcome.left:
            messages.info(request, _("Chưa chọn nhiệm vụ nào; không có thời hạn nào thay đổi."))
        return redirect(f"{list_url(self.selection)}&{self.kept()}".rstrip("&"))


def seen_of(values: Sequence[str]) -> dict[int, dt.date | None]:
    """Ticked rows with the deadline that they showed: ``12:2024-04-30``. One field for each, as
    Django takes no more than a thousand."""
    parts = [value.partition(":") for value in values]
    return {pk: parse_day(day) for key, _sign, day in parts for pk in picked([key])}


def order_of(form: DeadlinesForm) -> Order:
    given = form.cleaned_data
    return Order(
        new_due=form.new_due,
        decided_on=given["decided_on"],
        document_number=given["document_number"],
        reason=given["reason"],
        may_be_earlier=given["may_be_earlier"],
    )
