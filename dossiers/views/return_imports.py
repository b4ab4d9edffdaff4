"""Import of the province's sheet of form II.06, and the same sheet to take away."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView, View

from agencies.models import Agency
from dossiers.models import Return, Sector
from dossiers.returns.entry import ADD, RIGHT, Cell
from dossiers.returns.imports import running
from dossiers.returns.imports.form import ReturnImportForm
from dossiers.returns.imports.page import PreviewPage, listed
from dossiers.returns.imports.plan import Plan
from dossiers.returns.sheet import sheet_of
from dossiers.returns.steps import StepRefused
from reporting.exports import Export
from reporting.import_pages import ImporterMixin, ImportErrorsPage, ImportRunPage
from reporting.imports.limits import Refused
from reporting.imports.problems import errors_export
from reporting.imports.refusals import explain
from reporting.models import ImportRun
from reporting.pages import SelectionMixin


class _ImporterMixin(ImporterMixin):
    permission_required = (RIGHT, ADD)
    kind = running.KIND
    run_url = "dossiers:return-import-run"
    start_url = "dossiers:return-import"

    def listed(self, run: ImportRun) -> dict[str, Any]:
        return listed(run)

    def preview(self, run: ImportRun) -> Plan:
        return running.preview(run, self.user)


class ReturnImportStartView(_ImporterMixin, FormView[ReturnImportForm]):
    """Which file for which period; below it who imported what before."""

    form_class = ReturnImportForm
    template_name = "dossiers/return_import_start.html"

    def get_initial(self) -> dict[str, Any]:
        return {"period": self.request.GET.get("period", "")[:20].replace("\0", "")}

    def form_valid(self, form: ReturnImportForm) -> HttpResponse:
        try:
            run = running.start(form.cleaned_data["file"], cell=form.cell, user=self.user)
        except Refused as refused:
            form.add_error("file", " ".join(explain(refused)))
            return self.form_invalid(form)
        return redirect(self.run_url, run.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_list = self.user.has_perm("reporting.view_importrun")
        return super().get_context_data(**self.recent(), may_list=may_list, **kwargs)


class ReturnImportRunView(_ImporterMixin, ImportRunPage):
    preview_template = "dossiers/return_import_preview.html"
    ended_template = "dossiers/return_import_ended.html"
    refused_template = "dossiers/return_import_refused.html"
    refusals = (running.PeriodIsLocked, StepRefused)

    def page(self, plan: Plan, run: ImportRun) -> PreviewPage:
        return PreviewPage(plan, run)

    def confirmed(self, run: ImportRun, fingerprint: str) -> ImportRun:
        return running.confirm(
            run,
            self.user,
            fingerprint=fingerprint,
            on=self.today,
            good_only=self.request.POST.get("good_only") == "1",
            correct=self.request.POST.get("correct") == "1",
        )


class ReturnImportErrorsView(_ImporterMixin, ImportErrorsPage):
    def errors(self, plan: Plan, run: ImportRun) -> Export:
        rows = [line.row for line in plan.lines]
        name = _("dong-loi-%(code)s") % {"code": run.target}
        return errors_export(name, plan.sheet.table, rows, plan.problems)


class ReturnSheetView(SelectionMixin, View):
    """The sheet of a period: every agency that owes a return, with the one in force.

    ``?export=csv`` for CSV, else a workbook; ``role`` and ``sector`` (a code) as on the form.
    """

    permission_required = "dossiers.view_return"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        role = request.GET.get("role", "")
        code = request.GET.get("sector", "").replace("\0", "")
        cell = Cell(
            self.selection.period,
            role if role in Return.AgencyRole.values else Return.AgencyRole.RESOLVING,
            Sector.objects.filter(code=code).first() if code else None,
        )
        sheet = sheet_of(
            cell,
            Agency.objects.visible_to(request.user),
            Return.objects.visible_to(request.user),
            request.user,
        )
        return sheet.response("csv" if request.GET.get("export") == "csv" else "xlsx")
