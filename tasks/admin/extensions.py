"""Extensions: requests entered by the lead, decisions by the secretariat, none ever overwritten."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from agencies.admin.forms import ScopedForm
from agencies.admin.inlines import ScopedTabularInline
from agencies.admin.scoped import ScopedAdmin
from tasks.admin.sources import StoredFileInput
from tasks.decisions import Decision, checked
from tasks.extending import check_request
from tasks.models import Extension, ExtensionRequest
from tasks.refusals import Refused


class DecisionForm(ScopedForm):
    """A new decision; the deadline that a cancellation leaves in force follows by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("due_on"):
            field.required = False

    @property
    def decision(self) -> Decision:
        given = self.cleaned_data
        return Decision(
            kind=Extension.Kind(given["kind"]),
            decided_on=given["decided_on"],
            due_on=given.get("due_on"),
            document_number=given.get("document_number", ""),
            reason=given.get("reason", ""),
        )


class DecisionFormSet(BaseInlineFormSet[Any, Any, Any]):
    """Checks new decisions against all before them, those typed above included."""

    def clean(self) -> None:
        super().clean()
        task, today = self.instance, timezone.localdate()
        rows = list(task.extensions.all()) if task.pk else []
        for form in self.extra_forms:
            if not form.has_changed() or form.errors:
                continue
            try:
                form.instance.due_on = checked(task, rows, form.decision, today=today)
            except Refused as refused:
                form.add_error(
                    refused.field if refused.field in form.fields else None, refused.message
                )
                raise ValidationError(refused.message) from None
            rows.append(_numbered(form.instance, rows))


def _numbered(extension: Extension, rows: list[Extension]) -> Extension:
    """A copy with a key after all others, so that the order of typing is the order of decisions."""
    last = max((row.pk for row in rows), default=0)
    return Extension(
        pk=last + 1,
        kind=extension.kind,
        due_on=extension.due_on,
        decided_on=extension.decided_on,
    )


class ExtensionInline(ScopedTabularInline):
    """Decisions are added; a wrong one is corrected or cancelled by a further one."""

    model = Extension
    form = DecisionForm
    formset = DecisionFormSet
    fields = ["kind", "due_on", "decided_on", "document_number", "reason"]
    starts_today = ["decided_on"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Extension)
class ExtensionAdmin(ScopedAdmin):
    """Decisions to look up; new ones are entered on the form or on the page of the task."""

    list_display = ["task_code", "kind", "due_on", "decided_on", "document_number"]
    list_filter = ["kind"]
    list_select_related = ["task"]
    date_hierarchy = "decided_on"
    search_fields = ["task__code__unaccent__icontains", "document_number__unaccent__icontains"]
    fieldsets = [
        (_("Quyết định"), {"fields": ["task", "request", "kind", ("due_on", "decided_on")]}),
        (_("Văn bản"), {"fields": ["document_number", "reason", "entered_by", "entered_at"]}),
    ]
    readonly_fields = ["entered_by", "entered_at"]

    @admin.display(description=_("nhiệm vụ"), ordering="task__code")
    def task_code(self, extension: Extension) -> str:
        return str(extension.task.code)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RequestForm(ScopedForm):
    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        task = cleaned.get("task") or (None if self.instance._state.adding else self.instance.task)
        needed = ("proposed_due_on", "requested_on", "reason")
        if task is not None and all(cleaned.get(name) for name in needed):
            proposed, asked_on, reason = (cleaned[name] for name in needed)
            try:
                check_request(task, proposed, asked_on, reason, today=timezone.localdate())
            except Refused as refused:
                self.add_error(refused.field or None, refused.message)
        return cleaned


@admin.register(ExtensionRequest)
class ExtensionRequestAdmin(ScopedAdmin):
    """Entered and changed until the secretariat answers, which it does on the page of the task."""

    form = RequestForm
    list_display = ["task_code", "lead_name", "proposed_due_on", "requested_on", "status"]
    list_filter = ["status"]
    list_select_related = ["task__lead"]
    date_hierarchy = "requested_on"
    search_fields = ["task__code__unaccent__icontains", "document_number__unaccent__icontains"]
    fieldsets = [
        (
            _("Đề nghị"),
            {
                "fields": [
                    "task",
                    ("proposed_due_on", "requested_on"),
                    "reason",
                    ("document_number", "file"),
                ]
            },
        ),
        (
            _("Trả lời"),
            {
                "fields": [
                    ("status", "answered_on"),
                    ("answer_number", "answered_by"),
                    "answer",
                    "page",
                ]
            },
        ),
    ]
    readonly_fields = ["status", "answered_on", "answered_by", "answer_number", "answer", "page"]
    autocomplete_fields = ["task"]
    starts_today = ["requested_on"]
    read_as = {"file": "stored_file"}
    formfield_overrides = {
        **ScopedAdmin.formfield_overrides,
        models.FileField: {"widget": StoredFileInput},
    }

    @admin.display(description=_("nhiệm vụ"), ordering="task__code")
    def task_code(self, request: ExtensionRequest) -> str:
        return str(request.task.code)

    @admin.display(description=_("cơ quan chủ trì"), ordering="task__lead__sort_key")
    def lead_name(self, request: ExtensionRequest) -> str:
        return str(request.task.lead.label)

    @admin.display(description=_("tệp"))
    def stored_file(self, request: ExtensionRequest) -> str:
        if not request.file:
            return self.get_empty_value_display()
        return format_html('<a href="{}">{}</a>', request.file_url(), _("Tải tệp"))

    @admin.display(description=_("quyết định"))
    def page(self, request: ExtensionRequest) -> str:
        if request._state.adding:
            return self.get_empty_value_display()
        url = request.task.get_absolute_url()
        return format_html('<a href="{}#deadline">{}</a>', url, _("Mở trang nhiệm vụ"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        found = [*super().get_readonly_fields(request, obj)]
        return [*found, "task"] if obj is not None else found

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_open = obj is None or obj.status == ExtensionRequest.Status.PENDING
        return is_open and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_open = obj is None or obj.status == ExtensionRequest.Status.PENDING
        return is_open and super().has_delete_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.requested_by = request.user
        super().save_model(request, obj, form, change)
