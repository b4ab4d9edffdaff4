"""What each leader answers for: the list of leaders, and a page per leader."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import DetailView, TemplateView

from agencies.models import Agency, Official
from reporting.numbers import number, validity
from reporting.pages import SelectionPageMixin
from reporting.sums import Line, sums_table
from tasks import risk, wording
from tasks.links import list_url
from tasks.models import Task
from tasks.officials import LEADER_RIGHTS, officials_seen_by
from tasks.querysets import TaskQuerySet
from tasks.states import due_soon_days
from tasks.summary import course, stand
from tasks.summary.stand import Stand
from tasks.tabs import tabs

#: How many tasks of a kind the page of a leader names; the list has all of them.
SHOWN = 15


class LeaderListView(SelectionPageMixin, TemplateView):
    """Every leader who answers for a task: how many are done, overdue, at risk."""

    permission_required = LEADER_RIGHTS
    template_name = "leaders/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        selection = self.selection
        tasks = Task.objects.counted_for(self.request.user)
        found = stand.stands(tasks, selection, "responsible")
        people = officials_seen_by(self.request.user).filter(pk__in=[key for key in found if key])
        rows = sorted(people, key=lambda one: _urgency(found[one.pk]))
        nobody = found.get(None)
        return super().get_context_data(
            headline=_headline(len(rows), stand.total({one.pk: found[one.pk] for one in rows})),
            table=sums_table(
                _("Nhiệm vụ theo lãnh đạo chịu trách nhiệm"),
                _("Lãnh đạo"),
                stand.head(),
                [self.line(one, found[one.pk]) for one in rows],
            ),
            nobody=nobody.tally.total if nobody else 0,
            nobody_url=list_url(selection, responsible="null"),
            method=risk.method(),
            tabs=tabs(selection, "leader-list"),
            **kwargs,
        )

    def line(self, leader: Official, found: Stand) -> Line:
        url = self.selection.url(reverse("leader-detail", args=[leader.pk]))
        cells = found.cells(self.selection, {"responsible": leader.pk})
        return Line(leader.full_name, url, cells, f"{leader.title}, {leader.agency.label}")


def _urgency(found: Stand) -> tuple[int, int, int]:
    """Most overdue first, then most at risk, then most assigned."""
    return -found.tally.count("open_overdue"), -found.at_risk, -found.tally.total


def _headline(leaders: int, whole: Stand) -> str:
    if not leaders:
        return _("Chưa ghi lãnh đạo chịu trách nhiệm cho nhiệm vụ nào")
    text = ngettext(
        "%(k)s lãnh đạo chịu trách nhiệm, %(n)s nhiệm vụ quá hạn",
        "%(k)s lãnh đạo chịu trách nhiệm, %(n)s nhiệm vụ quá hạn",
        leaders,
    )
    return text % {"k": number(leaders), "n": number(whole.tally.count("open_overdue"))}


class LeaderView(SelectionPageMixin, DetailView[Official]):
    """One leader in one office: the tasks answered for, what is overdue and at risk, by agency."""

    permission_required = LEADER_RIGHTS
    template_name = "leaders/detail.html"
    context_object_name = "leader"

    def get_queryset(self) -> Any:
        return officials_seen_by(self.request.user)

    @cached_property
    def tasks(self) -> TaskQuerySet:
        counted = Task.objects.counted_for(self.request.user)
        return counted.filter(responsible=self.object)

    @property
    def filters(self) -> dict[str, str | int | None]:
        return {"responsible": self.object.pk}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        selection, leader = self.selection, self.object
        by_lead = stand.stands(self.tasks, selection, "lead")
        whole = stand.total(by_lead)
        return super().get_context_data(
            headline=_of_leader(leader, whole),
            crumbs=[
                {"url": selection.url(reverse("leader-list")), "label": _("Lãnh đạo")},
                {"url": "", "label": leader.full_name},
            ],
            states=self.table(_("Phạm vi"), [Line(_("Mọi cơ quan"), "", self.cells(whole))]),
            agencies=self.table(_("Cơ quan chủ trì"), self.agency_lines(by_lead)),
            sections=self.sections(whole),
            facts=_facts(leader, selection.url(leader.agency.get_absolute_url())),
            offices=self.offices(),
            seats=_seats(leader),
            **kwargs,
        )

    def cells(self, found: Stand, **more: str | int | None) -> Any:
        return found.cells(self.selection, self.filters | more)

    def table(self, first: str, lines: Iterable[Line]) -> dict[str, Any]:
        caption = _("Nhiệm vụ do lãnh đạo chịu trách nhiệm: %(first)s") % {"first": first}
        return sums_table(caption, first, stand.head(), lines)

    def agency_lines(self, by_lead: dict[Any, Stand]) -> list[Line]:
        agencies = Agency.objects.visible_to(self.request.user).filter(pk__in=by_lead)
        return [
            Line(
                one.name,
                self.selection.url(one.get_absolute_url()),
                self.cells(by_lead[one.pk], lead=one.code),
            )
            for one in agencies
        ]

    def sections(self, whole: Stand) -> list[dict[str, Any]]:
        """Overdue, at risk, due soon: each with its count, its tasks and the whole list."""
        named = (
            ("open_overdue", _("Quá hạn"), whole.tally.count("open_overdue")),
            ("at_risk", _("Có nguy cơ chậm"), whole.at_risk),
            (
                "due_soon",
                _("Đến hạn trong %(n)d ngày tới") % {"n": due_soon_days()},
                whole.tally.count("due_soon"),
            ),
        )
        rows = self.tasks.as_of(self.selection.as_of)
        return [
            {
                "key": key,
                "title": title,
                "count": number(count),
                "url": list_url(self.selection, figure=key, **self.filters),
                "rows": course.held(rows.in_figure(key), self.selection, SHOWN),
                "more": max(count - SHOWN, 0),
            }
            for key, title, count in named
            if count
        ]

    def offices(self) -> list[dict[str, str]]:
        """The other offices of the same person: of the same account or the same name."""
        same = Q(full_name=self.object.full_name)
        if self.object.user_id:
            same |= Q(user=self.object.user_id)
        others = self.get_queryset().filter(same).exclude(pk=self.object.pk)
        return [
            {
                "text": f"{one.title}, {one.agency.name}",
                "days": validity(one.valid_from, one.valid_to),
                "url": self.selection.url(reverse("leader-detail", args=[one.pk])),
            }
            for one in others.order_by("valid_from", "pk")
        ]


def _of_leader(leader: Official, whole: Stand) -> str:
    """``Nguyễn Văn A chịu trách nhiệm 12 nhiệm vụ, 3 quá hạn, chậm nhất 40 ngày``."""
    words = {
        "name": leader.full_name,
        "tasks": wording.tasks(whole.tally.total),
        "n": number(whole.tally.count("open_overdue")),
        "days": wording.days(whole.tally.longest),
    }
    if not whole.tally.total:
        return _("%(name)s không chịu trách nhiệm nhiệm vụ nào đến ngày tính") % words
    if not whole.tally.longest:
        return _("%(name)s chịu trách nhiệm %(tasks)s, không có nhiệm vụ quá hạn") % words
    return _("%(name)s chịu trách nhiệm %(tasks)s, %(n)s quá hạn, chậm nhất %(days)s") % words


def _facts(leader: Official, agency_url: str) -> list[dict[str, str]]:
    held = validity(leader.valid_from, leader.valid_to)
    return [
        {"term": _("Chức vụ"), "text": leader.title, "href": ""},
        {"term": _("Cơ quan"), "text": leader.agency.name, "href": agency_url},
        {"term": _("Thời gian giữ chức vụ"), "text": held, "href": ""},
    ]


def _seats(leader: Official) -> list[dict[str, str]]:
    """The positions in committees, as dated."""
    return [
        {
            "text": f"{one.get_position_display()}, {one.committee}",
            "area": one.area,
            "days": validity(one.valid_from, one.valid_to),
        }
        for one in leader.seats.select_related("committee").order_by("valid_from", "pk")
    ]
