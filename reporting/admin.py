"""Entry screens of periods, the working calendar, and what others have published."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from agencies.admin.filters import BranchFilter
from agencies.admin.inlines import ScopedTabularInline
from agencies.admin.scoped import ReferenceAdmin, ScopedAdmin
from reporting.models import CalendarDay, Digest, Period, PeriodDeadline, StatedFigure, Statement


class PeriodDeadlineInline(ScopedTabularInline):
    model = PeriodDeadline
    extra = 0
    fields = ["level", "due_on"]


@admin.register(Period)
class PeriodAdmin(ReferenceAdmin):
    list_display = ["name", "date_from", "date_to", "due_on", "status"]
    list_filter = ["status", "kind"]
    search_fields = ["code", "name__unaccent__icontains"]
    fieldsets = [
        (_("Kỳ báo cáo"), {"fields": ["code", "name", "name_en", ("kind", "year", "index")]}),
        (_("Thời gian"), {"fields": [("date_from", "date_to"), ("due_on", "internal_due_on")]}),
        (_("Chốt, khóa số liệu"), {"fields": ["status"]}),
    ]
    inlines = [PeriodDeadlineInline]


@admin.register(CalendarDay)
class CalendarDayAdmin(ReferenceAdmin):
    list_display = ["date", "kind", "name", "reference", "is_verified"]
    list_filter = ["kind", "is_verified"]
    date_hierarchy = "date"
    ordering = ["-date"]
    search_fields = ["name__unaccent__icontains", "reference__unaccent__icontains"]
    fieldsets = [
        (_("Ngày"), {"fields": [("date", "kind"), ("name", "name_en")]}),
        (_("Căn cứ"), {"fields": ["reference", "is_verified"]}),
    ]


class StatedFigureInline(ScopedTabularInline):
    model = StatedFigure
    extra = 1
    fields = ["subject", "key", "value", "note"]
    read_as = {"value": "shown_value"}

    @admin.display(description=_("giá trị in"))
    def shown_value(self, figure: StatedFigure) -> str:
        return number_format(f"{figure.value.normalize():f}")


@admin.register(Statement)
class StatementAdmin(ScopedAdmin):
    list_display = ["title", "stated_on", "period", "agency", "publisher"]
    list_select_related = ["period", "agency"]
    list_filter = ["period", BranchFilter]
    date_hierarchy = "stated_on"
    search_fields = [
        "title__unaccent__icontains",
        "document_number__unaccent__icontains",
        "publisher__unaccent__icontains",
    ]
    fieldsets = [
        (_("Nguồn"), {"fields": ["title", "publisher", "document_number", "url"]}),
        (_("Phạm vi số liệu"), {"fields": ["agency", "period", ("stated_on", "as_of")]}),
        (_("Ghi chú"), {"fields": ["note"]}),
    ]
    autocomplete_fields = ["agency", "period"]
    inlines = [StatedFigureInline]
    starts_at_home = ["agency"]
    starts_today = ["stated_on"]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The period that people mostly speak of: the latest closed one."""
        initial = super().get_changeform_initial_data(request)
        initial.setdefault("period", Period.objects.latest_closed())
        return initial


@admin.register(Digest)
class DigestAdmin(ReferenceAdmin):
    """What became of each digest. The text is not stored, so none can be read here."""

    list_display = ["day", "kind", "user", "status", "attempts", "sent_at", "error"]
    list_select_related = ["user"]
    list_filter = ["status", "kind"]
    date_hierarchy = "day"
    search_fields = ["user__username", "error"]
    fields = ["user", "kind", "day", "status", "attempts", "next_try_at", "sent_at", "error"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
