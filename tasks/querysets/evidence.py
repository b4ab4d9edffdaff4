"""Evidence: whose it is, how much it weighs, where the same file is used again."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from typing import Self

from django.db.models import Count, Sum
from django.db.models.functions import Coalesce

from reporting.uploads import discard, files_of
from tasks.querysets.parts import TaskPartQuerySet


class EvidenceQuerySet(TaskPartQuerySet):
    def delete(self) -> tuple[int, dict[str, int]]:
        """With the files, once the transaction has gone through."""
        storage, names = files_of(self)
        found = super().delete()
        discard(storage, names)
        return found

    def weight(self) -> int:
        """Bytes of all files of the rows."""
        return int(self.aggregate(n=Coalesce(Sum("size"), 0))["n"])

    def sent(self, user_id: int, since: dt.datetime) -> tuple[int, int]:
        """Files that the user has sent since then, and their bytes."""
        rows = self.filter(entered_by=user_id, entered_at__gte=since).exclude(file="")
        found = rows.aggregate(n=Count("pk"), size=Coalesce(Sum("size"), 0))
        return found["n"], found["size"]

    def with_file(self, prints: Collection[str]) -> Self:
        """Rows whose file has one of ``prints`` (SHA-256)."""
        return self.filter(sha256__in=set(prints) - {""})

    def codes_by_print(self, prints: Collection[str]) -> dict[str, list[str]]:
        """Codes of the tasks that a file proves, by its print. One query, none without a file."""
        if not set(prints) - {""}:
            return {}
        pairs = self.with_file(prints).order_by("task__code").values_list("sha256", "task__code")
        found: dict[str, list[str]] = defaultdict(list)
        for key, code in pairs.distinct():
            found[key].append(code)
        return dict(found)
