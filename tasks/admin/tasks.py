"""Tasks: kept by the secretariat, reported on by the clerks of the lead."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from agencies.admin.filters import BranchFilter
from agencies.admin.inlines import ScopedStackedInline
from agencies.admin.scoped import ScopedAdmin
from agencies.models import User
from tasks.admin.evidence import EvidenceInline, tell_other_uses
from tasks.admin.extensions import ExtensionInline
from tasks.admin.forms import TaskForm, TaskUpdateForm, UpdateFormSet
from tasks.admin.recurrence import OccurrenceInline, RecurrenceRuleInline
from tasks.admin.resources import FundingInline
from tasks.models import Evidence, Task, TaskUpdate
from tasks.recurrence import settle
from tasks.reports import start_by
from tasks.states import Timeliness
from tasks.steps import CLOSED, RIGHTS

#: What the lead's clerks fill in; all other fields they read.
REPORTED_BY_LEAD = (
    "progress",
    "started_on",
    "submitted_on",
    "result_number",
    "result_on",
    "evidence",
    "note",
)
DERIVED = ("effective_due_on", "extension_count")

#: Of the keeper only: the reason of a step, and the tick against the warning of rule T6.
ASIDE = ("step_reason", "is_accepted")


class DueFilter(admin.SimpleListFilter):
    """How a task stands today; the pages of the site tell it for any day."""

    title = _("thời hạn, tính đến hôm nay")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        shown = (Timeliness.OVERDUE, Timeliness.DUE_SOON, Timeliness.NOT_DUE)
        return [(each.value, each.label) for each in (*shown, Timeliness.NO_DEADLINE)]

    def queryset(self, request: HttpRequest, rows: Any) -> models.QuerySet[Task]:
        if not self.value():
            return rows
        return rows.as_of(timezone.localdate()).filter(timeliness=self.value())


class TaskUpdateInline(ScopedStackedInline):
    model = TaskUpdate
    form = TaskUpdateForm
    formset = UpdateFormSet
    extra = 1
    fields = [("reported_on", "percent"), "result", "cause", "delay_reason", "remedy"]
    starts_today = ["reported_on"]


@admin.register(Task)
class TaskAdmin(ScopedAdmin):
    form = TaskForm
    list_display = ["code", "short_title", "lead_name", "progress", "effective_due_on"]
    list_display_links = ["code", "short_title"]
    list_select_related = ["lead"]
    list_filter = [DueFilter, "progress", BranchFilter, "programme", "field"]
    search_fields = [
        "code__unaccent__icontains",
        "title__unaccent__icontains",
        "result_number__unaccent__icontains",
        "document__number__unaccent__icontains",
    ]
    fieldsets = [
        (
            _("Nhiệm vụ"),
            {
                "fields": [
                    "code",
                    "title",
                    ("programme", "field"),
                    "communication",
                    "product",
                    "external_number",
                ]
            },
        ),
        (
            _("Phân công"),
            {
                "fields": [
                    "lead",
                    "coordinating",
                    ("document", "document_clause"),
                    "conclusion",
                    ("assigned_by", "assigned_on"),
                    "responsible",
                    "is_restricted",
                ]
            },
        ),
        (
            _("Thời hạn"),
            {
                "fields": [
                    ("deadline_kind", "original_due_on", "deadline_label"),
                    ("effective_due_on", "extension_count"),
                ]
            },
        ),
        (
            _("Tiến độ, kết quả"),
            {
                "fields": [
                    "progress",
                    ("started_on", "submitted_on", "completed_on"),
                    ("result_number", "result_on"),
                    "step_reason",
                    "is_accepted",
                    "evidence",
                    "note",
                ]
            },
        ),
        (
            _("Trả lại, tạm dừng, thôi thực hiện"),
            {"fields": [("returned_on", "postponed_on"), ("resumed_on", "cancelled_on")]},
        ),
    ]
    autocomplete_fields = [
        *("programme", "lead", "coordinating", "document", "conclusion", "responsible"),
    ]
    inlines = [
        TaskUpdateInline,
        EvidenceInline,
        ExtensionInline,
        RecurrenceRuleInline,
        OccurrenceInline,
        FundingInline,
    ]
    starts_today = ["assigned_on"]

    @admin.display(description=_("nội dung nhiệm vụ"), ordering="title")
    def short_title(self, task: Task) -> str:
        return Truncator(task.title).chars(110)

    @admin.display(description=_("cơ quan chủ trì"), ordering="lead__sort_key")
    def lead_name(self, task: Task) -> str:
        return task.lead.label

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Without restricted tasks that the user must not read: they cannot be named either."""
        rows: Any = super().get_queryset(request)
        return rows.readable_to(request.user)

    def is_keeper(self, request: HttpRequest, task: Task | None = None) -> bool:
        """Whether the user decides about the task (the secretariat) or only reports on it."""
        return self.may(request, self.permission("add"), task)

    def has_change_permission(self, request: HttpRequest, obj: Task | None = None) -> bool:
        """A closed task is the keeper's. To a clerk who was typing when it was closed the form
        comes back with what was typed (``ProgressForm.is_closed``), instead of a refusal."""
        is_open = not self.is_closed(request, obj) or request.method == "POST"
        return is_open and super().has_change_permission(request, obj)

    def is_closed(self, request: HttpRequest, obj: Task | None) -> bool:
        return obj is not None and obj.progress in CLOSED and not self.is_keeper(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Task | None = None) -> list[str]:
        if self.is_keeper(request, obj):
            return list(DERIVED)
        names = flatten_fieldsets(self.fieldsets)
        return [name for name in names if name not in (*REPORTED_BY_LEAD, *ASIDE)]

    def get_fieldsets(self, request: Any, obj: Any = None) -> Any:
        """What the reader fills in comes first."""
        fieldsets = super().get_fieldsets(request, obj)
        if self.is_keeper(request, obj):
            return fieldsets
        for _heading, options in fieldsets:
            options["fields"] = [name for name in options["fields"] if name not in ASIDE]
        return sorted(fieldsets, key=lambda each: "progress" not in each[1]["fields"])

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.step_rights = {
            right for right in set(RIGHTS.values()) if self.may(request, right, obj)
        }
        form.is_closed = self.is_closed(request, obj)
        return form

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        """A recurring task gets its reports from its rules, or at first from its label."""
        super().save_related(request, form, formsets, change)
        settle(form.instance)

    def save_formset(self, request: Any, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        if formset.model is Evidence:
            changed = [row for row, _names in formset.changed_objects]
            tell_other_uses(request, form.instance, [*formset.new_objects, *changed])
        if formset.model is TaskUpdate:
            user, today = cast(User, request.user), timezone.localdate()
            for row in sorted(formset.new_objects, key=lambda each: each.reported_on):
                start_by(form.instance, row, user, today=today)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        form.record_steps()
