"""Pages of dossiers: form II.06 of a period, the rows behind it, the returns of agencies."""

from dossiers.views.actions import ActionView
from dossiers.views.detail import DossierView
from dossiers.views.dossier_import_run import ImportRunView
from dossiers.views.dossier_imports import (
    ImportErrorsView,
    ImportRowsView,
    ImportStartView,
    ImportTemplateView,
    ImportUndoView,
)
from dossiers.views.following import AcceptView, FollowUpView, NoteView, WithdrawView
from dossiers.views.handover_rows import HandoverRowsView
from dossiers.views.handovers import HandoversView, UndoHandoverView
from dossiers.views.late import LateView
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
from dossiers.views.reported import ReportedView
from dossiers.views.return_actions import ReturnAcceptView, ReturnStepView
from dossiers.views.return_imports import (
    ReturnImportErrorsView,
    ReturnImportRunView,
    ReturnImportStartView,
    ReturnSheetView,
)
from dossiers.views.returned_cells import ReturnedCellsView
from dossiers.views.returns import ReturnListView, ReturnView
from dossiers.views.sources import SourcesView
from dossiers.views.trends import TrendsView

__all__ = [
    "AcceptView",
    "ActionView",
    "DossierListView",
    "DossierView",
    "FollowUpView",
    "Form207bView",
    "HandoverRowsView",
    "HandoversView",
    "ImportErrorsView",
    "ImportRowsView",
    "ImportRunView",
    "ImportStartView",
    "ImportTemplateView",
    "ImportUndoView",
    "LateView",
    "NoteView",
    "PeriodTableView",
    "ProcedureDossiersView",
    "ProcedureImportErrorsView",
    "ProcedureImportRunView",
    "ProcedureImportStartView",
    "ProcedureImportTemplateView",
    "ProcedureListView",
    "ProcedureView",
    "ReportedView",
    "ReturnAcceptView",
    "ReturnImportErrorsView",
    "ReturnImportRunView",
    "ReturnImportStartView",
    "ReturnListView",
    "ReturnSheetView",
    "ReturnStepView",
    "ReturnView",
    "ReturnedCellsView",
    "SourcesView",
    "TrendsView",
    "UndoHandoverView",
    "WithdrawView",
]
