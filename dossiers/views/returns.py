"""Form II.06 as agencies returned it, beside what the list of dossiers says."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import DetailView, TemplateView
from django_tables2 import RequestConfig

from agencies.models import Agency
from dossiers.links import returns_url
from dossiers.models import Return
from dossiers.period.table import HEADINGS
from dossiers.querysets import ReturnQuerySet
from dossiers.reported.duties import Report, by_level
from dossiers.returns.accepted import ACCEPT, stays
from dossiers.returns.comparison import Comparison, counted
from dossiers.returns.page import (
    actions,
    carried_over_notes,
    facts_of,
    firmness_of,
    given_back,
    path_of,
    source_note,
    status_in_words,
    why_not_compared,
)
from dossiers.returns.rights import SENT
from dossiers.returns.steps import rights_over
from dossiers.returns.verdict import Verdict
from dossiers.returns.versions import newest, versions_of
from dossiers.returns.ways import ways
from dossiers.summary import issues_of_each
from dossiers.summary.reported import history, report_figures, reports, sent, steps_of
from dossiers.tables import ReturnTable
from dossiers.tables.returns import ListedReturn
from dossiers.views.tabs import RETURNS, tabs
from reporting.acceptance_views import told
from reporting.figures import Figure
from reporting.numbers import date, number
from reporting.pages import KeptPage, ReaderMixin, SelectionPageMixin

PER_PAGE = 50


class ReturnListView(KeptPage, SelectionPageMixin, TemplateView):
    """Which agencies returned form II.06 for the period, and what does not add up in it."""

    permission_required = "dossiers.view_return"
    template_name = "dossiers/returns.html"

    @cached_property
    def rows(self) -> list[ListedReturn]:
        visible: ReturnQuerySet = Return.objects.visible_to(self.request.user)
        found = visible.of_period(self.selection.period).in_force()
        order = ("agency__sort_key", "agency__code", "sector__sort_key", "pk")
        found_rows = found.select_related("agency", "period", "sector").order_by(*order)
        levels = list(HEADINGS)
        rows = sorted(found_rows, key=lambda row: levels.index(row.agency.level))
        steps = steps_of(row.pk for row in rows)
        on = self.selection.as_of
        return [
            ListedReturn(
                row,
                row.completed(),
                Verdict.of(row, issues),
                is_later=row.status != Return.Status.DRAFT and sent(row, steps[row.pk], on) is None,
            )
            for row, issues in zip(rows, issues_of_each(rows), strict=True)
        ]

    @cached_property
    def owed(self) -> list[Report]:
        """What every agency that the reader sees owes, as on the page of who has reported."""
        period = history(self.selection.period, 1)[0]
        visible = Agency.objects.visible_to(self.request.user)
        return reports(visible, [period], self.selection.as_of)[period.pk]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        table = ReturnTable(self.rows)
        RequestConfig(self.request, paginate={"per_page": PER_PAGE}).configure(table)
        figures = report_figures(self.owed, self.selection)
        drafts = {one.row.agency_id for one in self.rows if one.row.status == Return.Status.DRAFT}
        drafts &= {one.agency.pk for one in self.owed if not one.is_sent}
        return super().get_context_data(
            headline=_headline(figures),
            drafts=number(len(drafts)) if drafts else "",
            later=sum(1 for one in self.rows if one.is_later),
            doubtful=sum(1 for one in self.rows if one.verdict.differs),
            due=date(self.selection.period.due_on) if self.selection.period.due_on else "",
            as_of=date(self.selection.as_of),
            table=table,
            is_empty=not self.rows,
            missing=self.missing(),
            tabs=tabs(self.selection, RETURNS),
            add_url=self.add_url(),
            ways=ways(self.selection, self.request.user),
            **kwargs,
        )

    def missing(self) -> list[dict[str, Any]]:
        """Agencies that owe a return and have not sent it by the day of the page, by level."""
        silent = by_level(one for one in self.owed if not one.is_sent)
        return [
            {
                "label": HEADINGS[level][1],
                "count": number(len(rows)),
                "names": [one.agency.name for one in rows],
            }
            for level, rows in silent.items()
        ]

    def add_url(self) -> str:
        """A new return of this period, for those who may enter one."""
        if not self.request.user.has_perm("dossiers.add_return"):
            return ""
        return f"{reverse('admin:dossiers_return_add')}?period={self.selection.period.pk}"


def _headline(figures: Mapping[str, Figure]) -> str:
    sent_by, silent = figures["returns_submitted"], figures["returns_silent"]
    words = {"n": sent_by.text, "k": silent.text}
    if not sent_by.value:
        return _("Chưa có cơ quan gửi Biểu II.06; %(k)s cơ quan chưa báo cáo") % words
    if not silent.value:
        return _("%(n)s cơ quan đã gửi Biểu II.06; không có cơ quan chưa báo cáo") % words
    return _("%(n)s cơ quan đã gửi Biểu II.06; %(k)s cơ quan chưa báo cáo") % words


class ReturnView(ReaderMixin, DetailView[Return]):
    """One return: as typed, its totals added up, the same form from the list of dossiers."""

    permission_required = "dossiers.view_return"
    template_name = "dossiers/return.html"

    def get_queryset(self) -> ReturnQuerySet:
        visible: ReturnQuerySet = Return.objects.visible_to(self.request.user)
        return visible.select_related("agency", "period", "sector", "entered_by", "replaces")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, user = self.object, self.request.user
        columns = counted(row)
        (issues,) = issues_of_each([row])
        verdict = Verdict.of(row, issues)
        comparison = Comparison(row, columns, [issue.finding for issue in issues])
        visible: ReturnQuerySet = Return.objects.visible_to(user)
        versions = list(visible.versions_of(row))
        path, firmness = path_of(row), firmness_of(row, issues)
        back = given_back(row, path)
        may_accept = not row.is_locked and bool(rights_over(row, user, [ACCEPT]))
        url = reverse("dossiers:return-accept", args=[row.pk])
        return super().get_context_data(
            headline=_finding(comparison, verdict),
            verdict=verdict,
            comparison=comparison,
            facts=facts_of(row),
            firmness=firmness,
            status=status_in_words(row, firmness, is_back=back is not None),
            given_back=back,
            actions=actions(row, user, issues),
            path=path,
            versions=versions_of(row, versions),
            newest=newest(row, versions),
            issues=told(issues, url, may_accept=may_accept, stays=stays(row, user)),
            source_note=source_note(row),
            carried_over=carried_over_notes(row),
            is_counted=columns is not None,
            why_not_compared=why_not_compared(row),
            back=returns_url(comparison.selection),
            tabs=tabs(comparison.selection, RETURNS),
            change_url=self.change_url(),
            **kwargs,
        )

    def change_url(self) -> str | None:
        right = "dossiers.change_return"
        row = self.object
        if (
            row.is_locked
            or row.status not in SENT
            or not rights_over(row, self.request.user, [right])
        ):
            return None
        return reverse("admin:dossiers_return_change", args=[self.object.pk])


def _finding(comparison: Comparison, verdict: Verdict) -> str:
    """The h1: whether the form adds up, and whether it agrees with the list of dossiers."""
    first = verdict.headline(comparison.row)
    if comparison.columns is None or (verdict.missing and not comparison.differing):
        return first
    if not comparison.differing:
        return _("%(first)s; trùng với danh sách hồ sơ") % {"first": first}
    return _("%(first)s; %(k)s cột khác danh sách hồ sơ") % {
        "first": first,
        "k": number(comparison.differing),
    }
