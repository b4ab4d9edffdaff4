"""How the period went, month by month, and who is late."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.views.generic import TemplateView

from agencies.models import Agency
from dossiers.charts import channels_card, late_card, on_time_card
from dossiers.filters import PeriodFilter
from dossiers.headlines import bound
from dossiers.views.tabs import CHARTS, tabs
from reporting.pages import SelectionPageMixin


class TrendsView(SelectionPageMixin, TemplateView):
    """Received, resolved and late per report month, and late shares by agency."""

    permission_required = "dossiers.view_dossier"
    template_name = "dossiers/trends.html"

    @cached_property
    def filter(self) -> PeriodFilter:
        return PeriodFilter(self.request.GET, Agency.objects.all(), request=self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        for problem in self.filter.problems():
            messages.warning(self.request, problem)
        kept = self.filter.kept()
        agencies = self.filter.agencies()
        channels = channels_card(agencies, self.selection, **kept)
        late = late_card(agencies, self.selection, **kept)
        return super().get_context_data(
            headline=bound(f"{channels['title']}; {_lower_first(late['title'])}"),
            months=[channels, on_time_card(agencies, self.selection, **kept)],
            late=late,
            tabs=tabs(self.selection, CHARTS, **kept),
            filter=self.filter,
            hidden=self.selection.fields,
            reset=self.selection.url(reverse("dossiers:charts")),
            **kwargs,
        )


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
