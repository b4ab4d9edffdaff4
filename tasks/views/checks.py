"""The rules over tasks: what each says, how many break it, whose they are."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from agencies.models import Agency
from reporting.figures import Figure
from reporting.numbers import number
from reporting.pages import KeptPage, SelectionPageMixin
from reporting.panels import definition_panel
from reporting.sums import Line, count_cell, sums_table
from tasks import wording
from tasks.checks import CHECKS
from tasks.links import definition_url, list_url
from tasks.models import Task
from tasks.scope_filters import ScopeFilter
from tasks.summary import figures_of
from tasks.summary.checks import check_figures, check_url
from tasks.summary.scope import Filters
from tasks.tabs import tabs


class ChecksView(KeptPage, SelectionPageMixin, TemplateView):
    """T6 to T8 over the tasks of ``?programme=KH2024&agency=SXD``, all by default."""

    permission_required = "tasks.view_task"
    template_name = "tasks/checks.html"

    @cached_property
    def filter(self) -> ScopeFilter:
        tasks = Task.objects.counted_for(self.request.user)
        return ScopeFilter(self.request.GET, tasks, request=self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        selection, kept = self.selection, self.filter.kept()
        tasks = self.filter.rows
        rows = tasks.as_of(selection.as_of)
        broken = rows.broken_by("lead", timezone.localdate())
        found = check_figures(rows, selection, broken.values(), kept)
        whole = figures_of(tasks, selection, programme=None, filters=kept)
        return super().get_context_data(
            headline=headline(found),
            checks=[_row(found[one.code], one) for one in CHECKS],
            leads=self.by_lead(broken, kept),
            claimed=whole["P1"],
            proven=found["P1m"],
            missing=found["completed_without_evidence"],
            panels=[
                definition_panel(found[code]) for code in ("P1m", "completed_without_evidence")
            ],
            filter=self.filter,
            hidden=selection.fields,
            tabs=tabs(selection, "tasks:checks"),
            **kwargs,
        )

    def by_lead(self, found: dict[Any, dict[str, int]], kept: Filters) -> dict[str, Any] | None:
        """Agencies with findings, the most first; None without any."""
        agencies = Agency.objects.visible_to(self.request.user).in_bulk(found)
        if not agencies:
            return None
        kept = {name: value for name, value in kept.items() if name != "agency"}
        rows = sorted(
            ((agencies[pk], counts) for pk, counts in found.items() if pk in agencies),
            key=lambda row: (-row[1][""], row[0].sort_key, row[0].code),
        )
        lines = [
            Line(
                agency.name,
                list_url(self.selection, **kept | {"lead": agency.code}),
                [
                    count_cell(
                        counts[one.code],
                        check_url(self.selection, one.code, kept | {"lead": agency.code}),
                    )
                    for one in CHECKS
                ],
            )
            for agency, counts in rows
        ]
        first = _("Cơ quan chủ trì")
        return sums_table(_("Nhiệm vụ cần sửa"), first, [one.code for one in CHECKS], lines)


def headline(found: dict[str, Figure]) -> str:
    """``6 nhiệm vụ hoàn thành, chưa đủ minh chứng (T6); 1 …``, the errors first."""
    listed = sorted(CHECKS, key=lambda one: (one.severity.value, one.code))
    parts = [
        f"{wording.counted(found[one.code].rows.count or 0, str(one.finding))} ({one.code})"
        for one in listed
        if found[one.code].value
    ]
    if not parts:
        return _("Nhiệm vụ đạt cả %(n)s quy tắc kiểm tra") % {"n": number(len(CHECKS))}
    return "; ".join([parts[0], *(part[:1].lower() + part[1:] for part in parts[1:])])


def _row(figure: Figure, check: Any) -> dict[str, Any]:
    count = figure.rows.count or 0
    return {
        "code": check.code,
        "url": definition_url(check.code),
        "severity": check.severity.value,
        "severity_label": check.severity.label,
        "finding": check.finding,
        "says": check.says,
        "mend": check.mend,
        "count": figure.text,
        "rows_url": figure.url if count else "",
        "words": ngettext("%(n)s nhiệm vụ", "%(n)s nhiệm vụ", count) % {"n": figure.text},
    }
