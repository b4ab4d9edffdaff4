from dossiers.models.dossiers import Dossier
from dossiers.models.followups import ReturnFollowUp
from dossiers.models.handovers import DossierHolding, Handover
from dossiers.models.imports import DossierChange, ImportLine, ImportRow
from dossiers.models.lateness import Apology, DelayCause, DueDateChange, Supplement
from dossiers.models.ledger import (
    AgencyBalance,
    AgencyDay,
    LevelBalance,
    LevelDay,
)
from dossiers.models.procedures import Procedure, ProcedureChange, Sector
from dossiers.models.returns import Return, ReturnStep

__all__ = [
    "AgencyBalance",
    "AgencyDay",
    "Apology",
    "DelayCause",
    "Dossier",
    "DossierChange",
    "DossierHolding",
    "DueDateChange",
    "Handover",
    "ImportLine",
    "ImportRow",
    "LevelBalance",
    "LevelDay",
    "Procedure",
    "ProcedureChange",
    "Return",
    "ReturnFollowUp",
    "ReturnStep",
    "Sector",
    "Supplement",
]
