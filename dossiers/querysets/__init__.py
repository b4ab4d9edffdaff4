"""Dossiers, returns and ledger rows: what this app asks the database."""

from dossiers.querysets.derived import AgencyLedgerQuerySet, LevelLedgerQuerySet, ReturnQuerySet
from dossiers.querysets.dossiers import Apart, DossierQuerySet
from dossiers.querysets.paging import Cursor, Page
from dossiers.querysets.procedures import ProcedureQuerySet

__all__ = [
    "AgencyLedgerQuerySet",
    "Apart",
    "Cursor",
    "DossierQuerySet",
    "LevelLedgerQuerySet",
    "Page",
    "ProcedureQuerySet",
    "ReturnQuerySet",
]
