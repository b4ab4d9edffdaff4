"""How many dossiers each agency gets of every kind, so that the sums are the totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from agencies.models import Agency, AgencyPlacement
from reform_site.demo.catalogue import Mix
from reform_site.demo.spread import apportion
from reform_site.demo.targets import DossierTotals, TargetsError


@dataclass(frozen=True)
class Office:
    """An agency that settles dossiers: its place, its procedures, its weights.

    ``prefix`` begins the codes of its dossiers; ``counters`` are the agencies at whose desks
    what is handed in directly may arrive.
    """

    pk: int
    code: str
    prefix: str
    counters: tuple[int, ...]
    mix: Mix
    online: float
    direct_postal: float
    late: float


@dataclass(frozen=True)
class Quota:
    """Whole numbers of dossiers of one office in one period."""

    online: int
    direct: int
    postal: int
    carried_over: int
    late: int
    pending_in_time: int
    pending_overdue: int


def offices(generated: Mapping[str, Any], mixes: Mapping[str, Mix], rng: Random) -> list[Office]:
    """The offices that the targets file gives weights, provincial ones first.

    Raises ``TargetsError`` for an agency code that does not exist.
    """
    agencies = {agency.code: agency for agency in Agency.objects.order_by("pk")}
    parents = dict(AgencyPlacement.objects.values_list("agency_id", "parent__code"))
    below: dict[str, list[Agency]] = {}
    for agency in agencies.values():
        if agency.level == Agency.Level.COMMUNE:
            below.setdefault(parents[agency.pk], []).append(agency)
    for code in (*generated["agencies"], *generated["communes"]):
        if code not in agencies:
            raise TargetsError(f"[generated]: {code}?")
    prefixes = _prefixes(agencies.values(), below, generated["unit_code"])
    desk = generated.get("provincial_desk")
    districts = [one for one in agencies.values() if one.level == Agency.Level.DISTRICT]
    found = []
    for code, weights in generated["agencies"].items():
        agency = agencies[code]
        is_district = agency.level == Agency.Level.DISTRICT
        mix = mixes["district"] if is_district else mixes[code]
        desks = [agency] if is_district or desk is None else [agencies[desk]]
        others = districts if weights.get("at_districts") else below.get(code, [])[:3]
        counters = tuple(one.pk for one in desks * 12 + others)
        found.append(_office(agency, prefixes, counters, mix, weights, 1.0))
    for code, weights in generated["communes"].items():
        communes = below.get(code, [])
        sizes = [rng.lognormvariate(0, 0.35) for _ in communes]
        for agency, size in zip(communes, sizes, strict=True):
            share = size / sum(sizes)
            mix = mixes["commune"]
            found.append(_office(agency, prefixes, (agency.pk,), mix, weights, share))
    return found


def _prefixes(
    agencies: Any, below: Mapping[str, Sequence[Agency]], unit_code: str
) -> dict[str, str]:
    """Generated unit codes: two digits for the province and districts, two more for communes."""
    prefixes = {}
    provincial, districts = 1, 31
    for agency in agencies:
        if agency.level == Agency.Level.PROVINCE:
            prefixes[agency.code] = f"{unit_code}.{provincial:02d}"
            provincial += 1
        elif agency.level == Agency.Level.DISTRICT:
            prefixes[agency.code] = f"{unit_code}.{districts:02d}"
            for number, commune in enumerate(below.get(agency.code, []), 1):
                prefixes[commune.code] = f"{prefixes[agency.code]}.{number:02d}"
            districts += 1
    return prefixes


def _office(
    agency: Agency,
    prefixes: Mapping[str, str],
    counters: tuple[int, ...],
    mix: Mix,
    weights: Mapping[str, float],
    share: float,
) -> Office:
    return Office(
        pk=agency.pk,
        code=agency.code,
        prefix=prefixes[agency.code],
        counters=counters,
        mix=mix,
        online=float(weights["online"]) * share,
        direct_postal=float(weights["direct_postal"]) * share,
        late=float(weights["late"]) * share,
    )


def quotas(found: Sequence[Office], totals: DossierTotals, postal_share: float) -> list[Quota]:
    """The totals split among the offices, each exactly.

    What is open at an office follows how much comes in and how long it takes; what is
    late follows its weight. Nobody gets more open or late dossiers than came in.
    """
    online = apportion(totals.online, [office.online for office in found])
    by_hand = apportion(totals.direct_postal, [office.direct_postal for office in found])
    postal = apportion(round(totals.direct_postal * postal_share), by_hand, by_hand)
    flow = [
        (new + other) * office.mix.mean_time
        for new, other, office in zip(online, by_hand, found, strict=True)
    ]
    carried = apportion(totals.carried_over, flow)
    received = [sum(parts) for parts in zip(online, by_hand, carried, strict=True)]
    pending = apportion(totals.pending_total, flow, received)
    settled = [all_ - open_ for all_, open_ in zip(received, pending, strict=True)]
    late_weights = [office.late for office in found]
    late = apportion(totals.resolved_overdue, late_weights, settled)
    overdue = apportion(totals.pending_overdue, late_weights, pending)
    columns = zip(online, by_hand, postal, carried, late, pending, overdue, strict=True)
    return [
        Quota(
            online=new,
            direct=hand - post,
            postal=post,
            carried_over=old,
            late=behind,
            pending_in_time=open_ - over,
            pending_overdue=over,
        )
        for new, hand, post, old, behind, open_, over in columns
    ]
