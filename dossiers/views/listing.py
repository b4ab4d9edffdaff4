"""The rows behind every number of dossiers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.utils.functional import cached_property

from dossiers import exports, list_page
from dossiers.filters import DossierFilter
from dossiers.headings import heading
from dossiers.links import import_url, list_url, period_url
from dossiers.models import Dossier
from dossiers.querysets import Page
from dossiers.questions import Question
from dossiers.tables import DossierTable
from reporting.export_pages import ExportPage
from reporting.exports import Export
from reporting.pages import KeptPage, SelectionPageMixin

PER_PAGE = 50


class DossierListView(KeptPage, SelectionPageMixin, ExportPage):
    """Which dossiers a column of form II.06 counts: of an agency, a sector, a channel.

    Pages by a cursor (``?cursor=older.2024-06-14.1234``), so that no page costs more than the
    first. The count over the list comes from the ledgers, or from rows where these are few.
    """

    permission_required = "dossiers.view_dossier"
    template_name = "dossiers/list.html"

    def export(self) -> Export:
        return exports.of_list(self.filter, self.request.user)

    @cached_property
    def filter(self) -> DossierFilter:
        return DossierFilter(
            self.request.GET,
            Dossier.objects.none(),
            request=self.request,
            selection=self.selection,
        )

    @cached_property
    def question(self) -> Question:
        return self.filter.question

    @cached_property
    def page(self) -> Page:
        rows = self.question.rows().for_table()
        found: Page = rows.page_at(PER_PAGE, self.request.GET.get("cursor", ""))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        for problem in [*self.filter.problems(), *self.filter.wrong_days(self.selection)]:
            messages.warning(self.request, problem)
        count = self.question.count()
        return super().get_context_data(
            headline=heading(self.question, count, self.filter.narrowed()),
            count=count,
            said=list_page.said(self.question, self.selection),
            definition=list_page.definition_of(self.question, self.selection),
            table=DossierTable(self.page.rows, selection=self.selection, on=self.question.until),
            pages=list_page.pages(self.page, self.address, count),
            filter=self.filter,
            hidden=self.selection.fields,
            reset=list_url(self.selection),
            every_period=self.every_period(),
            exports=self.export_links(),
            import_url=import_url(self.request.user),
            back=period_url(self.selection),
            **kwargs,
        )

    def every_period(self) -> str:
        """Where a code that is not found in the period may be found."""
        return self.address(column="all") if self.question.code and not self.page.rows else ""

    def address(self, **changes: str | None) -> str:
        """This list with ``changes``; None takes a parameter off."""
        return f"?{self.query(**changes)}"
