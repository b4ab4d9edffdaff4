"""The catalogue, the decisions about a procedure, and its dossiers with their working days."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Agency
from dossiers.codes import ProcedureState
from dossiers.links import detail_url, procedure_url, timed_url
from dossiers.summary.procedures import TimedProcedure
from dossiers.wording import levels_in_words, row_name
from reporting.numbers import UNKNOWN, Ratio, number, percent
from reporting.selection import Selection
from reporting.tables import BaseTable, DateColumn, NumberColumn

_RIGHT = {"td": {"class": "r"}, "th": {"class": "r"}}


class ProcedureTable(BaseTable):
    """Rows of ``summary.procedures.Timing``; links keep ``selection``."""

    caption = gettext_lazy("Danh mục thủ tục hành chính")
    unit = gettext_lazy("thủ tục")

    name = tables.Column(
        gettext_lazy("Thủ tục"), accessor="procedure__code", attrs={"td": {"class": "ti"}}
    )
    levels = tables.Column(
        gettext_lazy("Cấp giải quyết"), accessor="procedure__levels", orderable=False
    )
    online_kind = tables.Column(
        gettext_lazy("Trực tuyến"),
        accessor="procedure__get_online_kind_display",
        order_by="procedure__online_kind",
    )
    resolved = NumberColumn(gettext_lazy("Đã giải quyết"), accessor="times__count")
    median = tables.Column(
        gettext_lazy("Trung vị (ngày)"), accessor="times__median", default=UNKNOWN, attrs=_RIGHT
    )
    p90 = tables.Column(
        gettext_lazy("90 % trong (ngày)"), accessor="times__p90", default=UNKNOWN, attrs=_RIGHT
    )
    allowed = tables.Column(
        gettext_lazy("Thời hạn (ngày)"), accessor="allowed", empty_values=(), attrs=_RIGHT
    )
    share = tables.Column(
        gettext_lazy("Vượt thời hạn"),
        accessor="beyond",
        default=UNKNOWN,
        attrs={"td": {"class": "r nw"}, "th": {"class": "r"}},
    )

    class Meta(BaseTable.Meta):
        order_by_field = "sort"
        empty_text = gettext_lazy("Không có thủ tục nào khớp với điều kiện lọc.")

    def __init__(self, *args: Any, selection: Selection, **kwargs: Any) -> None:
        self.selection = selection
        super().__init__(*args, **kwargs)

    def render_name(self, record: TimedProcedure) -> SafeString:
        one = record.procedure
        parts = [one.code, one.sector.name]
        if one.managing_agency:
            parts.append(row_name(one.managing_agency))
        if one.state != ProcedureState.IN_FORCE:
            parts.append(str(ProcedureState(one.state).label))
        return format_html(
            '<div><a class="tl" href="{}">{}</a><span class="meta">{}</span></div>',
            procedure_url(self.selection, one.code),
            one.name,
            " · ".join(parts),
        )

    def render_levels(self, value: list[str]) -> str:
        return levels_in_words(value)

    def render_resolved(self, record: TimedProcedure) -> SafeString | str:
        return self._linked(record, number(record.times.count), record.times.count)

    def render_median(self, record: TimedProcedure, value: int) -> SafeString | str:
        return self._linked(record, number(value), record.times.timed, time="timed")

    def render_p90(self, record: TimedProcedure, value: int) -> SafeString | str:
        return self._linked(
            record, number(value), record.times.timed, late=record.is_over, time="timed"
        )

    def render_allowed(self, value: int | None) -> str:
        return _("không quy định") if value is None else number(value)

    def render_share(self, record: TimedProcedure) -> SafeString | str:
        times = record.times
        text = percent(Ratio(times.beyond, times.limited))
        shown = self._linked(
            record, text, times.beyond, late=record.is_over and not record.is_small, time="beyond"
        )
        if not record.is_small:
            return shown
        return format_html('{}<span class="few-n"> · {}</span>', shown, _("mẫu nhỏ"))

    def _linked(
        self, record: TimedProcedure, text: str, count: int, *, late: bool = False, **asked: str
    ) -> SafeString | str:
        """A number with the link to its dossiers; without one where there are none."""
        if not count:
            return text
        url = timed_url(self.selection, record.procedure.code, **asked)
        return format_html('<a class="n{}" href="{}">{}</a>', " t-late" if late else "", url, text)


class TimedTable(BaseTable):
    """Dossiers of one procedure ``with_days_used`` and ``with_allowed``."""

    caption = gettext_lazy("Hồ sơ đã giải quyết của thủ tục")
    unit = gettext_lazy("hồ sơ")

    code = tables.Column(gettext_lazy("Hồ sơ"))
    resolving_agency = tables.Column(gettext_lazy("Cơ quan giải quyết"), orderable=False)
    received_on = DateColumn(gettext_lazy("Tiếp nhận"))
    due_on = DateColumn(gettext_lazy("Hẹn trả"), default=UNKNOWN)
    resolved_on = DateColumn(gettext_lazy("Kết thúc xử lý"))
    days_used = tables.Column(gettext_lazy("Số ngày làm việc"), default=UNKNOWN, attrs=_RIGHT)

    class Meta(BaseTable.Meta):
        order_by_field = "sort"
        attrs = {"class": "table stack dossiers"}

    def __init__(self, *args: Any, selection: Selection, **kwargs: Any) -> None:
        self.selection = selection
        super().__init__(*args, **kwargs)

    def render_code(self, value: str) -> SafeString:
        url = detail_url(self.selection, value)
        return format_html('<a class="tl nw" href="{}">{}</a>', url, value)

    def render_resolving_agency(self, value: Agency) -> str:
        return row_name(value)

    def render_days_used(self, record: Any, value: int) -> SafeString | str:
        if record.allowed is None or value <= record.allowed:
            return number(value)
        return format_html('<span class="t-late">{}</span>', number(value))
