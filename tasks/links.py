"""Addresses of the task pages, and the names of the lists that figures open to."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reporting.figures import Definition, definition
from reporting.figures.definitions import Text
from reporting.selection import Selection

#: Counted rows without a figure of their own: what they are, and the figure that explains them.
_PARTS: dict[str, tuple[Text, str]] = {
    "open_not_overdue": (_("Nhiệm vụ chưa hoàn thành, không quá hạn"), "open"),
    "dated": (_("Nhiệm vụ có thời hạn"), "pace_required"),
    "open_dated": (_("Nhiệm vụ có thời hạn chưa hoàn thành"), "pace_required"),
    "completed_dated": (_("Nhiệm vụ có thời hạn đã hoàn thành"), "pace_actual"),
    "blocking": (_("Nhiệm vụ cản trở nhịp độ: quá hạn, tạm dừng, nguy cơ chậm"), "pace_required"),
    "extension_pending": (_("Nhiệm vụ đang đề nghị gia hạn, chờ quyết định"), "open"),
    "extended": (_("Nhiệm vụ đã gia hạn"), "assigned"),
    "concluded_open": (_("Nhiệm vụ từ kết luận phiên họp chưa hoàn thành"), "open"),
    "over_budget": (_("Nhiệm vụ chi vượt cấp hoặc cấp vượt dự kiến"), "budget_share"),
    "regular": (_("Nhiệm vụ thường xuyên"), "P2"),
    "not_regular": (_("Nhiệm vụ không phải thường xuyên"), "P2"),
    "completed_not_regular": (_("Nhiệm vụ đã hoàn thành, không gồm thường xuyên"), "P2"),
    "completed_or_overdue_original": (
        _("Nhiệm vụ đã hoàn thành hoặc chưa hoàn thành quá hạn gốc"),
        "P3g",
    ),
    "completed_or_overdue": (_("Nhiệm vụ đã hoàn thành hoặc chưa hoàn thành quá hạn"), "P3"),
}


def list_url(selection: Selection, **filters: str | int | None) -> str:
    """The task list of ``selection`` with ``filters`` (names of the URL parameters).

    ``figure="completed", programme="KH2024", agency="SXD"``; None leaves a filter out. Without
    ``role`` the list counts tasks by their lead, as every figure does.
    """
    return selection.url(reverse("tasks:list"), **filters)


def detail_url(selection: Selection, code: str) -> str:
    return selection.url(reverse("tasks:detail", args=[code]))


def figure_label(key: str) -> Text:
    """What the rows of the counted key ``key`` are: ``Nhiệm vụ đã hoàn thành``."""
    if key in _PARTS:
        return _PARTS[key][0]
    return definition(key).label


def figure_definition(key: str) -> Definition:
    """The definition that tells how the rows of ``key`` are counted."""
    return definition(_PARTS[key][1] if key in _PARTS else key)


def definition_url(key: str) -> str:
    return reverse("reporting:figure", args=[figure_definition(key).code])
