"""Filters of the list of reports."""

from __future__ import annotations

from typing import Any, cast

from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from reporting.filters import ChoiceFilter
from reporting.selection import Selection
from tasks.models import Occurrence
from tasks.querysets.occurrences import OccurrenceQuerySet, OccurrenceState
from tasks.scope_filters import ScopeFilter, programme_filter

#: All that had to be made before the day.
DUE = "due"
STATES = ((DUE, _("Đã qua hạn")), *OccurrenceState.choices)


class OccurrenceFilter(ScopeFilter):
    """Over ``Occurrence.objects.counted_for(user).as_of(day)``.

    Late and on time mean reports whose last day is over, as the figures count them.
    """

    programme = programme_filter(field_name="task__programme")
    state = ChoiceFilter(
        label=_("Trạng thái"), choices=STATES, empty_label=_("Tất cả trạng thái"), method="in_state"
    )

    class Meta:
        model = Occurrence
        fields: list[str] = []

    def __init__(self, *args: Any, selection: Selection, **kwargs: Any) -> None:
        self.selection = selection
        super().__init__(*args, **kwargs)

    @property
    def occurrences(self) -> OccurrenceQuerySet:
        return cast(OccurrenceQuerySet, self.qs)

    @property
    def state_label(self) -> str:
        return str(dict(STATES).get(self.value("state") or "", ""))

    def in_state(self, rows: OccurrenceQuerySet, name: str, value: str) -> OccurrenceQuerySet:
        if value == OccurrenceState.OPEN:
            return rows.filter(state=value)
        due = rows.due_by(self.selection.as_of)
        return due if value == DUE else due.filter(state=value)

    def led_by(self, rows: Any, name: str, value: Agency) -> Any:
        return rows.of_agencies([value.pk])
