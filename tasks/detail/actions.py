"""What a reader may do next with a task: the forms of its page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reporting.selection import Selection
from tasks import workflow
from tasks.forms.base import ActionForm
from tasks.forms.steps import step_form
from tasks.models import Task
from tasks.steps import CONFIRM, Kind

#: What the button says; what has been done is told by the name of the step.
VERBS: dict[str, Any] = {
    Kind.STARTED: _("Bắt đầu thực hiện"),
    Kind.SUBMITTED: _("Trình xác nhận"),
    Kind.RECALLED: _("Rút lại, chưa trình"),
    Kind.CONFIRMED: _("Xác nhận hoàn thành"),
    Kind.RETURNED: _("Trả lại để làm lại"),
    Kind.POSTPONED: _("Tạm dừng"),
    Kind.RESUMED: _("Cho thực hiện tiếp"),
    Kind.CANCELLED: _("Thôi thực hiện"),
    Kind.REOPENED: _("Mở lại"),
}


@dataclass(frozen=True)
class Action:
    """A folded form: its name, where it is sent, whether it carries a file. ``is_main``: what the
    reader has most likely come for."""

    label: str
    url: str
    form: ActionForm | None
    has_file: bool = False
    is_main: bool = False


def step_actions(
    task: Task, rights: Collection[str], selection: Selection, *, today: dt.date
) -> list[Action]:
    """The steps that somebody with ``rights`` may take. One query where evidence matters."""
    kinds = workflow.offered(task, rights)
    main = {Kind.CONFIRMED} if CONFIRM in rights else {Kind.STARTED, Kind.SUBMITTED}
    proven = Kind.CONFIRMED in kinds and workflow.has_evidence(task)
    return [
        Action(
            label=str(VERBS[kind]),
            url=selection.url(reverse("tasks:step", args=[task.pk, kind.value])),
            form=step_form(kind, task, today=today, has_evidence=proven),
            is_main=kind in main,
        )
        for kind in kinds
    ]
