"""Dossiers of agencies that ended without one successor: who takes which, and what was done."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import View

from agencies.models import Agency
from agencies.querysets import AgencyQuerySet
from dossiers.models import Handover, Sector
from dossiers.querysets import DossierQuerySet
from dossiers.structure import Structure, handing, handover_page, load
from dossiers.structure.handing import CountChangedError, HandingError, Order
from dossiers.structure.handover_form import HandoverForm
from reporting.numbers import date, number
from reporting.pages import ActorMixin

#: Handovers on the page, the newest.
SHOWN = 200


class HandoverPage(ActorMixin):
    """A page for those who hand over, perhaps about the ended agency of ``?agency=``."""

    permission_required = handing.RIGHT

    @cached_property
    def structure(self) -> Structure:
        return load()

    @property
    def agencies(self) -> AgencyQuerySet:
        found: AgencyQuerySet = Agency.objects.writable_by(self.user, handing.RIGHT)
        return found

    @cached_property
    def agency(self) -> Agency | None:
        code = self.request.GET.get("agency", "")
        if not code:
            return None
        found: Agency | None = None
        if "\0" not in code:
            found = self.agencies.filter(code=code).first()
        end = self.structure.lineage.ends.get(found.pk) if found else None
        if found is None or end is None or end.on > self.today:
            raise Http404
        return found

    def waiting(self, agency: Agency) -> DossierQuerySet:
        return handing.waiting(self.structure, agency.pk)


class HandoversView(HandoverPage, View):
    """Without ``?agency=``: which agencies have dossiers that wait, and what was handed over."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if self.agency is None:
            return self.listed()
        return self.shown(self.agency, self.form(self.agency))

    def post(self, request: HttpRequest) -> HttpResponse:
        if self.agency is None:
            raise Http404
        form = self.form(self.agency, request.POST)
        if not form.is_valid():
            return self.shown(self.agency, form, 422)
        if "edit" in request.POST:
            return self.shown(self.agency, form)
        order, expected = form.order(self.agency), form.cleaned_data["count"]
        try:
            if expected is None:
                return self.asked(form, order)
            done = handing.hand_over(order, self.user, today=self.today, expected=expected)
        except CountChangedError as error:
            messages.warning(request, error.message)
            return self.asked(form, order)
        except HandingError as error:
            form.refuse(error)
            return self.shown(self.agency, form, 422)
        words = {"n": number(done.count), "agency": form.receiver}
        text = ngettext(
            "Đã bàn giao %(n)s hồ sơ cho %(agency)s.",
            "Đã bàn giao %(n)s hồ sơ cho %(agency)s.",
            done.count,
        )
        messages.success(request, text % words)
        return redirect(reverse("dossiers:handovers"))

    # Pages ------------------------------------------------------------------------------------

    def asked(self, form: HandoverForm, order: Order) -> HttpResponse:
        """What would be handed over to whom, to be confirmed. Raises ``HandingError``."""
        found = handing.look(order, today=self.today)
        context = handover_page.asked(order, found, form.receiver) | {
            "again": [*form.again(), ("count", str(found.count))]
        }
        return render(self.request, "dossiers/handover_confirm.html", context)

    def listed(self) -> HttpResponse:
        ends = {pk: e for pk, e in self.structure.lineage.ends.items() if e.on <= self.today}
        rows = []
        for agency in self.agencies.filter(pk__in=list(ends)):
            count = self.waiting(agency).count()
            if count:
                rows.append(
                    {
                        "name": agency.name,
                        "url": f"{reverse('dossiers:handovers')}?agency={agency.code}",
                        "ended": date(ends[agency.pk].on),
                        "count": number(count),
                        "rows": handover_page.rows_url(agency=agency.code),
                        "value": count,
                    }
                )
        total = sum(int(row["value"]) for row in rows)
        context = {
            "title": handover_page.waiting_title(total),
            "rows": rows,
            "log": [handover_page.logged(row) for row in self.log()],
        }
        return render(self.request, "dossiers/handovers.html", context)

    def log(self) -> Any:
        rows = Handover.objects.visible_to(self.user)
        named = rows.select_related("predecessor", "successor", "done_by", "undone_by")
        named = named.with_pending()
        return named.order_by("-done_at", "-pk")[:SHOWN]

    def form(self, agency: Agency, data: Any = None) -> HandoverForm:
        end = self.structure.lineage.ends[agency.pk]
        existing = self.agencies.valid_on(end.on).exclude(pk=agency.pk).with_parent(end.on)
        parents = dict(Agency.objects.order_by().values_list("pk", "name"))
        heirs = list(existing.filter(pk__in=end.successors))
        others = list(existing.exclude(pk__in=end.successors))
        by_sector = self.waiting(agency).order_by().values_list("procedure__sector")
        counts = dict(by_sector.annotate(count=Count("pk")))
        sectors = [(one, counts[one.pk]) for one in Sector.objects.filter(pk__in=counts)]
        rows = agency.successions.filter(on=end.on).exclude(legal_reference="")
        reason = rows.values_list("legal_reference", flat=True).first() or ""
        return HandoverForm(
            data, heirs=heirs, others=others, parents=parents, waiting=sectors, reason=reason
        )

    def shown(self, agency: Agency, form: HandoverForm, status: int = 200) -> HttpResponse:
        end = self.structure.lineage.ends[agency.pk]
        count = self.waiting(agency).count()
        words = {"n": number(count), "agency": agency.name}
        text = ngettext(
            "Bàn giao %(n)s hồ sơ của %(agency)s", "Bàn giao %(n)s hồ sơ của %(agency)s", count
        )
        context = {
            "title": text % words
            if count
            else _("%(agency)s không còn hồ sơ chưa bàn giao") % words,
            "said": _(
                "Cơ quan kết thúc từ ngày %(day)s. Số liệu trước ngày này vẫn tính cho cơ quan cũ."
            )
            % {"day": date(end.on)},
            "form": form if count else None,
            "rows_url": handover_page.rows_url(agency=agency.code),
        }
        return render(self.request, "dossiers/handover.html", context, status=status)


class UndoHandoverView(ActorMixin, View):
    """Takes one handover back."""

    permission_required = handing.RIGHT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(Handover.objects.writable_by(self.user, handing.RIGHT), pk=pk)
        try:
            count = handing.undo(row, self.user)
        except HandingError as error:
            messages.error(request, error.message)
        else:
            text = ngettext(
                "Đã hủy bàn giao; %(n)s hồ sơ trở lại chưa bàn giao.",
                "Đã hủy bàn giao; %(n)s hồ sơ trở lại chưa bàn giao.",
                count,
            )
            done = (
                text % {"n": number(count)}
                if count
                else _("Lần bàn giao này đã được hủy trước đó.")
            )
            messages.success(request, done)
        return redirect(reverse("dossiers:handovers"))
