"""Reports and evidence from the page of a task, and the files themselves."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.generic import View

from reporting.numbers import date
from reporting.pages import ReaderMixin
from tasks import evidence, reports
from tasks.detail.actions import Action
from tasks.detail.reports import evidence_action, report_action
from tasks.files import download
from tasks.models import Evidence
from tasks.views.actions import ActionView, PartView


class ProofView(ActionView):
    """A form whose files prove what was done."""

    def point_out(self, rows: list[Evidence]) -> None:
        """Tells where else the same files prove something, as far as this reader may know."""
        if said := evidence.also_used(rows, self.task, self.user):
            messages.warning(self.request, said)


class ReportView(ProofView):
    """``tasks/reports/<task>/new/``: the lead reports progress."""

    right = reports.REPORT

    def make(self, data: Any = None, files: Any = None) -> Action:
        url = self.request.get_full_path()
        return report_action(self.task, url, today=self.today, data=data, files=files)

    def act(self, form: Any) -> str:
        made = reports.report(
            self.task, self.user, form.report, today=self.today, proofs=form.proofs
        )
        self.point_out(list(made.proofs.all()))
        return _("Đã ghi báo cáo tiến độ ngày %(day)s.") % {"day": date(made.reported_on)}


class EvidenceAddView(ProofView):
    """``tasks/evidence/<task>/new/``: one more document."""

    right = evidence.ADD

    def make(self, data: Any = None, files: Any = None) -> Action:
        url = self.request.get_full_path()
        return evidence_action(url, today=self.today, data=data, files=files)

    def act(self, form: Any) -> str:
        made = evidence.add(self.task, self.user, form.proof, today=self.today)
        self.point_out([made])
        return _("Đã ghi minh chứng: %(what)s.") % {"what": made.get_kind_display()}


class EvidenceRemoveView(PartView):
    model = Evidence
    right = evidence.REMOVE
    http_method_names = ["post"]

    def make(self, data: Any = None, files: Any = None) -> Action:
        return Action(_("Xóa minh chứng"), self.request.get_full_path(), None)

    def act(self, form: Any) -> str:
        evidence.remove(self.part, self.user)
        return _("Đã xóa minh chứng.")


class EvidenceFileView(ReaderMixin, View):
    """The file as a download, for who may read the task."""

    permission_required = "tasks.view_evidence"

    def get(self, request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> FileResponse:
        found = get_object_or_404(Evidence.objects.visible_to(request.user), pk=pk)
        return download(found.file, found.number or found.title, f"minh-chung-{found.pk}")
