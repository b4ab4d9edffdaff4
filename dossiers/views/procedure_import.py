"""Import of the national list of procedures: upload, preview, confirm; for the procedure office."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View

from dossiers.procedures.catalogue import running
from dossiers.procedures.catalogue.preview import PreviewPage, listed
from dossiers.procedures.catalogue.running import RIGHT, HasWrongRows, Stale
from dossiers.procedures.catalogue.template import template
from reporting.exports import XLSX
from reporting.imports.counts import counts_in_words
from reporting.imports.keeping import imported_before
from reporting.imports.layout import NoTable
from reporting.imports.limits import MEGABYTE, Limits, Refused
from reporting.imports.problems import errors_export
from reporting.imports.refusals import explain
from reporting.models import ImportRun
from reporting.numbers import moment
from reporting.pages import ActorMixin

MOST_LISTED = 20


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


class _ImporterMixin(ActorMixin):
    permission_required = RIGHT

    def runs(self) -> Any:
        return ImportRun.objects.visible_to(self.user).of_kind(running.KIND)


class ProcedureImportStartView(_ImporterMixin, FormView[ImportForm]):
    """Which file; beside it who imported what before."""

    form_class = ImportForm
    template_name = "dossiers/procedures/import_start.html"

    def form_valid(self, form: ImportForm) -> HttpResponse:
        cleaned = form.cleaned_data
        try:
            run = running.start(
                cleaned["file"], creates_sectors=cleaned["creates_sectors"], user=self.user
            )
        except Refused as refused:
            form.add_error("file", " ".join(explain(refused)))
            return self.form_invalid(form)
        return redirect("dossiers:procedure-import-run", run.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        runs = self.runs().select_related("created_by")
        pending = runs.filter(status=ImportRun.Status.PENDING, created_by=self.user)
        return super().get_context_data(
            pending=[listed(run) for run in pending[:MOST_LISTED]],
            done=[listed(run) for run in runs.done()[:MOST_LISTED]],
            **kwargs,
        )


class ProcedureImportRunView(_ImporterMixin, View):
    """What the file would do, worked out anew at each visit; POST imports or drops it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        run = get_object_or_404(self.runs().select_related("created_by"), pk=pk)
        if run.status != ImportRun.Status.PENDING:
            context = {"run": run, "row": listed(run)}
            return render(request, "dossiers/procedures/import_ended.html", context)
        try:
            plan = running.preview(run, on=self.today)
        except (Refused, NoTable, Stale) as error:
            wrong, mend = _told(error)
            context = {"run": run, "wrong": wrong, "mend": mend}
            return render(request, "dossiers/procedures/import_refused.html", context)
        page = PreviewPage(plan, run, may_abolish=self.user.has_perm("dossiers.change_procedure"))
        context = {"page": page, "run": run, "before": _before(imported_before(run))}
        return render(request, "dossiers/procedures/import_preview.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        run = get_object_or_404(self.runs(), pk=pk)
        action = request.POST.get("action")
        if action == "drop":
            running.drop(run)
            messages.success(request, _("Đã bỏ tệp “%(name)s”.") % {"name": run.file_name})
            return redirect("dossiers:procedure-import")
        if action == "sectors":
            running.create_sectors(run)
        else:
            self.confirm(run)
        return redirect("dossiers:procedure-import-run", run.pk)

    def confirm(self, run: ImportRun) -> None:
        was_pending = run.status == ImportRun.Status.PENDING
        try:
            done = running.confirm(
                run,
                fingerprint=self.request.POST.get("fingerprint", ""),
                on=self.today,
                good_only=self.request.POST.get("good_only") == "1",
            )
        except (Stale, NoTable, Refused):
            text = _(
                "Dữ liệu đã thay đổi sau khi xem trước nên chưa nhập dòng nào; hãy xem lại bản "
                "xem trước dưới đây rồi xác nhận."
            )
            messages.warning(self.request, text)
        except HasWrongRows:
            text = _("Tệp còn dòng sai nên chưa nhập dòng nào; hãy sửa tệp rồi tải lại.")
            messages.error(self.request, text)
        else:
            if was_pending and done.status == ImportRun.Status.DONE:
                words = {"counts": counts_in_words(done.counts)}
                messages.success(self.request, _("Đã nhập: %(counts)s.") % words)


class ProcedureImportErrorsView(_ImporterMixin, View):
    """The refused rows as a workbook with one more column, to be mended and sent again."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        run = get_object_or_404(self.runs(), pk=pk)
        if run.status != ImportRun.Status.PENDING:
            raise Http404
        try:
            plan = running.preview(run, on=self.today)
        except (Refused, NoTable, Stale) as error:
            raise Http404 from error
        rows = [line.row for line in plan.lines]
        return errors_export(_("dong-loi-thu-tuc"), plan.table, rows, plan.problems).response(
            "xlsx"
        )


class ProcedureImportTemplateView(_ImporterMixin, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        response = HttpResponse(template(), content_type=XLSX)
        response.headers["Content-Disposition"] = 'attachment; filename="mau-danh-muc-thu-tuc.xlsx"'
        return response


def _told(error: Exception) -> tuple[str, str]:
    if isinstance(error, Refused):
        return explain(error)
    if isinstance(error, NoTable):
        return error.wrong, error.mend
    return _("Tệp không còn được lưu."), _("Hãy tải lại tệp.")


def _before(run: ImportRun | None) -> str:
    if run is None:
        return ""
    words = {
        "who": str(run.created_by or ""),
        "when": moment(run.finished_at or run.created_at),
        "counts": counts_in_words(run.counts),
    }
    return _("Đúng tệp này đã được %(who)s nhập lúc %(when)s (%(counts)s).") % words
