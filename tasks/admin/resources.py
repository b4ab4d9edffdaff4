"""Money of a task, entered on its form."""

from __future__ import annotations

from agencies.admin.inlines import ScopedTabularInline
from tasks.models import Funding


class FundingInline(ScopedTabularInline):
    """Each amount with its day and document. A correction is a further row, maybe negative."""

    model = Funding
    fields = ["kind", "amount", "on", "document_number", "note"]
    starts_today = ["on"]
