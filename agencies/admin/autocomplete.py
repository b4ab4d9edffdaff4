"""Suggestions while typing: the rows that the field itself would accept."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


class ScopedAutocompleteView(AutocompleteJsonView):
    def process_request(self, request: HttpRequest) -> tuple[str, Any, Any, str]:
        term, target, field, to_field = super().process_request(request)
        if not field.concrete:
            raise PermissionDenied
        return term, target, field, to_field

    def get_queryset(self) -> Any:
        """For the owner of a row narrower than what the user may see."""
        rows = super().get_queryset()
        source: Any = admin.site._registry.get(self.source_field.model)
        if source is None or source.owner_field != self.source_field.name:
            return rows
        return rows.filter(pk__in=source.offered_rows(self.source_field, self.request).values("pk"))
