"""How things went, month by month, over any months; who is late."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.views.generic import TemplateView

from agencies.models import Agency
from dossiers.charts import channels_card, flows_cards, late_card, on_time_card
from dossiers.headlines import bound
from dossiers.trends.filters import TrendFilter
from dossiers.trends.page import missing_rates, rates
from dossiers.views.days import DossierDaysMixin
from dossiers.views.tabs import CHARTS, tabs
from reporting.numbers import span
from reporting.pages import KeptPage

#: Filters that the other tabs take as well.
_SHARED = ("agency", "level", "channel")


class TrendsView(KeptPage, DossierDaysMixin, TemplateView):
    """Received, resolved, pending and late per report month, rates beside those of a year
    before, and late shares by agency.

    ``?first_month=2023-07&last_month=2024-06`` are report months (15th to 14th); without them
    the page speaks of the period.
    """

    permission_required = "dossiers.view_dossier"
    template_name = "dossiers/trends.html"

    @cached_property
    def filter(self) -> TrendFilter:
        return TrendFilter(
            self.request.GET,
            Agency.objects.all(),
            request=self.request,
            selection=self.selection,
        )

    @property
    def days_asked_until(self) -> dt.date | None:
        asked = self.filter.span
        return asked.date_to if asked and self.filter.value("last_month") else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        for problem in self.filter.problems():
            messages.warning(self.request, problem)
        scope = self.filter.scope()
        flows, stock, overdue = flows_cards(scope)
        channels = channels_card(scope)
        shared = {name: value for name, value in scope.filters.items() if name in _SHARED}
        return super().get_context_data(
            headline=bound(f"{flows['title']}; {_lower_first(stock['title'])}"),
            days=span(scope.span.date_from, scope.span.date_to),
            months=[flows, stock, overdue, channels, on_time_card(scope)],
            late=None if scope.is_finer or scope.asked else late_card(scope),
            rates=rates(scope),
            missing=missing_rates(),
            tabs=tabs(self.selection, CHARTS, **shared),
            filter=self.filter,
            hidden=self.selection.fields,
            reset=self.selection.url(reverse("dossiers:charts")),
            **kwargs,
        )


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
