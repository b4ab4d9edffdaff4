"""Rules and reports of recurring tasks, on the form of the task."""

from __future__ import annotations

from typing import Any, cast

from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.utils import timezone

from agencies.admin.inlines import ScopedTabularInline
from tasks.models import Occurrence, RecurrenceRule
from tasks.recurrence import check_report
from tasks.refusals import Refused

#: What decides whether a report is late.
_KEPT = ("label", "due_on", "cancelled_on")
_RESULT = ("completed_on", "result_number", "result")


class RecurrenceRuleInline(ScopedTabularInline):
    """A change is a new line with a later day: reports that begin before it stay."""

    model = RecurrenceRule
    fields = ["every", "day", "valid_from", "valid_to"]


class OccurrenceFormSet(BaseInlineFormSet[Any, Any, Any]):
    """A result typed on the form of a task follows the rules of one entered on its page; one
    entered by mistake is taken back by leaving all of it empty."""

    def clean(self) -> None:
        super().clean()
        task, today = self.instance, timezone.localdate()
        for form in self.forms:
            if form.errors or form in self.deleted_forms or not {*_RESULT} & {*form.changed_data}:
                continue
            given = {name: form.cleaned_data[name] for name in _RESULT}
            if not any(given.values()):
                continue
            try:
                check_report(task, form.instance, today=today, **given)
            except Refused as refused:
                form.add_error(refused.field or None, refused.message)


class OccurrenceInline(ScopedTabularInline):
    """Made from the rules; people enter results. Only what is in doubt is moved or given up, and
    that by the keeper: a lead that could would make its own late report none."""

    model = Occurrence
    formset = OccurrenceFormSet
    fields = ["label", "due_on", "completed_on", "result_number", "result", "cancelled_on"]
    extra = 0

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        found = [*super().get_readonly_fields(request, obj)]
        owner = cast(Any, self.admin_site.get_model_admin(self.parent_model))
        return found if owner.is_keeper(request, obj) else [*found, *_KEPT]
