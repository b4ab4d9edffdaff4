"""What late dossiers say together: how late, whose, where they pile up, why, what was answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from agencies.models import Agency
from dossiers.late import ageing
from dossiers.late.figures import FIGURES
from dossiers.late.filters import AGAIN, DAY_OFF
from dossiers.late.pareto import Share, pareto
from dossiers.late.selection import LateFilter
from dossiers.links import list_url
from dossiers.models import DelayCause
from dossiers.querysets import NO_CAUSE, Aged
from dossiers.questions import ISSUED, MISSING
from dossiers.structure.held_rows import with_holder
from reporting.figures import Figure, Link, computed


@dataclass(frozen=True)
class AgedRow:
    """Late dossiers by band, of an agency or of a level; ``counts`` in the order of the bands."""

    counts: tuple[int, ...]
    agency: Agency | None = None
    level: str = ""

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True)
class Lateness:
    """Counts of one column of late dossiers. ``causes`` by code, ``NO_CAUSE`` among them."""

    agencies: Sequence[AgedRow]
    levels: Sequence[AgedRow]
    sectors: Sequence[Share]
    procedures: Sequence[Share]
    causes: Mapping[str, int]
    cause_rows: Sequence[DelayCause] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(row.total for row in self.levels)

    @property
    def by_band(self) -> tuple[int, ...]:
        return tuple(sum(row.counts[place] for row in self.levels) for place in _places())


def lateness(filter: LateFilter) -> Lateness:
    """The counts of the column and the filters that the page has in force. Eight queries."""
    parts = [part.rows() for part in filter.question(filter.what_column).parts()]
    bands = ageing.bands()
    held = [with_holder(rows, filter.known, filter.selection.until) for rows in parts]
    agencies = _aged(one for rows in held for one in rows.by_agency_and_band(bands))
    procedures = [one for rows in parts for one in rows.by_procedure()]
    causes = Counter[int | None]()
    for rows in parts:
        causes.update(rows.by_cause())
    known = list(DelayCause.objects.all())
    codes: dict[int | None, str] = {None: NO_CAUSE} | {cause.pk: cause.code for cause in known}
    return Lateness(
        agencies=agencies,
        levels=_by_level(agencies),
        sectors=pareto(_added((one.sector, one.sector_name, one.dossiers) for one in procedures)),
        procedures=pareto(_added((one.code, one.name, one.dossiers) for one in procedures)),
        causes={codes[pk]: count for pk, count in causes.items()},
        cause_rows=known,
    )


def late_figures(filter: LateFilter) -> dict[str, Figure]:
    """The figures of ``dossiers.late_figures`` by code, with the lists that they open to."""
    selection = filter.selection
    again = filter.question("received_total", is_asked_again=True)
    day_off = filter.question("pending_total", is_on_day_off=True)
    soon = filter.question("pending_in_time", due_by=filter.last_day)
    what = filter.what_column
    late = filter.question(what).count().value
    issued = filter.question(what, apology=ISSUED).count().value
    counts: dict[str, int | None] = {
        "late_or_overdue": late,
        "apology_issued": issued,
        "apology_missing": late - issued,
        "supplement_again": again.count().value,
        "due_soon": soon.count().value,
        "promised_day_off": day_off.count().value,
    }
    told = counts | {"resolved_overdue": late, "pending_overdue": 0}
    found = {}
    for meant in FIGURES:
        link = Link(_list(filter, meant.rows_key), counts[meant.rows_key])
        found[meant.code] = computed(
            meant, told, selection, partial(_same, link), as_of=selection.until
        )
    return found


def _same(link: Link, _key: str) -> Link:
    return link


def _list(filter: LateFilter, key: str) -> str:
    """The list behind one count."""
    parameters = {
        "late_or_overdue": {"column": filter.what_column},
        "apology_issued": {"column": filter.what_column, "apology": ISSUED},
        "apology_missing": {"column": filter.what_column, "apology": MISSING},
        "supplement_again": {"column": "received_total", "supplement": AGAIN},
        "due_soon": {"column": "pending_in_time", "due_by": filter.last_day.isoformat()},
        "promised_day_off": {"column": "pending_total", "promise": DAY_OFF},
    }
    return list_url(filter.selection, **parameters[key], **filter.narrowed())


def _places() -> range:
    return range(len(ageing.bands()))


def _aged(found: Iterable[Aged]) -> list[AgedRow]:
    """By agency, the one with most late dossiers first."""
    counts: dict[int, Counter[int]] = {}
    for pk, band, dossiers in found:
        counts.setdefault(pk, Counter())[band] += dossiers
    agencies = Agency.objects.filter(pk__in=counts)
    rows = [
        AgedRow(tuple(counts[one.pk][place] for place in _places()), agency=one) for one in agencies
    ]
    return sorted(rows, key=_worst_first)


def _worst_first(row: AgedRow) -> tuple[int, str]:
    return -row.total, row.agency.sort_key if row.agency else ""


def _by_level(rows: Sequence[AgedRow]) -> list[AgedRow]:
    found = []
    for level in Agency.Level.values:
        counted = [row.counts for row in rows if row.agency and row.agency.level == level]
        if counted:
            sums = tuple(sum(counts[place] for counts in counted) for place in _places())
            found.append(AgedRow(sums, level=level))
    return found


def _added(counted: Iterable[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    """By code and name; what was counted in parts is added up."""
    counts: Counter[tuple[str, str]] = Counter()
    for code, name, dossiers in counted:
        counts[code, name] += dossiers
    return [(code, name, count) for (code, name), count in counts.items()]
