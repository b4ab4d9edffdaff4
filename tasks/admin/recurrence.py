"""Rules and reports of recurring tasks, on the form of the task."""

from __future__ import annotations

from agencies.admin.inlines import ScopedTabularInline
from tasks.models import Occurrence, RecurrenceRule


class RecurrenceRuleInline(ScopedTabularInline):
    """A change is a new line with a later day: reports that begin before it stay."""

    model = RecurrenceRule
    fields = ["every", "day", "valid_from", "valid_to"]


class OccurrenceInline(ScopedTabularInline):
    """Made from the rules; people enter results. Only what is in doubt is moved or given up."""

    model = Occurrence
    fields = ["label", "due_on", "completed_on", "result_number", "result", "cancelled_on"]
    extra = 0
