"""Writes what a plan shows, in the transaction of its caller."""

from __future__ import annotations

from collections.abc import Iterable

from dossiers.models import Procedure, ProcedureChange, Sector
from dossiers.procedures.catalogue.changes import FIELDS
from dossiers.procedures.catalogue.lines import Line
from dossiers.procedures.catalogue.plan import Plan
from reporting.imports.plans import CHANGED, NEW
from reporting.imports.text import fold

_CHUNK = 500


def write(plan: Plan) -> None:
    """Sectors, then procedures, then decisions; each in few statements."""
    _create_sectors(plan.new_sectors)
    new, changed = plan.of_kind(NEW), plan.of_kind(CHANGED)
    _create(new)
    _change(changed)
    _decide([*new, *changed])


def _create_sectors(sectors: Iterable[Sector]) -> None:
    taken = set(Sector.objects.values_list("code", flat=True))
    for one in sectors:
        one.code = _free_code(one.name, taken)
        taken.add(one.code)
        one.save()


def _free_code(name: str, taken: set[str]) -> str:
    """The name without accents; with a number where that is taken."""
    stem = fold(name).replace(" ", "-")[:30].strip("-")
    code, number = stem, 2
    while code in taken:
        code = f"{stem[: 29 - len(str(number))].strip('-')}-{number}"
        number += 1
    return code


def _create(lines: list[Line]) -> None:
    for line in lines:
        said = line.said
        line.procedure = Procedure(
            code=said["code"], **{name: said[name] for name in FIELDS if name in said}
        )
    Procedure.objects.bulk_create(
        [line.procedure for line in lines if line.procedure], batch_size=_CHUNK
    )


def _change(lines: list[Line]) -> None:
    changed, names = [], set()
    for line in lines:
        fields = [one for one in line.changes if one.name in FIELDS]
        if line.procedure is None or not fields:
            continue
        for one in fields:
            setattr(line.procedure, one.name, one.value)
            names.add(one.name)
        changed.append(line.procedure)
    if changed:
        Procedure.objects.bulk_update(changed, sorted(names), batch_size=_CHUNK)


def _decide(lines: list[Line]) -> None:
    new: list[ProcedureChange] = []
    for line in lines:
        if line.decision is None or line.procedure is None:
            continue
        if not line.decision._state.adding:
            line.decision.save()
            continue
        line.decision.procedure = line.procedure
        new.append(line.decision)
    ProcedureChange.objects.bulk_create(new, batch_size=_CHUNK)
