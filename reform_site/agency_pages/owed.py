"""What one agency owes, in numbers that open their rows and in the tasks that press most."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Agency
from reporting.numbers import number
from reporting.selection import Selection
from reporting.sums import Line, sums_table
from tasks import risk, wording
from tasks.discipline import Discipline
from tasks.links import list_url
from tasks.querysets import TaskQuerySet
from tasks.querysets.occurrences import OccurrenceQuerySet
from tasks.states import due_soon_days
from tasks.summary import age_bands, course, stand
from tasks.summary.occurrences import occurrence_figures
from tasks.summary.scope import Filters, programmes
from tasks.summary.stand import Stand

#: How many tasks of a kind the page names, so that it fits one printed sheet.
SHOWN = 4
#: And how many programmes, in words about their pace.
PACES_SHOWN = 2

#: Lists of what is owed besides results: key of the list, words, tone where it is not empty.
OTHERS = (
    ("completed_without_evidence", gettext_lazy("Hoàn thành chưa có minh chứng"), "soon"),
    ("extension_pending", gettext_lazy("Đề nghị gia hạn chờ quyết định"), "soon"),
    ("extended", gettext_lazy("Nhiệm vụ đã gia hạn"), ""),
    ("concluded_open", gettext_lazy("Nhiệm vụ từ kết luận phiên họp chưa hoàn thành"), ""),
)


Fact = dict[str, str]


def _fact(term: str, text: str, href: str, tone: str = "", after: str = "") -> Fact:
    """A count that opens its rows: a row of ``agencies/_owed.html``."""
    return {"term": term, "text": text, "href": href, "tone": tone, "after": after}


@dataclass(frozen=True)
class Owed:
    """What ``agency`` or its branch leads: ``tasks``, not yet narrowed to a day, ``reports`` of
    recurring ones, ``discipline`` in typing; ``filters`` name the same tasks in a URL."""

    agency: Agency
    tasks: TaskQuerySet
    reports: OccurrenceQuerySet
    discipline: Discipline
    filters: Filters
    selection: Selection

    @cached_property
    def rows(self) -> TaskQuerySet:
        return self.tasks.as_of(self.selection.as_of)

    @cached_property
    def by_programme(self) -> dict[Any, Stand]:
        return stand.stands(self.tasks, self.selection, "programme")

    @cached_property
    def whole(self) -> Stand:
        return stand.total(self.by_programme)

    def headline(self) -> str:
        """``Sở Xây dựng: 24 nhiệm vụ, 3 quá hạn (chậm nhất 106 ngày), 4 có nguy cơ chậm``."""
        tally = self.whole.tally
        name = self.agency.name
        if not tally.total:
            return _("%(agency)s không có nhiệm vụ được giao đến ngày tính") % {"agency": name}
        parts = [wording.tasks(tally.total), self._late(tally.count("open_overdue"), tally.longest)]
        if self.whole.at_risk:
            parts.append(_("%(n)s có nguy cơ chậm") % {"n": number(self.whole.at_risk)})
        return f"{name}: {', '.join(parts)}"

    def _late(self, count: int, longest: int) -> str:
        if not count:
            return _("không có nhiệm vụ quá hạn")
        words = {"n": number(count), "days": wording.days(longest)}
        return _("%(n)s quá hạn (chậm nhất %(days)s)") % words

    def states(self) -> dict[str, Any]:
        """Tasks by state, a line per programme and one for all."""
        lines = [
            Line(
                wording.programme_name(one),
                list_url(self.selection, **self.filters | {"programme": one.code}),
                self.by_programme[one.pk].cells(
                    self.selection, self.filters | {"programme": one.code}
                ),
            )
            for one in programmes()
            if one.pk in self.by_programme
        ]
        cells = self.whole.cells(self.selection, self.filters)
        caption = _("Nhiệm vụ theo trạng thái")
        foot = Line(_("Tất cả"), "", cells)
        return sums_table(caption, _("Chương trình"), stand.head(), lines, foot)

    def ages(self) -> list[dict[str, Any]]:
        """Overdue tasks by days, where there are any."""
        if not self.whole.tally.count("open_overdue"):
            return []
        return age_bands(self.whole.tally, self.selection, self.filters)

    def sections(self) -> list[dict[str, Any]]:
        """Overdue, at risk, due next: each with its count, its first tasks and the whole list."""
        named = (
            ("open_overdue", _("Quá hạn"), self.whole.tally.count("open_overdue")),
            ("at_risk", _("Có nguy cơ chậm"), self.whole.at_risk),
            ("due_soon", self._coming(), self.whole.tally.count("due_soon")),
        )
        return [
            {
                "key": key,
                "title": title,
                "count": number(count),
                "url": list_url(self.selection, **self.filters | {"figure": key}),
                "rows": self._named(key, count),
                "more": max(count - SHOWN, 0),
                "method": risk.method() if key == "at_risk" else "",
            }
            for key, title, count in named
        ]

    def _coming(self) -> str:
        return _("Đến hạn trong %(n)d ngày tới") % {"n": due_soon_days()}

    def _named(self, key: str, count: int) -> list[course.Held]:
        return course.held(self.rows.in_figure(key), self.selection, SHOWN) if count else []

    def others(self) -> list[Fact]:
        """What is owed besides results, as a count that opens its list."""
        found = []
        for key, label, tone in OTHERS:
            count = self.rows.in_figure(key).count()
            url = list_url(self.selection, **self.filters | {"figure": key}) if count else ""
            found.append(_fact(str(label), number(count), url, tone))
        return [*found, self._reports(), self._entries()]

    def _entries(self) -> Fact:
        """How much of what was typed in the period was typed on its day."""
        share, every = self.discipline.share, self.discipline.all
        if not every.value:
            return _fact(_("Nhập liệu trong ngày"), number(None), "")
        after = _("trong %(n)s lượt nhập của kỳ") % {"n": every.text}
        url = "" if share.percent is None else share.url
        return _fact(_("Nhập liệu trong ngày"), share.text, url, after=after)

    def _reports(self) -> Fact:
        """Reports of recurring tasks that are missing, of all whose last day is over."""
        figures = occurrence_figures(self.reports, self.selection, self.filters)
        missing, due = figures["occurrences_missing"], figures["occurrences_due"]
        after = _("trong %(n)s kỳ đã qua hạn") % {"n": due.text}
        url = missing.url if missing.value else ""
        return _fact(_("Báo cáo định kỳ còn thiếu"), missing.text, url, "late", after)

    def paces(self) -> list[course.PaceRow]:
        """The pace of the programmes that have most left to do here."""
        rows = course.by_programme(self.tasks, self.selection, programmes(), self.filters)
        left = sorted((row for row in rows if row.pace.open), key=lambda row: -row.pace.open)
        return left[:PACES_SHOWN]

    def pace_url(self) -> str:
        """The page of every pace, narrowed to the same tasks."""
        return self.selection.url(reverse("tasks:pace"), **self.filters)
