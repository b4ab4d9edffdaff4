"""The task list. Cells come from small templates; the table asks for nothing."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.db.models import F
from django.template.loader import get_template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reporting.numbers import number, per_cent
from reporting.selection import Selection
from reporting.tables import BaseTable
from tasks import risk, wording
from tasks.links import detail_url
from tasks.querysets import TaskQuerySet
from tasks.states import Timeliness

_TONES = {"late": "t-late", "soon": "t-soon", "": "muted"}


def _cell(css: str) -> dict[str, dict[str, str]]:
    return {"td": {"class": css}, "th": {"class": css.split()[0]}}


class TaskTable(BaseTable):
    """Rows of ``TaskQuerySet.for_table``; links keep ``selection``."""

    caption = _("Danh sách nhiệm vụ")
    unit = pgettext_lazy("plural", "nhiệm vụ")

    code = tables.Column(_("Mã"), orderable=False, attrs=_cell("cd code"))
    title = tables.Column(_("Nhiệm vụ"), orderable=False, attrs=_cell("ti"))
    lead = tables.Column(_("Cơ quan chủ trì"), attrs=_cell("le"))
    due = tables.Column(_("Thời hạn"), accessor="due_on", empty_values=(), attrs=_cell("du nw"))
    state = tables.Column(
        _("Trạng thái"), accessor="timeliness", orderable=False, attrs=_cell("st")
    )
    percent = tables.Column(_("Tiến độ"), empty_values=(), attrs=_cell("pr"))

    class Meta(BaseTable.Meta):
        attrs = {"class": "tasks stack"}

    def __init__(self, *args: Any, selection: Selection, **kwargs: Any) -> None:
        self.selection = selection
        self._rendered: dict[tuple[Any, ...], SafeString] = {}
        super().__init__(*args, **kwargs)

    def render_title(self, record: Any) -> SafeString:
        meta = format_html_join("", "<span>{}</span>", zip(wording.meta(record), strict=True))
        url = detail_url(self.selection, record.code)
        text = '<a class="tl" href="{}">{}</a><span class="meta">{}</span>'
        return format_html(text, url, record.title, meta)

    def render_lead(self, record: Any) -> str:
        return str(record.lead_on_day.name)

    def render_due(self, record: Any) -> str:
        return wording.due(record)

    def render_state(self, record: Any) -> SafeString:
        standing = wording.standing(record, self.selection.as_of)
        pill = self._component("_components/pill.html", state=standing.pill)
        return format_html(
            "{}{}{}{}",
            pill,
            _beside(f"nw2 {_TONES[standing.tone]}", standing.after),
            _beside("nw2 nw2--b muted", standing.below),
            _beside("nw2 nw2--b t-risk", risk.of_task(record, self.selection.as_of)),
        )

    def render_percent(self, record: Any) -> SafeString:
        return self._component("_components/progress_bar.html", **percent_bar(record))

    def _component(self, template: str, **context: Any) -> SafeString:
        """A component, rendered once for all the rows that show the same."""
        key = (template, *context.values())
        if key not in self._rendered:
            self._rendered[key] = SafeString(get_template(template).render(context))
        return self._rendered[key]

    def order_lead(self, queryset: TaskQuerySet, is_descending: bool) -> tuple[TaskQuerySet, bool]:
        name = F("lead__sort_key")
        return queryset.order_by(name.desc() if is_descending else name.asc(), "code"), True

    def order_due(self, queryset: TaskQuerySet, is_descending: bool) -> tuple[TaskQuerySet, bool]:
        return queryset.order_by(_nulls_last("due_on", is_descending), "code"), True

    def order_percent(
        self, queryset: TaskQuerySet, is_descending: bool
    ) -> tuple[TaskQuerySet, bool]:
        return queryset.order_by(_nulls_last("percent", is_descending), "code"), True


def _beside(css: str, text: str) -> SafeString:
    return format_html(' <span class="{}">{}</span>', css, text) if text else SafeString()


def _nulls_last(name: str, is_descending: bool) -> Any:
    column = F(name)
    return column.desc(nulls_last=True) if is_descending else column.asc(nulls_last=True)


def percent_bar(task: Any) -> dict[str, Any]:
    """The inputs of ``_components/progress_bar.html``."""
    if task.percent is None:
        return {"percent": "", "text": "", "done": False}
    return {
        "percent": f"{task.percent}%",
        "text": per_cent(number(task.percent)),
        "done": task.timeliness
        in (Timeliness.COMPLETED_EARLY, Timeliness.COMPLETED_ON_TIME, Timeliness.COMPLETED_LATE),
    }
