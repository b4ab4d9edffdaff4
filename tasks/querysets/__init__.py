"""The only place that asks the database for tasks."""

from tasks.querysets.amounts import FundingQuerySet
from tasks.querysets.entries import StepQuerySet, UpdateQuerySet
from tasks.querysets.evidence import EvidenceQuerySet
from tasks.querysets.occurrences import OccurrenceQuerySet
from tasks.querysets.parts import TaskPartQuerySet
from tasks.querysets.rows import TaskQuerySet

__all__ = [
    "EvidenceQuerySet",
    "FundingQuerySet",
    "OccurrenceQuerySet",
    "StepQuerySet",
    "TaskPartQuerySet",
    "TaskQuerySet",
    "UpdateQuerySet",
]
