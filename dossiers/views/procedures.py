"""The catalogue of procedures: the list, form II.07b, one procedure, how long its dossiers took."""

from __future__ import annotations

from functools import cached_property
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django_tables2 import RequestConfig

from dossiers.codes import normal_procedure_code
from dossiers.links import procedure_url, procedures_url, timed_url
from dossiers.models import Dossier, Procedure, ProcedureChange
from dossiers.procedures import exports as procedure_exports
from dossiers.procedures import pages as procedure_pages
from dossiers.procedures.filters import ProcedureFilter, TimedFilter
from dossiers.procedures.form207b import Form207bPage
from dossiers.procedures.page import ProcedurePage
from dossiers.querysets import DossierQuerySet, ProcedureQuerySet
from dossiers.querysets.timing import Times, with_allowed, with_days_used
from dossiers.summary import form207b
from dossiers.summary import procedures as summary
from dossiers.tables.procedures import ProcedureTable, TimedTable
from dossiers.views.detail import calendar
from dossiers.views.tabs import PROCEDURES, tabs
from reporting.export_pages import ExportPage
from reporting.exports import Export
from reporting.pages import KeptPage, SelectionPageMixin
from reporting.workdays import WorkingCalendar

PER_PAGE = 25


class _CataloguePage(KeptPage, SelectionPageMixin, ExportPage):
    permission_required = "dossiers.view_procedure"

    @cached_property
    def calendar(self) -> WorkingCalendar | None:
        return calendar()

    @property
    def dossiers(self) -> DossierQuerySet:
        found: DossierQuerySet = Dossier.objects.visible_to(self.request.user)
        return found


