"""Pages over large tables without counting them."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator


class CappedPaginator(Paginator):
    """Counts no further than ``most``; nobody leafs beyond, one filters."""

    most = 1000

    @cached_property
    def _counted(self) -> int:
        rows: Any = self.object_list
        return int(rows.order_by()[: self.most + 1].count())

    @property
    def is_capped(self) -> bool:
        """Whether there are more rows than the pages show."""
        return self._counted > self.most

    @cached_property
    def count(self) -> int:
        return min(self._counted, self.most)
