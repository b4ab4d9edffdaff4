"""Who imported which file when, of every kind of data."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tables2 import RequestConfig
from django_tables2.columns import Column as Cell
from django_tables2.columns import DateTimeColumn

from reporting.export_pages import ExportPage
from reporting.exports import Column, Export, head
from reporting.imports.counts import counts_in_words
from reporting.models import ImportRun
from reporting.models.imports import ImportRunQuerySet
from reporting.numbers import moment
from reporting.pages import ReaderMixin
from reporting.tables import BaseTable

PER_PAGE = 50


class ImportRunTable(BaseTable):
    caption = gettext_lazy("Các lần nhập tệp")
    unit = gettext_lazy("lần nhập tệp")

    created_at = DateTimeColumn(verbose_name=gettext_lazy("Tải lên lúc"), orderable=False)
    file_name = Cell(gettext_lazy("Tệp"), orderable=False)
    target = Cell(gettext_lazy("Nhập vào"), orderable=False)
    created_by = Cell(gettext_lazy("Người nhập"), orderable=False)
    status = Cell(gettext_lazy("Trạng thái"), orderable=False)
    counts = Cell(gettext_lazy("Kết quả"), orderable=False)
    sha256 = Cell(gettext_lazy("SHA-256"), orderable=False)

    class Meta(BaseTable.Meta):
        empty_text = gettext_lazy("Chưa có tệp nào được tải lên.")

    def render_created_at(self, value: Any) -> str:
        return moment(value)

    def render_status(self, record: ImportRun) -> str:
        return str(record.get_status_display())

    def render_counts(self, value: dict[str, int]) -> str:
        return counts_in_words(value) if value else ""

    def render_sha256(self, value: str) -> str:
        return f"{value[:12]}…"


class ImportRunListView(ReaderMixin, ExportPage):
    """All runs for those who see everything, the own ones for the others; newest first."""

    permission_required = "reporting.view_importrun"
    template_name = "reporting/imports.html"

    @property
    def runs(self) -> ImportRunQuerySet:
        found: ImportRunQuerySet = ImportRun.objects.visible_to(self.request.user)
        return found.select_related("created_by")

    def export(self) -> Export:
        columns = [
            Column(_("Tải lên lúc"), lambda run: run.created_at),
            Column(_("Tệp"), lambda run: run.file_name, 40),
            Column(_("Dung lượng (byte)"), lambda run: run.size),
            Column(_("Nhập vào"), lambda run: run.target),
            Column(_("Người nhập"), lambda run: str(run.created_by or ""), 30),
            Column(_("Trạng thái"), lambda run: run.get_status_display()),
            Column(_("Kết thúc lúc"), lambda run: run.finished_at),
            Column(_("Kết quả"), lambda run: counts_in_words(run.counts) if run.counts else "", 40),
            Column(_("SHA-256"), lambda run: run.sha256, 66),
        ]
        lines = head(_("Các lần nhập tệp"), self.request.user)
        return Export(_("cac-lan-nhap-tep"), lines, columns, self.runs.iterator(chunk_size=2000))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        table = ImportRunTable(self.runs)
        RequestConfig(self.request, paginate={"per_page": PER_PAGE}).configure(table)
        return super().get_context_data(table=table, exports=self.export_links(), **kwargs)
