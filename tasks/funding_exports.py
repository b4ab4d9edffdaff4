"""The amounts of money as a file, as the page filters them."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.exports import Column, Export
from reporting.numbers import date, moment
from reporting.pages import period_label
from reporting.provenance import demo_label
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
    now: dt.datetime,
    reader: str,
) -> Export:
    """The amounts of ``filter``, exact, with texts of the tasks that may be read. Two queries."""
    rows = filter.amounts.for_table()
    tasks = visible.filter(pk__in=rows.order_by().values("task"))
    read = {task.pk: task.title for task in tasks.readable()}
    chips = "; ".join(f"{chip.label}: {chip.value}" for chip in filter.chips()) or _("không")
    words = {"period": period_label(selection.period), "day": date(selection.as_of)}
    lines = [
        _("Các khoản kinh phí của nhiệm vụ"),
        _("Kỳ báo cáo: %(period)s. Tính đến ngày %(day)s.") % words,
        _("Điều kiện lọc: %(filters)s.") % {"filters": chips},
        _("Xuất lúc %(time)s, người xuất: %(reader)s.") % {"time": moment(now), "reader": reader},
    ]
    if label := demo_label():
        lines.append(_("Dữ liệu minh họa: %(label)s") % {"label": label})
    name = _("kinh-phi-%(day)s") % {"day": selection.as_of.isoformat()}
    return Export(name=name, lines=lines, columns=columns(read), rows=rows)
