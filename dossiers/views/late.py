"""Late dossiers: how late, whose, in which sector, why, what was answered, what falls due next."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.urls import reverse

from agencies.models import Agency
from dossiers.charts.pareto import pareto_card
from dossiers.late import exports as exports_late
from dossiers.late import page as late_page
from dossiers.late.selection import PENDING, RESOLVED, LateFilter
from dossiers.querysets import DossierQuerySet
from dossiers.structure.held_rows import with_holder
from dossiers.summary.lateness import Lateness, late_figures, lateness
from dossiers.views.days import DossierDaysMixin
from dossiers.views.tabs import LATE, tabs
from reporting.export_pages import ExportPage
from reporting.exports import Export
from reporting.pages import KeptPage

#: How many dossiers that fall due the page lists; the list has all of them.
SOON = 20


class LateView(KeptPage, DossierDaysMixin, ExportPage):
    """Overdue on the as-of day, and resolved late in the period. Every number opens its rows.

    ``what`` is one of the two or both; ``within`` and ``days`` say how far the page looks ahead.
    The file holds a row per agency, with ``table=procedures`` one per procedure.
    """

    permission_required = "dossiers.view_dossier"
    template_name = "dossiers/late.html"

    @cached_property
    def filter(self) -> LateFilter:
        return LateFilter(
            self.request.GET, Agency.objects.all(), request=self.request, selection=self.selection
        )

    @cached_property
    def found(self) -> Lateness:
        return lateness(self.filter)

    def export(self) -> Export:
        make = (
            exports_late.of_procedures
            if self.request.GET.get("table") == exports_late.PROCEDURES
            else exports_late.of_agencies
        )
        return make(self.found, self.filter, self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        for problem in self.filter.problems():
            messages.warning(self.request, problem)
        pending, resolved = (self.filter.question(one).count() for one in (PENDING, RESOLVED))
        figures = late_figures(self.filter)
        kept = {
            name: value
            for name, value in self.filter.kept().items()
            if name in ("agency", "level", "channel")
        }
        return super().get_context_data(
            headline=late_page.headline(self.found, pending.value, resolved.value),
            jumps=late_page.jumps(pending.value, resolved.value, figures),
            page=late_page.LatePage(self.found, self.filter),
            is_empty=not self.found.total,
            pareto=pareto_card(self.found.sectors, self.filter),
            answers=late_page.answers(figures),
            soon=self.soon(figures["dossiers_due_soon"].url),
            soon_title=late_page.soon_title(figures["dossiers_due_soon"], self.filter),
            tabs=tabs(self.selection, LATE, **kept),
            filter=self.filter,
            hidden=self.selection.fields,
            reset=self.selection.url(reverse("dossiers:late")),
            exports=self.export_links(),
            procedures_url=f"?{self.query(export='xlsx', table=exports_late.PROCEDURES)}",
            **kwargs,
        )

    def soon(self, url: str) -> dict[str, Any] | None:
        """What falls due next, by agency and row by row; None where nothing does."""
        rows = self.soon_rows()
        counts = with_holder(rows, self.filter.known, self.selection.until).by_agency()
        if not counts:
            return None
        agencies = list(Agency.objects.filter(pk__in=counts))
        first = rows.for_table().order_by("due_on", "pk")[:SOON]
        return {
            "agencies": late_page.soon_agencies(counts, agencies, self.filter),
            "rows": late_page.soon_rows(list(first), self.filter),
            "url": url,
        }

    def soon_rows(self) -> DossierQuerySet:
        last = self.filter.last_day
        return self.filter.question("pending_in_time", due_by=last).rows()
