"""Every kind of page, as the reader who opens it most."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db.models import Count, Model
from django.urls import reverse

from agencies.models import Official
from dossiers.models import Dossier, Return
from indices.models import IndexSeries
from reporting.models import Statement
from tasks.models import Document, Meeting, Task


@dataclass(frozen=True)
class PageOf:
    """``address`` is asked only when the province is there. ``role`` None is nobody."""

    name: str
    role: str | None
    address: str | Callable[[], str]
    status: int = 200

    @property
    def path(self) -> str:
        return self.address if isinstance(self.address, str) else self.address()


def _of(model: type[Model], **condition: Any) -> Callable[[], str]:
    """The page of the first row."""
    return lambda: model._default_manager.filter(**condition).order_by("pk")[0].get_absolute_url()


def _form(model: type[Model], page: str = "change", **condition: Any) -> Callable[[], str]:
    """A data-entry page of the first row."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
    return lambda: reverse(
        name, args=[model._default_manager.filter(**condition).order_by("pk")[0].pk]
    )


def _leader() -> str:
    """Who answers for most tasks."""
    counted = Official.objects.annotate(n=Count("tasks")).order_by("-n", "pk")
    return reverse("leader-detail", args=[counted[0].pk])


def _follow_up() -> str:
    """The page on which the differences of the first return are worked on."""
    return reverse("dossiers:follow-up", args=[Return.objects.order_by("pk")[0].pk])


READING = [
    PageOf("front", "member", "/"),
    PageOf("front of an earlier period", "member", "/?period=2023-H1"),
    PageOf("front of a clerk", "clerk", "/"),
    PageOf("tasks", "member", "/tasks/"),
    PageOf("tasks overdue", "member", "/tasks/?state=overdue"),
    PageOf("tasks of a clerk", "clerk", "/tasks/"),
    PageOf("no task", "member", "/tasks/?q=zzzz"),
    PageOf("task", "member", _of(Task, code="KH-19")),
    PageOf("task of the Government", "member", _of(Task, code__startswith="CP-")),
    PageOf("task that recurs", "secretariat", _of(Task, deadline_label="Hằng tháng, ngày 30")),
    PageOf("rates", "member", "/tasks/rates/"),
    PageOf("pace", "member", "/tasks/pace/"),
    PageOf("recurring reports", "member", "/tasks/occurrences/"),
    PageOf("budget", "member", "/tasks/budget/"),
    PageOf("amounts", "member", "/tasks/budget/rows/"),
    PageOf("communication", "member", "/tasks/communication/"),
    PageOf("task checks", "member", "/tasks/checks/"),
    PageOf("entry discipline", "member", "/tasks/discipline/"),
    PageOf("inbox", "secretariat", "/tasks/inbox/"),
    PageOf("import of a plan", "secretariat", "/tasks/import/"),
    PageOf("handing over", "secretariat", "/tasks/reassign/"),
    PageOf("deadlines together", "secretariat", "/tasks/deadlines/?programme=KH-CCHC-2024"),
    PageOf("meetings", "member", "/meetings/"),
    PageOf("meeting", "secretariat", "/meetings/2024-06-14/"),
    PageOf("open conclusions", "member", "/meetings/conclusions/"),
    PageOf("tasks from a conclusion", "secretariat", "/meetings/2024-06-14/conclusions/1/tasks/"),
    PageOf("documents", "member", "/documents/"),
    PageOf("document", "member", _of(Document, number="03/CT-UBND")),
    PageOf("committee", "member", "/committee/"),
    PageOf("leaders", "member", "/leaders/"),
    PageOf("leader", "member", _leader),
    PageOf("file imports", "secretariat", "/imports/"),
    PageOf("form II.06 by agency", "member", "/dossiers/"),
    PageOf("form II.06 by level", "member", "/dossiers/?by=level"),
    PageOf("form II.06 by sector", "member", "/dossiers/?by=sector"),
    PageOf("dossiers", "member", "/dossiers/list/"),
    PageOf("import of dossiers", "office", "/dossiers/import/"),
    PageOf("import of dossiers by a clerk", "clerk", "/dossiers/import/"),
    PageOf("dossiers overdue", "member", "/dossiers/list/?column=resolved_overdue"),
    PageOf("no dossier", "member", "/dossiers/list/?q=zzzz"),
    PageOf("dossier", "member", _of(Dossier)),
    PageOf("trends", "member", "/dossiers/charts/"),
    PageOf("returns", "office", "/dossiers/returns/"),
    PageOf("import of returns", "clerk", "/dossiers/returns/import/"),
    PageOf("return", "office", _of(Return)),
    PageOf("who has reported", "member", "/dossiers/reported/"),
    PageOf("two sources", "office", "/dossiers/sources/?periods=every"),
    PageOf("form II.06 as returned", "member", "/dossiers/?source=returns"),
    PageOf("form II.06 of an agency", "member", "/dossiers/?agency=SYT&since=2024-02-01"),
    PageOf("returns that add up", "member", "/dossiers/returned/?column=online"),
    PageOf("difference of two sources", "office", _follow_up),
    PageOf("return of a clerk", "clerk", _of(Return, agency__code="SXD")),
    PageOf("statements", "member", "/statements/"),
    PageOf("statement", "member", _of(Statement)),
    PageOf("definitions", "member", "/figures/"),
    PageOf("definition", "member", "/figures/R1/"),
    PageOf("indices", "member", "/indices/"),
    PageOf("index", "member", _of(IndexSeries)),
    PageOf("agencies", "member", "/agencies/"),
    PageOf("agency", "member", "/agencies/H288/"),
    PageOf("account", "member", "/account/"),
    PageOf("password", "member", "/account/password/"),
    PageOf("login", None, "/login/"),
    PageOf("not found", "member", "/nothing/", status=404),
    PageOf("access denied", "administrator", "/tasks/", status=403),
]

ENTRY = [
    PageOf("entry", "secretariat", "/admin/"),
    PageOf("entry of a clerk", "clerk", "/admin/"),
    PageOf("entry of tasks", "secretariat", "/admin/tasks/task/"),
    PageOf("entry of a task", "secretariat", _form(Task)),
    PageOf("entry of a new task", "secretariat", "/admin/tasks/task/add/"),
    PageOf("entry of a task by a clerk", "clerk", _form(Task, lead__code="SXD")),
    PageOf("entry of a meeting", "secretariat", _form(Meeting, number=3)),
    PageOf("entry of officials", "secretariat", "/admin/agencies/official/"),
    PageOf("history of a task", "secretariat", _form(Task, "history")),
    PageOf("entry of statements", "secretariat", "/admin/reporting/statement/"),
    PageOf("entry of a statement", "secretariat", _form(Statement)),
    PageOf("entry of dossiers", "office", "/admin/dossiers/dossier/"),
    PageOf("entry of a dossier", "office", _form(Dossier)),
    PageOf("entry of returns", "office", "/admin/dossiers/return/"),
    PageOf("entry of a return", "clerk", _form(Return, agency__code="SXD")),
    PageOf("entry of many returns", "office", "/admin/dossiers/return/grid/?level=commune"),
    PageOf("entry of returns of a branch", "clerk", "/admin/dossiers/return/grid/"),
    PageOf("deletion of a return", "office", _form(Return, "delete")),
    PageOf("entry of users", "administrator", "/admin/agencies/user/"),
]

PAGES = READING + ENTRY

each = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name.replace(" ", "-"))
