"""Evidence on the form of a task and as a list; the causes of delay that a lead may name."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from agencies.admin.forms import ScopedForm
from agencies.admin.inlines import ScopedStackedInline
from agencies.admin.scoped import ReferenceAdmin, ScopedAdmin
from reporting.uploads import fingerprint
from tasks import evidence
from tasks.admin.sources import StoredFileInput
from tasks.models import DelayCause, Evidence, Task
from tasks.refusals import Refused
from tasks.steps import CONFIRM, IN_THE_FUTURE


class EvidenceForm(ScopedForm):
    def clean_issued_on(self) -> Any:
        day = self.cleaned_data["issued_on"]
        if day and day > timezone.localdate():
            raise ValidationError(IN_THE_FUTURE)
        return day

    @property
    def sent(self) -> UploadedFile | None:
        """A file that came with this very post."""
        file = getattr(self, "cleaned_data", {}).get("file")
        return file if isinstance(file, UploadedFile) else None

    @cached_property
    def print(self) -> tuple[str, int]:
        """Of the file that was sent; taken once, it may be large."""
        return fingerprint(self.sent) if self.sent else ("", 0)

    def save(self, commit: bool = True) -> Any:
        if self.sent:
            self.instance.keep_print(self.print)
        return super().save(commit)

    def check_new(self, task: Task) -> None:
        """Adds an error where the task has the same file already."""
        if self.sent is None:
            return
        same = task.proofs.with_file([self.print[0]]).exclude(pk=self.instance.pk)
        if task.pk and same.exists():
            text = _t("Tệp “%(name)s” đã có trong minh chứng của nhiệm vụ này.")
            self.add_error("file", text % {"name": self.sent.name})


class EvidenceFormSet(BaseInlineFormSet[Any, Any, Any]):
    """Looks at all new files together: how many and how large they may be."""

    def clean(self) -> None:
        super().clean()
        gone = set(self.deleted_forms)
        forms = [form for form in self.forms if form not in gone and not form.errors and form.sent]
        for form in forms:
            form.check_new(self.instance)
        prints = [form.print[0] for form in forms]
        if len(set(prints)) < len(prints):
            raise ValidationError(_t("Cùng một tệp được đính kèm hai lần; hãy bỏ một lần."))
        try:
            user = self.form.request.user
            evidence.check_room(self.instance, user, [form.sent.size for form in forms])
        except Refused as refused:
            raise ValidationError(refused.message) from None


class EvidenceInline(ScopedStackedInline):
    model = Evidence
    form = EvidenceForm
    formset = EvidenceFormSet
    fields = [("kind", "number", "issued_on"), "issuer", "title", "file"]
    read_as = {"file": "stored_file"}
    formfield_overrides = {
        **ScopedStackedInline.formfield_overrides,
        models.FileField: {"widget": StoredFileInput},
    }

    @admin.display(description=_("tệp"))
    def stored_file(self, row: Evidence) -> str:
        return _link(row) or self.get_empty_value_display()


def tell_other_uses(request: HttpRequest, task: Task, rows: list[Evidence]) -> None:
    """Points out, after saving, which other tasks the same files prove."""
    if said := evidence.also_used(rows, task, request.user):
        messages.warning(request, said)


class SingleEvidenceForm(EvidenceForm):
    """Entered outside the form of its task."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        is_new = self.instance._state.adding
        task = cleaned.get("task") if is_new else self.instance.task
        if task is None:
            return cleaned
        if is_new:
            try:
                evidence.check_open(task)
            except Refused as refused:
                self.add_error("task", refused.message)
        self.check_new(task)
        if self.sent:
            try:
                evidence.check_room(task, self.request.user, [self.sent.size or 0])  # type: ignore[arg-type]
            except Refused as refused:
                self.add_error("file", refused.message)
        return cleaned


@admin.register(Evidence)
class EvidenceAdmin(ScopedAdmin):
    """Of a closed task it is the secretariat's to change; a lead may still add to it."""

    form = SingleEvidenceForm
    list_display = ["task_code", "kind", "number", "issued_on", "issuer", "stored_file"]
    list_display_links = ["task_code", "kind", "number"]
    list_filter = ["kind"]
    list_select_related = ["task"]
    date_hierarchy = "issued_on"
    search_fields = [
        "task__code__unaccent__icontains",
        "number__unaccent__icontains",
        "title__unaccent__icontains",
        "issuer__unaccent__icontains",
    ]
    fieldsets = [
        (
            _("Minh chứng"),
            {"fields": ["task", ("kind", "number", "issued_on"), "issuer", "title", "file"]},
        ),
        (_("Nhập liệu"), {"fields": ["also_for", ("entered_by", "entered_at")]}),
    ]
    readonly_fields = ["also_for", "entered_by", "entered_at"]
    autocomplete_fields = ["task"]
    read_as = {"file": "stored_file"}
    formfield_overrides = {
        **ScopedAdmin.formfield_overrides,
        models.FileField: {"widget": StoredFileInput},
    }

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            others = evidence.other_tasks([row], row.task, request.user)
            row.also_proves = others.get(row.sha256, [])
        return row

    @admin.display(description=_("tệp này cũng là minh chứng của"))
    def also_for(self, row: Evidence) -> str:
        codes = getattr(row, "also_proves", [])
        return ", ".join(codes) or self.get_empty_value_display()

    @admin.display(description=_("nhiệm vụ"), ordering="task__code")
    def task_code(self, row: Evidence) -> str:
        return str(row.task.code)

    @admin.display(description=_("tệp"))
    def stored_file(self, row: Evidence) -> str:
        return _link(row) or self.get_empty_value_display()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        found = [*super().get_readonly_fields(request, obj)]
        return [*found, "task"] if obj is not None else found

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._is_open(request, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._is_open(request, obj) and super().has_delete_permission(request, obj)

    def _is_open(self, request: HttpRequest, obj: Evidence | None) -> bool:
        if obj is None or obj._state.adding:
            return True
        return evidence.may_remove(obj.task, self.may(request, CONFIRM, obj))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        tell_other_uses(request, obj.task, [obj])


def _link(row: Evidence) -> str:
    if not row.file:
        return ""
    words = (row.file_url(), _t("Tải tệp"), filesizeformat(row.size))
    return format_html('<a href="{}">{}</a> ({})', *words)


@admin.register(DelayCause)
class DelayCauseAdmin(ReferenceAdmin):
    """One that has been named is retired, not deleted."""

    list_display = ["name", "group", "is_offered"]
    list_filter = ["group", "is_offered"]
    search_fields = ["code", "name__unaccent__icontains"]
    fieldsets = [
        (_("Nguyên nhân"), {"fields": ["group", "name", "name_en", ("code", "is_offered")]}),
    ]
