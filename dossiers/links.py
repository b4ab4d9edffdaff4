"""Addresses of this app's pages: how a number opens exactly the rows that it counts."""

from __future__ import annotations

from django.urls import reverse

from agencies.querysets import Reader
from reporting.selection import Selection

#: How an agency in the address is meant: with everything below it, or alone.
BRANCH, OWN = "branch", "own"


def list_url(
    selection: Selection,
    *,
    column: str | None = None,
    agency: str | None = None,
    rows: str | None = None,
    **filters: str | int | None,
) -> str:
    """The dossiers that ``column`` counts in the period, as of the day of ``selection``.

    ``agency`` is a code and means its branch, unless ``rows`` is ``OWN``. ``filters`` are the
    other parameters of the list: channel, level, sector, online_kind, procedure, status, …
    """
    return selection.url(
        reverse("dossiers:list"), column=column, agency=agency, rows=rows, **filters
    )


def detail_url(selection: Selection, code: str) -> str:
    return selection.url(reverse("dossiers:detail", args=[code]))


def period_url(selection: Selection, **filters: str | int | None) -> str:
    """The table of form II.06. ``by``: agency, level or sector; ``rows``: own or branch."""
    return selection.url(reverse("dossiers:period"), **filters)


def returns_url(selection: Selection, **filters: str | int | None) -> str:
    return selection.url(reverse("dossiers:returns"), **filters)


def reported_url(selection: Selection, **filters: str | int | None) -> str:
    """Who has reported. ``state``: a key of ``reported.KEYS``; ``level``, ``agency``."""
    return selection.url(reverse("dossiers:reported"), **filters)


def returned_cells_url(selection: Selection, **filters: str | int | None) -> str:
    """The forms that add up to a number: ``column``, ``agency``, ``rows``, ``level``."""
    return selection.url(reverse("dossiers:returned-cells"), **filters)


def sources_url(selection: Selection, **filters: str | int | None) -> str:
    """Where form and list of dossiers differ. ``agency``, ``level``, ``column``, ``state``."""
    return selection.url(reverse("dossiers:sources"), **filters)


def procedures_url(selection: Selection, **filters: str | int | None) -> str:
    """The catalogue of procedures; ``filters`` as in ``procedure_filters.ProcedureFilter``."""
    return selection.url(reverse("dossiers:procedures"), **filters)


def procedure_url(selection: Selection, code: str) -> str:
    return selection.url(reverse("dossiers:procedure", args=[code]))


def timed_url(selection: Selection, code: str, **filters: str | None) -> str:
    """The dossiers of a procedure resolved in the period, each with its working days."""
    return selection.url(reverse("dossiers:procedure-dossiers", args=[code]), **filters)


def import_url(reader: Reader) -> str:
    """Where a list of dossiers is imported; empty for those who may not."""
    return reverse("dossiers:import") if reader.has_perm("dossiers.import_dossier") else ""


def handovers_url(reader: Reader) -> str:
    """Where dossiers of ended agencies are handed over; empty for those who may not."""
    return reverse("dossiers:handovers") if reader.has_perm("dossiers.handover_dossier") else ""
