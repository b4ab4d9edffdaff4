"""Random consistent figures, and whether figures add up told without the code under test."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, localcontext

from hypothesis import strategies as st

from reporting.checks import Number

DOSSIER_SUMS = [
    ("received_total", "online", "direct_postal", "carried_over"),
    ("received_total", "online", "direct", "postal", "carried_over"),
    ("direct_postal", "direct", "postal"),
    ("received_total", "new_received", "carried_over"),
    ("new_received", "online", "direct_postal"),
    ("new_received", "online", "direct", "postal"),
    ("resolved_total", "resolved_early", "resolved_on_time", "resolved_overdue"),
    ("resolved_total", "resolved_early_on_time", "resolved_overdue"),
    ("resolved_early_on_time", "resolved_early", "resolved_on_time"),
    ("pending_total", "pending_in_time", "pending_overdue"),
]
TASK_SUMS = [
    ("assigned", "completed", "open"),
    ("completed", "completed_on_time", "completed_late"),
    ("open", "open_in_time", "open_overdue"),
    ("assigned", "completed_on_time", "completed_late", "open"),
    ("assigned", "completed", "open_in_time", "open_overdue"),
    ("assigned", "completed_on_time", "completed_late", "open_in_time", "open_overdue"),
]
LATE_MEANS_COMPLETED_LATE = [
    ("assigned", "completed", "open"),
    ("completed", "completed_on_time", "late"),
    ("assigned", "completed_on_time", "open", "late"),
]
LATE_MEANS_OPEN_OVERDUE = [
    ("assigned", "completed", "open", "late"),
    ("completed", "completed_on_time"),
    ("assigned", "completed_on_time", "open", "late"),
]
DOSSIERS = {key for sums in DOSSIER_SUMS for key in sums} | {"returned", "withdrawn"}
TASKS = {key for sums in TASK_SUMS for key in sums} | {"late", "regular", "postponed"}
RATES = {
    "R1": (("resolved_early_on_time",), ("resolved_total",)),
    "L1": (("resolved_overdue",), ("resolved_total",)),
    "O1": (("online",), ("online", "direct_postal")),
    "C1": (("resolved_total",), ("received_total",)),
    "P1": (("completed",), ("assigned",)),
    "P3": (("completed",), ("completed", "open_overdue")),
    "P4": (("completed_on_time",), ("completed",)),
}

#: Form II.06 without a fault and without two equal columns.
FORM = {
    "received_total": 120,
    "online": 70,
    "direct_postal": 40,
    "carried_over": 10,
    "resolved_total": 100,
    "resolved_early": 60,
    "resolved_on_time": 37,
    "resolved_overdue": 3,
    "pending_total": 20,
    "pending_in_time": 18,
    "pending_overdue": 2,
}

# Small numbers make zeros and coincidences common.
counts = st.integers(0, 4) | st.integers(0, 500_000)


@dataclass
class Page:
    """Consistent figures, and the sums of which one list at least must come out right."""

    figures: dict[str, Number]
    worlds: list[list[tuple[str, ...]]]
    outside: tuple[str, ...] = ()

    def adds_up(self, figures: dict[str, Number]) -> bool:
        """Told without the code under test."""
        return (
            any(all(_sums(figures, sums) for sums in world) for world in self.worlds)
            and all(_divides(figures, rate) for rate in RATES)
            and all(value >= 0 for value in figures.values())
        )


def _sums(figures: dict[str, Number], keys: tuple[str, ...]) -> bool:
    if any(key not in figures for key in keys):
        return True
    total, *parts = (figures[key] for key in keys)
    return total == sum(parts)


def _divides(figures: dict[str, Number], rate: str) -> bool:
    keys = {rate, *RATES[rate][0], *RATES[rate][1]}
    if not keys <= figures.keys() or sum(figures[key] for key in RATES[rate][1]) <= 0:
        return True
    places = max(0, -Decimal(figures[rate]).as_tuple().exponent)
    return figures[rate] in {_printed(figures, rate, places, how) for how in ROUNDINGS}


def _printed(figures: dict[str, Number], rate: str, places: int, how: str) -> Decimal:
    above, below = (sum(figures[key] for key in keys) for keys in RATES[rate])
    with localcontext(prec=60):
        return (Decimal(100 * above) / below).quantize(Decimal(1).scaleb(-places), how)


ROUNDINGS = (ROUND_HALF_UP, ROUND_DOWN)


@st.composite
def dossier_pages(draw: st.DrawFn) -> Page:
    early, on_time, overdue = draw(counts), draw(counts), draw(counts)
    in_time, pending_overdue = draw(counts), draw(counts)
    returned, withdrawn = draw(counts), draw(counts)
    outside = draw(st.sampled_from([(), ("returned", "withdrawn")]))
    received = early + on_time + overdue + in_time + pending_overdue
    received += returned + withdrawn if outside else 0
    cuts = sorted(draw(st.integers(0, received)) for _ in range(3))
    online, direct, postal, carried_over = (
        high - low for low, high in zip([0, *cuts], [*cuts, received], strict=True)
    )
    figures = {
        "received_total": received,
        "online": online,
        "direct_postal": direct + postal,
        "direct": direct,
        "postal": postal,
        "carried_over": carried_over,
        "new_received": received - carried_over,
        "resolved_total": early + on_time + overdue,
        "resolved_early_on_time": early + on_time,
        "resolved_early": early,
        "resolved_on_time": on_time,
        "resolved_overdue": overdue,
        "pending_total": in_time + pending_overdue,
        "pending_in_time": in_time,
        "pending_overdue": pending_overdue,
        "returned": returned,
        "withdrawn": withdrawn,
    }
    sums = [*DOSSIER_SUMS, ("received_total", "resolved_total", "pending_total", *outside)]
    return Page(_with_rates(draw, _some(draw, figures), "RLOC"), [sums], outside)


@st.composite
def task_pages(draw: st.DrawFn) -> Page:
    on_time, late, in_time, overdue = draw(counts), draw(counts), draw(counts), draw(counts)
    figures = {
        "assigned": on_time + late + in_time + overdue,
        "completed": on_time + late,
        "completed_on_time": on_time,
        "completed_late": late,
        "open": in_time + overdue,
        "open_in_time": in_time,
        "open_overdue": overdue,
        "regular": draw(counts),
    }
    return Page(_with_rates(draw, _some(draw, figures), "P"), [TASK_SUMS])


@st.composite
def pages_with_one_late_figure(draw: st.DrawFn) -> Page:
    on_time, late, still_open = draw(counts), draw(counts), draw(counts)
    completed = on_time + draw(st.sampled_from([late, 0]))
    figures = {
        "assigned": on_time + late + still_open,
        "completed": completed,
        "completed_on_time": on_time,
        "open": still_open,
        "late": late,
    }
    worlds = [LATE_MEANS_COMPLETED_LATE, LATE_MEANS_OPEN_OVERDUE]
    return Page(_some(draw, figures) | {"late": late}, worlds)


def _some(draw: st.DrawFn, figures: dict[str, Number]) -> dict[str, Number]:
    """Optional columns go missing."""
    missing = draw(st.sets(st.sampled_from(sorted(figures)), max_size=len(figures) // 2))
    return {key: value for key, value in figures.items() if key not in missing}


def _with_rates(draw: st.DrawFn, figures: dict[str, Number], letters: str) -> dict[str, Number]:
    """Percentages of what is there, each rounded in its own way."""
    printed: dict[str, Number] = {}
    for rate in draw(st.sets(st.sampled_from([rate for rate in RATES if rate[0] in letters]))):
        above, below = RATES[rate]
        if figures.keys() >= {*above, *below} and sum(figures[key] for key in below) > 0:
            places, how = draw(st.integers(0, 2)), draw(st.sampled_from(ROUNDINGS))
            printed[rate] = _printed(figures, rate, places, how)
    return figures | printed


pages = dossier_pages() | task_pages() | pages_with_one_late_figure()
