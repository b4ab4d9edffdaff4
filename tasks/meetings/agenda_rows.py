"""The agenda as the page shows it: each point with its numbers on the day, opening their rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from agencies.models import Agency
from reporting.findings import of_statement
from reporting.models import Statement
from reporting.numbers import date
from reporting.selection import Selection
from tasks import wording
from tasks.links import detail_url, list_url
from tasks.meetings import words
from tasks.meetings.agenda import due_before_next, looks_until, worst_by_lead
from tasks.meetings.conclusion_rows import tallies_of
from tasks.models import AgendaItem, Meeting, Task
from tasks.querysets import TaskQuerySet
from tasks.tally import Tally

Kind = AgendaItem.Kind


@dataclass(frozen=True)
class Told:
    """What a point says: counts, a sentence, a task by name, what others the counts split into."""

    counts: list[words.Count] = field(default_factory=list)
    said: str = ""
    task: str = ""
    task_url: str = ""
    parts: list[words.Count] = field(default_factory=list)


@dataclass(frozen=True)
class AgendaRow:
    place: int
    kind: str
    title: str
    url: str
    told: Told
    note: str
    outcome: str


def _kind(item: AgendaItem) -> str:
    """The kind in words, where the title does not say it."""
    word = str(Kind(item.kind).label)
    return "" if item.kind in (Kind.OTHER, Kind.DUE, Kind.EXTENSION) else word


def _title(item: AgendaItem) -> str:
    """As the secretariat has it; what was proposed without a name of its own, in the language of
    the reader."""
    label = Kind(item.kind).label
    with override("vi"):
        is_proposed = item.title == str(label)
    return str(label) if is_proposed else item.title


class Agenda:
    """The points of ``meeting`` that ``user`` may see. A few queries for any number of points."""

    def __init__(self, meeting: Meeting, user: Any, selection: Selection) -> None:
        self.meeting = meeting
        self.user = user
        self.selection = selection

    @cached_property
    def items(self) -> list[AgendaItem]:
        rows = self.meeting.agenda_items.filter(is_kept=True).visible_to(self.user)
        return list(rows.select_related("agency", "conclusion__meeting").order_by("position", "pk"))

    @cached_property
    def until(self) -> dt.date:
        return looks_until(self.meeting)

    @cached_property
    def tasks(self) -> TaskQuerySet:
        return Task.objects.counted_for(self.user).as_of(self.selection.as_of)

    @cached_property
    def rows(self) -> list[AgendaRow]:
        return [self._row(place, item) for place, item in enumerate(self.items, start=1)]

    def _row(self, place: int, item: AgendaItem) -> AgendaRow:
        tell = {
            Kind.CONCLUSION: self._conclusion,
            Kind.OVERDUE: self._overdue,
            Kind.DUE: self._due,
            Kind.EXTENSION: self._extension,
            Kind.CHECK: self._check,
        }.get(Kind(item.kind), self._other)
        return AgendaRow(
            place=place,
            kind=_kind(item),
            title=_title(item),
            url=self._url(item),
            told=tell(item),
            note=item.note,
            outcome=item.outcome,
        )

    def _url(self, item: AgendaItem) -> str:
        """The page of what the point is about."""
        about = item.conclusion or item.agency
        if item.statement_id in self._statements:
            return self._statements[item.statement_id].get_absolute_url()
        if about is None:
            return ""
        path, mark, anchor = about.get_absolute_url().partition("#")
        return f"{self.selection.url(path)}{mark}{anchor}"

    def _some(self, kind: str, name: str) -> list[Any]:
        return [
            value for item in self.items if item.kind == kind and (value := getattr(item, name))
        ]

    # What each kind of point tells ----------------------------------------------------------------

    def _conclusion(self, item: AgendaItem) -> Told:
        one = item.conclusion
        if one is None:
            return Told()
        counts = words.counts(
            self._by_conclusion.get(one.pk, Tally()), self.selection, conclusion=one.pk
        )
        return Told(counts, f"{words.since(one, self.selection.as_of)}. {one.text}")

    def _overdue(self, item: AgendaItem) -> Told:
        agency = item.agency
        if agency is None:
            return Told()
        tally = self._by_lead.get(agency.pk, Tally())
        n = tally.count("open_overdue")
        if not n:
            return Told(said=_("không còn nhiệm vụ quá hạn"))
        url = list_url(self.selection, figure="open_overdue", lead=agency.code)
        counts = [words.count(n, url, _("nhiệm vụ quá hạn"), "late")]
        said = _("chậm lâu nhất %(days)s:") % {"days": wording.days(tally.longest)}
        task = self._worst.get(agency.pk)
        if task is None:
            return Told(counts, said.rstrip(":"))
        return Told(counts, said, task.title, detail_url(self.selection, task.code))

    def _due(self, item: AgendaItem) -> Told:
        filters = {"figure": "open_in_time", "due_to": self.until.isoformat()}
        by_lead = {lead: tally.total for lead, tally in self._due_by_lead.items()}
        whole = words.count(
            sum(by_lead.values()), list_url(self.selection, **filters), _("nhiệm vụ")
        )
        parts = [
            words.count(
                by_lead[one.pk],
                list_url(self.selection, **filters, lead=one.code),
                one.label,
            )
            for one in sorted(self._agencies(by_lead), key=lambda one: -by_lead[one.pk])
        ]
        said = _("đến hạn đến hết ngày %(day)s") % {"day": date(self.until)}
        return Told([whole], said, parts=parts)

    def _extension(self, item: AgendaItem) -> Told:
        n = self.tasks.in_figure("extension_pending").count()
        url = list_url(self.selection, figure="extension_pending")
        return Told([words.count(n, url, _("nhiệm vụ"))])

    def _check(self, item: AgendaItem) -> Told:
        statement = self._statements.get(item.statement_id)
        if statement is None:
            return Told()
        n = len(of_statement(statement))
        word = ngettext("chỗ không khớp", "chỗ không khớp", n)
        return Told([words.count(n, statement.get_absolute_url(), word, "late")])

    def _other(self, item: AgendaItem) -> Told:
        task = self._named.get(item.task_id or 0)
        return (
            Told(task=task.title, task_url=detail_url(self.selection, task.code))
            if task
            else Told()
        )

    # What they are told from ----------------------------------------------------------------------

    @cached_property
    def _by_lead(self) -> dict[Any, Tally]:
        found: dict[Any, Tally] = self.tasks.in_figure("open_overdue").tallies("lead")
        return found

    @cached_property
    def _due_by_lead(self) -> dict[Any, Tally]:
        found: dict[Any, Tally] = due_before_next(self.tasks, self.until).tallies("lead")
        return found

    @cached_property
    def _by_conclusion(self) -> dict[int, Tally]:
        rows = self._some(Kind.CONCLUSION, "conclusion")
        return tallies_of(rows, self.user, self.selection)

    @cached_property
    def _worst(self) -> dict[int, Any]:
        """The overdue task of each lead that is latest; a restricted one without its title."""
        found = worst_by_lead(self.tasks)
        return {task.lead_then: task for task in found}

    @cached_property
    def _named(self) -> dict[int, Any]:
        keys = self._some(Kind.OTHER, "task_id")
        return Task.objects.visible_to(self.user).in_bulk(keys) if keys else {}

    @cached_property
    def _statements(self) -> dict[Any, Statement]:
        keys = self._some(Kind.CHECK, "statement_id")
        if not keys:
            return {}
        rows = Statement.objects.visible_to(self.user).filter(pk__in=keys)
        return {one.pk: one for one in rows.with_figures()}

    def _agencies(self, keys: Iterable[int]) -> list[Agency]:
        return list(Agency.objects.filter(pk__in=list(keys)).order_by("sort_key"))
