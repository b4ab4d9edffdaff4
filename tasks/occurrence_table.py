"""The list of reports of recurring tasks. Titles come from what the reader may see."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reporting.selection import Selection
from reporting.tables import BaseTable, DateColumn
from tasks.links import detail_url
from tasks.querysets import TaskQuerySet
from tasks.querysets.occurrences import OccurrenceState


class OccurrenceTable(BaseTable):
    """Rows of ``OccurrenceQuerySet.for_table``; ``visible`` are the tasks that the reader sees."""

    caption = _("Các kỳ báo cáo")
    unit = pgettext_lazy("plural", "kỳ báo cáo")

    label = tables.Column(_("Kỳ"), orderable=False)
    task = tables.Column(_("Nhiệm vụ"), accessor="task_id", orderable=False)
    lead = tables.Column(_("Cơ quan chủ trì"), accessor="task__lead__name", orderable=False)
    due_on = DateColumn(verbose_name=_("Hạn"))
    completed_on = DateColumn(verbose_name=_("Ngày văn bản kết quả"), default="–")
    state = tables.Column(_("Trạng thái"), orderable=False)

    def __init__(
        self, *args: Any, selection: Selection, visible: TaskQuerySet, **kwargs: Any
    ) -> None:
        self.selection = selection
        self.visible = visible
        super().__init__(*args, **kwargs)

    @cached_property
    def titles(self) -> dict[int, Any]:
        """The tasks of the rows on this page, as the reader may see them. One query."""
        keys = {row.record.task_id for row in self.paginated_rows}
        return {task.pk: task for task in self.visible.filter(pk__in=keys)}

    def render_task(self, value: int, record: Any) -> SafeString | str:
        task = self.titles.get(value)
        if task is None:
            return str(record.task.code)
        url = detail_url(self.selection, task.code)
        text = '<a class="tl" href="{}">{}</a><span class="meta">{}</span>'
        return format_html(text, url, task.title, task.code)

    def render_completed_on(self, value: Any, record: Any) -> Any:
        """What was made after the day is not told yet."""
        return value if value <= self.selection.as_of else "–"

    def render_state(self, value: str) -> str:
        return str(OccurrenceState(value).label)
