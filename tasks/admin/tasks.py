"""Tasks: kept by the secretariat, reported on by the clerks of the lead."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from agencies.admin.filters import BranchFilter
from agencies.admin.inlines import ScopedStackedInline, ScopedTabularInline
from agencies.admin.scoped import ScopedAdmin
from tasks.admin.forms import TaskForm, TaskUpdateForm
from tasks.models import Extension, Task, TaskUpdate
from tasks.states import Progress, Timeliness

#: What the lead's clerks fill in; all other fields they read.
REPORTED_BY_LEAD = (
    "progress",
    "started_on",
    "submitted_on",
    "result_number",
    "evidence",
    "note",
)
DERIVED = ("effective_due_on", "extension_count")

#: Confirmed or dropped: only who keeps tasks opens it again.
CLOSED = frozenset({Progress.COMPLETED, Progress.CANCELLED})


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
    extra = 1
    fields = [("reported_on", "percent"), "result", "delay_reason", "remedy"]
    starts_today = ["reported_on"]


class ExtensionInline(ScopedTabularInline):
    model = Extension
    fields = ["due_on", "decided_on", "document_number", "reason"]


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
            {"fields": ["code", "title", ("programme", "field"), "product", "external_number"]},
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
                    "result_number",
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
    autocomplete_fields = ["programme", "lead", "coordinating", "document", "conclusion"]
    inlines = [TaskUpdateInline, ExtensionInline]
    starts_today = ["assigned_on"]

    @admin.display(description=_("nội dung nhiệm vụ"), ordering="title")
    def short_title(self, task: Task) -> str:
        return Truncator(task.title).chars(110)

    @admin.display(description=_("cơ quan chủ trì"), ordering="lead__sort_key")
    def lead_name(self, task: Task) -> str:
        return task.lead.label

    def is_keeper(self, request: HttpRequest, task: Task | None = None) -> bool:
        """Whether the user decides about the task (the secretariat) or only reports on it."""
        return self.may(request, self.permission("add"), task)

    def has_change_permission(self, request: HttpRequest, obj: Task | None = None) -> bool:
        is_open = obj is None or obj.progress not in CLOSED or self.is_keeper(request, obj)
        return is_open and super().has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Task | None = None) -> list[str]:
        if self.is_keeper(request, obj):
            return list(DERIVED)
        names = flatten_fieldsets(self.fieldsets)
        return [name for name in names if name not in REPORTED_BY_LEAD]

    def get_fieldsets(self, request: Any, obj: Any = None) -> Any:
        """What the reader fills in comes first."""
        fieldsets = super().get_fieldsets(request, obj)
        if self.is_keeper(request, obj):
            return fieldsets
        return sorted(fieldsets, key=lambda each: "progress" not in each[1]["fields"])

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.is_keeper = self.is_keeper(request, obj)
        return form
