"""What the secretariat does to many tasks at once, offered over the task list."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.querysets import Reader
from reporting.numbers import number
from tasks import bulk_deadlines, reassigning
from tasks.imports.sources import RIGHT as IMPORT


def tools(user: Reader, query: str, *, today: dt.date) -> list[dict[str, Any]]:
    """List of {url, label, count}; ``query`` is that of the list. One query at most, and none
    for readers without these rights.

    ``count`` is how many open tasks an agency leads that has ended; empty where there are none.
    """
    found = []
    if user.has_perm(IMPORT):
        found.append(_tool("tasks:import", _("Nhập phụ lục kế hoạch")))
    if user.has_perm(bulk_deadlines.RIGHT):
        found.append(_tool("tasks:bulk-deadlines", _("Đổi thời hạn hàng loạt"), query))
    if user.is_authenticated and user.has_perm(reassigning.RIGHT):
        left = reassigning.of_ended(user, today).count()
        label = _("Nhiệm vụ do cơ quan đã kết thúc chủ trì") if left else _("Giao lại nhiệm vụ")
        found.append(_tool("tasks:reassign", label, count=number(left) if left else ""))
    return found


def _tool(name: str, label: str, query: str = "", count: str = "") -> dict[str, Any]:
    url = reverse(name)
    return {"url": f"{url}?{query}" if query else url, "label": label, "count": count}
