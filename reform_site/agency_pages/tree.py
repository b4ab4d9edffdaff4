"""The tree of agencies, with what each branch owes and has settled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property
from django.views.generic import TemplateView

from agencies.models import Agency
from agencies.tree import Tree, tree_on
from dossiers.freshness import day_notes
from dossiers.ledger import Columns, agency_columns
from dossiers.links import OWN
from dossiers.links import list_url as dossiers_url
from reporting.numbers import number
from reporting.pages import KeptPage, SelectionPageMixin
from reporting.selection import Selection
from tasks.links import list_url as tasks_url
from tasks.models import Task

TASK_KEYS = ("assigned", "completed", "open_overdue")
DOSSIER_KEYS = ("received_total", "resolved_total", "resolved_overdue", "pending_total")


@dataclass(frozen=True)
class Counts:
    """Counted figures per agency, each agency's own rows only."""

    tasks: dict[int, dict[str, int]]
    dossiers: dict[int, Columns]


class TreePage(KeptPage, SelectionPageMixin, TemplateView):
    permission_required = "agencies.view_agency"

    @cached_property
    def tree(self) -> Tree:
        return tree_on(Agency.objects.visible_to(self.request.user), self.selection.as_of)

    @cached_property
    def counts(self) -> Counts:
        user, selection = self.request.user, self.selection
        agencies = Agency.objects.visible_to(user)
        tasks, dossiers = {}, {}
        if user.has_perm("tasks.view_task"):
            counted = Task.objects.counted_for(user).as_of(selection.as_of)
            tasks = counted.counts_by_lead(*TASK_KEYS)
        if user.has_perm("dossiers.view_dossier"):
            dossiers = agency_columns(agencies, selection.first, selection.until)
        return Counts(tasks, dossiers)

    @property
    def day_notes(self) -> list[dict[str, Any]]:
        if not self.request.user.has_perm("dossiers.view_dossier"):
            return []
        return day_notes(self.selection, self.request.GET, self.request.user)

    def rows(self, agencies: Iterable[Agency]) -> list[dict[str, Any]]:
        return [_row(one, self.tree, self.counts, self.selection) for one in agencies]

    def groups(self, agencies: Iterable[Agency]) -> list[dict[str, Any]]:
        """Rows by kind of agency, in the order of the kinds; a lone group has no heading."""
        listed = list(agencies)
        kinds = [kind for kind in Agency.Kind if any(one.kind == kind for one in listed)]
        return [
            {
                "title": kind.label if len(kinds) > 1 else "",
                "rows": self.rows(one for one in listed if one.kind == kind),
            }
            for kind in kinds
        ]


class AgencyTreeView(TreePage):
    """The top of what the reader may see."""

    template_name = "agencies/tree.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        roots = self.tree.roots
        groups = self.groups(roots)
        for top in roots:  # people look for what stands below the province, or their own agency
            if top.kind == Agency.Kind.LEADERSHIP or len(roots) == 1:
                groups += self.groups(self.tree.below(top))
        return super().get_context_data(
            groups=groups,
            count=number(len(self.tree.agencies)),
            day_notes=self.day_notes,
            **kwargs,
        )


def _row(agency: Agency, tree: Tree, counts: Counts, selection: Selection) -> dict[str, Any]:
    """The branch of the agency; of one that does not exist on the day what it did by itself, for
    nothing stands below it any more."""
    exists = agency.pk in tree.agencies
    of_tasks = {"agency" if exists else "lead": agency.code}
    of_dossiers = {"agency": agency.code} | ({} if exists else {"rows": OWN})
    tasks = tree.total(agency, counts.tasks, _sum_counts)
    dossiers = tree.total(agency, counts.dossiers, _sum_columns)
    return {
        "label": agency.name,
        "url": selection.url(agency.get_absolute_url()),
        "below": number(len(tree.branch(agency)) - 1),
        "cells": [
            _cell(tasks.get(key, 0), tasks_url(selection, figure=key, **of_tasks))
            for key in TASK_KEYS
        ]
        + [
            _cell(getattr(dossiers, key), dossiers_url(selection, column=key, **of_dossiers))
            for key in DOSSIER_KEYS
        ],
    }


def _cell(count: int, url: str) -> dict[str, str]:
    return {"text": number(count), "href": url if count else ""}


def _sum_counts(parts: Iterable[dict[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for part in parts:
        for key, value in part.items():
            total[key] = total.get(key, 0) + value
    return total


def _sum_columns(parts: Iterable[Columns]) -> Columns:
    return sum(parts, start=Columns())
