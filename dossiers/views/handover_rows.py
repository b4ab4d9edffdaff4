"""The dossiers behind the numbers of handovers: what waits, and what was handed over."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from dossiers.list_page import pages
from dossiers.models import Dossier, Handover
from dossiers.querysets import DossierQuerySet, Page
from dossiers.querysets.handovers import pending_before
from dossiers.structure.handover_page import IN_FORM
from dossiers.tables import DossierTable
from dossiers.views.handovers import HandoverPage
from reporting.numbers import number
from reporting.pages import SelectionPageMixin

PER_PAGE = 50


class HandoverRowsView(HandoverPage, SelectionPageMixin, TemplateView):
    """``?agency=``: what waits at an ended agency; ``?handover=``: what a handover moved, with
    ``column=handed_over`` what form II.06 counts of it."""

    template_name = "dossiers/handover_rows.html"

    @cached_property
    def handover(self) -> Handover | None:
        key = self.request.GET.get("handover", "")
        if self.agency is not None or not key.isascii() or not key.isdecimal() or len(key) > 18:
            return None
        rows = Handover.objects.visible_to(self.user)
        found: Handover | None = (
            rows.filter(pk=int(key)).select_related("predecessor", "successor").first()
        )
        return found

    @property
    def is_in_form(self) -> bool:
        return self.request.GET.get("column") == IN_FORM

    @property
    def rows(self) -> DossierQuerySet:
        if self.agency is not None:
            return self.waiting(self.agency)
        if self.handover is None:
            raise Http404
        taken = {"holdings__handover": self.handover, "holdings__since": self.handover.on}
        moved: DossierQuerySet = Dossier.objects.visible_to(self.user).filter(**taken)
        return moved.filter(pending_before(self.handover.on)) if self.is_in_form else moved

    def headline(self, count: int) -> str:
        if self.handover is None:
            text = ngettext(
                "%(n)s hồ sơ của %(agency)s chưa bàn giao",
                "%(n)s hồ sơ của %(agency)s chưa bàn giao",
                count,
            )
            return text % {"n": number(count), "agency": self.agency}
        if self.is_in_form:
            text = ngettext(
                "%(n)s hồ sơ đang giải quyết của %(agency)s đã bàn giao cho %(receiver)s",
                "%(n)s hồ sơ đang giải quyết của %(agency)s đã bàn giao cho %(receiver)s",
                count,
            )
        else:
            text = ngettext(
                "%(n)s hồ sơ của %(agency)s đã bàn giao cho %(receiver)s",
                "%(n)s hồ sơ của %(agency)s đã bàn giao cho %(receiver)s",
                count,
            )
        agencies = {"agency": self.handover.predecessor, "receiver": self.handover.successor}
        return text % {"n": number(count), **agencies}

    def page(self, rows: DossierQuerySet) -> Page:
        timed = rows.for_table().with_timeliness(self.selection.until)
        found: Page = timed.page_at(PER_PAGE, self.request.GET.get("cursor", ""))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.rows
        page = self.page(rows)
        return super().get_context_data(
            headline=self.headline(rows.count()),
            table=DossierTable(page.rows, selection=self.selection, on=self.selection.until),
            pages=pages(page, self.address),
            **kwargs,
        )

    def address(self, **changes: str | None) -> str:
        kept = {name: self.request.GET.get(name) for name in ("agency", "handover", "column")}
        return self.selection.url("", **kept, **changes)
