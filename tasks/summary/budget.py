"""Money by programme and by lead agency: figures that open to their amounts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from agencies.models import Agency
from reporting.figures import Figure, Link, computed
from reporting.selection import Selection
from tasks import money, wording
from tasks.links import detail_url
from tasks.models import Programme
from tasks.money import Totals
from tasks.money_figures import FIGURES
from tasks.querysets import FundingQuerySet, TaskQuerySet
from tasks.summary.scope import Filters


@dataclass(frozen=True)
class BudgetRow:
    """A programme or an agency with its four figures by code, and what does not fit."""

    label: str
    url: str
    totals: Totals
    figures: dict[str, Figure]
    warnings: list[str]

    @property
    def tone(self) -> str:
        return "soon" if self.warnings else ""


@dataclass(frozen=True)
class Beyond:
    """A task whose money does not fit together, and how."""

    code: str
    text: str
    url: str
    agency: str
    warnings: list[str]


def rows_url(selection: Selection, **filters: str | int | None) -> str:
    """The list of amounts with ``filters``: ``kind``, ``programme``, ``agency``, ``lead``."""
    return selection.url(reverse("tasks:budget-rows"), **filters)


def budget_figures(totals: Totals, selection: Selection, filters: Filters) -> dict[str, Figure]:
    """Planned, allocated, spent and the share spent, by code. Values in đồng."""
    counts: dict[str, int | None] = {
        f"budget_{kind}": getattr(totals, kind) for kind in money.KINDS
    }

    def link(kind: str) -> Link:
        url = rows_url(selection, **filters | {"kind": kind})
        return Link(url, counts[f"budget_{kind}"])

    return {meant.code: computed(meant, counts, selection, link) for meant in FIGURES}


def total(amounts: FundingQuerySet, selection: Selection, filters: Filters) -> BudgetRow:
    """All of ``amounts`` (those known on the day). One query."""
    totals = Totals(**amounts.sums())
    return _row("", rows_url(selection, **filters), totals, selection, filters)


def by_programme(
    amounts: FundingQuerySet,
    selection: Selection,
    programmes: Iterable[Programme],
    filters: Filters,
) -> list[BudgetRow]:
    """Programmes with money, in the order given. One query."""
    found = amounts.sums_by("task__programme")
    return [
        _row(
            wording.full_programme_name(one),
            rows_url(selection, **(named := filters | {"programme": one.code})),
            Totals(**found[one.pk]),
            selection,
            named,
        )
        for one in programmes
        if one.pk in found
    ]


def by_lead(
    amounts: FundingQuerySet, selection: Selection, agencies: Iterable[Agency], filters: Filters
) -> list[BudgetRow]:
    """Lead agencies with money, those with most planned first. One query."""
    found = amounts.sums_by("task__lead")
    kept = {name: value for name, value in filters.items() if name != "agency"}
    rows = [
        (
            Totals(**found[one.pk]),
            one.name,
            selection.url(one.get_absolute_url()),
            kept | {"lead": one.code},
        )
        for one in agencies
        if one.pk in found
    ]
    rows.sort(key=lambda row: -row[0].planned)
    return [_row(name, url, sums, selection, named) for sums, name, url, named in rows]


def _row(label: str, url: str, totals: Totals, selection: Selection, filters: Filters) -> BudgetRow:
    figures = budget_figures(totals, selection, filters)
    return BudgetRow(label, url, totals, figures, money.warnings(totals))


def beyond(tasks: TaskQuerySet, selection: Selection, limit: int) -> list[Beyond]:
    """Tasks of ``tasks`` (on the day) whose money does not fit, at most ``limit``. One query."""
    rows = tasks.over_budget().with_budget().select_related("lead").order_by("code")[:limit]
    return [
        Beyond(
            code=task.code,
            text=task.title,
            url=detail_url(selection, task.code),
            agency=task.lead_on_day.label,
            warnings=money.warnings(
                Totals(task.planned_dong, task.allocated_dong, task.spent_dong)
            ),
        )
        for task in rows
    ]
