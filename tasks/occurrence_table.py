"""The list of reports of recurring tasks. Titles come from what the reader may see."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reporting.tables import DateColumn
from tasks.part_table import TaskPartTable
from tasks.querysets.occurrences import OccurrenceState


class OccurrenceTable(TaskPartTable):
    """Rows of ``OccurrenceQuerySet.for_table``."""

    caption = _("Các kỳ báo cáo")
    unit = pgettext_lazy("plural", "kỳ báo cáo")

    label = tables.Column(_("Kỳ"), orderable=False)
    lead = tables.Column(_("Cơ quan chủ trì"), accessor="task__lead__name", orderable=False)
    due_on = DateColumn(verbose_name=_("Hạn"))
    completed_on = DateColumn(verbose_name=_("Ngày văn bản kết quả"), default="–")
    state = tables.Column(_("Trạng thái"), orderable=False)

    class Meta(TaskPartTable.Meta):
        sequence = ("label", "task", "lead", "due_on", "completed_on", "state")

    def render_completed_on(self, value: Any, record: Any) -> Any:
        """What was made after the day is not told yet."""
        return value if value <= self.selection.as_of else "–"

    def render_state(self, value: str) -> str:
        return str(OccurrenceState(value).label)
