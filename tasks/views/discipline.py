"""Entry discipline: by agency, and the entries behind each number."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from django_tables2 import RequestConfig

from agencies.models import Agency
from reporting.numbers import number
from reporting.pages import KeptPage, SelectionPageMixin
from reporting.panels import definition_panel
from reporting.sums import Cell, Line, figure_cell, sums_table
from tasks.discipline import ALL, Discipline, Entries, discipline_url
from tasks.discipline_figures import COUNTS
from tasks.entry_table import BANDS, EntryFilter, EntryTable
from tasks.models import Task, TaskUpdate
from tasks.tabs import tabs
from tasks.views.lists import PER_PAGE


class DisciplineView(KeptPage, SelectionPageMixin, TemplateView):
    """``?agency=SXD&kind=report``; with ``?band=more`` the entries themselves."""

    permission_required = ("tasks.view_task", "tasks.view_taskupdate", "tasks.view_taskstep")
    template_name = "tasks/discipline.html"

    @cached_property
    def filter(self) -> EntryFilter:
        rows = TaskUpdate.objects.counted_for(self.request.user)
        return EntryFilter(self.request.GET, rows, request=self.request)

    @cached_property
    def entries(self) -> Entries:
        return self.filter.entries(self.request.user, self.selection)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        selection, words, band = self.selection, self.filter.words(), self.filter.value("band")
        kept = selection.query | ({"band": band} if band else {})
        context = super().get_context_data(
            filter=self.filter,
            hidden=[{"name": name, "value": value} for name, value in kept.items()],
            reset=discipline_url(selection),
            tabs=tabs(selection, "tasks:discipline"),
            overview=discipline_url(selection, **words) if band else "",
            **kwargs,
        )
        return context | (self.listed(band) if band else self.summed(words))

    def listed(self, band: str) -> dict[str, Any]:
        table = EntryTable(
            self.entries.rows(band),
            selection=self.selection,
            entries=self.entries,
            visible=Task.objects.visible_to(self.request.user),
            agencies=Agency.objects.visible_to(self.request.user),
        )
        RequestConfig(self.request, paginate={"per_page": PER_PAGE}).configure(table)
        return {"table": table, "headline": list_heading(band, table.paginator.count)}

    def summed(self, words: dict[str, Any]) -> dict[str, Any]:
        by_lead = self.entries.by_lead(words)
        whole = Discipline.sum(by_lead.values(), self.selection, words)
        agencies = Agency.objects.visible_to(self.request.user).in_bulk(by_lead)
        # The least of the same day first: these are the ones to speak to.
        rows = sorted(
            ((agencies[pk], found) for pk, found in by_lead.items() if pk in agencies),
            key=lambda row: (_share(row[1]), row[0].sort_key, row[0].code),
        )
        shown = [meant.code for meant in COUNTS if whole.figures[meant.code] in whole.bands]
        head = [_("Lượt nhập"), _("Trong ngày (%)"), *(_column(code) for code in shown)]
        lines = [Line(agency.name, found.url(ALL), _cells(found, shown)) for agency, found in rows]
        foot = Line(_("Tất cả"), "", _cells(whole, shown))
        return {
            "headline": headline(whole),
            "has_calendar": self.entries.calendar is not None,
            "leads": sums_table(_("Kỷ luật nhập liệu"), _("Cơ quan chủ trì"), head, lines, foot)
            if lines
            else None,
            "panels": [definition_panel(whole.share), definition_panel(whole.all)],
        }


def _column(code: str) -> str:
    return {
        "entries_same": _("Trong ngày"),
        "entries_one": _("Sau 1 ngày"),
        "entries_two": _("Sau 2 ngày"),
        "entries_more": _("Sau 3 ngày trở lên"),
        "entries_unknown": _("Chưa tính được"),
    }[code]


def _share(found: Discipline) -> float:
    known = found.count("known")
    return found.count("same") / known if known else 2.0


def _cells(found: Discipline, shown: list[str]) -> list[Cell]:
    share = found.share
    return [
        figure_cell(found.all),
        figure_cell(share) if share.rows.count else Cell(share.text),
        *(figure_cell(found.figures[code], _tone(code)) for code in shown),
    ]


def _tone(code: str) -> str:
    return {"entries_two": "soon", "entries_more": "late"}.get(code, "")


def headline(whole: Discipline) -> str:
    """``85,00 % lượt nhập trong ngày: 34/40; 2 lượt sau 3 ngày làm việc trở lên``."""
    share = whole.share
    if not whole.total:
        return _("Chưa có lượt nhập nào trong kỳ")
    if share.percent is None or share.base is None:
        return _("Chưa tính được kỷ luật nhập liệu: thiếu lịch làm việc")
    words = {"share": share.text, "same": share.rows.text, "all": share.base.text}
    text = _("%(share)s lượt nhập trong ngày: %(same)s/%(all)s") % words
    more = whole.count("more")
    if not more:
        return text
    late = ngettext(
        "%(n)s lượt sau 3 ngày làm việc trở lên", "%(n)s lượt sau 3 ngày làm việc trở lên", more
    )
    return f"{text}; {late % {'n': number(more)}}"


def list_heading(band: str, count: int) -> str:
    """``2 lượt nhập sau 3 ngày làm việc trở lên``."""
    text = ngettext("%(n)s lượt nhập", "%(n)s lượt nhập", count) % {"n": number(count)}
    return text if band == ALL else f"{text} {dict(BANDS)[band]}"
