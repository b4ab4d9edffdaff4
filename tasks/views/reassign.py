"""Tasks of an agency that has ended go to its successors, all or a selection at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import View

from agencies.models import Agency
from reporting.numbers import date, number
from reporting.pages import ActorMixin
from tasks import reassigning, wording
from tasks.forms.bulk import ALL, RECEIVER, HandOverForm
from tasks.models import Task
from tasks.reassigning import HandOver, HandOverRefused, Outcome

#: Tasks on one page: two fields for each, and Django takes no more than a thousand.
MOST = 400


class ReassignView(ActorMixin, View):
    """Without ``?agency=``: which agencies have ended and still lead open tasks."""

    permission_required = reassigning.RIGHT

    @cached_property
    def agency(self) -> Agency | None:
        code = self.request.GET.get("agency", "")
        if not code:
            return None
        found: Agency | None = None
        if "\0" not in code:
            found = Agency.objects.visible_to(self.user).filter(code=code).first()
        if found is None:
            raise Http404
        return found

    @cached_property
    def heirs(self) -> list[Agency]:
        return reassigning.successors(self.agency, self.today) if self.agency else []

    @cached_property
    def helped(self) -> int:
        return reassigning.open_tasks(self.user).filter(coordinating=self.agency).count()

    def form(self, agency: Agency, data: Any = None) -> HandOverForm:
        newest = agency.successions.order_by("-on").first()
        after = agency.valid_to + dt.timedelta(days=1) if agency.valid_to else None
        start = after or (newest.on if newest else self.today)
        reference = newest.legal_reference if newest else ""
        return HandOverForm(
            data,
            today=self.today,
            heirs=self.heirs,
            others=Agency.objects.writable_by(self.user, reassigning.RIGHT)
            .valid_on(self.today)
            .exclude(pk=agency.pk),
            helped=self.helped,
            initial={"on": start, "document_number": reference[:60]},
        )

    def get(self, request: HttpRequest) -> HttpResponse:
        if self.agency is None:
            return self.listed()
        return self.shown(self.agency, self.form(self.agency))

    def listed(self) -> HttpResponse:
        found = reassigning.ended_agencies(self.user, self.today)
        rows = [
            {
                "name": one.name,
                "url": f"{reverse('tasks:reassign')}?agency={one.code}",
                "ended": date(one.valid_to),
                "open": number(one.open_count),
                "helped": number(one.helped_count),
            }
            for one in found
        ]
        context = {"rows": rows, "count": number(sum(one.open_count for one in found))}
        return render(self.request, "tasks/reassign_list.html", context)

    def shown(self, agency: Agency, form: HandOverForm, status: int = 200) -> HttpResponse:
        tasks = reassigning.open_tasks(self.user).filter(lead=agency)
        count = tasks.count()
        rows = tasks.select_related("programme").order_by("code")[:MOST]
        context = {
            "agency": agency,
            "form": form,
            "rows": [self.row(task) for task in rows],
            "several": [{"code": one.code, "name": one.label} for one in self.heirs[:20]]
            if len(self.heirs) > 1
            else [],
            "heirs": ", ".join(one.name for one in self.heirs),
            "title": self.title(agency, count),
            "beyond": number(MOST) if count > MOST else "",
            "helped": self.helped,
        }
        return render(self.request, "tasks/reassign.html", context, status=status)

    def title(self, agency: Agency, count: int) -> str:
        words = {"n": number(count), "agency": agency.name}
        if not count:
            return _("%(agency)s không còn chủ trì nhiệm vụ chưa hoàn thành") % words
        text = ngettext(
            "Giao lại %(n)s nhiệm vụ chưa hoàn thành của %(agency)s",
            "Giao lại %(n)s nhiệm vụ chưa hoàn thành của %(agency)s",
            count,
        )
        return text % words

    def row(self, task: Task) -> dict[str, Any]:
        picked = self.request.POST.getlist("task")
        return {
            "pk": task.pk,
            "code": task.code,
            "title": task.title,
            "url": reverse("tasks:detail", args=[task.code]),
            "programme": wording.programme_name(task.programme),
            "due": date(task.effective_due_on)
            if task.effective_due_on
            else task.get_deadline_kind_display(),
            "progress": task.progress,
            "picked": not self.request.POST or str(task.pk) in picked,
            "lead": self.request.POST.get(f"lead-{task.pk}", ""),
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        if self.agency is None:
            raise Http404
        form = self.form(self.agency, request.POST)
        if not form.is_valid():
            return self.shown(self.agency, form, 422)
        try:
            order = self.order(self.agency, form)
            outcome = reassigning.hand_over(order, self.user, today=self.today)
        except HandOverRefused as refused:
            form.refuse(refused.message, refused.field)
            return self.shown(self.agency, form, 422)
        self.tell(outcome)
        return redirect(f"{reverse('tasks:reassign')}?agency={self.agency.code}")

    def order(self, agency: Agency, form: HandOverForm) -> HandOver:
        given = form.cleaned_data
        wanted = {pk: self.request.POST.get(f"lead-{pk}", "") or given["to"] for pk in self.picked}
        codes = {code for code in (given["to"], *wanted.values()) if "\0" not in code}
        allowed = Agency.objects.writable_by(self.user, reassigning.RIGHT)
        ids = dict(allowed.filter(code__in=codes).values_list("code", "pk"))
        if not {given["to"], *wanted.values()} <= set(ids):
            raise HandOverRefused(_("Hãy chọn cơ quan nhận trong danh sách."), "to")
        return HandOver(
            agency=agency,
            on=given["on"],
            leads={pk: ids[code] for pk, code in wanted.items()},
            helpers=_helpers(given["helpers"], ids[given["to"]], self.heirs),
            document_number=given["document_number"],
            reason=given["reason"],
        )

    @cached_property
    def picked(self) -> list[int]:
        return picked(self.request.POST.getlist("task"))

    def tell(self, outcome: Outcome) -> None:
        said = []
        if outcome.moved:
            said.append(_("Đã giao lại %(n)s.") % {"n": wording.tasks(len(outcome.moved))})
        if outcome.helped:
            said.append(
                _("Đã thay cơ quan phối hợp trong %(n)s.") % {"n": wording.tasks(outcome.helped)}
            )
        if said:
            messages.success(self.request, " ".join(said))
        if outcome.left:
            messages.warning(self.request, left_in_words(outcome.left))
        if not said and not outcome.left:
            messages.info(self.request, _("Không có nhiệm vụ nào thay đổi."))


def _helpers(chosen: str, receiver: int, heirs: Sequence[Agency]) -> tuple[int, ...]:
    if chosen == RECEIVER:
        return (receiver,)
    return tuple(one.pk for one in heirs if chosen in (ALL, one.code))


def picked(values: Sequence[str]) -> list[int]:
    """Keys of ticked rows; what is no key is passed over."""
    return [int(one) for one in values if one.isdecimal() and len(one) < 18]


def left_in_words(left: dict[str, str]) -> str:
    """``Để lại 2 nhiệm vụ: KH-01 (Hoàn thành), …``: each with its reason, at most twenty named."""
    named = ", ".join(f"{code} ({reason})" for code, reason in list(left.items())[:20])
    words = {"n": wording.tasks(len(left)), "names": named}
    return _("Để lại %(n)s: %(names)s.") % words
