"""Entry screens of published indices."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from agencies.admin.filters import BranchFilter
from agencies.admin.scoped import ReferenceAdmin, ScopedAdmin
from indices.models import IndexResult, IndexSeries


@admin.register(IndexSeries)
class IndexSeriesAdmin(ReferenceAdmin):
    list_display = ["code", "name", "owner", "maximum"]
    list_display_links = ["code", "name"]
    search_fields = ["code", "name__unaccent__icontains", "owner__unaccent__icontains"]
    fieldsets = [
        (_("Bộ chỉ số"), {"fields": ["code", "name", "name_en", "maximum"]}),
        (_("Cơ quan công bố"), {"fields": ["owner", "legal_basis"]}),
    ]


@admin.register(IndexResult)
class IndexResultAdmin(ScopedAdmin):
    list_display = ["series", "shown_year", "agency", "score", "rank", "out_of", "is_derived"]
    list_select_related = ["series", "agency"]
    list_filter = ["series", "is_derived", BranchFilter]
    search_fields = ["agency__name__unaccent__icontains", "source__unaccent__icontains"]
    fieldsets = [
        (_("Chỉ số"), {"fields": ["series", "agency", "year"]}),
        (_("Kết quả"), {"fields": ["score", ("rank", "out_of")]}),
        (_("Nguồn"), {"fields": ["source", "published_on", ("is_derived", "derivation")]}),
    ]
    autocomplete_fields = ["series", "agency"]
