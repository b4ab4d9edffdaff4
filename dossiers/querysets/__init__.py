"""Dossiers, returns and ledger rows: what this app asks the database."""

from dossiers.querysets.derived import (
    AgencyLedgerQuerySet,
    DossierPartQuerySet,
    LevelLedgerQuerySet,
)
from dossiers.querysets.dossiers import Apart, DossierQuerySet
from dossiers.querysets.handovers import HandoverQuerySet, HoldingQuerySet
from dossiers.querysets.lateness import NO_CAUSE, Aged, OfProcedure
from dossiers.querysets.paging import Cursor, Page
from dossiers.querysets.procedures import ProcedureQuerySet
from dossiers.querysets.returns import ReturnQuerySet, ReturnStepQuerySet

__all__ = [
    "NO_CAUSE",
    "Aged",
    "AgencyLedgerQuerySet",
    "Apart",
    "Cursor",
    "DossierPartQuerySet",
    "DossierQuerySet",
    "HandoverQuerySet",
    "HoldingQuerySet",
    "LevelLedgerQuerySet",
    "OfProcedure",
    "Page",
    "ProcedureQuerySet",
    "ReturnQuerySet",
    "ReturnStepQuerySet",
]
