"""Received and resolved per report month, by channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dossiers.charts.months import Month, months_of
from dossiers.codes import Channel
from dossiers.headlines import trend
from dossiers.trends.scope import Scope
from reporting.chart_cards import card
from reporting.charts import Chart, Series
from reporting.numbers import Ratio, number, percent
from reporting.selection import Selection

Filters = Mapping[str, str]


def channels_chart(scope: Scope) -> Chart:
    """Two columns a month: received on the left, resolved on the right; colours by channel.

    What was carried over is a stock and in no column. Two queries.
    """
    scope = scope.without("channel")  # the chart compares the channels
    return _chart(*_counted(scope), scope.selection, scope.filters)


def channels_card(scope: Scope) -> dict[str, Any]:
    """The chart with its key and table, for ``_components/chart_card.html``."""
    query = scope.query
    scope = scope.without("channel")
    selection, filters = scope.selection, scope.filters
    months, online = _counted(scope)
    chart = _chart(months, online, selection, filters)
    found = card(
        chart,
        reverse("dossiers:channels-chart"),
        query=query,
        ident="chart-channels",
        caption=_("Hồ sơ tiếp nhận và đã giải quyết theo tháng báo cáo"),
        first_column=_("Tháng báo cáo"),
        table=_table(months, online, selection, filters),
    )
    # Both columns of a month have the colours of the channels: one line each in the key.
    return found | {"key": found["key"][:2]}


def _counted(scope: Scope) -> tuple[list[Month], list[Month]]:
    """The months over all channels, and over the online channel."""
    return months_of(scope), months_of(scope, channels=[Channel.ONLINE])


def _chart(
    months: Sequence[Month], online: Sequence[Month], selection: Selection, filters: Filters
) -> Chart:
    pairs = list(zip(months, online, strict=True))
    return Chart(
        title=_title(months),
        subtitle=_(
            "Số hồ sơ theo tháng báo cáo (từ ngày 15 đến ngày 14): cột trái tiếp nhận, cột phải "
            "đã giải quyết; trên cột là tỷ lệ trực tuyến; không gồm hồ sơ kỳ trước chuyển sang"
        ),
        kind="stacked-bars",
        unit=pgettext("plural", "hồ sơ"),
        labels=[month.label for month in months],
        long_labels=[month.long_label for month in months],
        notes=[percent(_online(month)) if _online(month).denominator else "" for month in months],
        series=[
            Series(
                _("Trực tuyến"),
                "online",
                [month.columns.online for month in months],
                marks={"stack": "received"},
            ),
            Series(
                _("Trực tiếp, dịch vụ bưu chính"),
                "direct-postal",
                [month.columns.direct_postal for month in months],
                marks={"stack": "received"},
            ),
            Series(
                _("Đã giải quyết, nộp trực tuyến"),
                "online",
                [of.columns.resolved_total for _month, of in pairs],
                marks={"stack": "resolved"},
            ),
            Series(
                _("Đã giải quyết, nộp trực tiếp, bưu chính"),
                "direct-postal",
                [month.columns.resolved_total - of.columns.resolved_total for month, of in pairs],
                marks={"stack": "resolved"},
            ),
        ],
        options={
            "thousands": any(month.columns.new_received >= 5000 for month in months),
            "topTitle": _("Tỷ lệ trực tuyến"),
            "topLabelsShort": [
                percent(_online(month), 0) if _online(month).denominator else "" for month in months
            ],
            "links": [month.url(selection, "new_received", **filters) for month in months],
            "longLabels": [month.long_label for month in months],
        },
    )


def _online(month: Month) -> Ratio:
    return Ratio(month.columns.online, month.columns.new_received)


def _title(months: Sequence[Month]) -> str:
    moved = trend([(month.label, _online(month)) for month in months])
    if not moved:
        return _("Kỳ này chưa có hồ sơ tiếp nhận")
    return _("Tỷ lệ trực tuyến %(trend)s") % {"trend": moved}


def _table(
    months: Sequence[Month], online: Sequence[Month], selection: Selection, filters: Filters
) -> dict[str, Any]:
    def cell(month: Month, count: int, column: str, **narrower: str) -> dict[str, str]:
        url = month.url(selection, column, **(dict(filters) | narrower))
        return {"text": number(count), "href": url}

    rows = [
        [
            month.long_label,
            cell(month, month.columns.online, "online"),
            cell(month, month.columns.direct_postal, "direct_postal"),
            percent(_online(month)),
            cell(month, month.columns.resolved_total, "resolved_total"),
            cell(
                month,
                of.columns.resolved_total,
                "resolved_total",
                channel=str(Channel.ONLINE.value),
            ),
        ]
        for month, of in zip(months, online, strict=True)
    ]
    received = Ratio(
        sum(month.columns.online for month in months),
        sum(month.columns.new_received for month in months),
    )
    return {
        "caption": _("Hồ sơ tiếp nhận và đã giải quyết theo tháng báo cáo"),
        "head": [
            _("Tháng báo cáo"),
            _("Tiếp nhận trực tuyến"),
            _("Tiếp nhận trực tiếp, bưu chính"),
            _("Tỷ lệ trực tuyến"),
            _("Đã giải quyết"),
            _("Trong đó nộp trực tuyến"),
        ],
        "rows": rows,
        "foot": [
            _("Cộng"),
            number(received.numerator),
            number(received.denominator - received.numerator),
            percent(received),
            number(sum(month.columns.resolved_total for month in months)),
            number(sum(of.columns.resolved_total for of in online)),
        ],
    }
