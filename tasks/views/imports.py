"""Import of a plan annex: upload, preview, confirm; for the secretariat."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from reporting.exports import Export
from reporting.import_pages import (
    ImporterMixin,
    ImportErrorsPage,
    ImportRunPage,
    ImportStartPage,
    ImportTemplatePage,
)
from reporting.imports.problems import errors_export
from reporting.models import ImportRun
from reporting.numbers import date
from tasks.forms.imports import ImportForm
from tasks.import_page import AnnexPreview
from tasks.imports import running
from tasks.imports.plan import Plan
from tasks.imports.sources import RIGHT
from tasks.imports.template import template


class _ImporterMixin(ImporterMixin):
    permission_required = RIGHT
    kind = running.KIND
    run_url = "tasks:import-run"
    start_url = "tasks:import"

    def preview(self, run: ImportRun) -> Plan:
        return running.preview(run, self.user)


class ImportStartView(_ImporterMixin, ImportStartPage[ImportForm]):
    """Which file into which programme; below it who imported what before."""

    form_class = ImportForm
    template_name = "tasks/import_start.html"

    def get_initial(self) -> dict[str, Any]:
        return {
            "on": date(self.today),
            "programme": self.request.GET.get("programme", "")[:20].replace("\0", ""),
        }

    def start(self, form: ImportForm) -> ImportRun:
        cleaned = form.cleaned_data
        return running.start(
            cleaned["file"],
            programme=cleaned["programme"],
            options=form.options,
            user=self.user,
        )


class ImportRunView(_ImporterMixin, ImportRunPage):
    preview_template = "tasks/import_preview.html"
    ended_template = "tasks/import_ended.html"

    def page(self, plan: Plan, run: ImportRun) -> AnnexPreview:
        return AnnexPreview(plan, run)

    def confirmed(self, run: ImportRun, fingerprint: str) -> ImportRun:
        good_only = self.request.POST.get("good_only") == "1"
        return running.confirm(run, self.user, fingerprint=fingerprint, good_only=good_only)


class ImportErrorsView(_ImporterMixin, ImportErrorsPage):
    def errors(self, plan: Plan, run: ImportRun) -> Export:
        rows = [line.draft.row for line in plan.lines]
        name = _("dong-loi-%(code)s") % {"code": run.target}
        return errors_export(name, plan.table, rows, plan.problems)


class ImportTemplateView(_ImporterMixin, ImportTemplatePage):
    file_name = "mau-phu-luc-nhiem-vu.xlsx"

    def content(self) -> bytes:
        return template()
