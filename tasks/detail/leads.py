"""Who led a task before, with the day and the document of each hand-over."""

from __future__ import annotations

import datetime as dt
from typing import Any

from reporting.numbers import date
from tasks.reassigning import former_leads


def leads_of(task: Any, on: dt.date) -> list[dict[str, Any]]:
    """Hand-overs, the oldest first; no query for a task that was never handed over."""
    if not task.lead_change_count:
        return []
    return [
        {
            "day": date(row.on),
            "iso": row.on.isoformat(),
            "old": row.from_agency.name,
            "new": row.to_agency.name,
            "number": row.document_number,
            "reason": row.reason,
            "is_later": row.on > on,
        }
        for row in former_leads([task.pk])[task.pk]
    ]
