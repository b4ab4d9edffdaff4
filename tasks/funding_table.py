"""The list of amounts of money. The titles of tasks come from what the reader may see."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reporting.numbers import number
from reporting.selection import Selection
from reporting.tables import BaseTable, DateColumn
from tasks.links import detail_url
from tasks.querysets import TaskQuerySet

_RIGHT = {"td": {"class": "r nw"}, "th": {"class": "r"}}


class FundingTable(BaseTable):
    """Rows of ``FundingQuerySet.for_table``; ``visible`` are the tasks that the reader sees."""

    caption = _("Các khoản kinh phí")
    unit = pgettext_lazy("plural", "khoản")

    on = DateColumn(verbose_name=_("Ngày"))
    kind = tables.Column(_("Loại"), orderable=False)
    task = tables.Column(_("Nhiệm vụ"), accessor="task_id", orderable=False)
    lead = tables.Column(_("Cơ quan chủ trì"), accessor="task__lead__name", orderable=False)
    amount = tables.Column(_("Số tiền (đồng)"), attrs=_RIGHT)
    document = tables.Column(
        _("Văn bản, ghi chú"), accessor="document_number", empty_values=(), orderable=False
    )

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

    def render_kind(self, record: Any) -> str:
        return str(record.get_kind_display())

    def render_amount(self, value: int) -> str:
        return number(value)

    def render_document(self, record: Any) -> str:
        task = self.titles.get(record.task_id)
        if task is None or task.is_hidden:
            return "–"
        return "; ".join(part for part in (record.document_number, record.note) if part) or "–"
