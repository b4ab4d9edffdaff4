"""Amounts of money for tasks: which count on a day, and their sums."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db.models import BigIntegerField, Sum

from tasks.querysets.parts import TaskPartQuerySet


class FundingQuerySet(TaskPartQuerySet):
    """Sums take in what ``counted_for`` gives; texts of restricted tasks are left out by the
    list that shows the amounts."""

    def known_on(self, on: dt.date) -> Self:
        """Amounts dated until ``on``. Those of a task that was given up since stay: the money
        was planned, allocated or spent all the same."""
        return self.filter(on__lte=on)

    def sums_by(self, *by: str) -> dict[Any, dict[str, int]]:
        """Đồng by kind for each value of ``by`` (one name gives plain keys, several tuples), in
        one query. A kind without amounts is left out."""
        found: dict[Any, dict[str, int]] = {}
        rows = (
            self.order_by()
            .values_list(*by, "kind")
            .annotate(total=Sum("amount", output_field=BigIntegerField()))
        )
        for *key, kind, total in rows:
            found.setdefault(key[0] if len(by) == 1 else tuple(key), {})[kind] = total
        return found

    def sums(self) -> dict[str, int]:
        """Đồng by kind over all rows, in one query. A kind without amounts is left out."""
        return self.sums_by().get((), {})

    def for_table(self) -> Self:
        """What the list of amounts shows, the newest first. Titles are not among it: a reader
        gets those through ``Task.objects.visible_to``."""
        task = ("task__code", "task__lead__name", "task__programme__short_name")
        found = self.select_related("task__lead", "task__programme").only(
            "kind", "amount", "on", "document_number", "note", *task, "task__programme__name_en"
        )
        return found.order_by("-on", "-pk")
