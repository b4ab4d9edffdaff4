"""One form that differs from the list of dossiers: who looks after it, what was done."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from functools import cached_property
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from dossiers.links import sources_url
from dossiers.models import Return
from dossiers.querysets import ReturnQuerySet
from dossiers.sources import following
from dossiers.sources.differences import Gap, GapState, Told, gaps, open_keys
from dossiers.sources.forms import AcceptForm, NoteForm
from dossiers.summary.reported import sent, steps_of
from dossiers.summary.sources import told_of
from dossiers.tables.sources import SourcesTable
from dossiers.wording import row_name
from reporting.numbers import moment, number
from reporting.pages import ActorMixin
from reporting.selection import Selection, back_url, select


class FollowUpView(ActorMixin, TemplateView):
    """The differences of one form, their owner, note and log; the forms to write or accept."""

    permission_required = ("dossiers.view_return", "dossiers.view_dossier")
    template_name = "dossiers/follow_up.html"

    @cached_property
    def report(self) -> Return:
        """The version in force of the form named, which may be one that stood on an earlier day."""
        visible: ReturnQuerySet = Return.objects.visible_to(self.user)
        named = visible.filter(pk=self.kwargs["pk"]).first()
        rows = visible.versions_of(named) if named else visible.none()
        rows = rows.in_force().exclude(status=Return.Status.DRAFT)
        rows = rows.filter(agency_role=Return.AgencyRole.RESOLVING, is_aggregate=False)
        report: Return | None = rows.select_related("agency", "period", "sector").first()
        if report is None:
            raise Http404(_("Không tìm thấy biểu đang có hiệu lực."))
        return report

    @cached_property
    def sent_on(self) -> dt.date:
        """The day of sending, as of today; that of its entry where no step tells it."""
        steps = steps_of([self.report.pk])[self.report.pk]
        day = sent(self.report, steps, self.today)
        return day or timezone.localdate(self.report.entered_at)

    @cached_property
    def told(self) -> Told:
        return told_of([(self.report, self.sent_on)])[0]

    @cached_property
    def selection(self) -> Selection:
        """The period of the address, to go back to; the day is today's work."""
        found = select(self.request.GET)
        return found or Selection(self.report.period, self.report.period.date_to)

    @cached_property
    def gaps(self) -> list[Gap]:
        return gaps(self.told, max(self.selection.as_of, self.sent_on))

    def may(self, right: str) -> bool:
        if not self.user.has_perm(right):
            return False
        return bool(Return.objects.writable_by(self.user, right).filter(pk=self.report.pk).exists())

    # The forms --------------------------------------------------------------------------------

    def note_form(self, data: Any = None) -> NoteForm:
        follow_up = self.told.follow_up
        return NoteForm(
            data,
            owners=following.owners(self.report.agency, self.today),
            initial={
                "owner": follow_up.owner_id if follow_up else None,
                "note": follow_up.note if follow_up else "",
                "seen": following.seen_of(follow_up),
            },
        )

    def accept_form(self, data: Any = None) -> AcceptForm:
        return AcceptForm(data, initial={"seen": following.seen_of_gaps(open_keys(self.gaps))})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown: dict[str, Any] = {"note_form": None, "accept_form": None}
        if self.may(following.NOTE):
            shown["note_form"] = self.note_form()
        if open_keys(self.gaps) and self.may(following.ACCEPT):
            shown["accept_form"] = self.accept_form()
        return super().get_context_data(
            **{
                "report": self.report,
                "headline": self.headline(),
                "table": SourcesTable(
                    self.gaps, selection=self.selection, exclude=("period", "agency")
                ),
                "is_equal": not self.gaps,
                "owner": self.owner(),
                "log": log_of(self.report),
                "note_url": self.address("dossiers:follow-up-note"),
                "accept_url": self.address("dossiers:follow-up-accept"),
                "withdraw_url": self.withdraw_url(),
                "form_url": self.report.get_absolute_url(),
                "back": sources_url(self.selection),
                **shown,
                **kwargs,
            }
        )

    def address(self, name: str) -> str:
        return back_url(reverse(name, args=[self.report.pk]), self.request.GET)

    def withdraw_url(self) -> str:
        """Where something is accepted and the reader may take it back."""
        is_taken = any(gap.state == GapState.ACCEPTED for gap in self.gaps)
        may = is_taken and self.may(following.ACCEPT)
        return self.address("dossiers:follow-up-withdraw") if may else ""

    def owner(self) -> str:
        follow_up = self.told.follow_up
        return str((follow_up and follow_up.owner) or self.report.agency.name)

    def headline(self) -> str:
        count = sum(gap.state != GapState.SETTLED for gap in self.gaps)
        words = {
            "agency": row_name(self.report.agency),
            "period": self.report.period,
            "n": number(count),
        }
        if not count:
            return _("%(agency)s, %(period)s: hai nguồn số liệu khớp nhau") % words
        return (
            ngettext(
                "%(agency)s, %(period)s: %(n)s cột của Biểu II.06 khác danh sách hồ sơ",
                "%(agency)s, %(period)s: %(n)s cột của Biểu II.06 khác danh sách hồ sơ",
                count,
            )
            % words
        )


