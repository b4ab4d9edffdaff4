"""The forms that add up to one number of form II.06."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.utils.translation import gettext as _

from agencies.models import Agency
from dossiers.links import period_url
from dossiers.reported import exports as report_exports
from dossiers.reported.filters import CellsFilter
from dossiers.reported.wording import agencies, forms
from dossiers.returns.as_source import counting, is_firm, value_of
from dossiers.summary.sources import forms as forms_on
from dossiers.tables.returned_cells import ReturnedCell, ReturnedCellsTable
from dossiers.views.source_switch import RETURNS, SOURCE
from reporting.export_pages import ExportPage
from reporting.exports import Export
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

    @cached_property
    def rows(self) -> list[ReturnedCell]:
        found = forms_on(self.filter.agencies(), self.selection.as_of, period=self.selection.period)
        days = {form.pk: day for form, day in found}
        shown = counting([form for form, _day in found])
        return [
            ReturnedCell(form, value_of(form, self.filter.column_key), days[form.pk], is_firm(form))
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
        return report_exports.of_cells(self.rows, self.filter, self.selection, self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        for problem in self.filter.problems():
            messages.warning(self.request, problem)
        blank = sum(row.value is None for row in self.rows)
        kept = self.filter.kept("column", "rows")
        return super().get_context_data(
            headline=self.headline,
            table=ReturnedCellsTable(self.rows, self.filter.column_label, self.total),
            blank=number(blank) if blank else "",
            filter=self.filter,
            hidden=self.selection.fields,
            exports=self.export_links(),
            back=period_url(self.selection, **kept, **{SOURCE: RETURNS}),
            **kwargs,
        )
