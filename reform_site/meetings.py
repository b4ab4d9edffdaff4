"""The page of a meeting: what ``tasks.meetings`` says, and the figures of all apps frozen at it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.generic import TemplateView, View

from agencies.models import Agency, User
from agencies.querysets import may_everywhere, reach_for
from reform_site.front.province import sections_of
from reporting import snapshots
from reporting.models import Period, Snapshot
from reporting.numbers import date, moment, number
from reporting.pages import KeptPage, ReaderMixin, SelectionPageMixin, period_label
from reporting.selection import Selection, back_url
from tasks.meetings.page import MeetingPage
from tasks.models import Meeting

FREEZE = "reporting.add_snapshot"
READ = "reporting.view_snapshot"
_WITH = ("committee", "presided_by", "period", "notice")


def occasion(meeting: Meeting) -> str:
    return f"meeting-{meeting.pk}"


def selection_of(meeting: Meeting) -> Selection | None:
    """What is frozen at a meeting: its period, else the finest in which it is held, as of its
    day."""
    held_in = Period.objects.covering(meeting.held_on).finest_first()
    period = meeting.period or held_in.first()
    return Selection(period, max(meeting.held_on, period.date_from)) if period else None


class MeetingView(KeptPage, SelectionPageMixin, TemplateView):
    """Who met, on what, what was concluded and what became of it, and the figures of that day."""

    permission_required = ("tasks.view_meeting", "tasks.view_task")
    template_name = "meetings/detail.html"

    @cached_property
    def meeting(self) -> Meeting:
        rows = Meeting.objects.select_related(*_WITH)
        return get_object_or_404(rows, held_on=self.kwargs["held_on"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = MeetingPage(self.meeting, self.request.user, self.selection)
        return super().get_context_data(
            page=page, meeting=self.meeting, frozen=self.frozen(), **kwargs
        )

    def frozen(self) -> dict[str, Any] | None:
        """A snapshot, by default the newest, beside the same figures now. They are those of the
        province: for readers who see all of it."""
        user, meeting = self.request.user, self.meeting
        if not user.has_perm(READ) or not reach_for(user).is_everything:
            return None
        kept, wanted = list(snapshots.versions(occasion(meeting))), selection_of(meeting)
        may = may_everywhere(user, FREEZE)
        url = self.selection.url(reverse("meeting-freeze", args=[meeting.held_on]))
        found = {"freeze_url": url if may and meeting.closed_on is None and wanted else ""}
        if wanted is not None:
            found["about"] = _about(wanted)
        return found | (_told(self.shown(kept), kept, user, self.address) if kept else {})

    def shown(self, kept: list[Snapshot]) -> Snapshot:
        """The version asked for (``?version=1``), else the newest."""
        asked = self.request.GET.get("version", "")
        return next((one for one in kept if str(one.version) == asked), kept[0])

    def address(self, version: int) -> str:
        return f"{self.selection.url(self.meeting.get_absolute_url(), version=version)}#figures"


def _about(selection: Selection) -> str:
    return _("%(period)s, tính đến %(day)s") % {
        "period": period_label(selection.period),
        "day": date(selection.as_of),
    }


def _told(
    snapshot: Snapshot, kept: list[Snapshot], user: Any, address: Callable[[int], str]
) -> dict[str, Any]:
    then = Selection(snapshot.period, snapshot.as_of)
    sections = snapshots.compared(snapshot, sections_of(user, then))
    restated = sum(section.restated for section in sections)
    return {
        "title": _restated_words(restated),
        "sections": sections,
        "is_intact": snapshots.is_intact(snapshot, kept),
        "about": _about(then),
        "scope": snapshot.scope,
        "versions": [_version(one, snapshot, address) for one in kept],
    }


def _version(one: Snapshot, shown: Snapshot, address: Callable[[int], str]) -> dict[str, str]:
    """A line of the log; every version but the one shown opens."""
    words = {"n": number(one.version), "who": str(one.taken_by) if one.taken_by else ""}
    return {
        "at": moment(one.taken_at),
        "at_iso": one.taken_at.isoformat(),
        "text": _("Chốt lần %(n)s: %(who)s") % words,
        "more": f"SHA-256 {one.digest}",
        "url": "" if one.pk == shown.pk else address(one.version),
    }


def _restated_words(restated: int) -> str:
    if not restated:
        return _("Số liệu đã chốt khớp với số tính lại hiện nay")
    text = ngettext(
        "%(n)s số liệu đã chốt khác số tính lại hiện nay",
        "%(n)s số liệu đã chốt khác số tính lại hiện nay",
        restated,
    )
    return text % {"n": number(restated)}


class FreezeView(ReaderMixin, View):
    """Freezes the figures of the meeting's period and day. Again: the next version."""

    permission_required = ("tasks.view_meeting", FREEZE)
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.user
        if not isinstance(user, User) or not may_everywhere(user, FREEZE):
            raise PermissionDenied
        with transaction.atomic():
            meeting = get_object_or_404(
                Meeting.objects.select_for_update(of=("self",)).select_related("period"),
                held_on=self.kwargs["held_on"],
            )
            self.freeze(meeting, user)
        return HttpResponseRedirect(self.back_url(meeting))

    def freeze(self, meeting: Meeting, user: User) -> None:
        wanted = selection_of(meeting)
        if meeting.closed_on is not None:
            text = _("Hồ sơ phiên họp đã kết thúc ngày %(day)s; không chốt lại số liệu.")
            messages.error(self.request, text % {"day": date(meeting.closed_on)})
            return
        if wanted is None:
            messages.error(self.request, _("Hãy chọn kỳ báo cáo của phiên họp trước khi chốt."))
            return
        province = Agency.objects.filter(kind=Agency.Kind.LEADERSHIP).order_by("pk").first()
        with override("vi"):
            sections = sections_of(user, wanted)
            title = str(meeting)
            scope = province.name if province else _("Toàn tỉnh")
        made, is_new = snapshots.take(
            occasion(meeting),
            sections,
            wanted,
            user,
            title=title,
            scope=scope,
        )
        words = {"n": number(made.version)}
        if is_new:
            messages.success(self.request, _("Đã chốt số liệu phiên họp, lần %(n)s.") % words)
        else:
            text = _("Số liệu không đổi so với lần chốt %(n)s; không chốt thêm.")
            messages.info(self.request, text % words)

    def back_url(self, meeting: Meeting) -> str:
        return back_url(meeting.get_absolute_url(), self.request.GET, "figures")
