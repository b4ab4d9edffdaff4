"""A restricted task as its page shows it to a reader without the right: what it is counted by."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from agencies.querysets import Reader
from reporting.selection import Selection
from tasks.detail.page import Page


def hidden(task: Any, user: Reader, selection: Selection) -> dict[str, Any]:
    """The context of ``tasks/hidden.html``. Nothing here asks for what hangs on the task."""
    page = Page(task, user, selection)
    return {
        "page": page,
        "reason": {
            "title": _("Bạn không có quyền xem nội dung nhiệm vụ này"),
            "lines": [
                _(
                    "Nhiệm vụ vẫn được tính trong mọi số liệu. Nội dung, báo cáo, minh chứng và "
                    "lịch sử chỉ hiện với lãnh đạo cơ quan chủ trì hoặc phối hợp, ủy viên Ban Chỉ "
                    "đạo, cơ quan thường trực và thanh tra."
                )
            ],
        },
        "facts": [row for row in page.facts if row["text"]],
        "deadline": [row for row in page.deadline if row["text"]],
    }
