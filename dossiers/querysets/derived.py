"""The rows of the ledgers."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from agencies.querysets import Reader, ScopedQuerySet, reach_for


class DossierPartQuerySet(ScopedQuerySet):
    """What hangs on a dossier belongs to the agency that resolves it."""

    agency_path = "dossier__resolving_agency"


class AgencyLedgerQuerySet(ScopedQuerySet):
    agency_path = "agency_id"


class LevelLedgerQuerySet(models.QuerySet[Any]):
    """Rows of the whole province by level: nothing in them belongs to one agency."""

    def visible_to(self, user: Reader) -> Self:
        """All rows for a reader of the whole province, none for anybody else."""
        return self.all() if reach_for(user).is_everything else self.none()
