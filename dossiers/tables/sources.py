"""Cells in which form II.06 and the list of dossiers differ."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from dossiers.form206 import BY_KEY
from dossiers.links import OWN, list_url
from dossiers.sources.differences import Gap, GapState
from dossiers.wording import days, row_name
from reporting.numbers import moment, number, signed
from reporting.selection import Selection
from reporting.tables import BaseTable

_RIGHT: dict[str, Any] = {"td": {"class": "r"}, "th": {"class": "r"}}
_LINK = '<a class="n" href="{}">{}</a>'
_STATES = {
    GapState.OPEN: ("pill pill--late", "i-warn"),
    GapState.ACCEPTED: ("pill pill--none", "i-ok"),
    GapState.SETTLED: ("pill pill--done", "i-done"),
}


def rows_url(gap: Gap) -> str:
    """The dossiers that the list counts in this cell."""
    form = gap.form
    return list_url(
        Selection(form.period, form.period.date_to),
        column=gap.key,
        agency=form.agency.code,
        rows=OWN,
        sector=form.sector.code if form.sector else None,
    )


def work_url(gap: Gap, selection: Selection) -> str:
    """The page on which the difference is worked on."""
    return selection.url(reverse("dossiers:follow-up", args=[gap.form.pk]))


def state_pill(state: GapState, days: int = 1) -> SafeString:
    """``days``: since the form was sent; what came in today does not call out yet."""
    css, icon = _STATES[state] if days or state != GapState.OPEN else ("pill", "i-warn")
    return format_html(
        '<span><span class="{}"><svg class="i" aria-hidden="true"><use href="#{}"/></svg>{}</span>'
        "</span>",
        css,
        icon,
        state.label,
    )


def told_note(gap: Gap) -> str:
    """What was written about the cell: the reason of its acceptance, else the note."""
    taken = gap.acceptance if gap.state == GapState.ACCEPTED else None
    if taken is not None:
        words = {"who": taken.accepted_by, "at": moment(taken.accepted_at), "why": taken.reason}
        return _("%(who)s chấp nhận lúc %(at)s: %(why)s") % words
    if gap.before is not None:
        words = {"stated": number(gap.before[0]), "counted": number(gap.before[1])}
        before = _("trước đây biểu ghi %(stated)s, danh sách %(counted)s") % words
        return "; ".join(filter(None, [before, gap.note]))
    return gap.note


class SourcesTable(BaseTable):
    """Rows of ``Gap``."""

    caption = gettext_lazy("Ô số liệu có hai nguồn")
    unit = pgettext_lazy("plural", "ô số liệu")

    period = tables.Column(gettext_lazy("Kỳ"), accessor="form__period")
    agency = tables.Column(gettext_lazy("Cơ quan"), accessor="form__agency")
    column = tables.Column(gettext_lazy("Cột"), accessor="key")
    stated = tables.Column(gettext_lazy("Biểu II.06"), attrs=_RIGHT, empty_values=())
    counted = tables.Column(gettext_lazy("Danh sách hồ sơ"), attrs=_RIGHT, empty_values=())
    difference = tables.Column(gettext_lazy("Chênh lệch"), attrs=_RIGHT, empty_values=())
    owner = tables.Column(gettext_lazy("Phụ trách"))
    days = tables.Column(gettext_lazy("Từ ngày gửi"), attrs=_RIGHT)
    state = tables.Column(gettext_lazy("Trạng thái"))
    note = tables.Column(gettext_lazy("Ghi chú"), empty_values=())

    class Meta(BaseTable.Meta):
        attrs = {"class": "table stack sources"}
        orderable = False

    def __init__(self, *args: Any, selection: Selection, **kwargs: Any) -> None:
        self.selection = selection
        super().__init__(*args, **kwargs)

    def render_agency(self, record: Gap) -> SafeString:
        url = work_url(record, self.selection)
        name = row_name(record.form.agency)
        if record.form.sector:
            name = f"{name}, {record.form.sector.name}"
        return format_html('<a class="tl" href="{}">{}</a>', url, name)

    def render_column(self, record: Gap) -> str:
        return BY_KEY[record.key].heading

    def render_stated(self, record: Gap) -> SafeString:
        return format_html(_LINK, record.form.get_absolute_url(), number(record.stated))

    def render_counted(self, record: Gap) -> SafeString:
        return format_html(_LINK, rows_url(record), number(record.counted))

    def render_difference(self, record: Gap) -> str:
        return signed(record.difference)

    def render_days(self, record: Gap) -> str:
        return days(record.days)

    def render_state(self, record: Gap) -> SafeString:
        return state_pill(record.state, record.days)

    def render_note(self, record: Gap) -> str:
        return told_note(record)
