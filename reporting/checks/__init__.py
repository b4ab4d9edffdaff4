"""Arithmetic checks of stated figures, with every single edit that would mend them.

Pure functions over ``{key: number}``: the same for what somebody printed, for a return on form
II.06 and for a row computed from dossiers or tasks. See ``rules`` for the table of rules.
"""

from reporting.checks.comparisons import Relation
from reporting.checks.edits import Change, Edit, Move
from reporting.checks.figures import Figures, Number, Ratio, Stated, as_stated
from reporting.checks.findings import Copy, Finding, check, trials
from reporting.checks.rounding import Rounding
from reporting.checks.rule_kinds import ChangeRule, CompareRule, Rule, TwinRule
from reporting.checks.rules import A1, RULES
from reporting.checks.trials import Severity, Trial

__all__ = [
    "A1",
    "RULES",
    "Change",
    "ChangeRule",
    "CompareRule",
    "Copy",
    "Edit",
    "Figures",
    "Finding",
    "Move",
    "Number",
    "Ratio",
    "Relation",
    "Rounding",
    "Rule",
    "Severity",
    "Stated",
    "Trial",
    "TwinRule",
    "as_stated",
    "check",
    "trials",
]
