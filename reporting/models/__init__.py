from reporting.models.calendar import CalendarDay
from reporting.models.periods import Period
from reporting.models.provenance import Provenance
from reporting.models.statements import StatedFigure, Statement

__all__ = ["CalendarDay", "Period", "Provenance", "StatedFigure", "Statement"]
