"""The table of rules. Ids and severities are those of the project's rule list (D1 … A2).

A rule turns figures into trials, one for each of its questions that can be put: a figure that
was not stated makes the question untestable, which is neither right nor wrong. A new identity
is a line in the table; a new kind of rule is a class of ``rule_kinds`` with ``trials``.
"""

from __future__ import annotations

from reporting.checks.comparisons import Relation
from reporting.checks.keys import Family
from reporting.checks.rule_kinds import (
    CompareRule,
    CopyRule,
    CountRule,
    Identity,
    RatioRule,
    Rule,
    SumRule,
    adds_up,
)
from reporting.checks.trials import Severity


def _sum_error(id_: str, *identities: Identity) -> SumRule:
    return SumRule(id_, Severity.ERROR, identities)


_OVERDUE = ("resolved_overdue", "pending_overdue")
#: No more letters of apology than dossiers that are overdue, and one for each of them.
A2 = CompareRule("A2", Severity.WARNING, ("apologies",), Relation.AT_MOST, _OVERDUE)
A1 = CompareRule("A1", Severity.WARNING, ("apologies",), Relation.AT_LEAST, _OVERDUE)

RULES: tuple[Rule, ...] = (
    CopyRule("D9", Severity.WARNING, (Family.DOSSIERS,)),
    _sum_error(
        "D1",
        adds_up("received_total", ("online", "direct_postal", "carried_over")),
        adds_up(
            "received_total",
            ("online", "direct", "postal", "carried_over"),
            unless=("direct_postal",),
        ),
    ),
    _sum_error("D1b", adds_up("direct_postal", ("direct", "postal"))),
    _sum_error(
        "D1n",
        adds_up("received_total", ("new_received", "carried_over")),
        adds_up("new_received", ("online", "direct_postal")),
        adds_up("new_received", ("online", "direct", "postal"), unless=("direct_postal",)),
    ),
    _sum_error(
        "D2",
        adds_up("resolved_total", ("resolved_early_on_time", "resolved_overdue")),
        adds_up("resolved_early_on_time", ("resolved_early", "resolved_on_time")),
        adds_up(
            "resolved_total",
            ("resolved_early", "resolved_on_time", "resolved_overdue"),
            unless=("resolved_early_on_time",),
        ),
    ),
    _sum_error("D3", adds_up("pending_total", ("pending_in_time", "pending_overdue"))),
    _sum_error(
        "D4", adds_up("received_total", ("resolved_total", "pending_total"), adds_outside=True)
    ),
    CountRule("D8", Severity.ERROR, (Family.DOSSIERS, Family.BESIDES, Family.TASKS)),
    A2,
    _sum_error(
        "T1",
        adds_up("assigned", ("completed", "open"), unless=("late",)),
        # “Late” may be part of “completed”, or a third group of tasks still open.
        adds_up("assigned", ("completed", "open"), ("completed", "open", "late")),
    ),
    _sum_error(
        "T2",
        adds_up("completed", ("completed_on_time", "completed_late")),
        adds_up(
            "completed",
            ("completed_on_time", "late"),
            ("completed_on_time",),
            unless=("completed_late", "open_overdue"),
        ),
    ),
    _sum_error("T3", adds_up("open", ("open_in_time", "open_overdue"))),
    RatioRule("T4", Severity.WARNING),
    _sum_error(
        "T5",
        adds_up(
            "assigned",
            ("completed_on_time", "open", "late"),
            unless=("completed_late", "open_overdue"),
        ),
        adds_up("assigned", ("completed_on_time", "completed_late", "open"), unless=("completed",)),
        adds_up("assigned", ("completed", "open_in_time", "open_overdue"), unless=("open",)),
        adds_up(
            "assigned",
            ("completed_on_time", "completed_late", "open_in_time", "open_overdue"),
            unless=("completed", "open"),
        ),
    ),
)
