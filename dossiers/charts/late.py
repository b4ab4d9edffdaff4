"""Late shares by agency, worst first, from zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dossiers import ledger
from dossiers.links import OWN, list_url
from dossiers.summary.ranking import LateRow, Ranking, late_limit, rank
from dossiers.trends.scope import FINER, Scope, channels_of
from dossiers.wording import row_name
from reporting.chart_cards import card
from reporting.charts import Chart, Series
from reporting.numbers import NBSP, number, percent

#: How many agencies are drawn; the table below has all of them.
SHOWN = 15


def late_chart(scope: Scope) -> Chart:
    """Agencies with a small sample are hollow and not counted in the title.

    Of the period and of all sectors, as no ledger knows an agency by sectors. Two queries.
    """
    scope = scope.without(*FINER)
    return chart_of(ranking_of(scope), scope.filters)


def late_card(scope: Scope) -> dict[str, Any]:
    """The chart with its table of all agencies, for ``_components/chart_card.html``."""
    query = scope.query
    scope = scope.without(*FINER)
    filters, ranking = scope.filters, ranking_of(scope)
    shown = len(ranking.worst(SHOWN))
    return card(
        chart_of(ranking, filters),
        reverse("dossiers:late-chart"),
        query=query,
        ident="chart-late",
        caption=_("Tỷ lệ quá hạn theo cơ quan"),
        first_column=_("Cơ quan"),
        size="xl" if shown > 10 else "l" if shown > 5 else "",
        table=_table(ranking, filters),
    )


def ranking_of(scope: Scope) -> Ranking:
    selection = scope.selection
    counts = ledger.agency_columns(
        scope.agencies,
        selection.first,
        selection.until,
        channels=channels_of(scope.filters),
        structure=scope.structure,
    )
    return rank(scope.agencies, counts, selection)


def chart_of(ranking: Ranking, filters: Mapping[str, str]) -> Chart:
    rows = ranking.worst(SHOWN)
    return Chart(
        title=ranking.title,
        subtitle=ranking.subtitle(SHOWN),
        kind="bars-h",
        unit="%",
        labels=[row.agency.label for row in rows],
        long_labels=[row.agency.name for row in rows],
        series=[
            Series(
                _("Quá hạn"),
                "late",
                [float(row.late.percent() or 0) for row in rows],
                marks={"hollow": [row.is_small for row in rows]},
            )
        ],
        options={
            "decimals": 2,
            "yMax": ranking.scale(SHOWN),
            "limit": {
                "value": float(late_limit()),
                "label": _("mức %(limit)s") % {"limit": percent(late_limit())},
            },
            "endLabels": [_end_label(row) for row in rows],
            "longLabels": [row.agency.name for row in rows],
            "links": [_url(ranking, row, "resolved_overdue", filters) for row in rows],
        },
    )


def _end_label(row: LateRow) -> str:
    """``96 / 8.779``; a small sample says so."""
    text = f"{number(row.late.numerator)}{NBSP}/{NBSP}{number(row.late.denominator)}"
    return f"{text} · {_('mẫu nhỏ')}" if row.is_small else text


def _url(ranking: Ranking, row: LateRow, column: str, filters: Mapping[str, str]) -> str:
    narrower = dict(filters) | {"agency": row.agency.code, "rows": OWN}
    return list_url(ranking.selection, column=column, **narrower)


def _table(ranking: Ranking, filters: Mapping[str, str]) -> dict[str, Any]:
    def row_of(row: LateRow) -> Sequence[Any]:
        return [
            f"{row_name(row.agency)} ({_('mẫu nhỏ')})" if row.is_small else row_name(row.agency),
            {
                "text": number(row.late.numerator),
                "href": _url(ranking, row, "resolved_overdue", filters),
            },
            {
                "text": number(row.late.denominator),
                "href": _url(ranking, row, "resolved_total", filters),
            },
            percent(row.late),
            percent(row.on_time),
        ]

    return {
        "caption": _("Tỷ lệ quá hạn theo cơ quan"),
        "head": [
            _("Cơ quan"),
            _("Quá hạn"),
            _("Đã giải quyết"),
            _("Tỷ lệ quá hạn (L1)"),
            _("Tỷ lệ đúng hạn (R1)"),
        ],
        "rows": [row_of(row) for row in ranking.rows],
    }
