"""The list of returns of a period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dossiers.models import Return
from dossiers.returns.verdict import Verdict
from reporting.tables import BaseTable, NumberColumn


@dataclass(frozen=True)
class ListedReturn:
    """A return with agency and sector at hand, its columns with totals, whether it adds up.

    ``is_later``: sent after the day of the page.
    """

    row: Return
    columns: Mapping[str, int | None]
    verdict: Verdict
    is_later: bool = False


class ReturnTable(BaseTable):
    """Rows of ``ListedReturn``."""

    caption = gettext_lazy("Báo cáo Biểu II.06 của các cơ quan")

    agency = tables.Column(gettext_lazy("Cơ quan"), accessor="row__agency__name")
    sector = tables.Column(gettext_lazy("Lĩnh vực"), accessor="row__sector__name", empty_values=())
    status = tables.Column(gettext_lazy("Trạng thái"), accessor="row__get_status_display")
    received_total = NumberColumn(
        gettext_lazy("Tiếp nhận"), accessor="columns__received_total", default="–"
    )
    resolved_total = NumberColumn(
        gettext_lazy("Đã giải quyết"), accessor="columns__resolved_total", default="–"
    )
    resolved_overdue = NumberColumn(
        gettext_lazy("Giải quyết quá hạn"), accessor="columns__resolved_overdue", default="–"
    )
    pending_total = NumberColumn(
        gettext_lazy("Đang giải quyết"), accessor="columns__pending_total", default="–"
    )
    findings = tables.Column(gettext_lazy("Kiểm tra"), empty_values=())

    class Meta(BaseTable.Meta):
        orderable = False

    def render_agency(self, record: ListedReturn) -> SafeString:
        return format_html(
            '<a class="tl" href="{}">{}</a>', record.row.get_absolute_url(), record.row.agency.name
        )

    def render_status(self, record: ListedReturn) -> str:
        status = str(record.row.get_status_display())
        return _("%(status)s sau ngày tính") % {"status": status} if record.is_later else status

    def render_sector(self, record: ListedReturn) -> str:
        return record.row.sector.name if record.row.sector else _("Mọi lĩnh vực")

    def render_findings(self, record: ListedReturn) -> SafeString:
        found = record.verdict
        icon, css = ("i-none" if found.missing else "i-ok"), ""
        if found.differs:
            icon, css = "i-warn", "t-late"
        return format_html(
            '<span class="tag {}"><svg class="i" aria-hidden="true"><use href="#{}"/></svg>'
            "{}</span>",
            css,
            icon,
            found.word,
        )
