"""What waits for the reader: results to hand in or to confirm, extensions to decide on."""

from __future__ import annotations

from typing import Any, cast

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from agencies.models import User
from reporting.numbers import number
from reporting.pages import ReaderMixin
from tasks import inbox, wording

PER_PAGE = 50


class InboxView(ReaderMixin, TemplateView):
    """How things stand now, so the day is today's; ``?list=`` chooses among several queues."""

    permission_required = "tasks.view_task"
    template_name = "tasks/inbox.html"

    def has_permission(self) -> bool:
        user = self.request.user
        return super().has_permission() and isinstance(user, User) and inbox.has_queues(user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = cast(User, self.request.user), timezone.localdate()
        queues = inbox.queues_of(user)
        asked = self.request.GET.get("list")
        filled = next((one for one in queues if one.count), queues[0])
        queue = next((one for one in queues if one.key == asked), filled)
        paginator = Paginator(queue.rows, PER_PAGE)
        paginator.count = queue.count  # known from the tab
        page = paginator.get_page(self.request.GET.get("page"))
        waiting = inbox.Waiting(today)
        return super().get_context_data(
            title=wording.counted(queue.count, str(_TITLES[queue.key]())),
            today=today,
            tabs=[self._tab(one, one.key == queue.key) for one in queues],
            head=queue.head,
            rows=[queue.row(one, waiting) for one in page.object_list],
            page=page,
            summary=_summary(page),
            **kwargs,
        )

    def _tab(self, queue: inbox.Queue, is_current: bool) -> dict[str, Any]:
        return {
            "url": f"{reverse('tasks:inbox')}?list={queue.key}",
            "label": str(queue.label),
            "count": number(queue.count),
            "current": is_current,
            "state": "",
        }


_TITLES = {
    "confirm": lambda: _("Nhiệm vụ chờ xác nhận"),
    "submit": lambda: _("Nhiệm vụ chờ trình xác nhận"),
    "extensions": lambda: _("Đề nghị gia hạn chờ quyết định"),
}


def _summary(page: Any) -> str:
    if not page.paginator.count:
        return ""
    words = {
        "first": number(page.start_index()),
        "last": number(page.end_index()),
        "total": number(page.paginator.count),
    }
    return _("%(first)s–%(last)s trong %(total)s") % words
