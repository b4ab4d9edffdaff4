from dossiers.models.dossiers import Dossier
from dossiers.models.followups import ReturnFollowUp
from dossiers.models.ledger import (
    AgencyBalance,
    AgencyDay,
    LevelBalance,
    LevelDay,
)
from dossiers.models.procedures import Procedure, Sector
from dossiers.models.returns import Return, ReturnStep

__all__ = [
    "AgencyBalance",
    "AgencyDay",
    "Dossier",
    "LevelBalance",
    "LevelDay",
    "Procedure",
    "Return",
    "ReturnFollowUp",
    "ReturnStep",
    "Sector",
]
