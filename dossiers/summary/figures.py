"""The figures of ``dossiers.figures``, each with the lists that it opens to."""

from __future__ import annotations

from agencies.models import Agency
from agencies.querysets import AgencyQuerySet
from dossiers import ledger
from dossiers.columns import Columns
from dossiers.figures import COUNTS, RATES
from dossiers.links import OWN, list_url
from reporting.figures import Definition, Figure, Firmness, Link
from reporting.models import Period
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


def figures(columns: Columns, selection: Selection, **filters: str | None) -> dict[str, Figure]:
    """The figures of counted ``columns``; their lists are narrowed by ``filters``."""
    counts: dict[str, int | None] = dict(columns.counts())
    build = _Builder(counts, selection, filters)
    return {meant.code: build.figure(meant) for meant in (*COUNTS, *RATES)}


class _Builder:
    def __init__(
        self,
        counts: dict[str, int | None],
        selection: Selection,
        filters: dict[str, str | None],
    ) -> None:
        self.counts = counts
        self.selection = selection
        self.filters = filters
        is_locked = selection.period.status == Period.Status.LOCKED
        self.firmness = Firmness.CONFIRMED if is_locked else Firmness.PROVISIONAL

    def figure(self, meant: Definition) -> Figure:
        return Figure(
            definition=meant,
            value=meant.value(self.counts),
            as_of=self.selection.until,
            period=self.selection.period,
            firmness=self.firmness,
            rows=self.link(meant.rows_key),
            base=self.link(meant.base_key) if meant.is_rate else None,
        )

    def link(self, column: str) -> Link:
        url = list_url(self.selection, column=column, **self.filters)
        return Link(url, self.counts[column])
