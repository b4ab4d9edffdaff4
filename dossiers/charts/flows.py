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
from reporting.periods import Span, previous_year

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
    """Pending at the end of each report month. One query."""
    return _stock(months_of(scope), scope)


def overdue_chart(scope: Scope) -> Chart:
    """Overdue at the end of each report month: on a scale of its own, for beside all that is
    pending it lies on the zero line. One query."""
    return _overdues(months_of(scope), scope)


def flows_cards(scope: Scope) -> list[dict[str, Any]]:
    """Flows, stock, overdue; the table of the first has everything of a month. Two queries."""
    months, before = months_of(scope), months_a_year_before(scope)
    names = {"caption": _("Tiếp nhận, giải quyết và tồn theo tháng báo cáo")}
    return [
        _card(scope, "flows", _flows(months, before, scope), _table(months, before, scope) | names),
        _card(scope, "stock", _stock(months, scope), _stock_table(months, scope)),
        _card(scope, "overdue", _overdues(months, scope), _overdue_table(months, scope), size="s"),
    ]


def _card(
    scope: Scope, name: str, chart: Chart, table: dict[str, Any], **kwargs: Any
) -> dict[str, Any]:
    url = reverse(f"dossiers:{name}-chart")
    return card(chart, url, query=scope.query, ident=f"chart-{name}", table=table, **kwargs)


def _flows(months: Sequence[Month], before: Sequence[Month], scope: Scope) -> Chart:
    return _lines(
        months,
        scope,
        "new_received",
        title=_compared(months, before, taken_over(scope, months)),
        subtitle=_("Số hồ sơ theo tháng báo cáo; nét đứt là số tiếp nhận cùng tháng năm trước"),
        series=[
            Series(_("Tiếp nhận"), "received", [_received(one) for one in months]),
            Series(_("Đã giải quyết"), "resolved", [_resolved(one) for one in months]),
            Series(
                _("Tiếp nhận năm trước"),
                "plan",
                [_received(one) or None for one in before],
                short=_("năm trước"),
            ),
        ],
    )


def _stock(months: Sequence[Month], scope: Scope) -> Chart:
    return _lines(
        months,
        scope,
        "pending_total",
        title=_stock_title(months),
        subtitle=_("Số hồ sơ đang giải quyết vào ngày cuối tháng báo cáo"),
        series=[Series(_("Đang giải quyết"), "online", [_pending(one) for one in months])],
    )


def _overdues(months: Sequence[Month], scope: Scope) -> Chart:
    return _lines(
        months,
        scope,
        "pending_overdue",
        title=_overdue_title(months),
        subtitle=_(
            "Số hồ sơ đang giải quyết đã quá hạn vào ngày cuối tháng báo cáo; thang đo riêng"
        ),
        series=[Series(_("Quá hạn"), "late", [_overdue(one) for one in months])],
    )


def _lines(
    months: Sequence[Month],
    scope: Scope,
    column: str,
    *,
    title: str,
    subtitle: str,
    series: list[Series],
) -> Chart:
    """A line over the months for each series; a point opens the dossiers of ``column``."""
    unit, long_labels = pgettext("plural", "hồ sơ"), [month.long_label for month in months]
    links = [month.url(scope.selection, column, **scope.filters) for month in months]
    return Chart(
        title=title,
        subtitle=subtitle,
        kind="lines",
        unit=unit,
        labels=[month.label for month in months],
        long_labels=long_labels,
        series=series,
        options={"yTitle": unit, "links": links, "longLabels": long_labels},
    )


def taken_over(scope: Scope, months: Sequence[Month]) -> int:
    """How many agencies those of the scope have taken over since the months a year before, which
    do not count there. One query where any agency has ever given way, else none."""
    steps = scope.structure.lineage.steps.values()
    if scope.now is not None or not steps:
        return 0
    first, last = months[0].span.date_from, months[-1].span.date_to
    since = previous_year(Span(first, last)).date_from
    ids = set(scope.agencies.order_by().values_list("pk", flat=True))
    return sum(
        since < step.on <= last and step.successor in ids and step.predecessor not in ids
        for step in steps
    )


def _cell(month: Month, column: str, count: Count, scope: Scope) -> dict[str, str]:
    url = month.url(scope.selection, column, **scope.filters)
    return {"text": number(count(month)), "href": url}


def _compared(months: Sequence[Month], before: Sequence[Month], taken: int = 0) -> str:
    """How many came in, against the same months of the year before.

    ``taken``: agencies taken over in between. Their dossiers of the year before are not in it, so
    that the difference would tell of the merger, not of the work.
    """
    now, then = sum(map(_received, months)), sum(map(_received, before))
    words = {"n": number(now), "before": number(then)}
    if not now:
        return _("Không có hồ sơ tiếp nhận trong các tháng này")
    if not then:
        return _("Tiếp nhận %(n)s hồ sơ; cùng kỳ năm trước chưa có dữ liệu") % words
    if taken:
        words["k"] = number(taken)
        return (
            _(
                "Tiếp nhận %(n)s hồ sơ; cùng kỳ năm trước %(before)s, chưa gồm %(k)s cơ quan tiếp "
                "nhận sau đó"
            )
            % words
        )
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


def _overdue_title(months: Sequence[Month]) -> str:
    last = months[-1]
    words = {
        "k": number(_overdue(last)),
        "month": last.label,
        "share": percent(Ratio(_overdue(last), _pending(last))),
    }
    if not _overdue(last):
        return _("Cuối %(month)s không có hồ sơ đang giải quyết nào quá hạn") % words
    return _("Cuối %(month)s có %(k)s hồ sơ quá hạn, bằng %(share)s số đang giải quyết") % words


def _table(months: Sequence[Month], before: Sequence[Month], scope: Scope) -> dict[str, Any]:
    columns: list[tuple[str, Count]] = [
        ("new_received", _received),
        ("resolved_total", _resolved),
        ("resolved_overdue", lambda one: one.columns.resolved_overdue),
    ]

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
                *(_cell(month, column, count, scope) for column, count in columns),
                *(_cell(earlier, column, count, scope) for column, count in columns[:2]),
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
    return {
        "caption": _("Hồ sơ đang giải quyết vào cuối tháng báo cáo"),
        "head": [_("Tháng báo cáo"), _("Đang giải quyết")],
        "rows": [
            [month.long_label, _cell(month, "pending_total", _pending, scope)] for month in months
        ],
    }


def _overdue_table(months: Sequence[Month], scope: Scope) -> dict[str, Any]:
    return {
        "caption": _("Hồ sơ quá hạn vào cuối tháng báo cáo"),
        "head": [_("Tháng báo cáo"), _("Quá hạn"), _("Tỷ lệ quá hạn")],
        "rows": [
            [
                month.long_label,
                _cell(month, "pending_overdue", _overdue, scope),
                percent(Ratio(_overdue(month), _pending(month))),
            ]
            for month in months
        ],
    }
