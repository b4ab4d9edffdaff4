"""Form II.06 and the list of dossiers as files, with what they are of on top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dossiers.filters import DossierFilter
from dossiers.form206 import COLUMNS
from dossiers.headings import COLUMN_LABELS
from dossiers.list_columns import list_columns
from dossiers.period.table import PeriodTable
from dossiers.tables.form206 import Line
from reporting.exports import Column, Export, head
from reporting.filters import Chip
from reporting.selection import Selection

#: Rows held in memory at a time.
_CHUNK = 2000


_FORM = "II.06"


@dataclass(frozen=True)
class Layout:
    """What a row of the form is, and of whom the form is: in words, and in the file's name."""

    rows: str
    marks: Sequence[str] = ()
    unit: str = ""
    days: str = ""  #: where they are not those of the period

    def named(self, name: str) -> str:
        return "-".join([name, *self.marks])


# Form II.06 ----------------------------------------------------------------------------------


def of_period(
    table: PeriodTable,
    selection: Selection,
    chips: Sequence[Chip],
    reader: object,
    layout: Layout,
) -> Export:
    """The rows of the page, all of them opened, and the row of totals."""
    name = _("bieu-II-06-%(period)s") % {"period": selection.period.code}
    return Export(
        name=layout.named(name),
        sheet=_FORM,
        lines=_form_head(selection, chips, reader, _("danh sách hồ sơ"), layout),
        columns=_form_columns(),
        rows=[*(line for lines in table.sections for line in lines), table.total],
    )


def of_returned(
    rows: Sequence[Line],
    selection: Selection,
    chips: Sequence[Chip],
    reader: object,
    layout: Layout,
) -> Export:
    """The same from the forms that agencies sent: an empty cell was left empty, and a row without
    numbers says why. ``rows``: all of the page, the row of totals last."""
    told = Column(gettext_lazy("Tình trạng biểu"), lambda line: line.absent or line.note, 24)
    name = _("bieu-II-06-don-vi-gui-%(period)s") % {"period": selection.period.code}
    return Export(
        name=layout.named(name),
        sheet=_FORM,
        lines=_form_head(selection, chips, reader, _("Biểu II.06 của các cơ quan"), layout),
        columns=[*_form_columns(), told],
        rows=rows,
    )


def _form_head(
    selection: Selection, chips: Sequence[Chip], reader: object, source: str, layout: Layout
) -> list[str]:
    title = _("Biểu số II.06: Tình hình, kết quả giải quyết thủ tục hành chính")
    lines = head(title, reader, selection, chips, day=selection.until)
    told = _("Nguồn: %(source)s, tính theo cơ quan giải quyết.") % {"source": source}
    unit = _("Đơn vị báo cáo: %(unit)s.") % {"unit": layout.unit} if layout.unit else ""
    rows = _("Mỗi dòng: %(rows)s.") % {"rows": layout.rows}
    days = _("Số liệu của khoảng ngày %(days)s.") % {"days": layout.days} if layout.days else ""
    return [*filter(None, [lines[0], told, unit, rows, days]), *lines[1:]]


def _form_columns() -> list[Column]:
    named = [
        Column(gettext_lazy("(1) TT"), lambda line: line.number, 6),
        Column(
            gettext_lazy("(2) Lĩnh vực, công việc giải quyết theo cấp"),
            lambda line: line.label,
            48,
        ),
        Column(gettext_lazy("Mã"), lambda line: line.code, 12),
    ]
    counts = [Column(column.heading, _count(place), 14) for place, column in enumerate(COLUMNS)]
    return [*named, *counts]


def _count(place: int) -> Any:
    def value(line: Line) -> int | None:
        return line.counts[place] if line.counts else None

    return value


# The list -------------------------------------------------------------------------------------


def of_list(filter: DossierFilter, reader: object) -> Export:
    """The rows of the list, newest first. Memory does not grow with their number."""
    question, selection = filter.question, filter.selection
    rows = question.rows().order_by("-received_on", "-pk")
    title = str(COLUMN_LABELS[question.column])
    return Export(
        name=_("ho-so-%(period)s-%(column)s")
        % {"period": selection.period.code, "column": question.column},
        lines=head(title, reader, selection, filter.chips(), day=selection.until),
        sheet=_("Danh sách hồ sơ"),
        columns=list_columns(),
        rows=rows.iterator(chunk_size=_CHUNK),
    )
