"""Who has reported, what adds up to a number, and where two sources differ, as files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dossiers.form206 import BY_KEY
from dossiers.reported.duties import Report
from dossiers.reported.filters import CellsFilter
from dossiers.reported.wording import standing
from dossiers.sources.differences import Gap
from dossiers.tables.reported import ReportedRow
from dossiers.tables.returned_cells import ReturnedCell
from dossiers.tables.sources import told_note
from reporting.exports import Column, Export, head
from reporting.filters import Chip
from reporting.models import Period
from reporting.selection import Selection


def of_reports(
    rows: Sequence[ReportedRow],
    earlier: Sequence[Period],
    selection: Selection,
    chips: Sequence[Chip],
    reader: object,
) -> Export:
    """Every row of the page, with its periods before. ``earlier``: newest first."""
    title = _("Tình hình báo cáo Biểu II.06 của các cơ quan")
    return Export(
        name=_("tinh-hinh-bao-cao-%(period)s") % {"period": selection.period.code},
        lines=head(title, reader, selection, chips),
        columns=[*_report_columns(), *(_earlier(n, period) for n, period in enumerate(earlier))],
        rows=rows,
    )


def _report_columns() -> list[Column]:
    return [
        Column(gettext_lazy("Mã cơ quan"), lambda row: row.report.agency.code, 12),
        Column(gettext_lazy("Cơ quan"), lambda row: row.report.agency.name, 48),
        Column(gettext_lazy("Cấp"), lambda row: str(row.report.agency.get_level_display()), 12),
        Column(gettext_lazy("Hạn"), lambda row: row.report.due_on, 12),
        Column(gettext_lazy("Ngày gửi"), lambda row: row.report.sent_on, 12),
        Column(gettext_lazy("Tình hình báo cáo"), lambda row: _word(row.report), 24),
        Column(gettext_lazy("Số ngày muộn (âm là sớm, còn hạn)"), lambda row: row.report.days_late),
        Column(gettext_lazy("Cơ quan gửi thay"), lambda row: row.report.successor, 30),
    ]


def _earlier(place: int, period: Period) -> Column:
    def value(row: Any) -> str:
        found = row.before[place]
        return _word(found) if found else _("không phải báo cáo")

    return Column(str(period), value, 20)


def _word(report: Report) -> str:
    return standing(report).word


def _form_columns() -> list[Column]:
    """Whose form a row is about."""
    return [
        Column(gettext_lazy("Mã cơ quan"), lambda row: row.form.agency.code, 12),
        Column(gettext_lazy("Cơ quan"), lambda row: row.form.agency.name, 48),
        Column(gettext_lazy("Lĩnh vực"), lambda row: row.form.sector and row.form.sector.name, 20),
    ]


def of_cells(
    rows: Sequence[ReturnedCell], filter: CellsFilter, selection: Selection, reader: object
) -> Export:
    """Every form that adds up to a number, with what it says in the column."""
    title = _("Các Biểu II.06 cộng vào một số liệu")
    words = {"period": selection.period.code, "column": filter.column_key}
    return Export(
        name=_("bieu-II-06-don-vi-gui-%(period)s-%(column)s") % words,
        lines=head(title, reader, selection, filter.chips()),
        columns=[
            *_form_columns(),
            Column(gettext_lazy("Ngày gửi"), lambda row: row.sent_on, 12),
            Column(gettext_lazy("Trạng thái"), lambda row: row.form.get_status_display(), 20),
            Column(filter.column_label, lambda row: row.value, 24),
        ],
        rows=rows,
    )


def of_gaps(
    rows: Sequence[Gap], selection: Selection, chips: Sequence[Chip], reader: object
) -> Export:
    """Every cell of the page, with both its numbers."""
    title = _("Hai nguồn số liệu: Biểu II.06 và danh sách hồ sơ")
    return Export(
        name=_("hai-nguon-so-lieu-%(period)s") % {"period": selection.period.code},
        lines=head(title, reader, selection, chips),
        sheet=_("Hai nguồn số liệu"),
        columns=_gap_columns(),
        rows=rows,
    )


def _gap_columns() -> list[Column]:
    return [
        Column(gettext_lazy("Kỳ"), lambda gap: str(gap.form.period), 20),
        *_form_columns(),
        Column(gettext_lazy("Cột"), lambda gap: BY_KEY[gap.key].heading, 40),
        Column(gettext_lazy("Biểu II.06"), lambda gap: gap.stated),
        Column(gettext_lazy("Danh sách hồ sơ"), lambda gap: gap.counted),
        Column(gettext_lazy("Chênh lệch"), lambda gap: gap.difference),
        Column(gettext_lazy("Phụ trách"), lambda gap: gap.owner, 30),
        Column(gettext_lazy("Số ngày từ khi gửi"), lambda gap: gap.days),
        Column(gettext_lazy("Trạng thái"), lambda gap: str(gap.state.label), 16),
        Column(gettext_lazy("Ghi chú"), told_note, 40),
    ]
