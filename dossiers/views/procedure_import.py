"""Import of the national list of procedures: upload, preview, confirm; for the procedure office."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dossiers.procedures.catalogue import running
from dossiers.procedures.catalogue.plan import Plan
from dossiers.procedures.catalogue.preview import CataloguePreview
from dossiers.procedures.catalogue.template import template
from reporting.exports import Export
from reporting.import_pages import (
    ImporterMixin,
    ImportErrorsPage,
    ImportRunPage,
    ImportStartPage,
    ImportTemplatePage,
)
from reporting.imports.limits import MEGABYTE, Limits
from reporting.imports.problems import errors_export
from reporting.models import ImportRun


def _allowed() -> str:
    """In the language of the page, not in that of the start."""
    return _("Excel (.xlsx) hoặc CSV, không quá %(n)s MB.") % {"n": Limits().size // MEGABYTE}


class ImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Tệp danh mục thủ tục"),
        max_length=200,
        help_text=lazy(_allowed, str)(),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    creates_sectors = forms.BooleanField(
        label=gettext_lazy("Tạo lĩnh vực chưa có"),
        required=False,
        help_text=gettext_lazy("Không chọn thì dòng có lĩnh vực lạ bị từ chối để kiểm tra lại."),
    )


class _ImporterMixin(ImporterMixin):
    permission_required = running.RIGHT
    kind = running.KIND
    run_url = "dossiers:procedure-import-run"
    start_url = "dossiers:procedure-import"

    def preview(self, run: ImportRun) -> Plan:
        return running.preview(run, on=self.today)


class ProcedureImportStartView(_ImporterMixin, ImportStartPage[ImportForm]):
    """Which file; beside it who imported what before."""

    form_class = ImportForm
    template_name = "dossiers/procedures/import_start.html"

    def start(self, form: ImportForm) -> ImportRun:
        cleaned = form.cleaned_data
        return running.start(
            cleaned["file"], creates_sectors=cleaned["creates_sectors"], user=self.user
        )


class ProcedureImportRunView(_ImporterMixin, ImportRunPage):
    """Besides importing or dropping, POST may ask for the sectors that are not known."""

    preview_template = "dossiers/procedures/import_preview.html"
    ended_template = "dossiers/procedures/import_ended.html"

    def page(self, plan: Plan, run: ImportRun) -> CataloguePreview:
        may_abolish = self.user.has_perm("dossiers.change_procedure")
        return CataloguePreview(plan, run, may_abolish=may_abolish)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if request.POST.get("action") == "sectors":
            running.create_sectors(get_object_or_404(self.runs(), pk=pk))
            return redirect(self.run_url, pk)
        return super().post(request, pk)

    def confirmed(self, run: ImportRun, fingerprint: str) -> ImportRun:
        good_only = self.request.POST.get("good_only") == "1"
        return running.confirm(run, fingerprint=fingerprint, on=self.today, good_only=good_only)


class ProcedureImportErrorsView(_ImporterMixin, ImportErrorsPage):
    def errors(self, plan: Plan, run: ImportRun) -> Export:
        rows = [line.row for line in plan.lines]
        return errors_export(_("dong-loi-thu-tuc"), plan.table, rows, plan.problems)


class ProcedureImportTemplateView(_ImporterMixin, ImportTemplatePage):
    file_name = "mau-danh-muc-thu-tuc.xlsx"

    def content(self) -> bytes:
        return template()
