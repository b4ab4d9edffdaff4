"""The pages of an import that all kinds of data share: preview, confirm, drop, errors to mend."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar, TypeVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView, View

from reporting.exports import XLSX, Export
from reporting.import_preview import PreviewPage, listed
from reporting.imports.counts import counts_in_words
from reporting.imports.keeping import (
    HasWrongRows,
    Stale,
    drop,
    imported_before,
    shown_before,
)
from reporting.imports.layout import NoTable
from reporting.imports.limits import Refused
from reporting.imports.refusals import explain
from reporting.models import ImportRun
from reporting.numbers import moment
from reporting.pages import ActorMixin

#: Runs listed on the page where a file is chosen.
MOST_LISTED = 20
F = TypeVar("F", bound=forms.Form)
UNREADABLE = (Refused, NoTable, Stale)


class ImporterMixin(ActorMixin, ABC):
    """A page of the importer ``kind``; ``run_url`` and ``start_url`` are names of addresses."""

    kind: ClassVar[str]
    run_url: ClassVar[str]
    start_url: ClassVar[str]

    def runs(self) -> Any:
        return ImportRun.objects.visible_to(self.user).of_kind(self.kind)

    def listed(self, run: ImportRun) -> dict[str, Any]:
        """A run as a list of imports shows it."""
        return listed(run, self.run_url)

    @abstractmethod
    def preview(self, run: ImportRun) -> Any:
        """The plan of the file; raises ``UNREADABLE``."""

    def recent(self) -> dict[str, list[dict[str, Any]]]:
        """``pending``: the user's own files that wait; ``done``: what was imported lately."""
        runs = self.runs().select_related("created_by")
        pending = runs.filter(status=ImportRun.Status.PENDING, created_by=self.user)
        return {
            "pending": [self.listed(run) for run in pending[:MOST_LISTED]],
            "done": [self.listed(run) for run in runs.done()[:MOST_LISTED]],
        }


class ImportStartPage(ImporterMixin, FormView[F], ABC):
    """Which file, in the field ``file``, and where it goes; below it who imported what before."""

    @abstractmethod
    def start(self, form: F) -> ImportRun:
        """Keeps the file. Raises ``Refused``."""

    def form_valid(self, form: F) -> HttpResponse:
        try:
            run = self.start(form)
        except Refused as refused:
            form.add_error("file", " ".join(explain(refused)))
            return self.form_invalid(form)
        return redirect(self.run_url, run.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_list = self.user.has_perm("reporting.view_importrun")
        return super().get_context_data(**self.recent(), may_list=may_list, **kwargs)


class ImportTemplatePage(ImporterMixin, View, ABC):
    """An empty workbook to fill in."""

    file_name: ClassVar[str]

    @abstractmethod
    def content(self) -> bytes: ...

    def get(self, request: HttpRequest) -> HttpResponse:
        response = HttpResponse(self.content(), content_type=XLSX)
        response.headers["Content-Disposition"] = f'attachment; filename="{self.file_name}"'
        return response


class ImportRunPage(ImporterMixin, View, ABC):
    """What the file would do, worked out anew at each visit; POST imports or drops it."""

    preview_template: ClassVar[str]
    ended_template: ClassVar[str]
    #: What ``confirm`` may raise besides, told as it is.
    refusals: ClassVar[Sequence[type[Exception]]] = ()

    @abstractmethod
    def page(self, plan: Any, run: ImportRun) -> PreviewPage[Any]: ...

    @abstractmethod
    def confirmed(self, run: ImportRun, fingerprint: str) -> ImportRun: ...

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        run = get_object_or_404(self.runs().select_related("created_by"), pk=pk)
        if run.status != ImportRun.Status.PENDING:
            return self.shown(self.ended_template, run, row=self.listed(run))
        try:
            plan = self.preview(run)
        except UNREADABLE as error:
            # Nothing that happens later makes it readable: it does not wait for anybody.
            drop(run)
            wrong, mend = _told(error)
            return self.shown("reporting/import_refused.html", run, wrong=wrong, mend=mend)
        before = _before(imported_before(run))
        again = _again(shown_before(run, self.user, plan.fingerprint, plan.counts), plan.counts)
        page = self.page(plan, run)
        return self.shown(self.preview_template, run, page=page, before=before, again=again)

    def shown(self, template: str, run: ImportRun, **context: Any) -> HttpResponse:
        context |= {"run": run, "start_url": reverse(self.start_url)}
        return render(self.request, template, context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        run = get_object_or_404(self.runs(), pk=pk)
        if request.POST.get("action") == "drop":
            drop(run)
            messages.success(request, _("Đã bỏ tệp “%(name)s”.") % {"name": run.file_name})
            return redirect(self.start_url)
        return self.confirm(run)

    def confirm(self, run: ImportRun) -> HttpResponse:
        was_pending = run.status == ImportRun.Status.PENDING
        try:
            done = self.confirmed(run, self.request.POST.get("fingerprint", ""))
        except UNREADABLE:
            text = _(
                "Dữ liệu đã thay đổi sau khi xem trước nên chưa nhập dòng nào; hãy xem lại bản "
                "xem trước dưới đây rồi xác nhận."
            )
            messages.warning(self.request, text)
        except HasWrongRows:
            text = _(
                "Tệp còn dòng sai nên chưa nhập dòng nào; hãy sửa tệp rồi tải lại, hoặc đánh dấu ô "
                "chỉ nhập các dòng đúng (nếu có)."
            )
            messages.error(self.request, text)
        except tuple(self.refusals) as refused:
            messages.error(self.request, str(refused))
        else:
            if was_pending and done.status == ImportRun.Status.DONE:
                words = {"counts": counts_in_words(done.counts)}
                messages.success(self.request, _("Đã nhập: %(counts)s.") % words)
        return redirect(self.run_url, run.pk)


class ImportErrorsPage(ImporterMixin, View, ABC):
    """The refused rows as a workbook with one more column, to be mended and sent again."""

    @abstractmethod
    def errors(self, plan: Any, run: ImportRun) -> Export: ...

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        run = get_object_or_404(self.runs(), pk=pk)
        if run.status != ImportRun.Status.PENDING:
            raise Http404
        try:
            plan = self.preview(run)
        except UNREADABLE as error:
            raise Http404 from error
        return self.errors(plan, run).response("xlsx")


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


def _again(before: dict[str, int] | None, now: dict[str, int]) -> str:
    """That the file would now do something else than the last preview said."""
    if before is None:
        return ""
    words = {"before": counts_in_words(before), "now": counts_in_words(now)}
    return (
        _(
            "Dữ liệu đã thay đổi sau bản xem trước cũ (%(before)s) nên bản này được lập lại: "
            "%(now)s. Hãy xem lại từng thay đổi trước khi xác nhận."
        )
        % words
    )
