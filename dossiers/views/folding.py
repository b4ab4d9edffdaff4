"""Which communes a page of form II.06 lists: they are folded by district until opened."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpRequest

from agencies.models import Agency
from dossiers.period.frame import ALL


class FoldingMixin:
    """``open`` in the address: codes of districts, comma between, or ``all``."""

    request: HttpRequest
    #: The ``FormFilter`` of the page.
    filter: Any

    @cached_property
    def agencies(self) -> list[Agency]:
        return list(self.filter.agencies().with_last_parent())

    @cached_property
    def districts(self) -> dict[int, Agency]:
        """By id the districts that the reader sees, whether or not the filters let them through.

        Nothing where one commune is asked for: the fold of its district would open more than it
        counts.
        """
        asked = self.filter.value("agency")
        if asked and asked.level == Agency.Level.COMMUNE:
            return {}
        if not self.filter.kept():
            rows = [one for one in self.agencies if one.level == Agency.Level.DISTRICT]
        else:
            visible = Agency.objects.visible_to(self.request.user)
            rows = list(visible.filter(level=Agency.Level.DISTRICT))
        return {one.pk: one for one in rows}

    @property
    def opened(self) -> frozenset[str]:
        """Districts whose communes are listed; a district that was asked for is open."""
        listed = self.request.GET.get("open")
        if listed is None:
            asked = self.filter.value("agency")
            return frozenset({asked.code} if asked else ())
        known = {one.code for one in self.districts.values()} | {ALL}
        return frozenset(listed.split(",")) & known
