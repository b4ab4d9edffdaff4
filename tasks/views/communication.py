"""What was done to make the reform known, by kind of activity."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from reporting.pages import SelectionPageMixin
from tasks.links import list_url
from tasks.models import Task
from tasks.scope_filters import ScopeFilter
from tasks.states import ANY_COMMUNICATION
from tasks.summary import communication
from tasks.tabs import tabs


class CommunicationView(SelectionPageMixin, TemplateView):
    """Communication activities by kind; ``?programme=KH2024&agency=SXD`` narrows them."""

    permission_required = "tasks.view_task"
    template_name = "tasks/communication.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        selection = self.selection
        filter = ScopeFilter(
            self.request.GET, Task.objects.counted_for(self.request.user), request=self.request
        )
        found = communication.tallies(filter.rows, selection)
        kept = filter.kept()
        return super().get_context_data(
            headline=communication.headline(found),
            table=communication.by_kind(found, selection, kept),
            list_url=list_url(selection, communication=ANY_COMMUNICATION, **kept),
            filter=filter,
            hidden=selection.fields,
            tabs=tabs(selection, "tasks:communication"),
            **kwargs,
        )
