"""The list of returns of a period."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dossiers.models import Return
from reporting.tables import BaseTable, NumberColumn


class ReturnTable(BaseTable):
    """Rows of ``Return`` with their agency, sector and ``findings`` (a list) at hand."""

    caption = gettext_lazy("Báo cáo Biểu II.06 của các cơ quan")

    agency = tables.Column(gettext_lazy("Cơ quan"), accessor="agency__name")
    sector = tables.Column(gettext_lazy("Lĩnh vực"), accessor="sector__name", empty_values=())
    status = tables.Column(gettext_lazy("Trạng thái"), accessor="get_status_display")
    received_total = NumberColumn(gettext_lazy("Tiếp nhận"), default="–")
    resolved_total = NumberColumn(gettext_lazy("Đã giải quyết"), default="–")
    resolved_overdue = NumberColumn(gettext_lazy("Quá hạn"), default="–")
    pending_total = NumberColumn(gettext_lazy("Đang giải quyết"), default="–")
    findings = tables.Column(gettext_lazy("Kiểm tra"), empty_values=())

    class Meta(BaseTable.Meta):
        orderable = False

    def render_agency(self, record: Return) -> SafeString:
        return format_html(
            '<a class="tl" href="{}">{}</a>', record.get_absolute_url(), record.agency.name
        )

    def render_sector(self, record: Return) -> str:
        return record.sector.name if record.sector else _("Mọi lĩnh vực")

    def render_findings(self, record: Any) -> SafeString:
        count = len(record.findings)
        icon, css = ("i-warn", "t-late") if count else ("i-ok", "")
        differs = ngettext("%(n)s chỗ không khớp", "%(n)s chỗ không khớp", count)
        word = differs % {"n": count} if count else _("Khớp")
        return format_html(
            '<span class="tag {}"><svg class="i" aria-hidden="true"><use href="#{}"/></svg>'
            "{}</span>",
            css,
            icon,
            word,
        )
