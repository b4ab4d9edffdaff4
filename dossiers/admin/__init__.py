"""Entry screens of dossiers and returns. The ledgers have none: nobody types them."""

from __future__ import annotations

from dossiers.admin.dossiers import DossierAdmin
from dossiers.admin.imports import ImportSourceAdmin
from dossiers.admin.lateness import CalendarAdmin, DelayCauseAdmin
from dossiers.admin.procedures import ProcedureAdmin, SectorAdmin
from dossiers.admin.returns import ReturnAdmin

__all__ = [
    "CalendarAdmin",
    "DelayCauseAdmin",
    "DossierAdmin",
    "ImportSourceAdmin",
    "ProcedureAdmin",
    "ReturnAdmin",
    "SectorAdmin",
]
