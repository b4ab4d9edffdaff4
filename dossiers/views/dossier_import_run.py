"""One address for a list of dossiers on its way in, whatever state it is in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View

from dossiers.import_pages import listing
from dossiers.import_pages.matching import Matching
from dossiers.import_pages.previewing import PreviewPage
from dossiers.import_pages.settling import WordsForm
from dossiers.import_pages.standing import RunPage
from dossiers.imports import jobs
from dossiers.imports.standing import problem_of
from dossiers.imports.state import layout_of, source_of
from dossiers.imports.words import may_settle, settle, unknown_words
from dossiers.views.dossier_imports import DossierImporterMixin
from reporting.imports.layout import NoTable
from reporting.imports.limits import Refused
from reporting.imports.refusals import explain
from reporting.models import ImportRun

Status = ImportRun.Status


class ImportRunView(DossierImporterMixin, View):
    """GET shows the state; ``?step=columns`` and ``?step=words`` open what the preview rests on.
    POST takes ``action``: columns, words, confirm, only_good, drop, restart."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show(self.run_at(pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        run = self.run_at(pk)
        steps = {
            "columns": self.columns,
            "words": self.settle,
            "confirm": self.confirm,
            "only_good": self.confirm,
            "drop": self.drop,
            "restart": self.restart,
        }
        step = steps.get(request.POST.get("action", ""))
        return step(run) if step else redirect(self.run_url, run.pk)

    # What is shown --------------------------------------------------------------------------------

    def show(self, run: ImportRun) -> HttpResponse:
        step = self.request.GET.get("step", "")
        may_lead = jobs.may_lead(run, self.user)
        if run.status == Status.MAPPING or (
            run.status == Status.PENDING and step == "columns" and may_lead
        ):
            return self.matching(run)
        if run.status == Status.PENDING and step == "words" and may_settle(run, self.user):
            return self.words(run, WordsForm(words=unknown_words(run)))
        preview = self.preview(run) if run.status == Status.PENDING else None
        if preview is not None:
            page = PreviewPage(
                preview,
                words=unknown_words(run),
                may_lead=may_lead,
                may_settle=may_settle(run, self.user),
            )
            return self.page("preview", run, page=page, may_lead=may_lead)
        stands = jobs.progress(run, timezone.now())
        return self.page("run", run, page=RunPage(run, stands, self.user))

    def page(self, name: str, run: ImportRun, **context: Any) -> HttpResponse:
        return render(self.request, f"dossiers/import_{name}.html", {"run": run} | context)

    def words(self, run: ImportRun, form: WordsForm) -> HttpResponse:
        return self.page("words", run, form=form, source=source_of(run))

    def matching(self, run: ImportRun, **context: Any) -> HttpResponse:
        """The columns as the file has them; a file that cannot be read any more says so."""
        try:
            found = self.found(run, self.request.GET.get("head", ""))
        except Refused as refused:
            context["refusal"] = explain(refused)
            found = None
        return self.page(
            "columns",
            run,
            matching=found,
            problem=next(iter(problem_of(run.progress)), ""),
            may_lead=jobs.may_lead(run, self.user),
            source=source_of(run),
            **context,
        )

    def found(self, run: ImportRun, chosen: str) -> Matching:
        source = source_of(run)
        layout = layout_of(run.progress) if run.progress.layout else None
        known = source.headings if source else {}
        return Matching(jobs.head(run), known, chosen=chosen, layout=layout)

    # What is done ---------------------------------------------------------------------------------

    def columns(self, run: ImportRun) -> HttpResponse:
        if not jobs.may_lead(run, self.user):
            raise PermissionDenied
        if run.status not in (Status.MAPPING, Status.PENDING):
            return redirect(self.run_url, run.pk)
        try:
            found = self.found(run, self.request.POST.get("head", ""))
            if found.head is None:
                return redirect(self.run_url, run.pk)
            jobs.map_columns(
                run,
                self.user,
                sheet=found.head.sheet,
                head_row=found.head.number,
                places=found.places(self.request.POST),
            )
        except NoTable as error:
            messages.error(self.request, f"{error.wrong} {error.mend}")
            return self.again(run)
        except Refused as refused:
            messages.error(self.request, " ".join(explain(refused)))
        return redirect(self.run_url, run.pk)

    def again(self, run: ImportRun) -> HttpResponse:
        """The same screen with what was chosen."""
        found = self.found(run, self.request.POST.get("head", ""))
        found.posted = self.request.POST
        may_lead = jobs.may_lead(run, self.user)
        return self.page(
            "columns", run, matching=found, may_lead=may_lead, source=source_of(run), problem=""
        )

    def settle(self, run: ImportRun) -> HttpResponse:
        if not may_settle(run, self.user):
            raise PermissionDenied
        form = WordsForm(self.request.POST, words=unknown_words(run))
        if run.status == Status.PENDING and not form.is_valid():
            return self.words(run, form)
        if run.status == Status.PENDING:
            settle(run, self.user, form.meanings)
        return redirect(self.run_url, run.pk)

    def confirm(self, run: ImportRun) -> HttpResponse:
        posted = self.request.POST
        try:
            jobs.confirm(
                run,
                self.user,
                fingerprint=posted.get("fingerprint", ""),
                only_good=posted.get("action") == "only_good",
            )
        except jobs.Stale:
            text = _(
                "Bản xem trước đã được lập lại nên chưa nhập dòng nào; hãy xem lại rồi xác nhận."
            )
            messages.warning(self.request, text)
        except jobs.HasWrongRows:
            text = _("Tệp còn dòng sai nên chưa nhập dòng nào; hãy sửa tệp rồi tải lại.")
            messages.error(self.request, text)
        except jobs.Busy as busy:
            messages.error(self.request, listing.busy(busy.other))
        return redirect(self.run_url, run.pk)

    def drop(self, run: ImportRun) -> HttpResponse:
        found = jobs.cancel(run, self.user)
        if found.status == Status.DROPPED:
            messages.success(self.request, _("Đã bỏ tệp “%(name)s”.") % {"name": run.file_name})
            return redirect(self.start_url)
        return redirect(self.run_url, run.pk)

    def restart(self, run: ImportRun) -> HttpResponse:
        try:
            jobs.restart(run, self.user)
        except jobs.Busy as busy:
            messages.error(self.request, listing.busy(busy.other))
        return redirect(self.run_url, run.pk)
