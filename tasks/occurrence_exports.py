"""The reports of recurring tasks as a file, as the page filters them."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.exports import Column, Export, head
from reporting.selection import Selection
from tasks import wording
from tasks.occurrence_filter import OccurrenceFilter
from tasks.querysets import TaskQuerySet
from tasks.querysets.masking import hidden_title
from tasks.querysets.occurrences import OccurrenceState


def columns(read: dict[int, str], on: dt.date) -> list[Column]:
    """``read`` are the titles that the reader may read, by task; results after ``on`` are left
    out."""
    hidden = hidden_title()
    states = {value: str(label) for value, label in OccurrenceState.choices}

    def result(row: object, name: str) -> object:
        is_told = row.completed_on is not None and row.completed_on <= on  # type: ignore[attr-defined]
        may_read = name == "completed_on" or row.task_id in read  # type: ignore[attr-defined]
        return getattr(row, name) if is_told and may_read else ""

    return [
        Column(gettext_lazy("Kỳ"), lambda row: row.label),
        Column(gettext_lazy("Mã nhiệm vụ"), lambda row: row.task.code),
        Column(gettext_lazy("Nội dung nhiệm vụ"), lambda row: read.get(row.task_id, hidden), 60),
        Column(
            gettext_lazy("Chương trình"), lambda row: wording.programme_name(row.task.programme), 24
        ),
        Column(gettext_lazy("Cơ quan chủ trì"), lambda row: row.task.lead.name, 30),
        Column(gettext_lazy("Hạn"), lambda row: row.due_on),
        Column(gettext_lazy("Trạng thái"), lambda row: states[row.state], 24),
        Column(gettext_lazy("Ngày văn bản kết quả"), lambda row: result(row, "completed_on")),
        Column(
            gettext_lazy("Số, ký hiệu văn bản kết quả"), lambda row: result(row, "result_number")
        ),
        Column(gettext_lazy("Kết quả"), lambda row: result(row, "result"), 40),
    ]


def export(
    filter: OccurrenceFilter,
    visible: TaskQuerySet,
    selection: Selection,
    reader: object,
) -> Export:
    """The reports of ``filter``, with texts of the tasks that may be read. Two queries."""
    rows = filter.occurrences.for_table()
    read = rows.titles(visible)
    lines = head(_("Các kỳ báo cáo của nhiệm vụ định kỳ"), reader, selection, filter.chips())
    name = _("bao-cao-dinh-ky-%(day)s") % {"day": selection.as_of.isoformat()}
    return Export(name=name, lines=lines, columns=columns(read, selection.as_of), rows=rows)
