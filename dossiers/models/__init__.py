from dossiers.models.dossiers import Dossier
from dossiers.models.lateness import Apology, DelayCause, DueDateChange, Supplement
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
    "Apology",
    "DelayCause",
    "Dossier",
    "DueDateChange",
    "LevelBalance",
    "LevelDay",
    "Procedure",
    "Return",
    "Sector",
    "Supplement",
]