class _Acting(FollowUpView, ABC):
    """What sending one of the two forms does; a refusal shows it as it was typed."""

    right = ""
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.may(self.right):
            raise PermissionDenied
        form = self.bound(request.POST)
        if not form.is_valid():
            return self.again(form)
        try:
            said = self.act(form.cleaned_data)
        except following.ConflictError as conflict:
            messages.warning(request, str(conflict))
        else:
            messages.success(request, said)
        return HttpResponseRedirect(self.address("dossiers:follow-up"))

    @abstractmethod
    def bound(self, data: Any) -> NoteForm | AcceptForm: ...

    @abstractmethod
    def again(self, form: Any) -> HttpResponse: ...

    @abstractmethod
    def act(self, typed: dict[str, Any]) -> str: ...


class NoteView(_Acting):
    right = following.NOTE

    def bound(self, data: Any) -> NoteForm:
        return self.note_form(data)

    def again(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(note_form=form), status=422)

    def act(self, typed: dict[str, Any]) -> str:
        now = timezone.now()
        is_new = following.write(self.report, self.sent_on, self.user, now=now, **typed)
        return _("Đã ghi việc xử lý chênh lệch.") if is_new else _("Nội dung này đã được ghi.")


class AcceptView(_Acting):
    right = following.ACCEPT

    def bound(self, data: Any) -> AcceptForm:
        return self.accept_form(data)

    def again(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(accept_form=form), status=422)

    def act(self, typed: dict[str, Any]) -> str:
        now = timezone.now()
        count = following.accept(self.report, self.sent_on, self.user, now=now, **typed)
        if not count:
            return _("Các chênh lệch này đã được chấp nhận hoặc đã khớp.")
        return _("Đã chấp nhận %(n)s chênh lệch, kèm lý do.") % {"n": number(count)}


class WithdrawView(FollowUpView):
    """Takes back what was accepted: the differences are open again."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.may(following.ACCEPT):
            raise PermissionDenied
        count = following.withdraw(self.report, self.sent_on, self.user, now=timezone.now())
        if count:
            words = {"n": number(count)}
            messages.success(request, _("Đã rút chấp nhận %(n)s chênh lệch.") % words)
        else:
            messages.info(request, _("Không còn chênh lệch nào đang được chấp nhận."))
        return HttpResponseRedirect(self.address("dossiers:follow-up"))


def log_of(report: Return) -> list[dict[str, str]]:
    """What was written about the form and its earlier versions, newest first."""
    events = apps.get_model("dossiers", "ReturnFollowUpEvent").objects.filter(
        report__period=report.period_id,
        report__agency=report.agency_id,
        report__agency_role=report.agency_role,
        report__is_aggregate=report.is_aggregate,
        report__sector=report.sector_id,
    )
    rows = events.exclude(pgh_label="delete").select_related("owner", "edited_by")
    return [
        {
            "at": moment(event.pgh_created_at),
            "at_iso": event.pgh_created_at.isoformat(),
            "text": event.note or _("Không có ghi chú"),
            "more": _("%(who)s ghi; phụ trách: %(owner)s")
            % {"who": event.edited_by or "–", "owner": event.owner or report.agency.name},
        }
        for event in rows.order_by("-pgh_id")[:50]
    ]
