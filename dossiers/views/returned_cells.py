"""The forms that add up to one number of form II.06."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Agency
from dossiers.form206 import KEYS
from dossiers.links import period_url
from dossiers.reported.filters import CellsFilter
from dossiers.reported.wording import agencies, forms
from dossiers.returns.as_source import counting, is_firm, value_of
from dossiers.summary.sources import forms as forms_on
from dossiers.tables.returned_cells import ReturnedCell, ReturnedCellsTable
from dossiers.views.source_switch import RETURNS, SOURCE
from reporting.export_pages import ExportPage
from reporting.exports import Column, Export, head
from reporting.numbers import number
from reporting.pages import SelectionPageMixin


class ReturnedCellsView(SelectionPageMixin, ExportPage):
    """Each form that counts with what it says in the column asked for, and their sum.

    The forms are those of ``ReturnedTableView`` under the same filters, of the day of the page.
    """

    permission_required = ("dossiers.view_dossier", "dossiers.view_return")
    template_name = "dossiers/returned_cells.html"

    @cached_property
    def filter(self) -> CellsFilter:
        return CellsFilter(self.request.GET, Agency.objects.all(), request=self.request)

    @property
    def column(self) -> str:
        """One of ``KEYS`` or ``SUMS``."""
        return str(self.filter.value("column") or KEYS[0])

    @cached_property
    def rows(self) -> list[ReturnedCell]:
        found = forms_on(self.filter.agencies(), self.selection.as_of, period=self.selection.period)
        days = {form.pk: day for form, day in found}
        shown = counting([form for form, _day in found])
        return [
            ReturnedCell(form, value_of(form, self.column), days[form.pk], is_firm(form))
            for form in shown
        ]

    @property
    def total(self) -> int | None:
        """None where no form tells anything in the column."""
        known = [row.value for row in self.rows if row.value is not None]
        return sum(known) if known else None

    @property
    def headline(self) -> str:
        words = {
            "column": self.filter.column_label,
            "total": number(self.total),
            "forms": forms(len(self.rows)),
            "agencies": agencies(len({row.form.agency_id for row in self.rows})),
        }
        return _("%(column)s: %(total)s, cộng từ %(forms)s của %(agencies)s") % words

    def export(self) -> Export:
        title = _("Các Biểu II.06 cộng vào một số liệu")
        words = {"period": self.selection.period.code, "column": self.column}
        return Export(
            name=_("bieu-II-06-don-vi-gui-%(period)s-%(column)s") % words,
            lines=head(title, self.request.user, self.selection, self.filter.chips()),
            columns=[
                Column(gettext_lazy("Mã cơ quan"), lambda row: row.form.agency.code, 12),
                Column(gettext_lazy("Cơ quan"), lambda row: row.form.agency.name, 48),
                Column(gettext_lazy("Lĩnh vực"), lambda row: str(row.form.sector or ""), 24),
                Column(gettext_lazy("Ngày gửi"), lambda row: row.sent_on, 12),
                Column(gettext_lazy("Trạng thái"), lambda row: row.form.get_status_display(), 20),
                Column(self.filter.column_label, lambda row: row.value, 24),
            ],
            rows=self.rows,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        for problem in self.filter.problems():
            messages.warning(self.request, problem)
        kept = {
            name: value
            for name, value in self.filter.kept("column").items()
            if name in ("agency", "level")
        }
        return super().get_context_data(
            headline=self.headline,
            table=ReturnedCellsTable(self.rows, self.filter.column_label, self.total),
            blank=number(sum(row.value is None for row in self.rows)),
            is_blank=any(row.value is None for row in self.rows),
            filter=self.filter,
            hidden=self.selection.fields,
            exports=self.export_links(),
            back=period_url(self.selection, **kept, **{SOURCE: RETURNS}),
            **kwargs,
        )
