"""A return on form II.06 beside what the list of dossiers says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from agencies.models import Agency
from dossiers import ledger
from dossiers.columns import Columns
from dossiers.form206 import BY_NUMBER, COLUMNS, FormColumn
from dossiers.links import OWN, list_url
from dossiers.models import Dossier, Return, Sector
from dossiers.returns.stocks import (
    ONE_DAY,
    Series,
    Stock,
    Stocks,
    successions_of,
    wanted_for_stocks,
)
from dossiers.structure import load
from dossiers.structure.held_rows import behind_of, rows_of
from dossiers.structure.opening import opening_stock
from dossiers.summary import findings_of
from reporting.checks import Finding
from reporting.models import Period
from reporting.numbers import date, number, signed
from reporting.selection import Selection

Role = Return.AgencyRole


def suggested_carried_over(
    agency: Agency,
    period: Period,
    role: str = Role.RESOLVING,
    sector: Sector | None = None,
    *,
    is_aggregate: bool = False,
) -> Stock | None:
    """Column 11 of the period before; without such a return, what the dossiers had pending.

    Column 6 of a period equals column 11 of the one before (Circular 01/2020/TT-VPCP), that of
    the predecessors where they gave way in between. None where neither is known.
    """
    series = Series(role, sector.pk if sector else None, is_aggregate)
    return reported_before(agency, period, series) or counted_before(agency, period, series)


def reported_before(agency: Agency, period: Period, series: Series) -> Stock | None:
    """What the returns of the period before left, over successions; None where not reported."""
    successions = successions_of([period])
    agencies = {agency.pk} | successions.predecessors([agency.pk])
    rows = Return.objects.in_force().filter(wanted_for_stocks([period]), agency__in=agencies)
    stocks = Stocks(successions, rows.select_related("agency", "period"))
    return stocks.before(agency, period, series)


def counted_before(agency: Agency, period: Period, series: Series) -> Stock | None:
    """What the list of dossiers had pending, those of predecessors included.

    None where dossiers are not counted so: they tell only what an agency itself resolves, over
    all sectors, and not to whom a split predecessor left them.
    """
    if series != Series(Role.RESOLVING, None, False):
        return None
    if successions_of([period]).whose_stock(agency.pk, period) is None:
        return None
    day = period.date_from - ONE_DAY
    pending = opening_stock(agency, period.date_from)
    source = _("danh sách hồ sơ, số đang giải quyết cuối ngày %(day)s") % {"day": date(day)}
    return Stock(pending, source)


def counted(row: Return) -> Columns | None:
    """The same form from the list of dossiers; None where dossiers are not counted so.

    Dossiers belong to the agency that resolves them. Only its own are counted, not its branch.
    """
    if row.agency_role != Role.RESOLVING or row.is_aggregate:
        return None
    first, last = row.period.date_from, row.period.date_to
    if row.sector_id is None:
        return ledger.total([row.agency_id], first, last)
    structure = load()
    rows = rows_of(Dossier.objects.of_sector(row.sector_id), structure, [row.agency_id])
    behind = behind_of(structure, [row.agency_id])
    return rows.columns_by(first, last, behind=behind).get((), Columns())


class Comparison:
    """The lines of a return's page: as typed, added up, counted, and the differences.

    ``findings`` are those that the page tells; None: those of the row alone.
    """

    def __init__(
        self, row: Return, columns: Columns | None, findings: Sequence[Finding] | None = None
    ) -> None:
        self.row = row
        self.columns = columns
        self.findings = findings_of(row) if findings is None else findings
        self.doubtful = {key for finding in self.findings for key in finding.keys}
        self.selection = Selection(row.period, row.period.date_to)

    @property
    def lines(self) -> list[dict[str, Any]]:
        found = [
            {"label": _("Đơn vị nhập"), "cells": [self._typed(c) for c in COLUMNS]},
            {"label": _("Tổng tính từ các cột"), "cells": [self._sum(c) for c in COLUMNS]},
        ]
        if self.columns is not None:
            found += [
                {"label": _("Danh sách hồ sơ"), "cells": [self._counted(c) for c in COLUMNS]},
                {"label": _("Chênh lệch"), "cells": [self._difference(c) for c in COLUMNS]},
            ]
        return found

    @property
    def differing(self) -> int:
        """How many typed columns differ from the list of dossiers."""
        return sum(1 for column in COLUMNS if self._gap(column))

    def typed(self, column: FormColumn) -> int | None:
        value: int | None = getattr(self.row, column.key)
        return value

    def _typed(self, column: FormColumn) -> dict[str, str]:
        value = self.typed(column)
        if value is None:
            return {"text": "", "css": "nr"}
        return {"text": number(value), "css": self._css(column, value)}

    def _css(self, column: FormColumn, value: int) -> str:
        parts = ["tot g1" if column.is_total else "", "z" if not value else ""]
        if column.key in self.doubtful:
            parts.append("bad")
        return " ".join(part for part in parts if part)

    def summed(self, column: FormColumn) -> int | None:
        """The parts of a total added up; None where one of them was left empty."""
        parts = [self.typed(BY_NUMBER[n]) for n in column.sums]
        known = [part for part in parts if part is not None]
        return sum(known) if parts and len(known) == len(parts) else None

    def _sum(self, column: FormColumn) -> dict[str, str]:
        value = self.summed(column)
        if not column.is_total:
            return {"text": "", "css": "na"}
        if value is None:
            return {"text": number(None), "css": "tot g1"}
        differs = self.typed(column) is not None and value != self.typed(column)
        return {"text": number(value), "css": "tot g1 ov" if differs else "tot g1"}

    def _counted(self, column: FormColumn) -> dict[str, str]:
        value = getattr(self.columns, column.key)
        filters = {"sector": self.row.sector.code} if self.row.sector else {}
        return {
            "text": number(value),
            "css": "tot g1" if column.is_total else "",
            "href": list_url(
                self.selection,
                column=column.key,
                agency=self.row.agency.code,
                rows=OWN,
                **filters,
            ),
        }

    def _gap(self, column: FormColumn) -> int | None:
        value = self.typed(column)
        if value is None or self.columns is None:
            return None
        return value - int(getattr(self.columns, column.key))

    def _difference(self, column: FormColumn) -> dict[str, str]:
        gap = self._gap(column)
        css = "tot g1 " if column.is_total else ""
        if gap is None:
            return {"text": number(None), "css": css.strip()}
        return {"text": signed(gap), "css": f"{css}{'ov' if gap else 'z'}"}
