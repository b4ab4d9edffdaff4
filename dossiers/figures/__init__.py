"""What the figures of dossiers mean: the columns of form II.06 and the rates built on them."""

from dossiers.figures.counts import COUNTS, MOVES
from dossiers.figures.rates import RATES
from dossiers.late import figures as late
from dossiers.procedures import figures as procedures  # noqa: F401 -- declares its own
from dossiers.reported.figures import REPORTS, SOURCES
from reporting.figures import register

__all__ = ["COUNTS", "MOVES", "RATES", "REPORTS", "SOURCES"]

register(*COUNTS, *MOVES, *RATES, *REPORTS, *SOURCES, *late.FIGURES)
