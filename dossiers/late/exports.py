"""Late dossiers as files: by agency and band, by procedure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dossiers.headings import COLUMN_LABELS
from dossiers.late import ageing
from dossiers.late.selection import LateFilter
from dossiers.summary.lateness import Lateness
from reporting.exports import Column, Export, head

#: Instead of agencies: what the address asks for.
PROCEDURES = "procedures"


def of_agencies(found: Lateness, filter: LateFilter, reader: object) -> Export:
    """An agency's own late dossiers, by days late."""
    places = [Column(band.label, _count_at(place)) for place, band in enumerate(ageing.bands())]
    columns = [
        Column(gettext_lazy("Mã"), lambda row: row.agency.code, 12),
        Column(gettext_lazy("Cơ quan"), lambda row: row.agency.name, 48),
        Column(gettext_lazy("Cấp"), lambda row: str(row.agency.get_level_display())),
        Column(gettext_lazy("Tổng số"), lambda row: row.total),
        *places,
    ]
    name = _("qua-han-theo-co-quan-%(period)s")
    return _export(name, columns, found.agencies, filter, reader)


def of_procedures(found: Lateness, filter: LateFilter, reader: object) -> Export:
    columns = [
        Column(gettext_lazy("Mã thủ tục"), lambda row: row.code),
        Column(gettext_lazy("Tên thủ tục"), lambda row: row.name, 60),
        Column(gettext_lazy("Hồ sơ quá hạn"), lambda row: row.count),
        Column(gettext_lazy("Tỷ lệ"), lambda row: row.share),
        Column(gettext_lazy("Cộng dồn"), lambda row: row.cumulated),
    ]
    name = _("qua-han-theo-thu-tuc-%(period)s")
    return _export(name, columns, found.procedures, filter, reader)


def _count_at(place: int) -> Callable[[Any], object]:
    return lambda row: row.counts[place]


def _export(
    name: str, columns: list[Column], rows: Any, filter: LateFilter, reader: object
) -> Export:
    selection = filter.selection
    title = str(COLUMN_LABELS[filter.what_column])
    return Export(
        name=name % {"period": selection.period.code},
        lines=head(title, reader, selection, filter.chips(), day=selection.until),
        columns=columns,
        rows=rows,
    )
