"""Pages of dossiers: form II.06 of a period, the rows behind it, the returns of agencies."""

from dossiers.views.detail import DossierView
from dossiers.views.listing import DossierListView
from dossiers.views.period import PeriodTableView
from dossiers.views.procedure_import import (
    ProcedureImportErrorsView,
    ProcedureImportRunView,
    ProcedureImportStartView,
    ProcedureImportTemplateView,
)
from dossiers.views.procedures import (
    Form207bView,
    ProcedureDossiersView,
    ProcedureListView,
    ProcedureView,
)
from dossiers.views.returns import ReturnListView, ReturnView
from dossiers.views.trends import TrendsView

__all__ = [
    "DossierListView",
    "DossierView",
    "Form207bView",
    "PeriodTableView",
    "ProcedureDossiersView",
    "ProcedureImportErrorsView",
    "ProcedureImportRunView",
    "ProcedureImportStartView",
    "ProcedureImportTemplateView",
    "ProcedureListView",
    "ProcedureView",
    "ReturnListView",
    "ReturnView",
    "TrendsView",
]
