"""Pages of the definitions of figures, and of what was published and does not add up."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import DetailView, ListView, TemplateView

from reporting.acceptance_views import AcceptanceView, told
from reporting.acceptances import accepted_of
from reporting.checks.keys import KEYS
from reporting.figures import Definition, definition, definitions
from reporting.findings import Issue, of_statement, of_statements, still_open
from reporting.models import StatedFigure, Statement
from reporting.numbers import date, number, percent
from reporting.pages import KeptPage, ReaderMixin

ACCEPT = "reporting.accept_statement"


class FigureListView(ReaderMixin, TemplateView):
    """Every figure of the site with its formula, for any reader."""

    permission_required = "reporting.view_period"
    template_name = "reporting/figure_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        by_topic: dict[str, list[Definition]] = {}
        for one in definitions():
            by_topic.setdefault(str(one.topic), []).append(one)
        topics = [{"title": title, "definitions": found} for title, found in by_topic.items()]
        return super().get_context_data(topics=topics, count=len(definitions()), **kwargs)


class FigureView(ReaderMixin, TemplateView):
    """One definition: formula, base, owner, source, edge cases and a worked example."""

    permission_required = "reporting.view_period"
    template_name = "reporting/figure_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        code = self.kwargs["code"]
        try:
            meant = definition(code)
        except KeyError:
            raise Http404(_("Không có chỉ tiêu “%(code)s”.") % {"code": code}) from None
        return super().get_context_data(
            definition=meant, facts=_facts(meant), example=_example(meant), **kwargs
        )


def _facts(meant: Definition) -> list[dict[str, Any]]:
    rows = [
        (_("Công thức"), meant.formula),
        (_("Đơn vị tính"), meant.unit.label),
        (_("Nguồn số liệu"), meant.source),
        (_("Cơ quan phụ trách"), meant.owner),
        (_("Căn cứ"), meant.legal_basis),
    ]
    return [{"term": term, "text": text} for term, text in rows if text]


def _example(meant: Definition) -> dict[str, Any]:
    counts = meant.example.counts
    return {
        "source": meant.example.source,
        "caption": _("Ví dụ tính"),
        "head": [_("Số liệu"), _("Giá trị")],
        "rows": [[_key_label(key), number(value)] for key, value in counts.items()],
        "foot": [meant.short or meant.label, meant.text(meant.value(counts))],
    }


def _key_label(key: str) -> str:
    if key in KEYS:
        return str(KEYS[key].label)
    return {
        "completed_not_regular": _("Hoàn thành, không gồm thường xuyên"),
        "not_regular": _("Tổng số, không gồm thường xuyên"),
        "due_soon": _("Sắp đến hạn"),
        "planned": _("Đến hạn theo hạn gốc"),
        "rank": _("Thứ hạng"),
        "at_risk": _("Nhiệm vụ đủ điều kiện"),
        "open_dated": _("Nhiệm vụ có thời hạn chưa hoàn thành"),
        "days_left": _("Số ngày còn lại"),
        "completed_since_start": _("Hoàn thành từ đầu kế hoạch"),
        "days_gone": _("Số ngày đã qua"),
        "completed_recently": _("Hoàn thành trong 3 tháng gần nhất"),
        "days_recent": _("Số ngày của 3 tháng"),
        "completed_with_evidence": _("Hoàn thành có minh chứng"),
        "completed_without_evidence": _("Hoàn thành, chưa có minh chứng"),
        "T6": _("Nhiệm vụ vi phạm quy tắc"),
        "T7": _("Nhiệm vụ vi phạm quy tắc"),
        "T8": _("Nhiệm vụ vi phạm quy tắc"),
        "entries_same": _("Lượt nhập trong ngày"),
        "entries_one": _("Lượt nhập sau 1 ngày làm việc"),
        "entries_two": _("Lượt nhập sau 2 ngày làm việc"),
        "entries_more": _("Lượt nhập sau 3 ngày làm việc trở lên"),
        "entries_unknown": _("Lượt nhập chưa tính được số ngày"),
        "budget_planned": _("Dự kiến (đồng)"),
        "budget_allocated": _("Đã cấp (đồng)"),
        "budget_spent": _("Đã chi (đồng)"),
    }.get(key, key)


class StatementListView(KeptPage, ListView[Statement]):
    """Published figures, newest first, each with the number of its findings."""

    permission_required = "reporting.view_statement"
    template_name = "reporting/statement_list.html"
    paginate_by = 25

    def get_queryset(self) -> QuerySet[Statement]:
        return Statement.objects.visible_to(self.request.user).with_figures()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        accepted = accepted_of(Statement, [one.pk for one in context["object_list"]])
        rows = [
            {
                "statement": statement,
                "stated_on": date(statement.stated_on),
                "figures": number(len(statement.figures.all())),
                "findings": len(still_open(of_statement(statement, accepted))),
            }
            for statement in context["object_list"]
        ]
        return context | {"rows": rows}


class StatementView(ReaderMixin, DetailView[Statement]):
    """One source as printed, and everything in it that does not add up."""

    permission_required = "reporting.view_statement"
    template_name = "reporting/statement_detail.html"

    def get_queryset(self) -> QuerySet[Statement]:
        return Statement.objects.visible_to(self.request.user).with_figures()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        issues = of_statements([self.object])
        url = reverse("reporting:statement-accept", args=[self.object.pk])
        return super().get_context_data(
            facts=_source(self.object),
            groups=_groups(self.object, issues),
            issues=told(issues, url, may_accept=self._may(ACCEPT)),
            change_url=self._change_url(),
            **kwargs,
        )

    def _may(self, right: str) -> bool:
        mine = Statement.objects.writable_by(self.request.user, right)
        return self.request.user.has_perm(right) and mine.filter(pk=self.object.pk).exists()

    def _change_url(self) -> str | None:
        if not self._may("reporting.change_statement"):
            return None
        return reverse("admin:reporting_statement_change", args=[self.object.pk])


class StatementAcceptView(AcceptanceView):
    """The secretariat takes a finding of what was printed as it stands."""

    permission_required = "reporting.view_statement"

    def subject(self) -> Statement:
        pk = self.kwargs["pk"]
        seen = Statement.objects.visible_to(self.user).filter(pk=pk)
        if not seen.exists():
            raise Http404
        if not self.user.has_perm(ACCEPT):
            raise PermissionDenied
        mine = Statement.objects.writable_by(self.user, ACCEPT).filter(pk=pk)
        row: Statement | None = (
            mine.with_figures().select_for_update(of=("self",), no_key=True).first()
        )
        if row is None:
            raise PermissionDenied
        return row

    def issues(self, subject: Statement) -> list[Issue]:
        return of_statements([subject])

    def back_url(self) -> str:
        return reverse("reporting:statement", args=[self.kwargs["pk"]])


def _source(statement: Statement) -> list[dict[str, Any]]:
    rows = [
        (_("Nơi công bố"), statement.publisher, ""),
        (_("Số, ký hiệu văn bản"), statement.document_number, ""),
        (_("Ngày công bố"), date(statement.stated_on), ""),
        (_("Số liệu tính đến"), date(statement.as_of), ""),
        (_("Kỳ báo cáo"), str(statement.period), ""),
        (_("Phạm vi"), str(statement.agency), ""),
        (_("Địa chỉ"), statement.url, statement.url),
        (_("Ghi chú"), statement.note, ""),
    ]
    return [{"term": term, "text": text, "href": href} for term, text, href in rows if text]


def _groups(statement: Statement, issues: list[Issue]) -> list[dict[str, Any]]:
    """The printed figures by subject; those that take part in a finding are marked."""
    doubtful = {(issue.subject, key) for issue in issues for key in issue.finding.keys}
    return [
        {
            "subject": subject or _("Số liệu chung"),
            "rows": [
                {
                    "label": figure.get_key_display(),
                    "value": _printed(figure),
                    "note": figure.note,
                    "is_doubtful": (subject, figure.key) in doubtful,
                }
                for figure in group
            ],
        }
        for subject, group in groupby(statement.figures.all(), key=lambda one: one.subject)
    ]


def _printed(figure: StatedFigure) -> str:
    value = figure.value.normalize()
    places = max(0, -int(value.as_tuple().exponent))
    if figure.key in KEYS and KEYS[figure.key].family == "rates":
        return percent(value, max(places, 2))
    return number(value, places)
