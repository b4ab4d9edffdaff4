"""Form II.06 of a period: by agency, by level, by sector."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from agencies.models import Agency
from dossiers import exports
from dossiers.columns import Columns
from dossiers.counting import by_agency, by_level_and_sector, sectors
from dossiers.filters import FormFilter, SectorFormFilter
from dossiers.links import BRANCH, handovers_url, period_url
from dossiers.period import page as period_page
from dossiers.period.frame import ALL, Frame
from dossiers.period.span import SpanSelection
from dossiers.period.table import PeriodTable
from dossiers.period.table import by_agency as agency_table
from dossiers.period.table import by_level as level_table
from dossiers.period.table import by_sector as sector_table
from dossiers.sources.differences import NO_GAPS, Gaps
from dossiers.structure import Structure, handing, load, moved
from dossiers.structure.ended import structure_notes
from dossiers.summary import rank
from dossiers.summary.sources import marks
from dossiers.tables import form206
from dossiers.views import ignored
from dossiers.views.days import DossierDaysMixin
from dossiers.views.folding import FoldingMixin
from dossiers.views.returned import ReturnedTableView
from dossiers.views.shown import Shown, layout, shown
from dossiers.views.source_switch import RETURNS, ROWS, SOURCE, source_links
from dossiers.views.tabs import AGENCY, LEVEL, SECTOR, tabs
from reporting.export_pages import ExportPage
from reporting.exports import Export, Format
from reporting.pages import KeptPage

#: Filters that every tab of the page takes.
_SHARED = ("agency", "level", "channel", "structure", "since", "until")


class PeriodTableView(KeptPage, FoldingMixin, DossierDaysMixin, ExportPage):
    """Whether dossiers are settled on time, of whom and in which sector.

    The columns of form II.06 (Circular 01/2020/TT-VPCP), counted from the list of dossiers by
    the agency that resolves them. A row counts an agency's own dossiers; with ``rows=branch`` a
    district takes in its communes. ``by``: agency, level or sector; ``open``: whose communes
    are listed, codes or ``all``. ``source=returns`` shows the forms that agencies sent instead.
    """

    permission_required = "dossiers.view_dossier"
    template_name = "dossiers/period.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.GET.get(SOURCE) == RETURNS and request.GET.get("by") != SECTOR:
            return ReturnedTableView.as_view()(request, *args, **kwargs)
        return super().dispatch(request, *args, **kwargs)

    def export(self) -> Export:
        table = self.table(self.frame_of(frozenset({ALL})))
        return exports.of_period(
            table, self.spanned, self.filter.chips(), self.request.user, self.layout
        )

    @property
    def layout(self) -> exports.Layout:
        agency = self.filter.value("agency")
        days = None if self.spanned.is_whole else (self.spanned.first, self.spanned.until)
        return layout(self.by, is_branch=self.is_branch, agency=agency, whose=self.whose, days=days)

    def export_url(self, kind: Format) -> str:
        """All rows, whichever are open on the page."""
        return period_url(self.selection, **self.filter.kept(), **self.modes(), export=kind)

    # What is asked for ------------------------------------------------------------------------

    @property
    def by(self) -> str:
        asked = self.request.GET.get("by", AGENCY)
        return asked if asked in (AGENCY, LEVEL, SECTOR) else AGENCY

    @property
    def is_branch(self) -> bool:
        return self.by == AGENCY and self.request.GET.get("rows") == BRANCH

    @cached_property
    def filter(self) -> FormFilter:
        kind = SectorFormFilter if self.by == SECTOR else FormFilter
        return kind(self.request.GET, Agency.objects.all(), request=self.request)

    @property
    def days_asked_until(self) -> dt.date | None:
        return None if self.spanned.is_whole else self.spanned.until

    @cached_property
    def spanned(self) -> SpanSelection:
        """The days of the page: those asked for, else those of the period."""
        return self.filter.spanned(self.selection)

    def frame_of(self, opened: frozenset[str]) -> Frame:
        return Frame(self.spanned, self.filter.kept(), self.is_branch, opened, self.gaps)

    @cached_property
    def gaps(self) -> dict[int, Gaps]:
        """How many cells differ from the form that the agency sent, by agency id."""
        may = self.request.user.has_perm("dossiers.view_return")
        if self.by == SECTOR or not self.spanned.is_whole or not may:
            return {}
        return marks(self.filter.agencies(), self.selection, self.counts, self.filter.kept())

    # The table --------------------------------------------------------------------------------

    @cached_property
    def structure(self) -> Structure:
        return load(now=self.filter.now)

    @cached_property
    def counts(self) -> dict[int, Columns]:
        return by_agency(self.agencies, self.spanned, self.filter.kept(), self.structure)

    def table(self, frame: Frame) -> PeriodTable:
        if self.by == SECTOR:
            known = sectors()
            counts = by_level_and_sector(
                self.request.user,
                self.spanned,
                known,
                self.filter.value("agency"),
                self.filter.kept(),
                self.structure,
            )
            return sector_table(counts, {one.code: one.name for one in known}, frame)
        if self.by == LEVEL:
            gaps: dict[str, Gaps] = {}
            for one in self.agencies:
                found = self.gaps.get(one.pk, NO_GAPS)
                gaps[one.level] = gaps.get(one.level, NO_GAPS) + found
            return level_table(period_page.levels(self.agencies, self.counts), frame, gaps)
        return agency_table(self.agencies, self.counts, self.districts, frame)

    @cached_property
    def whose(self) -> Shown:
        return shown(self.request.user, self.filter.value("agency"), self.filter.chips())

    # The page ---------------------------------------------------------------------------------

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        for problem in self.problems():
            messages.warning(self.request, problem)
        frame = self.frame_of(self.opened)
        table = self.table(frame)
        kept = self.filter.kept()
        whose = self.whose
        return super().get_context_data(
            headline=whose.headed(self.headline(table)),
            shown=whose,
            identities=period_page.identities(table.columns),
            body=form206.body(table.sections),
            foot=form206.foot(table.total),
            is_empty=not table.sections,
            is_marked=bool(self.gaps),
            caption=period_page.caption(self.by, self.spanned),
            span=period_page.span_in_words(self.spanned),
            rates=period_page.rates(table.columns, self.spanned, kept),
            apart=period_page.apart(table.columns, self.spanned, kept),
            idle=period_page.idle(table),
            structure_notes=structure_notes(
                self.structure, self.filter.value("agency"), self.selection, self.request.user
            ),
            **self.moved(frame),
            handovers_url=handovers_url(self.request.user),
            by=self.by,
            tabs=tabs(self.selection, self.by, **_common(kept)),
            sources=self.sources(kept),
            switches=self.switches(frame),
            filter=self.filter,
            hidden=self.hidden(),
            reset=period_url(self.selection, **self.modes()),
            exports=self.export_links(),
            **kwargs,
        )

    def problems(self) -> list[str]:
        query = self.request.GET
        found = [*self.filter.problems(), *ignored.problems(query, self.filter.form.fields)]
        found += self.filter.wrong_days(self.selection)
        if query.get(SOURCE) == RETURNS:  # by sector, which forms do not tell
            text = _(
                "Biểu II.06 của các cơ quan không phân theo lĩnh vực; trang này lấy số liệu từ "
                "danh sách hồ sơ."
            )
            found.append(text)
        return found

    def moved(self, frame: Frame) -> dict[str, Any]:
        """What agencies handed to each other; sectors do not tell."""
        if self.by == SECTOR or (self.structure.is_plain and not self.structure.lineage.ends):
            return {}
        may = self.request.user.has_perm(handing.RIGHT)
        known = (self.agencies, self.counts)
        return {
            "moves": moved.moves(*known, frame),
            "waiting": moved.waiting(*known, self.structure, frame, may_hand_over=may),
            "incomparable": moved.incomparable(*known, self.structure),
        }

    def headline(self, table: PeriodTable) -> str:
        if self.by == SECTOR:
            return period_page.headline_by_sector(table)
        return period_page.headline(table, rank(self.agencies, self.counts, self.spanned))

    def modes(self) -> dict[str, str]:
        """How the page is laid out, as its address says."""
        found = {"by": self.by} if self.by != AGENCY else {}
        return found | ({"rows": BRANCH} if self.is_branch else {})

    def hidden(self) -> list[dict[str, str]]:
        kept = self.selection.query | self.modes()
        return [{"name": name, "value": value} for name, value in kept.items()]

    def sources(self, kept: dict[str, str]) -> list[dict[str, Any]]:
        """The other source, where it knows the page: forms tell no sectors of a level."""
        if self.by == SECTOR or not self.request.user.has_perm("dossiers.view_return"):
            return []
        both = {name: kept[name] for name in ("agency", "level") if name in kept}
        return source_links(self.selection, ROWS, by=self.by, **both)

    def switches(self, frame: Frame) -> list[dict[str, Any]]:
        if self.by != AGENCY:
            return []
        return period_page.switches(frame)


def _common(kept: dict[str, str]) -> dict[str, str]:
    return {name: kept[name] for name in _SHARED if name in kept}
