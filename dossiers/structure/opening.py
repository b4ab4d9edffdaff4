"""What an agency begins a period with: the pending of the day before, its predecessors' with it.

Rule D6: carried over of a period = pending of the one before, with succession.
"""

from __future__ import annotations

import datetime as dt

from agencies.models import Agency
from dossiers import ledger
from dossiers.structure import load


def opening_stock(agency: Agency, first: dt.date) -> int:
    """Carried over of ``agency`` in a span that begins on ``first``, by the list of dossiers.

    What the agency and those that gave way to it by ``first`` had pending at the end of the day
    before. Two queries, further ones where dossiers were handed over by name.
    """
    return ledger.total([agency.pk], first, first).carried_over


def predecessors_at(agency: Agency, first: dt.date, *, since: dt.date) -> list[Agency]:
    """The agencies for which ``agency`` stands on ``first`` and did not yet on ``since``.

    For rule D6 between returns: the carried over of ``agency`` in a period from ``first`` on is
    the sum of what it and these had pending in their returns for the period from ``since`` on.
    In the order of their names. Two queries.
    """
    lineage = load().lineage
    found = [
        source
        for source in lineage.sources([agency.pk])
        if lineage.holder(source, first) == agency.pk != lineage.holder(source, since)
    ]
    return list(Agency.objects.filter(pk__in=found))
