"""Documents found by words, and the counts of what they started."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Q

from reporting.searching import words_of
from tasks.querysets.sources import WAYS, number_of
from tasks.tally import Tally

if TYPE_CHECKING:
    from tasks.querysets.rows import TaskQuerySet


class DocumentQuerySet(models.QuerySet[Any]):
    def search(self, text: str) -> Self:
        """Each word of ``text`` in number, excerpt or issuer, accents ignored."""
        found = self
        for word in words_of(text):
            found = found.filter(
                Q(number__unaccent__icontains=word)
                | Q(excerpt__unaccent__icontains=word)
                | Q(issuer__unaccent__icontains=word)
            )
        return found


def tallies_by_document(
    tasks: TaskQuerySet, documents: Sequence[int], on: dt.date
) -> dict[int, Tally]:
    """Counts of ``tasks`` (not yet narrowed to a day) that each of ``documents`` (ids) started.

    A task of two documents counts with both, with one document once. One query for each way.
    """
    found: dict[int, list[Tally]] = {key: [] for key in documents}
    for place, way in enumerate(WAYS):
        rows = tasks.filter(**{f"{way}__in": list(documents)})
        for earlier in WAYS[:place]:
            rows = rows.filter(Q(**{f"{earlier}__isnull": True}) | ~Q(**{earlier: F(way)}))
        counted = rows.annotate(started_by=number_of(way)).as_of(on).tallies("started_by")
        for key, tally in counted.items():
            found[key].append(tally)
    return {key: Tally.sum(tallies) for key, tallies in found.items()}
