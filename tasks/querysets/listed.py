"""Rows behind figures that are told row by row, not from the groups of a tally.

Key in the URL (``?figure=at_risk``) → method of ``TaskQuerySet`` on rows that ``as_of`` a day.
"""

from __future__ import annotations

LISTED: dict[str, str] = {
    "at_risk": "at_risk",
    "dated": "dated",
    "open_dated": "open_dated",
    "completed_dated": "completed_dated",
    "blocking": "blocking",
    "over_budget": "over_budget",
    "extension_pending": "extension_pending",
    "extended": "extended",
    "concluded_open": "concluded_open",
    "completed_with_evidence": "with_evidence",
    "completed_without_evidence": "without_evidence",
}
