"""The list of entries, and its filter. Titles come from what the reader may see."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_tables2 as tables
from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from agencies.models import Agency
from agencies.querysets import AgencyQuerySet, Reader
from reporting.filters import ChoiceFilter
from reporting.numbers import moment, number
from reporting.selection import Selection
from reporting.tables import DateColumn
from tasks.discipline import ALL, BY_LEAD, KNOWN, Entries
from tasks.models import TaskUpdate
from tasks.part_table import TaskPartTable
from tasks.querysets.entries import Band, Kind
from tasks.scope_filters import ScopeFilter, programme_filter

BANDS = (
    (ALL, _("mọi lượt")),
    (KNOWN, _("tính được số ngày")),
    *Band.choices,
)


class EntryFilter(ScopeFilter):
    """Reads what is asked for; ``entries`` are the rows."""

    programme = programme_filter(field_name="task__programme")
    kind = ChoiceFilter(
        label=_("Loại"),
        choices=Kind.choices,
        empty_label=_("Do cơ quan chủ trì nhập"),
        method="leave",
    )
    band = ChoiceFilter(label=_("Nhập"), choices=BANDS, method="leave", widget=forms.HiddenInput)

    class Meta:
        model = TaskUpdate
        fields: list[str] = []

    def leave(self, rows: Any, name: str, value: str) -> Any:
        return rows

    def entries(self, user: Reader, selection: Selection) -> Entries:
        kind, agency = self.value("kind"), self.value("agency")
        return Entries(
            user,
            selection,
            kinds=(kind,) if kind else BY_LEAD,
            programme=self.value("programme"),
            branch=Agency.objects.branch([agency.pk]) if agency else None,
            lead=self.value("lead"),
        )

    def words(self) -> dict[str, str | int | None]:
        """The filters in force, the band apart, as the address names them."""
        kind = self.value("kind")
        return self.kept() | ({"kind": kind} if kind else {})


class EntryTable(TaskPartTable):
    """Rows of ``Entries.rows``; ``agencies`` are those that the reader sees."""

    caption = _("Các lượt nhập")
    unit = pgettext_lazy("plural", "lượt nhập")

    task = tables.Column(_("Nhiệm vụ"), orderable=False)  # rows are plain values
    what = tables.Column(_("Loại"), orderable=False)
    lead = tables.Column(_("Cơ quan chủ trì"), orderable=False)
    day = DateColumn(verbose_name=_("Ngày của việc"), orderable=False)
    entered_at = tables.Column(_("Nhập lúc"), orderable=False, attrs={"td": {"class": "nw"}})
    late = tables.Column(_("Sau"), empty_values=(), orderable=False, attrs={"td": {"class": "nw"}})

    def __init__(
        self, *args: Any, entries: Entries, agencies: AgencyQuerySet, **kwargs: Any
    ) -> None:
        self.entries, self.agencies = entries, agencies
        super().__init__(*args, **kwargs)

    @cached_property
    def leads(self) -> dict[int, Agency]:
        return self.agencies.in_bulk({row.record["lead"] for row in self.paginated_rows})

    def render_what(self, value: str) -> str:
        return str(Kind(value).label)

    def render_lead(self, value: int) -> str:
        lead = self.leads.get(value)
        return lead.name if lead else "–"

    def render_entered_at(self, value: dt.datetime, record: Any) -> SafeString:
        who = record["who"] if self.may_read(record["task"]) else "–"
        return format_html('{}<span class="meta">{}</span>', moment(value), who)

    def render_late(self, record: Any) -> str:
        passed = self.entries.lag(record["day"], timezone.localdate(record["entered_at"]))
        if passed is None:
            return "–"
        if not passed:
            return str(Band.SAME.label)
        text = ngettext("%(n)s ngày làm việc", "%(n)s ngày làm việc", passed)
        return text % {"n": number(passed)}
