"""Entry screens of dossiers and returns. The ledgers have none: nobody types them."""

from __future__ import annotations

from dossiers.admin_dossiers import DossierAdmin
from dossiers.admin_imports import ImportSourceAdmin
from dossiers.admin_lateness import CalendarAdmin, DelayCauseAdmin
from dossiers.admin_procedures import ProcedureAdmin, SectorAdmin
from dossiers.admin_returns import ReturnAdmin

__all__ = [
    "CalendarAdmin",
    "DelayCauseAdmin",
    "DossierAdmin",
    "ImportSourceAdmin",
    "ProcedureAdmin",
    "ReturnAdmin",
    "SectorAdmin",
]
