"""Counts for the pages of form II.06: from a ledger where it knows, else from the rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from agencies.models import Agency
from agencies.querysets import AgencyQuerySet, Reader
from dossiers import ledger
from dossiers.columns import Columns
from dossiers.models import Dossier, Sector
from dossiers.questions import is_province
from dossiers.structure import Structure, load
from dossiers.structure.held_rows import behind_of, rows_of
from dossiers.trends.scope import channels_of
from reporting.selection import Selection


def by_agency(
    agencies: Sequence[Agency],
    selection: Selection,
    filters: Mapping[str, str],
    structure: Structure | None = None,
) -> dict[int, Columns]:
    """Each agency's own dossiers; those without one in the period are left out."""
    counts = ledger.agency_columns(
        [agency.pk for agency in agencies],
        selection.first,
        selection.until,
        channels=channels_of(filters),
        structure=structure,
    )
    return {pk: columns for pk, columns in counts.items() if columns}


def sectors() -> list[Sector]:
    """Every sector, in Vietnamese order: ``Đất đai`` before ``Hộ tịch``."""
    return list(Sector.objects.all())


def by_level_and_sector(
    user: Reader,
    selection: Selection,
    sectors: Sequence[Sector],
    agency: Agency | None,
    filters: Mapping[str, str],
    structure: Structure | None = None,
) -> dict[tuple[str, str], Columns]:
    """By level of the resolving agency and sector code; with ``agency`` only its branch.

    ``filters`` as the address has them: level, sector, online_kind, channel. The whole province
    comes from ledger B; one branch is counted from its rows, as that ledger knows no agencies.
    """
    known = structure or load()
    codes = {sector.pk: sector.code for sector in sectors}
    ids = {code: pk for pk, code in codes.items()}
    if is_province(user, agency):
        found = _of_province(selection, ids, filters, known)
    else:
        seen = Agency.objects.visible_to(user)
        chosen = seen.branch([agency.pk]) if agency else seen
        found = _of_branch(chosen, selection, ids, filters, known)
    return {(level, codes[pk]): columns for (level, pk), columns in found.items() if columns}


def _of_province(
    selection: Selection,
    ids: Mapping[str, int],
    filters: Mapping[str, str],
    structure: Structure,
) -> dict[tuple[str, int], Columns]:
    return dict(
        ledger.level_columns(
            selection.first,
            selection.until,
            levels=_one(filters.get("level")),
            sectors=[ids[filters["sector"]]] if "sector" in filters else None,
            online_kinds=_one(filters.get("online_kind")),
            channels=channels_of(filters),
            structure=structure,
        )
    )


def _of_branch(
    agencies: AgencyQuerySet,
    selection: Selection,
    ids: Mapping[str, int],
    filters: Mapping[str, str],
    structure: Structure,
) -> dict[tuple[str, int], Columns]:
    """Counted level by level: the level is that of who held the dossier, not of who is named."""
    by_level: dict[str, list[int]] = defaultdict(list)
    for pk, level in agencies.order_by().values_list("pk", "level"):
        by_level[level].append(pk)
    rows = Dossier.objects.of_channels(channels_of(filters))
    if sector := filters.get("sector"):
        rows = rows.of_sector(ids[sector])
    if online_kind := filters.get("online_kind"):
        rows = rows.of_online_kind(online_kind)
    wanted = _one(filters.get("level")) or list(by_level)
    days = (selection.first, selection.until)
    return {
        (level, pk): columns
        for level in wanted
        for (pk,), columns in rows_of(rows, structure, by_level[level])
        .columns_by(*days, "procedure__sector", behind=behind_of(structure, by_level[level]))
        .items()
    }


def _one(value: str | None) -> list[str] | None:
    return [value] if value else None
