"""Rows behind figures that are told row by row, not from the groups of a tally.

Each is a key in the URL (``?figure=at_risk``) and the method of that name of ``TaskQuerySet`` on
rows that ``as_of`` a day.
"""

from __future__ import annotations

LISTED = (
    "at_risk",
    "dated",
    "open_dated",
    "completed_dated",
    "blocking",
    "over_budget",
    "extension_pending",
    "extended",
    "concluded_open",
    "completed_with_evidence",
    "completed_without_evidence",
)
