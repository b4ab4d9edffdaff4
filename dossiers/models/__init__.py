from dossiers.models.dossiers import Dossier
from dossiers.models.handovers import DossierHolding, Handover
from dossiers.models.ledger import (
    AgencyBalance,
    AgencyDay,
    LevelBalance,
    LevelDay,
)
from dossiers.models.procedures import Procedure, Sector
from dossiers.models.returns import Return

__all__ = [
    "AgencyBalance",
    "AgencyDay",
    "Dossier",
    "DossierHolding",
    "Handover",
    "LevelBalance",
    "LevelDay",
    "Procedure",
    "Return",
    "Sector",
]
