"""The address of the grid in the admin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.admin.refusals import refuse_garbage
from agencies.models import Agency, User
from dossiers.models import Return, Sector
from dossiers.returns.entry import may_enter, suggestions, worked_on
from dossiers.returns.grid.page import GridPage
from dossiers.returns.grid.question import Question
from dossiers.returns.grid.saving import save
from dossiers.returns.grid.typed import TypedRow, read
from dossiers.summary import issues_of_each
from reporting.models import Period
from reporting.numbers import number
from reporting.pages import period_label
from reporting.selection import select

GRID = "dossiers_return_grid"


def grid_url(query: str = "") -> str:
    return f"{reverse(f'admin:{GRID}')}{'?' if query else ''}{query}"


class GridScreen(ModelAdmin):
    """The part of the screen of returns that shows many of them as a sheet to type in."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.grid_view)
        return [path("grid/", view, name=GRID), *super().get_urls()]

    def grid_view(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        refuse_garbage(request)
        if not isinstance(user, User) or not may_enter(user):
            raise PermissionDenied
        selection = select(request.GET)
        if selection is None:
            messages.warning(request, _("Chưa có kỳ báo cáo nào; hãy lập kỳ báo cáo trước."))
            return redirect("admin:dossiers_return_changelist")
        for problem in selection.problems:
            messages.warning(request, problem)
        question = Question(selection, user, request.GET.dict())
        if request.method == "POST":
            return self._posted(request, question)
        has_totals = request.GET.get("totals") == "1"
        return self._show(request, question, question.shown, {}, has_totals=has_totals)

    def _posted(self, request: HttpRequest, question: Question) -> HttpResponse:
        asked = set(request.POST.getlist("row"))
        agencies = question.chosen(asked)
        typed = read(request.POST, agencies)
        has_totals = request.POST.get("has_totals") == "1"
        if "_suggest" in request.POST:
            _suggest(question, typed)
        elif "_totals" in request.POST:
            has_totals = not has_totals
        elif len(agencies) < len(asked):
            _tell_missing(request, len(asked) - len(agencies))
        else:
            count = save(question.cell, typed, question.user, on=timezone.localdate())
            if count is not None:
                self._tell(request, count)
                extra = "&totals=1" if has_totals else ""
                return redirect(grid_url(f"{question.query()}{extra}"))
        return self._show(request, question, agencies, typed, has_totals=has_totals)

    def _tell(self, request: HttpRequest, count: int) -> None:
        if not count:
            self.message_user(request, _("Không có số nào thay đổi."), messages.INFO)
            return
        text = ngettext("Đã lưu biểu của %(n)s cơ quan.", "Đã lưu biểu của %(n)s cơ quan.", count)
        self.message_user(request, text % {"n": number(count)}, messages.SUCCESS)

    def _show(
        self,
        request: HttpRequest,
        question: Question,
        agencies: Sequence[Agency],
        typed: dict[int, TypedRow],
        *,
        has_totals: bool,
    ) -> HttpResponse:
        stored = worked_on(question.cell, (one.pk for one in agencies))
        rows: list[Return] = list(stored.values())
        issues = dict(zip(stored, issues_of_each(rows), strict=True))
        without = [
            one for one in agencies if one.pk not in stored or stored[one.pk].carried_over is None
        ]
        page = GridPage(
            question,
            agencies,
            stored,
            issues,
            suggestions(question.cell, without),
            typed=typed,
            has_totals=has_totals,
        )
        context = {
            **self.admin_site.each_context(request),
            "title": page.headline,
            "opts": self.opts,
            "page": page,
            "cell": question.cell,
            "periods": [
                {
                    "code": one.code,
                    "label": period_label(one),
                    "selected": one.pk == question.cell.period.pk,
                }
                for one in Period.objects.newest_first()
            ],
            "roles": Return.AgencyRole.choices,
            "sectors": Sector.objects.all(),
            "group": formats.get_format("THOUSAND_SEPARATOR"),
            "action_url": grid_url(question.query()),
        }
        return TemplateResponse(request, "dossiers/return_grid.html", context)


def _tell_missing(request: HttpRequest, count: int) -> None:
    """Rows came back that this user may not write now: never dropped in silence."""
    text = ngettext(
        "Chưa lưu dòng nào: %(n)s dòng không còn thuộc quyền nhập của bạn. Các dòng khác còn nguyên"
        " dưới đây; hãy xem lại rồi bấm lưu lần nữa.",
        "Chưa lưu dòng nào: %(n)s dòng không còn thuộc quyền nhập của bạn. Các dòng khác còn nguyên"
        " dưới đây; hãy xem lại rồi bấm lưu lần nữa.",
        count,
    )
    messages.error(request, text % {"n": number(count)})


def _suggest(question: Question, typed: dict[int, TypedRow]) -> None:
    """Puts what is suggested into the empty cells of column 6: typed, not saved."""
    empty = [row for row in typed.values() if not row.texts.get("carried_over", "x").strip()]
    found = suggestions(question.cell, [row.agency for row in empty])
    for row in empty:
        if suggested := found.get(row.agency.pk):
            row.texts["carried_over"] = str(suggested.value)
            row.figures["carried_over"] = suggested.value
