"""Meetings with attendance, agenda and conclusions: kept by the secretariat, read by all."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from agencies.admin.inlines import ScopedStackedInline, ScopedTabularInline
from agencies.admin.scoped import ReferenceAdmin
from agencies.models import CommitteeSeat
from tasks.models import AgendaItem, Attendance, Conclusion, Meeting

_CLOSURE = ("closed_on", "closed_by", "closing_note")


class AttendanceInline(ScopedTabularInline):
    """One line stands ready for each member of the committee who is not yet entered."""

    model = Attendance
    fields = ["official", "presence", "represented_by"]
    autocomplete_fields = ["official"]

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return len(missing_members(obj))


class AgendaItemInline(ScopedStackedInline):
    """Points that were proposed and others; a point that is left out is not proposed again."""

    model = AgendaItem
    fields = [("position", "is_kept"), "title", "note", "outcome"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows: Any = super().get_queryset(request)
        return rows.visible_to(request.user)


class ConclusionInline(ScopedTabularInline):
    model = Conclusion
    fields = ["number", "text", "basis"]
    autocomplete_fields = ["basis"]


@admin.register(Meeting)
class MeetingAdmin(ReferenceAdmin):
    list_display = ["__str__", "held_on", "presided_by", "committee", "period", "closed_on"]
    list_select_related = ["period", "presided_by", "committee"]
    search_fields = [
        "chair__unaccent__icontains",
        "presided_by__full_name__unaccent__icontains",
        "agenda__unaccent__icontains",
    ]
    fieldsets = [
        (
            _("Phiên họp"),
            {
                "fields": [
                    ("number", "held_on"),
                    "committee",
                    "presided_by",
                    "chair",
                    "place",
                    "period",
                ]
            },
        ),
        (_("Nội dung"), {"fields": ["agenda", "looks_to", "notice"]}),
        (_("Kết thúc"), {"fields": ["closed_on"]}),
    ]
    autocomplete_fields = ["committee", "presided_by", "period", "notice"]
    inlines = [AttendanceInline, AgendaItemInline, ConclusionInline]

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        found: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, AttendanceInline):
            found["initial"] = [{"official": key} for key in missing_members(obj)]
        return found


@admin.register(Conclusion)
class ConclusionAdmin(ReferenceAdmin):
    """The words of a conclusion; the chair closes it on the page of the meeting."""

    list_display = ["number", "text", "meeting", "closed_on"]
    list_display_links = ["number", "text"]
    list_select_related = ["meeting"]
    list_filter = ["meeting"]
    search_fields = ["number", "text__unaccent__icontains"]
    fieldsets = [
        (_("Kết luận"), {"fields": ["meeting", "number", "text", "basis"]}),
        (_("Kết thúc"), {"fields": _CLOSURE}),
    ]
    readonly_fields = _CLOSURE
    autocomplete_fields = ["meeting", "basis"]


def missing_members(meeting: Meeting | None) -> list[int]:
    """Members of the committee on the day of the meeting whose attendance is not entered, by id
    of the official."""
    if meeting is None or meeting.pk is None or meeting.committee_id is None:
        return []
    seats = CommitteeSeat.objects.filter(committee=meeting.committee_id)
    there = meeting.attendance.values("official")
    rows = seats.valid_on(meeting.held_on).exclude(official__in=there).order_by("pk")
    return list(dict.fromkeys(rows.values_list("official", flat=True)))
