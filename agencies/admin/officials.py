"""People in office, and the committee with its dated seats: kept by the secretariat."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from agencies.admin.inlines import ScopedTabularInline
from agencies.admin.scoped import ReferenceAdmin
from agencies.models import Agency, Committee, CommitteeSeat, Official


@admin.register(Official)
class OfficialAdmin(ReferenceAdmin):
    """A new office of the same person is a new row: what was signed keeps the old title.

    The account is named by who may see accounts; the calendar of the own tasks goes by it.
    """

    list_display = ["full_name", "title", "agency", "valid_from", "valid_to"]
    list_select_related = ["agency"]
    search_fields = [
        "full_name__unaccent__icontains",
        "title__unaccent__icontains",
        "agency__name__unaccent__icontains",
    ]
    fieldsets = [
        (_("Lãnh đạo"), {"fields": ["full_name", "title", "agency", "user"]}),
        (_("Thời gian giữ chức vụ"), {"fields": [("valid_from", "valid_to")]}),
    ]
    autocomplete_fields = ["agency", "user"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Those of the agencies that the user sees."""
        rows = super().get_queryset(request)
        return rows.filter(agency__in=Agency.objects.visible_to(request.user))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if not request.user.has_perm("agencies.view_user"):
            fieldsets[0][1]["fields"].remove("user")
        return fieldsets


class SeatInline(ScopedTabularInline):
    """Who leaves gets a last day; who moves to another position a new line."""

    model = CommitteeSeat
    fields = ["official", "position", "area", "valid_from", "valid_to"]
    autocomplete_fields = ["official"]


@admin.register(Committee)
class CommitteeAdmin(ReferenceAdmin):
    """A merged committee is a new row that names its predecessors; those keep their members."""

    list_display = ["short_name", "decision_number", "valid_from", "valid_to"]
    search_fields = ["name__unaccent__icontains", "short_name__unaccent__icontains"]
    fieldsets = [
        (_("Ban chỉ đạo"), {"fields": ["name", "short_name", "decision_number"]}),
        (
            _("Thời gian hoạt động, hợp nhất"),
            {"fields": [("valid_from", "valid_to"), "predecessors", "note"]},
        ),
    ]
    autocomplete_fields = ["predecessors"]
    inlines = [SeatInline]
