"""The list of amounts of money. The titles of tasks come from what the reader may see."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reporting.numbers import number
from reporting.tables import DateColumn
from tasks.part_table import TaskPartTable

_RIGHT = {"td": {"class": "r nw"}, "th": {"class": "r"}}


class FundingTable(TaskPartTable):
    """Rows of ``FundingQuerySet.for_table``."""

    caption = _("Các khoản kinh phí")
    unit = pgettext_lazy("plural", "khoản")

    on = DateColumn(verbose_name=_("Ngày"))
    kind = tables.Column(_("Loại"), orderable=False)
    lead = tables.Column(_("Cơ quan chủ trì"), accessor="task__lead__name", orderable=False)
    amount = tables.Column(_("Số tiền (đồng)"), attrs=_RIGHT)
    document = tables.Column(
        _("Văn bản, ghi chú"), accessor="document_number", empty_values=(), orderable=False
    )

    class Meta(TaskPartTable.Meta):
        sequence = ("on", "kind", "task", "lead", "amount", "document")

    def render_kind(self, record: Any) -> str:
        return str(record.get_kind_display())

    def render_amount(self, value: int) -> str:
        return number(value)

    def render_document(self, record: Any) -> str:
        if not self.may_read(record.task_id):
            return "–"
        return "; ".join(part for part in (record.document_number, record.note) if part) or "–"
