"""Filters of the pages of dossiers. They live in the URL; links of figures use the same names."""

from dossiers.filters.fields import (
    ProcedureCodeField,
    agency_filter,
    choice,
    sector_filter,
    structure_filter,
)
from dossiers.filters.listing import DossierFilter
from dossiers.filters.period import (
    FormFilter,
    QuestionFilter,
    SectorFormFilter,
    SectorPeriodFilter,
)

__all__ = [
    "DossierFilter",
    "FormFilter",
    "ProcedureCodeField",
    "QuestionFilter",
    "SectorFormFilter",
    "SectorPeriodFilter",
    "agency_filter",
    "choice",
    "sector_filter",
    "structure_filter",
]
