"""Tasks by where they come from: a document, a meeting, a conclusion."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self

from django.db.models import BigIntegerField, ExpressionWrapper, F, Q

from agencies.querysets import ScopedQuerySet

if TYPE_CHECKING:
    from tasks.tally import Tally


#: The ways in which a document starts a task: by itself, or through a conclusion that it announces
#: or that speaks of carrying it out.
WAYS = ("document", "conclusion__meeting__notice", "conclusion__basis")


def number_of(relation: str) -> ExpressionWrapper:
    """The id behind a relation as a plain number, which a sum can be grouped by."""
    return ExpressionWrapper(F(f"{relation}_id"), BigIntegerField())


class SourcedQuerySet(ScopedQuerySet):
    """Methods of ``TaskQuerySet``. Restricted tasks are counted by their source like all others."""

    def from_document(self, document: Any) -> Self:
        """Tasks that ``document`` started in any of ``WAYS``."""
        return self.filter(reduce(or_, (Q(**{way: document}) for way in WAYS)))

    def from_meetings(self, meetings: Iterable[Any]) -> Self:
        return self.filter(conclusion__meeting__in=meetings)

    def from_conclusions(self, conclusions: Iterable[Any]) -> Self:
        """Annotates ``started_by``: the id of the conclusion."""
        return self.filter(conclusion__in=conclusions).annotate(started_by=number_of("conclusion"))

    def tallies_by_conclusion(self) -> dict[int, Tally]:
        """Counts by id of the conclusion. Builds on ``standing`` and ``from_conclusions``."""
        found: dict[int, Tally] = self.tallies("started_by")  # type: ignore[attr-defined]
        return found
