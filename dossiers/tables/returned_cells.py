"""Forms with what each says in one column, and what that adds up to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dossiers.wording import form_name
from reporting.numbers import number
from reporting.tables import BaseTable, DateColumn

if TYPE_CHECKING:
    from dossiers.models import Return

_RIGHT: dict[str, Any] = {"td": {"class": "r"}, "th": {"class": "r"}, "tf": {"class": "r"}}


@dataclass(frozen=True)
class ReturnedCell:
    """A form with its ``value`` in the column, None where that was left empty."""

    form: Return
    value: int | None
    sent_on: dt.date
    is_firm: bool


class ReturnedCellsTable(BaseTable):
    """Rows of ``ReturnedCell``; the foot is their sum."""

    caption = gettext_lazy("Các Biểu II.06 cộng vào số liệu")

    agency = tables.Column(
        gettext_lazy("Cơ quan"), accessor="form__agency", footer=gettext_lazy("Tổng cộng")
    )
    sent_on = DateColumn(gettext_lazy("Ngày gửi"))
    status = tables.Column(gettext_lazy("Trạng thái"), accessor="form__get_status_display")
    value = tables.Column(attrs=_RIGHT, empty_values=())

    class Meta(BaseTable.Meta):
        orderable = False

    def __init__(self, rows: Sequence[ReturnedCell], column: str, total: int | None) -> None:
        columns = [
            ("value", tables.Column(column, attrs=_RIGHT, empty_values=(), footer=number(total)))
        ]
        super().__init__(rows, extra_columns=columns)

    def render_agency(self, record: ReturnedCell) -> SafeString:
        url, name = record.form.get_absolute_url(), form_name(record.form)
        return format_html('<a class="tl" href="{}">{}</a>', url, name)

    def render_status(self, record: ReturnedCell, value: Any) -> str:
        return str(value) if record.is_firm else f"{value} ({_('tạm tính')})"

    def render_value(self, record: ReturnedCell) -> SafeString | str:
        if record.value is None:
            return _("để trống")
        url = record.form.get_absolute_url()
        return format_html('<a class="n" href="{}">{}</a>', url, number(record.value))
