from dossiers.models.dossiers import Dossier
from dossiers.models.ledger import (
    AgencyBalance,
    AgencyDay,
    LevelBalance,
    LevelDay,
)
from dossiers.models.procedures import Procedure, ProcedureChange, Sector
from dossiers.models.returns import Return

__all__ = [
    "AgencyBalance",
    "AgencyDay",
    "Dossier",
    "LevelBalance",
    "LevelDay",
    "Procedure",
    "ProcedureChange",
    "Return",
    "Sector",
]
