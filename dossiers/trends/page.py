"""The rates of any months beside those of a year before, each with its formula."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from dossiers.columns import Columns
from dossiers.summary import figures
from dossiers.trends.scope import Scope
from reporting.figures import Figure
from reporting.numbers import Ratio, number, signed
from reporting.panels import definition_panel
from reporting.periods import Span, previous_year

RATES = ("O1", "O2", "R1", "R2", "R3", "L1", "L2", "C1", "B1")


def rates(scope: Scope) -> list[dict[str, Any]]:
    """One row per rate: now, a year before, and what has changed. One query for the days and one
    for those a year before, from the ledgers."""
    span, earlier = scope.span, Span(*_days(previous_year(scope.span)))
    now, before = scope.columns([span, earlier])
    return [_row(one, then) for one, then in _pairs(scope, (now, span), (before, earlier))]


def missing_rates() -> list[dict[str, str]]:
    """Rates that are asked for and rest on data which dossiers do not have."""
    return [
        {
            "label": _("Hồ sơ trực tuyến theo Quyết định 766 (O3)"),
            "formula": _(
                "trực tuyến có kết quả điện tử / tiếp nhận trong kỳ, nhân tỷ lệ đồng bộ với "
                "Cổng Dịch vụ công quốc gia"
            ),
            "value": _("chưa có dữ liệu"),
        }
    ]


def _pairs(
    scope: Scope, now: tuple[Columns, Span], before: tuple[Columns, Span]
) -> list[tuple[Figure, Figure]]:
    found, then = (
        figures(columns, scope.selection, span, **scope.filters) for columns, span in (now, before)
    )
    return [(found[code], then[code]) for code in RATES]


def _days(span: Span) -> tuple[Any, Any]:
    return span.date_from, span.date_to


def _row(now: Figure, then: Figure) -> dict[str, Any]:
    assert now.base is not None  # noqa: S101 -- a rate has two lists
    assert then.base is not None  # noqa: S101
    return {
        "label": str(now.definition.short),
        "formula": str(now.definition.formula),
        "value": _with_unit(now),
        "rows": now.rows,
        "base": now.base,
        "before": _with_unit(then),
        "before_rows": then.rows,
        "before_base": then.base,
        "change": _change(now, then),
        "definition": definition_panel(now),
    }


def _with_unit(one: Figure) -> str:
    if isinstance(one.value, Ratio) and one.definition.unit != one.definition.unit.PERCENT:
        return f"{one.text} {one.definition.unit.label}" if one.value.denominator else one.text
    return one.text


def _change(now: Figure, then: Figure) -> str:
    """In points of per cent; a dash where one of the two is not known, or where it is no share."""
    if now.percent is None or then.percent is None:
        return number(None)
    if now.definition.unit != now.definition.unit.PERCENT:
        return number(None)
    return _("%(points)s điểm") % {"points": signed(now.percent - then.percent, 2)}
