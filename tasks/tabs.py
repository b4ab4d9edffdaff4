"""The pages about tasks beside each other."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from reporting.selection import Selection


def tabs(selection: Selection, current: str) -> list[dict[str, Any]]:
    """The input of ``tasks/_tabs.html``; ``current`` is the name of the page's address."""
    pages = [
        ("tasks:list", _("Danh sách")),
        ("tasks:rates", _("Tỷ lệ hoàn thành")),
        ("tasks:pace", _("Nhịp độ, nguy cơ chậm")),
        ("tasks:occurrences", _("Báo cáo định kỳ")),
        ("tasks:budget", _("Kinh phí")),
        ("tasks:communication", _("Tuyên truyền")),
        ("tasks:checks", _("Kiểm tra nhiệm vụ")),
        ("tasks:discipline", _("Kỷ luật nhập liệu")),
        ("leader-list", _("Lãnh đạo chịu trách nhiệm")),
    ]
    return [
        {"url": selection.url(reverse(name)), "label": label, "current": name == current}
        for name, label in pages
    ]
