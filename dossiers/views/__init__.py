"""Pages of dossiers: form II.06 of a period, the rows behind it, the returns of agencies."""

from dossiers.views.actions import ActionView
from dossiers.views.detail import DossierView
from dossiers.views.late import LateView
from dossiers.views.listing import DossierListView
from dossiers.views.period import PeriodTableView
from dossiers.views.returns import ReturnListView, ReturnView
from dossiers.views.trends import TrendsView

__all__ = [
    "ActionView",
    "DossierListView",
    "DossierView",
    "LateView",
    "PeriodTableView",
    "ReturnListView",
    "ReturnView",
    "TrendsView",
]
