"""Figures of form II.06 from the ledgers: exact for any days, at a cost that does not grow.

Each function asks one query for the structure, unless it is handed in, and one for the sums;
further ones where dossiers were handed over by name, or with
``DOSSIERS_RETURNED_INSIDE_ON_TIME = False`` for those without a result. ``structure`` says for
whom dossiers count when an agency was succeeded by another; None is as was. Scope is the
caller's: pass ``Agency.objects.visible_to(user)``. Ledger B knows no agencies: ``level_columns``
counts the whole province; for a reader of one branch the rows are counted.
"""

from dossiers.columns import Columns, Stock
from dossiers.ledger.agencies import agency_columns, agency_spans, monthly, stock_on, total
from dossiers.ledger.levels import level_columns, level_monthly

__all__ = [
    "Columns",
    "Stock",
    "agency_columns",
    "agency_spans",
    "level_columns",
    "level_monthly",
    "monthly",
    "stock_on",
    "total",
]
