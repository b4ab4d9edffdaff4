"""Who answers for a task, and what it tells the public: two facts of its page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from agencies.querysets import Reader
from reporting.selection import Selection
from tasks.links import list_url
from tasks.officials import leader_urls

Fact = tuple[str, object, str]


def answering(task: Any, user: Reader, selection: Selection) -> list[Fact]:
    """The responsible leader, with the page of what that leader answers for; for a communication
    activity its kind, with the list of its kind."""
    facts: list[Fact] = [(_("Lãnh đạo chịu trách nhiệm"), "", "")]
    if leader := task.responsible:
        url = leader_urls(user, selection, [leader.pk]).get(leader.pk, "")
        facts = [(_("Lãnh đạo chịu trách nhiệm"), leader, url)]
    if task.communication:
        url = list_url(selection, communication=task.communication)
        word = task.get_communication_display()
        facts.append((_("Loại hoạt động tuyên truyền"), word, url))
    return facts
