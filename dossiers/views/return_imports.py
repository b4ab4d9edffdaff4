"""Import of the province's sheet of form II.06, and the same sheet to take away."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import View

from agencies.models import Agency
from dossiers.models import Return, Sector
from dossiers.returns.entry import ADD, RIGHT, Cell
from dossiers.returns.imports import running
from dossiers.returns.imports.form import ReturnImportForm
from dossiers.returns.imports.page import SheetPreview
from dossiers.returns.imports.plan import Plan
from dossiers.returns.sheet import sheet_of
from dossiers.returns.steps import StepRefused
from reporting.exports import Export
from reporting.import_pages import (
    ImporterMixin,
    ImportErrorsPage,
    ImportRunPage,
    ImportStartPage,
)
from reporting.imports.problems import errors_export
from reporting.models import ImportRun, Period
from reporting.pages import SelectionMixin


class _ImporterMixin(ImporterMixin):
    permission_required = (RIGHT, ADD)
    kind = running.KIND
    run_url = "dossiers:return-import-run"
    start_url = "dossiers:return-import"

    def preview(self, run: ImportRun) -> Plan:
        return running.preview(run, self.user)

    @cached_property
    def _periods(self) -> dict[str, str]:
        return {one.code: str(one) for one in Period.objects.all()}

    def listed(self, run: ImportRun) -> dict[str, Any]:
        """With the name of the period, as everywhere else."""
        return super().listed(run) | {"target": self._periods.get(run.target, run.target)}


class ReturnImportStartView(_ImporterMixin, ImportStartPage[ReturnImportForm]):
    """Which file for which period; below it who imported what before."""

    form_class = ReturnImportForm
    template_name = "dossiers/return_import_start.html"

    def get_initial(self) -> dict[str, Any]:
        return {"period": self.request.GET.get("period", "")[:20].replace("\0", "")}

    def start(self, form: ReturnImportForm) -> ImportRun:
        return running.start(form.cleaned_data["file"], cell=form.cell, user=self.user)


class ReturnImportRunView(_ImporterMixin, ImportRunPage):
    preview_template = "dossiers/return_import_preview.html"
    ended_template = "dossiers/return_import_ended.html"
    refusals = (running.PeriodIsLocked, running.ClosedReturns, StepRefused)

    def page(self, plan: Plan, run: ImportRun) -> SheetPreview:
        return SheetPreview(plan, run)

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
        return errors_export(name, plan.table, rows, plan.problems)


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
            self.selection.as_of,
        )
        return sheet.response("csv" if request.GET.get("export") == "csv" else "xlsx")
