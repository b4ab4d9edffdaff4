"""Filters of the task list. They live in the URL; links of figures use the same names."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

import django_filters
from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from agencies.querysets import reach_for
from reporting.filters import (
    AgencyBranchFilter,
    BaseFilterSet,
    ChoiceFilter,
    DayFilter,
    visible_agencies,
)
from reporting.selection import Selection
from tasks.checks import CHECKS
from tasks.links import figure_label
from tasks.models import Conclusion, Document, Meeting, Task
from tasks.officials import officials_seen_by
from tasks.querysets import TaskQuerySet
from tasks.querysets.listed import LISTED
from tasks.scope_filters import lead_filter, programme_filter
from tasks.standing import COUNTED, DONE_ON_TIME
from tasks.states import (
    AGE_BANDS,
    ANY_COMMUNICATION,
    Communication,
    Field,
    Part,
    Progress,
    Timeliness,
)

#: States of a list: (value in the URL, word). Timeliness first, then progress as of the day.
IN_TIME = "completed_in_time"
STATES = (
    (Timeliness.OVERDUE, Timeliness.OVERDUE.label),
    (Timeliness.DUE_SOON, Timeliness.DUE_SOON.label),
    (Timeliness.NOT_DUE, Timeliness.NOT_DUE.label),
    (Timeliness.NO_DEADLINE, Timeliness.NO_DEADLINE.label),
    (Timeliness.STOPPED, Progress.POSTPONED.label),
    (Timeliness.COMPLETED_LATE, Timeliness.COMPLETED_LATE.label),
    (IN_TIME, _("Hoàn thành trước, đúng hạn")),
    (Timeliness.COMPLETED_ON_TIME, Timeliness.COMPLETED_ON_TIME.label),
    (Timeliness.COMPLETED_EARLY, Timeliness.COMPLETED_EARLY.label),
    (Progress.NOT_STARTED, Progress.NOT_STARTED.label),
    (Progress.IN_PROGRESS, Progress.IN_PROGRESS.label),
    (Progress.SUBMITTED, Progress.SUBMITTED.label),
    (Progress.RETURNED, Progress.RETURNED.label),
)
NOBODY = _("chưa ghi")
#: A search that finds more rows is asked again each time.
_MOST_KEYS = 2000
#: Kinds of communication activity in the URL, and all of them together.
COMMUNICATIONS = ((ANY_COMMUNICATION, _("mọi loại")), *Communication.choices)
#: Filters that pick out a state; the tabs count without them.
STATE_FILTERS = ("state", "figure", "age", "check")

_WINDOWS = tuple((str(n), format_lazy(_("Đến hạn trong {n} ngày tới"), n=n)) for n in (7, 15, 30))


class OfficialField(django_filters.fields.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(NOBODY) if obj == self.null_value else str(obj)


class OfficialFilter(django_filters.ModelChoiceFilter):
    """A leader by key; ``null`` stands for tasks that name none."""

    field_class = OfficialField


class TaskFilter(BaseFilterSet):
    """Over ``Task.objects.visible_to(user).as_of(selection.as_of)``."""

    usual = {"role": Part.LEAD.value}
    brief = {"q": _("Tìm"), "role": _("Vai trò"), "due": _("Thời hạn"), "lead": _("Chủ trì")}
    more = ("role", "due", "due_from", "due_to")

    q = django_filters.CharFilter(
        label=_("Tìm trong nội dung, mã, số ký hiệu văn bản"),
        method="search",
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    programme = programme_filter()
    agency = AgencyBranchFilter(
        label=_("Cơ quan"),
        empty_label=_("Tất cả cơ quan"),
        apply=lambda rows, branch: rows,  # applied together with the role, see ``filtered``
    )
    field = ChoiceFilter(
        label=_("Lĩnh vực"), choices=Field.choices, empty_label=_("Tất cả lĩnh vực")
    )
    role = ChoiceFilter(
        label=_("Vai trò của cơ quan"), choices=Part.choices, empty_label=None, method="leave"
    )
    due = ChoiceFilter(
        label=_("Sắp tới"), choices=_WINDOWS, empty_label=_("Mọi thời hạn"), method="falling_due"
    )
    due_from = DayFilter(label=_("Hạn từ ngày"), method="due_since")
    due_to = DayFilter(label=_("Hạn đến ngày"), method="due_until")
    state = ChoiceFilter(
        label=_("Trạng thái"), choices=STATES, method="in_state", widget=forms.HiddenInput
    )
    figure = ChoiceFilter(
        label=_("Chỉ tiêu"),
        choices=[(key, figure_label(key)) for key in (*COUNTED, *LISTED)],
        method="in_figure",
        widget=forms.HiddenInput,
    )
    age = ChoiceFilter(
        label=_("Số ngày quá hạn"),
        choices=[(band.code, band.label) for band in AGE_BANDS],
        method="in_age",
        widget=forms.HiddenInput,
    )
    lead = lead_filter()

    communication = ChoiceFilter(
        label=_("Hoạt động tuyên truyền"),
        choices=COMMUNICATIONS,
        method="of_communication",
        widget=forms.HiddenInput,
    )
    responsible = OfficialFilter(
        label=_("Lãnh đạo chịu trách nhiệm"),
        queryset=lambda request: officials_seen_by(request.user),
        null_label=NOBODY,
        widget=forms.HiddenInput,
    )
    document = django_filters.ModelChoiceFilter(
        label=_("Từ văn bản"),
        queryset=lambda request: Document.objects.all(),
        method="from_document",
        widget=forms.HiddenInput,
    )
    meeting = django_filters.ModelChoiceFilter(
        label=_("Từ phiên họp"),
        queryset=lambda request: Meeting.objects.all(),
        method="from_meeting",
        widget=forms.HiddenInput,
    )
    conclusion = django_filters.ModelChoiceFilter(
        label=_("Từ kết luận"),
        queryset=lambda request: Conclusion.objects.all(),
        method="from_conclusion",
        widget=forms.HiddenInput,
    )
    check = ChoiceFilter(
        label=_("Quy tắc kiểm tra"),
        choices=[(one.code, one.name) for one in CHECKS],
        method="in_check",
        widget=forms.HiddenInput,
    )
    completed_from = DayFilter(
        label=_("Hoàn thành từ ngày"), method="completed_since", widget=forms.HiddenInput
    )

    class Meta:
        model = Task
        fields: list[str] = []

    def __init__(self, *args: Any, selection: Selection, **kwargs: Any) -> None:
        self.selection = selection
        self._keys: dict[str, list[int]] = {}
        super().__init__(*args, **kwargs)

    @property
    def rows(self) -> TaskQuerySet:
        """The rows of the list, not yet ordered."""
        return cast(TaskQuerySet, self.qs)

    def filtered(self, without: Collection[str] = ()) -> TaskQuerySet:
        """The rows that pass; by default those that an agency chosen, or any that the reader
        sees, leads: a coordinated task is counted by its lead."""
        rows = cast(TaskQuerySet, super().filtered(without))
        part = self.value("role") or Part.LEAD
        if agency := self.value("agency"):
            return rows.of_part(part, Agency.objects.branch([agency.pk]))
        mine = visible_agencies(self.request)
        if part == Part.LEAD and reach_for(self.request.user).is_everything:
            return rows
        return rows.of_part(part, mine) if part != Part.ANY else rows

    def search(self, rows: TaskQuerySet, name: str, value: str) -> TaskQuerySet:
        found = self._searched(value)
        return rows.search(value) if found is None else rows.filter(pk__in=found)

    def _searched(self, text: str) -> list[int] | None:
        """Keys of the rows found, asked for once: a page lists them, counts them and tallies them.
        None where they are too many to name."""
        if text not in self._keys:
            rows = cast(TaskQuerySet, self.queryset)
            keys = rows.search(text).order_by().values_list("pk", flat=True)[: _MOST_KEYS + 1]
            self._keys[text] = list(keys)
        return self._keys[text] if len(self._keys[text]) <= _MOST_KEYS else None

    def leave(self, rows: TaskQuerySet, name: str, value: str) -> TaskQuerySet:
        return rows

    def falling_due(self, rows: TaskQuerySet, name: str, value: str) -> TaskQuerySet:
        return rows.falling_due(self.selection.as_of, int(value))

    def due_since(self, rows: TaskQuerySet, name: str, value: Any) -> TaskQuerySet:
        return rows.due_between(value, None)

    def due_until(self, rows: TaskQuerySet, name: str, value: Any) -> TaskQuerySet:
        return rows.due_between(None, value)

    def of_communication(self, rows: TaskQuerySet, name: str, value: str) -> TaskQuerySet:
        if value == ANY_COMMUNICATION:
            return rows.exclude(communication="")
        return rows.filter(communication=value)

    def from_document(self, rows: TaskQuerySet, name: str, value: Document) -> TaskQuerySet:
        return rows.from_document(value)

    def from_meeting(self, rows: TaskQuerySet, name: str, value: Meeting) -> TaskQuerySet:
        return rows.from_meetings([value])

    def from_conclusion(self, rows: TaskQuerySet, name: str, value: Conclusion) -> TaskQuerySet:
        return rows.from_conclusions([value])

    def completed_since(self, rows: TaskQuerySet, name: str, value: Any) -> TaskQuerySet:
        return rows.completed_since(value)

    def in_state(self, rows: TaskQuerySet, name: str, value: str) -> TaskQuerySet:
        if value == IN_TIME:
            return rows.filter(timeliness__in=DONE_ON_TIME)
        if value in Timeliness.values:
            return rows.filter(timeliness=value)
        return rows.with_progress().filter(progress_then=value)

    def in_figure(self, rows: TaskQuerySet, name: str, value: str) -> TaskQuerySet:
        return rows.in_figure(value)

    def in_check(self, rows: TaskQuerySet, name: str, value: str) -> TaskQuerySet:
        return rows.breaking(value, timezone.localdate())

    def in_age(self, rows: TaskQuerySet, name: str, value: str) -> TaskQuerySet:
        return rows.in_age_band(value)
