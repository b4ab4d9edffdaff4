"""What a page says about many dossiers: figures, and who is late.

Everything comes from the ledgers. ``agencies`` are those that count for the reader,
``Agency.objects.visible_to(user)``; the days are those of the selection.
"""

from dossiers.summary.figures import figures, figures_by_agency, figures_of
from dossiers.summary.ranking import LateRow, Ranking, on_time_by_agency, rank
from dossiers.summary.returns import findings_of, issues_of, issues_of_each, return_issues

__all__ = [
    "LateRow",
    "Ranking",
    "figures",
    "figures_by_agency",
    "figures_of",
    "findings_of",
    "issues_of",
    "issues_of_each",
    "on_time_by_agency",
    "rank",
    "return_issues",
]
