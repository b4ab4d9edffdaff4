"""Filters of the catalogue of procedures; links of its figures use the same names."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from dossiers.codes import OnlineKind, ProcedureState
from dossiers.filters import sector_filter
from dossiers.models import Dossier, Procedure, ProcedureChange
from dossiers.querysets import publication
from dossiers.querysets.timing import within_limit
from reporting.filters import BaseFilterSet, ChoiceFilter, DayFilter
from reporting.selection import Selection
from reporting.workdays import WorkingCalendar

#: In the place of an agency: procedures without one.
NOBODY = "none"
ANY, NO = "any", "no"
YES_NO = (("yes", _("Có")), (NO, _("Không")))
_ONE_STOP = (
    (ANY, _("Có, ở bất kỳ cấp nào")),
    *((value, label) for value, label in Agency.Level.choices),
    (NO, _("Không")),
)
_PUBLICATION = (
    ("decided", _("Có quyết định trong kỳ (766, mục 1.1)")),
    ("decided_in_time", _("Công bố đúng hạn (766, mục 1.1)")),
    ("public", _("Đã công khai hoặc quá hạn công khai (766, mục 1.2)")),
    ("public_in_time", _("Công khai đúng hạn (766, mục 1.2)")),
)


class ProcedureFilter(BaseFilterSet):
    """Over procedures ``with_state``."""

    more = ("online_kind", "one_stop", "workflow", "dossiers", "publication")

    q = django_filters.CharFilter(
        label=_("Mã hoặc tên thủ tục"),
        max_length=200,
        method="search",
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    sector = sector_filter()
    level = ChoiceFilter(
        label=_("Cấp giải quyết"),
        choices=Agency.Level.choices,
        empty_label=_("Tất cả các cấp"),
        method="settled_at",
    )
    agency = ChoiceFilter(
        label=_("Cơ quan quản lý"),
        choices=(),
        empty_label=_("Tất cả cơ quan"),
        method="managed_by",
    )
    state = ChoiceFilter(
        label=_("Hiệu lực vào ngày tính"),
        choices=ProcedureState.choices,
        empty_label=_("Mọi tình trạng"),
    )
    online_kind = ChoiceFilter(
        label=_("Dịch vụ công trực tuyến"),
        choices=OnlineKind.choices,
        empty_label=_("Mọi mức dịch vụ"),
    )
    one_stop = ChoiceFilter(
        label=_("Tiếp nhận tại Bộ phận Một cửa"),
        choices=_ONE_STOP,
        empty_label=_("Không lọc"),
        method="received_at",
    )
    workflow = ChoiceFilter(
        label=_("Quy trình nội bộ"),
        choices=YES_NO,
        empty_label=_("Không lọc"),
        method="having_workflow",
    )
    dossiers = ChoiceFilter(
        label=_("Có hồ sơ trong kỳ"),
        choices=YES_NO,
        empty_label=_("Không lọc"),
        method="having_dossiers",
    )
    publication = ChoiceFilter(
        label=_("Công bố, công khai trong kỳ"),
        choices=_PUBLICATION,
        empty_label=_("Không lọc"),
        method="published",
    )

    class Meta:
        model = Procedure
        fields: list[str] = []

    def __init__(
        self, *args: Any, selection: Selection, calendar: WorkingCalendar | None, **kwargs: Any
    ) -> None:
        self.selection, self.calendar = selection, calendar
        super().__init__(*args, **kwargs)
        self.filters["agency"].extra["choices"] = managing_agencies()

    def search(self, rows: Any, name: str, value: str) -> Any:
        return rows.searched(value)

    def settled_at(self, rows: Any, name: str, value: str) -> Any:
        return rows.settled_at(value)

    def managed_by(self, rows: Any, name: str, value: str) -> Any:
        if value == NOBODY:
            return rows.filter(managing_agency=None)
        return rows.filter(managing_agency__code=value)

    def received_at(self, rows: Any, name: str, value: str) -> Any:
        if value == NO:
            return rows.filter(one_stop_levels=[])
        return rows.exclude(one_stop_levels=[]) if value == ANY else rows.received_at(value)

    def having_workflow(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(workflow_number="") if value == NO else rows.exclude(workflow_number="")

    def having_dossiers(self, rows: Any, name: str, value: str) -> Any:
        mine = Dossier.objects.visible_to(self.request.user)
        span = (self.selection.first, self.selection.until)
        return rows.with_dossiers(mine, *span, has=value != NO)

    def published(self, rows: Any, name: str, value: str) -> Any:
        return publication.of_list(rows, value, self.changes)

    @cached_property
    def changes(self) -> QuerySet[Any]:
        """Those decided in the period, judged."""
        span = (self.selection.first, self.selection.until)
        return publication.judged(ProcedureChange.objects.all(), self.calendar, *span)


def managing_agencies() -> list[tuple[str, Any]]:
    """Agencies that manage a procedure, in Vietnamese order: the catalogue names them to all."""
    rows = Agency.objects.filter(procedures__isnull=False).distinct()
    return [*rows.values_list("code", "name"), (NOBODY, _("Chưa ghi cơ quan quản lý"))]


_TIMES = (
    ("within", _("Trong thời hạn của thủ tục")),
    ("beyond", _("Vượt thời hạn của thủ tục")),
    ("timed", _("Tính được thời gian")),
    ("untimed", _("Ngoài lịch làm việc")),
)


class TimedFilter(BaseFilterSet):
    """Over dossiers of one procedure, ``with_days_used`` and ``with_allowed``."""

    time = ChoiceFilter(
        label=_("Thời gian giải quyết"),
        choices=_TIMES,
        empty_label=_("Không lọc"),
        method="taking",
    )
    since = DayFilter(label=_("Kết thúc từ ngày"), field_name="resolved_on", lookup_expr="gte")
    until = DayFilter(label=_("Kết thúc đến ngày"), field_name="resolved_on", lookup_expr="lte")

    class Meta:
        model = Dossier
        fields: list[str] = []

    def taking(self, rows: Any, name: str, value: str) -> Any:
        if value in ("within", "beyond"):
            return within_limit(rows, is_within=value == "within")
        return rows.filter(days_used__isnull=value == "untimed")
