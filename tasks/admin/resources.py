"""Money of a task, entered on its form."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from agencies.admin.inlines import ScopedTabularInline
from tasks.models import Funding


class FundingInline(ScopedTabularInline):
    """Each amount with its day and document. A correction is a further row, maybe negative: totals
    of days that are past stay what they were."""

    model = Funding
    fields = ["kind", "amount", "on", "document_number", "note"]
    starts_today = ["on"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
