"""The money of one task: each amount with the totals after it, and what does not fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reporting.numbers import date, number, percent
from reporting.selection import Selection
from tasks import money
from tasks.models import Funding
from tasks.money import Amount
from tasks.summary.budget import rows_url

Row = dict[str, Any]


@dataclass(frozen=True)
class Budget:
    """``rows`` are the amounts, the oldest first, with running totals; ``totals`` those of the
    day, as texts in đồng; ``url`` opens the same amounts as a list. Amounts after the day are
    shown and marked, and in no total of the day."""

    rows: list[Row]
    totals: list[Row]
    warnings: list[str]
    url: str


def budget_of(task: Any, selection: Selection) -> Budget | None:
    """The money of ``task`` (fundings prefetched or one query); None without any."""
    stored = sorted(task.fundings.all(), key=lambda one: (one.on, one.pk))
    if not stored:
        return None
    amounts = [Amount(one.kind, one.amount, one.on) for one in stored]
    after = money.running(amounts)
    now = money.totals_on(amounts, selection.as_of)
    return Budget(
        rows=[
            {
                "day": date(one.on),
                "iso": one.on.isoformat(),
                "kind": one.get_kind_display(),
                "amount": number(one.amount),
                "total": number(getattr(sums, one.kind)),
                "document": "; ".join(part for part in (one.document_number, one.note) if part),
                "is_later": one.on > selection.as_of,
            }
            for one, sums in zip(stored, after, strict=True)
        ],
        totals=_totals(now, task.code, selection),
        warnings=money.warnings(now),
        url=rows_url(selection, task=task.code),
    )


def _totals(now: money.Totals, code: str, selection: Selection) -> list[Row]:
    rows: list[Row] = [
        {
            "term": str(Funding.Kind(kind).label),
            "text": money.dong(getattr(now, kind)),
            "href": rows_url(selection, task=code, kind=kind),
        }
        for kind in money.KINDS
    ]
    rows[-1]["share"] = percent(now.share)
    return rows
