"""The front page of a period, as of a day, for whoever asks."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.views.generic import TemplateView

from agencies.models import Agency
from agencies.querysets import AgencyQuerySet, reach_for
from dossiers.freshness import day_notes
from dossiers.links import import_url
from dossiers.models import Return
from dossiers.summary import figures_of as dossier_figures
from reform_site.front import headlines, origins, returns, sections, tiles
from reform_site.front.province import programmes_of, rank_results
from reporting.figures import Figure
from reporting.models import Period, Statement
from reporting.pages import KeptPage, SelectionPageMixin
from reporting.selection import Selection
from tasks.models import Programme, Task
from tasks.progress import Progress, progress_of
from tasks.querysets import TaskQuerySet
from tasks.summary import figures_by_programme


class FrontPage(KeptPage, SelectionPageMixin, TemplateView):
    """Answers how far the plan is, what is overdue and whose, and whether dossiers are on time.

    A member sees the province, a clerk the own branch: the same code over what ``visible_to``
    lets through. Source of the figures asked for: the half-year report of the committee.
    """

    permission_required = "tasks.view_task"
    template_name = "front/front.html"

    @cached_property
    def agencies(self) -> AgencyQuerySet:
        return Agency.objects.visible_to(self.request.user)

    @cached_property
    def tasks(self) -> TaskQuerySet:
        return Task.objects.counted_for(self.request.user)

    @cached_property
    def programmes(self) -> dict[str, Programme]:
        """The plan of the period's year, and what the Government has assigned, by kind."""
        return programmes_of(self.selection)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        selection, user = self.selection, self.request.user
        tasks = self.task_figures()
        dossiers = self.dossier_figures()
        plan = tasks.get(Programme.Kind.PLAN, {})
        period, programme = selection.period, self.programmes.get(Programme.Kind.PLAN)
        progress = self.progress(programme)
        context = super().get_context_data(
            headline=headlines.front(
                plan.get("P1"), progress.behind if progress else 0, dossiers["R1"]
            ),
            lead=headlines.lead(plan, tasks.get(Programme.Kind.GOVERNMENT, {}), dossiers),
            tiles=self.tiles(tasks, dossiers),
            rank_tile=self.rank_tile(),
            import_url=import_url(user),
            day_notes=day_notes(selection, self.request.GET, user),
            **kwargs,
        )
        context |= sections.of_tasks(self.tasks, selection, programme, progress)
        context |= sections.of_dossiers(self.agencies, selection)
        context |= sections.of_findings(
            Statement.objects.visible_to(user).filter(period=period),
            Return.objects.visible_to(user).filter(period=period),
        )
        return context | {"todo": [*returns.todo(user, selection), *sections.todo(context)]}

    def progress(self, plan: Programme | None) -> Progress | None:
        """The curve of the plan: what the headline and the chart speak of."""
        if plan is None:
            return None
        tasks = self.tasks.filter(programme=plan)
        return progress_of(tasks, self.selection, plan.year or self.selection.period.year)

    def task_figures(self) -> dict[str, dict[str, Figure]]:
        """The figures of each programme, by its kind."""
        found = figures_by_programme(self.tasks, self.selection, list(self.programmes.values()))
        return {kind: self.marked(found[one.pk], kind) for kind, one in self.programmes.items()}

    def marked(self, figures: dict[str, Figure], section: str) -> dict[str, Figure]:
        is_whole = reach_for(self.request.user).is_everything
        return origins.marked(figures, section, self.selection, is_whole=is_whole)

    def dossier_figures(self) -> dict[str, Figure]:
        """The period's figures, each with that of the same period a year before."""
        now = self.marked(dossier_figures(self.agencies, self.selection), "dossiers")
        earlier = self.earlier_selection
        if earlier is None:
            return now
        then = dossier_figures(self.agencies, earlier)
        return {code: figure.compared_with(then[code]) for code, figure in now.items()}

    @cached_property
    def earlier_selection(self) -> Selection | None:
        """The same period of the year before, where it has a row, as far into it as today's."""
        period = self.selection.period
        before = Period.objects.filter(
            kind=period.kind, index=period.index, year=period.year - 1
        ).first()
        if before is None:
            return None
        is_whole = self.selection.until == period.date_to
        into = self.selection.until - period.date_from
        last = before.date_to if is_whole else min(before.date_to, before.date_from + into)
        return Selection(before, last)

    def tiles(self, tasks: dict[str, dict[str, Figure]], dossiers: dict[str, Figure]) -> list[Any]:
        found = []
        for kind, build in (
            (Programme.Kind.PLAN, tiles.plan),
            (Programme.Kind.GOVERNMENT, tiles.government),
        ):
            if kind in tasks:
                found.append(build(tasks[kind], self.programmes[kind]))
        return [*found, tiles.received(dossiers), tiles.settled(dossiers), tiles.pending(dossiers)]

    def rank_tile(self) -> dict[str, Any] | None:
        results = rank_results(self.request.user, self.selection)
        if not results:
            return None
        return tiles.rank(results[0], results[1] if len(results) > 1 else None)
