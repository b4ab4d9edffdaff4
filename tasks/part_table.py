"""Lists of what hangs on tasks. The titles of tasks come from what the reader may see."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from reporting.selection import Selection
from reporting.tables import BaseTable
from tasks.links import detail_url
from tasks.models import Task
from tasks.querysets import TaskQuerySet


class TaskPartTable(BaseTable):
    """``visible`` are the tasks that the reader sees; the column ``task`` holds an id."""

    task = tables.Column(_("Nhiệm vụ"), accessor="task_id", orderable=False)

    def __init__(
        self, *args: Any, selection: Selection, visible: TaskQuerySet, **kwargs: Any
    ) -> None:
        self.selection = selection
        self.visible = visible
        super().__init__(*args, **kwargs)

    @cached_property
    def tasks(self) -> dict[int, Task]:
        """The tasks of the rows on this page, as the reader may see them. One query."""
        key = self.columns["task"].accessor
        found: dict[int, Task] = self.visible.in_bulk(
            {key.resolve(row.record) for row in self.paginated_rows}
        )
        return found

    def may_read(self, key: int) -> bool:
        """Whether the reader may read what belongs to the task ``key``."""
        task = self.tasks.get(key)
        return task is not None and not getattr(task, "is_hidden", False)

    def render_task(self, value: int) -> SafeString | str:
        task = self.tasks.get(value)
        if task is None:
            return "–"
        url = detail_url(self.selection, task.code)
        text = '<a class="tl" href="{}">{}</a><span class="meta">{}</span>'
        return format_html(text, url, task.title, task.code)
