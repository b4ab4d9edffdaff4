"""Where lists of dossiers come from, and what each source means by its words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from agencies.admin.forms import ScopedForm
from agencies.admin.inlines import ScopedTabularInline
from agencies.admin.scoped import ReferenceAdmin
from agencies.models import Agency
from dossiers.codes import Channel, Status
from dossiers.imports.columns import LABELS
from dossiers.imports.jobs import KIND
from dossiers.models import Procedure
from reporting.models import ImportSource, ImportTerm

Field = ImportTerm.Field


class TermForm(ScopedForm):
    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        field, value = cleaned.get("field"), str(cleaned.get("value") or "").strip()
        if field and value and not _is_known(field, value):
            self.add_error("value", ValidationError(_REFUSALS[Field(field)] % {"value": value}))
        return cleaned


_REFUSALS = {
    Field.STATUS: gettext_lazy("Trạng thái là số từ 1 đến 10, không phải “%(value)s”."),
    Field.CHANNEL: gettext_lazy("Hình thức nộp là số từ 1 đến 3, không phải “%(value)s”."),
    Field.AGENCY: gettext_lazy("Không có cơ quan mã “%(value)s”; hãy ghi mã trong danh sách."),
    Field.PROCEDURE: gettext_lazy("Không có thủ tục mã “%(value)s”; hãy ghi mã trong danh mục."),
}


def _is_known(field: str, value: str) -> bool:
    if field in (Field.STATUS, Field.CHANNEL):
        numbers = Status.values if field == Field.STATUS else Channel.values
        return value.isdecimal() and int(value) in numbers
    if field == Field.AGENCY:
        return Agency.objects.filter(code__iexact=value).exists()
    return Procedure.objects.spelled(value).exists()


class ImportTermInline(ScopedTabularInline):
    model = ImportTerm
    form = TermForm
    extra = 3
    fields = ["field", "text", "value"]


@admin.register(ImportSource)
class ImportSourceAdmin(ReferenceAdmin):
    """Columns are matched on the page of an import; here they are only read."""

    list_display = ["name", "matched"]
    search_fields = ["name__unaccent__icontains"]
    fieldsets = [(gettext_lazy("Nguồn"), {"fields": ["name", "matched"]})]
    readonly_fields = ["matched"]
    inlines = [ImportTermInline]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).filter(kind=KIND)

    @admin.display(description=gettext_lazy("cột đã ghép"))
    def matched(self, source: ImportSource) -> str:
        pairs = [
            f"{title} → {LABELS[key]}" for title, key in source.headings.items() if key in LABELS
        ]
        return "; ".join(pairs) or "–"

    def save_model(self, request: Any, obj: Any, form: forms.ModelForm[Any], change: bool) -> None:
        if not change:
            obj.kind = KIND
        super().save_model(request, obj, form, change)
