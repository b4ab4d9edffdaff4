"""The amounts of money as a file, as the page filters them."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.exports import Column, Export, head
from reporting.selection import Selection
from tasks import wording
from tasks.models import Funding
from tasks.querysets import TaskQuerySet
from tasks.querysets.masking import hidden_title
from tasks.scope_filters import FundingFilter


def columns(read: dict[int, str]) -> list[Column]:
    hidden = hidden_title()
    kinds = {value: str(label) for value, label in Funding.Kind.choices}
    return [
        Column(gettext_lazy("Ngày"), lambda row: row.on),
        Column(gettext_lazy("Loại"), lambda row: kinds[row.kind]),
        Column(gettext_lazy("Số tiền (đồng)"), lambda row: row.amount, 20),
        Column(gettext_lazy("Mã nhiệm vụ"), lambda row: row.task.code),
        Column(gettext_lazy("Nội dung nhiệm vụ"), lambda row: read.get(row.task_id, hidden), 60),
        Column(
            gettext_lazy("Chương trình"), lambda row: wording.programme_name(row.task.programme), 24
        ),
        Column(gettext_lazy("Cơ quan chủ trì"), lambda row: row.task.lead.name, 30),
        Column(
            gettext_lazy("Số, ký hiệu văn bản"),
            lambda row: row.document_number if row.task_id in read else "",
        ),
        Column(gettext_lazy("Ghi chú"), lambda row: row.note if row.task_id in read else "", 40),
    ]


def export(
    filter: FundingFilter,
    visible: TaskQuerySet,
    selection: Selection,
    reader: object,
) -> Export:
    """The amounts of ``filter``, exact, with texts of the tasks that may be read. Two queries."""
    rows = filter.amounts.for_table()
    read = rows.titles(visible)
    lines = head(_("Các khoản kinh phí của nhiệm vụ"), reader, selection, filter.chips())
    name = _("kinh-phi-%(day)s") % {"day": selection.as_of.isoformat()}
    return Export(name=name, lines=lines, columns=columns(read), rows=rows)
