"""Pages of dossiers: form II.06 of a period, the rows behind it, the returns of agencies."""

from dossiers.views.detail import DossierView
from dossiers.views.following import AcceptView, FollowUpView, NoteView, WithdrawView
from dossiers.views.listing import DossierListView
from dossiers.views.period import PeriodTableView
from dossiers.views.reported import ReportedView
from dossiers.views.return_actions import ReturnAcceptView, ReturnStepView
from dossiers.views.returns import ReturnListView, ReturnView
from dossiers.views.sources import SourcesView
from dossiers.views.trends import TrendsView

__all__ = [
    "AcceptView",
    "DossierListView",
    "DossierView",
    "FollowUpView",
    "NoteView",
    "PeriodTableView",
    "ReportedView",
    "ReturnAcceptView",
    "ReturnListView",
    "ReturnStepView",
    "ReturnView",
    "SourcesView",
    "TrendsView",
    "WithdrawView",
]
