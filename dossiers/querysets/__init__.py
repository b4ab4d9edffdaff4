"""Dossiers, returns and ledger rows: what this app asks the database."""

from dossiers.querysets.derived import AgencyLedgerQuerySet, LevelLedgerQuerySet, ReturnQuerySet
from dossiers.querysets.dossiers import Apart, DossierQuerySet
from dossiers.querysets.handovers import HandoverQuerySet, HoldingQuerySet
from dossiers.querysets.paging import Cursor, Page

__all__ = [
    "AgencyLedgerQuerySet",
    "Apart",
    "Cursor",
    "DossierQuerySet",
    "HandoverQuerySet",
    "HoldingQuerySet",
    "LevelLedgerQuerySet",
    "Page",
    "ReturnQuerySet",
]
