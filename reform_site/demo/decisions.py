"""What is decided about the procedures of the demonstration: all of it generated, and marked so.

Decision numbers begin with ``MH`` (minh họa); no row stands for a real decision.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator

from agencies.models import Agency
from dossiers.models import Procedure, ProcedureChange
from reform_site.demo.catalogue import FILE, FIRST_CODE, LEVELS
from reform_site.demo.targets import Targets

#: Managers of sectors whose procedures are all settled locally.
LOCAL_SECTORS = {"chung-thuc": "STP", "ho-kinh-doanh": "SKHDT"}
#: A rule in so many procedures: without one-stop, without workflow, amended in the period.
NO_ONE_STOP, NO_WORKFLOW, AMENDED = 9, 6, 4
#: Of the amended ones: decided too late, made public too late.
DECIDED_LATE, PUBLIC_LATE = 7, 9
#: Procedures without dossiers: replaced in the period, and those that will replace them.
REPLACED = 4

Kind = ProcedureChange.Kind


def load_decisions(targets: Targets) -> None:
    """Gives the generated procedures managing agencies, one-stop units, workflows and decisions,
    and adds ``REPLACED`` abolished ones with their successors, which take effect after the day
    of the targets."""
    procedures = list(Procedure.objects.filter(is_generated=True).order_by("code"))
    agencies = {one.code: one for one in Agency.objects.filter(level=Agency.Level.PROVINCE)}
    for number, (procedure, manager) in enumerate(zip(procedures, _managers(), strict=True)):
        procedure.managing_agency = agencies[manager]
        if number % NO_ONE_STOP:
            procedure.one_stop_levels = list(procedure.levels)
        if number % NO_WORKFLOW:
            procedure.workflow_number = f"MH-{1000 + number}/QĐ"
            procedure.workflow_on = _published(number, targets) + dt.timedelta(days=20)
    names = ["managing_agency", "one_stop_levels", "workflow_number", "workflow_on"]
    Procedure.objects.bulk_update(procedures, names)
    unit = str(targets.generated["unit_code"])
    replaced = [_copy(one, n, unit, procedures) for n, one in enumerate(procedures[:REPLACED])]
    successors = [
        _copy(one, REPLACED + n, unit, procedures) for n, one in enumerate(procedures[:REPLACED])
    ]
    for old, new in zip(replaced, successors, strict=True):
        old.name, new.name = f"{old.name} (quy định cũ)", f"{new.name} (quy định mới)"
    Procedure.objects.bulk_create([*replaced, *successors])
    ProcedureChange.objects.bulk_create(
        [
            *(change for n, one in enumerate(procedures) for change in _changes(one, n, targets)),
            *(_abolition(one, n, targets) for n, one in enumerate(replaced)),
            *(_successor(one, n, targets) for n, one in enumerate(successors)),
        ]
    )


def _managers() -> Iterator[str]:
    """The managing agency of each row of the catalogue, in its order: whoever settles it at the
    province, else the department of its sector."""
    for section in tomllib.loads(FILE.read_text(encoding="utf-8"))["sector"]:
        settling = [str(row[0]) for row in section["procedures"]]
        departments = [who for who in settling if who not in LEVELS]
        home = LOCAL_SECTORS.get(section["code"]) or departments[0]
        yield from (who if who not in LEVELS else home for who in settling)


def _copy(like: Procedure, number: int, unit: str, known: list[Procedure]) -> Procedure:
    return Procedure(
        code=f"1.{FIRST_CODE + len(known) + number}.{unit}",
        name=like.name,
        sector_id=like.sector_id,
        managing_agency_id=like.managing_agency_id,
        levels=list(like.levels),
        online_kind=like.online_kind,
        serves=like.serves,
        working_days=like.working_days,
        is_generated=True,
    )


def _published(number: int, targets: Targets) -> dt.date:
    """Long before the dossiers of the demonstration."""
    return targets.period.date_from - dt.timedelta(days=900 + 7 * (number % 40))


def _decision(
    procedure: Procedure, kind: ProcedureChange.Kind, number: int, decided: dt.date
) -> ProcedureChange:
    return ProcedureChange(
        procedure=procedure,
        kind=kind,
        decision_number=f"MH-{number}/QĐ-UBND",
        decided_on=decided,
        is_generated=True,
    )


def _changes(procedure: Procedure, number: int, targets: Targets) -> Iterator[ProcedureChange]:
    first = _decision(procedure, Kind.PUBLISHED, 2000 + number % 40, _published(number, targets))
    first.effective_on = first.decided_on + dt.timedelta(days=15)
    first.published_on = first.decided_on + dt.timedelta(days=3)
    yield first
    if number % AMENDED:
        return
    span = (targets.as_of - targets.period.date_from).days
    decided = targets.period.date_from + dt.timedelta(days=number * 5 % span)
    amended = _decision(procedure, Kind.AMENDED, 3000 + number, decided)
    place = number // AMENDED
    amended.effective_on = decided + dt.timedelta(days=3 if place % DECIDED_LATE == 0 else 15)
    public = decided + dt.timedelta(days=16 if place % PUBLIC_LATE == 0 else 3)
    amended.published_on = public if public <= targets.as_of else None
    yield amended


def _abolition(procedure: Procedure, number: int, targets: Targets) -> ProcedureChange:
    decided = targets.as_of - dt.timedelta(days=40 + number)
    abolished = _decision(procedure, Kind.ABOLISHED, 4000 + number, decided)
    abolished.effective_on = abolished.published_on = decided + dt.timedelta(days=10)
    return abolished


def _successor(procedure: Procedure, number: int, targets: Targets) -> ProcedureChange:
    decided = targets.as_of - dt.timedelta(days=10 + number)
    published = _decision(procedure, Kind.PUBLISHED, 5000 + number, decided)
    published.effective_on = targets.as_of + dt.timedelta(days=17)
    published.published_on = decided + dt.timedelta(days=2)
    return published
