"""Meetings and conclusions: the lists, the agenda, tasks from a conclusion, and its end."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from agencies.querysets import may_everywhere
from reporting.numbers import date, number
from reporting.pages import ActorMixin, KeptPage, SelectionPageMixin
from reporting.selection import back_url
from tasks import wording
from tasks.detail.actions import Action
from tasks.forms.meetings import BuildForm, CloseForm, RaiseForm
from tasks.meetings import closing, raising, words
from tasks.meetings.agenda import build_agenda
from tasks.meetings.conclusion_rows import conclusion_rows
from tasks.meetings.numbers import by_meeting
from tasks.meetings.page import ADD_ITEM
from tasks.meetings.tabs import tabs
from tasks.models import Conclusion, Meeting
from tasks.refusals import Refused

READ = "tasks.view_meeting"


class MeetingListView(KeptPage, SelectionPageMixin, TemplateView):
    """Every meeting, the newest first: who presided, how many conclusions are still open."""

    permission_required = READ
    template_name = "meetings/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on = self.selection.as_of
        still_open = list(Conclusion.objects.open_on(on).select_related("meeting"))
        waiting = Counter(one.meeting_id for one in still_open)
        total = Count("conclusions", filter=Q(held_on__lte=on))
        rows = Meeting.objects.select_related("presided_by").annotate(total=total)
        meetings = list(rows.order_by("-held_on"))
        held = [one for one in meetings if one.held_on <= on]
        longest = max((words.days_open(one, on) for one in still_open), default=0)
        return super().get_context_data(
            headline=words.of_list(len(held), len(still_open), longest),
            rows=[self.row(one, waiting[one.pk]) for one in meetings],
            tabs=tabs(self.selection, "tasks:meetings"),
            add=self.request.user.has_perm("tasks.add_meeting"),
            **kwargs,
        )

    def row(self, meeting: Any, waiting: int) -> dict[str, Any]:
        return {
            "url": self.selection.url(meeting.get_absolute_url()),
            "day": date(meeting.held_on),
            "number": meeting.number,
            "chair": meeting.chair_words,
            "place": meeting.place,
            "state": str(meeting.state_on(self.selection.as_of).label),
            "total": number(meeting.total),
            "has_any": bool(meeting.total),
            "open": number(waiting),
            "is_open": bool(waiting),
        }


class OpenConclusionsView(KeptPage, SelectionPageMixin, TemplateView):
    """Conclusions that nobody has closed by the day, the oldest first."""

    permission_required = READ
    template_name = "meetings/open_conclusions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on = self.selection.as_of
        rows = Conclusion.objects.open_on(on).select_related("meeting", "basis", "closed_by")
        listed = by_meeting(rows)
        shown = conclusion_rows(listed, self.request.user, self.selection, with_tasks=False)
        longest = max((words.days_open(one, on) for one in listed), default=0)
        return super().get_context_data(
            headline=words.of_open(len(listed), longest),
            rows=shown,
            tabs=tabs(self.selection, "tasks:open-conclusions"),
            **kwargs,
        )


class MeetingActionView(ActorMixin, View):
    """What is done about a meeting. It belongs to no agency: its keepers reach everything."""

    permission_required = READ
    right = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        is_reader = request.user.is_authenticated and self.has_permission()
        if is_reader and not may_everywhere(request.user, self.right):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def meeting(self) -> Meeting:
        rows = Meeting.objects.select_related("presided_by", "notice")
        return get_object_or_404(rows, held_on=self.kwargs["held_on"])

    @cached_property
    def conclusion(self) -> Conclusion:
        wanted = self.kwargs["number"]
        if "\0" in wanted:
            raise Http404
        rows = Conclusion.objects.select_related("meeting__presided_by", "meeting__notice")
        return get_object_or_404(rows, meeting=self.meeting, number=wanted)

    def back_url(self, anchor: str, as_of: dt.date | None = None) -> str:
        return back_url(self.meeting.get_absolute_url(), self.request.GET, anchor, as_of=as_of)

    def back(self, anchor: str) -> HttpResponse:
        return HttpResponseRedirect(self.back_url(anchor))

    def done(self, anchor: str) -> HttpResponse:
        """Back to the page as of today at least: it shows what was done, at a second click too."""
        return HttpResponseRedirect(self.back_url(anchor, self.today))


class BuildAgendaView(MeetingActionView):
    """Proposes the agenda from what is open, as of today or of the day of the meeting."""

    right = ADD_ITEM
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = BuildForm(request.POST, held_on=self.meeting.held_on)
        if not form.is_valid():
            for errors in form.errors.values():
                messages.error(request, str(errors[0]))
            return self.back("agenda")
        day, until = min(self.today, self.meeting.held_on), form.cleaned_data["looks_to"]
        try:
            built = build_agenda(self.meeting, self.user, on=day, looks_to=until)
        except Refused as refused:
            messages.error(request, refused.message)
            return self.back("agenda")
        text = _("Đã lập chương trình: thêm %(added)s nội dung, bỏ %(removed)s nội dung không còn.")
        told = {"added": number(built.added), "removed": number(built.removed)}
        messages.success(request, text % told)
        return self.done("agenda")


class FormView(MeetingActionView):
    """A page with one form about a conclusion. A refusal shows the form as it was typed."""

    template_name = ""
    title: Any = ""

    def make(self, data: Any = None) -> Any:
        raise Http404

    def act(self, form: Any) -> str:
        """Does it; what to say afterwards. Raises ``Refused``."""
        raise Http404

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.conclusion.closed_on is not None:
            messages.info(request, _("Kết luận này đã kết thúc."))
            return self.back(self.conclusion.anchor)
        return self.show(self.make())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.make(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            messages.success(request, self.act(form))
        except Refused as refused:
            if not refused.is_repeat:
                form.refuse(refused.message, refused.field)
                return self.show(form)
            messages.info(request, _("Việc này đã được ghi nhận; không ghi thêm lần nữa."))
        return self.done(self.conclusion.anchor)

    def show(self, form: Any) -> HttpResponse:
        context = {
            "form": form,
            "conclusion": self.conclusion,
            "meeting": self.meeting,
            "back": self.back_url(self.conclusion.anchor),
            "action": Action(self.title, self.request.get_full_path(), form),
        }
        return render(self.request, self.template_name, context)


class RaiseTasksView(FormView):
    """One conclusion becomes tasks, one for each lead."""

    right = raising.RIGHT
    template_name = "meetings/raise.html"

    def make(self, data: Any = None) -> RaiseForm:
        return RaiseForm(data, conclusion=self.conclusion, user=self.user, today=self.today)

    def act(self, form: RaiseForm) -> str:
        made = raising.raise_tasks(self.conclusion, self.user, form.order)
        said = {"tasks": wording.tasks(len(made)), "codes": ", ".join(one.code for one in made)}
        return _("Đã tạo %(tasks)s: %(codes)s.") % said


class CloseView(FormView):
    """The chair closes a conclusion."""

    right = closing.RIGHT
    template_name = "meetings/close.html"
    title = gettext_lazy("Kết thúc kết luận")

    def make(self, data: Any = None) -> CloseForm:
        return CloseForm(data, conclusion=self.conclusion, today=self.today)

    def act(self, form: CloseForm) -> str:
        given = form.cleaned_data
        closing.close(
            self.conclusion,
            self.user,
            on=given["closed_on"],
            by=given["closed_by"],
            note=given["closing_note"],
            today=self.today,
        )
        return _("Kết luận %(number)s đã kết thúc.") % {"number": self.conclusion.number}


class ReopenView(MeetingActionView):
    right = closing.RIGHT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            closing.reopen(self.conclusion, self.user)
            messages.success(request, _("Đã mở lại kết luận."))
        except Refused as refused:
            messages.info(request, refused.message)
        return self.done(self.conclusion.anchor)
