"""Who answers for a task, and what it tells the public: two facts of its page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from reporting.selection import Selection
from tasks.links import list_url

Fact = tuple[str, object, str]


def answering(task: Any, selection: Selection) -> list[Fact]:
    """The responsible leader, with the page of what that leader answers for; for a communication
    activity its kind, with the list of its kind."""
    facts: list[Fact] = [(_("Lãnh đạo chịu trách nhiệm"), "", "")]
    if leader := task.responsible:
        facts = [(_("Lãnh đạo chịu trách nhiệm"), leader, leader_url(selection, leader.pk))]
    if task.communication:
        url = list_url(selection, communication=task.communication)
        word = task.get_communication_display()
        facts.append((_("Loại hoạt động tuyên truyền"), word, url))
    return facts


def leader_url(selection: Selection, pk: int) -> str:
    return selection.url(reverse("leader-detail", args=[pk]))
