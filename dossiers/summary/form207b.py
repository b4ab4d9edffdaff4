"""Form II.07b: how many procedures each agency manages, by level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from agencies.models import Agency
from dossiers.links import procedures_url
from dossiers.procedures.figures import FORM_207B
from dossiers.procedures.filters import ANY, NOBODY
from dossiers.querysets import ProcedureQuerySet
from reporting.figures import Figure, Link, computed
from reporting.selection import Selection


@dataclass(frozen=True)
class Managed:
    """The procedures in force of one managing agency (code and name, ``NOBODY`` where none)."""

    code: str
    name: str
    counts: dict[str, int]


def form_207b(procedures: ProcedureQuerySet, selection: Selection) -> list[Managed]:
    """A row per managing agency, in Vietnamese order, those without one last. One query."""
    in_force = procedures.in_force(selection.until)
    rows = procedures.model.objects.filter(pk__in=in_force.order_by().values("pk"))
    keys = ("managing_agency__code", "managing_agency__name", "managing_agency__sort_key")
    counted = rows.order_by().values(*keys).annotate(**_counts())
    found = sorted(
        counted, key=lambda row: (row[keys[0]] is None, row[keys[2]] or "", row[keys[0]])
    )
    return [
        Managed(
            row[keys[0]] or NOBODY,
            row[keys[1]] or _("Chưa ghi cơ quan quản lý"),
            {meant.code: row[meant.code] for meant in FORM_207B},
        )
        for row in found
    ]


def total_207b(rows: Sequence[Managed]) -> dict[str, int]:
    """A procedure has one managing agency, so that the rows add up."""
    return {one.code: sum(row.counts[one.code] for row in rows) for one in FORM_207B}


def _counts() -> dict[str, Count]:
    has_workflow = ~Q(workflow_number="")
    found = {
        "authority": Count("pk"),
        "one_stop": Count("pk", filter=~Q(one_stop_levels=[])),
        "workflow": Count("pk", filter=has_workflow),
    }
    for level in Agency.Level.values:
        settled = Q(levels__contains=[level])
        found[f"authority_{level}"] = Count("pk", filter=settled)
        found[f"one_stop_{level}"] = Count("pk", filter=Q(one_stop_levels__contains=[level]))
        found[f"workflow_{level}"] = Count("pk", filter=settled & has_workflow)
    return found


def figures_207b(
    counts: dict[str, int], selection: Selection, agency: str | None = None
) -> list[Figure]:
    """The twelve columns of a row, each with the list of exactly its procedures."""

    def link(key: str) -> Link:
        url = procedures_url(selection, state="in_force", agency=agency, **_filters(key))
        return Link(url, counts[key])

    return [computed(meant, counts, selection, link, as_of=selection.until) for meant in FORM_207B]


def _filters(key: str) -> dict[str, str]:
    """How the list is narrowed to what a column counts."""
    group, _under, level = key.rpartition("_") if key.endswith(_LEVELS) else (key, "", "")
    found = {"one_stop": {"one_stop": level or ANY}, "workflow": {"workflow": "yes"}}.get(group, {})
    return found | ({"level": level} if level and group != "one_stop" else {})


_LEVELS = tuple(f"_{level}" for level in Agency.Level.values)
