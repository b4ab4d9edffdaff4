"""Import of a list of dossiers: choose a file, look at what it would do, confirm, take it back."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from dossiers.import_pages import listing, starting, telling, undoing
from dossiers.import_pages.starting import ImportForm
from dossiers.imports import jobs
from dossiers.imports.listing import KINDS, rows_of, samples_of
from reporting.import_pages import MOST_LISTED, ImporterMixin, ImportStartPage
from reporting.models import ImportRun
from reporting.models.imports import ImportRunQuerySet

Status = ImportRun.Status
PER_PAGE = 100


class DossierImporterMixin(ImporterMixin):
    """``run`` is the one in the address, if the reader may see it."""

    permission_required = jobs.RIGHT
    kind = jobs.KIND
    run_url = "dossiers:import-run"
    start_url = "dossiers:import"

    def runs(self) -> ImportRunQuerySet:
        return jobs.runs(self.user)

    def listed(self, run: ImportRun) -> dict[str, Any]:
        return listing.listed(run)

    def preview(self, run: ImportRun) -> jobs.Preview | None:
        return jobs.preview(run)

    def recent(self) -> dict[str, list[dict[str, Any]]]:
        """The reader's own files that are under way, and what was imported lately."""
        own = self.runs().filter(status__in=listing.WAITING, created_by=self.user)
        own = own.exclude(status=Status.FAILED, file="")
        done = self.runs().filter(status__in=(Status.DONE, Status.UNDONE))
        return {
            "pending": [self.listed(run) for run in own[:MOST_LISTED]],
            "done": [self.listed(run) for run in done[:MOST_LISTED]],
        }

    def run_at(self, pk: int) -> ImportRun:
        run: ImportRun = get_object_or_404(self.runs().exclude(progress=None), pk=pk)
        return run


class ImportStartView(DossierImporterMixin, ImportStartPage[ImportForm]):
    """Which file from which source; below it who imported what before."""

    form_class = ImportForm
    template_name = "dossiers/import_start.html"

    def get_initial(self) -> dict[str, Any]:
        """The source of the reader's last file."""
        last = self.runs().filter(created_by=self.user).first()
        return {"source": last.options.get("source") if last else None}

    def start(self, form: ImportForm) -> ImportRun:
        return jobs.submit(
            form.cleaned_data["file"],
            user=self.user,
            source=form.chosen_source(),
            on=self.today,
        )

    def form_valid(self, form: ImportForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except jobs.Busy as busy:
            form.add_error(None, listing.busy(busy.other))
        return self.form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(understood=starting.understood(), **kwargs)


class ImportTemplateView(DossierImporterMixin, View):
    def get(self, request: HttpRequest) -> HttpResponseBase:
        return starting.template().response("xlsx")


class ImportErrorsView(DossierImporterMixin, View):
    """The refused rows as a workbook with one more column, to be mended and sent again."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        run = self.run_at(pk)
        if run.status not in (Status.PENDING, Status.DONE) or not telling.errors_url(run):
            raise Http404
        return jobs.errors_export(run).response("xlsx")


class ImportRowsView(DossierImporterMixin, TemplateView):
    """The rows that a count of the preview, or of a done run, stands for."""

    template_name = "dossiers/import_rows.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run = self.run_at(kwargs["pk"])
        kind = self.request.GET.get("kind", "new")
        if kind not in KINDS or run.status not in (Status.PENDING, Status.DONE):
            raise Http404
        page = Paginator(rows_of(run, self.user, kind), PER_PAGE).get_page(
            self.request.GET.get("page")
        )
        is_stored = run.status == Status.DONE
        rows = [
            telling.sample(one, is_stored=is_stored)
            for one in samples_of(list(page.object_list), kind)
        ]
        words = {
            "kind": listing.names()[kind],
            "rows": telling.rows_in_words(page.paginator.count),
            "name": run.file_name,
        }
        return super().get_context_data(
            title=_("%(kind)s: %(rows)s của tệp %(name)s") % words,
            kind=kind,
            rows=rows,
            page=page,
            run=run,
            **kwargs,
        )


class ImportUndoView(DossierImporterMixin, View):
    """Asks once more, and lists what stands in the way."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        run = self.run_at(pk)
        self._check(run)
        if run.status != Status.DONE or jobs.progress(run, timezone.now()).is_undoing:
            return redirect(self.run_url, run.pk)
        found = jobs.conflicts(run, self.user)
        others = jobs.in_front(run, self.user) if found else []
        ids = {other.pk for other, _count in others} | {one.by.pk for one in found if one.by}
        seen = set(self.runs().filter(pk__in=ids).values_list("pk", flat=True))
        context = {
            "run": run,
            "words": undoing.undo_words(run),
            "conflicts": undoing.told_conflicts(found, seen),
            "in_front": undoing.told_in_front(others, seen),
            "has_more": len(found) == 100,
        }
        return render(request, "dossiers/import_undo.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        run = self.run_at(pk)
        self._check(run)
        run = jobs.undo(run, self.user)
        return redirect(self.run_url, run.pk)

    def _check(self, run: ImportRun) -> None:
        if not jobs.may_undo(run, self.user):
            self.raise_exception = True
            self.handle_no_permission()
