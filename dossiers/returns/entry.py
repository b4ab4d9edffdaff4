"""Returns of many agencies at once, for whoever types them: the grid and the import of a sheet.

Which return of an agency is being worked on, and what its column 6 should be: asked once for all
agencies of a page or a file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Value, When
from django.utils.translation import gettext as _

from agencies.models import Agency
from agencies.querysets import AgencyQuerySet, Reader
from dossiers import ledger
from dossiers.form206 import COLUMNS
from dossiers.models import Return, Sector
from dossiers.querysets import ReturnQuerySet
from dossiers.returns.stocks import (
    ONE_DAY,
    Series,
    Stock,
    Stocks,
    Successions,
    successions_of,
    wanted_for_stocks,
)
from reporting.models import Period
from reporting.numbers import date

RIGHT = "dossiers.change_return"
ADD = "dossiers.add_return"


@dataclass(frozen=True)
class Cell:
    """What returns of one sheet share: period, role, and the sector, None for all together.

    Such returns are the agencies' own; aggregates are entered one by one.
    """

    period: Period
    role: str = Return.AgencyRole.RESOLVING
    sector: Sector | None = None

    @property
    def series(self) -> Series:
        return Series(self.role, self.sector.pk if self.sector else None, False)


def of_cell(returns: ReturnQuerySet, cell: Cell) -> ReturnQuerySet:
    """Those of ``returns`` that are of ``cell``, in every version."""
    found: ReturnQuerySet = returns.filter(
        period=cell.period, agency_role=cell.role, sector=cell.sector, is_aggregate=False
    )
    return found


def worked_on(cell: Cell, agencies: Iterable[int], *, lock: bool = False) -> dict[int, Return]:
    """Agency id → its open return, else the published one. One query.

    ``lock``: nobody else changes these rows before the transaction ends; corrections
    are locked before what they replace, as by the step that publishes one.
    """
    rows = of_cell(Return.objects.all(), cell).exclude(status=Return.Status.SUPERSEDED)
    rows = rows.filter(agency__in=list(agencies)).order_by("-pk")
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    found: dict[int, Return] = {}
    for row in rows.select_related("period", "agency", "sector"):
        if row.is_open or row.agency_id not in found:
            found[row.agency_id] = row
    return found


def in_order(agencies: AgencyQuerySet) -> AgencyQuerySet:
    """Departments, districts, communes; within a level by name."""
    levels = Case(*(When(level=level, then=Value(n)) for n, level in enumerate(Agency.Level)))
    return agencies.order_by(levels, "sort_key", "code")


def suggestions(cell: Cell, agencies: Iterable[Agency]) -> dict[int, Stock]:
    """Agency id → what its column 6 should be, as ``suggested_carried_over`` has it for one.

    Agencies of which nothing is known are left out. A constant number of queries.
    """
    asked = list(agencies)
    if not asked:
        return {}
    period, series = cell.period, cell.series
    successions = successions_of([period])
    keys = {one.pk for one in asked}
    rows = Return.objects.in_force().filter(
        wanted_for_stocks([period]), agency__in=keys | successions.predecessors(keys)
    )
    stocks = Stocks(successions, rows.select_related("agency", "period"))
    found = {one.pk: stock for one in asked if (stock := stocks.before(one, period, series))}
    missing = keys - found.keys()
    if series != Series(Return.AgencyRole.RESOLVING, None, False) or not missing:
        return found
    return found | _counted(period, missing, successions)


def _counted(period: Period, keys: Iterable[int], successions: Successions) -> dict[int, Stock]:
    """What the list of dossiers had pending, those of predecessors included."""
    whose = {key: successions.whose_stock(key, period) for key in keys}
    everyone = sorted({one for several in whose.values() for one in several or ()})
    if not everyone:
        return {}
    day = period.date_from - ONE_DAY
    columns = ledger.agency_columns(everyone, day, day)
    source = _("danh sách hồ sơ, số đang giải quyết cuối ngày %(day)s") % {"day": date(day)}
    return {
        key: Stock(sum(columns[one].pending_total for one in several), source)
        for key, several in whose.items()
        if several is not None
    }


def label_of(key: str) -> str:
    """``Cột 4`` for a column of the form, else what the optional column is called."""
    column = next((one for one in COLUMNS if one.key == key), None)
    if column is not None:
        return _("Cột %(number)s") % {"number": column.number}
    return optional_label(key)


def optional_label(key: str) -> str:
    field: Any = Return._meta.get_field(key)
    return str(field.verbose_name)


def may_enter(user: Reader) -> bool:
    return user.has_perm(RIGHT) and user.has_perm(ADD)
