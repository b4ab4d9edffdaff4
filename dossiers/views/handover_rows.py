"""The dossiers behind the numbers of handovers: what waits, and what was handed over."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from agencies.models import Agency
from dossiers.list_page import pages
from dossiers.models import Dossier, Handover
from dossiers.querysets import Cursor, DossierQuerySet, Page
from dossiers.structure import handing, load
from dossiers.tables import DossierTable
from reporting.numbers import number
from reporting.pages import SelectionPageMixin

PER_PAGE = 50


class HandoverRowsView(SelectionPageMixin, TemplateView):
    """``?agency=``: what waits at an ended agency; ``?handover=``: what a handover moved."""

    permission_required = handing.RIGHT
    template_name = "dossiers/handover_rows.html"

    @cached_property
    def agency(self) -> Agency | None:
        code = self.request.GET.get("agency", "")
        if not code or "\0" in code:
            return None
        rows = Agency.objects.writable_by(self.request.user, handing.RIGHT)
        found: Agency | None = rows.filter(code=code).first()
        return found

    @cached_property
    def handover(self) -> Handover | None:
        key = self.request.GET.get("handover", "")
        if self.agency is not None or not key.isascii() or not key.isdecimal() or len(key) > 18:
            return None
        rows = Handover.objects.visible_to(self.request.user)
        found: Handover | None = (
            rows.filter(pk=int(key)).select_related("predecessor", "successor").first()
        )
        return found

    @property
    def rows(self) -> DossierQuerySet:
        if self.agency is not None:
            return handing.waiting(load(), self.agency.pk)
        if self.handover is None:
            raise Http404
        taken = {"holdings__handover": self.handover, "holdings__since": self.handover.on}
        moved: DossierQuerySet = Dossier.objects.filter(**taken)
        return moved

    def headline(self, count: int) -> str:
        if self.handover is None:
            text = ngettext(
                "%(n)s hồ sơ của %(agency)s chưa bàn giao",
                "%(n)s hồ sơ của %(agency)s chưa bàn giao",
                count,
            )
            return text % {"n": number(count), "agency": self.agency}
        text = ngettext(
            "%(n)s hồ sơ của %(agency)s đã bàn giao cho %(receiver)s",
            "%(n)s hồ sơ của %(agency)s đã bàn giao cho %(receiver)s",
            count,
        )
        agencies = {"agency": self.handover.predecessor, "receiver": self.handover.successor}
        return text % {"n": number(count), **agencies}

    def page(self, rows: DossierQuerySet) -> Page:
        way, _dot, place = self.request.GET.get("cursor", "").partition(".")
        cursor = Cursor.parse(place)
        timed = rows.for_table().with_timeliness(self.selection.until)
        found: Page = timed.keyset_page(
            PER_PAGE,
            older_than=cursor if way == "older" else None,
            newer_than=cursor if way == "newer" else None,
        )
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
        query = self.request.GET.copy()
        query.pop("cursor", None)
        query.update({name: value for name, value in changes.items() if value})
        return f"?{query.urlencode()}"
