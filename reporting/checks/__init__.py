"""Arithmetic checks of stated figures, with every single edit that would mend them.

Pure functions over ``{key: number}``: the same for what somebody printed, for a return on form
II.06 and for a row computed from dossiers or tasks. See ``rules`` for the table of rules.
"""

from reporting.checks.edits import Change, Edit, Move
from reporting.checks.figures import Figures, Number, Ratio, Stated, as_stated
from reporting.checks.findings import Copy, Finding, check, trials
from reporting.checks.rounding import Rounding
from reporting.checks.rules import RULES, Rule
from reporting.checks.trials import Severity, Trial

__all__ = [
    "RULES",
    "Change",
    "Copy",
    "Edit",
    "Figures",
    "Finding",
    "Move",
    "Number",
    "Ratio",
    "Rounding",
    "Rule",
    "Severity",
    "Stated",
    "Trial",
    "as_stated",
    "check",
    "trials",
]
