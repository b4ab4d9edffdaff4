"""One meeting as its page shows it, but for the figures frozen at it (``reform_site.meetings``)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from agencies.querysets import may_everywhere
from reporting.numbers import date, number
from reporting.pages import period_label
from reporting.selection import Selection
from tasks import wording
from tasks.links import list_url
from tasks.meetings import words
from tasks.meetings.agenda_rows import Agenda, AgendaRow
from tasks.meetings.conclusion_rows import ConclusionRow, conclusion_rows, tallies_of
from tasks.meetings.numbers import in_order
from tasks.models import Attendance, Conclusion, Meeting
from tasks.officials import leader_urls
from tasks.tally import Tally

ADD_ITEM = "tasks.add_agendaitem"


@dataclass(frozen=True)
class Present:
    """Somebody of the committee; ``word`` says ``presence``."""

    name: str
    title: str
    url: str
    presence: str
    word: str
    stand_in: str


class MeetingPage:
    def __init__(self, meeting: Meeting, user: Any, selection: Selection) -> None:
        self.meeting = meeting
        self.user = user
        self.selection = selection
        self.state = meeting.state_on(selection.as_of)

    @property
    def is_planned(self) -> bool:
        return self.state == Meeting.State.PLANNED

    @cached_property
    def headline(self) -> str:
        if self.is_planned:
            return words.of_planned(self.meeting, len(self.agenda))
        still_open = sum(1 for row in self.conclusions if self._is_open(row.conclusion))
        return words.of_meeting(
            self.meeting,
            self.selection.as_of,
            total=len(self.conclusions),
            still_open=still_open,
            late=self.whole.count("open_overdue"),
        )

    def _is_open(self, conclusion: Conclusion) -> bool:
        return conclusion.is_open_on(self.selection.as_of)

    @cached_property
    def _agenda(self) -> Agenda:
        return Agenda(self.meeting, self.user, self.selection)

    @property
    def agenda(self) -> list[AgendaRow]:
        return self._agenda.rows

    @cached_property
    def _conclusions(self) -> list[Conclusion]:
        """None before the meeting is held."""
        rows = self.meeting.conclusions.known_on(self.selection.as_of)
        return in_order(rows.select_related("meeting", "basis", "closed_by"))

    @cached_property
    def conclusions(self) -> list[ConclusionRow]:
        return conclusion_rows(
            self._conclusions, self.user, self.selection, with_tasks=True, tallies=self._tallies
        )

    @cached_property
    def _tallies(self) -> dict[int, Tally]:
        return tallies_of(self._conclusions, self.user, self.selection)

    @cached_property
    def whole(self) -> Tally:
        """All tasks that the meeting started."""
        return Tally.sum(self._tallies.values())

    @property
    def counts(self) -> list[words.Count]:
        return words.counts(self.whole, self.selection, meeting=self.meeting.pk)

    @property
    def tasks_url(self) -> str:
        return list_url(self.selection, meeting=self.meeting.pk)

    @property
    def crumbs(self) -> list[dict[str, str]]:
        url = self.selection.url(reverse("tasks:meetings"))
        return [
            {"url": url, "label": pgettext("plural", "Phiên họp")},
            {"url": "", "label": date(self.meeting.held_on)},
        ]

    @property
    def facts(self) -> list[dict[str, str]]:
        meeting, notice = self.meeting, self.meeting.notice
        committee = meeting.committee
        period = meeting.period
        rows = [
            (_("Ngày họp"), date(meeting.held_on), ""),
            (_("Trạng thái hồ sơ"), self._state_words(), ""),
            (_("Chủ trì"), meeting.chair_words, self._leader_urls.get(meeting.presided_by_id, "")),
            (
                _("Ban Chỉ đạo"),
                committee.name if committee else "",
                self.selection.url(reverse("committee")) if committee else "",
            ),
            (_("Địa điểm"), meeting.place, ""),
            (_("Kỳ báo cáo"), period_label(period) if period else "", ""),
            (
                _("Thông báo kết luận"),
                wording.document_name(notice) if notice else "",
                self.selection.url(notice.get_absolute_url()) if notice else "",
            ),
        ]
        return [{"term": term, "text": text, "href": href} for term, text, href in rows]

    def _state_words(self) -> str:
        word = str(Meeting.State(self.state).label)
        if self.state != Meeting.State.CLOSED:
            return word
        return _("%(state)s ngày %(day)s") % {"state": word, "day": date(self.meeting.closed_on)}

    @cached_property
    def _leader_urls(self) -> dict[int | None, str]:
        keys = [self.meeting.presided_by_id, *(one.official_id for one in self._attendance)]
        return leader_urls(self.user, self.selection, keys)

    @cached_property
    def _attendance(self) -> list[Attendance]:
        return list(self.meeting.attendance.select_related("official").order_by("pk"))

    @cached_property
    def attendance(self) -> list[Present]:
        return [
            Present(
                name=one.official.full_name,
                title=one.official.title,
                url=self._leader_urls.get(one.official_id, ""),
                presence=one.presence,
                word=one.get_presence_display(),
                stand_in=one.represented_by,
            )
            for one in self._attendance
        ]

    @property
    def attendance_title(self) -> str:
        """``12 trong 15 thành viên có mặt, 2 cử người dự thay``."""
        kinds = [one.presence for one in self.attendance]
        there = kinds.count(Attendance.Presence.PRESENT)
        sent = kinds.count(Attendance.Presence.REPRESENTED)
        said = {"n": number(there), "all": number(len(kinds)), "sent": number(sent)}
        text = ngettext(
            "%(n)s trong %(all)s thành viên có mặt",
            "%(n)s trong %(all)s thành viên có mặt",
            len(kinds),
        )
        more = _(", %(sent)s cử người dự thay") % said if sent else ""
        return text % said + more

    @property
    def looks_to(self) -> str:
        """Until when tasks that fall due are looked at, as the form takes it."""
        return date(self._agenda.until)

    @property
    def build_url(self) -> str:
        """Where the agenda is built, for those who keep it, until the meeting is closed."""
        if not may_everywhere(self.user, ADD_ITEM) or self.meeting.closed_on is not None:
            return ""
        return self.selection.url(reverse("tasks:agenda-build", args=[self.meeting.held_on]))

    @property
    def change_url(self) -> str:
        if not may_everywhere(self.user, "tasks.change_meeting"):
            return ""
        return reverse("admin:tasks_meeting_change", args=[self.meeting.pk])
