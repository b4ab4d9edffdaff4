"""The pages about meetings beside each other."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reporting.selection import Selection


def tabs(selection: Selection, current: str) -> list[dict[str, Any]]:
    """The input of ``tasks/_tabs.html``; ``current`` is the name of the page's address."""
    pages = [
        ("tasks:meetings", pgettext("plural", "Phiên họp")),
        ("tasks:open-conclusions", _("Kết luận chưa kết thúc")),
        ("tasks:documents", pgettext("plural", "Văn bản")),
        ("committee", _("Ban Chỉ đạo")),
    ]
    return [
        {"url": selection.url(reverse(name)), "label": label, "current": name == current}
        for name, label in pages
    ]
