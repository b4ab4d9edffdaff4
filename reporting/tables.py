"""House tables: our template, Vietnamese formats, an answer where there is no row."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_tables2 as tables
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django_tables2.data import TableQuerysetData

from reporting.numbers import date, number

_RIGHT = {"td": {"class": "r"}, "th": {"class": "r"}}


class BaseTable(tables.Table):
    """``caption`` is read out before the table; ``unit`` says what is counted under it."""

    caption: str | Promise = ""
    unit: str | Promise = ""

    class Meta:
        template_name = "_components/table.html"
        attrs = {"class": "table stack"}
        empty_text = _("Không có dòng nào khớp với điều kiện lọc.")

    @property
    def count_text(self) -> str:
        """``1–50 trong 116 nhiệm vụ`` once the table is paged; empty without rows or unit."""
        page = getattr(self, "page", None)
        if page is None or not self.unit or not page.paginator.count:
            return ""
        return _t("%(first)s–%(last)s trong %(total)s %(unit)s") % {
            "first": number(page.start_index()),
            "last": number(page.end_index()),
            "total": number(page.paginator.count),
            "unit": self.unit,
        }


class PagedRows(TableQuerysetData):
    """Rows of a long list: first which ones stand on the page, by key, then all about these.

    The database sorts keys rather than whole rows, and works out nothing for the rows before the
    page. ``PagedRows(rows)`` goes to a table in the place of ``rows``; one more query.
    """

    def __getitem__(self, key: Any) -> Any:
        if not isinstance(key, slice):
            return super().__getitem__(key)
        keys = list(self.data.values_list("pk", flat=True)[key])
        rows = {row.pk: row for row in self.data.order_by().filter(pk__in=keys)} if keys else {}
        return [rows[pk] for pk in keys if pk in rows]


class NumberColumn(tables.Column):
    """A count, right-aligned: ``418.039``."""

    attrs = _RIGHT

    def render(self, value: int) -> str:
        return number(value)


class DateColumn(tables.Column):
    """``14/06/2024``, never broken over two lines."""

    attrs = {"td": {"class": "nw"}}

    def render(self, value: dt.date) -> str:
        return date(value)

    def value(self, value: Any) -> Any:
        return value
