"""Form II.06 as agencies returned it, beside what the list of dossiers says."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import DetailView, TemplateView
from django_tables2 import RequestConfig

from agencies.models import Agency
from dossiers.links import returns_url
from dossiers.models import Return
from dossiers.period_table import HEADINGS
from dossiers.querysets import ReturnQuerySet
from dossiers.returns import Comparison, Suggestion, counted, suggested_carried_over
from dossiers.summary import findings_of, issues_of
from dossiers.tables import ReturnTable
from dossiers.tables.returns import ListedReturn
from dossiers.views.tabs import RETURNS, tabs
from reporting.numbers import date, moment, number
from reporting.pages import ReaderMixin, SelectionPageMixin

PER_PAGE = 50
#: Bodies that settle no procedures of their own and owe no form.
NOT_ASKED = (Agency.Kind.LEADERSHIP, Agency.Kind.PUBLIC_SERVICE)


class ReturnListView(SelectionPageMixin, TemplateView):
    """Which agencies returned form II.06 for the period, and what does not add up in it."""

    permission_required = "dossiers.view_return"
    template_name = "dossiers/returns.html"

    @cached_property
    def rows(self) -> list[ListedReturn]:
        visible: ReturnQuerySet = Return.objects.visible_to(self.request.user)
        found = visible.of_period(self.selection.period).in_force()
        order = ("agency__sort_key", "agency__code", "sector__name", "pk")
        rows = found.select_related("agency", "period", "sector").order_by(*order)
        return [ListedReturn(row, findings_of(row)) for row in rows]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        table = ReturnTable(self.rows)
        RequestConfig(self.request, paginate={"per_page": PER_PAGE}).configure(table)
        missing = self.missing()
        rows = [one.row for one in self.rows]
        reported = {row.agency_id for row in rows if row.status != Return.Status.DRAFT}
        drafts = {row.agency_id for row in rows} - reported
        return super().get_context_data(
            headline=_headline(len(reported), sum(len(one["names"]) for one in missing)),
            drafts=number(len(drafts)) if drafts else "",
            doubtful=sum(1 for one in self.rows if one.findings),
            due=date(self.selection.period.due_on) if self.selection.period.due_on else "",
            table=table,
            is_empty=not self.rows,
            missing=missing,
            tabs=tabs(self.selection, RETURNS),
            add_url=self.add_url(),
            **kwargs,
        )

    def missing(self) -> list[dict[str, Any]]:
        """Agencies that settle dossiers and have no return in force, by level."""
        asked = Agency.objects.visible_to(self.request.user).exclude(kind__in=NOT_ASKED)
        returned = {one.row.agency_id for one in self.rows}
        rows = [
            (level, name)
            for pk, level, name in asked.valid_on(self.selection.until).values_list(
                "pk", "level", "name"
            )
            if pk not in returned
        ]
        found = []
        for level, (_numeral, heading) in HEADINGS.items():
            names = [name for of, name in rows if of == level]
            if names:
                found.append({"label": heading, "count": number(len(names)), "names": names})
        return found

    def add_url(self) -> str:
        """A new return of this period, for those who may enter one."""
        if not self.request.user.has_perm("dossiers.add_return"):
            return ""
        return f"{reverse('admin:dossiers_return_add')}?period={self.selection.period.pk}"


def _headline(reported: int, missing: int) -> str:
    words = {"n": number(reported), "k": number(missing)}
    if not reported:
        return _("Chưa có cơ quan gửi Biểu II.06; %(k)s cơ quan chưa báo cáo") % words
    if not missing:
        return _("%(n)s cơ quan đã gửi Biểu II.06; không có cơ quan chưa báo cáo") % words
    return _("%(n)s cơ quan đã gửi Biểu II.06; %(k)s cơ quan chưa báo cáo") % words


class ReturnView(ReaderMixin, DetailView[Return]):
    """One return: as typed, its totals added up, the same form from the list of dossiers."""

    permission_required = "dossiers.view_return"
    template_name = "dossiers/return.html"

    def get_queryset(self) -> ReturnQuerySet:
        visible: ReturnQuerySet = Return.objects.visible_to(self.request.user)
        return visible.select_related("agency", "period", "sector", "entered_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        columns = counted(row)
        comparison = Comparison(row, columns)
        suggestion = suggested_carried_over(row.agency, row.period, row.agency_role, row.sector)
        return super().get_context_data(
            headline=_finding(comparison),
            comparison=comparison,
            facts=_facts(row),
            notes=[issue.note(edits=None, with_source=False) for issue in issues_of(row)],
            carried_over=_carried_over(row, suggestion),
            is_counted=columns is not None,
            back=returns_url(comparison.selection),
            change_url=self.change_url(),
            **kwargs,
        )

    def change_url(self) -> str | None:
        right = "dossiers.change_return"
        user = self.request.user
        if not user.has_perm(right):
            return None
        if not Return.objects.writable_by(user, right).filter(pk=self.object.pk).exists():
            return None
        return reverse("admin:dossiers_return_change", args=[self.object.pk])


def _finding(comparison: Comparison) -> str:
    """The h1: whether the form adds up, and whether it agrees with the list of dossiers."""
    row = comparison.row
    words = {"agency": row.agency.name, "n": number(len(comparison.findings))}
    first = (
        ngettext(
            "Biểu II.06 của %(agency)s có %(n)s chỗ không khớp",
            "Biểu II.06 của %(agency)s có %(n)s chỗ không khớp",
            len(comparison.findings),
        )
        if comparison.findings
        else _("Biểu II.06 của %(agency)s khớp các đẳng thức")
    ) % words
    if comparison.columns is None:
        return first
    if not comparison.differing:
        return _("%(first)s; trùng với danh sách hồ sơ") % {"first": first}
    return _("%(first)s; %(k)s cột khác danh sách hồ sơ") % {
        "first": first,
        "k": number(comparison.differing),
    }


def _carried_over(row: Return, suggestion: Suggestion | None) -> dict[str, str] | None:
    """Whether column 6 is what the period before left; None where that is not known."""
    if suggestion is None or row.carried_over is None:
        return None
    words = {
        "typed": number(row.carried_over),
        "value": number(suggestion.value),
        "source": suggestion.source,
    }
    if row.carried_over == suggestion.value:
        text = _("Cột 6 (%(typed)s) bằng %(source)s (%(value)s).") % words
        return {"level": "ok", "text": text}
    text = _("Cột 6 (%(typed)s) ≠ %(source)s (%(value)s).") % words
    return {"level": "warn", "text": text}


def _facts(row: Return) -> list[dict[str, str]]:
    rows = [
        (_("Kỳ báo cáo"), str(row.period)),
        (_("Cơ quan"), row.agency.name),
        (_("Số liệu tính theo"), row.get_agency_role_display()),
        (_("Lĩnh vực"), row.sector.name if row.sector else _("Mọi lĩnh vực")),
        (_("Trạng thái"), row.get_status_display()),
        (_("Người nhập"), str(row.entered_by or "")),
        (_("Nhập lúc"), moment(row.entered_at)),
        (_("Ghi chú"), row.note),
    ]
    return [{"term": term, "text": text, "href": ""} for term, text in rows if text]
