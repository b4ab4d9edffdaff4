"""Entry screens of the causes of delay, and of the calendar that moves due days."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from agencies.admin.scoped import ReferenceAdmin
from dossiers.late import due_days
from dossiers.models import DelayCause
from reporting.admin import CalendarDayAdmin
from reporting.models import CalendarDay


@admin.register(DelayCause)
class DelayCauseAdmin(ReferenceAdmin):
    """One that has been named is retired, not deleted."""

    list_display = ["name", "group", "position", "is_offered"]
    list_filter = ["group", "is_offered"]
    search_fields = ["code", "name__unaccent__icontains"]
    fieldsets = [
        (_("Nguyên nhân"), {"fields": ["group", "name", "name_en", ("code", "position")]}),
        (_("Dùng tiếp"), {"fields": ["is_offered"]}),
    ]


admin.site.unregister(CalendarDay)


@admin.register(CalendarDay)
class CalendarAdmin(CalendarDayAdmin):
    """A change of the calendar moves the due days that were counted by it."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        self.recompute(request)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        self.recompute(request)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        super().delete_queryset(request, queryset)
        self.recompute(request)

    def recompute(self, request: HttpRequest) -> None:
        try:
            found = due_days.recompute(request.user.pk)
        except ValueError as error:
            self.message_user(request, str(error), messages.WARNING)
            return
        for line in due_days.said(found):
            self.message_user(request, line)
