"""The figures of all apps for a period and a day, in the sections in which the front page and
the snapshots of meetings show them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from agencies.models import Agency
from agencies.querysets import Reader
from dossiers.summary import figures_of as dossier_figures
from indices.models import IndexResult
from reporting.figures import Figure, Firmness, Link, definition
from reporting.selection import Selection
from reporting.snapshots import Section
from tasks import wording
from tasks.models import Programme, Task
from tasks.querysets import TaskQuerySet
from tasks.summary import figures_by_programme, figures_of
from tasks.summary.course import risk_figure

PAR_INDEX = "par-index"


def programmes_of(selection: Selection) -> dict[str, Programme]:
    """The plan of the period's year, and what the Government has assigned, by kind."""
    kinds = (Programme.Kind.PLAN, Programme.Kind.GOVERNMENT)
    found = Programme.objects.filter(kind__in=kinds).order_by("year")
    year = selection.period.year
    return {
        one.kind: one for one in found if one.kind == Programme.Kind.GOVERNMENT or one.year == year
    }


def rank_results(user: Reader, selection: Selection) -> list[IndexResult]:
    """The province's newest rank and the one before, newest first, as known on the day."""
    return list(
        IndexResult.objects.visible_to(user)
        .of_series(PAR_INDEX)
        .known_on(selection.as_of)
        .filter(agency__kind=Agency.Kind.LEADERSHIP, rank__isnull=False)
        .select_related("series")[:2]
    )


def sections_of(user: Reader, selection: Selection) -> list[Section]:
    """Every figure that ``user`` sees: tasks together and by programme, dossiers, the rank.

    The same functions over the same rows as the front page; about ten queries.
    """
    tasks = Task.objects.counted_for(user)
    return [
        _all_tasks(tasks, selection),
        *_programmes(tasks, selection),
        Section(
            "dossiers",
            _("Hồ sơ thủ tục hành chính"),
            dossier_figures(Agency.objects.visible_to(user), selection),
        ),
        *_rank(user, selection),
    ]


def _all_tasks(tasks: TaskQuerySet, selection: Selection) -> Section:
    figures = figures_of(tasks, selection, programme=None)
    risk = risk_figure(tasks, selection)
    return Section("tasks", _("Nhiệm vụ của mọi chương trình"), {**figures, risk.code: risk})


def _programmes(tasks: TaskQuerySet, selection: Selection) -> list[Section]:
    programmes = programmes_of(selection)
    found = figures_by_programme(tasks, selection, list(programmes.values()))
    return [
        Section(str(kind), wording.full_programme_name(one), found[one.pk])
        for kind, one in programmes.items()
    ]


def _rank(user: Reader, selection: Selection) -> list[Section]:
    for newest in rank_results(user, selection)[:1]:
        meant = definition("rank")
        figure = Figure(
            definition=meant,
            value=newest.rank,
            as_of=selection.as_of,
            period=selection.period,
            firmness=Firmness.CONFIRMED,
            rows=Link(newest.series.get_absolute_url(), None),
            source=newest.source,
        )
        label = _("Chỉ số CCHC năm %(year)s") % {"year": newest.year}
        return [Section(f"index-{newest.year}", label, {meant.code: figure})]
    return []
