"""The sheet of form II.06 for a period as a file: laid out as the form, read back by the import.

Three rows of headings and the row of column numbers as in Circular 01/2020/TT-VPCP, sections by
level, the total last. Beyond column 13 stand the optional columns, how the return stands, and the
code of the agency. An agency without a return has empty cells. Totals are as typed, or added up
where nobody typed them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from agencies.models import Agency
from agencies.querysets import AgencyQuerySet
from dossiers.form206 import COLUMNS, sums
from dossiers.models import Return
from dossiers.period.table import HEADINGS
from dossiers.querysets import ReturnQuerySet
from dossiers.returns.entry import Cell, in_order, of_cell, optional_label
from dossiers.returns.settled import not_asked
from dossiers.returns.sheet_file import FIRST, Merge, ReturnSheet, Row
from dossiers.summary.reported import sent, steps_of
from reporting.exports import head
from reporting.selection import Selection

Level = Agency.Level
_FIGURES = (*(column.key for column in COLUMNS), *Return.OPTIONAL)


@dataclass(frozen=True)
class Printed:
    """The row of an agency: its numbers, how it stands, whether it is in the sums."""

    figures: list[int | None]
    status: str
    is_counted: bool


def sheet_of(
    cell: Cell, agencies: AgencyQuerySet, returns: ReturnQuerySet, reader: object, on: dt.date
) -> ReturnSheet:
    """The returns in force of ``cell`` among ``returns``, and who of ``agencies`` has none.

    Sums are over the returns sent by day ``on``; the others are printed and marked. In Vietnamese
    in every language of the site: it is a form of the State. Six queries.
    """
    with translation.override("vi"):
        period = cell.period
        title = _("Biểu số II.06: Tình hình, kết quả giải quyết thủ tục hành chính")
        lines = [
            *head(title, reader, Selection(period, on)),
            _("Số liệu tính theo: %(role)s. Lĩnh vực: %(sector)s. Đơn vị tính: số hồ sơ TTHC.")
            % {
                "role": Return.AgencyRole(cell.role).label,
                "sector": cell.sector.name if cell.sector else _("Mọi lĩnh vực"),
            },
            _("Tổng số chỉ cộng các biểu đã gửi đến ngày tính; dòng ghi “không cộng” thì không."),
        ]
        found = {row.agency_id: row for row in of_cell(returns, cell).in_force()}
        steps = steps_of(row.pk for row in found.values())
        printed = {key: _printed(row, steps[row.pk], on) for key, row in found.items()}
        rows = [*_heads(), *_body(cell, agencies, printed)]
        name = _("bieu-II-06-don-vi-%(period)s") % {"period": period.code}
        return ReturnSheet(name, lines, rows, _merges(), len(_FIGURES) + 1)


# Headings ---------------------------------------------------------------------------------------


def _heads() -> Iterator[Row]:
    groups: list[Any] = [_("TT"), _("Lĩnh vực, công việc giải quyết theo cấp")]
    middle: list[Any] = ["", ""]
    leaves: list[Any] = ["", ""]
    for column in COLUMNS:
        groups.append(str(column.group) if column.is_total else "")
        middle.append(str(column.label) if column.is_total else "")
        leaves.append("" if column.is_total else str(column.label))
        if column.number - 1 in _TOTALS:
            middle[-1] = _("Trong đó")
    optional = [optional_label(key) for key in Return.OPTIONAL]
    beyond = [*optional, _("Trạng thái"), _("Mã cơ quan")]
    blanks = [""] * len(beyond)
    yield Row("head", [*groups, *beyond])
    yield Row("head", [*middle, *blanks])
    yield Row("head", [*leaves, *blanks])
    yield Row("number", [*(f"({n})" for n in range(1, len(COLUMNS) + 3)), *blanks])


_TOTALS = frozenset(column.number for column in COLUMNS if column.is_total)


def _merges() -> list[Merge]:
    found: list[Merge] = [(0, 0, 2, 0), (0, 1, 2, 1)]
    starts = [at for at, column in enumerate(COLUMNS, start=FIRST) if column.is_total]
    for start, end in zip(starts, [*starts[1:], FIRST + len(COLUMNS)], strict=True):
        found += [(0, start, 0, end - 1), (1, start, 2, start), (1, start + 1, 1, end - 1)]
    beyond = FIRST + len(COLUMNS)
    found += [(0, beyond + at, 2, beyond + at) for at in range(len(Return.OPTIONAL) + 2)]
    return found


# Rows -------------------------------------------------------------------------------------------


def _body(cell: Cell, agencies: AgencyQuerySet, found: dict[int, Printed]) -> Iterator[Row]:
    period = cell.period
    owing = agencies.valid_on(period.date_to).exclude(kind__in=not_asked())
    both = agencies.filter(pk__in=[*owing.order_by().values_list("pk", flat=True), *found])
    listed = list(in_order(both.with_parent(period.date_to)))
    districts = {one.pk: one for one in listed if one.level == Level.DISTRICT}
    silent = Printed([None] * len(_FIGURES), _("Chưa báo cáo"), is_counted=False)
    bodies: list[Printed] = []
    for level, (numeral, heading) in HEADINGS.items():
        group = [one for one in listed if one.level == level]
        if not group:
            continue
        printed = {one.pk: found.get(one.pk, silent) for one in group}
        bodies += printed.values()
        yield _row("section", numeral, str(heading), _added(printed.values()))
        yield from _section(group, printed, districts)
    yield _row("total", "", _("Tổng cộng"), _added(bodies))


def _section(
    group: list[Any], printed: dict[int, Printed], districts: dict[int, Agency]
) -> Iterator[Row]:
    """Communes stand below the name of their district, which tells apart those of one name."""
    places = {key: place for place, key in enumerate(districts)}
    is_below = group[0].level == Level.COMMUNE
    if is_below:
        group = sorted(group, key=lambda one: places.get(one.parent_id_on, -1))
    above: Agency | None = None
    for number, one in enumerate(group, start=1):
        district = districts.get(one.parent_id_on) if is_below else None
        if district is not None and district != above:
            above = district
            yield _row("section", "", district.name, [])
        row = printed[one.pk]
        yield _row("row", number, one.name, row.figures, row.status, one.code)


def _printed(row: Return, steps: Sequence[tuple[str, dt.date]], on: dt.date) -> Printed:
    values = {key: getattr(row, key) for key in _FIGURES}
    totals = {key: value for key, value in sums(values).items() if values[key] is None}
    status = str(row.get_status_display())
    is_sent = row.status != Return.Status.DRAFT and sent(row, steps, on) is not None
    if row.status == Return.Status.DRAFT:
        status = _("%(status)s, không cộng") % {"status": status}
    elif not is_sent:
        status = _("%(status)s sau ngày tính, không cộng") % {"status": status}
    return Printed(list((values | totals).values()), status, is_sent)


def _added(rows: Iterable[Printed]) -> list[int | None]:
    """Column by column over the rows that count; None where none of them has a number."""
    counted = [row.figures for row in rows if row.is_counted]
    found: list[int | None] = []
    for column in zip(*counted, strict=True) if counted else [()] * len(_FIGURES):
        known = [value for value in column if value is not None]
        found.append(sum(known) if known else None)
    return found


def _row(
    kind: str, number: Any, label: str, figures: list[int | None], status: str = "", code: str = ""
) -> Row:
    return Row(kind, [number, label, *(figures or [None] * len(_FIGURES)), status, code])
