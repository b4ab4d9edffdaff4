"""One dossier."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.views.generic import DetailView

from dossiers import detail
from dossiers.form206 import KEYS
from dossiers.models import Dossier
from dossiers.querysets import DossierQuerySet
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
        return visible.for_table().with_timeliness(until).with_columns(KEYS, first, until)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            page=detail.Page(self.object, self.selection, calendar()),
            change_url=self.change_url(),
            **kwargs,
        )

    def change_url(self) -> str | None:
        """The entry form, for those who may change this very dossier."""
        right = "dossiers.change_dossier"
        user = self.request.user
        if not user.has_perm(right):
            return None
        if not Dossier.objects.writable_by(user, right).filter(pk=self.object.pk).exists():
            return None
        return reverse("admin:dossiers_dossier_change", args=[self.object.pk])


def calendar() -> WorkingCalendar | None:
    """None while no year of the working calendar is complete."""
    try:
        return working_calendar()
    except ValueError:
        return None
