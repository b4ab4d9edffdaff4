"""A return on form II.06 beside what the list of dossiers says."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from agencies.models import Agency
from dossiers import ledger
from dossiers.columns import Columns
from dossiers.form206 import BY_NUMBER, COLUMNS, FormColumn
from dossiers.held_rows import behind_of, rows_of
from dossiers.links import OWN, list_url
from dossiers.models import Dossier, Return, Sector
from dossiers.opening import opening_stock
from dossiers.structure import load
from dossiers.summary import findings_of
from reporting.checks import Finding
from reporting.models import Period
from reporting.numbers import date, number, signed
from reporting.selection import Selection

Role = Return.AgencyRole


@dataclass(frozen=True)
class Suggestion:
    """What column 6 should be, and where that is known from."""

    value: int
    source: str


def suggested_carried_over(
    agency: Agency, period: Period, role: str = Role.RESOLVING, sector: Sector | None = None
) -> Suggestion | None:
    """Column 11 of the period before; without such a return, what the dossiers had pending.

    Column 6 of a period equals column 11 of the one before (Circular 01/2020/TT-VPCP). None
    where neither is known: dossiers tell only what the agency resolves, over all sectors.
    """
    before = _pending_before(agency, period, role, sector)
    if before is not None:
        return before
    if role != Role.RESOLVING or sector is not None:
        return None
    day = period.date_from - dt.timedelta(days=1)
    return Suggestion(
        opening_stock(agency, period.date_from),
        _("danh sách hồ sơ, số đang giải quyết cuối ngày %(day)s") % {"day": date(day)},
    )


def _pending_before(
    agency: Agency, period: Period, role: str, sector: Sector | None
) -> Suggestion | None:
    rows = Return.objects.just_before(period.date_from).filter(
        agency=agency, agency_role=role, sector=sector, pending_total__isnull=False
    )
    found = list(rows.select_related("period"))
    if not found:
        return None
    same = [row for row in found if row.period.kind == period.kind]
    best = min(same or found, key=lambda row: (row.period.date_from, row.pk))
    return Suggestion(best.pending_total, _("cột 11 của %(period)s") % {"period": best.period})


def counted(row: Return) -> Columns | None:
    """The same form from the list of dossiers; None where dossiers are not counted so.

    Dossiers belong to the agency that resolves them. Only its own are counted, not its branch.
    """
    if row.agency_role != Role.RESOLVING:
        return None
    first, last = row.period.date_from, row.period.date_to
    if row.sector_id is None:
        return ledger.total([row.agency_id], first, last)
    structure = load()
    rows = rows_of(Dossier.objects.of_sector(row.sector_id), structure, [row.agency_id])
    behind = behind_of(structure, [row.agency_id])
    return rows.columns_by(first, last, behind=behind).get((), Columns())


class Comparison:
    """The lines of a return's page: as typed, added up, counted, and the differences."""

    def __init__(self, row: Return, columns: Columns | None) -> None:
        self.row = row
        self.columns = columns
        self.findings: list[Finding] = findings_of(row)
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
