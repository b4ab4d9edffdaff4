"""Form II.06 of a period from the forms that agencies sent, instead of the list of dossiers."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.utils.translation import gettext as _

from agencies.models import Agency
from dossiers import exports
from dossiers.figures import RATES
from dossiers.links import period_url, returned_cells_url
from dossiers.period import page as period_page
from dossiers.period.frame import ALL, Frame
from dossiers.reported.filters import FormFilter
from dossiers.returns.as_source import SUMS, ReturnedTable, counting
from dossiers.summary.reported import history, reports
from dossiers.summary.sources import counted, differing_columns, forms
from dossiers.tables import form206
from dossiers.tables.form206 import Line
from dossiers.views import ignored
from dossiers.views.folding import FoldingMixin
from dossiers.views.shown import Shown, layout, shown
from dossiers.views.source_switch import RETURNS, SOURCE, source_links, source_name
from dossiers.views.tabs import AGENCY, LEVEL, tabs
from reporting.export_pages import ExportPage
from reporting.exports import Export, Format
from reporting.figures import Figure, Link, computed
from reporting.numbers import number
from reporting.pages import KeptPage, SelectionPageMixin

#: Rates whose both sides stand in the form.
_SHOWN = ("R1", "L1", "O1", "C1")


class ReturnedTableView(KeptPage, FoldingMixin, SelectionPageMixin, ExportPage):
    """The cells are those of the forms in force, sent by the day of the page.

    Each opens its form; sums say how many agencies are in them; who has sent nothing is named as
    such. ``by``: agency or level; ``open``: whose communes are listed, codes or ``all``.
    """

    permission_required = ("dossiers.view_dossier", "dossiers.view_return")
    template_name = "dossiers/returned.html"

    def export(self) -> Export:
        """All rows, whichever are open on the page."""
        table = replace(self.table, frame=self.frame_of(frozenset({ALL})))
        return exports.of_returned(
            [*(line for lines in self.sections(table) for line in lines), table.total_line()],
            self.selection,
            self.filter.chips(),
            self.request.user,
            layout(self.by, agency=self.filter.value("agency"), whose=self.whose),
        )

    def export_url(self, kind: Format) -> str:
        return period_url(self.selection, **self.filter.kept(), **self.modes(), export=kind)

    @property
    def by(self) -> str:
        return LEVEL if self.request.GET.get("by") == LEVEL else AGENCY

    @cached_property
    def filter(self) -> FormFilter:
        return FormFilter(self.request.GET, Agency.objects.all(), request=self.request)

    @cached_property
    def table(self) -> ReturnedTable:
        period, on = history(self.selection.period, 1)[0], self.selection.as_of
        agencies = self.filter.agencies()
        found = forms(agencies, on, period=period)
        shown = counting([form for form, _day in found])
        return ReturnedTable(
            reports(agencies, [period], on)[period.pk],
            shown,
            differing_columns(shown, counted(shown)),
            self.selection,
            self.filter.kept(),
            self.frame_of(self.opened),
            {one.pk: one.parent_id_last for one in self.agencies},  # type: ignore[attr-defined]
            self.districts,
        )

    def frame_of(self, opened: frozenset[str]) -> Frame:
        return Frame(self.selection, self.filter.kept() | self.modes(), opened=opened)

    def sections(self, table: ReturnedTable) -> list[list[Line]]:
        return table.by_levels() if self.by == LEVEL else table.by_agencies()

    def switches(self, sections: list[list[Line]]) -> list[dict[str, Any]]:
        """All folds opened or closed, where there are any."""
        is_folded = any(line.label_url for lines in sections for line in lines)
        return [period_page.fold_switch(self.table.frame)] if is_folded else []

    @cached_property
    def whose(self) -> Shown:
        return shown(self.request.user, self.filter.value("agency"), self.filter.chips())

    # The page ---------------------------------------------------------------------------------

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        for problem in (
            *self.filter.problems(),
            *self.left_out(),
            *ignored.problems(self.request.GET, self.filter.form.fields),
        ):
            messages.warning(self.request, problem)
        kept, table = self.filter.kept(), self.table
        figures, sections = self.figures(), self.sections(table)
        whose = self.whose
        return super().get_context_data(
            headline=whose.headed(self.headline(figures)),
            shown=whose,
            sources=source_links(self.selection, RETURNS, by=self.by, **kept),
            body=form206.body(sections),
            switches=self.switches(sections),
            foot=form206.foot(table.total_line()),
            is_empty=not table.agencies,
            identities=period_page.identities_of(table.counts) if table.forms else [],
            caption=period_page.caption(self.by, self.selection),
            span=period_page.span_in_words(self.selection),
            rates=[period_page.rate_row(figures[code]) for code in _SHOWN],
            provisional=number(table.provisional) if table.provisional else "",
            blank=number(table.blank) if table.blank else "",
            by=self.by,
            tabs=tabs(self.selection, self.by, **kept, **{SOURCE: RETURNS}),
            filter=self.filter,
            hidden=self.hidden(),
            reset=period_url(self.selection, **self.modes()),
            exports=self.export_links(),
            **kwargs,
        )

    def figures(self) -> dict[str, Figure]:
        """The rates of the row of totals; both sides open the forms that they add up."""
        counts: dict[str, int | None] = {**self.table.counts}
        for key, parts in SUMS.items():
            known = [counts.get(part) for part in parts]
            counts[key] = None if None in known else sum(n for n in known if n is not None)
        kept = self.filter.kept()

        def link(key: str) -> Link:
            return Link(returned_cells_url(self.selection, **kept, column=key), counts.get(key))

        return {
            meant.code: replace(
                computed(meant, counts, self.selection, link),
                source=source_name(RETURNS),
            )
            for meant in RATES
            if meant.code in _SHOWN
        }

    def headline(self, figures: dict[str, Figure]) -> str:
        table = self.table
        every = [agency for members in table.agencies.values() for agency in members]
        words = {"sent": table.sent(every), "share": figures["R1"].text}
        if not table.forms:
            return _("Chưa có cơ quan gửi Biểu II.06 cho kỳ này (%(sent)s)") % words
        if figures["R1"].percent is None:
            return _("Biểu II.06 của %(sent)s cơ quan, chưa ghi hồ sơ đã giải quyết") % words
        return (
            _(
                "%(share)s hồ sơ giải quyết trước hạn, đúng hạn, theo Biểu II.06 của %(sent)s "
                "cơ quan"
            )
            % words
        )

    def left_out(self) -> list[str]:
        """Filters of the list of dossiers that a form cannot tell."""
        if not self.request.GET.get("channel"):
            return []
        return [_("Biểu II.06 không phân theo hình thức nộp; trang này bỏ qua bộ lọc đó.")]

    def modes(self) -> dict[str, str]:
        found = {"by": self.by} if self.by != AGENCY else {}
        return found | {SOURCE: RETURNS}

    def hidden(self) -> list[dict[str, str]]:
        kept = self.selection.query | self.modes()
        return [{"name": name, "value": value} for name, value in kept.items()]
