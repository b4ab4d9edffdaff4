"""Documents and programmes: read by all who enter, kept by the secretariat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminFileWidget
from django.db import models
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agencies.admin.scoped import ReferenceAdmin
from tasks.models import Document, Programme


@dataclass(frozen=True)
class StoredFile:
    url: str

    def __str__(self) -> str:
        return gettext("Tải tệp")


class StoredFileInput(AdminFileWidget):
    """Links a stored file through the view that checks who asks: media have no address."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        if self.is_initial(value) and value.instance.pk:
            context["widget"]["value"] = StoredFile(value.instance.file_url())
        return context

    def is_initial(self, value: Any) -> bool:
        return bool(value) and hasattr(value, "instance")


@admin.register(Document)
class DocumentAdmin(ReferenceAdmin):
    list_display = ["number", "kind", "issuer", "issued_on", "excerpt"]
    list_display_links = ["number", "excerpt"]
    list_filter = ["kind"]
    date_hierarchy = "issued_on"
    search_fields = [
        "number__unaccent__icontains",
        "excerpt__unaccent__icontains",
        "issuer__unaccent__icontains",
    ]
    fieldsets = [
        (
            _("Văn bản"),
            {"fields": ["kind", ("number", "issued_on"), "issuer", "signer", "excerpt", "file"]},
        )
    ]
    read_as = {"file": "stored_file"}
    formfield_overrides = {
        **ReferenceAdmin.formfield_overrides,
        models.FileField: {"widget": StoredFileInput},
    }

    @admin.display(description=_("tệp"))
    def stored_file(self, document: Document) -> str:
        if not document.file:
            return self.get_empty_value_display()
        return format_html('<a href="{}">{}</a>', document.file_url(), _("Tải tệp"))


@admin.register(Programme)
class ProgrammeAdmin(ReferenceAdmin):
    list_display = ["code", "name", "short_name", "kind", "shown_year"]
    list_display_links = ["code", "name"]
    list_filter = ["kind"]
    list_select_related = ["document"]
    search_fields = [
        "code",
        "name__unaccent__icontains",
        "short_name__unaccent__icontains",
    ]
    fieldsets = [
        (
            _("Chương trình"),
            {"fields": ["code", "name", "short_name", "name_en", ("kind", "year")]},
        ),
        (_("Văn bản, ghi chú"), {"fields": ["document", "note"]}),
    ]
    autocomplete_fields = ["document"]
