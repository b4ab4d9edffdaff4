"""The percentages P1–P5 of a programme, each with its base, by both deadlines."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from reporting.figures import Figure, Link
from reporting.numbers import UNKNOWN
from reporting.pages import SelectionPageMixin
from tasks import wording
from tasks.links import definition_url
from tasks.models import Task
from tasks.scope_filters import ScopeFilter
from tasks.summary import default_programme, figures_of
from tasks.tabs import tabs

#: Rates without a deadline in their formula, and pairs by the deadline in force and the first one.
PLAIN = ("P1", "P2")
BOTH = (("P3", "P3g"), ("P4", "P4g"), ("P5", "P5g"))


class RatesView(SelectionPageMixin, TemplateView):
    """P1 leads; beside each rate stand its formula, numerator and denominator.

    Without a programme the plan of the period's year; ``?programme=CP-TTG-2024&agency=SXD``.
    """

    permission_required = "tasks.view_task"
    template_name = "tasks/rates.html"

    @cached_property
    def filter(self) -> ScopeFilter:
        query = self.request.GET.copy()
        programme = default_programme(self.selection)
        if "programme" not in query and programme is not None:
            query["programme"] = programme.code
        return ScopeFilter(query, Task.objects.counted_for(self.request.user), request=self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        programme = self.filter.value("programme")
        kept = self.filter.kept("agency", "lead")
        found = figures_of(self.filter.rows, self.selection, programme=programme, filters={**kept})
        return super().get_context_data(
            headline=headline(found["P1"], programme),
            note=programme.note if programme else "",
            rows=[_row(found[code], None) for code in PLAIN]
            + [_row(found[code], found[original]) for code, original in BOTH],
            filter=self.filter,
            hidden=self.selection.fields,
            tabs=tabs(self.selection, "tasks:rates"),
            **kwargs,
        )


def headline(p1: Figure, programme: Any) -> str:
    """``Kế hoạch CCHC 2024 hoàn thành 58,82 %: 30/51 nhiệm vụ``."""
    name = wording.programme_name(programme) if programme else _("Tất cả chương trình")
    if p1.percent is None or p1.base is None:
        return _("%(programme)s: chưa có nhiệm vụ") % {"programme": name}
    words = {
        "programme": name,
        "share": p1.text,
        "done": p1.rows.text,
        "all": p1.base.text,
    }
    return _("%(programme)s hoàn thành %(share)s: %(done)s/%(all)s nhiệm vụ") % words


def _row(figure: Figure, original: Figure | None) -> dict[str, Any]:
    meant = figure.definition
    return {
        "code": meant.code,
        "label": str(meant.label),
        "url": definition_url(meant.code),
        "formula": str(meant.formula),
        "now": _cell(figure),
        "original": _cell(original) if original else None,
        "original_url": definition_url(original.code) if original else "",
    }


def _cell(figure: Figure) -> dict[str, Any]:
    return {"text": figure.text, "rows": _counted(figure.rows), "base": _counted(figure.base)}


def _counted(link: Link | None) -> dict[str, str]:
    if link is None:
        return {"text": UNKNOWN, "url": ""}
    return {"text": link.text, "url": link.url if link.count else ""}
