"""The tree of a day, held in memory: 272 agencies are cheaper to walk than to ask for."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from agencies.models import Agency
from agencies.querysets import AgencyQuerySet

T = TypeVar("T")


@dataclass(frozen=True)
class Tree:
    """Agencies as they stood on a day. ``children`` keeps the Vietnamese order of names."""

    agencies: dict[int, Agency]
    parent: dict[int, int | None]
    children: dict[int | None, list[Agency]]

    @property
    def roots(self) -> list[Agency]:
        return self.children[None]

    def below(self, agency: Agency) -> list[Agency]:
        """The agencies placed directly below."""
        return self.children.get(agency.pk, [])

    def branch(self, agency: Agency) -> list[Agency]:
        """``agency`` and everything below it."""
        found = [agency]
        for child in self.below(agency):
            found += self.branch(child)
        return found

    def path(self, agency: Agency) -> list[Agency]:
        """From the top down to ``agency``, as far as the reader may see."""
        found = [agency]
        while (above := self.parent.get(found[0].pk)) is not None and above in self.agencies:
            found.insert(0, self.agencies[above])
        return found

    def total(self, agency: Agency, values: dict[int, T], add: Callable[[Iterable[T]], T]) -> T:
        """``add`` over the values of the whole branch; each agency is taken once."""
        ids = (one.pk for one in self.branch(agency))
        return add(values[pk] for pk in ids if pk in values)


def tree_on(agencies: AgencyQuerySet, on: dt.date) -> Tree:
    """The tree of ``agencies`` (what a reader sees) on day ``on``, in one query.

    An agency whose parent is not among them is a root of what the reader sees.
    """
    found = {one.pk: one for one in agencies.valid_on(on).with_parent(on)}
    children: dict[int | None, list[Agency]] = defaultdict(list)
    parent: dict[int, int | None] = {}
    for one in found.values():
        above: int | None = one.parent_id_on
        parent[one.pk] = above if above in found else None
        children[parent[one.pk]].append(one)
    children.setdefault(None, [])
    return Tree(found, parent, dict(children))
