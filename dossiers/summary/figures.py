"""The figures of ``dossiers.figures``, each with the lists that it opens to."""

from __future__ import annotations

from agencies.models import Agency
from agencies.querysets import AgencyQuerySet
from dossiers import ledger
from dossiers.columns import Columns
from dossiers.figures import COUNTS, RATES
from dossiers.links import OWN, list_url
from reporting.figures import Figure, Link, computed
from reporting.periods import Span
from reporting.selection import Selection


def figures_of(
    agencies: AgencyQuerySet, selection: Selection, *, agency: Agency | None = None
) -> dict[str, Figure]:
    """Every figure of dossiers by code, over all of ``agencies`` together, in one query.

    With ``agency`` only its branch is counted.
    """
    chosen = agencies.branch([agency.pk]) if agency else agencies
    columns = ledger.total(chosen, selection.first, selection.until)
    return figures(columns, selection, agency=agency.code if agency else None)


def figures_by_agency(
    agencies: AgencyQuerySet, selection: Selection
) -> dict[int, dict[str, Figure]]:
    """The figures of each agency's own dossiers, by agency id, in two queries.

    Agencies without a dossier in the period are absent.
    """
    counts = ledger.agency_columns(agencies, selection.first, selection.until)
    codes = dict(agencies.values_list("pk", "code"))
    return {
        pk: figures(columns, selection, agency=codes[pk], rows=OWN)
        for pk, columns in counts.items()
        if columns
    }


def figures(
    columns: Columns, selection: Selection, span: Span | None = None, /, **filters: str | None
) -> dict[str, Figure]:
    """The figures of counted ``columns``; their lists are narrowed by ``filters``.

    ``span``: the days that were counted, where they are not those of the selection.
    """
    days = span or Span(selection.first, selection.until)
    if span:
        since, until = days.date_from.isoformat(), days.date_to.isoformat()
        filters = {**filters, "since": since, "until": until}
    counts: dict[str, int | None] = dict(columns.counts())
    counts["pending_days"] = columns.pending_total * days.days

    def link(column: str) -> Link:
        return Link(list_url(selection, column=column, **filters), counts[column])

    return {
        meant.code: computed(meant, counts, selection, link, as_of=days.date_to)
        for meant in (*COUNTS, *RATES)
    }
