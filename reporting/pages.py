"""What every page of figures shares: who may open it, which period and day it speaks of."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from agencies.models import User
from reporting import kept
from reporting.models import Period
from reporting.numbers import date, in_language, span
from reporting.selection import Selection, select


class ReaderMixin(LoginRequiredMixin, PermissionRequiredMixin):
    """Logged-in readers with ``permission_required``; others get the access-denied page."""

    request: HttpRequest

    def has_permission(self) -> bool:
        return bool(self.request.user.has_perms(self.get_permission_required()))

    def handle_no_permission(self) -> Any:
        if self.request.user.is_authenticated:
            self.raise_exception = True
        return super().handle_no_permission()


class ActorMixin(ReaderMixin):
    """A page on which its reader does something: who it is, and the day on which it is typed."""

    @cached_property
    def user(self) -> User:
        user = self.request.user
        if not isinstance(user, User):
            raise PermissionDenied
        return user

    @cached_property
    def today(self) -> dt.date:
        return timezone.localdate()


class KeptPage(ReaderMixin):
    """Stands first among the bases of a page that depends on nothing but rows, address, rights,
    language and day: it is kept until a row changes (``reporting.kept``)."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        def ask() -> HttpResponseBase:
            return super(KeptPage, self).dispatch(request, *args, **kwargs)

        if request.user.is_authenticated and self.has_permission():
            return kept.answer(request, ask)
        return ask()


class SelectionMixin(ReaderMixin):
    """A page of a period and an as-of day, taken from the URL."""

    selection: Selection

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated or not self.has_permission():
            return self.handle_no_permission()
        selection = select(request.GET)
        if selection is None:
            return self.without_period(request)
        self.selection = selection
        return super().dispatch(request, *args, **kwargs)

    def without_period(self, request: HttpRequest) -> HttpResponse:
        """A new installation: say what to do first."""
        return render(request, "reporting/no_period.html", {"can_enter": may_enter(request.user)})


class SelectionPageMixin(SelectionMixin):
    """A page with the period bar."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        for problem in self.selection.problems:
            messages.warning(self.request, problem)
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return context | {
            "period_bar": period_bar(self.selection, self.request.GET),
            "selection": self.selection,
            "letterhead_note": letterhead_note(self.selection),
        }


def may_enter(user: User | AnonymousUser) -> bool:
    """Whether the entry screens are open to ``user``."""
    return user.is_authenticated and user.can_enter


def letterhead_note(selection: Selection) -> str:
    """The line under the official head of a printed page: which period, as of which day."""
    return _("Số liệu %(period)s, tính đến %(day)s") % {
        "period": in_language(selection.period.name, selection.period.name_en),
        "day": date(selection.as_of),
    }


def period_label(period: Period) -> str:
    """``6 tháng đầu năm 2024 (15/12/2023–14/06/2024)``."""
    name = in_language(period.name, period.name_en)
    return f"{name} ({span(period.date_from, period.date_to)})"


def period_bar(selection: Selection, query: QueryDict) -> dict[str, Any]:
    """The choices and words of the bar under the masthead (``_components/period_bar.html``).

    The other parameters of the page stay when the period changes, except the page number.
    """
    moving = {"period", "as_of", "page", "cursor"}
    return {
        "periods": [
            {"code": p.code, "label": period_label(p), "selected": p.pk == selection.period.pk}
            for p in Period.objects.newest_first()
        ],
        "as_of": date(selection.as_of),
        "firmness": firmness_words(selection.period),
        "is_provisional": selection.period.is_provisional,
        "hidden": [
            {"name": name, "value": value}
            for name, values in query.lists()
            if name not in moving
            for value in values
        ],
    }


def firmness_words(period: Period) -> str:
    if period.status == Period.Status.LOCKED:
        return _("Đã khóa")
    if period.status == Period.Status.RUNNING:
        return _("Tạm tính, kỳ đang chạy")
    return _("Tạm tính, kỳ chưa khóa")
