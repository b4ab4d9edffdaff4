"""One document: the work that it started, by itself and through conclusions, and how it stands."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from agencies.models import Agency
from reporting.numbers import date, number
from reporting.selection import Selection
from reporting.sums import Line, sums_table
from tasks import wording
from tasks.links import list_url
from tasks.meetings.conclusion_rows import ConclusionRow, conclusion_rows
from tasks.meetings.numbers import by_meeting
from tasks.models import Conclusion, Document, Meeting, Task
from tasks.querysets import TaskQuerySet
from tasks.summary import course, stand
from tasks.summary.course import Held
from tasks.summary.stand import Stand

#: Open tasks that the page names, the most urgent first; the list has all of them.
SHOWN = 20


class DocumentPage:
    def __init__(self, document: Document, user: Any, selection: Selection) -> None:
        self.document = document
        self.user = user
        self.selection = selection

    @cached_property
    def tasks(self) -> TaskQuerySet:
        return Task.objects.counted_for(self.user).from_document(self.document)

    @property
    def filters(self) -> dict[str, str | int | None]:
        return {"document": self.document.pk}

    @cached_property
    def by_lead(self) -> dict[Any, Stand]:
        return stand.stands(self.tasks, self.selection, "lead")

    @cached_property
    def whole(self) -> Stand:
        return stand.total(self.by_lead)

    @property
    def headline(self) -> str:
        """``Chỉ thị 03/CT-UBND giao 14 nhiệm vụ: hoàn thành 9, quá hạn 2``."""
        tally = self.whole.tally
        words = {
            "document": wording.document_name(self.document),
            "tasks": wording.tasks(tally.total),
            "done": number(tally.count("completed")),
            "late": number(tally.count("open_overdue")),
        }
        if not tally.total:
            return _("%(document)s chưa giao nhiệm vụ nào") % words
        if not tally.count("open_overdue"):
            text = _("%(document)s giao %(tasks)s: hoàn thành %(done)s, không quá hạn")
            return text % words
        return _("%(document)s giao %(tasks)s: hoàn thành %(done)s, quá hạn %(late)s") % words

    @property
    def crumbs(self) -> list[dict[str, str]]:
        url = self.selection.url(reverse("tasks:documents"))
        return [
            {"url": url, "label": pgettext("plural", "Văn bản")},
            {"url": "", "label": wording.document_name(self.document)},
        ]

    @property
    def facts(self) -> list[dict[str, str]]:
        one = self.document
        rows = [
            (_("Loại văn bản"), one.get_kind_display()),
            (_("Số, ký hiệu"), one.number),
            (_("Cơ quan ban hành"), one.issuer),
            (_("Ngày ban hành"), date(one.issued_on) if one.issued_on else ""),
            (_("Người ký"), one.signer),
            (_("Trích yếu"), one.excerpt),
        ]
        return [{"term": term, "text": text, "href": ""} for term, text in rows]

    @cached_property
    def states(self) -> dict[str, Any]:
        line = Line(_("Mọi cơ quan"), "", self.whole.cells(self.selection, self.filters))
        return sums_table(_("Nhiệm vụ do văn bản giao"), _("Tất cả"), stand.head(), [line])

    @cached_property
    def agencies(self) -> dict[str, Any]:
        """Lead agencies, those with most overdue tasks first."""
        rows = Agency.objects.filter(pk__in=self.by_lead).order_by("sort_key")
        ordered = sorted(rows, key=lambda one: -self.by_lead[one.pk].tally.count("open_overdue"))
        lines = [
            Line(
                one.name,
                self.selection.url(one.get_absolute_url()),
                self.by_lead[one.pk].cells(self.selection, {**self.filters, "lead": one.code}),
            )
            for one in ordered
        ]
        caption = _("Nhiệm vụ do văn bản giao, theo cơ quan")
        return sums_table(caption, _("Cơ quan chủ trì"), stand.head(), lines)

    @cached_property
    def open(self) -> list[Held]:
        """Open tasks, the overdue ones first, then by deadline."""
        rows = self.tasks.as_of(self.selection.as_of).in_figure("open")
        return course.held(rows, self.selection, SHOWN)

    @property
    def open_url(self) -> str:
        return list_url(self.selection, figure="open", **self.filters)

    @property
    def open_more(self) -> int:
        return max(0, self.whole.tally.count("open") - SHOWN)

    @property
    def open_count(self) -> str:
        return number(self.whole.tally.count("open"))

    @cached_property
    def programmes(self) -> list[dict[str, str]]:
        """Programmes that the document issued: their tasks are lists of their own."""
        return [
            {
                "text": wording.full_programme_name(one),
                "url": list_url(self.selection, programme=one.code),
            }
            for one in self.document.programmes.all()
        ]

    @cached_property
    def meetings(self) -> list[dict[str, str]]:
        """Meetings whose conclusions the document announces."""
        rows = Meeting.objects.filter(notice=self.document)
        return [
            {"text": str(one), "url": self.selection.url(one.get_absolute_url())} for one in rows
        ]

    @cached_property
    def conclusions(self) -> list[ConclusionRow]:
        """Conclusions that it announces, and those that speak of carrying it out."""
        rows = Conclusion.objects.about(self.document).known_on(self.selection.as_of)
        listed = by_meeting(rows.select_related("meeting", "basis", "closed_by"))
        return conclusion_rows(listed, self.user, self.selection, with_tasks=False)


def documents(n: int) -> str:
    """``12 văn bản``."""
    text = ngettext("%(n)s\N{NO-BREAK SPACE}văn bản", "%(n)s\N{NO-BREAK SPACE}văn bản", n)
    return text % {"n": number(n)}
