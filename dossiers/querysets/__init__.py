"""Dossiers, returns and ledger rows: what this app asks the database."""

from dossiers.querysets.derived import (
    AgencyLedgerQuerySet,
    DossierPartQuerySet,
    LevelLedgerQuerySet,
    ReturnQuerySet,
)
from dossiers.querysets.dossiers import Apart, DossierQuerySet
from dossiers.querysets.lateness import NO_CAUSE, Aged, OfProcedure
from dossiers.querysets.paging import Cursor, Page

__all__ = [
    "NO_CAUSE",
    "Aged",
    "AgencyLedgerQuerySet",
    "Apart",
    "Cursor",
    "DossierPartQuerySet",
    "DossierQuerySet",
    "LevelLedgerQuerySet",
    "OfProcedure",
    "Page",
    "ReturnQuerySet",
]
