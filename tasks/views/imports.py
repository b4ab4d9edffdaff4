"""Import of a plan annex: upload, preview, confirm; for the secretariat."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.generic import FormView, View

from reporting.exports import XLSX
from reporting.imports.counts import counts_in_words
from reporting.imports.keeping import imported_before
from reporting.imports.layout import NoTable
from reporting.imports.limits import Refused
from reporting.imports.problems import errors_export
from reporting.imports.refusals import explain
from reporting.models import ImportRun
from reporting.numbers import date, moment
from reporting.pages import ActorMixin
from tasks.forms.imports import ImportForm
from tasks.import_page import PreviewPage, listed
from tasks.imports import running
from tasks.imports.running import HasWrongRows, Stale
from tasks.imports.sources import RIGHT
from tasks.imports.template import template

MOST_LISTED = 20


class _ImporterMixin(ActorMixin):
    permission_required = RIGHT

    def runs(self) -> Any:
        return ImportRun.objects.visible_to(self.user).of_kind(running.KIND)


class ImportStartView(_ImporterMixin, FormView[ImportForm]):
    """Which file into which programme; below it who imported what before."""

    form_class = ImportForm
    template_name = "tasks/import_start.html"

    def get_initial(self) -> dict[str, Any]:
        return {
            "on": date(self.today),
            "programme": self.request.GET.get("programme", "")[:20].replace("\0", ""),
        }

    def form_valid(self, form: ImportForm) -> HttpResponse:
        cleaned = form.cleaned_data
        try:
            run = running.start(
                cleaned["file"],
                programme=cleaned["programme"],
                options=form.options,
                user=self.user,
            )
        except Refused as refused:
            form.add_error("file", " ".join(explain(refused)))
            return self.form_invalid(form)
        return redirect("tasks:import-run", run.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        runs = self.runs().select_related("created_by")
        pending = runs.filter(status=ImportRun.Status.PENDING, created_by=self.user)
        return super().get_context_data(
            pending=[listed(run) for run in pending[:MOST_LISTED]],
            done=[listed(run) for run in runs.done()[:MOST_LISTED]],
            **kwargs,
        )


class ImportRunView(_ImporterMixin, View):
    """What the file would do, worked out anew at each visit; POST imports or drops it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        run = get_object_or_404(self.runs().select_related("created_by"), pk=pk)
        if run.status != ImportRun.Status.PENDING:
            return self.ended(run)
        try:
            plan = running.preview(run, self.user)
        except (Refused, NoTable, Stale) as error:
            return self.refused(run, error)
        before = imported_before(run)
        context = {"page": PreviewPage(plan, run), "run": run, "before": _before(before)}
        return render(request, "tasks/import_preview.html", context)

    def ended(self, run: ImportRun) -> HttpResponse:
        context = {"run": run, "row": listed(run)}
        return render(self.request, "tasks/import_ended.html", context)

    def refused(self, run: ImportRun, error: Exception) -> HttpResponse:
        context = {"run": run, **dict(zip(("wrong", "mend"), _told(error), strict=True))}
        return render(self.request, "tasks/import_refused.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        run = get_object_or_404(self.runs(), pk=pk)
        if request.POST.get("action") == "drop":
            running.drop(run)
            messages.success(request, _("Đã bỏ tệp “%(name)s”.") % {"name": run.file_name})
            return redirect("tasks:import")
        return self.confirm(run)

    def confirm(self, run: ImportRun) -> HttpResponse:
        was_pending = run.status == ImportRun.Status.PENDING
        try:
            done = running.confirm(
                run,
                self.user,
                fingerprint=self.request.POST.get("fingerprint", ""),
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
        return redirect("tasks:import-run", run.pk)


class ImportErrorsView(_ImporterMixin, View):
    """The refused rows as a workbook with one more column, to be mended and sent again."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        run = get_object_or_404(self.runs(), pk=pk)
        if run.status != ImportRun.Status.PENDING:
            raise Http404
        try:
            plan = running.preview(run, self.user)
        except (Refused, NoTable, Stale) as error:
            raise Http404 from error
        rows = [line.draft.row for line in plan.lines]
        name = _("dong-loi-%(code)s") % {"code": run.target}
        return errors_export(name, plan.table, rows, plan.problems).response("xlsx")


class ImportTemplateView(_ImporterMixin, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        response = HttpResponse(template(), content_type=XLSX)
        response.headers["Content-Disposition"] = 'attachment; filename="mau-phu-luc-nhiem-vu.xlsx"'
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
