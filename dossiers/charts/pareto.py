"""In which sectors late dossiers pile up: the greatest first, with what they add up to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dossiers.late.pareto import Share, finding
from dossiers.late.selection import LateFilter
from dossiers.links import list_url
from dossiers.summary.lateness import lateness
from reporting.chart_cards import card
from reporting.charts import Chart, ChartView, Series
from reporting.figures import Unit
from reporting.numbers import NBSP, number, percent

#: How many sectors are drawn; the table below has all of them.
SHOWN = 12


class ParetoChart(ChartView):
    """Late dossiers by sector, with the filters of the page of late dossiers."""

    permission_required = "dossiers.view_dossier"

    def get_chart(self) -> Chart:
        query, request = self.request.GET, self.request
        filter = LateFilter(query, None, request=request, selection=self.selection)
        return pareto_chart(lateness(filter).sectors, filter)


def pareto_chart(sectors: Sequence[Share], filter: LateFilter) -> Chart:
    shown = sectors[:SHOWN]
    return Chart(
        title=finding(sectors),
        subtitle=_("Số hồ sơ quá hạn theo lĩnh vực và tỷ lệ cộng dồn, nhiều nhất trước"),
        kind="bars-h",
        unit=Unit.DOSSIERS.label,
        labels=[one.name for one in shown],
        series=[Series(_("Hồ sơ quá hạn"), "late", [one.count for one in shown])],
        options={
            "endLabels": [
                f"{number(one.count)} · {percent(one.cumulated)}".replace(" ", NBSP)
                for one in shown
            ],
            "longLabels": [one.name for one in shown],
            "links": [sector_url(filter, one) for one in shown],
        },
    )


def pareto_card(sectors: Sequence[Share], filter: LateFilter) -> dict[str, Any]:
    """The chart with its table of all sectors, for ``_components/chart_card.html``."""
    shown = len(sectors[:SHOWN])
    return card(
        pareto_chart(sectors, filter),
        reverse("dossiers:pareto-chart"),
        query=filter.selection.url("", **filter.kept()),
        ident="chart-pareto",
        size="xl" if shown > 10 else "l" if shown > 5 else "s",
        table=pareto_table(
            sectors,
            [sector_url(filter, one) for one in sectors],
            caption=_("Hồ sơ quá hạn theo lĩnh vực"),
            first=_("Lĩnh vực"),
        ),
    )


def pareto_table(
    parts: Sequence[Share], urls: Sequence[str], *, caption: str, first: str
) -> dict[str, Any]:
    """Count, share and cumulated share, as ``_components/plain_table.html`` takes them."""
    return {
        "caption": caption,
        "head": [first, _("Hồ sơ quá hạn"), _("Tỷ lệ"), _("Cộng dồn")],
        "rows": [
            [
                one.name,
                {"text": number(one.count), "href": url},
                percent(one.share),
                percent(one.cumulated),
            ]
            for one, url in zip(parts, urls, strict=True)
        ],
    }


def sector_url(filter: LateFilter, one: Share) -> str:
    narrower = filter.narrowed() | {"sector": one.code}
    return list_url(filter.selection, column=filter.what_column, **narrower)
