"""Agencies, their place in the tree, and what became of them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agencies.admin.forms import ScopedForm
from agencies.admin.inlines import ScopedTabularInline
from agencies.admin.scoped import ScopedAdmin
from agencies.admin.successions import SuccessionFormSet
from agencies.models import Agency, AgencyPlacement, AgencySuccession


class PlacementForm(ScopedForm):
    def clean_parent(self) -> Agency:
        """An agency is never placed below itself, at any depth."""
        parent: Agency = self.cleaned_data["parent"]
        agency = self.instance.agency
        if agency.pk and Agency.objects.branch([agency.pk]).filter(pk=parent.pk).exists():
            raise ValidationError(
                gettext(
                    "%(parent)s đang thuộc %(agency)s (hoặc chính là cơ quan này); hãy chọn cơ "
                    "quan cấp trên khác."
                )
                % {"parent": parent, "agency": agency}
            )
        return parent


class PlacementInline(ScopedTabularInline):
    model = AgencyPlacement
    form = PlacementForm
    fk_name = "agency"
    fields = ["parent", "valid_from", "valid_to"]
    autocomplete_fields = ["parent"]


class SuccessionInline(ScopedTabularInline):
    model = AgencySuccession
    formset = SuccessionFormSet
    fk_name = "predecessor"
    fields = ["kind", "successor", "on", "legal_reference"]
    autocomplete_fields = ["successor"]


@admin.register(Agency)
class AgencyAdmin(ScopedAdmin):
    list_display = ["code", "name", "short_name", "kind", "level", "is_ranked", "valid_to"]
    list_display_links = ["code", "name"]
    list_filter = ["kind", "level", "is_ranked"]
    search_fields = [
        "code__unaccent__icontains",
        "name__unaccent__icontains",
        "short_name__unaccent__icontains",
    ]
    fieldsets = [
        (_("Cơ quan"), {"fields": ["code", "name", "short_name", "kind", "level", "gso_code"]}),
        (_("Thời gian tồn tại, xếp hạng"), {"fields": [("valid_from", "valid_to"), "is_ranked"]}),
    ]
    inlines = [PlacementInline, SuccessionInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The level is fixed for ever: an agency that changes it has a successor."""
        return ["level"] if obj else []
