"""One dossier."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import DetailView

from agencies.models import User
from dossiers import detail
from dossiers.form206 import KEYS
from dossiers.late import actions
from dossiers.late.clock import days_late
from dossiers.links import list_url
from dossiers.models import Dossier, DueDateChange, Supplement
from dossiers.querysets import DossierQuerySet
from dossiers.querysets.timing import with_allowed
from reporting.loading import working_calendar
from reporting.pages import SelectionPageMixin
from reporting.workdays import WorkingCalendar


class DossierView(SelectionPageMixin, DetailView[Dossier]):
    """Its dates, its standing on the as-of day, and the columns of form II.06 that count it."""

    permission_required = "dossiers.view_dossier"
    template_name = "dossiers/detail.html"
    slug_field = slug_url_kwarg = "code"

    def get_queryset(self) -> DossierQuerySet:
        visible: DossierQuerySet = Dossier.objects.visible_to(self.request.user)
        first, until = self.selection.first, self.selection.until
        rows = visible.for_table().select_related("apology")
        return with_allowed(rows.with_timeliness(until).with_columns(KEYS, first, until))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        return super().get_context_data(
            page=detail.Page(self.object, self.selection, calendar()),
            delays=detail.Delays(
                self.object, self.requests, self.moves, days_late=days_late(self.object, today)
            ),
            actions=actions.offered(self.object, self.rights, self.selection, today=today),
            change_url=self.change_url(),
            back=list_url(self.selection),
            **kwargs,
        )

    @property
    def requests(self) -> list[Supplement]:
        return list(self.object.supplements.order_by("asked_on", "pk"))

    @property
    def moves(self) -> list[DueDateChange]:
        return list(self.object.due_changes.select_related("changed_by").order_by("pk"))

    @cached_property
    def rights(self) -> set[str]:
        user = self.request.user
        return actions.rights_over(self.object, user) if isinstance(user, User) else set()

    def change_url(self) -> str | None:
        """The entry form, for those who may change this very dossier."""
        if "dossiers.change_dossier" not in self.rights:
            return None
        return reverse("admin:dossiers_dossier_change", args=[self.object.pk])


def calendar() -> WorkingCalendar | None:
    """None while no year of the working calendar is complete."""
    try:
        return working_calendar()
    except ValueError:
        return None
