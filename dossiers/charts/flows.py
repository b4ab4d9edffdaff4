"""What came in, what went out and what was left, month by month, beside the year before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dossiers.charts.months import Month, months_a_year_before, months_of
from dossiers.trends.scope import Scope
from reporting.chart_cards import card
from reporting.charts import Chart, Series
from reporting.numbers import Ratio, number, percent

Count = Callable[[Month], int]


def _received(month: Month) -> int:
    return month.columns.new_received


def _resolved(month: Month) -> int:
    return month.columns.resolved_total


def _pending(month: Month) -> int:
    return month.columns.pending_total


def _overdue(month: Month) -> int:
    return month.columns.pending_overdue


def flows_chart(scope: Scope) -> Chart:
    """Received and resolved per report month, and received a year before. Two queries."""
    return _flows(months_of(scope), months_a_year_before(scope), scope)


def stock_chart(scope: Scope) -> Chart:
    """Pending and overdue at the end of each report month. One query."""
    return _stock(months_of(scope), scope)


def flows_cards(scope: Scope) -> list[dict[str, Any]]:
    """Both charts, the table of the first with everything of a month. Two queries."""
    months, before = months_of(scope), months_a_year_before(scope)
    names = {"caption": _("Tiếp nhận, giải quyết và tồn theo tháng báo cáo")}
    first = card(
        _flows(months, before, scope),
        reverse("dossiers:flows-chart"),
        query=scope.query,
        ident="chart-flows",
        table=_table(months, before, scope) | names,
    )
    second = card(
        _stock(months, scope),
        reverse("dossiers:stock-chart"),
        query=scope.query,
        ident="chart-stock",
        table=_stock_table(months, scope),
    )
    return [first, second]


def _flows(months: Sequence[Month], before: Sequence[Month], scope: Scope) -> Chart:
    return Chart(
        title=_compared(months, before),
        subtitle=_("Số hồ sơ theo tháng báo cáo; nét đứt là số tiếp nhận cùng tháng năm trước"),
        kind="lines",
        unit=pgettext("plural", "hồ sơ"),
        labels=[month.label for month in months],
        long_labels=[month.long_label for month in months],
        series=[
            Series(_("Tiếp nhận"), "online", [_received(one) for one in months]),
            Series(_("Đã giải quyết"), "done", [_resolved(one) for one in months]),
            Series(
                _("Tiếp nhận năm trước"),
                "plan",
                [_received(one) or None for one in before],
                short=_("năm trước"),
            ),
        ],
        options={
            "yTitle": pgettext("plural", "hồ sơ"),
            "links": _links(months, scope, "new_received"),
            "longLabels": [month.long_label for month in months],
        },
    )


def _stock(months: Sequence[Month], scope: Scope) -> Chart:
    return Chart(
        title=_stock_title(months),
        subtitle=_("Số hồ sơ đang giải quyết vào ngày cuối tháng báo cáo, trong đó đã quá hạn"),
        kind="lines",
        unit=pgettext("plural", "hồ sơ"),
        labels=[month.label for month in months],
        long_labels=[month.long_label for month in months],
        series=[
            Series(_("Đang giải quyết"), "online", [_pending(one) for one in months]),
            Series(_("Quá hạn"), "late", [_overdue(one) for one in months]),
        ],
        options={
            "yTitle": pgettext("plural", "hồ sơ"),
            "links": _links(months, scope, "pending_total"),
            "longLabels": [month.long_label for month in months],
        },
    )


def _links(months: Sequence[Month], scope: Scope, column: str) -> list[str]:
    return [month.url(scope.selection, column, **scope.filters) for month in months]


def _compared(months: Sequence[Month], before: Sequence[Month]) -> str:
    """How many came in, against the same months of the year before."""
    now, then = sum(map(_received, months)), sum(map(_received, before))
    words = {"n": number(now), "before": number(then)}
    if not now:
        return _("Không có hồ sơ tiếp nhận trong các tháng này")
    if not then:
        return _("Tiếp nhận %(n)s hồ sơ; cùng kỳ năm trước chưa có dữ liệu") % words
    words["share"] = percent(Ratio(abs(now - then), then))
    if now == then:
        return _("Tiếp nhận %(n)s hồ sơ, bằng cùng kỳ năm trước") % words
    if now > then:
        return _("Tiếp nhận %(n)s hồ sơ, tăng %(share)s so với cùng kỳ năm trước") % words
    return _("Tiếp nhận %(n)s hồ sơ, giảm %(share)s so với cùng kỳ năm trước") % words


def _stock_title(months: Sequence[Month]) -> str:
    last = months[-1]
    words = {"n": number(_pending(last)), "k": number(_overdue(last)), "month": last.label}
    if not _pending(last):
        return _("Cuối %(month)s không còn hồ sơ đang giải quyết") % words
    return _("Cuối %(month)s còn %(n)s hồ sơ đang giải quyết, %(k)s quá hạn") % words


def _table(months: Sequence[Month], before: Sequence[Month], scope: Scope) -> dict[str, Any]:
    columns: list[tuple[str, Count]] = [
        ("new_received", _received),
        ("resolved_total", _resolved),
        ("resolved_overdue", lambda one: one.columns.resolved_overdue),
    ]

    def cell(month: Month, column: str, count: Count) -> dict[str, str]:
        url = month.url(scope.selection, column, **scope.filters)
        return {"text": number(count(month)), "href": url}

    return {
        "head": [
            _("Tháng báo cáo"),
            _("Tiếp nhận"),
            _("Đã giải quyết"),
            _("Trong đó quá hạn"),
            _("Tiếp nhận năm trước"),
            _("Đã giải quyết năm trước"),
        ],
        "rows": [
            [
                month.long_label,
                *(cell(month, column, count) for column, count in columns),
                *(cell(earlier, column, count) for column, count in columns[:2]),
            ]
            for month, earlier in zip(months, before, strict=True)
        ],
        "foot": [
            _("Cộng"),
            *(number(sum(map(count, months))) for _column, count in columns),
            *(number(sum(map(count, before))) for _column, count in columns[:2]),
        ],
    }


def _stock_table(months: Sequence[Month], scope: Scope) -> dict[str, Any]:
    def cell(month: Month, column: str, count: Count) -> dict[str, str]:
        url = month.url(scope.selection, column, **scope.filters)
        return {"text": number(count(month)), "href": url}

    return {
        "caption": _("Hồ sơ đang giải quyết vào cuối tháng báo cáo"),
        "head": [_("Tháng báo cáo"), _("Đang giải quyết"), _("Quá hạn"), _("Tỷ lệ quá hạn")],
        "rows": [
            [
                month.long_label,
                cell(month, "pending_total", _pending),
                cell(month, "pending_overdue", _overdue),
                percent(Ratio(_overdue(month), _pending(month))),
            ]
            for month in months
        ],
    }
