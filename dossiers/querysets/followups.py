"""Follow-ups of differences between a form and the list of dossiers."""

from __future__ import annotations

from agencies.querysets import ScopedQuerySet


class ReturnFollowUpQuerySet(ScopedQuerySet):
    agency_path = "report__agency"
