"""The list of dossiers. Cells come ready from the row; the table asks for nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from dossiers.links import detail_url
from dossiers.wording import ended_by, row_name, standing, status_on, status_since
from reporting.numbers import UNKNOWN, date
from reporting.selection import Selection
from reporting.tables import BaseTable, DateColumn


class DossierTable(BaseTable):
    """Rows of ``DossierQuerySet.for_table().with_timeliness(on)``; links keep ``selection``.

    Every cell is as of day ``on``; what became of a dossier since is told beside its status.
    """

    caption = _("Danh sách hồ sơ")

    code = tables.Column(_("Hồ sơ, thủ tục"), attrs={"td": {"class": "ti"}})
    resolving_agency = tables.Column(_("Cơ quan giải quyết"), accessor="resolving_agency")
    channel = tables.Column(_("Hình thức nộp"), accessor="get_channel_display")
    received_on = DateColumn(_("Tiếp nhận"))
    due_on = DateColumn(_("Hẹn trả"), default=UNKNOWN)
    resolved_on = DateColumn(_("Kết thúc xử lý"), default=UNKNOWN)
    status = tables.Column(_("Trạng thái"), attrs={"td": {"class": "st"}})
    timeliness = tables.Column(_("Thời hạn"), empty_values=())

    class Meta(BaseTable.Meta):
        attrs = {"class": "table stack dossiers"}
        orderable = False

    def __init__(self, *args: Any, selection: Selection, on: dt.date, **kwargs: Any) -> None:
        self.selection, self.on = selection, on
        super().__init__(*args, **kwargs)

    def render_code(self, record: Any) -> SafeString:
        return format_html(
            '<div><a class="tl nw" href="{}">{}</a><span class="meta">{}</span></div>',
            detail_url(self.selection, record.code),
            record.code,
            record.procedure.name,
        )

    def render_resolving_agency(self, value: Agency) -> str:
        return row_name(value)

    def render_resolved_on(self, record: Any) -> str:
        closed = ended_by(record, self.on)
        return date(closed) if closed else UNKNOWN

    def render_status(self, record: Any) -> SafeString:
        since = status_since(record, self.on)
        now = format_html(' <span class="meta">{}: {}</span>', _("hiện nay"), since)
        return format_html(
            '<div><span class="nw">{}</span>{}</div>',
            status_on(record, self.on),
            now if since else "",
        )

    def render_timeliness(self, record: Any) -> SafeString:
        found = standing(record.timeliness, record.days_late)
        return format_html(
            '<div><span class="{}"><svg class="i" aria-hidden="true"><use href="#{}"/></svg>{}'
            '</span> <span class="nw {}">{}</span></div>',
            found.pill,
            found.icon,
            found.word,
            found.tone,
            found.after,
        )
