"""Sectors and procedures of the demonstration, and which agency settles which."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from agencies.collation import sort_key
from agencies.models import Agency
from dossiers.codes import OnlineKind
from dossiers.models import Procedure, Sector
from reform_site.demo.durations import Durations

FILE = Path(__file__).parent / "data" / "procedures.toml"

#: First number of the generated codes; the national list is far from it.
FIRST_CODE = 900001

#: How readily a procedure is used online, and directly or by post.
ONLINE = {OnlineKind.FULL: 1.0, OnlineKind.PARTIAL: 0.7, OnlineKind.NONE: 0.0}
DIRECT = {OnlineKind.FULL: 1.0, OnlineKind.PARTIAL: 1.5, OnlineKind.NONE: 4.0}

LEVELS = {level.value for level in Agency.Level}


@dataclass(frozen=True)
class Mix:
    """The procedures of one kind of agency, and how often each occurs.

    ``ids`` and ``terms`` (working days) go by place; the other lists are running sums of weights,
    as ``random.choices`` takes them: of what comes in online, directly, and of what is still open
    at the start of a period, where long procedures weigh more. ``mean_time`` is the number
    of working days that one takes on average.
    """

    ids: tuple[int, ...]
    terms: tuple[int, ...]
    online: tuple[float, ...]
    direct: tuple[float, ...]
    stock: tuple[float, ...]
    mean_time: float


def load_catalogue(unit_code: str, durations: Durations) -> dict[str, Mix]:
    """Writes sectors and procedures; returns the mix of each agency code and level.

    Raises ``KeyError`` or ``ValueError`` when the file is malformed.
    """
    sections = tomllib.loads(FILE.read_text(encoding="utf-8"))["sector"]
    Sector.objects.bulk_create(
        Sector(code=one["code"], name=one["name"], sort_key=sort_key(one["name"]))
        for one in sections
    )
    sectors = dict(Sector.objects.values_list("code", "pk"))
    found = [
        (str(row[0]), float(row[5]), _procedure(row, sectors[section["code"]]))
        for section in sections
        for row in section["procedures"]
    ]
    for number, (_who, _weight, procedure) in enumerate(found, FIRST_CODE):
        procedure.code = f"1.{number}.{unit_code}"
    Procedure.objects.bulk_create([procedure for _who, _weight, procedure in found])
    owned: dict[str, list[tuple[float, Procedure]]] = defaultdict(list)
    for who, weight, procedure in found:
        owned[who].append((weight, procedure))
    return {who: _mix(rows, durations) for who, rows in owned.items()}


def _procedure(row: list[Any], sector: int) -> Procedure:
    who, name, online_kind, serves, days = row[:5]
    return Procedure(
        name=name,
        sector_id=sector,
        levels=[who if who in LEVELS else Agency.Level.PROVINCE.value],
        online_kind=OnlineKind(online_kind),
        serves=Procedure.Serves(serves),
        working_days=days,
        is_generated=True,
    )


def _mix(rows: list[tuple[float, Procedure]], durations: Durations) -> Mix:
    def sums(weights: Iterable[float]) -> tuple[float, ...]:
        return tuple(accumulate(weights))

    terms = tuple(procedure.working_days or 0 for _, procedure in rows)
    stock = [weight * durations.mean(term) for (weight, _), term in zip(rows, terms, strict=True)]
    return Mix(
        ids=tuple(procedure.pk for _, procedure in rows),
        terms=terms,
        online=sums(weight * ONLINE[OnlineKind(p.online_kind)] for weight, p in rows),
        direct=sums(weight * DIRECT[OnlineKind(p.online_kind)] for weight, p in rows),
        stock=sums(stock),
        mean_time=sum(stock) / sum(weight for weight, _ in rows),
    )