class ProcedureListView(_CataloguePage):
    """Which procedures there are, of whom, and which of them take longer than allowed."""

    template_name = "dossiers/procedures/list.html"

    @cached_property
    def filter(self) -> ProcedureFilter:
        return ProcedureFilter(
            self.request.GET,
            Procedure.objects.with_state(self.selection.until).with_allowed(self.selection.until),
            request=self.request,
            selection=self.selection,
            calendar=self.calendar,
        )

    @cached_property
    def timing(self) -> summary.Timing:
        rows = cast(ProcedureQuerySet, self.filter.qs)
        return summary.timing(rows, self.dossiers, self.selection, self.calendar)

    def export(self) -> Export:
        rows = sorted(self.timing.rows, key=lambda row: row.procedure.code)
        latest = Procedure.objects.latest_changes([row.procedure.pk for row in rows])
        chips = self.filter.chips()
        return procedure_exports.of_catalogue(
            rows, latest, self.selection, chips, self.request.user
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        for problem in self.filter.problems():
            messages.warning(self.request, problem)
        order = self.request.GET.get("sort", "")
        table = ProcedureTable(self.timing.rows, selection=self.selection, order_by=order)
        RequestConfig(self.request, paginate={"per_page": PER_PAGE}).configure(table)
        figures = summary.publication_figures(
            Procedure.objects.all(), self.filter.changes, self.selection
        )
        return super().get_context_data(
            headline=procedure_pages.headline(self.timing),
            table=table,
            publication=procedure_pages.rates(figures),
            tabs=tabs(self.selection, PROCEDURES),
            form_url=self.selection.url(reverse("dossiers:form-207b")),
            import_url=self.import_url(),
            filter=self.filter,
            hidden=self.hidden(),
            reset=procedures_url(self.selection),
            exports=self.export_links(),
            **kwargs,
        )

    def import_url(self) -> str:
        may = self.request.user.has_perm("dossiers.import_procedure")
        return reverse("dossiers:procedure-import") if may else ""

    def hidden(self) -> list[dict[str, str]]:
        """What the filter form keeps: the selection and the order."""
        kept = self.selection.query
        if sort := self.request.GET.get("sort"):
            kept |= {"sort": sort}
        return [{"name": name, "value": value} for name, value in kept.items()]


class Form207bView(_CataloguePage):
    """How many procedures each agency manages, by level: form II.07b (Circular 01/2020/TT-VPCP)."""

    template_name = "dossiers/procedures/form207b.html"

    @cached_property
    def rows(self) -> list[form207b.Managed]:
        return form207b.form_207b(Procedure.objects.all(), self.selection)

    def export(self) -> Export:
        total = form207b.total_207b(self.rows)
        return procedure_exports.of_form_207b(self.rows, total, self.selection, self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Form207bPage(self.rows, self.selection)
        return super().get_context_data(
            page=page,
            tabs=tabs(self.selection, PROCEDURES),
            back=procedures_url(self.selection),
            exports=self.export_links(),
            **kwargs,
        )


class _OneProcedurePage(_CataloguePage):
    """A page of one procedure, by its code; another spelling leads to the normal one."""

    procedure: Any

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        typed = kwargs["code"]
        code = normal_procedure_code(typed)
        if code is not None and code != typed:
            path = reverse(f"dossiers:{request.resolver_match.url_name}", args=[code])  # type: ignore[union-attr]
            return redirect(f"{path}?{request.GET.urlencode()}")
        until = self.selection.until
        found = Procedure.objects.for_table().with_state(until).with_allowed(until)
        self.procedure = found.filter(code=code).first()
        if self.procedure is None:
            raise Http404
        return super().get(request, *args, **kwargs)

    def resolved(self) -> DossierQuerySet:
        """Its dossiers resolved in the period."""
        return summary.resolved_of(self.dossiers, [self.procedure.pk], self.selection)

    def timed(self) -> DossierQuerySet:
        """The same, each with its working days and those that were allowed."""
        return with_allowed(with_days_used(self.resolved(), self.calendar))


class ProcedureView(_OneProcedurePage):
    """One procedure: facts, decisions in time, its dossiers of the period, how long they took."""

    template_name = "dossiers/procedures/detail.html"

    def export(self) -> Export:
        rows = self.timed().select_related("resolving_agency")
        rows = rows.order_by("-resolved_on", "-pk")
        return procedure_exports.of_dossiers(
            rows, self.procedure, self.selection, (), self.request.user
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        times, months = summary.times_of(self.resolved(), self.selection, self.calendar)
        mine = self.dossiers.filter(procedure=self.procedure.pk)
        page = ProcedurePage(
            self.procedure,
            self.selection,
            changes=list(self.changes()),
            columns=summary.columns_of(mine, self.selection),
            times=times,
            months=months,
        )
        return super().get_context_data(
            page=page,
            procedure=self.procedure,
            change_url=self.change_url(),
            back=procedures_url(self.selection),
            exports=self.export_links(),
            **kwargs,
        )

    def changes(self) -> Any:
        rows = ProcedureChange.objects.filter(procedure=self.procedure.pk)
        return rows.order_by("-decided_on", "-pk")

    def change_url(self) -> str:
        """The entry form, for those who may change the catalogue."""
        if not self.request.user.has_perm("dossiers.change_procedure"):
            return ""
        return reverse("admin:dossiers_procedure_change", args=[self.procedure.pk])


class ProcedureDossiersView(_OneProcedurePage):
    """The dossiers behind a time: resolved in the period, each with its working days."""

    permission_required = ("dossiers.view_procedure", "dossiers.view_dossier")  # type: ignore[assignment]
    template_name = "dossiers/procedures/dossiers.html"

    @cached_property
    def filter(self) -> TimedFilter:
        return TimedFilter(self.request.GET, self.timed(), request=self.request)

    @property
    def rows(self) -> Any:
        rows = self.filter.qs.select_related("resolving_agency")
        return rows.order_by(*procedure_pages.LONGEST_FIRST)

    def export(self) -> Export:
        chips = self.filter.chips()
        return procedure_exports.of_dossiers(
            self.rows, self.procedure, self.selection, chips, self.request.user
        )

    def times(self) -> Times:
        """For the headline; asked only where it speaks of the limit."""
        if self.filter.value("time") not in ("within", "beyond"):
            return Times()
        return summary.times_of_all(self.resolved(), self.calendar)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        for problem in self.filter.problems():
            messages.warning(self.request, problem)
        table = TimedTable(
            self.rows,
            selection=self.selection,
            order_by=self.request.GET.get("sort", ""),
        )
        RequestConfig(self.request, paginate={"per_page": PER_PAGE}).configure(table)
        return super().get_context_data(
            headline=procedure_pages.timed_headline(
                self.times(), self.filter.value("time"), table.paginator.count
            ),
            procedure=self.procedure,
            table=table,
            filter=self.filter,
            hidden=self.selection.fields,
            reset=timed_url(self.selection, self.procedure.code),
            back=procedure_url(self.selection, self.procedure.code),
            exports=self.export_links(),
            **kwargs,
        )
