"""The share resolved late per report month, from zero, with the share on time beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dossiers.charts.months import Month, months_of
from dossiers.headlines import trend
from dossiers.summary.ranking import axis_end, late_limit
from dossiers.trends.scope import Scope
from reporting.chart_cards import card
from reporting.charts import Chart, Series
from reporting.numbers import Ratio, number, percent
from reporting.selection import Selection


def on_time_chart(scope: Scope) -> Chart:
    """Rates on time lie near 100 %: drawn is what is missing to it, so that no axis is cut."""
    return _chart(months_of(scope), scope.selection, scope.filters)


def on_time_card(scope: Scope) -> dict[str, Any]:
    """The chart with its key and table, for ``_components/chart_card.html``. One query."""
    selection, filters, months = scope.selection, scope.filters, months_of(scope)
    return card(
        _chart(months, selection, filters),
        reverse("dossiers:on-time-chart"),
        query=scope.query,
        ident="chart-on-time",
        caption=_("Hồ sơ giải quyết đúng hạn theo tháng báo cáo"),
        first_column=_("Tháng báo cáo"),
        table=_table(months, selection, filters),
    )


def _chart(months: Sequence[Month], selection: Selection, filters: Mapping[str, str]) -> Chart:
    limit = late_limit()
    shares = [_late(month).percent() for month in months]
    most = max((share for share in shares if share is not None), default=limit)
    return Chart(
        title=_title(months),
        subtitle=_(
            "Tỷ lệ giải quyết quá hạn trong số hồ sơ đã giải quyết của tháng báo cáo (từ ngày 15 "
            "đến ngày 14); phần còn lại là trước hạn, đúng hạn"
        ),
        kind="lines",
        unit="%",
        labels=[month.label for month in months],
        long_labels=[month.long_label for month in months],
        series=[
            Series(
                _("Quá hạn"),
                "late",
                [None if share is None else float(share) for share in shares],
            )
        ],
        options={
            "decimals": 2,
            "yTitle": _("%% hồ sơ giải quyết quá hạn") % (),
            "yMax": axis_end(Fraction(most)),
            "limit": {
                "value": float(limit),
                "label": _("mức %(limit)s") % {"limit": percent(limit)},
            },
            "links": [month.url(selection, "resolved_overdue", **filters) for month in months],
            "longLabels": [month.long_label for month in months],
        },
    )


def _late(month: Month) -> Ratio:
    return Ratio(month.columns.resolved_overdue, month.columns.resolved_total)


def _title(months: Sequence[Month]) -> str:
    moved = trend([(month.label, _late(month)) for month in months])
    if not moved:
        return _("Kỳ này chưa có hồ sơ được giải quyết")
    return _("Tỷ lệ quá hạn %(trend)s") % {"trend": moved}


def _table(
    months: Sequence[Month], selection: Selection, filters: Mapping[str, str]
) -> dict[str, Any]:
    def cell(month: Month, count: int, column: str) -> dict[str, str]:
        return {"text": number(count), "href": month.url(selection, column, **filters)}

    def on_time(of: Sequence[Month]) -> Ratio:
        return Ratio(
            sum(month.columns.resolved_early_on_time for month in of),
            sum(month.columns.resolved_total for month in of),
        )

    return {
        "caption": _("Hồ sơ giải quyết đúng hạn theo tháng báo cáo"),
        "head": [
            _("Tháng báo cáo"),
            _("Đã giải quyết"),
            _("Trước hạn, đúng hạn"),
            _("Tỷ lệ đúng hạn (R1)"),
            _("Quá hạn"),
            _("Tỷ lệ quá hạn (L1)"),
        ],
        "rows": [
            [
                month.long_label,
                cell(month, month.columns.resolved_total, "resolved_total"),
                cell(month, month.columns.resolved_early_on_time, "resolved_early_on_time"),
                percent(on_time([month])),
                cell(month, month.columns.resolved_overdue, "resolved_overdue"),
                percent(_late(month)),
            ]
            for month in months
        ],
        "foot": [
            _("Cộng"),
            number(on_time(months).denominator),
            number(on_time(months).numerator),
            percent(on_time(months)),
            number(on_time(months).denominator - on_time(months).numerator),
            percent(
                Ratio(
                    on_time(months).denominator - on_time(months).numerator,
                    on_time(months).denominator,
                )
            ),
        ],
    }
