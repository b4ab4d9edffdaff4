"""Tables of dossiers. Form II.06 is written by ``form206``, row by row in Python."""

from dossiers.tables.dossiers import DossierTable
from dossiers.tables.returns import ReturnTable

__all__ = ["DossierTable", "ReturnTable"]
